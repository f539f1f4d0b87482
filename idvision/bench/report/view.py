"""A report put in order for reading: providers, metrics, and which differences are no accident."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from idvision.bench.metrics import METRICS
from idvision.bench.providers.protocol import Price
from idvision.bench.report.wording import metric_text
from idvision.bench.results import Column, Comparison, DatasetNote, Measured, Report

Mark = Literal["better", "worse", ""]
SIGNIFICANCE = 0.05
REFERENCE = "local"
GLANCE = (
    *("field_exact", "field_wrong", "text_found", "found"),
    *("type_accuracy", "mrz_zone_exact", "latency_p50"),
)
"""What the shortest table shows, as far as it was measured."""
GROUPED = ("field_exact", "text_found", "found", "type_accuracy")
"""By the first of these that was measured, groups of pictures are held against each other."""
MARK_SIGNS: dict[Mark, str] = {"better": "▲", "worse": "▼", "": ""}


@dataclass(frozen=True, slots=True)
class Sided:
    """A comparison seen from `first`: whether it is better or worse beyond chance.

    `adjusted_p` is the p-value after Holm's correction for all comparisons on the data set.
    """

    comparison: Comparison
    adjusted_p: float
    mark: Mark


@dataclass(frozen=True, slots=True)
class DatasetView:
    """One data set of a report.

    Attributes:
        note: the data set.
        columns: all providers that were asked for, those with figures first, in the report's order.
        measured: provider -> figures.
        metrics: ids with at least one value, in the order of `METRICS`, unknown ones last.
        compared: every comparison on this data set, in the report's order.
        reference: the provider that the marks in tables refer to, empty without comparisons.
    """

    note: DatasetNote
    columns: tuple[Column, ...]
    measured: Mapping[str, Measured]
    metrics: tuple[str, ...]
    compared: tuple[Sided, ...]
    reference: str

    @property
    def group_metric(self) -> str:
        """Return by which metric groups are shown, empty where none has a figure for two groups."""
        return next((metric for metric in GROUPED if self._groups(metric) > 1), "")

    def _groups(self, metric: str) -> int:
        """Return in how many groups any provider has a figure of the metric."""
        found = {
            group
            for measured in self.measured.values()
            for group, scores in measured.by_group.items()
            if metric in scores and scores[metric].value is not None
        }
        return len(found)

    def price(self, provider: str) -> Price | None:
        """Return the provider's published price, None where none is known."""
        abouts = (column.about for column in self.columns if column.name == provider)
        return next((about.price for about in abouts if about), None)

    def mark(self, provider: str, metric: str) -> Mark:
        """Return how the provider stands to the reference on a metric, empty where it cannot be told."""
        for one in self.compared:
            pair = one.comparison
            if pair.metric == metric and (pair.first, pair.second) == (provider, self.reference):
                return one.mark
            if pair.metric == metric and (pair.first, pair.second) == (self.reference, provider):
                return _turned(one.mark)
        return ""


def views_of(report: Report) -> tuple[DatasetView, ...]:
    """Return the data sets of a report in its order."""
    return tuple(_view(report, note) for note in report.datasets)


def provider_order(report: Report) -> tuple[str, ...]:
    """Return every provider's name once, in the order of the columns: it decides the colours."""
    names = [*(c.name for c in report.columns), *(m.provider for m in report.measured)]
    return tuple(dict.fromkeys(names))


def holm(p_values: Sequence[float]) -> tuple[float, ...]:
    """Return the p-values adjusted for their number.

    Source: S. Holm, A simple sequentially rejective multiple test procedure, Scand. J. Stat. 6 (1979).
    """
    adjusted = [0.0] * len(p_values)
    floor = 0.0
    for rank, index in enumerate(sorted(range(len(p_values)), key=p_values.__getitem__)):
        floor = max(floor, min(1.0, (len(p_values) - rank) * p_values[index]))
        adjusted[index] = floor
    return tuple(adjusted)


def _view(report: Report, note: DatasetNote) -> DatasetView:
    measured = {m.provider: m for m in report.measured if m.dataset == note.name}
    compared = _sided([c for c in report.comparisons if c.dataset == note.name])
    known = {column.name: column for column in report.columns}
    columns = [known.get(name, Column(name, None, "")) for name in provider_order(report)]
    return DatasetView(
        note=note,
        columns=tuple(sorted(columns, key=lambda column: column.name not in measured)),
        measured=measured,
        metrics=_metrics(measured.values()),
        compared=compared,
        reference=_reference(compared),
    )


def _metrics(measured: Iterable[Measured]) -> tuple[str, ...]:
    seen = {
        metric: None for one in measured for metric, score in one.scores.items() if score.value is not None
    }
    known = [metric for metric in METRICS if metric in seen]
    return tuple(dict.fromkeys([*known, *seen]))


def _sided(comparisons: Sequence[Comparison]) -> tuple[Sided, ...]:
    adjusted = holm([comparison.p_value for comparison in comparisons])
    return tuple(
        Sided(comparison, p, _mark(comparison, p))
        for comparison, p in zip(comparisons, adjusted, strict=True)
    )


def _mark(comparison: Comparison, adjusted_p: float) -> Mark:
    """Return what a difference means: both the test and the interval have to exclude that there is none."""
    higher_is_better = metric_text(comparison.metric).higher_is_better
    excludes_none = comparison.low > 0 or comparison.high < 0
    if higher_is_better is None or adjusted_p >= SIGNIFICANCE or not excludes_none:
        return ""
    return "better" if (comparison.difference > 0) == higher_is_better else "worse"


def _turned(mark: Mark) -> Mark:
    turned: dict[Mark, Mark] = {"better": "worse", "worse": "better", "": ""}
    return turned[mark]


def _reference(compared: Sequence[Sided]) -> str:
    named = [name for one in compared for name in (one.comparison.first, one.comparison.second)]
    return REFERENCE if REFERENCE in named else next(iter(named), "")
