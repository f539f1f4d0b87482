"""Golden readings of every declared side: the text lines of one drawn document in, the native answer out.

`tests/golden/documents/KEY.json` holds what the networks read of a drawn, flat document, line by line, the
true values, and the answer. The test gives the lines back to `idvision.analyze` through models that only
remember them, and compares the answer.

Lines rather than a picture, because a picture must either be committed, of full size and for every side, or
be drawn again by the test, which needs the very fonts of the machine that wrote the answer. Lines need
neither fonts nor networks, take some hundredths of a second a side, and hold together all that is particular
to a type: captions, places, patterns, checks, the zone's grammar, the verdict. How well pictures are read is
measured by `python -m benchmarks.accuracy --dataset idbench --by-document`; barcodes, and what is no card,
are no lines of a card and have tests of their own.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import cv2
import numpy as np

import idvision
from idvision.assess import NOT_A_DOCUMENT, Assessment
from idvision.documents import DocumentSpec, all_specs
from idvision.geometry import frame_quad, quad_points
from idvision.models import Models
from idvision.rectify import turn_points
from idvision.schemas.native import to_native
from idvision.text_detect import reading_order
from idvision.types import DefectMaps, Detection, FloatArray, Image, Options, Quad, Reading

FOLDER = Path(__file__).parent / "golden" / "documents"
OPTIONS = Options(today=date(2026, 1, 1))
PAPER = 200
# Grey levels from one remembered line or zone row to the next, and how many lines one colour tells apart.
LEVELS = 3
PER_COLOUR = 60
DOCUMENT, ZONE = "document", "mrz"
SURE_CONFIDENCE = 0.8


@dataclass(frozen=True, slots=True)
class GoldenLine:
    """One line as it was read, its quad in pixels of the upright card, and its row of the zone, if any."""

    text: str
    quad: Quad
    probabilities: tuple[float, ...]
    centres: tuple[float, ...]
    row: int | None = None


@dataclass(frozen=True, slots=True)
class Golden:
    """One drawn document.

    Attributes:
        drawn: seed, and the true values: the declared fields, the lines of the zone as `mrz`, and what it is
            as `document`.
        size_wh: of the upright card image.
        lines: what was read.
        zone: the rows of the zone as they were decoded.
        wrong: the names of values that are not the true ones.
        answer: of the engine.
    """

    drawn: dict[str, Any]
    size_wh: tuple[int, int]
    lines: tuple[GoldenLine, ...]
    zone: tuple[str, ...]
    wrong: tuple[str, ...]
    answer: dict[str, Any]


def remembered_specs() -> tuple[DocumentSpec, ...]:
    """Return the declared sides that have a golden file: those that lines of print tell.

    Of a code nothing is kept but what it says, and of a scene its colours matter.
    """
    specs = (spec for spec in all_specs() if spec.scene is None)
    return tuple(spec for spec in specs if spec.barcode is None or spec.anchors or spec.labels)


def path_of(spec: DocumentSpec) -> Path:
    """Return where the golden file of that side lies."""
    return FOLDER / f"{spec.key}.json"


def load(path: Path) -> Golden:
    """Read a golden file."""
    entry = json.loads(path.read_text(encoding="utf-8"))
    lines = tuple(_line(line) for line in entry.pop("lines"))
    for name in ("size_wh", "zone", "wrong"):
        entry[name] = tuple(entry[name])
    return Golden(lines=lines, **entry)


def _line(entry: dict[str, Any]) -> GoldenLine:
    a, b, c, d = ((x, y) for x, y in entry["quad"])
    probabilities, centres = tuple(entry["probabilities"]), tuple(entry["centres"])
    return GoldenLine(entry["text"], (a, b, c, d), probabilities, centres, entry["row"])


def as_text(golden: Golden) -> str:
    """Return the content of a golden file, one text line a line."""
    entries = asdict(golden)
    lines = ",\n".join(f"  {_dumped(line)}" for line in entries.pop("lines"))
    answer = json.dumps(entries.pop("answer"), ensure_ascii=False, indent=1).replace("\n", "\n ")
    head = "".join(f' "{name}": {_dumped(entry)},\n' for name, entry in entries.items())
    return f'{{\n{head} "lines": [\n{lines}\n ],\n "answer": {answer}\n}}\n'


def _dumped(entry: Any) -> str:
    return json.dumps(entry, ensure_ascii=False)


def answer_of(lines: Sequence[GoldenLine], zone: Sequence[str], size_wh: tuple[int, int]) -> dict[str, Any]:
    """Return what the engine answers to these lines: native cards without places, times and confidences."""
    native = to_native(_analyzed(lines, zone, size_wh), "")
    cards: list[dict[str, Any]] = json.loads(json.dumps(native["cards"]))
    return {"cards": [_plain(card) for card in cards]}


def _plain(card: dict[str, Any]) -> dict[str, Any]:
    mrz = card["mrz"]
    places = {"confidence", "quarter_turns"}
    return {
        "document": {name: value for name, value in card["document"].items() if name not in places},
        "fields": {name: _plain_field(field) for name, field in card["fields"].items()},
        "mrz": mrz
        and {
            "format": mrz["format"],
            "lines": mrz["lines"],
            "fields": {name: _plain_field(field) for name, field in mrz["fields"].items()},
            "problems": mrz["problems"],
        },
        "decision": card["verdict"]["decision"],
        "reasons": card["verdict"]["reasons"],
    }


def _plain_field(field: dict[str, Any]) -> dict[str, Any]:
    return {"value": field["value"], "problems": field["problems"]}


def wrong_values(answer: dict[str, Any], truth: dict[str, Any]) -> tuple[str, ...]:
    """Return the names of true values that the answer's one card does not give."""
    cards = answer["cards"]
    card = cards[0] if len(cards) == 1 else {"document": None, "fields": {}, "mrz": None}
    found: dict[str, Any] = {name: field["value"] for name, field in card["fields"].items()}
    found |= {DOCUMENT: card["document"], ZONE: card["mrz"] and card["mrz"]["lines"]}
    return tuple(name for name, value in truth.items() if found.get(name) != value)


def sure_but_wrong(golden: Golden) -> tuple[str, ...]:
    """Return the wrong values that the engine is sure of."""
    result = _analyzed(golden.lines, golden.zone, golden.size_wh)
    sure = {
        field.name
        for card in result.cards
        for field in card.fields
        if field.confidence >= SURE_CONFIDENCE and not field.problems
    }
    return tuple(name for name in golden.wrong if name in sure)


def result_of(golden: Golden) -> idvision.Result:
    """Return what the engine makes of the lines of a golden document."""
    return _analyzed(golden.lines, golden.zone, golden.size_wh)


def _analyzed(lines: Sequence[GoldenLine], zone: Sequence[str], size_wh: tuple[int, int]) -> idvision.Result:
    memory = Memory(tuple(lines), tuple(zone), size_wh)
    _, data = cv2.imencode(".png", memory.picture(), [cv2.IMWRITE_PNG_COMPRESSION, 1])
    return idvision.analyze(data.tobytes(), memory.models(), OPTIONS)


@dataclass(frozen=True, slots=True)
class Memory:
    """Models that see no print but remember what each line says, and know it by its colour.

    On the picture, blue and red tell the number of a line and green the row of the zone.
    """

    lines: tuple[GoldenLine, ...]
    zone: tuple[str, ...]
    size_wh: tuple[int, int]
    alphabet: str = ""
    upright_height: int = 0

    def picture(self) -> Image:
        """Return a card `(H, W, 3)` uint8 with a patch for every line."""
        image = np.full((self.size_wh[1], self.size_wh[0], 3), PAPER, np.uint8)
        for number, line in enumerate(self.lines):
            row = 0 if line.row is None else line.row + 1
            corners = np.rint(line.quad).astype(np.int32)
            high, low = divmod(number, PER_COLOUR)
            cv2.fillConvexPoly(image, corners, (LEVELS * low, LEVELS * row, LEVELS * high))
        return image

    def models(self) -> Models:
        """Return the models; the picture is one card, perfect, of no known looks."""
        return Models(
            locate=_whole_picture,
            locate_roughly=_whole_picture,
            assess=lambda _: _PERFECT,
            detect_text=lambda image, _long_side: (self._quads(image), np.ones(len(self.lines), np.float32)),
            orient_text=lambda crops: np.full(len(crops), self.size_wh[1] > self.size_wh[0], np.float32),
            recognize_text=self,
            text_probabilities=self.probabilities,
            recognize_everyday=self,
            recognize_closed=self,  # type: ignore[arg-type]
            detect_faces=lambda _: (),
        )

    def __call__(self, crops: Sequence[Image]) -> tuple[Reading, ...]:
        """Read line crops."""
        return tuple(self._reading(crop) for crop in crops)

    def probabilities(self, crop: Image, alphabet: str) -> FloatArray:
        """Return CTC probabilities `(T, 1 + len(alphabet))`: of a row of the zone its text, else blanks."""
        row = _level(crop, 1) - 1
        text = self.zone[row] if 0 <= row < len(self.zone) else ""
        probs = np.full((2 * len(text) + 1, 1 + len(alphabet)), 1e-4, np.float32)
        probs[::2, 0] = 1
        for place, character in enumerate(text):
            probs[2 * place + 1, 1 + alphabet.index(character)] = 1
        return probs

    def _quads(self, image: Image) -> FloatArray:
        """Return the lines in pixels of an image of the card, however it is turned, as a detector does."""
        quads = np.array([line.quad for line in self.lines], np.float32).reshape(-1, 4, 2)
        width, height = self.size_wh
        turns = min(range(4), key=partial(self._strangeness, image, quads.mean(axis=1)))
        placed = [reading_order(quad) for quad in turn_points(quads, turns, (height, width))]
        return np.array(placed, np.float32).reshape(-1, 4, 2) * np.float32(
            min(image.shape[:2]) / min(width, height)
        )

    def _strangeness(self, image: Image, middles: FloatArray, turns: int) -> float:
        """Return how far the colours of an image are from those of the card after so many quarter turns."""
        width, height = self.size_wh
        if (image.shape[0] > image.shape[1]) != ((height > width) != bool(turns % 2)):
            return np.inf
        scale = min(image.shape[:2]) / min(width, height)
        x, y = (turn_points(middles, turns, (height, width)) * scale).T.astype(int)
        blue = [LEVELS * (number % PER_COLOUR) for number in range(len(middles))]
        return float(np.abs(image[y, x, 0] - np.array(blue, np.float32)).sum())

    def _reading(self, crop: Image) -> Reading:
        number = _level(crop, 0) + PER_COLOUR * _level(crop, 2)
        if number >= len(self.lines):
            return Reading("", (), ())
        line = self.lines[number]
        return Reading(line.text, line.probabilities, line.centres)


def _level(crop: Image, channel: int) -> int:
    return round(float(np.median(crop[..., channel])) / LEVELS)


def _whole_picture(image: Image) -> tuple[Detection, ...]:
    return (Detection(quad_points(frame_quad(image.shape[1], image.shape[0])), 1.0),)


_CLEAR = np.zeros((52, 80), np.float32)
_PERFECT = Assessment(
    maps=DefectMaps(_CLEAR, _CLEAR, _CLEAR),
    text=np.zeros((104, 160), np.float32),
    turns=(1.0, 0.0, 0.0, 0.0),
    types={"unknown": 1.0, NOT_A_DOCUMENT: 0.0},
    sides={"unknown": 1.0},
    copies={"screen": 0.0, "photocopy": 0.0, "edited": 0.0},
)
