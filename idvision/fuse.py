"""Fuse several frames of the same cards: results -> one result, its values voted character by character.

    group_cards (which cards are one) -> fuse_fields, fuse_mrz (vote, validate) -> decide

What is seen, outline, quality, places, comes from the best frame: that which shows the most cards, then that
of the mildest verdict, of the most sure values, of the least defects. What was read comes from all.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from statistics import median_high

from idvision.barcode_fields import moved
from idvision.derive import with_derived, without_derived
from idvision.documents import get_spec
from idvision.fuse_fields import fuse_fields, is_sound
from idvision.fuse_match import Group, group_cards, is_typed
from idvision.fuse_mrz import fuse_mrz
from idvision.geometry import as_quad, homography_from_quad, project_quad
from idvision.rivals import OTHER_SHEET, without_other_sheets
from idvision.types import (
    Barcode,
    Card,
    Field,
    FieldDefect,
    Homography,
    Options,
    Quality,
    Reproduction,
    Result,
)
from idvision.verdict import GRAVITY, CardEvidence, decide_card, decide_photo


def fuse(results: Sequence[Result], options: Options | None = None) -> Result:
    """Combine the results of several photos of the same cards into one.

    Args:
        results: what `idvision.analyze` made of each photo, in any order; equal ones count once.
        options: what the verdict may decide; `options.today` defaults to the system's date.

    Returns:
        A result whose coordinates are those of the best frame; a card that this frame does not show keeps
        those of the best frame that does. A single result is returned as it is.

    Raises:
        ValueError: there are no results.
    """
    unlike = list(dict.fromkeys(results))
    if not unlike:
        raise ValueError("there are no results to fuse")
    if len(unlike) == 1:
        return unlike[0]
    frames = best_first(as_read(result) for result in unlike)
    options = options or Options()
    today = options.today or date.today()
    cards = tuple(fuse_card(group, replace(options, today=today), today) for group in group_cards(frames))
    cards = tuple(with_derived(card) for card in without_other_sheets(cards))
    return Result(
        image_width=frames[0].image_width,
        image_height=frames[0].image_height,
        cards=cards,
        verdict=decide_photo(cards, options),
        timings_ms=_timings(frames),
    )


def as_read(result: Result) -> Result:
    """Return the result with nothing but what was read of its cards."""
    return replace(result, cards=tuple(without_derived(card) for card in result.cards))


def best_first(results: Iterable[Result]) -> tuple[Result, ...]:
    """Return the frames from the best to the worst, in an order that depends on nothing but themselves."""
    return tuple(sorted(results, key=_rank))


def _rank(result: Result) -> tuple[int, int, float, float, str]:
    typed = [card for card in result.cards if is_typed(card)]
    sure = sum(field.confidence for card in typed for field in _all_fields(card) if is_sound(field))
    spoilt = sum(_spoilt(card.quality) for card in typed)
    return -len(typed), GRAVITY[result.verdict.decision], -sure, spoilt, repr(result)


def _all_fields(card: Card) -> tuple[Field, ...]:
    return card.fields + (card.mrz.fields if card.mrz is not None else ())


def _spoilt(quality: Quality) -> float:
    return quality.blur + quality.glare + quality.occlusion + quality.exposure + quality.incomplete


def fuse_card(group: Group, options: Options, today: date) -> Card:
    """Return one card as its views show it together; the first view lends everything that is seen."""
    base = group.views[0].card
    cards = [base, *(placed_like(base, view.card) for view in group.views[1:])]
    document = replace(base.document, confidence=max(card.document.confidence for card in cards))
    spec = get_spec(document.type, document.side, document.form)
    fields = fuse_fields([card.fields for card in cards], spec)
    evidence = CardEvidence(
        document=document,
        quality=replace(base.quality, field_defects=least_defects(cards, fields)),
        reproduction=usual_reproduction(cards),
        fields=fields,
        mrz=fuse_mrz([card.mrz for card in cards if card.mrz is not None], today),
        lines=base.lines,
        required=spec.expected,
        barcodes=all_barcodes(cards),
        # The probability itself is not part of a card; what was judged by it is.
        no_document=float(OTHER_SHEET in base.verdict.reasons),
    )
    return replace(
        base,
        document=document,
        quality=evidence.quality,
        reproduction=evidence.reproduction,
        fields=fields,
        mrz=evidence.mrz,
        barcodes=evidence.barcodes,
        verdict=decide_card(evidence, options),
    )


def placed_like(base: Card, card: Card) -> Card:
    """Return a view with its values where they would stand in the photo of `base`."""
    base_from_view = homography_from_quad(as_quad(card.quad), as_quad(base.quad))
    mrz = card.mrz
    if mrz is not None:
        quads = tuple(project_quad(base_from_view, quad) for quad in mrz.quads)
        mrz = replace(mrz, quads=quads, fields=_placed(mrz.fields, base_from_view))
    barcodes = tuple(moved(code, base_from_view) for code in card.barcodes)
    return replace(card, fields=_placed(card.fields, base_from_view), mrz=mrz, barcodes=barcodes)


def all_barcodes(cards: Sequence[Card]) -> tuple[Barcode, ...]:
    """Return every code that some view shows, from the first that does; one payload counts once."""
    found: dict[tuple[str, str, bytes], Barcode] = {}
    for code in (code for card in cards for code in card.barcodes):
        found.setdefault((code.format, code.text, code.data), code)
    return tuple(found.values())


def _placed(fields: Sequence[Field], base_from_view: Homography) -> tuple[Field, ...]:
    return tuple(
        field if field.quad is None else replace(field, quad=project_quad(base_from_view, field.quad))
        for field in fields
    )


def least_defects(cards: Sequence[Card], fused: Sequence[Field]) -> tuple[FieldDefect, ...]:
    """Return the defects of each field in the view that shows it best, of those that read its fused value.

    A field of which no view read that value keeps the defects of the first.
    """
    values = {field.name: field.value for field in fused}
    names = dict.fromkeys(defect.field for card in cards for defect in card.quality.field_defects)
    found: list[FieldDefect] = []
    for name in names:
        readers = [card for card in cards if _reads(card, name, values.get(name))]
        defects = [_defects_of(card, name) for card in readers or cards[:1]]
        found += min(defects, key=lambda some: max((defect.share for defect in some), default=0.0))
    return tuple(found)


def _reads(card: Card, name: str, value: str | None) -> bool:
    return any(field.name == name and field.value == value and is_sound(field) for field in card.fields)


def _defects_of(card: Card, name: str) -> tuple[FieldDefect, ...]:
    return tuple(defect for defect in card.quality.field_defects if defect.field == name)


def usual_reproduction(cards: Sequence[Card]) -> Reproduction:
    """Return the median evidence of a copy, the upper one of two.

    The best view is no judge of it: it was chosen for its verdict, so it is the one that looks most genuine.
    """
    return Reproduction(
        screen=median_high(card.reproduction.screen for card in cards),
        photocopy=median_high(card.reproduction.photocopy for card in cards),
        edited=median_high(card.reproduction.edited for card in cards),
    )


def _timings(frames: Sequence[Result]) -> tuple[tuple[str, float], ...]:
    """Return the milliseconds of each stage, summed over the frames."""
    stages = dict.fromkeys(stage for frame in frames for stage, _ in frame.timings_ms)
    spent = [dict(frame.timings_ms) for frame in frames]
    return tuple((stage, sum(times.get(stage, 0.0) for times in spent)) for stage in stages)
