"""The pictures that went worst, with the true and the answered outlines on them or on an empty sheet."""

from __future__ import annotations

import base64
from collections.abc import Iterator, Mapping, Sequence
from html import escape

import cv2
import numpy as np

from idvision.bench.answer import Answer
from idvision.bench.dataset import Dataset
from idvision.bench.report.markup import listed, tag, text
from idvision.bench.results import BadPicture, Measured
from idvision.bench.truth import TruthPhoto
from idvision.decode import decode, read_header, reduction_for
from idvision.errors import InputError
from idvision.types import Options, Quad

Answers = Mapping[tuple[str, str], Mapping[str, Answer]]
"""(data set, provider) -> picture's file -> answer."""

SHOWN = 6
LONGEST_PX = 640
_JPEG_QUALITY = 78
_LIMITS = Options()


def worst_figures(
    measured: Measured, dataset: Dataset, answers: Mapping[str, Answer], *, with_pictures: bool
) -> str:
    """Return the worst pictures of one provider as figures, empty where there are none.

    Without pictures the outlines stand on an empty sheet, and the file is told by its place in the set,
    because a file's name may be a person's.
    """
    photos = {photo.file: (place, photo) for place, photo in enumerate(dataset.photos, start=1)}
    figures = [
        _figure(bad, *photos[bad.file], dataset, answers.get(bad.file), with_pictures)
        for bad in measured.worst[:SHOWN]
        if bad.file in photos
    ]
    return tag("div", *figures, class_="worst") if figures else ""


def _figure(
    bad: BadPicture,
    place: int,
    photo: TruthPhoto,
    dataset: Dataset,
    answer: Answer | None,
    with_pictures: bool,
) -> str:
    name = photo.file if with_pictures else f"picture {place} of {len(dataset.photos)}"
    image = _image(dataset.pictures, photo) if with_pictures else ""
    caption = (tag("b", text(name)), " ", text(photo.group), listed(map(text, bad.faults)))
    return tag("figure", _sheet(photo, answer, image, name), tag("figcaption", *caption))


def _sheet(photo: TruthPhoto, answer: Answer | None, image: str, name: str) -> str:
    """Return an SVG in pixels of the upright picture: what was true, what was answered."""
    true = [card.quad for card in photo.cards if card.quad is not None]
    answered = [card.quad for card in answer.cards if card.quad is not None] if answer else []
    alt = f"{name}: {len(true)} true and {len(answered)} answered outlines"
    shapes = [*_outlines(true, "true"), *_outlines(answered, "answered")]
    head = f'viewBox="0 0 {photo.width} {photo.height}" role="img" aria-label="{escape(alt)}"'
    return f'<svg class="sheet" {head}>{image}{"".join(shapes)}</svg>'


def _outlines(quads: Sequence[Quad], kind: str) -> Iterator[str]:
    for quad in quads:
        points = " ".join(f"{x:.1f},{y:.1f}" for x, y in quad)
        # A light line beneath keeps the coloured one visible on any picture.
        yield f'<polygon class="under" points="{points}"/><polygon class="{kind}" points="{points}"/>'


def _image(pictures: Mapping[str, bytes], photo: TruthPhoto) -> str:
    """Return the picture as an SVG image of at most `LONGEST_PX`, empty where it cannot be read."""
    try:
        data = pictures[photo.file]
        header = read_header(data, max_pixels=_LIMITS.max_pixels, max_bytes=_LIMITS.max_bytes)
        pixels = decode(data, header, reduction_for(header, LONGEST_PX))
    except (InputError, KeyError, OSError):
        return ""
    scale = min(1.0, LONGEST_PX / max(pixels.shape[:2]))
    size = (max(1, round(pixels.shape[1] * scale)), max(1, round(pixels.shape[0] * scale)))
    small = cv2.resize(pixels, size, interpolation=cv2.INTER_AREA)
    done, encoded = cv2.imencode(".jpg", small, [cv2.IMWRITE_JPEG_QUALITY, _JPEG_QUALITY])
    assert done
    content = base64.b64encode(np.asarray(encoded).tobytes()).decode()
    where = f'width="{photo.width}" height="{photo.height}" preserveAspectRatio="none"'
    return f'<image {where} href="data:image/jpeg;base64,{content}"/>'
