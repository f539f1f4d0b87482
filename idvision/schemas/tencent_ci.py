"""`IDCardOCR` of Tencent's picture processing in the object store (CI): XML bytes, answers and errors."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from xml.etree import ElementTree as ET

from idvision.schemas.choices import Choices
from idvision.schemas.tencent_idcard import (
    EXPIRED,
    FLAGS,
    NO_CARD,
    WRONG_SIDE,
    Crops,
    IdCardRequest,
    border_code,
    cards_of,
    pictures,
    refusal,
    sharpness,
    texts_of,
    warnings_of,
)
from idvision.types import Card, Result

_WITHOUT_INFO = frozenset({"MultiCardDetect"})
# What XML 1.0 cannot hold, not even escaped.
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def ci_refusal(result: Result, request: IdCardRequest) -> str:
    """Return the error code that answers the photo, empty if it is read; there is none for the other side."""
    code = refusal(result, request)
    return NO_CARD if code == WRONG_SIDE else code


def to_tencent_ci(result: Result, request: IdCardRequest, crops: Crops, choices: Choices) -> bytes:
    """Return the body for a photo that is not refused: what the sides say, and what else was asked for."""
    flags = request.flags.intersection(FLAGS)
    request = replace(request, flags=flags)
    cards = cards_of(result, request)
    root = ET.Element("Response")
    info = ET.SubElement(root, "IdInfo")
    for card in cards:
        for name, text in texts_of(card, request, choices).items():
            _add(info, name, text)
    if not flags <= _WITHOUT_INFO:
        advanced = ET.SubElement(root, "AdvancedInfo")
        for name, text in (*pictures(crops, request), *_judged(cards, request, choices)):
            _add(advanced, name, text)
    return _bytes(root)


def _judged(cards: Sequence[Card], request: IdCardRequest, choices: Choices) -> Iterator[tuple[str, str]]:
    """Yield the scores that were asked for, the worse of two sides, and every warning."""
    if "Quality" in request.flags:
        yield "Quality", str(min(sharpness(card, request.limits) for card in cards))
    if "BorderCheckWarn" in request.flags:
        yield "BorderCodeValue", str(max(border_code(card, request.limits) for card in cards))
    sign = 1 if choices.ci_negative_warnings else -1
    found = (code for card in cards for code in warnings_of(card, request, EXPIRED))
    for code in dict.fromkeys(found):
        yield "WarnInfos", str(sign * code)


def error_to_ci(code: str, message: str, resource: str, request_id: str, trace_id: str) -> bytes:
    """Return the body of a refused call; the object store's own errors look the same.

    `resource` is what was asked for, such as `BUCKET.cos.REGION.myqcloud.com/KEY`; clients need it not to be
    empty.
    """
    root = ET.Element("Error")
    texts = {
        "Code": code,
        "Message": message,
        "Resource": resource,
        "RequestId": request_id,
        "TraceId": trace_id,
    }
    for name, text in texts.items():
        _add(root, name, text)
    return _bytes(root)


def _add(parent: ET.Element, name: str, text: str) -> None:
    ET.SubElement(parent, name).text = _FORBIDDEN.sub("", text)


def _bytes(root: ET.Element) -> bytes:
    return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True))
