"""A report's numbers in long form: one row a number, for spreadsheets and statistics programs."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from pathlib import Path

from idvision.bench.report.wording import metric_text
from idvision.bench.results import Report, Score

HEADER = ("dataset", "provider", "group", "metric", "value", "low", "high", "n", "unit", "synthetic")


def write_csv(report: Report, path: Path) -> None:
    """Write the numbers; `group` is empty for the whole data set. Raises OSError.

    Values are in the unit of their metric (shares between 0 and 1), empty where there is none.
    """
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(HEADER)
        rows.writerows(_rows(report))


def _rows(report: Report) -> Iterator[tuple[object, ...]]:
    synthetic = {note.name: "yes" if note.synthetic else "no" for note in report.datasets}
    for measured in report.measured:
        for group, scores in (("", measured.scores), *measured.by_group.items()):
            for values in _numbers(scores):
                about = (measured.dataset, measured.provider, group)
                yield (*about, *values, synthetic.get(measured.dataset, ""))


def _numbers(scores: Mapping[str, Score]) -> Iterator[tuple[object, ...]]:
    for metric, score in scores.items():
        yield metric, score.value, score.low, score.high, score.n, metric_text(metric).unit
