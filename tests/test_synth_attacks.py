"""Copies, prints, screens and edits leave the marks that they leave in life, and true truth."""

from __future__ import annotations

from functools import cache
from typing import get_args

import cv2
import numpy as np
import pytest

from idvision.types import Image
from training.synth.attacks import attack_document
from training.synth.moire import moire
from training.synth.types import Attack, Document, TextLine

WIDTH, HEIGHT = 480, 302
VALUES = {"surname": "MARTINEZ", "birth_date": "1987-03-12", "id_number": "X4098213"}
PRINTED = {"surname": "MARTINEZ", "birth_date": "12 03 1987", "id_number": "X4098213"}


@cache
def plain_document() -> Document:
    """A blue card of smooth ground with three values, a framed dark square, and round corners."""
    ramp = np.linspace(-12, 12, WIDTH)[None, :, None]
    page = np.clip(np.array([215.0, 190.0, 165.0]) + ramp + np.zeros((HEIGHT, 1, 1)), 0, 255).astype(np.uint8)
    cv2.rectangle(page, (340, 60), (340 + 116, 60 + 150), (240, 240, 240), -1)
    cv2.circle(page, (398, 130), 36, (60, 80, 120), -1)
    lines = []
    for row, (name, text) in enumerate(PRINTED.items()):
        y = 110 + 60 * row
        cv2.putText(page, text, (24, y), cv2.FONT_HERSHEY_SIMPLEX, 0.9, (30, 20, 20), 2, cv2.LINE_AA)
        (w, h), _ = cv2.getTextSize(text, cv2.FONT_HERSHEY_SIMPLEX, 0.9, 2)
        quad = np.array([[24, y - h], [24 + w, y - h], [24 + w, y], [24, y]], np.float32)
        lines.append(TextLine(text, quad, name))
    outline = np.full((HEIGHT, WIDTH), 255, np.uint8)
    outline[:10, :10] = 0
    return Document(page, outline, (85.6, 53.98), "unknown", "front", dict(VALUES), tuple(lines), 0.7)


def attacked(attack: Attack, seed: int = 0) -> Document:
    return attack_document(np.random.default_rng(seed), plain_document(), attack)


def chroma(picture: Image) -> float:
    return float((picture.max(axis=2).astype(int) - picture.min(axis=2)).mean())


@pytest.mark.parametrize("attack", get_args(Attack))
def test_the_same_generator_gives_the_same_document(attack: Attack) -> None:
    before = plain_document().picture.copy()
    first, second = attacked(attack, 3), attacked(attack, 3)
    assert first.attack == attack
    assert np.array_equal(first.picture, second.picture)
    assert np.array_equal(first.outline, second.outline)
    assert first.fields == second.fields
    assert np.array_equal(plain_document().picture, before)
    assert first.picture.dtype == first.outline.dtype == np.uint8
    assert first.picture.shape == (*first.outline.shape, 3)
    if attack != "screen":
        assert first.picture.shape == before.shape


def test_no_attack_is_the_document_itself() -> None:
    assert attacked("none") is plain_document()


@pytest.mark.parametrize("seed", range(4))
def test_a_grey_copy_has_no_colour_and_no_gloss(seed: int) -> None:
    copy = attacked("photocopy_grey", seed)
    assert chroma(plain_document().picture) > 30
    assert chroma(copy.picture) == 0
    assert copy.gloss == 0.05
    assert copy.fields == VALUES


@pytest.mark.parametrize("seed", range(4))
def test_a_colour_copy_keeps_colour_and_loses_gloss(seed: int) -> None:
    copy = attacked("photocopy_colour", seed)
    assert chroma(copy.picture) > 10
    assert copy.gloss == 0.05


@pytest.mark.parametrize("seed", range(4))
def test_a_print_has_dots_and_about_the_same_tone(seed: int) -> None:
    ground = (slice(20, 60), slice(60, 300))
    original, copy = plain_document().picture[ground], attacked("print", seed)
    patch = copy.picture[ground].astype(np.float32)
    # The smooth ramp of the ground is gone from the difference of neighbours; dots are not.
    assert (
        np.abs(np.diff(patch, axis=1)).mean()
        > 3 * np.abs(np.diff(original.astype(np.float32), axis=1)).mean()
    )
    assert np.abs(patch.mean() - original.mean()) < 40
    assert 0.1 <= copy.gloss <= 0.4


@pytest.mark.parametrize("seed", range(4))
def test_a_screen_shows_its_pixels(seed: int) -> None:
    shown = attacked("screen", seed)
    height, width = shown.picture.shape[:2]
    assert 1000 <= width <= 2700
    assert width / height == pytest.approx(WIDTH / HEIGHT, rel=0.01)
    assert shown.gloss == 0.6
    # Along a row of the ground the grid is the strongest wave, two to four samples long.
    row = shown.picture[height // 16, :, 1].astype(np.float64)
    spectrum = np.abs(np.fft.rfft(row - row.mean()))
    fast = spectrum[len(spectrum) // 4 :]
    assert fast.max() > 20 * np.median(fast)


def test_a_screen_takes_its_truth_along() -> None:
    shown = attacked("screen")
    factor = shown.picture.shape[1] / WIDTH
    before, after = plain_document().lines[0], shown.lines[0]
    assert after.text == before.text
    assert after.quad == pytest.approx((before.quad + 0.5) * factor - 0.5, rel=0.01)


@pytest.mark.parametrize("seed", range(12))
def test_an_edit_changes_nothing_but_what_it_lists(seed: int) -> None:
    document, genuine = attacked("edited", seed), plain_document()
    changed = (document.picture != genuine.picture).any(axis=2)
    assert changed.any()
    assert document.edited
    for x0, y0, x1, y1 in document.edited:
        changed[round(y0 + 0.5) : round(y1 + 0.5), round(x0 + 0.5) : round(x1 + 0.5)] = False
    assert not changed.any()
    assert document.gloss == genuine.gloss


def test_an_edit_says_what_is_printed_now() -> None:
    new_texts = 0
    for seed in range(12):
        document = attacked("edited", seed)
        for line, genuine in zip(document.lines, plain_document().lines, strict=True):
            assert line.field == genuine.field
            value = document.fields[line.field]
            if line.field == "birth_date":
                assert value[:4] in line.text
                assert value[4:] == "-03-12"
            else:
                assert value == line.text
            new_texts += line.text != genuine.text
    assert new_texts >= 5


def test_a_document_without_print_can_be_edited() -> None:
    blank = Document(
        np.full((60, 100, 3), 200, np.uint8),
        np.full((60, 100), 255, np.uint8),
        (85.6, 53.98),
        "unknown",
        "back",
    )
    for seed in range(6):
        document = attack_document(np.random.default_rng(seed), blank, "edited")
        assert len(document.edited) == 1


def test_moire_is_a_mild_colour_that_averages_out() -> None:
    for seed in range(6):
        gain = moire(np.random.default_rng(seed), (300, 480))
        assert gain.shape == (300, 480, 3)
        assert gain.mean() == pytest.approx(1, abs=0.03)
        assert np.abs(gain - 1).max() < 0.2
