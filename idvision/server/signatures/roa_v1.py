"""Alibaba, first generation with paths: `Authorization: acs KEY:SIGNATURE`.

The recipe joins the query's values as they are, so that a value which holds `&` could be taken apart into
others; no call answered here has such values.
"""

from __future__ import annotations

from datetime import UTC
from email.utils import parsedate_to_datetime

from idvision.errors import SignatureFault
from idvision.server.keys import KeyStore
from idvision.server.signatures.common import (
    Signed,
    as_bytes,
    base64_hmac,
    check,
    check_age,
    has_md5,
    known_key,
    needed,
    refuse,
)
from idvision.server.signatures.skews import ALIYUN_S
from idvision.server.wire import WireRequest

SCHEME = "acs"
_METHODS = frozenset({"", "HMAC-SHA1"})
_HEADERS = ("accept", "content-md5", "content-type", "date")
_PREFIX = "x-acs-"


def verify(request: WireRequest, keys: KeyStore, now: float) -> Signed:
    """Return who signed. Raises SignatureError.

    A body is covered by its Content-MD5, which is part of what is signed. The nonce is asked for by the
    contract, yet the official client of the first generation sends none.
    """
    scheme, _, credential = needed(request.header("authorization")).partition(" ")
    key_id, _, signature = credential.strip().partition(":")
    if scheme != SCHEME or not signature or request.header("x-acs-signature-method") not in _METHODS:
        raise refuse(SignatureFault.MALFORMED)
    signed_at = _date(request.header("date"))
    key = known_key(keys, key_id)
    check_age(signed_at, now, ALIYUN_S)
    # A parameter without a value is written with its sign of equality by one client, without it by the other.
    resources = {_resource(request, "="), _resource(request, "")}
    head = _head(request)
    check(signature, *(base64_hmac("sha1", key.secret, head + resource) for resource in sorted(resources)))
    digest = request.header("content-md5")
    if digest and not has_md5(request.body, digest):
        raise refuse(SignatureFault.BODY_MISMATCH)
    return Signed(
        key=key,
        nonce=request.header("x-acs-signature-nonce"),
        signed_at=signed_at,
        valid_until=signed_at + ALIYUN_S,
        signature=signature,
        open_body=bool(request.body) and not digest,
    )


def _date(text: str) -> float:
    try:
        given = parsedate_to_datetime(needed(text))
        return (given if given.tzinfo else given.replace(tzinfo=UTC)).timestamp()
    except (ValueError, TypeError, OverflowError) as error:
        raise refuse(SignatureFault.MALFORMED) from error


def _head(request: WireRequest) -> bytes:
    own = sorted(name for name in request.headers if name.startswith(_PREFIX))
    lines = [
        request.method,
        *(request.header(name) for name in _HEADERS),
        *(f"{name}:{request.header(name)}" for name in own),
        "",
    ]
    return as_bytes("\n".join(lines))


def _resource(request: WireRequest, empty: str) -> bytes:
    query = "&".join(
        f"{name}={value}" if value else f"{name}{empty}" for name, value in sorted(request.query_pairs)
    )
    return (f"{request.path}?{query}" if query else request.path).encode("utf-8", "replace")
