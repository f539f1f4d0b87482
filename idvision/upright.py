"""Outlines -> cards read: straightened, assessed, turned upright and read, their quads in photo pixels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from idvision.assess import Assessment, turn_maps
from idvision.documents import UNKNOWN_SPEC, all_specs
from idvision.geometry import (
    as_quad,
    frame_quad,
    homography_from_quad,
    quad_points,
    quad_sides,
    roll_quad,
)
from idvision.interpret import ReadDocument
from idvision.models import Models
from idvision.outline import lengthened
from idvision.photo import Photo, to_image, with_detail
from idvision.read_document import read_documents, read_page
from idvision.rectify import CARD_HEIGHT_PX, PAGE_HEIGHT_PX, long_side_first, rectify
from idvision.stopwatch import Stopwatch
from idvision.types import DefectMaps, Detection, Homography, Image, Options, QuadArray

# So much of its height more is read below a card that shows a portrait and this many lines, but no zone.
ROOM_FOR_ZONE = 0.35
LINES_OVER_ZONE = 6
# A sheet of small print is read again where the photo has so many times the pixels of a card image.
WORTH_A_SECOND_LOOK = 1.2
KEPT_LINES = 0.7


@dataclass(frozen=True, slots=True)
class Run:
    """What one call carries through the stages."""

    data: bytes
    models: Models
    options: Options
    watch: Stopwatch


@dataclass(frozen=True, slots=True)
class UprightCard:
    """A card read: what was assessed and read, its quad in photo pixels from the printed top left."""

    assessment: Assessment
    maps: DefectMaps
    document: ReadDocument
    quad: QuadArray
    photo_from_card: Homography

    @property
    def image(self) -> Image:
        """The upright card image."""
        return self.document.text.image

    @property
    def size_wh(self) -> tuple[int, int]:
        """Width and height of the card image."""
        return self.image.shape[1], self.image.shape[0]


def read_cards(photo: Photo, detections: Sequence[Detection], run: Run) -> list[UprightCard]:
    """Straighten the cards behind the outlines (photo pixels), turn them upright and read them."""
    outlines = [long_side_first(to_image(photo, as_quad(found.quad))) for found in detections]
    images = [rectify(photo.image, long_first) for long_first, _ in outlines]
    run.watch.lap("rectify")
    assessments = [run.models.assess(image) for image in images]
    run.watch.lap("assess")
    documents = read_documents(list(zip(images, assessments, strict=True)), run.models, run.options)
    run.watch.lap("read")
    return [
        upright_card(roll_quad(as_quad(found.quad), turns), assessment, document)
        for found, (_, turns), assessment, document in zip(
            detections, outlines, assessments, documents, strict=True
        )
    ]


def read_finely(photo: Photo, found: Detection, card: UprightCard, run: Run) -> UprightCard:
    """Read a sheet of small print again at twice the scale, where the photo has the pixels for it."""
    quad = as_quad(found.quad)
    _, right, _, left = quad_sides(long_side_first(quad)[0])
    if max(right, left) < WORTH_A_SECOND_LOOK * CARD_HEIGHT_PX or not may_be_page(run.options):
        return card
    photo = with_detail(photo, run.data, [quad], PAGE_HEIGHT_PX)
    run.watch.lap("decode")
    long_first, turns = long_side_first(to_image(photo, quad))
    image = rectify(photo.image, long_first, PAGE_HEIGHT_PX)
    run.watch.lap("rectify")
    document = read_page((image, card.assessment), run.models)
    run.watch.lap("read")
    known = document.classified.spec is not UNKNOWN_SPEC and _shows_as_much(document, card.document)
    return upright_card(roll_quad(quad, turns), card.assessment, document) if known else card


def read_with_room_below(
    photo: Photo, found: Detection, card: UprightCard, run: Run
) -> tuple[Detection, UprightCard]:
    """Read a card that may have a zone with what lies under it if none was read; return what was read last.

    The line over a zone, or a thing that lies there, may have been taken for the edge of the card.
    The longer outline stays only if a declared document's zone is read in it.
    """
    if not _lacks_zone(card, run.models):
        return found, card
    longer = replace(found, quad=quad_points(lengthened(card.quad, ROOM_FOR_ZONE)))
    second = read_cards(photo, [longer], run)[0]
    zoned = second.document.mrz is not None and second.document.classified.spec is not UNKNOWN_SPEC
    return (longer, second) if zoned else (found, card)


def _lacks_zone(card: UprightCard, models: Models) -> bool:
    """Tell whether a card without a zone should have one, or is unknown and shows a portrait and print."""
    spec, mrz, lines = card.document.classified.spec, card.document.mrz, card.document.text.lines
    if mrz is not None or len(lines) < LINES_OVER_ZONE:
        return False
    return bool(models.detect_faces(card.image)) if spec is UNKNOWN_SPEC else spec.mrz is not None


def _shows_as_much(fine: ReadDocument, coarse: ReadDocument) -> bool:
    """Tell whether the second look lost no print: what is blurred shows more at a smaller scale."""
    return len(fine.text.lines) >= KEPT_LINES * len(coarse.text.lines)


def may_be_page(options: Options) -> bool:
    """Tell whether the caller may want a document that is a sheet of small print."""
    return any(spec.page and spec.type in (options.documents or (spec.type,)) for spec in all_specs())


def upright_card(long_first: QuadArray, assessment: Assessment, document: ReadDocument) -> UprightCard:
    """Bring outline (photo pixels, long side first), maps and reading to the card's upright image."""
    turns, image = document.text.quarter_turns, document.text.image
    upright = roll_quad(long_first, turns)
    photo_from_card = homography_from_quad(frame_quad(image.shape[1], image.shape[0]), upright)
    return UprightCard(assessment, turn_maps(assessment.maps, turns), document, upright, photo_from_card)
