"""What the plots are drawn from, and that drawing leaves nothing behind."""

from __future__ import annotations

import re

import matplotlib as mpl

from idvision.bench.report.figure import PALETTE_SIZE, Sheets, look_of
from idvision.bench.report.plot_confusion import confusion_plot
from idvision.bench.report.plot_curves import latency_plot


def test_every_provider_has_a_look_of_its_own() -> None:
    looks = [look_of(place) for place in range(3 * PALETTE_SIZE)]
    assert len({(look.colour, str(look.dashes)) for look in looks}) == 3 * PALETTE_SIZE
    assert looks[0].variable == "--p0" == looks[PALETTE_SIZE].variable


def test_drawings_of_one_page_share_no_id_and_are_repeatable() -> None:
    def drawn(sheets: Sheets) -> str:
        return latency_plot(sheets, {"a": [100.0, 200.0]}, {"a": look_of(0)}).svg

    sheets = Sheets()
    first, second = drawn(sheets), drawn(sheets)
    found = [set(re.findall(r'\bid="([^"]+)"', svg)) for svg in (first, second)]
    assert found[0] and not found[0] & found[1]
    assert drawn(Sheets()) == first
    assert "date" not in first and "<metadata" not in first


def test_the_callers_style_comes_back() -> None:
    before = dict(mpl.rcParams)
    latency_plot(Sheets(), {"a": [1.0]}, {"a": look_of(0)})
    assert dict(mpl.rcParams) == before


def test_many_types_are_summed_up_but_none_of_the_confused_is_lost() -> None:
    confusion = {f"type_{number:02}": {f"type_{number:02}": 5} for number in range(40)}
    confusion["type_39"] = {"type_39": 2, "type_38": 3}
    confusion["empty"] = {}
    drawing = confusion_plot(Sheets(), confusion, "engine")
    assert (
        "engine: 197 of 200 documents under their true type. Confused most: type_39 as type_38 3."
        in drawing.svg
    )
    # 29 types that stay and the rest in one; a cell each, and one for the confusion.
    assert drawing.svg.count("fill: var(--heat)") == 31
    assert drawing.wide


def test_names_are_no_formulas_and_no_time_is_no_fault() -> None:
    looks = {"a$\\frac$": look_of(0), "b": look_of(1)}
    drawing = latency_plot(Sheets(), {"a$\\frac$": [0.0, 0.0], "b": [5.0]}, looks)
    assert "a$\\frac$ 0 ms, b 5 ms" in drawing.svg
