"""Recognition beside the asynchronous front: a bounded pool of threads, and a queue that says no at once."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from idvision.errors import BusyError, ClosedError
from idvision.types import Options, Result

Analyze = Callable[[bytes, Options], Result]
_T = TypeVar("_T")


class Engine:
    """Reads photos, at most `workers` at once, with at most `queue` more waiting.

    Its methods belong to one event loop.
    """

    def __init__(self, analyze: Analyze, *, workers: int, queue: int) -> None:
        self._analyze = analyze
        self._pool = ThreadPoolExecutor(workers, thread_name_prefix="reader")
        self._room = workers + queue
        self._pending = 0
        self._idle = asyncio.Event()
        self._idle.set()
        self._open = True

    @property
    def pending(self) -> int:
        """How many photos are being read or wait."""
        return self._pending

    @property
    def is_open(self) -> bool:
        """Whether photos are accepted."""
        return self._open

    async def analyze(self, data: bytes, options: Options) -> Result:
        """Read a photo. Raises InputError, BusyError at once where the queue is full, ClosedError.

        A caller that goes away leaves its photo to be read and forgotten: a network cannot be interrupted.
        """
        return await self.analyze_then(data, options, lambda result: result)

    async def analyze_then(self, data: bytes, options: Options, then: Callable[[Result], _T]) -> _T:
        """Read a photo, do something with the result in the same thread, such as cut pictures out.

        Raises as `analyze` does, and as `then` does.
        """
        if not self._open:
            raise ClosedError("shutting down")
        if self._pending >= self._room:
            raise BusyError("the queue is full")
        self._pending += 1
        self._idle.clear()

        def run() -> _T:
            return then(self._analyze(data, options))

        running = asyncio.get_running_loop().run_in_executor(self._pool, run)
        running.add_done_callback(self._one_less)
        return await asyncio.shield(running)

    def _one_less(self, done: asyncio.Future[_T]) -> None:
        self._pending -= 1
        if not done.cancelled():
            # Marks the failure of a photo whose caller went away as seen.
            done.exception()
        if self._pending == 0:
            self._idle.set()

    async def close(self, grace_s: float) -> bool:
        """Accept nothing more and wait for what has begun; returns whether all of it was finished."""
        self._open = False
        try:
            async with asyncio.timeout(grace_s):
                await self._idle.wait()
        except TimeoutError:
            pass
        self._pool.shutdown(wait=False, cancel_futures=True)
        return self._pending == 0
