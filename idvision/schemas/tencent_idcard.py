"""What Tencent's two services for Chinese identity cards have in common: request, refusals, values, warnings.

api version 2018-11-19 of the OCR service answers in JSON (`tencent_ocr`),
the picture processing of the object store in XML (`tencent_ci`)
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from idvision.schemas.card_values import fields_of, period, sex_in_chinese, slashed, values_of
from idvision.schemas.choices import Choices
from idvision.schemas.findings import codes_of, is_unread
from idvision.schemas.vendor_codes import FRONT, id_card_side, matching, spec_of
from idvision.types import UNKNOWN_DOCUMENT, Card, Field, Limits, Result

FLAGS = (
    *("CropIdCard", "CropPortrait", "CopyWarn", "BorderCheckWarn", "ReshootWarn", "DetectPsWarn"),
    *("TempIdWarn", "InvalidDateWarn", "Quality", "MultiCardDetect"),
)
"""What `Config` can ask of both services."""
OCR_FLAGS = (*FLAGS, "ReflectWarn", "KeyCheck", "ValueCheck")
"""The same of the OCR service alone."""

PERIOD = "ValidDate"
NAMES: Mapping[str, str] = {
    "Name": "name",
    "Sex": "sex",
    "Nation": "ethnicity",
    "Birth": "birth_date",
    "Address": "address",
    "IdNum": "id_number",
    "Authority": "issuing_authority",
    PERIOD: "expiry_date",
}
"""The services' names and our values; the period begins with `valid_from`."""

NO_CARD = "FailedOperation.ImageNoIdCard"
WRONG_SIDE = "FailedOperation.CardSideError"
SEVERAL = "FailedOperation.MultiCardError"
BLURRED = "FailedOperation.ImageBlur"
UNREAD = "FailedOperation.OcrFailed"
ILLEGAL = "FailedOperation.IdCardInfoIllegal"

MESSAGES: Mapping[str, str] = {
    NO_CARD: "照片中未检测到身份证。",
    WRONG_SIDE: "身份证的正反面与所要求的不符。",
    SEVERAL: "照片中存在多张卡。",
    BLURRED: "图片模糊。",
    UNREAD: "OCR识别失败。",
    ILLEGAL: "身份证信息不合法（身份证号未通过校验）。",
}
"""What is said to each refusal of a photo."""

COPIED, RESHOT, EDITED = -9102, -9103, -9106
INCOMPLETE, TEMPORARY, OCCLUDED, REFLECTS = -9101, -9104, -9105, -9107
EXPIRED = -9100
_WARNINGS: tuple[tuple[str, str, int], ...] = (
    ("BorderCheckWarn", "incomplete", INCOMPLETE),
    ("CopyWarn", "photocopy", COPIED),
    ("ReshootWarn", "screen_recapture", RESHOT),
    ("TempIdWarn", "temporary", TEMPORARY),
    ("BorderCheckWarn", "occlusion", OCCLUDED),
    ("DetectPsWarn", "edited", EDITED),
    ("ReflectWarn", "glare", REFLECTS),
)
"""Flag, our reason, the service's warning."""
_NUMBER_LENGTH = 18
_CONTRADICTED = "inconsistent"


@dataclass(frozen=True, slots=True)
class IdCardRequest:
    """What a call asks for.

    Attributes:
        side: `CardSide`, `FRONT` or `BACK`; empty finds out.
        flags: the names in `Config` that are true.
        rectify: `EnableRecognitionRectify`: a birth date or sex that is missing or contradicts the number
            follows from the number.
        reflect_detail: `EnableReflectDetail`.
        date_verify: `EnableDateVerify`.
        limits: those by which the verdict was made.
    """

    side: str = ""
    flags: frozenset[str] = frozenset()
    rectify: bool = True
    reflect_detail: bool = False
    date_verify: bool = True
    limits: Limits = field(default_factory=Limits)


@dataclass(frozen=True, slots=True)
class Crops:
    """Upright JPEG pictures cut out of the photo, empty where they were not asked for or there is none."""

    id_card: bytes = b""
    portrait: bytes = b""


def cards_of(result: Result, request: IdCardRequest) -> tuple[Card, ...]:
    """Return the sides of the identity card that an answer is about: one, or both with `MultiCardDetect`."""
    cards = matching(result, lambda card: id_card_side(spec_of(card)) in {FRONT, "BACK"})
    wanted = [card for card in cards if request.side in {"", id_card_side(spec_of(card))}]
    if "MultiCardDetect" not in request.flags:
        return tuple(wanted[:1])
    by_side = {id_card_side(spec_of(card)): card for card in reversed(cards)}
    return tuple(by_side[side] for side in (FRONT, "BACK") if side in by_side)


def refusal(result: Result, request: IdCardRequest) -> str:
    """Return the error code that answers the photo, empty if it is read."""
    cards = matching(result, lambda card: bool(id_card_side(spec_of(card))))
    sides = [id_card_side(spec_of(card)) for card in cards]
    both = "MultiCardDetect" in request.flags
    if not cards:
        # Of a card that is too blurred to be known nobody can say that it is another one.
        unknown = (card for card in result.cards if card.document.type == UNKNOWN_DOCUMENT)
        return BLURRED if any(_is_blurred(card, request) for card in unknown) else NO_CARD
    if len(cards) > (len(set(sides)) if both else 1):
        return SEVERAL
    if request.side and request.side not in sides:
        return WRONG_SIDE
    return next(filter(None, (_fault(card, request) for card in cards)), "")


def _fault(card: Card, request: IdCardRequest) -> str:
    if _is_blurred(card, request):
        return BLURRED
    if is_unread(card):
        return UNREAD
    number = fields_of(card).get("id_number")
    return ILLEGAL if number is not None and not _is_sound(number) else ""


def _is_blurred(card: Card, request: IdCardRequest) -> bool:
    return card.quality.blur >= request.limits.blur_reject


def _is_sound(number: Field) -> bool:
    """Tell whether a number obeys its own rules, whatever stands beside it."""
    return set(number.problems) <= {_CONTRADICTED}


def texts_of(card: Card, request: IdCardRequest, choices: Choices) -> dict[str, str]:
    """Return what one side says, under the names of the services; a side tells only what it can bear."""
    spec = spec_of(card)
    borne = {one.name for one in spec.fields}
    values = values_of(card, blank_doubtful=choices.blank_doubtful)
    if request.rectify:
        values |= _rectified(fields_of(card))
    forms = {"Sex": sex_in_chinese, "Birth": slashed}
    return {
        name: period(values) if name == PERIOD else forms.get(name, str)(values.get(own, ""))
        for name, own in NAMES.items()
        if own in borne
    }


def _rectified(fields: Mapping[str, Field]) -> dict[str, str]:
    """Return birth date and sex as a sound number states them, where they are missing or doubtful."""
    number = fields.get("id_number")
    digits = number.value if number is not None and _is_sound(number) else ""
    if len(digits) != _NUMBER_LENGTH or not digits[:-1].isdecimal():
        return {}
    stated = {
        "birth_date": f"{digits[6:10]}-{digits[10:12]}-{digits[12:14]}",
        "sex": "M" if int(digits[16]) % 2 else "F",
    }
    return {name: value for name, value in stated.items() if name not in fields or fields[name].problems}


def warnings_of(card: Card, request: IdCardRequest, expired_code: int) -> tuple[int, ...]:
    """Return the warnings that were asked for and apply, each once, all negative."""
    codes = codes_of(card)
    found = [code for flag, reason, code in _WARNINGS if flag in request.flags and reason in codes]
    if "InvalidDateWarn" in request.flags and request.date_verify and _is_date_bad(card):
        found.insert(0, expired_code)
    return tuple(found)


def _is_date_bad(card: Card) -> bool:
    fields = fields_of(card)
    dates = (fields[name] for name in ("valid_from", "expiry_date") if name in fields)
    return "expired" in codes_of(card) or any(one.problems for one in dates)


def sharpness(card: Card, limits: Limits) -> int:
    """Return `Quality`: 100 sharp, 50 at the blur from which a card is reviewed, 0 at most."""
    return round(100 * (1 - _halfway_at(card.quality.blur, limits.blur_review)))


def border_code(card: Card, limits: Limits) -> int:
    """Return `BorderCodeValue`: 0 complete, 50 at the missing share from which a card is reviewed."""
    return round(100 * _halfway_at(card.quality.incomplete, limits.incomplete_review))


def _halfway_at(value: float, limit: float) -> float:
    """Return 0 for 0, 1/2 for `limit`, 1 for 1, and a straight line between."""
    if value < limit:
        return value / limit / 2
    return 0.5 + (value - limit) / (1 - limit) / 2 if limit < 1 else 0.5


def pictures(crops: Crops, request: IdCardRequest) -> Iterator[tuple[str, str]]:
    """Yield the cut-out pictures that were asked for, in base64."""
    if "CropIdCard" in request.flags:
        yield "IdCard", b64encode(crops.id_card).decode("ascii")
    if "CropPortrait" in request.flags:
        yield "Portrait", b64encode(crops.portrait).decode("ascii")
