"""What all plots share: a sheet to draw on, and the sheet as SVG that lives inside a page.

Colours are written as style variables of the page (`--ink`, `--p0`), so one drawing serves light, dark
and paper. matplotlib comes with the extra `bench` and is imported when something is drawn.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from html import escape
from importlib.resources import as_file, files
from itertools import count
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matplotlib.axes import Axes

INK, DIM, GRID, PAPER, HEAT = "#010101", "#020202", "#030303", "#040404", "#060606"
PALETTE_SIZE = 8
_VARIABLES = {INK: "--ink", DIM: "--dim", GRID: "--line", PAPER: "--paper", HEAT: "--heat"}
_DASHES = ("-", (0, (5, 2)), (0, (1.5, 1.5)))
_FONT = "assets/wqy-microhei.ttc"
_HAN = "WenQuanYi Micro Hei"
WIDE_IN, HALF_IN = 10.4, 5.1
_STYLE = {
    "font.family": ["DejaVu Sans", _HAN],
    "font.size": 9,
    "svg.fonttype": "path",
    "svg.hashsalt": "idvision",
    "figure.facecolor": "none",
    "axes.facecolor": "none",
    "savefig.facecolor": "none",
    "axes.edgecolor": GRID,
    "axes.labelcolor": DIM,
    "axes.grid": True,
    "axes.axisbelow": True,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "grid.color": GRID,
    "grid.linewidth": 0.6,
    "text.color": INK,
    # Names of groups come from outside; a dollar sign in one is no formula.
    "text.parse_math": False,
    "xtick.color": GRID,
    "ytick.color": GRID,
    "xtick.labelcolor": DIM,
    "ytick.labelcolor": DIM,
    "legend.frameon": False,
    "legend.fontsize": 8.5,
    "lines.linewidth": 1.8,
}


@dataclass(frozen=True, slots=True)
class Look:
    """How one provider is drawn in every plot: a colour of the page and a dash pattern."""

    colour: str
    dashes: Any
    variable: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """A plot of the page: SVG markup and its width in the page's terms."""

    svg: str
    wide: bool


class Sheets:
    """Hands out numbers, so that no two drawings of a page share an id."""

    def __init__(self) -> None:
        self._numbers = count(1)

    def draw(
        self, size_in: tuple[float, float], alt: str, paint: Callable[[Axes], None], *, wide: bool = False
    ) -> Drawing:
        """Return what `paint` draws on empty axes of width and height in inches; `alt` says what it shows."""
        with _styled():
            from matplotlib.figure import Figure  # noqa: PLC0415 (an extra, slow to import)

            figure = Figure(figsize=size_in, layout="constrained")
            paint(figure.add_subplot())
            sheet = io.StringIO()
            figure.savefig(sheet, format="svg", metadata={"Date": None})
        return Drawing(_inline(sheet.getvalue(), f"f{next(self._numbers)}-", alt), wide)


def look_of(index: int) -> Look:
    """Return the look of the provider at a place of the report; after eight, colours return dashed."""
    place = index % PALETTE_SIZE
    dashes = _DASHES[index // PALETTE_SIZE % len(_DASHES)]
    return Look(f"#0500{place:02x}", dashes, f"--p{place}")


def require_matplotlib() -> None:
    """Raise RuntimeError that says what to install where matplotlib is missing."""
    try:
        import matplotlib  # noqa: F401, PLC0415 (an extra, slow to import)
    except ImportError as error:
        raise RuntimeError("plots need matplotlib: pip install 'idvision[bench]'") from error


@contextmanager
def _styled() -> Iterator[None]:
    """Let matplotlib draw in this page's style; the caller's own style comes back."""
    require_matplotlib()
    import matplotlib as mpl  # noqa: PLC0415 (an extra, slow to import)
    from matplotlib.font_manager import fontManager  # noqa: PLC0415 (as above)

    style: dict[Any, Any] = {**mpl.rcParamsDefault, **_STYLE}
    with mpl.rc_context(style):
        if _HAN not in fontManager.get_font_names():
            with as_file(files("idvision").joinpath(_FONT)) as path:
                fontManager.addfont(path)
        yield


def _inline(svg: str, prefix: str, alt: str) -> str:
    """Return the SVG as part of a page: no prologue, own ids, colours by name, text for who cannot see it."""
    body = re.sub(r"<metadata>.*?</metadata>", "", svg[svg.index("<svg") :], flags=re.DOTALL)
    box = re.search(r'viewBox="([^"]+)"', body)
    assert box is not None
    head = f'<svg viewBox="{box[1]}" role="img" aria-label="{escape(alt)}">'
    body = re.sub(r"<svg[^>]*>", lambda _: head, body, count=1)
    body = body.replace("xlink:href", "href")
    body = re.sub(r'(\bid="|href="#|url\(#)', rf"\g<1>{prefix}", body)
    body = re.sub(r"#0500([0-9a-f]{2})", lambda found: f"var(--p{int(found[1], 16)})", body)
    for colour, variable in _VARIABLES.items():
        body = body.replace(colour, f"var({variable})")
    return re.sub(r"\n\s*", "\n", body).strip()
