"""Which plots a data set gets, each with its caption; a plot without data is left out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from idvision.bench.report.figure import Drawing, Look, Sheets, look_of
from idvision.bench.report.markup import tag, text
from idvision.bench.report.page_tables import SYNTHETIC_CHIP
from idvision.bench.report.plot_bars import forest_plot, group_plot
from idvision.bench.report.plot_confusion import confusion_plot
from idvision.bench.report.plot_curves import latency_plot, risk_plot, severity_plot
from idvision.bench.report.view import REFERENCE, DatasetView, Sided
from idvision.bench.report.wording import metric_text
from idvision.bench.results import CurvePoint

_MOST_DIFFERENCES = 40


def plot_figures(view: DatasetView, order: Sequence[str], sheets: Sheets) -> str:
    """Return the plots of a data set as figures."""
    looks = {name: look_of(place) for place, name in enumerate(order)}
    drawn = (*_curve_plots(view, looks, sheets), *_bar_plots(view, looks, sheets), *_confusions(view, sheets))
    figures = (_figure(drawing, caption, view) for drawing, caption in drawn)
    return tag("div", *figures, class_="plots")


def _curve_plots(
    view: DatasetView, looks: Mapping[str, Look], sheets: Sheets
) -> Iterator[tuple[Drawing, str]]:
    times = {name: m.latencies_ms for name, m in view.measured.items() if m.latencies_ms}
    if times:
        yield (
            latency_plot(sheets, times, looks),
            "Share of pictures answered within a time: from encoded picture to answer, network included.",
        )
    severity = {name: m.severity for name, m in view.measured.items() if m.severity}
    if severity:
        yield (
            severity_plot(sheets, severity, looks),
            "Exact fields against how much a picture is spoilt, in the unit of the data set.",
        )
    risk: dict[str, tuple[CurvePoint, ...]] = {
        name: m.risk_coverage for name, m in view.measured.items() if m.risk_coverage
    }
    if risk:
        yield (
            risk_plot(sheets, risk, looks),
            "Risk and coverage: wrong values among those of the highest stated confidence. Engines that "
            "state none have no curve.",
        )


def _bar_plots(view: DatasetView, looks: Mapping[str, Look], sheets: Sheets) -> Iterator[tuple[Drawing, str]]:
    if metric := view.group_metric:
        known = metric_text(metric)
        scores = {
            name: {group: own[metric] for group, own in m.by_group.items() if metric in own}
            for name, m in view.measured.items()
        }
        shown = {name: own for name, own in scores.items() if own}
        yield (
            group_plot(sheets, shown, looks, known),
            f"{known.heading} by group of pictures, 95 % intervals.",
        )
    for unit, compared in _by_unit(view).items():
        scale = "shares" if unit == "share" else unit or "plain numbers"
        yield (
            forest_plot(sheets, compared[:_MOST_DIFFERENCES], looks),
            f"Paired differences ({scale}) on the same pictures with 95 % intervals, coloured as the second. "
            "Filled: beyond chance after Holm's correction; ▲ the first is better, ▼ it is worse.",
        )


def _confusions(view: DatasetView, sheets: Sheets) -> Iterator[tuple[Drawing, str]]:
    for name, measured in view.measured.items():
        if any(map(sum, (own.values() for own in measured.confusion.values()))):
            yield (
                confusion_plot(sheets, measured.confusion, name),
                f"{name}: true type (row) and answered type (column), documents; shade: share of the row.",
            )


def _by_unit(view: DatasetView) -> dict[str, list[Sided]]:
    """Return comparisons by the unit of their metric, those with the reference first: one axis, one unit."""
    found: dict[str, list[Sided]] = {}
    for one in sorted(
        view.compared, key=lambda one: REFERENCE not in (one.comparison.first, one.comparison.second)
    ):
        found.setdefault(metric_text(one.comparison.metric).unit, []).append(one)
    return found


def _figure(drawing: Drawing, caption: str, view: DatasetView) -> str:
    chip = f" {SYNTHETIC_CHIP}" if view.note.synthetic else ""
    described = tag("figcaption", text(f"{view.note.name}. {caption}"), chip)
    content = tag("div", drawing.svg, class_="scroll")
    return tag("figure", content, described, class_="wide" if drawing.wide else "half")
