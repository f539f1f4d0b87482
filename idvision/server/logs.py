"""One line of JSON an answer on standard error: what was asked and how it went, nothing personal."""

from __future__ import annotations

import json
import logging
import sys
from datetime import UTC, datetime

LOGGER = logging.getLogger("idvision.server")


class _Json(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        entry = {"time": at, "level": record.levelname.lower(), "event": record.getMessage()}
        return json.dumps(entry | getattr(record, "facts", {}), ensure_ascii=False)


def start_logging() -> None:
    """Send the server's own lines to standard error; libraries' lines go nowhere."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Json())
    LOGGER.handlers = [handler]
    LOGGER.setLevel(logging.INFO)
    LOGGER.propagate = False
    for library in ("httpx", "httpcore"):
        # Their lines quote addresses of pictures.
        logging.getLogger(library).setLevel(logging.WARNING)


def log(event: str, **facts: object) -> None:
    """Write a line. The facts must be codes, counts and times, never parts of a request."""
    LOGGER.info(event, extra={"facts": facts})


def log_failure(event: str, error: BaseException, **facts: object) -> None:
    """Write a line about a fault of our own: its kind and where, not its text, which may quote a request."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    where = f"{trace.tb_frame.f_code.co_name}:{trace.tb_lineno}" if trace is not None else ""
    LOGGER.error(event, extra={"facts": {**facts, "kind": type(error).__name__, "where": where}})
