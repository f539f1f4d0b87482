"""Values with intervals: groups of pictures side by side, and paired differences as a forest plot."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from idvision.bench.report.figure import DIM, INK, WIDE_IN, Drawing, Look, Sheets
from idvision.bench.report.view import MARK_SIGNS, Sided
from idvision.bench.report.wording import MetricText, interval, metric_text, quantity, signed
from idvision.bench.results import Score

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Groups = Mapping[str, Mapping[str, Score]]
"""Provider -> group -> score."""


def group_plot(sheets: Sheets, scores: Groups, looks: Mapping[str, Look], text: MetricText) -> Drawing:
    """Draw one bar a provider and group with its interval; groups in the order of the first provider."""
    groups = list(dict.fromkeys(group for own in scores.values() for group in own))
    thick = 0.8 / len(scores)
    factor = _factor(text)

    def paint(axes: Axes) -> None:
        for place, (name, own) in enumerate(scores.items()):
            offset = (place - (len(scores) - 1) / 2) * thick
            shown = [
                (row + offset, own[g])
                for row, g in enumerate(groups)
                if g in own and own[g].value is not None
            ]
            _bars(axes, shown, thick, looks[name].colour, factor, name)
        axes.set_yticks(range(len(groups)), groups)
        axes.set_ylim(len(groups) - 0.5, -0.5)
        axes.set_xlabel(f"{text.heading} ({text.direction})")
        axes.grid(visible=False, axis="y")
        if text.unit == "share":
            axes.set_xlim(0, 100)
        axes.legend(loc="lower center", bbox_to_anchor=(0.5, 1), ncols=4)

    lines = "; ".join(_group_line(name, own, text) for name, own in scores.items())
    height = 1.1 + len(groups) * max(0.28, 0.17 * len(scores))
    return sheets.draw((WIDE_IN, height), f"{text.heading} by group. {lines}.", paint, wide=True)


def forest_plot(sheets: Sheets, compared: Sequence[Sided], looks: Mapping[str, Look]) -> Drawing:
    """Draw paired differences of one unit with their intervals around no difference."""
    texts = [metric_text(one.comparison.metric) for one in compared]

    def paint(axes: Axes) -> None:
        axes.axvline(0, color=INK, lw=1)
        for row, (one, text) in enumerate(zip(compared, texts, strict=True)):
            pair, factor = one.comparison, _factor(text)
            ends = [factor * pair.low, factor * pair.high]
            colour = looks[pair.second].colour
            axes.plot(ends, [row, row], color=colour, lw=2, solid_capstyle="butt")
            filled = colour if one.mark else "none"
            axes.plot([factor * pair.difference], [row], "o", mec=colour, mfc=filled, ms=6, mew=1.6)
            axes.annotate(
                f"{signed(pair.difference, text)} {MARK_SIGNS[one.mark]}".rstrip(),
                (1.01, row),
                xycoords=("axes fraction", "data"),
                va="center",
                color=DIM,
            )
        axes.set_yticks(
            range(len(compared)), [_pair_text(o, t) for o, t in zip(compared, texts, strict=True)]
        )
        axes.set_ylim(len(compared) - 0.4, -0.6)
        axes.set_xlabel(f"difference, first minus second, {_unit(texts[0])}")
        axes.grid(visible=False, axis="y")

    lines = "; ".join(_forest_line(o, t) for o, t in zip(compared, texts, strict=True))
    return sheets.draw(
        (WIDE_IN, 0.9 + 0.27 * len(compared)),
        f"Paired differences with 95 % intervals. {lines}.",
        paint,
        wide=True,
    )


def _bars(
    axes: Axes, shown: Sequence[tuple[float, Score]], thick: float, colour: str, factor: float, name: str
) -> None:
    rows = [row for row, _ in shown]
    values = [factor * (score.value or 0.0) for _, score in shown]
    below = [max(0.0, v - factor * _or(s.low, s.value)) for v, (_, s) in zip(values, shown, strict=True)]
    above = [max(0.0, factor * _or(s.high, s.value) - v) for v, (_, s) in zip(values, shown, strict=True)]
    axes.barh(rows, values, thick * 0.86, color=colour, label=name)
    axes.errorbar(values, rows, xerr=[below, above], fmt="none", ecolor=INK, elinewidth=1, capsize=2)


def _or(bound: float | None, value: float | None) -> float:
    return bound if bound is not None else value or 0.0


def _factor(text: MetricText) -> float:
    return 100.0 if text.unit == "share" else 1.0


def _unit(text: MetricText) -> str:
    return "percentage points" if text.unit == "share" else text.unit or "in the metric's own scale"


def _pair_text(one: Sided, text: MetricText) -> str:
    return f"{text.title}: {one.comparison.first} − {one.comparison.second}"


def _group_line(name: str, own: Mapping[str, Score], text: MetricText) -> str:
    values = (f"{group} {quantity(s.value, text)}" for group, s in own.items() if s.value is not None)
    return f"{name}: {', '.join(values)}"


def _forest_line(one: Sided, text: MetricText) -> str:
    pair = one.comparison
    return f"{_pair_text(one, text)} {signed(pair.difference, text)} {interval(pair.low, pair.high, text)}"
