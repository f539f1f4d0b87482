"""Providers and pictures for the tests of the comparison: nothing is drawn, and nobody is real."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from idvision.bench.answer import Answer, AnsweredCard, AnsweredField
from idvision.bench.dataset import Dataset
from idvision.bench.providers.protocol import About, Hint, Kind, NotRun, Settings
from idvision.bench.truth import TruthCard, TruthPhoto
from idvision.types import Quad

TODAY = date(2026, 11, 22)
SETTINGS = Settings(today=TODAY, threads=1)
QUAD: Quad = ((10.0, 10.0), (110.0, 10.0), (110.0, 70.0), (10.0, 70.0))
ZONE = ("P<UTOBRANDT<<ILSE<<<<<<<<<<<<<<<<<<<<<<<<<<<", "X123456785UTO8001014F3001019<<<<<<<<<<<<<<02")
FIELDS = (("name", "林小舟"), ("birth_date", "1990-04-05"), ("surname", "BRANDT"))
ANSWERS = frozenset({"document", "side", "quad", "fields", "mrz", "text", "confidence"})


def truth_of(file: str, **changes: object) -> TruthPhoto:
    card = TruthCard("passport", "page", QUAD, FIELDS, ZONE)
    return TruthPhoto(file, "plain", 200, 100, (card,), **changes)  # type: ignore[arg-type]


def dataset_of(*files: str, name: str = "own") -> Dataset:
    return Dataset(name, tuple(map(truth_of, files)), {file: file.encode() for file in files})


def card_of(fields: Mapping[str, str] | None = None, mrz: tuple[str, ...] = ZONE) -> AnsweredCard:
    values = dict(FIELDS) if fields is None else fields
    read = tuple(AnsweredField(name, value, 0.9) for name, value in values.items())
    return AnsweredCard("passport", "page", QUAD, read, mrz, True)


RIGHT = Answer(cards=(card_of(),), text=("林小舟", "BRANDT ILSE"), milliseconds=12.5)


@dataclass
class Fake:
    """Answers everything with `says`, or raises it; remembers what it was asked."""

    name: str = "fake"
    version: str = "1"
    kind: Kind = "cloud"
    says: Callable[[bytes], Answer] = lambda _: RIGHT
    asked: list[bytes] = field(default_factory=list)
    hints: list[Hint] = field(default_factory=list)

    @property
    def about(self) -> About:
        return About(self.name, self.version, self.kind, ANSWERS)

    def read(self, picture: bytes, hint: Hint) -> Answer:
        self.asked.append(picture)
        self.hints.append(hint)
        return self.says(picture)


def opener(*fakes: Fake) -> Callable[[str, Settings], Fake]:
    """Return what opens the fakes by name; every other name lacks its keys."""
    known = {fake.name: fake for fake in fakes}

    def opened(name: str, _settings: Settings) -> Fake:
        if name not in known:
            raise NotRun("FAKE_KEY is not set")
        return known[name]

    return opened
