"""The run: every provider is asked about every picture, and what it answers is kept at once.

Providers come one after the other, so that none computes while another is timed; all see the same pictures
in the same order. What is recorded already is not asked again.
"""

from __future__ import annotations

import random
import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from time import perf_counter, sleep
from typing import TextIO

from idvision.bench.answer import Answer
from idvision.bench.dataset import Dataset
from idvision.bench.pictures import Chosen
from idvision.bench.providers import open_provider
from idvision.bench.providers.protocol import About, Hint, NotRun, Provider, Settings
from idvision.bench.recordings import (
    Recording,
    RecordingError,
    load_recording,
    open_recording,
    recording_path,
)
from idvision.bench.results import Column
from idvision.bench.truth import TruthPhoto
from idvision.progress import Progress

WARM_UP_CALLS = 5
WARM_UP_S = 10.0
"""An engine that is that slow is warm after fewer calls."""
FAILED = "provider_failed"
"""Code of an answer in whose place the provider raised an error; such a picture is asked again next time."""
UNREADABLE = "source_unreadable"
"""Code of a picture whose file cannot be read; no provider is asked."""

Answers = Mapping[str, Answer]
"""Answers of one provider on one data set, by `TruthPhoto.file`."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What a run does.

    Attributes:
        datasets: with different names.
        providers: names, each once.
        folder: where answers are recorded.
        settings: how providers are opened.
        replay: ask nobody, take what is recorded.
        redact: record no values.
        limit: at most so many pictures of each data set.
        seed: of the order of the pictures, and so of those that `limit` leaves.
        pause_s: between two calls of a cloud service.
        retry: ask again where an error was answered, which a vendor may charge for.
    """

    datasets: tuple[Dataset, ...]
    providers: tuple[str, ...]
    folder: Path
    settings: Settings
    replay: bool = False
    redact: bool = False
    limit: int | None = None
    seed: int = 0
    pause_s: float = 0.2
    retry: bool = False


@dataclass(slots=True)
class Outcome:
    """What came of a run; `answers` by data set and provider, `faults` for people."""

    datasets: tuple[Dataset, ...]
    columns: list[Column] = field(default_factory=list)
    answers: dict[tuple[str, str], Answers] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)


Open = Callable[[str, Settings], Provider]


def run(
    plan: Plan, screen: TextIO, opened: Open = open_provider, rest: Callable[[float], None] = sleep
) -> Outcome:
    """Ask every provider; `screen` shows how far it is. A fault of one of them stops no other.

    An interruption loses nothing that was answered.
    """
    outcome = Outcome(tuple(chosen(dataset, plan.seed, plan.limit)[0] for dataset in plan.datasets))
    orders = [chosen(dataset, plan.seed, plan.limit)[1] for dataset in plan.datasets]
    for name in plan.providers:
        screen.write(f"{name}\n")
        try:
            if plan.replay:
                _replay(name, plan, outcome)
            else:
                _ask(name, plan, outcome, orders, _Means(screen, opened, rest))
        except NotRun as reason:
            outcome.columns.append(Column(name, None, str(reason)))
            screen.write(f"  not run: {reason}\n")
        except (RecordingError, OSError) as error:
            told = str(error) if isinstance(error, RecordingError) else f"answers: {error.strerror}"
            outcome.columns.append(Column(name, None, told))
            outcome.faults.append(f"{name}: {told}")
    return outcome


def _open(name: str, settings: Settings, opened: Open) -> Provider:
    """Open a provider. Raises NotRun, also where it fails in a way that nobody foresaw."""
    try:
        return opened(name, settings)
    except NotRun:
        raise
    except Exception as error:
        raise NotRun(f"cannot be opened: {_told(error)}") from error


def _told(error: Exception) -> str:
    """Return kind and place of an error, not its text, which may hold what a picture says."""
    place = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__} at {Path(place.filename).name}:{place.lineno}"


def chosen(dataset: Dataset, seed: int, limit: int | None) -> tuple[Dataset, tuple[TruthPhoto, ...]]:
    """Return the data set with the pictures that are asked about, and these in the order of asking."""
    order = list(dataset.photos)
    random.Random(f"{seed} {dataset.name}").shuffle(order)
    order = order[:limit]
    files = {photo.file for photo in order}
    photos = tuple(photo for photo in dataset.photos if photo.file in files)
    pictures = Chosen(dataset.pictures, dict.fromkeys(photo.file for photo in photos))
    return replace(dataset, photos=photos, pictures=pictures), tuple(order)


def hint_of(photo: TruthPhoto) -> Hint:
    """Return what a caller would know: what it asked for, where the picture shows one document."""
    if len(photo.cards) != 1:
        return Hint()
    return Hint(photo.cards[0].document, photo.cards[0].side)


@dataclass(frozen=True, slots=True)
class _Means:
    screen: TextIO
    opened: Open
    rest: Callable[[float], None]


def _replay(name: str, plan: Plan, outcome: Outcome) -> None:
    """Take every answer from the files. Raises NotRun where one is missing: half a column compares nothing.

    A picture that cannot be read counts as it does in a run.
    """
    found: dict[tuple[str, str], Answers] = {}
    about: About | None = None
    for dataset in outcome.datasets:
        recording = load_recording(recording_path(plan.folder, dataset.name, name), plan.settings.today)
        if recording is None:
            raise NotRun(f"nothing is recorded of it on {dataset.name}")
        answers = dict(_recorded(recording, dataset))
        if len(answers) < len(dataset.photos):
            raise NotRun(f"{len(answers)} of {len(dataset.photos)} pictures of {dataset.name} are recorded")
        about = recording.about
        found[dataset.name, name] = answers
    outcome.answers |= found
    outcome.columns.append(Column(name, about, ""))


def _recorded(recording: Recording, dataset: Dataset) -> Iterator[tuple[str, Answer]]:
    for photo in dataset.photos:
        try:
            answer = recording.answer(dataset.pictures[photo.file], photo)
        except OSError:
            answer = Answer(error=UNREADABLE)
        if answer is not None:
            yield photo.file, answer


def _ask(
    name: str, plan: Plan, outcome: Outcome, orders: Sequence[Sequence[TruthPhoto]], means: _Means
) -> None:
    provider = _open(name, plan.settings, means.opened)
    asked = _Asked(provider, plan, outcome, means)
    answers: dict[tuple[str, str], Answers] = {}
    for dataset, order in zip(outcome.datasets, orders, strict=True):
        path = recording_path(plan.folder, dataset.name, name)
        recording = open_recording(path, plan.redact, plan.settings.today)
        recording.begin(provider.about)
        answers[dataset.name, name] = asked.about_all(dataset, order, recording)
    outcome.answers |= answers
    outcome.columns.append(Column(name, provider.about, ""))


@dataclass(slots=True)
class _Asked:
    """One provider while it is asked."""

    provider: Provider
    plan: Plan
    outcome: Outcome
    means: _Means
    warm: bool = False

    def about_all(self, dataset: Dataset, order: Sequence[TruthPhoto], recording: Recording) -> Answers:
        """Return the answers on a data set, asking for those that are not recorded."""
        progress = Progress(len(order), self.means.screen)
        answers: dict[str, Answer] = {}
        try:
            for photo in order:
                answers[photo.file] = self._about(photo, dataset, recording)
                progress.advance()
        finally:
            progress.clear()
        return answers

    def _about(self, photo: TruthPhoto, dataset: Dataset, recording: Recording) -> Answer:
        try:
            picture = dataset.pictures[photo.file]
        except OSError as error:
            self._complain(f"{dataset.name}: {photo.file}: {error.strerror}")
            return Answer(error=UNREADABLE)
        known = recording.answer(picture, photo)
        again = (FAILED,) if known is None or not self.plan.retry else (FAILED, known.error)
        if known is not None and (known.error is None or known.error not in again):
            return known
        self._warm_up(picture, hint_of(photo))
        answer = self._ask(picture, photo)
        recording.keep(picture, photo, answer)
        # What was redacted is scored as it was kept, so that this run and its replay agree.
        return (recording.answer(picture, photo) or answer) if recording.redacted else answer

    def _warm_up(self, picture: bytes, hint: Hint) -> None:
        """Have an engine on this machine read a picture a few times; calls of a cloud cost money."""
        if not self.warm and self.provider.about.kind != "cloud":
            until = perf_counter() + WARM_UP_S
            calls = 0
            while calls < WARM_UP_CALLS and (calls == 0 or perf_counter() < until):
                calls += 1
                # What goes wrong here goes wrong again where it is counted.
                with suppress(Exception):
                    self.provider.read(picture, hint)
        elif self.provider.about.kind == "cloud" and self.warm:
            self.means.rest(self.plan.pause_s)
        self.warm = True

    def _ask(self, picture: bytes, photo: TruthPhoto) -> Answer:
        start = perf_counter()
        try:
            answer = self.provider.read(picture, hint_of(photo))
        except Exception as error:
            self._complain(f"{photo.file}: unexpected {_told(error)}")
            answer = Answer(error=FAILED)
        if answer.milliseconds:
            return answer
        return replace(answer, milliseconds=(perf_counter() - start) * 1000)

    def _complain(self, text: str) -> None:
        self.outcome.faults.append(f"{self.provider.about.name}: {text}")
