"""`RecognizeIdcard` of Alibaba Cloud OCR, API version 2021-07-07: `Data` as JSON text, one entry a side.

Coordinates are pixels of the upright photo; confidences are whole numbers from 0 to 100.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from idvision.schemas.aliyun_common import as_text
from idvision.schemas.card_values import fields_of, in_chinese, period, sex_in_chinese, values_of
from idvision.schemas.choices import Choices
from idvision.schemas.findings import codes_of
from idvision.schemas.native import Json
from idvision.schemas.vendor_codes import BACK, FRONT, id_card_side, matching, spec_of
from idvision.types import Card, Quad, Result

ALGORITHM = "idvision"

_SIDES = {FRONT: "face", BACK: "back"}


@dataclass(frozen=True, slots=True)
class IdcardRequest:
    """What a call asks for: `OutputFigure`, `OutputQualityInfo`."""

    figure: bool = False
    quality: bool = False


FACE_VALUES: Mapping[str, str] = {
    "name": "name",
    "sex": "sex",
    "ethnicity": "ethnicity",
    "birthDate": "birth_date",
    "address": "address",
    "idNumber": "id_number",
}
BACK_VALUES: Mapping[str, str] = {"issueAuthority": "issuing_authority", "validPeriod": "expiry_date"}
_VALUES = {FRONT: FACE_VALUES, BACK: BACK_VALUES}
_FORMS: Mapping[str, Callable[[str], str]] = {"birthDate": in_chinese, "sex": sex_in_chinese}


def to_idcard(result: Result, request: IdcardRequest, request_id: str, choices: Choices) -> Json | None:
    """Return the body of the answer; None if no side of an identity card was seen."""
    sides: Json = {}
    for side, name in _SIDES.items():
        cards = matching(result, lambda card, side=side: id_card_side(spec_of(card)) == side)  # type: ignore[misc]
        if cards:
            sides[name] = _side(cards[0], side, result, request, choices)
    if not sides:
        return None
    return {"RequestId": request_id, "Data": as_text({"data": sides})}


def _side(card: Card, side: str, result: Result, request: IdcardRequest, choices: Choices) -> Json:
    size = {"height": result.image_height, "width": result.image_width}
    entry: Json = {
        "algo_version": ALGORITHM,
        "angle": round(turned_deg(card.quad)) % 360,
        "data": _data(card, side, choices),
        "ftype": int("photocopy" in codes_of(card)),
        **size,
        "orgHeight": size["height"],
        "orgWidth": size["width"],
        "prism_keyValueInfo": _key_values(card, side, choices),
    }
    if request.figure:
        entry["figure"] = [] if card.portrait is None else [_figure(card.portrait)]
    if request.quality:
        entry[choices.recognize_idcard_quality_key] = _quality(card)
    return entry


def _data(card: Card, side: str, choices: Choices) -> dict[str, str]:
    values = values_of(card, blank_doubtful=choices.blank_doubtful)
    return {
        name: period(values) if name == "validPeriod" else _FORMS.get(name, str)(values.get(own, ""))
        for name, own in _VALUES[side].items()
    }


def _key_values(card: Card, side: str, choices: Choices) -> list[Json]:
    """Return the values with their places; one that was not read stands nowhere."""
    data, fields = _data(card, side, choices), fields_of(card)
    read = ((name, fields.get(own)) for name, own in _VALUES[side].items())
    return [
        {
            "key": name,
            "keyProb": 100,
            "value": data[name],
            "valueProb": round(100 * field.confidence),
            "valuePos": [] if field.quad is None else _points(field.quad),
        }
        for name, field in read
        if field is not None
    ]


def _points(quad: Quad) -> list[dict[str, int]]:
    return [{"x": round(x), "y": round(y)} for x, y in quad]


def _figure(quad: Quad) -> Json:
    """Return the holder's portrait: its corners, its upright frame and its turned one by the middle."""
    xs, ys = [x for x, _ in quad], [y for _, y in quad]
    left, top = min(xs), min(ys)
    box = {
        "x": round(sum(xs) / 4),
        "y": round(sum(ys) / 4),
        "w": round(math.dist(quad[0], quad[1])),
        "h": round(math.dist(quad[1], quad[2])),
        "angle": round(turned_deg(quad)) % 360,
    }
    frame = {"x": round(left), "y": round(top), "w": round(max(xs) - left), "h": round(max(ys) - top)}
    return {"type": "face", **frame, "box": box, "points": _points(quad)}


def _quality(card: Card) -> Json:
    """Return scores from 0 to 100: completeness and quality 100 best, signs of editing 0 best."""
    quality = card.quality
    worst = max(quality.blur, quality.glare, quality.occlusion, quality.exposure)
    codes = codes_of(card)
    return {
        "completenessScore": round(100 * (1 - quality.incomplete), 1),
        "isCopy": "photocopy" in codes,
        "isReshoot": "screen_recapture" in codes,
        "qualityScore": round(100 * (1 - worst), 1),
        "tamperScore": round(100 * card.reproduction.edited, 1),
    }


def turned_deg(quad: Quad) -> float:
    """Return how far a card is turned clockwise, in degrees from 0 to 360."""
    (x1, y1), (x2, y2) = quad[0], quad[1]
    return math.degrees(math.atan2(y2 - y1, x2 - x1)) % 360
