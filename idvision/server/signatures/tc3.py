"""Tencent, third generation: `Authorization: TC3-HMAC-SHA256 Credential=…, SignedHeaders=…, Signature=…`.

The official client signs the type and the host; `X-TC-Action` and its like may be signed, and mostly are not.
"""

from __future__ import annotations

import hmac
from datetime import UTC, datetime

from idvision.errors import SignatureFault
from idvision.server.keys import KeyStore
from idvision.server.signatures.common import (
    Signed,
    as_bytes,
    check,
    check_age,
    hex_hmac,
    hex_sha256,
    known_key,
    parts_of_authorization,
    refuse,
    seconds_of,
    signed_names,
)
from idvision.server.signatures.skews import TENCENT_S
from idvision.server.wire import WireRequest

SCHEME = "TC3-HMAC-SHA256"
SERVICE = "ocr"
UNSIGNED = "UNSIGNED-PAYLOAD"
_END = "tc3_request"
_ALWAYS = frozenset({"content-type", "host"})


def verify(request: WireRequest, keys: KeyStore, now: float) -> Signed:
    """Return who signed. Raises SignatureError."""
    given = parts_of_authorization(request, SCHEME)
    names = signed_names(given["SignedHeaders"])
    scope = given["Credential"].split("/")
    stamp = request.header("x-tc-timestamp")
    signed_at = seconds_of(stamp)
    if not _ALWAYS <= set(names) <= request.headers.keys() or len(scope) != 4 or scope[2:] != [SERVICE, _END]:
        raise refuse(SignatureFault.MALFORMED)
    key = known_key(keys, scope[0])
    check_age(signed_at, now, TENCENT_S)
    day = datetime.fromtimestamp(signed_at, UTC).strftime("%Y-%m-%d")
    if scope[1] != day:
        raise refuse(SignatureFault.MALFORMED)
    unsigned = request.header("x-tc-content-sha256") == UNSIGNED
    digest = hex_sha256(UNSIGNED.encode() if unsigned else request.body)
    chain = _chain(key.secret, day)
    # The recipe writes values of headers small, the official client as they are.
    canonicals = {_canonical(request, names, digest, small=small) for small in (False, True)}
    texts = [f"{SCHEME}\n{stamp}\n{day}/{SERVICE}/{_END}\n{hex_sha256(as_bytes(one))}" for one in canonicals]
    check(given["Signature"], *(hex_hmac("sha256", chain, text.encode()) for text in texts))
    return Signed(
        key=key,
        nonce="",
        signed_at=signed_at,
        valid_until=signed_at + TENCENT_S,
        signature=given["Signature"],
        open_body=unsigned and bool(request.body),
    )


def _chain(secret: str, day: str) -> bytes:
    link = f"TC3{secret}".encode()
    for part in (day, SERVICE, _END):
        link = hmac.digest(link, part.encode(), "sha256")
    return link


def _canonical(request: WireRequest, names: list[str], digest: str, *, small: bool) -> str:
    values = [request.header(name).strip() for name in names]
    lines = [
        request.method,
        request.path,
        request.query,
        *(f"{name}:{value.lower() if small else value}" for name, value in zip(names, values, strict=True)),
        "",
        ";".join(names),
        digest,
    ]
    return "\n".join(lines)
