"""The truth about one picture as it is stored: one JSON object a line, and what reads it back.

Points are `(x, y)` in pixels of the photo, pixel centres at integers, rounded to a hundredth.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import cv2
import numpy as np
from numpy.typing import NDArray

from idvision.geometry import as_quad, project
from idvision.types import Homography, Image, QuadArray
from training.synth.types import Placed, Plane, Scene, TextLine

BLUR_LEVELS_PER_PX = 32
"""The blur plane stores sigma in steps of 1/32 pixel, up to 255/32."""


@dataclass(frozen=True, slots=True, eq=False)
class TrueLine:
    """One printed line. `quad` is in photo pixels from the text's own top left; `field` as in `TextLine`."""

    text: str
    field: str
    quad: QuadArray


@dataclass(frozen=True, slots=True, eq=False)
class TrueDocument:
    """One document of a picture.

    Attributes:
        type, side, attack, gloss, size_mm: as in `Document`.
        fields: the canonical values as the page prints them or, of what only its zone tells, as that does.
        quad: the page's outer corners in photo pixels from its printed top left.
        photo_from_page: homography from page pixels to photo pixels.
        page_size: width and height of the page in its own pixels.
        visible, corners_visible: as in `Placed`.
        lines: everything printed.
        edited: the regions an editor touched, as quads in photo pixels.
    """

    type: str
    side: str
    attack: str
    quad: QuadArray
    photo_from_page: Homography
    page_size: tuple[int, int]
    size_mm: tuple[float, float]
    visible: float
    corners_visible: tuple[bool, ...]
    gloss: float
    fields: dict[str, str]
    lines: tuple[TrueLine, ...]
    edited: tuple[QuadArray, ...]


@dataclass(frozen=True, slots=True, eq=False)
class PictureTruth:
    """One line of `truth.jsonl`: the picture's place in its run, its size and what it shows."""

    index: int
    file: str
    seed: int
    split: str
    width: int
    height: int
    documents: tuple[TrueDocument, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Maps:
    """What spoils a picture, at half its resolution: three `(H, W)` float32 planes, as in `Scene`."""

    blur: Plane
    glare: Plane
    occlusion: Plane


@dataclass(frozen=True, slots=True, eq=False)
class Sample:
    """One picture of a written set; pixels are read when asked for."""

    folder: Path
    truth: PictureTruth

    def picture(self) -> Image:
        """Decode the picture, `(H, W, 3)` uint8 BGR. Raises OSError if it cannot be read."""
        return _decoded(self.folder / self.truth.file)

    def maps(self) -> Maps:
        """Decode the maps. Raises OSError if they cannot be read."""
        return decode_maps(_decoded(self.folder / maps_file(self.truth.index)))


class HeldSample(Sample):
    """A sample that is decoded once and kept, for work that comes back to it document by document."""

    _picture: Image | None = None
    _maps: Maps | None = None

    def picture(self) -> Image:
        """Return the picture; shared, so not to be written to."""
        if self._picture is None:
            object.__setattr__(self, "_picture", super().picture())
        return cast(Image, self._picture)

    def maps(self) -> Maps:
        """Return the maps; shared, so not to be written to."""
        if self._maps is None:
            object.__setattr__(self, "_maps", super().maps())
        return cast(Maps, self._maps)


def picture_file(index: int) -> str:
    """Return where picture `index` lies in its folder."""
    return f"pictures/{index:06d}.jpg"


def maps_file(index: int) -> str:
    """Return where the maps of picture `index` lie in its folder."""
    return f"maps/{index:06d}.png"


def encode_maps(scene: Scene) -> Image:
    """Return the planes of `scene` at half resolution, `(ceil(H/2), ceil(W/2), 3)` uint8 in BGR order.

    Red is the blur's standard deviation in photo pixels times 32, green the glare times 255, blue the
    occlusion times 255, all clipped.
    """
    height, width = scene.blur.shape
    half_wh = ((width + 1) // 2, (height + 1) // 2)
    scaled = ((scene.occlusion, 255), (scene.glare, 255), (scene.blur, BLUR_LEVELS_PER_PX))
    # Conversion to uint8 before shrinking costs a step of precision, and a quarter of the time.
    planes = [cv2.convertScaleAbs(np.maximum(plane, 0), alpha=factor) for plane, factor in scaled]
    return np.asarray(cv2.resize(cv2.merge(planes), half_wh, interpolation=cv2.INTER_AREA), np.uint8)


def decode_maps(picture: Image) -> Maps:
    """Undo `encode_maps`, but for the resolution and the rounding."""
    occlusion, glare, blur = (plane.astype(np.float32) for plane in cv2.split(picture))
    return Maps(blur / BLUR_LEVELS_PER_PX, glare / 255, occlusion / 255)


def truth_of(scene: Scene, index: int, seed: int, split: str) -> PictureTruth:
    """Return the truth about picture `index` of a run."""
    height, width = scene.image.shape[:2]
    documents = tuple(_document_truth(placed) for placed in scene.placed)
    return PictureTruth(index, picture_file(index), seed, split, width, height, documents)


def to_json(truth: PictureTruth) -> dict[str, Any]:
    """Return what `json.dumps` can write; `from_json` undoes it."""
    return {
        "index": truth.index,
        "file": truth.file,
        "seed": truth.seed,
        "split": truth.split,
        "width": truth.width,
        "height": truth.height,
        "documents": [_document_json(document) for document in truth.documents],
    }


def from_json(entry: dict[str, Any]) -> PictureTruth:
    """Read one object of `truth.jsonl`. Raises KeyError for one that lacks a key."""
    return PictureTruth(**{**entry, "documents": tuple(map(_document_from_json, entry["documents"]))})


def _document_truth(placed: Placed) -> TrueDocument:
    document, to_photo = placed.document, placed.photo_from_page
    height, width = document.picture.shape[:2]
    return TrueDocument(
        type=document.type,
        side=document.side,
        attack=document.attack,
        quad=placed.quad,
        photo_from_page=to_photo,
        page_size=(width, height),
        size_mm=document.size_mm,
        visible=placed.visible,
        corners_visible=placed.corners_visible,
        gloss=document.gloss,
        fields=document.values,
        lines=tuple(_line_truth(line, to_photo) for line in document.lines),
        edited=tuple(project(to_photo, _box_quad(box)) for box in document.edited),
    )


def _line_truth(line: TextLine, photo_from_page: Homography) -> TrueLine:
    return TrueLine(line.text, line.field or line.shown[0], project(photo_from_page, line.quad))


def _box_quad(box: tuple[float, float, float, float]) -> QuadArray:
    x0, y0, x1, y1 = box
    return np.array([[x0, y0], [x1, y0], [x1, y1], [x0, y1]], np.float32)


def _document_json(document: TrueDocument) -> dict[str, Any]:
    return {
        "type": document.type,
        "side": document.side,
        "attack": document.attack,
        "quad": _rounded(document.quad),
        # Every digit, for a corner of the page depends on small differences of large products.
        "photo_from_page": np.asarray(document.photo_from_page, np.float64).tolist(),
        "page_size": list(document.page_size),
        "size_mm": [float(side) for side in document.size_mm],
        "visible": round(float(document.visible), 4),
        "corners_visible": [bool(seen) for seen in document.corners_visible],
        "gloss": round(float(document.gloss), 3),
        "fields": dict(document.fields),
        "lines": [
            {"text": line.text, "field": line.field, "quad": _rounded(line.quad)} for line in document.lines
        ],
        "edited": [_rounded(quad) for quad in document.edited],
    }


def _document_from_json(entry: dict[str, Any]) -> TrueDocument:
    lines = (TrueLine(line["text"], line["field"], as_quad(line["quad"])) for line in entry["lines"])
    arrays = {
        "quad": as_quad(entry["quad"]),
        "photo_from_page": np.asarray(entry["photo_from_page"], np.float64),
        "page_size": tuple(entry["page_size"]),
        "size_mm": tuple(entry["size_mm"]),
        "corners_visible": tuple(entry["corners_visible"]),
        "lines": tuple(lines),
        "edited": tuple(as_quad(quad) for quad in entry["edited"]),
    }
    return TrueDocument(**{**entry, **arrays})


def _rounded(points: NDArray[np.float32]) -> list[list[float]]:
    return [[round(float(x), 2), round(float(y), 2)] for x, y in points]


def _decoded(path: Path) -> Image:
    picture = cv2.imread(str(path), cv2.IMREAD_COLOR)
    if picture is None:
        raise OSError(f"{path}: not a picture that can be read")
    return np.asarray(picture, np.uint8)
