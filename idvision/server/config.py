"""How the server is set: a TOML file, environment variables `IDVISION_NAME`, flags; the later ones win."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from idvision.errors import ConfigError
from idvision.server.choices import Choices

ENVIRONMENT_PREFIX = "IDVISION_"
LOOPBACK = ("127.0.0.1", "::1", "localhost")


@dataclass(frozen=True, slots=True)
class ServerConfig:
    """Everything that can be set.

    Attributes:
        host, port: where to listen.
        threads: that one network may use, 0 for all processors.
        workers: photos that are read at once.
        queue: photos that may wait; one more is throttled at once.
        max_body_bytes: of one request.
        body_timeout_s: for a body to arrive, so that slow clients hold nothing.
        shutdown_grace_s: for what has begun to be finished.
        auth: whether signatures are checked; without, `host` must be a loopback address.
        keys_file: TOML file of access keys, readable by its owner only.
        rate_per_s, burst: requests of one key.
        fetch_hosts: from where pictures may be fetched by URL: `host`, `host:port` or `*.domain`.
        fetch_loopback: whether from this machine too.
        fetch_networks: private networks that those hosts may lie in, such as `10.20.0.0/16`; without, a host
            that resolves to a private address is refused.
        fetch_timeout_s, fetch_max_bytes: of one fetch, redirects included.
        max_pixels: of one picture, where a vendor's limit is not lower still.
        data_dir: of asynchronous tasks and stored objects; empty for a temporary one.
        max_tasks: asynchronous tasks that may wait; more are refused.
        claim_once: whether the result of an asynchronous task is forgotten once it was asked for.
        object_hours: how long a stored object is kept, 0 for ever.
        choices: what the vendors' contracts leave open.
    """

    host: str = "127.0.0.1"
    port: int = 8390
    threads: int = 0
    workers: int = 1
    queue: int = 32
    max_body_bytes: int = 32_000_000
    body_timeout_s: float = 30.0
    shutdown_grace_s: float = 20.0
    auth: bool = True
    keys_file: str = ""
    rate_per_s: float = 20.0
    burst: int = 40
    fetch_hosts: tuple[str, ...] = ()
    fetch_loopback: bool = False
    fetch_networks: tuple[str, ...] = ()
    fetch_timeout_s: float = 3.0
    fetch_max_bytes: int = 20_000_000
    max_pixels: int = 250_000_000
    data_dir: str = ""
    max_tasks: int = 10_000
    claim_once: bool = False
    object_hours: float = 1.0
    choices: Choices = field(default_factory=Choices)


def load_config(
    file: Path | None, environment: Mapping[str, str], flags: Mapping[str, object]
) -> ServerConfig:
    """Return the settings of a file, the environment and the flags that were given. Raises ConfigError."""
    config = ServerConfig()
    if file is not None:
        config = _with(config, _read(file), "in the file")
    named = {
        name.removeprefix(ENVIRONMENT_PREFIX).lower(): value
        for name, value in environment.items()
        if name.startswith(ENVIRONMENT_PREFIX)
    }
    known = {one.name for one in fields(ServerConfig)} - {"choices"}
    config = _with(
        config, {name: value for name, value in named.items() if name in known}, "in the environment"
    )
    return checked(
        _with(config, {name: value for name, value in flags.items() if value is not None}, "given")
    )


def checked(config: ServerConfig) -> ServerConfig:
    """Return settings that go together. Raises ConfigError."""
    if not config.auth and config.host not in LOOPBACK:
        raise ConfigError("without signatures only a loopback address can be served")
    for name in ("workers", "port", "max_body_bytes", "rate_per_s", "burst", "fetch_timeout_s"):
        if getattr(config, name) <= 0:
            raise ConfigError(f"{name} must be positive")
    return config


def _read(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigError(f"the settings file cannot be read ({type(error).__name__})") from error


def _with(config: ServerConfig, values: Mapping[str, object], where: str) -> ServerConfig:
    changed: dict[str, Any] = {}
    for name, value in values.items():
        if name == "choices" and isinstance(value, Mapping):
            changed[name] = replace(config.choices, **_converted(config.choices, value, where))
        else:
            changed |= _converted(config, {name: value}, where)
    return replace(config, **changed)


def _converted(settings: object, values: Mapping[str, object], where: str) -> dict[str, Any]:
    """Return values in the type that each setting has by default."""
    found: dict[str, Any] = {}
    for name, value in values.items():
        if not hasattr(settings, name) or name == "choices":
            raise ConfigError(f"unknown setting {name!r} {where}")
        try:
            found[name] = _as_type_of(getattr(settings, name), value)
        except (TypeError, ValueError, LookupError) as error:
            raise ConfigError(f"setting {name!r} {where} has a value of another kind") from error
    return found


def _as_type_of(default: object, value: object) -> object:
    if isinstance(default, bool):
        if isinstance(value, str):
            return {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}[
                value.lower()
            ]
        return _instance(value, bool)
    if isinstance(default, tuple):
        items = value.split(",") if isinstance(value, str) else value
        return tuple(str(item).strip() for item in _instance(items, list, tuple) if str(item).strip())
    if isinstance(default, int):
        return int(value) if isinstance(value, str) else _instance(value, int)
    if isinstance(default, float):
        return float(value) if isinstance(value, str) else float(_instance(value, int, float))
    return _instance(value, str)


def _instance(value: Any, *kinds: type) -> Any:
    if not isinstance(value, kinds) or (isinstance(value, bool) and bool not in kinds):
        raise TypeError
    return value
