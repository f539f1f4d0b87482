"""What goes on behind the green calls: tasks are read and answered, answers pushed, old ones forgotten.

Everything is in the store: whoever kills the process loses nothing but the work on what was being read.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from functools import partial
from typing import Final

from idvision.errors import BusyError, ClosedError, FetchError
from idvision.server.callbacks import form, next_push
from idvision.server.green_items import GENERAL_ERROR, Json, Picture, item, named
from idvision.server.green_reading import fetch_picture, read_picture
from idvision.server.logs import log_failure
from idvision.server.services import Services
from idvision.server.tasks import Push, Task

IDLE_S: Final = 1.0
"""How long nothing is looked for where nothing was to be done, unless somebody says there is."""
BUSY_S: Final = 0.05
FORGET_S: Final = 60.0
PUSHES_AT_ONCE: Final = 16
FETCHES_MORE: Final = 4
"""Pictures that are fetched while others are read."""
MOST_BEGUN: Final = 5
"""How often a task is begun: a picture that ends the process is not to end every process after it."""
_ARRIVED: Final = 200

Round = Callable[[Services], Awaitable[bool]]
"""Does what there is to do; returns whether that was anything."""


@asynccontextmanager
async def working(services: Services) -> AsyncIterator[None]:
    """Work in the background; at the end what is being read is queued again."""
    workers = services.config.workers
    # Those who wait for their answer find at most as many photos before theirs as are read anyway.
    answer = partial(answer_one, slots=asyncio.Semaphore(workers))
    readers = [_loop(answer, services.accepted, services) for _ in range(workers + FETCHES_MORE)]
    others = [_loop(push_due, services.finished, services), _forgetting(services)]
    running = [asyncio.create_task(each) for each in (*readers, *others)]
    try:
        yield
    finally:
        for each in running:
            each.cancel()
        await asyncio.gather(*running, return_exceptions=True)


async def _loop(work: Round, news: asyncio.Event, services: Services) -> None:
    while services.engine.is_open:
        news.clear()
        try:
            if await work(services):
                continue
        # A disk that is full for a while must not end the work for good.
        except sqlite3.Error as error:
            log_failure("store", error)
        with suppress(TimeoutError):
            async with asyncio.timeout(IDLE_S):
                await news.wait()


async def answer_one(services: Services, slots: asyncio.Semaphore) -> bool:
    """Answer the task that waits longest, read in one of the slots; returns whether there was one."""
    task = await asyncio.to_thread(services.tasks.begin)
    if task is None:
        return False
    try:
        answer = await _answer(task, services, slots)
    except (asyncio.CancelledError, ClosedError):
        services.tasks.give_back(task.id)
        raise
    # What no code foresees is an answer too; the task would be begun again for ever otherwise.
    except Exception as error:
        log_failure("task", error)
        answer = item(GENERAL_ERROR, _named(task))
    await asyncio.to_thread(services.tasks.finish, task, answer, services.gate.now())
    services.finished.set()
    return True


async def _answer(task: Task, services: Services, slots: asyncio.Semaphore) -> Json:
    if task.begun > MOST_BEGUN:
        return item(GENERAL_ERROR, _named(task))
    data = await fetch_picture(task.request["url"], services)
    if isinstance(data, int):
        return item(data, _named(task))
    async with slots:
        while True:
            try:
                code, results = await read_picture(data, task.request["card"], services)
            except BusyError:
                await asyncio.sleep(BUSY_S)
                continue
            return item(code, _named(task), results)


def _named(task: Task) -> Json:
    asked = task.request
    return named(Picture(asked["url"], asked["dataId"]), task.id, asked["extras"])


async def push_due(services: Services) -> bool:
    """Push the answers that are due; returns whether there were any."""
    due = await asyncio.to_thread(services.tasks.due, services.gate.now(), PUSHES_AT_ONCE)
    await asyncio.gather(*(_push(push, services) for push in due))
    return bool(due)


async def _push(push: Push, services: Services) -> None:
    told = push.task.callback
    fields = form(told["uid"], told["seed"], push.answer, told["cryptType"])
    try:
        arrived = await services.fetcher.post(told["url"], fields) == _ARRIVED
    except FetchError:
        arrived = False
    again = None if arrived else next_push(push.tried + 1, services.gate.now())
    await asyncio.to_thread(services.tasks.pushed, push.task.id, again)


async def _forgetting(services: Services) -> None:
    kept_s = services.config.choices.green_results_hours * 3600
    while True:
        try:
            await asyncio.to_thread(services.tasks.forget, services.gate.now() - kept_s)
        except sqlite3.Error as error:
            log_failure("store", error)
        await asyncio.sleep(FORGET_S)
