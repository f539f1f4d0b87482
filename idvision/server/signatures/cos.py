"""Tencent's stored objects: `q-sign-algorithm=sha1&q-ak=…&q-signature=…`, as a header or within the query.

The signature covers the headers and parameters that it lists, which may be none, and never the body. It says
itself from when to when it holds and may be used again within that time: links that carry one are meant to
be.
"""

from __future__ import annotations

import hashlib
from urllib.parse import unquote

from idvision.errors import SignatureFault
from idvision.server.keys import KeyStore
from idvision.server.signatures.common import (
    Signed,
    as_bytes,
    check,
    has_md5,
    hex_hmac,
    known_key,
    needed,
    percent,
    refuse,
    seconds_of,
)
from idvision.server.signatures.skews import COS_S
from idvision.server.wire import WireRequest

ALGORITHM = "q-sign-algorithm"
_OWN = (
    ALGORITHM,
    "q-ak",
    "q-sign-time",
    "q-key-time",
    "q-header-list",
    "q-url-param-list",
    "q-signature",
)


def verify(request: WireRequest, keys: KeyStore, now: float) -> Signed:
    """Return who signed. Raises SignatureError."""
    given = _given(request)
    if given[ALGORITHM] != "sha1":
        raise refuse(SignatureFault.MALFORMED)
    start, end = _window(given["q-sign-time"])
    for first, last in ((start, end), _window(given["q-key-time"])):
        if now < first - COS_S:
            raise refuse(SignatureFault.EARLY)
        if now > last + COS_S:
            raise refuse(SignatureFault.EXPIRED)
    key = known_key(keys, given["q-ak"])
    secret = hex_hmac("sha1", key.secret.encode(), as_bytes(given["q-key-time"]))
    expected = []
    for host in _hosts(request):
        digest = hashlib.sha1(_canonical(request, given, host), usedforsecurity=False).hexdigest()
        text = f"sha1\n{given['q-sign-time']}\n{digest}\n"
        expected.append(hex_hmac("sha1", secret.encode(), as_bytes(text)))
    check(needed(given["q-signature"]), *expected)
    digest = request.header("content-md5")
    if digest and not has_md5(request.body, digest):
        raise refuse(SignatureFault.BODY_MISMATCH)
    return Signed(key, "", start, end, given["q-signature"], repeatable=True)


def _given(request: WireRequest) -> dict[str, str]:
    header = request.header("authorization")
    pairs = (
        [part.partition("=")[::2] for part in header.split("&")]
        if header
        else [pair for pair in request.query_pairs if pair[0] in _OWN]
    )
    given = dict(pairs)
    if not given:
        raise refuse(SignatureFault.MISSING)
    if len(given) != len(pairs) or not set(_OWN) <= given.keys():
        raise refuse(SignatureFault.MALFORMED)
    return given


def _window(text: str) -> tuple[float, float]:
    start, _, end = text.partition(";")
    return seconds_of(start), seconds_of(end)


def _hosts(request: WireRequest) -> list[str]:
    """Return how the host may have been signed: as sent or, by clients set to a domain, without the port."""
    host = request.header("host")
    name, _, port = host.rpartition(":")
    return [host, name] if name and port.isdigit() else [host]


def _canonical(request: WireRequest, given: dict[str, str], host: str) -> bytes:
    path = unquote(request.path)
    if "\n" in path:
        # Lines are what separates the path from the rest.
        raise refuse(SignatureFault.MALFORMED)
    headers = [
        (name, value.encode("latin-1", "replace").decode("utf-8", "replace"))
        for name, value in {**request.headers, "host": host}.items()
    ]
    parameters = _listed(given["q-url-param-list"], request.query_pairs)
    text = f"{request.method.lower()}\n{path}\n{parameters}\n{_listed(given['q-header-list'], headers)}\n"
    return text.encode("utf-8", "replace")


def _listed(names: str, pairs: list[tuple[str, str]]) -> str:
    """Return what a list names, in its order; each must be there once. Raises SignatureError."""
    found: dict[str, list[str]] = {}
    for name, value in pairs:
        found.setdefault(percent(name).lower(), []).append(percent(value))
    wanted = [name for name in names.lower().split(";") if name]
    if wanted != sorted(set(wanted)):
        raise refuse(SignatureFault.MALFORMED)
    if any(len(found.get(name, ())) != 1 for name in wanted):
        raise refuse(SignatureFault.MISMATCH)
    return "&".join(f"{name}={found[name][0]}" for name in wanted)
