"""`idvision serve`: settings -> a running server, whose modules this command alone imports."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from idvision.errors import ConfigError, ModelError

USAGE = 2
FAULT = 1
_FLAGS = (
    ("--host", str, "address to listen on (default: 127.0.0.1)"),
    ("--port", int, "port to listen on (default: 8390)"),
    ("--threads", int, "threads that one network may use (default: all cores)"),
    ("--workers", int, "photos read at once (default: 1)"),
    ("--queue", int, "photos that may wait; one more is throttled (default: 32)"),
    ("--keys-file", str, "TOML file of access keys, readable by its owner only"),
    ("--fetch-hosts", str, "from where pictures may be fetched, with commas between (default: nowhere)"),
    ("--data-dir", str, "folder of asynchronous tasks and stored objects (default: a temporary one)"),
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the flags of the command."""
    parser.add_argument(
        "--config", metavar="FILE", type=Path, help="TOML file of settings, see docs/server.md"
    )
    for flag, kind, text in _FLAGS:
        parser.add_argument(flag, type=kind, metavar=flag[2:].upper().replace("-", "_"), help=text)
    parser.add_argument(
        "--no-auth", dest="auth", action="store_const", const=False, help="check no signatures; loopback only"
    )
    parser.add_argument(
        "--fetch-loopback",
        action="store_const",
        const=True,
        help="pictures may be fetched from this machine too",
    )


def run(arguments: argparse.Namespace) -> int:
    """Serve until interrupted; returns the exit status."""
    try:
        # Without the extra `server` everything else of the command line works.
        from idvision.server.run import serve  # noqa: PLC0415
    except ModuleNotFoundError as error:
        sys.stderr.write(
            f"idvision serve needs the extra: pip install 'idvision[server]' ({error.name} is missing)\n"
        )
        return FAULT
    names = [flag[2:].replace("-", "_") for flag, _, _ in _FLAGS] + ["auth", "fetch_loopback"]
    flags = {name: getattr(arguments, name) for name in names}
    try:
        return serve(arguments.config, dict(os.environ), flags)
    except ConfigError as error:
        sys.stderr.write(f"idvision serve: {error}\n")
        return USAGE
    except ModelError as error:
        sys.stderr.write(f"idvision serve: {error}\n")
        return FAULT
