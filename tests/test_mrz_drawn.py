"""The machine readable zone of drawn documents, from the picture."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from idvision.geometry import frame_quad
from idvision.models import Models
from idvision.mrz_reader import read_mrz
from idvision.read import read
from idvision.rectify import rectify
from idvision.types import Image
from tests.drawing import (
    Traveller,
    draw_mrva,
    draw_mrvb,
    draw_passport,
    draw_td1_back,
    draw_td2,
    random_traveller,
)
from tests.drawing import mrz as drawn_mrz
from tests.mrz_samples import TODAY

DRAWN: dict[str, tuple[Callable[[Traveller], Image], Callable[[Traveller], tuple[str, ...]]]] = {
    "TD1": (draw_td1_back, drawn_mrz.td1_lines),
    "TD2": (draw_td2, drawn_mrz.td2_lines),
    "TD3": (draw_passport, drawn_mrz.td3_lines),
    "MRVA": (draw_mrva, drawn_mrz.mrva_lines),
    "MRVB": (draw_mrvb, drawn_mrz.mrvb_lines),
}


@pytest.mark.weights
@pytest.mark.parametrize("format_name", DRAWN)
@pytest.mark.parametrize(("seed", "sex"), [(301, "F"), (302, "M"), (303, "X")])
def test_a_drawn_zone_is_read_exactly(format_name: str, seed: int, sex: str, models: Models) -> None:
    draw, lines_of = DRAWN[format_name]
    person = random_traveller(seed, sex=sex)
    page = draw(person)
    card = rectify(page, frame_quad(page.shape[1], page.shape[0]))
    text = read(card, models.detect_text, models.orient_text, models.recognize_text, (0.25,) * 4)
    mrz = read_mrz(text.image, text.lines, [models.text_probabilities], TODAY)
    assert mrz is not None
    assert (mrz.format, mrz.lines) == (format_name, lines_of(person))
    assert all(passed for _, passed in mrz.checks)
    values = {field.name: field.value for field in mrz.fields}
    for name in ("surname", "given_names", "document_number", "nationality", "birth_date", "expiry_date"):
        assert values[name] == getattr(person, name), name
    assert values["sex"] == person.sex
