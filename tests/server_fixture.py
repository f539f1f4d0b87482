"""A whole server on this machine: uvicorn in a thread, real recognition, keys, a folder of its own."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Event, Thread

import uvicorn

from idvision.models import Models
from idvision.server.app import create_app
from idvision.server.config import ServerConfig
from idvision.server.keys import Key, KeyStore
from idvision.server.run import build_services
from idvision.server.services import Services

HOST = "127.0.0.1"
KEY = Key("KEYofSERVER01", "a secret of nobody", "1234567890123456")
OTHER_KEY = Key("KEYofSERVER02", "another secret", "6543210987654321")
KEYS = KeyStore([KEY, OTHER_KEY])
# Tests send faster than people; what is refused for its rate has settings of its own.
CONFIG = ServerConfig(fetch_loopback=True, rate_per_s=10_000.0, burst=10_000, shutdown_grace_s=5.0)


@dataclass(frozen=True, slots=True)
class Running:
    """A server that answers: its port, and the parts it works with."""

    port: int
    services: Services

    @property
    def endpoint(self) -> str:
        """What an official client is given in place of the cloud's host."""
        return f"{HOST}:{self.port}"


@contextmanager
def running(models: Models, folder: Path, keys: KeyStore = KEYS, **settings: object) -> Iterator[Running]:
    """Yield a server with its data in `folder`; `settings` replace those of `CONFIG`."""
    config = replace(CONFIG, **settings)  # type: ignore[arg-type]
    listener = socket.create_server((HOST, 0))
    built: list[tuple[uvicorn.Server, Services]] = []
    started = Event()

    async def serve() -> None:
        services = build_services(config, keys, models, folder)
        app = create_app(services, lambda: None)
        settings_ = uvicorn.Config(app, log_config=None, access_log=False, server_header=False, ws="none")
        server = uvicorn.Server(settings_)
        built.append((server, services))
        started.set()
        await server.serve([listener])

    thread = Thread(target=lambda: asyncio.run(serve()), name="server")
    thread.start()
    assert started.wait(30)
    server, services = built[0]
    try:
        yield Running(listener.getsockname()[1], services)
    finally:
        server.should_exit = True
        thread.join(60)
        listener.close()
