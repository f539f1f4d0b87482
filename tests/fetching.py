"""A small web on this machine, names that resolve as a test wants, and a fetcher over both."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace

import pytest

from idvision.errors import FetchError, FetchFault
from idvision.server.config import ServerConfig
from idvision.server.fetch import Fetcher
from idvision.server.fetch_rules import rules_of

HERE = "127.0.0.1"
PICTURE = b"picture" * 100
HOST = "pictures.example"
Answer = Callable[[asyncio.StreamWriter], Awaitable[None]]


@dataclass(slots=True)
class Web:
    """A server on this machine: what it is asked, and what it answers by path."""

    answers: dict[str, bytes | Answer]
    asked: list[bytes] = field(default_factory=list)
    port: int = 0

    async def __call__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            head = await reader.readuntil(b"\r\n\r\n")
            self.asked.append(head)
            answer = self.answers[head.split(b" ")[1].decode()]
            if isinstance(answer, bytes):
                writer.write(answer)
            else:
                await answer(writer)
            await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()


@asynccontextmanager
async def served(web: Web, tls: ssl.SSLContext | None = None):
    server = await asyncio.start_server(web, HERE, 0, ssl=tls)
    web.port = server.sockets[0].getsockname()[1]
    async with server:
        yield web


def page(body: bytes = PICTURE, *lines: str, status: str = "200 OK") -> bytes:
    head = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", *lines, "", ""]
    return "\r\n".join(head).encode() + body


def moved(location: str, status: str = "302 Found") -> bytes:
    return page(b"", f"Location: {location}", status=status)


class Names:
    """A resolver: each host's answers in turn, the last for ever."""

    def __init__(self, **names: list[list[str]]) -> None:
        self.names = {name.replace("_", "."): answers for name, answers in names.items()}
        self.asked: list[str] = []

    async def __call__(self, host: str, _port: int) -> list[str]:
        self.asked.append(host)
        answers = self.names[host]
        return answers.pop(0) if len(answers) > 1 else answers[0]


def fetcher(config: ServerConfig, names: Names | None = None, **more: object) -> Fetcher:
    limits = {"timeout_s": config.fetch_timeout_s, "max_bytes": config.fetch_max_bytes}
    return Fetcher(rules_of(config), resolve=names, **limits, **more)  # type: ignore[arg-type]


def loopback_config(**more: object) -> ServerConfig:
    return replace(ServerConfig(fetch_loopback=True, fetch_timeout_s=20.0), **more)


def fault_of(run: Callable[[], object]) -> FetchFault:
    with pytest.raises(FetchError) as caught:
        run()
    assert str(caught.value) == f"the picture was not fetched: {caught.value.fault.value}"
    return caught.value.fault


def fetched(web: Web, path: str, get: Callable[[Web], Fetcher], host: str = HERE) -> bytes:
    async def run() -> bytes:
        async with served(web):
            return await get(web).fetch(f"http://{host}:{web.port}{path}")

    return asyncio.run(run())
