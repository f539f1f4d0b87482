"""Objects of Tencent's store, as far as its picture processing needs them: put, get, head, delete.

    PUT /folder/card.jpg   Host: BUCKET-1250000000.cos.REGION.myqcloud.com

Objects belong to the account of the key; keys of one account number (`uid`) share its buckets. A bucket is
there as soon as something is put into it.
"""

from __future__ import annotations

import asyncio
import binascii
import re
from base64 import b64decode
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import unquote

from idvision.errors import BusyError, CallError, InputError, ServerError, SignatureError, ThrottledError
from idvision.schemas.tencent_ci import error_to_ci
from idvision.server.access import admit
from idvision.server.bucket import Stored
from idvision.server.choices import Choices
from idvision.server.dispatch import Service
from idvision.server.keys import Key
from idvision.server.logs import log_failure
from idvision.server.refusals import refusal_of, throttled
from idvision.server.services import Services
from idvision.server.signatures.common import has_md5
from idvision.server.tencent_call import INTERNAL, as_call_error, refused
from idvision.server.wire import XML, WireAnswer, WireRequest

BINARY: Final = "application/octet-stream"
NO_SUCH_KEY: Final = CallError("NoSuchKey", "The specified key does not exist.")
_NOT_ALLOWED = CallError("MethodNotAllowed", "The specified method is not allowed against this resource.")
_STATUS = {
    "NoSuchKey": 404,
    "MethodNotAllowed": 405,
    INTERNAL: 500,
}
_BAD_REQUEST = 400
_HOST = re.compile(
    r"([a-z0-9-]+)\.(?:cos|ci|pic|file)[a-z0-9.-]*\.(?:myqcloud\.com|tencentcos\.cn)(?::[0-9]+)?"
)
# What may stand in the query of a plain call; other names ask for another resource of the object.
_PLAIN = re.compile(r"q-.*|x-cos-.*|x-ci-.*|response-.*|sign|versionId")
_COPY = "x-cos-copy-source"
_MD5_BYTES = 16
_SHORTEST_WAIT_S, _LONGEST_WAIT_S = 1.0, 60.0


@dataclass(frozen=True, slots=True)
class Place:
    """Where an object lies: the bucket, told apart by account, and its key, empty for the bucket itself."""

    bucket: str
    key: str


async def answer(request: WireRequest, services: Services) -> WireAnswer:
    """Answer one call."""
    try:
        owner = await admit(request, services, Service.TENCENT_COS)
        place = place_of(request, owner, services.config.choices)
        if _COPY in request.headers or not all(_PLAIN.fullmatch(name) for name, _ in request.query_pairs):
            raise _NOT_ALLOWED
        return await (_of_object(request, place, services) if place.key else _of_bucket(request))
    except ServerError as error:
        return refuse(request, services, Service.TENCENT_COS, error)


async def _of_bucket(request: WireRequest) -> WireAnswer:
    if request.method not in {"HEAD", "PUT"}:
        raise _NOT_ALLOWED
    return WireAnswer(200, XML, b"", headers_of(request))


async def _of_object(request: WireRequest, place: Place, services: Services) -> WireAnswer:
    headers = headers_of(request)
    match request.method:
        case "PUT":
            stored = await put(request, place, services)
            return WireAnswer(200, XML, b"", headers | _tag(stored))
        case "GET" | "HEAD":
            # The body of an answer to HEAD stays here; its length is told.
            stored = await get(place, services)
            return WireAnswer(200, BINARY, stored.data, headers | _tag(stored))
        case "DELETE":
            await asyncio.to_thread(services.bucket.delete, place.bucket, place.key)
            return WireAnswer(204, XML, b"", headers)
        case _:
            raise _NOT_ALLOWED


def place_of(request: WireRequest, owner: Key, choices: Choices) -> Place:
    """Return which object a request means: the bucket stands in the host, the key is the path.

    Raises CallError.
    """
    host = _HOST.fullmatch(request.header("host").lower())
    bucket = host.group(1) if host is not None else choices.cos_default_bucket
    try:
        key = unquote(request.path, errors="strict").removeprefix("/")
    except UnicodeDecodeError:
        raise CallError("InvalidURI", "The path is no UTF-8.") from None
    return Place(f"{owner.uid or owner.id}/{bucket}", key)


async def put(request: WireRequest, place: Place, services: Services) -> Stored:
    """Keep the body of a request as an object. Raises CallError."""
    digest = request.header("content-md5")
    if digest and not await asyncio.to_thread(_agrees, digest, request.body):
        raise CallError("BadDigest", "The Content-MD5 is not that of the body.")
    try:
        return await asyncio.to_thread(services.bucket.put, place.bucket, place.key, request.body)
    except ValueError:
        raise CallError("KeyTooLong" if place.key else "InvalidURI", "The key cannot be.") from None


def _agrees(digest: str, body: bytes) -> bool:
    try:
        length = len(b64decode(digest, validate=True))
    except (binascii.Error, ValueError):
        length = 0
    if length != _MD5_BYTES:
        raise CallError("InvalidDigest", "The Content-MD5 is no digest.")
    return has_md5(body, digest)


async def get(place: Place, services: Services) -> Stored:
    """Return an object. Raises CallError."""
    try:
        stored = await asyncio.to_thread(services.bucket.get, place.bucket, place.key)
    except ValueError:
        stored = None
    if stored is None:
        raise NO_SUCH_KEY
    return stored


def _tag(stored: Stored) -> dict[str, str]:
    return {"ETag": f'"{stored.etag}"'}


def headers_of(request: WireRequest) -> dict[str, str]:
    """Return the headers of every answer of the store."""
    return {"Server": "tencent-cos", "x-cos-request-id": request.id}


def refuse(
    request: WireRequest, services: Services, service: Service, error: ServerError | InputError
) -> WireAnswer:
    """Return the answer to a call that is not admitted or cannot be answered."""
    choices = services.config.choices
    if isinstance(error, SignatureError | ThrottledError):
        refusal = refusal_of(service, error, choices)
        return error_answer(request, refusal.status, refusal.code, refusal.message)
    if isinstance(error, BusyError):
        services.metrics.throttled(service.value, "queue")
        refusal = throttled(service, choices)
        return error_answer(request, refusal.status, refusal.code, refusal.message)
    call = as_call_error(error)
    return error_answer(request, _STATUS.get(call.vendor_code, _BAD_REQUEST), call.vendor_code, call.message)


def failed(request: WireRequest, _services: Services) -> WireAnswer:
    """Return what is answered where something went wrong here."""
    return error_answer(request, 500, INTERNAL, refused(INTERNAL).message)


def error_answer(
    request: WireRequest, status: int, code: str, message: str, headers: Mapping[str, str] | None = None
) -> WireAnswer:
    """Return an error of the store: its clients want every part of it not to be empty."""
    resource = request.header("host") + unquote(request.path, errors="replace")
    body = error_to_ci(code, message, resource, request.id, request.id)
    return WireAnswer(status, XML, body, {**headers_of(request), **(headers or {})})


async def forget_objects(services: Services) -> None:
    """Delete objects whose time is over, for as long as the server runs."""
    kept_s = services.config.object_hours * 3600
    if kept_s <= 0:
        return
    while True:
        try:
            await asyncio.to_thread(services.bucket.forget, kept_s)
        except OSError as error:
            log_failure("forgetting failed", error)
        await asyncio.sleep(min(max(kept_s / 10, _SHORTEST_WAIT_S), _LONGEST_WAIT_S))
