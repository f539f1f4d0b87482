"""Alibaba, third generation: `Authorization: ACS3-HMAC-SHA256 Credential=…,SignedHeaders=…,Signature=…`."""

from __future__ import annotations

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
    needed,
    parts_of_authorization,
    percent,
    refuse,
    signed_names,
    time_of,
)
from idvision.server.signatures.skews import ALIYUN_S
from idvision.server.wire import WireRequest

SCHEME = "ACS3-HMAC-SHA256"
_ALWAYS = frozenset({"host", "x-acs-content-sha256", "x-acs-date", "x-acs-signature-nonce"})
_PREFIX = "x-acs-"


def verify(request: WireRequest, keys: KeyStore, now: float) -> Signed:
    """Return who signed. Raises SignatureError.

    All headers that could change the meaning must be among the signed ones: the host, all of `x-acs-`, and
    the type of a body.
    """
    given = parts_of_authorization(request, SCHEME)
    names = signed_names(given["SignedHeaders"])
    nonce = needed(request.header("x-acs-signature-nonce"))
    signed_at = time_of(request.header("x-acs-date"))
    if not set(names) <= request.headers.keys() or not _must_be_signed(request) <= set(names):
        raise refuse(SignatureFault.MALFORMED)
    key = known_key(keys, given["Credential"])
    check_age(signed_at, now, ALIYUN_S)
    text = f"{SCHEME}\n{hex_sha256(as_bytes(_canonical(request, names)))}"
    check(given["Signature"], hex_hmac("sha256", key.secret.encode(), text.encode()))
    if hex_sha256(request.body) != request.header("x-acs-content-sha256").lower():
        raise refuse(SignatureFault.BODY_MISMATCH)
    return Signed(key, nonce, signed_at, signed_at + ALIYUN_S, given["Signature"])


def _must_be_signed(request: WireRequest) -> set[str]:
    names = {name for name in request.headers if name.startswith(_PREFIX)}
    if request.body:
        names |= {"content-type"} & request.headers.keys()
    return names | _ALWAYS


def _canonical(request: WireRequest, names: list[str]) -> str:
    query = sorted((percent(name), percent(value)) for name, value in request.query_pairs)
    lines = [
        request.method,
        request.path,
        "&".join(f"{name}={value}" for name, value in query),
        *(f"{name}:{request.header(name).strip()}" for name in names),
        "",
        ";".join(names),
        request.header("x-acs-content-sha256"),
    ]
    return "\n".join(lines)
