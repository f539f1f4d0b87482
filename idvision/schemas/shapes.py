"""One result in every shape at once: idvision's own, and what each vendor's call would answer to the photo.

Each call is asked for what the photo shows, as somebody would who knows it: the type of its largest card, all
that can be judged, no cut-out pictures.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from idvision.schemas.aliyun_common import CallIds
from idvision.schemas.aliyun_credential import CredentialRequest, to_credential
from idvision.schemas.aliyun_green import to_green
from idvision.schemas.aliyun_idcard import IdcardRequest, to_idcard
from idvision.schemas.aliyun_ocr_max import GENERAL, OcrMaxRequest, to_ocr_max
from idvision.schemas.choices import Choices
from idvision.schemas.native import Json, to_native
from idvision.schemas.tencent_ci import ci_refusal, error_to_ci, to_tencent_ci
from idvision.schemas.tencent_idcard import FLAGS, MESSAGES, OCR_FLAGS, Crops, IdCardRequest
from idvision.schemas.tencent_ocr import to_tencent_ocr
from idvision.schemas.vendor_codes import (
    CREDENTIAL,
    GREEN,
    OCR_MAX,
    by_size,
    code_of,
    id_card_side,
    page_of,
    spec_of,
)
from idvision.types import Limits, Result

Shape = Callable[[Result, Limits, str, Choices], object]
_CROPS = frozenset({"CropIdCard", "CropPortrait"})
_BOTH = "MultiCardDetect"
_RESOURCE = "photo"


def shapes_of(result: Result, limits: Limits, source: str, request_id: str, choices: Choices) -> Json:
    """Return the shapes by name.

    Args:
        result: of one photo.
        limits: by which its verdict was made.
        source: names the photo in the native shape.
        request_id: in the vendors' shapes.
        choices: what the vendors' contracts leave open.

    A value is a JSON object, the text of an XML document, or None where the vendor has no call for what the
    photo shows.
    """
    vendors = {name: shape(result, limits, request_id, choices) for name, shape in VENDORS.items()}
    return {"native": to_native(result, source), **vendors}


def _first_code(result: Result, scheme: str) -> tuple[str, str]:
    """Return code and page of the largest card that the scheme has a name for, empty if there is none."""
    specs = (spec_of(card) for card in by_size(result.cards))
    return next(((code_of(spec, scheme), page_of(spec)) for spec in specs if code_of(spec, scheme)), ("", ""))


def _ocr_max(result: Result, _limits: Limits, request_id: str, choices: Choices) -> Json:
    doc_type, doc_page = _first_code(result, OCR_MAX)
    request = (
        OcrMaxRequest(doc_type=doc_type, doc_page=doc_page, id_spoof=True, standard_values=True)
        if doc_type
        else OcrMaxRequest(ocr_model=GENERAL)
    )
    return to_ocr_max(result, request, CallIds(request_id, request_id), choices)


def _credential(result: Result, _limits: Limits, request_id: str, choices: Choices) -> Json | None:
    doc_type, _ = _first_code(result, CREDENTIAL)
    request = CredentialRequest(doc_type, fraud_check=True)
    return to_credential(result, request, CallIds(request_id, request_id), choices) if doc_type else None


def _green(result: Result, _limits: Limits, _request_id: str, choices: Choices) -> Json | None:
    kind, _ = _first_code(result, GREEN)
    return to_green(result, kind, choices) if kind else None


def _idcard(result: Result, _limits: Limits, request_id: str, choices: Choices) -> Json | None:
    return to_idcard(result, IdcardRequest(figure=True, quality=True), request_id, choices)


def _asked(result: Result, limits: Limits, flags: tuple[str, ...]) -> IdCardRequest:
    sides = {id_card_side(spec_of(card)) for card in result.cards} - {""}
    without = _CROPS if len(sides) > 1 else _CROPS | {_BOTH}
    return IdCardRequest(flags=frozenset(flags) - without, reflect_detail=True, limits=limits)


def _tencent_ocr(result: Result, limits: Limits, request_id: str, choices: Choices) -> Json:
    return to_tencent_ocr(result, _asked(result, limits, OCR_FLAGS), Crops(), request_id, choices)


def _tencent_ci(result: Result, limits: Limits, request_id: str, choices: Choices) -> str:
    request = _asked(result, limits, FLAGS)
    code = ci_refusal(result, request)
    body = (
        error_to_ci(code, MESSAGES[code], _RESOURCE, request_id, request_id)
        if code
        else to_tencent_ci(result, request, Crops(), choices)
    )
    return body.decode()


VENDORS: Mapping[str, Shape] = MappingProxyType(
    {
        "aliyun_ocr_max": _ocr_max,
        "aliyun_credential": _credential,
        "aliyun_green": _green,
        "aliyun_recognize_idcard": _idcard,
        "tencent_ocr": _tencent_ocr,
        "tencent_ci": _tencent_ci,
    }
)
"""The vendors' shapes by name."""
