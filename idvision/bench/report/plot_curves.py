"""Curves, one a provider: waiting times, accuracy against severity, risk against coverage."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from idvision.bench.report.figure import HALF_IN, Drawing, Look, Sheets
from idvision.bench.report.wording import counted
from idvision.bench.results import CurvePoint

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_SIZE = (HALF_IN, 3.4)
_MARKED_POINTS = 25


def latency_plot(
    sheets: Sheets, times_ms: Mapping[str, Sequence[float]], looks: Mapping[str, Look]
) -> Drawing:
    """Draw the share of pictures answered within a time, on a logarithmic axis; every list has a value."""

    def paint(axes: Axes) -> None:
        from matplotlib.ticker import LogLocator  # noqa: PLC0415 (an extra, slow to import)

        for name, values in times_ms.items():
            ordered = sorted(values)
            shares = [100 * (place + 1) / len(ordered) for place in range(len(ordered))]
            look = looks[name]
            axes.step(
                [ordered[0], *ordered],
                [0.0, *shares],
                where="post",
                color=look.colour,
                ls=look.dashes,
                label=name,
            )
        axes.set_xscale("log", subs=[])
        axes.xaxis.set_major_locator(LogLocator(subs=(1.0, 2.0, 5.0)))
        axes.xaxis.set_major_formatter(_time_text)
        axes.set(xlabel="time to the answer", ylabel="pictures answered, %", ylim=(0, 102))
        axes.legend(loc="lower right")

    medians = (f"{name} {_time_text(sorted(v)[len(v) // 2])}" for name, v in times_ms.items())
    alt = f"Share of pictures answered within a time. About half are answered within: {', '.join(medians)}."
    return sheets.draw(_SIZE, alt, paint)


def severity_plot(
    sheets: Sheets, curves: Mapping[str, Sequence[CurvePoint]], looks: Mapping[str, Look]
) -> Drawing:
    """Draw the share of exact fields against how much a picture is spoilt."""

    def paint(axes: Axes) -> None:
        _curves(axes, curves, looks)
        axes.set(xlabel="severity, in the data set's unit", ylabel="fields exact, %", ylim=(-2, 102))
        axes.legend(loc="lower left")

    ends = (_ends(name, points, "at severity") for name, points in curves.items())
    return sheets.draw(_SIZE, f"Share of exact fields against severity. {' '.join(ends)}", paint)


def risk_plot(
    sheets: Sheets, curves: Mapping[str, Sequence[CurvePoint]], looks: Mapping[str, Look]
) -> Drawing:
    """Draw the share of wrong values among the surest ones against how many are taken."""

    def paint(axes: Axes) -> None:
        _curves(axes, curves, looks, x_scale=100)
        axes.set(xlabel="coverage: values taken, the surest first, %", ylabel="risk: wrong among them, %")
        axes.set_xlim(0, 102)
        axes.set_ylim(bottom=0)
        axes.legend(loc="upper left")

    ends = (_ends(name, points, "at coverage") for name, points in curves.items())
    return sheets.draw(_SIZE, f"Share of wrong values against coverage. {' '.join(ends)}", paint)


def _curves(
    axes: Axes, curves: Mapping[str, Sequence[CurvePoint]], looks: Mapping[str, Look], x_scale: float = 1
) -> None:
    for name, points in curves.items():
        look = looks[name]
        axes.plot(
            [x_scale * point.x for point in points],
            [100 * point.y for point in points],
            color=look.colour,
            ls=look.dashes,
            marker="o" if len(points) <= _MARKED_POINTS else "",
            ms=4,
            label=name,
        )


def _ends(name: str, points: Sequence[CurvePoint], where: str) -> str:
    first, last = points[0], points[-1]
    size = counted(len(points), "point")
    return f"{name}: {first.y:.1%} {where} {first.x:g}, {last.y:.1%} {where} {last.x:g} ({size})."


def _time_text(milliseconds: float, _position: float = 0) -> str:
    return f"{milliseconds:g} ms" if milliseconds < 1000 else f"{milliseconds / 1000:g} s"
