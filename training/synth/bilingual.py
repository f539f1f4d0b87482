"""Resident identity cards of autonomous regions: captions and name once more in the region's own script.

Tibetan, Uyghur, Yi and Zhuang run above the Chinese; Mongolian runs down beside it. The second script is
there to be in the way: only the Chinese is truth, and letters are set side by side without their ligatures.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

import cv2
import numpy as np

from idvision.documents import get_spec
from idvision.types import Side
from training.synth import art, fonts
from training.synth.chance import pick
from training.synth.declared import draw_declared
from training.synth.lexicon import words
from training.synth.looks import Look, Print, look_of
from training.synth.sheet import Ink, sheet_on
from training.synth.types import Document, Split

Region = Literal["tibetan", "uyghur", "yi", "zhuang", "mongolian"]

_CAPTIONS: dict[Region, tuple[str, ...]] = {
    "tibetan": words("མིང་ ཕོ་མོ མི་རིགས སྐྱེས་ཟླ སྡོད་གནས སྤྱི་དམངས་ཨང་གྲངས"),
    "uyghur": words("ئىسمى جىنسى مىللىتى تۇغۇلغان ئادرېسى گراژدانلىق-نومۇرى"),
    "yi": words("ꂓꂱ ꁮꃀ ꊿꊇ ꒆꅎ ꀋꇊ ꊿꉬꃅꋋꑌ"),
    "zhuang": words("Mingz Singqbied Minzcuz Seng Dieg Gunghminz-Hauhmaj"),
    "mongolian": words("ᠨᠡᠷ᠎ᠡ ᠬᠦᠢᠰᠦ ᠦᠨᠳᠦᠰᠦ ᠲᠥᠷᠥᠭᠰᠡᠨ ᠬᠠᠶᠢᠭ ᠳ᠋ᠤᠭᠠᠷ"),
}
"""Name, sex, ethnic group, birth, address, number: in the order of their places below."""
_NAMES: dict[Region, tuple[str, ...]] = {
    "tibetan": words("བཀྲ་ཤིས་སྒྲོལ་མ ཚེ་རིང་རྡོ་རྗེ སྐལ་བཟང་ལྷ་མོ"),
    "uyghur": words("ئالىم-تۇرسۇن گۈلنار-مەمەت ئەخمەت-ياسىن"),
    "yi": words("ꀊꈎꃀꇁ ꐯꃅꇁꅪ ꋩꆀꌠꑟ"),
    "zhuang": words("Veiz-Siujlwz Lij-Daihmingz Cinz-Meijlanz"),
    "mongolian": words("ᠪᠠᠭᠠᠲᠤᠷ ᠰᠠᠷᠠᠨ ᠲᠣᠶᠠᠭ᠎ᠠ"),
}
_PLACES = ((0.115, 0.172), (0.115, 0.29), (0.31, 0.29), (0.115, 0.408), (0.115, 0.525), (0.19, 0.835))
_NAME_PLACE = (0.32, 0.172)
_ABOVE = 0.056
_DOWN_PLACES = (
    (0.05, 0.17),
    (0.05, 0.29),
    (0.262, 0.29),
    (0.05, 0.408),
    (0.05, 0.54),
    (0.03, 0.84),
    (0.55, 0.19),
)
_SIZE_MM, _NAME_SIZE_MM = 1.7, 2.2


def draw_bilingual(rng: np.random.Generator, split: Split, region: Region, width_px: int) -> Document:
    """Return the personal side of a resident identity card of that region, its long side so many pixels wide.

    Raises KeyError for an unknown region.
    """
    spec = get_spec("chn_resident_id", Side.FRONT)
    look, name = look_of(spec), pick(rng, _NAMES[region])
    pairs = [*zip(_CAPTIONS[region], _PLACES, strict=True), (name, _NAME_PLACE)]
    texts = [(text.replace("-", " "), place) for text, place in pairs]
    if region == "mongolian":
        document = draw_declared(rng, split, spec, width_px, look)
        for (text, _), place in zip(texts, _DOWN_PLACES, strict=True):
            _run_down(rng, document, text, place, look)
        return document
    script = "latin" if region == "zhuang" else region
    prints = tuple(
        Print(
            text,
            (x, y - _ABOVE),
            _NAME_SIZE_MM if place == _NAME_PLACE else _SIZE_MM,
            colour=look.value if place == _NAME_PLACE else (),
            font=script,
        )
        for text, place in texts
        for x, y in (place,)
    )
    return draw_declared(rng, split, spec, width_px, replace(look, prints=prints))


def _run_down(
    rng: np.random.Generator, document: Document, text: str, centre: tuple[float, float], look: Look
) -> None:
    """Print a word from the top to the bottom around a place in fractions of the card, in place."""
    height, width = document.picture.shape[:2]
    px_per_mm = width / document.size_mm[0]
    face = fonts.pick_font(rng, "train", "mongolian")
    red, green, blue = look.caption
    ink = Ink(face, _SIZE_MM, (255, 255, 255))
    blank = np.zeros((round(3 * px_per_mm), width, 3), np.uint8)
    sheet = sheet_on(blank, document.size_mm[0], "train")
    end = sheet.text((0.3, 2.1), text, ink)
    strip = sheet.to_bgr()[:, : max(2, round((end + 0.5) * px_per_mm)), 0]
    figure = art.flat_figure(
        np.ascontiguousarray(cv2.rotate(strip, cv2.ROTATE_90_CLOCKWISE)), (blue, green, red)
    )
    left, top = centre[0] * width - figure.shape[1] / 2, centre[1] * height - figure.shape[0] / 2
    art.paste(document.picture, figure, left, top)
