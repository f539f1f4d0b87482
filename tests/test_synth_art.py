"""The printed parts of invented documents: backgrounds, figures, faces, cards and sheets."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray

from idvision.types import Image
from training.synth import art, emblems, generic, ground, pages, words
from training.synth.bank import card_number, draw_bank_card, luhn_digit
from training.synth.chance import hue, of_split
from training.synth.emboss import emboss, stamp_digits
from training.synth.generic import draw_generic
from training.synth.pages import draw_page, text_texture
from training.synth.portrait import portrait
from training.synth.types import NOT_A_DOCUMENT, Document, Split

SPLITS: tuple[Split, Split] = ("train", "bench")
Draw = Callable[[np.random.Generator, Split, int], Document]
DRAWERS: tuple[Draw, ...] = (draw_generic, draw_bank_card, draw_page)


def rng(seed: int = 0) -> np.random.Generator:
    return np.random.default_rng(seed)


@pytest.mark.parametrize("split", SPLITS)
@pytest.mark.parametrize("draw", DRAWERS)
def test_documents_are_whole_and_as_long_as_asked(draw: Draw, split: Split) -> None:
    for seed in range(8):
        document = draw(rng(seed), split, 360)
        height, width = document.picture.shape[:2]
        assert document.picture.dtype == np.uint8
        assert document.outline.shape == (height, width)
        assert max(height, width) == pytest.approx(360, abs=1)
        assert width / height == pytest.approx(document.size_mm[0] / document.size_mm[1], rel=0.02)
        assert document.outline.mean() > 0.95 * 255
        assert 0 <= document.gloss <= 1


@pytest.mark.parametrize("draw", DRAWERS)
def test_same_seed_same_document_whatever_was_drawn_before(draw: Draw) -> None:
    first = draw(rng(5), "train", 300)
    ground._pattern.cache_clear()
    draw(rng(6), "train", 300)
    again = draw(rng(5), "train", 300)
    assert np.array_equal(first.picture, again.picture)
    assert np.array_equal(first.outline, again.outline)
    assert [line.text for line in first.lines] == [line.text for line in again.lines]


@pytest.mark.parametrize("draw", DRAWERS)
def test_seeds_draw_different_documents(draw: Draw) -> None:
    pictures = [draw(rng(seed), "train", 120).picture for seed in range(6)]
    assert len({picture.tobytes() for picture in pictures}) == len(pictures)


def test_types_of_documents() -> None:
    assert {draw_generic(rng(s), "train", 120).type for s in range(10)} == {"unknown"}
    assert {draw_page(rng(s), "train", 120).type for s in range(10)} == {NOT_A_DOCUMENT}
    cards = [draw_bank_card(rng(s), "train", 120) for s in range(30)]
    assert {(card.type, card.size_mm[0] > card.size_mm[1]) for card in cards} == {
        ("bank_card", True),
        ("bank_card", False),
    }


def test_splits_share_no_layout_pattern_or_hue() -> None:
    for family in (ground._PATTERNS, emblems._EMBLEMS, generic._FRONTS, generic._UPRIGHTS):
        assert not set(of_split(family, "train")) & set(of_split(family, "bench"))
    layouts = [{page[0] for page in of_split(pages._PAGES, split)} for split in SPLITS]
    assert not layouts[0] & layouts[1]
    hues = [{int(hue(rng(seed), split) * 24) for seed in range(300)} for split in SPLITS]
    assert not hues[0] & hues[1]
    assert len(hues[0]) == 18
    assert len(hues[1]) == 6


def test_lines_lie_on_their_print() -> None:
    """Where a bank card's number is said to be, there is more contrast than beside it."""
    for seed in range(12):
        card = draw_bank_card(rng(seed), "train", 700)
        for line in card.lines:
            if line.field != "card_number" or card.size_mm[0] < card.size_mm[1]:
                continue
            x0, y0 = np.floor(line.quad.min(axis=0)).astype(int)
            x1, y1 = np.ceil(line.quad.max(axis=0)).astype(int)
            assert card.picture[y0:y1, x0:x1].std() > 2
            assert 0.5 < y0 / card.picture.shape[0] < y1 / card.picture.shape[0] < 0.7


def test_card_numbers_pass_the_luhn_check() -> None:
    # ISO/IEC 7812-1, annex B: double every second digit from the right.
    assert luhn_digit("7992739871") == "3"
    for seed in range(50):
        number = card_number(rng(seed))
        digits = [int(char) for char in reversed(number)]
        total = sum(d if place % 2 == 0 else sum(divmod(2 * d, 10)) for place, d in enumerate(digits))
        assert total % 10 == 0
        assert len(number) in (16, 19)


@pytest.mark.parametrize("split", SPLITS)
def test_default_ground_bears_dark_text(split: Split) -> None:
    for seed in range(20):
        page = art.ground(rng(seed), split, (120, 190))
        assert page.shape == (120, 190, 3)
        assert page.mean() > 140


def test_ground_takes_any_shape() -> None:
    for shape in ((40, 30), (500, 800), (1400, 900)):
        assert art.ground(rng(1), "train", shape).shape == (*shape, 3)


@pytest.mark.parametrize("draw", [art.emblem, art.hologram, art.chip, art.stamp])
@pytest.mark.parametrize("size", [6, 48, 200])
def test_figures_have_coverage(
    draw: Callable[[np.random.Generator, int], NDArray[np.uint8]], size: int
) -> None:
    figure = draw(rng(3), size)
    assert figure.dtype == np.uint8
    assert figure.shape[1:] == (size, 4)
    assert figure[..., 3].max() > 0


def test_paste_cuts_what_lies_outside() -> None:
    page: Image = np.full((20, 30, 3), 200, np.uint8)
    figure = art.flat_figure(np.full((10, 10), 255, np.uint8), (0, 0, 0))
    art.paste(page, figure, -5, -5)
    art.paste(page, figure, 25, 15)
    art.paste(page, figure, 100, 0)
    assert page[:5, :5].max() == 0
    assert page[15:, 25:].max() == 0
    assert page[5:15, 5:25].min() == 200


def test_codes_are_black_on_white() -> None:
    for code in (art.barcode(rng(), (120, 30)), art.pdf417_like(rng(), (120, 40)), art.qr_like(rng(), 60)):
        assert code[0, 0].tolist() == [255, 255, 255]
        assert code.min() < 60


def test_card_outline_rounds_the_corners() -> None:
    mask = art.card_outline(rng(1), (100, 160), 0.04)
    assert mask[0, 0] == 0
    assert mask[50, 80] == 255
    assert art.rounded((60, 90), 0.0).min() == 255


def test_worn_outlines_stay_near_the_edge() -> None:
    for seed in range(40):
        mask = art.card_outline(rng(seed), (400, 600), 0.0)
        assert mask[8:-8, 8:-8].min() == 255


def test_wear_keeps_shape_and_most_of_the_print() -> None:
    page: Image = np.full((90, 140, 3), 180, np.uint8)
    for seed in range(20):
        worn = art.wear(rng(seed), page)
        assert worn.shape == page.shape
        assert abs(float(worn.mean()) - 180) < 60


@pytest.mark.parametrize("size", [(30, 40), (200, 260), (90, 90)])
def test_portraits_have_any_size(size: tuple[int, int]) -> None:
    picture = portrait(rng(2), "train", size, grey=True)
    assert picture.shape == (size[1], size[0], 3)
    assert np.array_equal(picture[..., 0], picture[..., 2])
    assert picture.std() > 10


def test_embossing_changes_only_the_neighbourhood_of_the_digits() -> None:
    page: Image = np.full((80, 200, 3), 90, np.uint8)
    mask = np.zeros((80, 200), np.uint8)
    stamp_digits(mask, "0123456789", (20, 50), 20, 16)
    assert (mask > 0).mean() > 0.05
    raised = emboss(rng(1), page, mask, 1.0)
    assert np.array_equal(raised[:20], page[:20])
    assert not np.array_equal(raised[30:50], page[30:50])
    assert np.array_equal(emboss(rng(1), page, np.zeros_like(mask), 1.0), page)


@pytest.mark.parametrize("split", SPLITS)
def test_text_texture_fills_the_frame(split: Split) -> None:
    for shape in ((90, 160), (300, 200)):
        texture = text_texture(rng(4), split, shape)
        assert texture.shape == (*shape, 3)
        assert texture.std() > 10


@pytest.mark.parametrize("writing", ["latin", "han", "cyrillic", "greek", "hangul", "kana", "arabic"])
def test_words_of_every_script(writing: words.Writing) -> None:
    text = words.phrase(rng(1), writing, 40)
    assert 20 <= len(text) <= 40
    assert words.caption(rng(2), writing)
    assert words.title(rng(3), writing)
    assert words.organisation(rng(4), writing)
