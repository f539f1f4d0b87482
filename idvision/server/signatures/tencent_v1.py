"""Tencent, first generation: `Signature` and `SecretId` are parameters among the others.

The recipe joins values as they are, so that a value which holds `&` could be taken apart into others. That is
how the vendor has it; the third generation does not.
"""

from __future__ import annotations

from idvision.errors import SignatureFault
from idvision.server.keys import KeyStore
from idvision.server.signatures.common import (
    Signed,
    base64_hmac,
    check,
    check_age,
    known_key,
    refuse,
    seconds_of,
    single,
)
from idvision.server.signatures.skews import TENCENT_S
from idvision.server.wire import FORM, WireRequest

SIGNATURE = "Signature"
_METHOD = "SignatureMethod"
_DIGESTS = {"HmacSHA1": "sha1", "HmacSHA256": "sha256"}


def verify(request: WireRequest, keys: KeyStore, now: float) -> Signed:
    """Return who signed. Raises SignatureError.

    `Nonce` need not be unique, only the pair of it and the time; both are in the signature.
    """
    pairs = [*request.query_pairs, *request.form_pairs]
    signature = single(pairs, SIGNATURE)
    stamp = single(pairs, "Timestamp")
    signed_at = seconds_of(stamp)
    nonce = f"{stamp}/{single(pairs, 'Nonce')}"
    named = any(name == _METHOD for name, _ in pairs)
    digest = _DIGESTS.get(single(pairs, _METHOD) if named else "HmacSHA1")
    if digest is None:
        raise refuse(SignatureFault.MALFORMED)
    key = known_key(keys, single(pairs, "SecretId"))
    check_age(signed_at, now, TENCENT_S)
    check(signature, base64_hmac(digest, key.secret, _text(request, pairs)))
    return Signed(
        key=key,
        nonce=nonce,
        signed_at=signed_at,
        valid_until=signed_at + TENCENT_S,
        signature=signature,
        open_body=bool(request.body) and request.content_type != FORM,
    )


def _text(request: WireRequest, pairs: list[tuple[str, str]]) -> bytes:
    named = sorted((name.replace("_", "."), value) for name, value in pairs if name != SIGNATURE)
    query = "&".join(f"{name}={value}" for name, value in named)
    return f"{request.method}{request.header('host')}{request.path}?{query}".encode("utf-8", "replace")
