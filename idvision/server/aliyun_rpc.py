"""Alibaba Cloud's calls by name: `DocOcrMax`, `CredentialRecognition`, `RecognizeIdcard`.

Success is 200 with the action's own body; a refusal has the same body for all and its documented status.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from idvision.errors import BusyError, CallError, ClosedError, SignatureError, ThrottledError
from idvision.schemas.aliyun_common import failure
from idvision.server.access import admit
from idvision.server.aliyun_calls import CALLS
from idvision.server.dispatch import Service
from idvision.server.refusals import Refusal, refusal_of, throttled
from idvision.server.services import Services
from idvision.server.wire import WireAnswer, WireRequest, json_answer

CONTENT_TYPE: Final = "application/json;charset=utf-8"
STATUS: Mapping[str, int] = MappingProxyType(
    {
        "MissingParameter": 400,
        "InvalidParameter": 400,
        "UnqualifiedPhoto": 401,
        "DataDuplication": 401,
        "ToolargeImage": 401,
        "DownloadTimeout": 401,
        "MissingImageUrl": 400,
        "IllegalImageUrl": 400,
        "notSafeImageUrl": 400,
        "unmatchedImageType": 400,
        "exceededImageContent": 413,
        "unsupportedImageFormat": 415,
    }
)
"""HTTP status of each documented code."""
_NO_ACTION = Refusal("InvalidAction.NotFound", 404, "Specified api is not found, check action and version.")
_INTERNAL = Refusal("InternalError", 500, "The request could not be answered.")


async def answer(request: WireRequest, services: Services) -> WireAnswer:
    """Answer one request."""
    try:
        await admit(request, services, Service.ALIYUN_RPC)
    except (SignatureError, ThrottledError) as error:
        return refused(request, refusal_of(Service.ALIYUN_RPC, error, services.config.choices))
    query = dict(request.query_pairs)
    action = (
        request.header("x-acs-action") or query.get("Action") or dict(request.form_pairs).get("Action", "")
    )
    given_version = request.header("x-acs-version") or query.get("Version", "")
    version, call = CALLS.get(action, ("", None))
    if call is None or given_version not in {"", version}:
        return refused(request, _NO_ACTION)
    try:
        return answered(request, 200, await call(request, services))
    except CallError as error:
        refusal = Refusal(error.vendor_code, STATUS[error.vendor_code], error.message)
    except BusyError:
        services.metrics.throttled(Service.ALIYUN_RPC.value, "queue")
        refusal = throttled(Service.ALIYUN_RPC, services.config.choices)
    except ClosedError:
        refusal = _INTERNAL
    return refused(request, refusal, as_success=not services.config.choices.aliyun_error_status)


def failed(request: WireRequest, services: Services) -> WireAnswer:
    """Answer a request that something went wrong with here."""
    return refused(request, _INTERNAL, as_success=not services.config.choices.aliyun_error_status)


def refused(request: WireRequest, refusal: Refusal, *, as_success: bool = False) -> WireAnswer:
    """Return a refusal in the body of all Alibaba's gateways; `as_success` sends it with status 200."""
    body = failure(request.id, request.header("host"), refusal.code, refusal.message)
    return answered(request, 200 if as_success else refusal.status, body)


def answered(request: WireRequest, status: int, body: object, content_type: str = CONTENT_TYPE) -> WireAnswer:
    """Return an answer under the name of its request."""
    return json_answer(status, body, content_type, {"x-acs-request-id": request.id})
