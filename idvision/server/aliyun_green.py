"""Alibaba Cloud's structured card OCR: `/green/image/asyncscan`, `/results` and `/scan`.

What the gateway refuses has a status of its own and a capitalised body; everything after it is 200 with a
lower-case envelope, whose code and those of its items tell what happened.
"""

from __future__ import annotations

import asyncio
import sqlite3
from typing import Final

from idvision.errors import BusyError, ClosedError, ParameterError, SignatureError, ThrottledError
from idvision.server.access import admit
from idvision.server.aliyun_rpc import answered, refused
from idvision.server.dispatch import Service
from idvision.server.green_items import (
    BAD_REQUEST,
    DB_FAILED,
    EXCEED_QUOTA,
    EXPIRED,
    GENERAL_ERROR,
    MESSAGES,
    NOT_FOUND,
    OK,
    PROCESSING,
    TIMEOUT,
    Json,
    Picture,
    Submission,
    accepted_at,
    item,
    named,
    new_task_id,
)
from idvision.server.green_reading import fetch_picture, read_picture
from idvision.server.green_submission import submission_in, task_ids_in
from idvision.server.keys import Key
from idvision.server.logs import log_failure
from idvision.server.refusals import Refusal, refusal_of, throttled
from idvision.server.services import Services
from idvision.server.tasks import Task
from idvision.server.wire import WireAnswer, WireRequest

SCAN_S: Final = 6.0
"""For a call that waits for its results."""
FETCHES_AT_ONCE: Final = 8
_NOT_POSTED = Refusal("UnsupportedHTTPMethod", 405, "This http method is not supported.")


async def answer(request: WireRequest, services: Services) -> WireAnswer:
    """Answer one request."""
    if request.method != "POST":
        return refused(request, _NOT_POSTED)
    try:
        key = await admit(request, services, Service.ALIYUN_GREEN)
    except (SignatureError, ThrottledError) as error:
        return refused(request, refusal_of(Service.ALIYUN_GREEN, error, services.config.choices))
    return await _admitted(request, services, key)


async def _admitted(request: WireRequest, services: Services, key: Key) -> WireAnswer:
    calls = {"asyncscan": _asyncscan, "results": _results, "scan": _scan}
    try:
        return await calls[request.path.rpartition("/")[2]](request, services, key)
    except ParameterError as error:
        return _enveloped(request, BAD_REQUEST, message=f"{MESSAGES[BAD_REQUEST]} - {error}")
    except sqlite3.Error as error:
        log_failure("store", error, request=request.id)
        return _enveloped(request, DB_FAILED)
    except ClosedError:
        return _enveloped(request, GENERAL_ERROR)


def failed(request: WireRequest, _services: Services) -> WireAnswer:
    """Answer a request that something went wrong with here."""
    return _enveloped(request, GENERAL_ERROR)


async def _asyncscan(request: WireRequest, services: Services, key: Key) -> WireAnswer:
    asked = submission_in(request.body, key.uid, services.fetcher.check)
    tasks = [_task(picture, asked, key, services.gate.now()) for picture in asked.pictures]
    if await asyncio.to_thread(services.tasks.waiting) + len(tasks) > services.config.max_tasks:
        services.metrics.throttled(Service.ALIYUN_GREEN.value, "queue")
        return _enveloped(request, EXCEED_QUOTA)
    await asyncio.to_thread(services.tasks.accept, tasks, services.gate.now())
    services.accepted.set()
    pairs = zip(asked.pictures, tasks, strict=True)
    data = [item(OK, named(picture, task.id, asked.extras)) for picture, task in pairs]
    return _enveloped(request, OK, data)


def _task(picture: Picture, asked: Submission, key: Key, now: float) -> Task:
    kept = {"url": picture.url, "dataId": picture.data_id, "card": asked.card, "extras": asked.extras}
    return Task(new_task_id(now), key.id, kept, asked.callback)


async def _results(request: WireRequest, services: Services, key: Key) -> WireAnswer:
    ids = task_ids_in(request.body)
    once = services.config.claim_once
    found = await asyncio.to_thread(services.tasks.states, key.id, ids, claim=once)
    return _enveloped(request, OK, [_state(task_id, found, services) for task_id in ids])


def _state(task_id: str, found: dict[str, Json | None], services: Services) -> Json:
    if task_id in found:
        return found[task_id] or item(PROCESSING, {"taskId": task_id})
    since = accepted_at(task_id)
    kept_s = services.config.choices.green_results_hours * 3600
    is_over = since is not None and since + kept_s < services.gate.now()
    return item(EXPIRED if is_over else NOT_FOUND, {"taskId": task_id})


async def _scan(request: WireRequest, services: Services, key: Key) -> WireAnswer:
    asked = submission_in(request.body, key.uid, services.fetcher.check)
    fetches, readers = asyncio.Semaphore(FETCHES_AT_ONCE), asyncio.Semaphore(services.config.workers)

    async def examined(picture: Picture) -> tuple[int, list[Json] | None]:
        async with fetches:
            data = await fetch_picture(picture.url, services)
        if isinstance(data, int):
            return data, None
        async with readers:
            try:
                return await read_picture(data, asked.card, services)
            except BusyError:
                return EXCEED_QUOTA, None

    running = [asyncio.create_task(examined(picture)) for picture in asked.pictures]
    try:
        await asyncio.wait(running, timeout=SCAN_S)
    finally:
        for each in running:
            each.cancel()
    outcomes = [each.result() if each.done() else (TIMEOUT, None) for each in running]
    if all(code == EXCEED_QUOTA for code, _ in outcomes):
        services.metrics.throttled(Service.ALIYUN_GREEN.value, "queue")
        return refused(request, throttled(Service.ALIYUN_GREEN, services.config.choices))
    data = [
        item(code, named(picture, new_task_id(services.gate.now()), asked.extras), results)
        for picture, (code, results) in zip(asked.pictures, outcomes, strict=True)
    ]
    return _enveloped(request, OK, data)


def _enveloped(
    request: WireRequest, code: int, data: list[Json] | None = None, message: str = ""
) -> WireAnswer:
    body: Json = {"code": code, "msg": message or MESSAGES[code], "requestId": request.id}
    return answered(request, 200, body if data is None else {**body, "data": data})
