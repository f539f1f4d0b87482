"""Alibaba, first generation with actions: `Signature` and its like are parameters among the others."""

from __future__ import annotations

from idvision.errors import SignatureFault
from idvision.server.keys import KeyStore
from idvision.server.signatures.common import (
    Signed,
    base64_hmac,
    check,
    check_age,
    known_key,
    percent,
    refuse,
    single,
    time_of,
)
from idvision.server.signatures.skews import ALIYUN_S
from idvision.server.wire import FORM, WireRequest

SIGNATURE = "Signature"
_DIGESTS = {"HMAC-SHA1": "sha1", "HMAC-SHA256": "sha256"}
_TWINS = {"x-acs-action": "Action", "x-acs-version": "Version"}


def verify(request: WireRequest, keys: KeyStore, now: float) -> Signed:
    """Return who signed. Raises SignatureError.

    The parameters of query and form are covered, each of them once. Headers are not: those that name the call
    must say what the parameters say.
    """
    pairs = [*request.query_pairs, *request.form_pairs]
    signature = single(pairs, SIGNATURE)
    nonce = single(pairs, "SignatureNonce")
    signed_at = time_of(single(pairs, "Timestamp"))
    digest = _DIGESTS.get(single(pairs, "SignatureMethod"))
    if digest is None or single(pairs, "SignatureVersion") != "1.0":
        raise refuse(SignatureFault.MALFORMED)
    key = known_key(keys, single(pairs, "AccessKeyId"))
    check_age(signed_at, now, ALIYUN_S)
    for header, parameter in _TWINS.items():
        named = request.header(header)
        if named and named != single(pairs, parameter):
            raise refuse(SignatureFault.MISMATCH)
    expected = base64_hmac(digest, key.secret + "&", _text(request, pairs))
    check(signature, expected)
    return Signed(
        key=key,
        nonce=nonce,
        signed_at=signed_at,
        valid_until=signed_at + ALIYUN_S,
        signature=signature,
        open_body=bool(request.body) and request.content_type != FORM,
    )


def _text(request: WireRequest, pairs: list[tuple[str, str]]) -> bytes:
    encoded = sorted((percent(name), percent(value)) for name, value in pairs if name != SIGNATURE)
    query = "&".join(f"{name}={value}" for name, value in encoded)
    # The second encoding of what is encoded meets these three characters only.
    twice = query.replace("%", "%25").replace("&", "%26").replace("=", "%3D")
    return f"{request.method}&%2F&{twice}".encode()
