"""What the recipes share: what they return, and small steps that several of them take."""

from __future__ import annotations

import hashlib
import hmac
import re
import string
from base64 import b64encode
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from idvision.errors import SignatureError, SignatureFault
from idvision.server.keys import Key, KeyStore
from idvision.server.wire import WireRequest

_TIMESTAMP = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", re.ASCII)
_SECONDS = re.compile(r"\d{1,11}", re.ASCII)
_UNRESERVED = (string.ascii_letters + string.digits + "-_.~").encode()


@dataclass(frozen=True, slots=True)
class Signed:
    """A signature that is right.

    Attributes:
        key: who signed.
        nonce: what must not be seen twice, empty where the recipe has none.
        signed_at: seconds since 1970, by the client's clock.
        valid_until: seconds since 1970; later the signature would be refused for its age.
        signature: to the letter; stands for a nonce where there is none.
        repeatable: the contract lets the same signature serve several requests until it expires.
        open_body: there is a body that the signature should cover and does not.
    """

    key: Key
    nonce: str
    signed_at: float
    valid_until: float
    signature: str
    repeatable: bool = False
    open_body: bool = False


def refuse(fault: SignatureFault) -> SignatureError:
    """Return the error for a fault, to be raised."""
    return SignatureError(fault)


def needed(text: str) -> str:
    """Return a text that must be there. Raises SignatureError if it is empty."""
    if not text:
        raise refuse(SignatureFault.MISSING)
    return text


def single(pairs: Iterable[tuple[str, str]], name: str) -> str:
    """Return the value of a parameter that must be there once. Raises SignatureError."""
    found = [value for given, value in pairs if given == name]
    if len(found) > 1:
        raise refuse(SignatureFault.MALFORMED)
    return needed(found[0] if found else "")


def known_key(keys: KeyStore, key_id: str) -> Key:
    """Return the key of that name. Raises SignatureError."""
    key = keys.find(needed(key_id))
    if key is None:
        raise refuse(SignatureFault.UNKNOWN_KEY)
    return key


def parts_of_authorization(request: WireRequest, scheme: str) -> dict[str, str]:
    """Return `Credential`, `SignedHeaders` and `Signature` after the scheme's name. Raises SignatureError."""
    given, _, rest = needed(request.header("authorization")).partition(" ")
    pairs = [part.strip().partition("=") for part in rest.split(",")]
    parts = {name: value for name, _, value in pairs}
    if given != scheme or len(pairs) != 3 or set(parts) != {"Credential", "SignedHeaders", "Signature"}:
        raise refuse(SignatureFault.MALFORMED)
    return parts


def signed_names(text: str) -> list[str]:
    """Return the names of signed headers, small, in order, each once. Raises SignatureError."""
    names = text.split(";")
    if names != sorted(set(names)) or text != text.lower():
        raise refuse(SignatureFault.MALFORMED)
    return names


def time_of(text: str) -> float:
    """Return the seconds of a time such as `2026-11-21T10:55:28Z`. Raises SignatureError."""
    if not _TIMESTAMP.fullmatch(needed(text)):
        raise refuse(SignatureFault.MALFORMED)
    try:
        return datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC).timestamp()
    except ValueError as error:
        raise refuse(SignatureFault.MALFORMED) from error


def seconds_of(text: str) -> float:
    """Return whole seconds since 1970. Raises SignatureError."""
    if not _SECONDS.fullmatch(needed(text)):
        raise refuse(SignatureFault.MALFORMED)
    return float(text)


def check_age(signed_at: float, now: float, skew_s: float) -> None:
    """Refuse what was signed too long ago, or too far ahead of our clock. Raises SignatureError."""
    if now > signed_at + skew_s:
        raise refuse(SignatureFault.EXPIRED)
    if now < signed_at - skew_s:
        raise refuse(SignatureFault.EARLY)


def check(given: str, *expected: str) -> None:
    """Refuse a signature that is none of those expected; all are compared. Raises SignatureError."""
    found = [hmac.compare_digest(as_bytes(one), as_bytes(given)) for one in expected]
    if not any(found):
        raise refuse(SignatureFault.MISMATCH)


def as_bytes(text: str) -> bytes:
    """Return what a header's text, or one made of headers, was on the wire.

    Headers are handed on as Latin-1, so that this is the way back; what cannot have come from there gets a
    byte that no client signs.
    """
    return text.encode("latin-1", "replace")


def percent(text: str) -> str:
    """Percent-encode all but letters, digits and `-_.~`.

    One pass for each byte that occurs, the sign itself first: ten times as quick as one for each character
    where the text is a picture of several megabytes in base64.
    """
    data = text.encode("utf-8", "replace")
    for byte in sorted(set(data.translate(None, _UNRESERVED)), key=lambda byte: byte != ord("%")):
        data = data.replace(bytes([byte]), b"%%%02X" % byte)
    return data.decode("ascii")


def hex_sha256(data: bytes) -> str:
    """Return the digest as the recipes write it."""
    return hashlib.sha256(data).hexdigest()


def base64_hmac(digest: str, secret: str, text: bytes) -> str:
    """Return a keyed digest (`sha1`, `sha256`) in base64."""
    return b64encode(hmac.digest(secret.encode(), text, digest)).decode()


def hex_hmac(digest: str, secret: bytes, text: bytes) -> str:
    """Return a keyed digest (`sha1`, `sha256`) in small hexadecimal digits."""
    return hmac.digest(secret, text, digest).hex()


def has_md5(body: bytes, given: str) -> bool:
    """Return whether a Content-MD5 header is that of the body."""
    digest = b64encode(hashlib.md5(body, usedforsecurity=False).digest())
    return hmac.compare_digest(digest, as_bytes(given.strip()))
