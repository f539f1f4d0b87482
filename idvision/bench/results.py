"""What a run amounts to: numbers with their intervals, and what the plots are drawn from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from idvision.bench.providers.protocol import About, Price


@dataclass(frozen=True, slots=True)
class Score:
    """One number; `low` and `high` bound it with 95 % confidence, `n` is what it was taken over.

    `value` is None where nothing was there to measure or the provider does not answer that question.
    """

    value: float | None
    low: float | None
    high: float | None
    n: int


@dataclass(frozen=True, slots=True)
class CurvePoint:
    """A point of a curve, `n` pictures or values behind it."""

    x: float
    y: float
    n: int


@dataclass(frozen=True, slots=True)
class BadPicture:
    """A picture that went badly: what is wrong with the answer, without any value of the document."""

    dataset: str
    file: str
    badness: float
    faults: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Measured:
    """One provider on one data set.

    Attributes:
        dataset, provider: names.
        scores: metric id -> number (`idvision.bench.metrics.METRICS` says what each means).
        by_group: group of pictures -> the same.
        confusion: true type -> answered type -> count, over documents.
        latencies_ms: one a picture, in their order.
        risk_coverage: x coverage, y share of wrong values among the surest x.
        severity: x severity of what spoils a picture, y share of exact fields.
        worst: the worst pictures first.
    """

    dataset: str
    provider: str
    scores: Mapping[str, Score]
    by_group: Mapping[str, Mapping[str, Score]]
    confusion: Mapping[str, Mapping[str, int]]
    latencies_ms: tuple[float, ...]
    risk_coverage: tuple[CurvePoint, ...]
    severity: tuple[CurvePoint, ...]
    worst: tuple[BadPicture, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two providers on the same pictures: mean difference `first - second`, its interval, and a p-value."""

    dataset: str
    metric: str
    first: str
    second: str
    difference: float
    low: float
    high: float
    p_value: float
    test: str
    n: int


@dataclass(frozen=True, slots=True)
class Column:
    """A provider that was asked for: what it is, and why it was not run (empty if it was)."""

    name: str
    about: About | None
    not_run: str


@dataclass(frozen=True, slots=True)
class Published:
    """A figure that a vendor states. It was not measured here and never stands among measured ones."""

    provider: str
    what: str
    figure: str
    source: str
    price: Price | None = None


@dataclass(frozen=True, slots=True)
class DatasetNote:
    """A data set of the run, for the report: `pictures_hash` is over names and bytes."""

    name: str
    photos: int
    documents: int
    synthetic: bool
    licence: str
    source: str
    pictures_hash: str


@dataclass(frozen=True, slots=True)
class Report:
    """Everything that a run found; `environment` and `options` are plain values for the record."""

    datasets: tuple[DatasetNote, ...]
    columns: tuple[Column, ...]
    measured: tuple[Measured, ...]
    comparisons: tuple[Comparison, ...]
    published: tuple[Published, ...]
    environment: Mapping[str, object]
    options: Mapping[str, object]
    started: str
