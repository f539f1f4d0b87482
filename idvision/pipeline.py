"""The file to read first: what happens to a photo, from bytes to result.

    decode -> locate -> rectify -> assess -> read_documents (turns cards upright; reads, classifies, parses,
    validates) -> decide

Where nothing known was found, the whole frame may be a sheet of small print, or show a number in the open, on
a vehicle: `scene_cards` looks for one.

Every stage is a function of its arguments and returns small frozen values; only this file and `read_document`
join them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import numpy as np

from idvision.anchors import Classified
from idvision.assess import NOT_A_DOCUMENT
from idvision.barcode_fields import moved
from idvision.decode import read_header, reduction_for
from idvision.derive import with_derived
from idvision.documents import UNKNOWN_SPEC
from idvision.geometry import (
    as_quad,
    frame_quad,
    is_convex,
    project,
    project_quad,
    quad_iou,
    quad_points,
    quad_sides,
    quarter_turns_between,
    scale_quad,
    visible_share,
)
from idvision.locate import LONG_SIDE_PX
from idvision.locate_refine import refine_quad
from idvision.models import Models
from idvision.outline import corrected_outline
from idvision.page_hints import hints_at_page
from idvision.parse import declared_box, placed_box
from idvision.photo import Photo, open_photo, to_image, with_detail
from idvision.portrait import portrait_box
from idvision.quality import COVERED, measure
from idvision.read_document import MIN_PAGE_LINES, is_small_print
from idvision.rivals import is_proven, share_place, without_other_sheets, without_rivals
from idvision.scene_cards import may_show_scene, with_scenes
from idvision.stopwatch import Stopwatch
from idvision.tensor import halved_to
from idvision.types import (
    UNKNOWN_DOCUMENT,
    Box,
    Card,
    CornerFlags,
    Detection,
    DocumentClass,
    Field,
    Homography,
    Mrz,
    Options,
    Quad,
    QuadArray,
    Quality,
    Reproduction,
    Result,
    TextLine,
)
from idvision.upright import Run, UprightCard, may_be_page, read_cards, read_finely, read_with_room_below
from idvision.verdict import CardEvidence, decide_card, decide_photo

# A document that fills a photo of this size has full detail; a smaller photo shows none with more than it.
DETAIL_LONG_SIDE_PX = 1022
SAME_OUTLINE_IOU = 0.9
# How sure it is that the frame is an outline which nothing but the print speaks for.
FRAME_SCORE = 0.5
# Less of a card than this in the photo means that the frame cuts it.
WHOLE_SHARE = 0.95
# An outline that follows the print alone yields to one that also lies on edges.
SCORE_WITHOUT_EDGES = 0.8
# How far, in short sides of the card, an edge may lie from where the print lets it be expected.
SNAP_REACH = 0.06


# A document of more than this share of the photo is what the frame would be read as.
FILLS_FRAME = 0.8


def analyze(data: bytes, models: Models, options: Options) -> Result:
    """Read every document in an encoded photo. Raises InputError; never raises for a bad card."""
    options = replace(options, today=options.today or date.today())
    run = Run(data, models, options, Stopwatch())
    header = read_header(data, max_pixels=options.max_pixels, max_bytes=options.max_bytes)
    photo = open_photo(data, header, reduction_for(header, DETAIL_LONG_SIDE_PX))
    run.watch.lap("decode")
    detections = locate(photo, models)
    run.watch.lap("locate")
    photo = with_detail(photo, data, [as_quad(found.quad) for found in detections])
    run.watch.lap("decode")
    read = without_rivals(analyze_places(photo, detections, run))
    read = without_other_sheets(analyze_frame(photo, read, run) or read)
    if may_show_scene(read):
        read = with_scenes(read, photo, data, models, options)
        run.watch.lap("read")
    cards = tuple(with_derived(card) for card in read)
    verdict = decide_photo(cards, options)
    run.watch.lap("decide")
    return Result(header.width, header.height, cards, verdict, run.watch.laps_ms())


def locate(photo: Photo, models: Models) -> tuple[Detection, ...]:
    """Find the documents; quads in pixels of the full photo."""
    return tuple(
        replace(found, quad=project_quad(photo.photo_from_image, found.quad))
        for found in models.locate(photo.image)
    )


def analyze_places(photo: Photo, detections: Sequence[Detection], run: Run) -> tuple[Card, ...]:
    """Read every document; of outlines that claim one place, none weaker than a proven one is read.

    Those that lie apart are read together.
    """
    apart = [
        found
        for number, found in enumerate(detections)
        if not any(share_place(found.quad, other.quad) for other in detections[:number])
    ]
    read = dict(zip(apart, read_cards(photo, apart, run), strict=True))
    cards: list[Card] = []
    for found in detections:
        proven = [card for card in cards if is_proven(card) and card.score >= found.score]
        if not any(share_place(card.quad, found.quad) for card in proven):
            card = read[found] if found in read else read_cards(photo, [found], run)[0]
            cards += analyze_place(photo, found, card, run)
    return tuple(cards)


def analyze_frame(photo: Photo, cards: Sequence[Card], run: Run) -> tuple[Card, ...]:
    """Read the whole frame as a sheet of small print, as scans and screenshots are; nothing if it is none.

    Only where the photo shows nothing known, but a sheet full of text, or no outline at all.
    """
    unknown = all(card.document.type == UNKNOWN_DOCUMENT for card in cards)
    if not unknown or not may_be_page(run.options):
        return ()
    texts = [line.text for card in cards for line in card.lines]
    if cards and (max(len(card.lines) for card in cards) < MIN_PAGE_LINES or not hints_at_page(texts)):
        return ()
    if any(card.quality.coverage > FILLS_FRAME for card in cards):
        return ()
    quad = frame_quad(photo.header.width, photo.header.height)
    frame = Detection(quad_points(quad), FRAME_SCORE)
    photo = with_detail(photo, run.data, [quad])
    read = read_cards(photo, [frame], run)[0]
    if is_small_print(read.document):
        read = read_finely(photo, frame, read, run)
    return (judge_card(photo, frame, read, run),) if read.document.classified.spec.page else ()


def analyze_place(photo: Photo, found: Detection, read: UprightCard, run: Run) -> tuple[Card, ...]:
    """Judge one document, and read it again where its print is small or shows its outline elsewhere."""
    if is_small_print(read.document):
        return (judge_card(photo, found, read_finely(photo, found, read, run), run),)
    found, read = read_with_room_below(photo, found, read, run)
    card = judge_card(photo, found, read, run)
    if quad_iou(as_quad(card.quad), as_quad(found.quad)) > SAME_OUTLINE_IOU:
        return (card,)
    printed = quad_points(snap_to_edges(photo, as_quad(card.quad)))
    second = Detection(printed, found.score * SCORE_WITHOUT_EDGES)
    return card, judge_card(photo, second, read_cards(photo, [second], run)[0], run)


def outline_of(card: UprightCard, classified: Classified, photo: Photo) -> QuadArray:
    """Return the card's outline, moved to where its print says; of a cut card the locator knows more."""
    if visible_share(card.quad, photo.header.width, photo.header.height) < WHOLE_SHARE:
        return card.quad
    return corrected_outline(card.quad, card.photo_from_card, card.size_wh, classified)


def snap_to_edges(photo: Photo, quad: QuadArray) -> QuadArray:
    """Move the sides of a roughly known outline (photo pixels) onto the edges nearby."""
    image, factor = halved_to(photo.image, LONG_SIDE_PX)
    rough = scale_quad(to_image(photo, quad), (1 / factor, 1 / factor))
    reach_px = max(2, round(SNAP_REACH * min(quad_sides(rough))))
    snapped = refine_quad(image, rough, np.zeros(4, bool), reach_px)
    outline = scale_quad(snapped if is_convex(snapped) else rough, (factor, factor))
    return project(photo.photo_from_image, outline)


def judge_card(photo: Photo, found: Detection, card: UprightCard, run: Run) -> Card:
    """Judge one document that was read."""
    classified, mrz = card.document.classified, card.document.mrz
    fields = fields_in_photo(card)
    quad = outline_of(card, classified, photo)
    portrait = find_portrait(card, run.models)
    quality = judge(card, quad, portrait, photo)
    run.watch.lap("assess")
    turns = quarter_turns_between(as_quad(found.quad), card.quad)
    spec = classified.spec
    evidence = CardEvidence(
        document=DocumentClass(spec.type, spec.side, classified.confidence, turns, spec.form),
        quality=quality,
        reproduction=Reproduction(**card.assessment.copies),
        no_document=card.assessment.types[NOT_A_DOCUMENT],
        fields=fields,
        mrz=in_photo(mrz, card.photo_from_card) if mrz is not None else None,
        lines=text_lines(card),
        required=spec.expected,
        temporary=spec.temporary,
        barcodes=tuple(moved(code, card.photo_from_card) for code in card.document.barcodes),
    )
    return Card(
        quad=quad_points(quad),
        corners_seen=corners_seen(card, quad, found, photo),
        score=found.score,
        document=evidence.document,
        quality=quality,
        reproduction=evidence.reproduction,
        fields=fields,
        mrz=evidence.mrz,
        portrait=box_in_photo(card, portrait) if portrait is not None else None,
        lines=evidence.lines,
        verdict=decide_card(evidence, run.options),
        barcodes=evidence.barcodes,
    )


def fields_in_photo(card: UprightCard) -> tuple[Field, ...]:
    """Return the card's values with their quads in photo pixels."""
    boxes = card.document.boxes
    return tuple(replace(field, quad=box_in_photo(card, boxes[field.name])) for field in card.document.fields)


def find_portrait(card: UprightCard, models: Models) -> Box | None:
    """Return where the portrait is in fractions of the card; a side declared without one is not searched."""
    classified = card.document.classified
    if classified.spec.portrait is None and classified.spec is not UNKNOWN_SPEC:
        return None
    return portrait_box(models.detect_faces(card.image), card.size_wh, classified)


def judge(card: UprightCard, quad: QuadArray, portrait: Box | None, photo: Photo) -> Quality:
    """Measure the card, and the defects of each of its declared fields and of the portrait.

    A portrait that no face was seen of may be covered: its defects are those of its declared place.
    """
    spec, layout = card.document.classified.spec, card.document.classified.layout
    boxes = dict(card.document.boxes)
    boxes |= {field.name: declared_box(spec, field.name, layout) for field, _ in spec.placed}
    place = portrait if portrait or spec.portrait is None else placed_box(spec.portrait, layout)
    if place is not None:
        boxes["portrait"] = place
    return measure(card.image, card.maps, quad, (photo.header.height, photo.header.width), boxes)


def corners_seen(card: UprightCard, quad: QuadArray, found: Detection, photo: Photo) -> CornerFlags:
    """Tell which corners of the upright quad are in the photo, were found there and lie under nothing."""
    cells = ((2, 2), (2, -3), (-3, -3), (-3, 2))
    covered = [card.maps.occlusion[row, column] > COVERED for row, column in cells]
    limit = np.array([photo.header.width, photo.header.height]) - 0.5
    inside = np.all((quad >= -0.5) & (quad <= limit), axis=1)
    nearest = [int(np.argmin(np.linalg.norm(as_quad(found.quad) - corner, axis=1))) for corner in quad]
    a, b, c, d = (
        bool(within and found.corners_seen[number] and not under)
        for within, number, under in zip(inside, nearest, covered, strict=True)
    )
    return a, b, c, d


def text_lines(card: UprightCard) -> tuple[TextLine, ...]:
    """Return the card's lines with their quads in photo pixels."""
    return tuple(
        TextLine(line.reading.text, line.reading.confidence, project_quad(card.photo_from_card, line.quad))
        for line in card.document.text.lines
    )


def in_photo(mrz: Mrz, photo_from_card: Homography) -> Mrz:
    """Return the zone with the quads of its lines and fields in photo pixels."""
    return replace(
        mrz,
        quads=tuple(project_quad(photo_from_card, quad) for quad in mrz.quads),
        fields=tuple(
            field if field.quad is None else replace(field, quad=project_quad(photo_from_card, field.quad))
            for field in mrz.fields
        ),
    )


def box_in_photo(card: UprightCard, box: Box) -> Quad:
    """Return a box given in fractions of the card as a quad of the photo."""
    width, height = card.size_wh
    x1, y1, x2, y2 = box[0] * width, box[1] * height, box[2] * width, box[3] * height
    return project_quad(card.photo_from_card, [[x1, y1], [x2, y1], [x2, y2], [x1, y2]])
