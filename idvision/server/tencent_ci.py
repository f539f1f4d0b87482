"""`ci-process=IDCardOCR` of Tencent's picture processing, on a stored object or while one is being put.

Answers have the content type `application/xml` to the letter, errors an HTTP status from 400 on.
"""

from __future__ import annotations

from typing import Final

from idvision.errors import CallError, InputError, ServerError
from idvision.schemas.tencent_ci import ci_refusal, to_tencent_ci
from idvision.schemas.tencent_idcard import FLAGS, MESSAGES, NO_CARD, IdCardRequest
from idvision.server.access import admit
from idvision.server.dispatch import Service
from idvision.server.services import Services
from idvision.server.tencent_call import TOO_SMALL, as_call_error, flags_from, read_card, side_from
from idvision.server.tencent_cos import Place, get, headers_of, place_of, put, refuse
from idvision.server.wire import XML, WireAnswer, WireRequest

PROCESS: Final = "IDCardOCR"
MAX_BASE64: Final = 7 * 1024 * 1024
"""Characters that a picture may have in base64."""


async def answer(request: WireRequest, services: Services) -> WireAnswer:
    """Answer one call."""
    try:
        owner = await admit(request, services, Service.TENCENT_CI)
        query = dict(request.query_pairs)
        if query.get("ci-process") != PROCESS:
            raise CallError("InvalidArgument", "The processing that is asked for does not exist here.")
        asked = IdCardRequest(
            side=side_from(query.get("CardSide", "")), flags=flags_from(query.get("Config", ""), FLAGS)
        )
        place = place_of(request, owner, services.config.choices)
        data = await _picture(request, place, services)
        result, crops = await read_card(data, asked, services, MAX_BASE64)
        code = ci_refusal(result, asked)
        if code:
            raise CallError(code, MESSAGES[code])
        body = to_tencent_ci(result, asked, crops, services.config.choices)
        return WireAnswer(200, XML, body, _headers(request))
    except (ServerError, InputError) as error:
        return _refused(request, services, error)


async def _picture(request: WireRequest, place: Place, services: Services) -> bytes:
    """Return the object, put first where the request brings it. Raises CallError."""
    if request.method == "PUT":
        await put(request, place, services)
        return request.body
    if request.method != "GET":
        raise CallError("MethodNotAllowed", "The specified method is not allowed against this resource.")
    return (await get(place, services)).data


def _refused(request: WireRequest, services: Services, error: ServerError | InputError) -> WireAnswer:
    # The store's errors have no name for a card that is too small.
    if as_call_error(error).vendor_code == TOO_SMALL:
        error = CallError(NO_CARD, MESSAGES[NO_CARD])
    answered = refuse(request, services, Service.TENCENT_CI, error)
    return WireAnswer(answered.status, XML, answered.body, _headers(request))


def _headers(request: WireRequest) -> dict[str, str]:
    return {**headers_of(request), "Server": "tencent-image", "x-ci-request-id": request.id}
