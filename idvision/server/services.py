"""What every service of the server works with."""

from __future__ import annotations

from dataclasses import dataclass

from idvision.server.config import ServerConfig
from idvision.server.engine import Engine
from idvision.server.fetch import Fetcher
from idvision.server.gate import Gate
from idvision.server.keys import KeyStore
from idvision.server.metrics import Metrics
from idvision.types import Options, Result


@dataclass(frozen=True, slots=True)
class Services:
    """The parts of one running server."""

    config: ServerConfig
    engine: Engine
    keys: KeyStore
    metrics: Metrics
    gate: Gate
    fetcher: Fetcher

    async def read(self, data: bytes, options: Options) -> Result:
        """Read a photo and count what came out. Raises as `Engine.analyze` does."""
        result = await self.engine.analyze(data, options)
        self.metrics.read(result)
        return result
