"""The file to read first: what happens to a photo, from bytes to result.

    decode -> locate -> rectify -> read (turns the card upright) -> classify -> parse -> validate -> decide

Every stage is a function of its arguments and returns small frozen values; no stage imports another.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from idvision.anchors import Classified, Row, rows_of
from idvision.classify import classify
from idvision.decode import Header, decode, photo_from_reduced, read_header, reduction_for
from idvision.documents import all_specs
from idvision.geometry import as_quad, frame_quad, homography_from_quad, project, quad_points, roll_quad
from idvision.models import Models
from idvision.mrz_reader import read_mrz
from idvision.outline import corrected_outline
from idvision.parse import declared_box, parse
from idvision.quality import assess, field_glare
from idvision.read import UprightText, read
from idvision.rectify import long_side_first, rectify, sufficient_reduction
from idvision.reread import reread
from idvision.rivals import without_rivals
from idvision.stopwatch import Stopwatch
from idvision.types import (
    Card,
    Detection,
    DocumentClass,
    Field,
    Homography,
    Image,
    Mrz,
    Options,
    Quad,
    QuadArray,
    Quality,
    Reproduction,
    Result,
    TextLine,
)
from idvision.validate import validate
from idvision.verdict import CardEvidence, decide_card, decide_photo

LOCATE_LONG_SIDE_PX = 800


@dataclass(frozen=True, slots=True)
class Photo:
    """The upright picture at 1/`reduction` scale, and the way from its pixels to those of the full photo."""

    image: Image
    photo_from_image: Homography
    reduction: int


@dataclass(frozen=True, slots=True)
class UprightCard:
    """A card read: its text, its quad in photo pixels from the printed top left, and `photo_from_card`."""

    text: UprightText
    quad: QuadArray
    photo_from_card: Homography

    @property
    def size_wh(self) -> tuple[int, int]:
        """Width and height of the card image."""
        return self.text.image.shape[1], self.text.image.shape[0]


def analyze(data: bytes, models: Models, options: Options) -> Result:
    """Read every document in an encoded photo. Raises InputError; never raises for a bad card."""
    watch = Stopwatch()
    options = replace(options, today=options.today or date.today())
    header = read_header(data, max_pixels=options.max_pixels, max_bytes=options.max_bytes)
    photo = open_photo(data, header, reduction_for(header, LOCATE_LONG_SIDE_PX))
    watch.lap("decode")
    detections = locate(photo, models)
    watch.lap("locate")
    photo = with_detail(photo, data, header, detections)
    watch.lap("decode")
    cards = tuple(analyze_card(photo, header, found, (models, options, watch)) for found in detections)
    cards = without_rivals(cards)
    verdict = decide_photo(cards, options)
    watch.lap("decide")
    return Result(header.width, header.height, cards, verdict, watch.laps_ms())


def open_photo(data: bytes, header: Header, reduction: int) -> Photo:
    """Decode the photo at 1/`reduction` scale."""
    return Photo(decode(data, header, reduction), photo_from_reduced(header, reduction), reduction)


def with_detail(photo: Photo, data: bytes, header: Header, detections: Sequence[Detection]) -> Photo:
    """Return the photo at the scale that its largest reduction-hungry card needs; often it is at hand."""
    quads = [as_quad(found.quad) for found in detections]
    needed = min((sufficient_reduction(quad, photo.reduction) for quad in quads), default=photo.reduction)
    return photo if needed == photo.reduction else open_photo(data, header, needed)


def locate(photo: Photo, models: Models) -> tuple[Detection, ...]:
    """Find the documents; quads in pixels of the full photo."""
    return tuple(
        replace(found, quad=quad_points(project(photo.photo_from_image, found.quad)))
        for found in models.locate(photo.image)
    )


def analyze_card(
    photo: Photo, header: Header, found: Detection, context: tuple[Models, Options, Stopwatch]
) -> Card:
    """Read and judge one document."""
    models, options, watch = context
    card = read_card(photo, as_quad(found.quad), models, watch)
    rows = rows_of(card.text.lines, card.size_wh)
    assert options.today is not None
    mrz = read_mrz(card.text.image, card.text.lines, models.text_probabilities, options.today)
    classified = classify(rows, mrz, all_specs())
    watch.lap("read")
    fields = read_fields(card, rows, classified, models)
    watch.lap("parse")
    quad = corrected_outline(card.quad, card.photo_from_card, card.size_wh, classified)
    quality = judge(card, quad, classified, (header.height, header.width))
    watch.lap("assess")
    return build_card(card, quad, (found, classified, quality, fields, mrz), options)


def read_card(photo: Photo, quad: QuadArray, models: Models, watch: Stopwatch) -> UprightCard:
    """Straighten the card behind `quad` (photo pixels), turn it upright and read its lines."""
    image_from_photo = np.linalg.inv(photo.photo_from_image).astype(np.float64)
    long_first, turns = long_side_first(project(image_from_photo, quad))
    card_image = rectify(photo.image, long_first)
    watch.lap("rectify")
    text = read(card_image, models.detect_text, models.orient_text, models.recognize_text)
    upright = roll_quad(quad, turns + text.quarter_turns)
    size_wh = (text.image.shape[1], text.image.shape[0])
    watch.lap("read")
    return UprightCard(text, upright, homography_from_quad(frame_quad(*size_wh), upright))


def read_fields(
    card: UprightCard, rows: Sequence[Row], classified: Classified, models: Models
) -> tuple[Field, ...]:
    """Find, check and, where a check fails, read again the values of a known document."""
    found = parse(rows, classified)
    fields = validate(found, classified.spec)
    fields = reread(card.text.image, found, fields, classified.spec, models.recognize_text)
    boxes = {value.name: value.box for value in found}
    width, height = card.size_wh
    return tuple(
        replace(field, quad=in_photo(card, np.array(boxes[field.name]) * [width, height, width, height]))
        for field in fields
    )


def judge(
    card: UprightCard, quad: QuadArray, classified: Classified, photo_shape_hw: tuple[int, int]
) -> Quality:
    """Measure the card, and the glare on each of its declared fields."""
    quality = assess(card.text.image, quad, photo_shape_hw)
    spec, layout = classified.spec, classified.layout
    boxes = {field.name: declared_box(spec, field.name, layout) for field in spec.fields}
    return replace(quality, field_defects=field_glare(card.text.image, boxes))


def build_card(
    card: UprightCard,
    quad: QuadArray,
    parts: tuple[Detection, Classified, Quality, tuple[Field, ...], Mrz | None],
    options: Options,
) -> Card:
    """Put the answer for one card together, every quad in photo pixels."""
    found, classified, quality, fields, mrz = parts
    turns = quarter_turns_between(as_quad(found.quad), card.quad)
    document = DocumentClass(classified.spec.type, classified.spec.side, classified.confidence, turns)
    lines = tuple(
        TextLine(line.reading.text, line.reading.confidence, project_quad(card.photo_from_card, line.quad))
        for line in card.text.lines
    )
    if mrz is not None:
        mrz = replace(mrz, fields=tuple(_carried(field, card.photo_from_card) for field in mrz.fields))
    evidence = CardEvidence(
        document, quality, Reproduction(), fields, mrz, lines, required=classified.spec.required
    )
    return Card(
        quad=quad_points(quad),
        score=found.score,
        document=document,
        quality=quality,
        reproduction=evidence.reproduction,
        fields=fields,
        mrz=mrz,
        portrait=None,
        lines=lines,
        verdict=decide_card(evidence, options),
    )


def quarter_turns_between(seen: QuadArray, upright: QuadArray) -> int:
    """Return the clockwise quarter turns that stand the card, seen as `seen`, upright."""
    return int(np.argmin(np.linalg.norm(seen - upright[0], axis=1))) * 3 % 4


def in_photo(card: UprightCard, box_xyxy: np.ndarray) -> Quad:
    """Return a box of the card image as a quad of the photo."""
    x1, y1, x2, y2 = box_xyxy
    return project_quad(card.photo_from_card, [[x1, y1], [x2, y1], [x2, y2], [x1, y2]])


def project_quad(homography: Homography, points: object) -> Quad:
    """Carry four points over and return them as a result quad."""
    return quad_points(project(homography, points))


def _carried(field: Field, photo_from_card: Homography) -> Field:
    return field if field.quad is None else replace(field, quad=project_quad(photo_from_card, field.quad))
