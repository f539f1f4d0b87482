"""`POST /v1/scan`: a picture as the body or in a form, the answer in idvision's own schema.

`POST /v1/shapes` takes the same and answers in every shape at once.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import TypeVar

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import create_form_parser, parse_options_header

from idvision.documents import all_specs
from idvision.errors import (
    BusyError,
    ClosedError,
    IdVisionError,
    InputError,
    ParameterError,
    ThrottledError,
    UnauthorizedError,
)
from idvision.limits import PRESETS
from idvision.schemas.native import Json, error_to_native, to_native
from idvision.schemas.shapes import shapes_of
from idvision.server.services import Services
from idvision.server.wire import WireAnswer, WireRequest, json_answer
from idvision.types import Options, Result, Side

PATH = "/v1/scan"
SHAPES_PATH = "/v1/shapes"
SOURCE = "request"
"""What an answer calls its picture."""
MULTIPART = "multipart/form-data"
_T = TypeVar("_T")

_SWITCHES = {"true": True, "1": True, "false": False, "0": False}
_STATUS = {
    "unauthorized": 401,
    "throttled": 429,
    "shutting_down": 503,
    "image_too_large": 413,
    "unsupported_format": 415,
}


async def scan(request: WireRequest, services: Services) -> WireAnswer:
    """Answer one request in idvision's own schema."""
    return await _answered(request, services, lambda result, _: to_native(result, SOURCE))


async def shapes(request: WireRequest, services: Services) -> WireAnswer:
    """Answer one request in every shape."""

    def shaped(result: Result, options: Options) -> Json:
        return shapes_of(result, options.limits, SOURCE, request.id, services.config.choices)

    return await _answered(request, services, shaped)


async def _answered(
    request: WireRequest, services: Services, shape: Callable[[Result, Options], Json]
) -> WireAnswer:
    try:
        _authorize(request, services)
        data, given = _parts(request)
        options = options_from({**dict(request.query_pairs), **given})
        return json_answer(200, shape(await services.read(data, options), options))
    except (InputError, UnauthorizedError, ParameterError, BusyError, ThrottledError, ClosedError) as error:
        headers = {"retry-after": _seconds_to_wait(error)} if error.code == "throttled" else {}
        status = _STATUS.get(error.code, 400)
        return json_answer(status, error_to_native(error, SOURCE), headers=headers)


def _authorize(request: WireRequest, services: Services) -> None:
    """Refuse a request without a known key, or one too many. Raises UnauthorizedError, ThrottledError."""
    sender = request.remote
    if services.config.auth:
        scheme, _, secret = request.header("authorization").partition(" ")
        key = services.keys.with_secret(secret.strip()) if scheme.lower() == "bearer" else None
        if key is None:
            raise UnauthorizedError("a known key is wanted as a bearer token")
        sender = key.id
    try:
        services.gate.rates.take(sender)
    except ThrottledError:
        services.metrics.throttled("native", "rate")
        raise


def _seconds_to_wait(error: IdVisionError) -> str:
    return str(math.ceil(error.retry_after_s) if isinstance(error, ThrottledError) else 1)


def _parts(request: WireRequest) -> tuple[bytes, dict[str, str]]:
    """Return the picture and the parameters of a form. Raises ParameterError."""
    if request.content_type != MULTIPART:
        return request.body, {}
    pictures: list[bytes] = []
    given: dict[str, str] = {}

    def take(part: object) -> None:
        name = (getattr(part, "field_name", b"") or b"").decode(errors="replace")
        if hasattr(part, "file_object"):
            part.file_object.seek(0)
            pictures.append(part.file_object.read())
        else:
            given[name] = (getattr(part, "value", b"") or b"").decode(errors="replace")

    _, parameters = parse_options_header(request.header("content-type"))
    if not parameters.get(b"boundary"):
        raise ParameterError("the form has no boundary")
    # A picture never goes to a temporary file, however large it is.
    in_memory = {"MAX_MEMORY_FILE_SIZE": len(request.body) + 1}
    try:
        parser = create_form_parser(
            {"Content-Type": request.header("content-type").encode()}, take, take, config=in_memory
        )
        parser.write(request.body)
        parser.finalize()
    except FormParserError as error:
        raise ParameterError("the form cannot be read") from error
    if len(pictures) != 1:
        raise ParameterError(f"one picture is wanted, the form has {len(pictures)}")
    return pictures[0], given


def options_from(given: dict[str, str]) -> Options:
    """Return what the parameters ask for. Raises ParameterError for unknown ones and bad values."""
    options = Options()
    for name, value in given.items():
        match name:
            case "document":
                known = {spec.type for spec in all_specs()}
                wanted = tuple(part for part in value.split(",") if part)
                if not wanted or not known.issuperset(wanted):
                    raise ParameterError("document must name declared types")
                options = replace(options, documents=wanted)
            case "side":
                options = replace(options, side=_one_of(name, value, {side.value: side for side in Side}))
            case "preset":
                options = replace(options, limits=_one_of(name, value, PRESETS))
            case "max_cards":
                options = replace(options, max_cards=_positive(name, value))
            case "today":
                options = replace(options, today=_day(name, value))
            case "every_line":
                options = replace(options, every_line=_one_of(name, value.lower(), _SWITCHES))
            case "visual_zone":
                options = replace(options, visual_zone=_one_of(name, value.lower(), _SWITCHES))
            case _:
                raise ParameterError("a parameter that does not exist was given")
    return options


def _one_of(name: str, value: str, known: Mapping[str, _T]) -> _T:
    if value not in known:
        raise ParameterError(f"{name} must be one of {', '.join(known)}")
    return known[value]


def _positive(name: str, value: str) -> int:
    if not value.isascii() or not value.isdigit() or not 0 < int(value) < 1000:
        raise ParameterError(f"{name} must be a whole number from 1 to 999")
    return int(value)


def _day(name: str, value: str) -> date:
    try:
        return date.fromisoformat(value)
    except ValueError as error:
        raise ParameterError(f"{name} must be a day such as 2026-01-31") from error
