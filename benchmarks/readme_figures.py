"""The README's figures: a kept report of `idvision bench` -> the table between two marks of the README.

python -m benchmarks.readme_figures [README.md] [benchmarks/results/bench.json]
"""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from pathlib import Path

from idvision.bench.metrics import METRICS
from idvision.bench.report.as_json import read_report
from idvision.bench.results import Measured, Report, Score

README = Path("README.md")
KEPT = Path("benchmarks/results/bench.json")
BEGIN, END = "<!-- bench-figures -->", "<!-- /bench-figures -->"
SHOWN = (
    "type_accuracy",
    "field_exact",
    "text_found",
    "sure_wrong",
    "mrz_zone_exact",
    "mrz_false_valid",
    "ece",
    "latency_p50",
    "latency_p95",
)
"""Metrics of the table, from the top; the report has all of them."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Write the figures of a report into the README. Raises OSError, ValueError."""
    given = [Path(argument) for argument in (sys.argv[1:] if arguments is None else arguments)]
    readme, kept = (*given, *(README, KEPT)[len(given) :])
    readme.write_text(with_figures(readme.read_text(encoding="utf-8"), read_report(kept)), encoding="utf-8")


def with_figures(text: str, report: Report) -> str:
    """Return the README with the figures between its marks. Raises ValueError without the marks."""
    pattern = re.compile(f"{re.escape(BEGIN)}\n.*?{re.escape(END)}", re.DOTALL)
    if not pattern.search(text):
        raise ValueError(f"the marks {BEGIN} and {END} are missing")
    return pattern.sub(lambda _: f"{BEGIN}\n{figures(report)}\n{END}", text)


def figures(report: Report) -> str:
    """Return a Markdown table a data set: a row a metric, a column a provider, 95 % intervals."""
    blocks = []
    for note in report.datasets:
        columns = [measured for measured in report.measured if measured.dataset == note.name]
        kind = "synthetic: drawn, invented people" if note.synthetic else "photographs and scans"
        blocks.append(f"**{note.name}** ({kind}; {note.photos} pictures, {note.documents} documents)")
        blocks.append("\n".join(_rows(columns)))
    blocks.append(_made_with(report))
    return "\n\n".join(blocks)


def _rows(columns: Sequence[Measured]) -> list[str]:
    head = ["", *(column.provider for column in columns)]
    rows = [head, ["---"] * len(head)]
    for name in SHOWN:
        scores = [column.scores[name] for column in columns]
        if any(score.value is not None for score in scores):
            rows.append([_title(name), *(_cell(name, score) for score in scores)])
    return ["| " + " | ".join(row) + " |" for row in rows]


def _title(name: str) -> str:
    metric = METRICS[name]
    return f"time, {metric.title}" if metric.unit == "ms" else metric.title


def _cell(name: str, score: Score) -> str:
    """Return a number with its interval, a dash where the provider does not answer that question."""
    if score.value is None:
        return "-"
    metric = METRICS[name]
    unit = " ms" if metric.unit == "ms" else ""
    bounds = (
        ""
        if score.low is None or score.high is None
        else f" ({score.low:{metric.format}} to {score.high:{metric.format}})"
    )
    return f"{score.value:{metric.format}}{unit}{bounds}"


def _made_with(report: Report) -> str:
    environment = report.environment
    versions = ", ".join(
        f"{column.about.name} {column.about.version}" for column in report.columns if column.about is not None
    )
    return (
        f"Measured {report.started[:10]} on {environment['cpu']}, {environment['cores']} cores, "
        f"{environment['threads']} threads an engine: {versions}."
    )


if __name__ == "__main__":
    main()
