"""The file to read first of the server: a request arrives, one service answers it.

    HTTP -> WireRequest -> service_of -> the service's handler -> WireAnswer -> HTTP

Handlers know no framework; this file alone does. Nothing that goes wrong in a handler reaches the client but
as that service's own words for an internal error.
"""

from __future__ import annotations

import asyncio
import time
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from fastapi import FastAPI
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from idvision.server import (
    aliyun_green,
    aliyun_rpc,
    green_runner,
    native,
    tencent_ci,
    tencent_cos,
    tencent_ocr,
)
from idvision.server.api_docs import describe, openapi_of_native, openapi_of_shapes
from idvision.server.dispatch import Service, service_of
from idvision.server.logs import log, log_failure
from idvision.server.page import is_page, page_of
from idvision.server.services import Services
from idvision.server.wire import WireAnswer, WireRequest, json_answer

Handler = Callable[[WireRequest, Services], Awaitable[WireAnswer]]

HANDLERS: dict[Service, Handler] = {
    Service.ALIYUN_RPC: aliyun_rpc.answer,
    Service.ALIYUN_GREEN: aliyun_green.answer,
    Service.TENCENT_OCR: tencent_ocr.answer,
    Service.TENCENT_CI: tencent_ci.answer,
    Service.TENCENT_COS: tencent_cos.answer,
}
"""Each vendor's service and what answers it."""
FAILURES: dict[Service, Callable[[WireRequest, Services], WireAnswer]] = {
    Service.ALIYUN_RPC: aliyun_rpc.failed,
    Service.ALIYUN_GREEN: aliyun_green.failed,
    Service.TENCENT_OCR: tencent_ocr.failed,
    Service.TENCENT_CI: tencent_cos.failed,
    Service.TENCENT_COS: tencent_cos.failed,
}
"""Each vendor's words for what went wrong here."""
NO_CONTENT = 204
NOT_HERE = json_answer(404, {"error": {"code": "not_found", "message": "nothing answers at this address"}})
TOO_LARGE = json_answer(413, {"error": {"code": "body_too_large", "message": "the body exceeds the limit"}})
TOO_SLOW = json_answer(408, {"error": {"code": "body_timeout", "message": "the body did not arrive in time"}})
FAILED = json_answer(
    500, {"error": {"code": "internal_error", "message": "the request could not be answered"}}
)


def create_app(services: Services, prepare: Callable[[], None]) -> FastAPI:
    """Return the application; `prepare` is run before the first photo, in the background."""
    ready = asyncio.Event()

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        warming = asyncio.create_task(_prepared(prepare, ready))
        forgetting = asyncio.create_task(tencent_cos.forget_objects(services))
        async with green_runner.working(services):
            yield
        warming.cancel()
        forgetting.cancel()
        services.tasks.close()
        finished = await services.engine.close(services.config.shutdown_grace_s)
        log("stopped", finished=finished)

    app = FastAPI(title="idvision", lifespan=lifespan, docs_url=None, redoc_url=None)

    @app.get("/healthz", include_in_schema=False)
    async def healthz() -> Response:
        return Response("ok\n", media_type="text/plain")

    @app.get("/readyz", include_in_schema=False)
    async def readyz() -> Response:
        able = ready.is_set() and services.engine.is_open
        return Response("ready\n" if able else "not ready\n", 200 if able else 503, media_type="text/plain")

    @app.get("/metrics", include_in_schema=False)
    async def metrics() -> Response:
        return _response(services.metrics.answer())

    @app.post(native.PATH, openapi_extra=openapi_of_native(), summary="Read the documents in a picture")
    async def scan(request: Request) -> Response:
        return await _answered("native", native.scan, request, services)

    @app.post(
        native.SHAPES_PATH, openapi_extra=openapi_of_shapes(), summary="The same in every vendor's shape"
    )
    async def shapes(request: Request) -> Response:
        return await _answered("native", native.shapes, request, services)

    @app.api_route("/{path:path}", methods=["GET", "PUT", "POST", "HEAD", "DELETE"], include_in_schema=False)
    async def vendors(request: Request) -> Response:
        return await _answered("", None, request, services)

    describe(app)
    return app


async def _prepared(prepare: Callable[[], None], ready: asyncio.Event) -> None:
    await asyncio.get_running_loop().run_in_executor(None, prepare)
    ready.set()
    log("ready")


async def _answered(name: str, handler: Handler | None, request: Request, services: Services) -> Response:
    """Read the request whole, within its limits, have it answered, count and log the answer."""
    started = time.perf_counter()
    wire = await _wire(request, services)
    if isinstance(wire, WireAnswer):
        return _response(wire)
    service = service_of(wire) if handler is None and not is_page(wire) else None
    if handler is None:
        name, handler = (service.value, HANDLERS.get(service)) if service is not None else ("none", None)
    try:
        answer = (page_of(wire) or NOT_HERE) if handler is None else await handler(wire, services)
    except Exception as error:
        log_failure("failed", error, request=wire.id, service=name)
        failure = FAILURES.get(service) if service is not None else None
        answer = FAILED if failure is None else failure(wire, services)
    seconds = time.perf_counter() - started
    services.metrics.answered(name, answer.status, seconds)
    log("answered", request=wire.id, service=name, status=answer.status, ms=round(seconds * 1000, 1))
    return _response(answer)


async def _wire(request: Request, services: Services) -> WireRequest | WireAnswer:
    """Return the request with its body, or why it was not read: an announced excess costs no reading."""
    limit = services.config.max_body_bytes
    announced = request.headers.get("content-length", "0")
    if not announced.isdigit() or int(announced) > limit:
        return TOO_LARGE
    body = bytearray()
    try:
        async with asyncio.timeout(services.config.body_timeout_s):
            async for chunk in request.stream():
                body += chunk
                if len(body) > limit:
                    return TOO_LARGE
    except (TimeoutError, ClientDisconnect):
        return TOO_SLOW
    return WireRequest(
        id=str(uuid.uuid4()).upper(),
        method=request.method,
        path=request.scope["raw_path"].decode("latin-1"),
        query=request.scope["query_string"].decode("latin-1"),
        headers={name.lower(): value for name, value in request.headers.items()},
        body=bytes(body),
        remote=request.client.host if request.client else "",
    )


def _response(answer: WireAnswer) -> Response:
    """Return the answer with its headers to the letter.

    Some clients tell `ETag` from `etag`, or take a type with a charset for another type; the framework writes
    small letters and adds charsets.
    """
    headers = {"Content-Type": answer.content_type}
    if answer.status != NO_CONTENT:
        headers["Content-Length"] = str(len(answer.body))
    response = Response(answer.body, answer.status)
    response.raw_headers = [
        (name.encode("latin-1"), value.encode("latin-1"))
        for name, value in (headers | dict(answer.headers)).items()
    ]
    return response
