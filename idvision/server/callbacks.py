"""Push answers to callbacks: form fields `checksum` and `content`, tried up to 16 times.

The checksum is the digest of account number, seed and content, concatenated; with `SM3` by that digest.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any

MAX_PUSHES = 16
FIRST_WAIT_S = 2.0
LONGEST_WAIT_S = 900.0
CRYPT_TYPES = {"SHA256": "sha256", "SM3": "sm3"}


def checksum(uid: str, seed: str, content: str, crypt_type: str) -> str:
    """Return the checksum of a callback in small hexadecimal digits.

    Raises KeyError for another kind than those of CRYPT_TYPES, ValueError where OpenSSL lacks SM3.
    """
    return hashlib.new(CRYPT_TYPES[crypt_type], f"{uid}{seed}{content}".encode()).hexdigest()


def form(uid: str, seed: str, answer: dict[str, Any], crypt_type: str) -> dict[str, str]:
    """Return the fields of one push."""
    content = json.dumps(answer, ensure_ascii=False, separators=(",", ":"))
    return {"checksum": checksum(uid, seed, content, crypt_type), "content": content}


def next_push(pushes: int, now: float) -> float | None:
    """Return when to try again after so many failed pushes; None after the last: waits double, to a limit."""
    if pushes >= MAX_PUSHES:
        return None
    return now + min(LONGEST_WAIT_S, FIRST_WAIT_S * 2.0 ** (pushes - 1))
