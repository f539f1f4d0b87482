"""Fonts by script and split, all of them free: those bundled with the repository and those of Debian.

The two splits share no face. The only exception is OCR-B, of which there is one: both print it. On a machine
without the Debian packages both splits fall back on the bundled faces.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Literal, get_args

import numpy as np
from PIL import ImageFont

import idvision
from training.synth.types import Split

Script = Literal["latin", "han", "ocrb", "ocra", "digits", "script", "tibetan", "uyghur", "yi", "mongolian"]

_SYSTEM = Path("/usr/share/fonts")
_BUNDLED_HAN = Path(idvision.__file__).parent / "assets" / "wqy-microhei.ttc"
_BUNDLED_OCRB = Path(__file__).parents[2] / "tests" / "drawing" / "fonts" / "OCRB.otf"
# No font maps this code point, so it shows what the font prints for a character that it lacks.
_NOWHERE = "\U0010fffe"


@dataclass(frozen=True, slots=True)
class FontFace:
    """One face: its file and its place in a collection."""

    path: Path
    index: int = 0


_NOTO = "opentype/noto/Noto"
_URW = "opentype/urw-base35/"
_ROBOTO = "truetype/roboto/unhinted/"
# Names under /usr/share/fonts, `#` and the index for a collection. Weights of one family stay on one side.
_NAMES: dict[tuple[Split, Script], tuple[str, ...]] = {
    ("train", "han"): (
        f"{_NOTO}SansCJK-Regular.ttc#2",
        f"{_NOTO}SansCJK-Bold.ttc#2",
        "truetype/wqy/wqy-microhei.ttc",
        "truetype/arphic-gbsn00lp/gbsn00lp.ttf",
        "truetype/arphic/uming.ttc",
        "truetype/babelstone/BabelStoneHan.ttf",
    ),
    ("bench", "han"): (
        f"{_NOTO}SerifCJK-Regular.ttc#2",
        f"{_NOTO}SerifCJK-Bold.ttc#2",
        "truetype/wqy/wqy-zenhei.ttc",
        "truetype/arphic-gkai00mp/gkai00mp.ttf",
        "truetype/arphic/ukai.ttc",
    ),
    ("train", "latin"): (
        "truetype/liberation/LiberationSans-Regular.ttf",
        "truetype/liberation/LiberationSans-Bold.ttf",
        "truetype/liberation/LiberationSansNarrow-Regular.ttf",
        "truetype/liberation/LiberationSerif-Regular.ttf",
        "truetype/dejavu/DejaVuSans.ttf",
        "truetype/dejavu/DejaVuSans-Bold.ttf",
        "truetype/dejavu/DejaVuSansCondensed.ttf",
        "truetype/dejavu/DejaVuSerif.ttf",
        f"{_ROBOTO}RobotoTTF/Roboto-Regular.ttf",
        f"{_ROBOTO}RobotoTTF/Roboto-Medium.ttf",
        f"{_ROBOTO}RobotoCondensed-Regular.ttf",
        f"{_ROBOTO}RobotoCondensed-Bold.ttf",
        f"{_URW}URWBookman-Light.otf",
        f"{_URW}URWGothic-Book.otf",
        "truetype/lato/Lato-Regular.ttf",
        "truetype/lato/Lato-Bold.ttf",
    ),
    ("bench", "latin"): (
        "truetype/crosextra/Carlito-Regular.ttf",
        "truetype/crosextra/Carlito-Bold.ttf",
        "truetype/open-sans/OpenSans-Regular.ttf",
        "truetype/open-sans/OpenSans-Semibold.ttf",
        "truetype/open-sans/OpenSans-CondBold.ttf",
        "truetype/freefont/FreeSans.ttf",
        "truetype/freefont/FreeSerif.ttf",
        "opentype/cantarell/Cantarell-Regular.otf",
        "opentype/cantarell/Cantarell-Bold.otf",
        f"{_URW}P052-Roman.otf",
        f"{_URW}C059-Roman.otf",
    ),
    ("train", "digits"): (
        "truetype/liberation/LiberationMono-Bold.ttf",
        "truetype/dejavu/DejaVuSansMono.ttf",
        f"{_ROBOTO}RobotoTTF/Roboto-Black.ttf",
        "truetype/liberation/LiberationSansNarrow-Bold.ttf",
    ),
    ("bench", "digits"): (
        f"{_URW}NimbusMonoPS-Bold.otf",
        "truetype/freefont/FreeMonoBold.ttf",
        "truetype/open-sans/OpenSans-CondLight.ttf",
        f"{_URW}NimbusSansNarrow-Bold.otf",
    ),
    ("train", "ocra"): ("truetype/ocr-a/OCRA.ttf", "truetype/ocr-a/OCRACondensed.ttf"),
    ("bench", "ocra"): ("truetype/ocr-a/OCRABold.ttf", "truetype/ocr-a/OCRAItalic.ttf"),
    ("train", "script"): (f"{_URW}URWBookman-LightItalic.otf", "truetype/lato/Lato-LightItalic.ttf"),
    ("bench", "script"): (f"{_URW}Z003-MediumItalic.otf", f"{_URW}P052-Italic.otf"),
    ("train", "tibetan"): ("truetype/noto/NotoSerifTibetan-Regular.ttf",),
    ("bench", "tibetan"): ("truetype/noto/NotoSerifTibetan-Bold.ttf",),
    ("train", "uyghur"): ("truetype/noto/NotoSansArabic-Regular.ttf",),
    ("bench", "uyghur"): ("truetype/noto/NotoNaskhArabic-Regular.ttf",),
    ("train", "yi"): ("truetype/noto/NotoSansYi-Regular.ttf",),
    ("bench", "yi"): ("truetype/nuosusil/NuosuSIL-Regular.ttf", "truetype/noto/NotoSansYi-Regular.ttf"),
    ("train", "mongolian"): ("truetype/noto/NotoSansMongolian-Regular.ttf",),
    ("bench", "mongolian"): ("truetype/noto/NotoSansMongolian-Regular.ttf",),
}
# Faces of wide coverage that print what all others of the split lack.
_WIDEST: dict[Split, tuple[str, ...]] = {
    "train": (f"{_NOTO}SansCJK-Regular.ttc#2", "truetype/dejavu/DejaVuSans.ttf"),
    "bench": (f"{_NOTO}SerifCJK-Regular.ttc#2", "truetype/freefont/FreeSans.ttf"),
}
# It prints scripts, such as Thai, that no other face has; both splits use it.
_LAST_RESORT = ("truetype/freefont/FreeSerif.ttf",)


def script_of(name: str) -> Script:
    """Return the script of that name. Raises ValueError for an unknown one."""
    known: tuple[Script, ...] = get_args(Script)
    found = next((script for script in known if script == name), None)
    if found is None:
        raise ValueError(f"unknown script {name!r}")
    return found


def _faces(names: tuple[str, ...]) -> tuple[FontFace, ...]:
    parts = (name.partition("#") for name in names)
    faces = (FontFace(_SYSTEM / name, int(index or 0)) for name, _, index in parts)
    return tuple(face for face in faces if face.path.is_file())


@cache
def faces_of(split: Split, script: Script) -> tuple[FontFace, ...]:
    """Return the installed faces of a split, at least one.

    Raises:
        FileNotFoundError: not even a bundled face is there.
    """
    bundled = FontFace(_BUNDLED_OCRB if script == "ocrb" else _BUNDLED_HAN)
    found = () if script == "ocrb" else _faces(_NAMES[split, script])
    if found:
        return found
    if not bundled.path.is_file():
        raise FileNotFoundError(f"{bundled.path} is missing; or install the Debian package fonts-noto-cjk")
    return (bundled,)


def pick_font(rng: np.random.Generator, split: Split, script: Script) -> FontFace:
    """Return a face for that script at random."""
    faces = faces_of(split, script)
    return faces[int(rng.integers(len(faces)))]


def load(face: FontFace, size_px: float) -> ImageFont.FreeTypeFont:
    """Open a face at about `size_px` pixels an em; sizes are rounded so that open fonts are found again."""
    step = 0.5 if size_px < 40 else 2.0
    return _open(face, max(4.0, round(size_px / step) * step))


@lru_cache(maxsize=512)
def _open(face: FontFace, size_px: float) -> ImageFont.FreeTypeFont:
    # Basic layout, so that the result does not depend on system libraries.
    return ImageFont.truetype(face.path, size_px, face.index, layout_engine=ImageFont.Layout.BASIC)


@cache
def covers(face: FontFace, char: str) -> bool:
    """Tell whether the face has a glyph for `char`; a space needs none."""
    return char.isspace() or _shape(face, char) != _shape(face, _NOWHERE)


@lru_cache(maxsize=4096)
def _shape(face: FontFace, char: str) -> tuple[tuple[int, int], bytes]:
    mask = _open(face, 24.0).getmask(char)
    return mask.size, bytes(mask)


@cache
def _substitutes(split: Split) -> tuple[FontFace, ...]:
    return (*_faces(_WIDEST[split]), *faces_of(split, "han"), FontFace(_BUNDLED_HAN), FontFace(_BUNDLED_OCRB))


@lru_cache(maxsize=65536)
def face_for(face: FontFace, char: str, split: Split) -> FontFace:
    """Return `face` if it can print `char`, else the split's first face that can."""
    if covers(face, char):
        return face
    substitutes = (*_substitutes(split), *_faces(_LAST_RESORT))
    return next((other for other in substitutes if covers(other, char)), face)


@cache
def is_printable(char: str) -> bool:
    """Tell whether both splits can print `char` on this machine."""
    splits: tuple[Split, Split] = ("train", "bench")
    return all(any(covers(face, char) for face in _substitutes(split)) for split in splits)
