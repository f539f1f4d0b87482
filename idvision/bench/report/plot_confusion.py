"""Which type was taken for which: a confusion matrix as a heat map."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from idvision.bench.report.figure import HEAT, INK, PAPER, Drawing, Sheets

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_MOST_TYPES = 30
_OTHER, _ANOTHER = "other", "another"
_CELL_IN = 0.3
_DARK = 0.5

Confusion = Mapping[str, Mapping[str, int]]
"""True type -> answered type -> how many documents."""


def confusion_plot(sheets: Sheets, confusion: Confusion, name: str) -> Drawing:
    """Draw a row a true type: counts in the cells, shades by their share of the row.

    With more than 30 types, those with the fewest confusions are one row `other`: what is right of it stands
    under `other`, what was taken for another of its types under `another`.
    """
    counts = _fewer(confusion)
    rows = list(counts)
    columns = list(dict.fromkeys([*rows, *(answer for row in counts.values() for answer in row)]))

    def paint(axes: Axes) -> None:
        for y, row in enumerate(rows):
            of = sum(counts[row].values())
            for answer, number in counts[row].items():
                _cell(axes, columns.index(answer), y, number, number / of)
        axes.set_xticks(range(len(columns)), columns, rotation=90)
        axes.set_yticks(range(len(rows)), rows)
        axes.set(xlim=(-0.5, len(columns) - 0.5), ylim=(len(rows) - 0.5, -0.5))
        axes.set(xlabel="answered type", ylabel="true type", aspect="equal")
        axes.grid(visible=False)
        axes.tick_params(length=0)
        axes.xaxis.tick_top()
        axes.xaxis.set_label_position("top")

    size = (2.4 + _CELL_IN * len(columns), 2.4 + _CELL_IN * len(rows))
    return sheets.draw(size, _alt(confusion, name), paint, wide=size[0] > 5.2)


def _cell(axes: Axes, x: int, y: int, number: int, share: float) -> None:
    from matplotlib.patches import Rectangle  # noqa: PLC0415 (an extra, slow to import)

    axes.add_patch(Rectangle((x - 0.47, y - 0.47), 0.94, 0.94, color=HEAT, alpha=0.08 + 0.92 * share, lw=0))
    colour = PAPER if share > _DARK else INK
    axes.text(x, y, str(number), ha="center", va="center", color=colour, fontsize=7.5)


def _alt(counts: Confusion, name: str) -> str:
    wrong = [
        (number, row, answer)
        for row, own in counts.items()
        for answer, number in own.items()
        if row != answer
    ]
    right = sum(own.get(row, 0) for row, own in counts.items())
    of = sum(sum(own.values()) for own in counts.values())
    listed = ", ".join(
        f"{row} as {answer} {number}" for number, row, answer in sorted(wrong, reverse=True)[:10]
    )
    return f"{name}: {right} of {of} documents under their true type. Confused most: {listed or 'none'}."


def _fewer(confusion: Confusion) -> Confusion:
    """Return at most `_MOST_TYPES` true types, those with the most confusions first of all to stay."""
    filled = {row: own for row, own in confusion.items() if sum(own.values())}
    if len(filled) <= _MOST_TYPES:
        return filled

    def weight(row: str) -> tuple[int, int]:
        own = filled[row]
        asked = sum(other.get(row, 0) for name, other in filled.items() if name != row)
        return sum(own.values()) - own.get(row, 0) + asked, sum(own.values())

    kept = set(sorted(filled, key=weight, reverse=True)[: _MOST_TYPES - 1])
    merged: dict[str, dict[str, int]] = {}
    for row, own in filled.items():
        target = merged.setdefault(row if row in kept else _OTHER, {})
        for answer, number in own.items():
            shown = answer if answer in kept or answer not in filled else _merged(row, answer)
            target[shown] = target.get(shown, 0) + number
    if _OTHER in merged:
        merged[_OTHER] = merged.pop(_OTHER)
    return merged


def _merged(row: str, answer: str) -> str:
    return _OTHER if answer == row else _ANOTHER
