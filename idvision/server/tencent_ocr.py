"""`IDCardOCR` of Tencent Cloud OCR, API version 2018-11-19, signed in either of its two styles.

Every answer has HTTP status 200 and the content type `application/json` to the letter: its clients recognise
an error by nothing else.
"""

from __future__ import annotations

import asyncio
import binascii
import json
from base64 import b64decode
from collections.abc import Mapping
from typing import Final

from idvision.errors import BusyError, CallError, InputError, ServerError, SignatureError, ThrottledError
from idvision.schemas.tencent_idcard import OCR_FLAGS, IdCardRequest
from idvision.schemas.tencent_ocr import error_to_tencent, to_tencent_ocr
from idvision.server.access import admit
from idvision.server.dispatch import Service
from idvision.server.refusals import refusal_of, throttled
from idvision.server.services import Services
from idvision.server.tencent_call import (
    BAD_VALUE,
    EMPTY,
    INTERNAL,
    MESSAGES,
    TOO_LARGE,
    UNDECODABLE,
    as_call_error,
    flags_from,
    read_card,
    refused,
    side_from,
)
from idvision.server.wire import FORM, JSON, WireAnswer, WireRequest, json_answer

ACTION: Final = "IDCardOCR"
VERSION: Final = "2018-11-19"
MAX_BASE64: Final = 10 * 1024 * 1024
"""Characters of a picture."""

IMAGE, URL, SIDE, CONFIG = "ImageBase64", "ImageUrl", "CardSide", "Config"
RECTIFY, REFLECT, DATES = "EnableRecognitionRectify", "EnableReflectDetail", "EnableDateVerify"
WARN_TYPE = "CardWarnType"
_TEXTS = (IMAGE, URL, SIDE, CONFIG, WARN_TYPE)
_SWITCHES = (RECTIFY, REFLECT, DATES)
# Parameters of every call, which travel beside its own where nothing is said in headers.
_COMMON = frozenset(
    {"Action", "Version", "Region", "Timestamp", "Nonce", "SecretId", "Signature", "SignatureMethod"}
) | {"Token", "Language", "RequestClient"}
# What the advanced kind finds beyond the basic one, electronic cards and watermarks, is not judged.
_WARN_TYPES = frozenset({"", "Basic", "Advanced"})
_BOOLEANS = {"true": True, "1": True, "false": False, "0": False}


async def answer(request: WireRequest, services: Services) -> WireAnswer:
    """Answer one call."""
    try:
        await admit(request, services, Service.TENCENT_OCR)
        # Megabytes of text are taken apart beside the other requests.
        given = await asyncio.to_thread(_parameters, request)
        asked = _asked(given)
        data = await _picture(given, services)
        result, crops = await read_card(data, asked, services, MAX_BASE64)
        return json_answer(200, to_tencent_ocr(result, asked, crops, request.id, services.config.choices))
    except (SignatureError, ThrottledError) as error:
        refusal = refusal_of(Service.TENCENT_OCR, error, services.config.choices)
        return _error(request, refusal.code, refusal.message)
    except BusyError:
        services.metrics.throttled(Service.TENCENT_OCR.value, "queue")
        refusal = throttled(Service.TENCENT_OCR, services.config.choices)
        return _error(request, refusal.code, refusal.message)
    except (ServerError, InputError) as error:
        call = as_call_error(error)
        return _error(request, call.vendor_code, call.message)


def failed(request: WireRequest, _services: Services) -> WireAnswer:
    """Return what is answered where something went wrong here."""
    return _error(request, INTERNAL, MESSAGES[INTERNAL])


def _error(request: WireRequest, code: str, message: str) -> WireAnswer:
    return json_answer(200, error_to_tencent(code, message, request.id))


def _parameters(request: WireRequest) -> dict[str, str | bool]:
    """Return the call's own parameters by name, each of its kind. Raises CallError."""
    given: dict[str, object]
    if request.content_type == JSON and request.body:
        given = _object(request.body)
        common: Mapping[str, object] = {}
    else:
        if request.body and request.content_type != FORM:
            raise CallError("InvalidParameter", "The content type is not one that is read.")
        pairs = [*request.query_pairs, *request.form_pairs]
        common = {name: value for name, value in pairs if name in _COMMON}
        given = {name: value for name, value in pairs if name not in _COMMON}
    _check_action(
        str(request.header("x-tc-action") or common.get("Action", "")),
        str(request.header("x-tc-version") or common.get("Version", "")),
    )
    return {name: _value(name, value) for name, value in given.items() if value is not None}


def _check_action(action: str, version: str) -> None:
    if action != ACTION:
        raise CallError("InvalidAction", "The action does not exist here.")
    if not version:
        raise CallError("MissingParameter", "The parameter `Version` is missing.")
    if version != VERSION:
        raise CallError("NoSuchVersion", "The version does not exist.")


def _object(body: bytes) -> dict[str, object]:
    try:
        content = json.loads(body)
    except (ValueError, RecursionError):
        content = None
    if not isinstance(content, dict):
        raise CallError("InvalidParameter", "The body is no JSON object.")
    return content


def _value(name: str, value: object) -> str | bool:
    """Return the value of a parameter; in forms everything is text. Raises CallError."""
    if name in _TEXTS and isinstance(value, str):
        return value
    if name in _SWITCHES and isinstance(value, bool):
        return value
    if name in _SWITCHES and isinstance(value, str) and value.lower() in _BOOLEANS:
        return _BOOLEANS[value.lower()]
    if name in _TEXTS or name in _SWITCHES:
        raise CallError("InvalidParameter", f"The parameter `{name}` has a value of another kind.")
    raise CallError("UnknownParameter", "A parameter is not recognized.")


def _asked(given: Mapping[str, str | bool]) -> IdCardRequest:
    """Return what the call asks for. Raises CallError."""
    if str(given.get(WARN_TYPE, "")) not in _WARN_TYPES:
        raise refused(BAD_VALUE)
    return IdCardRequest(
        side=side_from(str(given.get(SIDE, ""))),
        flags=flags_from(str(given.get(CONFIG, "")), OCR_FLAGS),
        rectify=bool(given.get(RECTIFY, True)),
        reflect_detail=bool(given.get(REFLECT, False)),
        date_verify=bool(given.get(DATES, True)),
    )


async def _picture(given: Mapping[str, str | bool], services: Services) -> bytes:
    """Return the picture; of both ways the URL counts. Raises CallError, FetchError."""
    if given.get(URL):
        return await services.fetcher.fetch(str(given[URL]), max_bytes=MAX_BASE64 // 4 * 3)
    if IMAGE not in given:
        raise CallError("MissingParameter", "One of `ImageBase64` and `ImageUrl` is wanted.")
    return await asyncio.to_thread(_decoded, str(given[IMAGE]))


def _decoded(text: str) -> bytes:
    if len(text) > MAX_BASE64:
        raise refused(TOO_LARGE)
    try:
        # Some encoders break lines.
        data = b64decode("".join(text.split()), validate=True)
    except (binascii.Error, ValueError):
        raise refused(UNDECODABLE) from None
    if not data:
        raise refused(EMPTY)
    return data
