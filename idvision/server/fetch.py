"""Fetch a picture by its URL, or post a form to one, where that is allowed and nowhere else.

The host must be named, all addresses that it resolves to are checked, and the connection goes to one of those
that were checked: a name that resolves to something else a moment later changes nothing. A redirect begins
anew. Neither errors nor logs hold an address.
"""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import aclosing, asynccontextmanager
from ipaddress import IPv6Address
from typing import Final
from urllib.parse import urlencode

import httpx

from idvision.errors import FetchError, FetchFault
from idvision.server.config import ServerConfig
from idvision.server.fetch_rules import Address, FetchRules, Target, rules_of, target_from, target_of

MAX_REDIRECTS: Final = 3
MAX_ADDRESSES: Final = 4
"""Of one host that are tried until one can be connected to."""

FORM_TYPE: Final = "application/x-www-form-urlencoded; charset=utf-8"

Resolve = Callable[[str, int], Awaitable[list[str]]]

_MOVED = frozenset({301, 302, 303, 307, 308})
# Compressed answers are refused: what they unpack to has no limit that could be known before.
_HEADERS = {"accept": "*/*", "accept-encoding": "identity", "user-agent": "idvision", "connection": "close"}


class Fetcher:
    """Fetches within the limits of one server; keeps no connection, cookie or proxy."""

    def __init__(
        self,
        rules: FetchRules,
        *,
        timeout_s: float,
        max_bytes: int,
        resolve: Resolve | None = None,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self._rules = rules
        self._timeout_s = timeout_s
        self._max_bytes = max_bytes
        self._resolve = resolve or resolved
        self._tls = tls

    async def fetch(self, url: str, *, timeout_s: float | None = None, max_bytes: int | None = None) -> bytes:
        """Return what is at a URL, redirects followed.

        Args:
            url: http or https.
            timeout_s: for all of it, if less than the server's own limit.
            max_bytes: of the picture, if less than the server's own limit.

        Raises:
            FetchError: with a `fault`.
        """
        limit = min(self._max_bytes, max_bytes or self._max_bytes)
        async with _within(min(self._timeout_s, timeout_s or self._timeout_s)):
            target = target_of(url)
            for _ in range(MAX_REDIRECTS + 1):
                async with self._answer(target, None) as answer:
                    found = await _read(answer, target, limit)
                if isinstance(found, bytes):
                    return found
                target = found
            raise FetchError(FetchFault.HTTP_ERROR)

    async def post(self, url: str, form: Mapping[str, str]) -> int:
        """Send a form and return the status of the answer: its body is not read, no redirect is followed.

        Raises FetchError.
        """
        async with _within(self._timeout_s), self._answer(target_of(url), form) as answer:
            return answer.status_code

    def check(self, url: str) -> None:
        """Refuse a URL that can never be asked, before anything is sent. Raises FetchError."""
        self._rules.check_host(target_of(url))

    @asynccontextmanager
    async def _answer(self, target: Target, form: Mapping[str, str] | None) -> AsyncIterator[httpx.Response]:
        """Ask one target, at the first of its addresses that can be connected to."""
        self._rules.check_host(target)
        addresses = self._rules.check_addresses(await self._resolve(target.host, target.port))
        # The transport itself is used, without a client around it, which would log every address.
        async with httpx.AsyncHTTPTransport(verify=self._context(), trust_env=False) as transport:
            for address in addresses[:MAX_ADDRESSES]:
                try:
                    request = _request(target, address, form, self._timeout_s)
                    answer = await transport.handle_async_request(request)
                except httpx.ConnectError:
                    continue
                async with aclosing(answer):
                    yield answer
                return
        raise FetchError(FetchFault.HTTP_ERROR)

    def _context(self) -> ssl.SSLContext:
        if self._tls is None:
            # The certificates that the system trusts, so that an organisation's own can be added there.
            self._tls = ssl.create_default_context()
        return self._tls


def build_fetcher(config: ServerConfig) -> Fetcher:
    """Return a fetcher as set. Raises ConfigError."""
    return Fetcher(rules_of(config), timeout_s=config.fetch_timeout_s, max_bytes=config.fetch_max_bytes)


async def resolved(host: str, port: int) -> list[str]:
    """Return the addresses of a host as text. Raises FetchError."""
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise FetchError(FetchFault.UNRESOLVABLE) from None
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


@asynccontextmanager
async def _within(seconds: float) -> AsyncIterator[None]:
    """Turn what goes wrong on the way into FetchError."""
    try:
        async with asyncio.timeout(seconds):
            yield
    # The library's own errors quote addresses, so that nothing of them is handed on.
    except (TimeoutError, httpx.TimeoutException):
        raise FetchError(FetchFault.TIMEOUT) from None
    except (httpx.HTTPError, httpx.InvalidURL, OSError, ValueError):
        raise FetchError(FetchFault.HTTP_ERROR) from None


def _request(
    target: Target, address: Address, form: Mapping[str, str] | None, timeout_s: float
) -> httpx.Request:
    """Return a request to an address that still says which host is meant, to it and to its certificate."""
    pinned = f"[{address}]" if isinstance(address, IPv6Address) else str(address)
    posted = {} if form is None else {"content-type": FORM_TYPE}
    return httpx.Request(
        "GET" if form is None else "POST",
        target.url.copy_with(host=pinned, fragment=None),
        headers={"host": target.url.netloc.decode("ascii"), **_HEADERS, **posted},
        content=None if form is None else urlencode(form),
        extensions={"sni_hostname": target.host, "timeout": httpx.Timeout(timeout_s).as_dict()},
    )


async def _read(answer: httpx.Response, target: Target, limit: int) -> bytes | Target:
    if answer.status_code in _MOVED and "location" in answer.headers:
        return target_from(target.url.join(answer.headers["location"]))
    if (
        answer.status_code != httpx.codes.OK
        or answer.headers.get("content-encoding", "identity") != "identity"
    ):
        raise FetchError(FetchFault.HTTP_ERROR)
    announced = answer.headers.get("content-length", "0")
    if not announced.isdigit() or int(announced) > limit:
        raise FetchError(FetchFault.TOO_LARGE)
    body = bytearray()
    async for chunk in answer.aiter_raw():
        body += chunk
        if len(body) > limit:
            raise FetchError(FetchFault.TOO_LARGE)
    return bytes(body)
