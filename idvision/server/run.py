"""Put a server together from its settings and run it."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from functools import partial
from pathlib import Path

import uvicorn

from idvision.api import analyze
from idvision.errors import ConfigError
from idvision.models import Models, load_models
from idvision.server.app import create_app
from idvision.server.bucket import Bucket
from idvision.server.config import ServerConfig, load_config
from idvision.server.data_folder import OBJECTS, TASKS, data_folder, private_file
from idvision.server.engine import Engine
from idvision.server.fetch import build_fetcher
from idvision.server.gate import build_gate
from idvision.server.keys import KeyStore, load_keys
from idvision.server.logs import log, start_logging
from idvision.server.metrics import Metrics
from idvision.server.services import Services
from idvision.server.tasks import TaskStore
from idvision.types import Options, Result
from idvision.warmup import warmup

MAX_CONNECTIONS = 1000
KEEP_ALIVE_S = 15


def serve(file: Path | None, environment: Mapping[str, str], flags: Mapping[str, object]) -> int:
    """Serve until a signal ends it; returns the exit status. Raises ConfigError, ModelError."""
    config = load_config(file, environment, flags)
    keys = load_keys(config.keys_file, environment)
    if config.auth and not keys:
        raise ConfigError("no keys: give a keys_file or IDVISION_KEYS, or --no-auth on a loopback address")
    start_logging()
    with data_folder(config.data_dir) as folder:
        asyncio.run(_serve(config, keys, folder))
    return 0


async def _serve(config: ServerConfig, keys: KeyStore, folder: Path) -> None:
    models = load_models(config.threads or None)
    services = build_services(config, keys, models, folder)
    app = create_app(services, partial(warmup, models))
    settings = uvicorn.Config(
        app,
        host=config.host,
        port=config.port,
        log_config=None,
        access_log=False,
        server_header=False,
        limit_concurrency=MAX_CONNECTIONS,
        timeout_keep_alive=KEEP_ALIVE_S,
        timeout_graceful_shutdown=round(config.shutdown_grace_s) or 1,
    )
    log("serving", host=config.host, port=config.port, keys=len(keys), auth=config.auth)
    await uvicorn.Server(settings).serve()


def build_services(config: ServerConfig, keys: KeyStore, models: Models, folder: Path) -> Services:
    """Return the parts of a server, its data in a folder; to be called within its event loop."""

    def read(data: bytes, options: Options) -> Result:
        return analyze(data, models, options)

    engine = Engine(read, workers=config.workers, queue=config.queue)
    metrics = Metrics(lambda: engine.pending)
    return Services(
        config,
        engine,
        keys,
        metrics,
        build_gate(config),
        build_fetcher(config),
        TaskStore(private_file(folder, TASKS)),
        Bucket(folder / OBJECTS),
    )
