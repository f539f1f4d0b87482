"""What every service of the server works with."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import TypeVar

from idvision.server.bucket import Bucket
from idvision.server.config import ServerConfig
from idvision.server.engine import Engine
from idvision.server.fetch import Fetcher
from idvision.server.gate import Gate
from idvision.server.keys import KeyStore
from idvision.server.metrics import Metrics
from idvision.server.tasks import TaskStore
from idvision.types import Options, Result

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Services:
    """The parts of one running server.

    `accepted` and `finished` are set whenever tasks were, for those who wait for work.
    """

    config: ServerConfig
    engine: Engine
    keys: KeyStore
    metrics: Metrics
    gate: Gate
    fetcher: Fetcher
    tasks: TaskStore
    bucket: Bucket
    accepted: asyncio.Event = field(default_factory=asyncio.Event)
    finished: asyncio.Event = field(default_factory=asyncio.Event)

    def within_pixels(self, options: Options, most: int) -> Options:
        """Return options for pictures of at most so many pixels, or as many as the server takes."""
        return replace(options, max_pixels=min(most, self.config.max_pixels))

    async def read(self, data: bytes, options: Options) -> Result:
        """Read a photo and count what came out. Raises as `Engine.analyze` does."""
        result, _ = await self.read_then(data, options, lambda _: None)
        return result

    async def read_then(
        self, data: bytes, options: Options, then: Callable[[Result], _T]
    ) -> tuple[Result, _T]:
        """Read a photo, count what came out, and do something with it in the same thread.

        Raises as `Engine.analyze` does, and as `then` does.
        """
        result, made = await self.engine.analyze_then(data, options, lambda found: (found, then(found)))
        self.metrics.read(result)
        return result, made
