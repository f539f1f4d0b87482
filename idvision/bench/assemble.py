"""What was answered -> the report: every provider scored, every two of them compared, everything recorded."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, replace
from datetime import date
from itertools import combinations

from idvision.bench.dataset import Dataset
from idvision.bench.environment import data_hash, environment
from idvision.bench.pictures import Readable
from idvision.bench.results import Column, Comparison, DatasetNote, Measured, Published, Report
from idvision.bench.run import Answers, Outcome
from idvision.bench.scoring import compare, score


def report_of(
    outcome: Outcome,
    published: Sequence[Published],
    today: date,
    options: Mapping[str, object],
    started: str,
    threads: int,
) -> Report:
    """Score and compare what came of a run; `options` and `started` go into the record as they are."""
    notes = tuple(map(note_of, outcome.datasets))
    machine = environment(threads, {})
    # The pictures of all sets together are what their hashes are.
    data = data_hash({note.name: note.pictures_hash.encode() for note in notes})
    return Report(
        datasets=notes,
        columns=tuple(outcome.columns),
        measured=tuple(_measured(outcome, today)),
        comparisons=tuple(_comparisons(outcome, today)),
        published=tuple(published),
        environment=asdict(replace(machine, data=data)),
        options=dict(options),
        started=started,
    )


def note_of(dataset: Dataset) -> DatasetNote:
    """Return what the report says of a data set; files that cannot be read are left out of its hash."""
    return DatasetNote(
        name=dataset.name,
        photos=len(dataset.photos),
        documents=sum(len(photo.cards) for photo in dataset.photos),
        synthetic=dataset.synthetic,
        licence=dataset.licence,
        source=dataset.source,
        pictures_hash=data_hash(Readable(dataset.pictures)),
    )


def _measured(outcome: Outcome, today: date) -> Iterator[Measured]:
    for dataset in outcome.datasets:
        for column in outcome.columns:
            if column.about is not None:
                yield score(dataset, column.about, _answers(outcome, dataset, column), today)


def _comparisons(outcome: Outcome, today: date) -> Iterator[Comparison]:
    for dataset in outcome.datasets:
        ran = [column for column in outcome.columns if column.about is not None]
        for first, second in combinations(ran, 2):
            if first.about is not None and second.about is not None:
                yield from compare(
                    dataset,
                    (first.about, _answers(outcome, dataset, first)),
                    (second.about, _answers(outcome, dataset, second)),
                    today,
                )


def _answers(outcome: Outcome, dataset: Dataset, column: Column) -> Answers:
    return outcome.answers[dataset.name, column.name]
