"""The figures of the README are those of the kept report, and nothing else."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.readme_figures import BEGIN, END, KEPT, README, figures, with_figures
from idvision.bench.report.as_json import read_report
from idvision.bench.results import Score

ROOT = Path(__file__).parent.parent
REPORT = read_report(ROOT / KEPT)


def test_the_readme_shows_the_kept_report() -> None:
    text = (ROOT / README).read_text(encoding="utf-8")

    assert with_figures(text, REPORT) == text


def test_a_figure_stands_with_its_interval_and_a_dash_where_nothing_is_answered() -> None:
    first = REPORT.measured[0]
    scores = {name: Score(None, None, None, 0) for name in first.scores}
    scores |= {"field_exact": Score(0.5, 0.25, 0.75, 8), "latency_p50": Score(120.0, None, None, 8)}
    alone = replace(REPORT, measured=(replace(first, scores=scores), *REPORT.measured[1:2]))

    rows = [line.split(" | ") for line in figures(alone).splitlines() if line.startswith("| ")]

    assert ["| fields exact", "50.0% (25.0% to 75.0%)"] in [row[:2] for row in rows]
    assert ["| time, p50", "120 ms"] in [row[:2] for row in rows]
    assert any(row[1].startswith("-") for row in rows[2:])


def test_drawn_pictures_are_called_synthetic() -> None:
    assert all(note.synthetic for note in REPORT.datasets)
    assert "synthetic" in figures(REPORT)


def test_without_the_marks_nothing_is_written() -> None:
    with pytest.raises(ValueError, match="marks"):
        with_figures("no marks", REPORT)
    assert with_figures(f"a\n{BEGIN}\n{END}\nb", REPORT).startswith(f"a\n{BEGIN}\n**")
