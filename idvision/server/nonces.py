"""What was signed once and must not be seen twice, remembered for as long as it would still be accepted.

The memory is that of one process and empty after a start: a request recorded before it can be sent once more
within the clock skew of its vendor.
"""

from __future__ import annotations

import hashlib
import heapq
from typing import Final

from idvision.errors import SignatureError, SignatureFault, ThrottledError

CAPACITY: Final = 1_000_000
"""Marks that are kept, of some 200 bytes each; one key at 20 requests a second needs 36,000."""
FULL_RETRY_S: Final = 1.0


class Nonces:
    """The marks of signatures that were accepted. Its methods belong to one event loop."""

    def __init__(self, capacity: int = CAPACITY) -> None:
        self._capacity = capacity
        self._first_seen: dict[bytes, float] = {}
        self._ends: list[tuple[float, bytes]] = []

    def __len__(self) -> int:
        return len(self._first_seen)

    def spend(self, key_id: str, mark: str, *, now: float, until: float, repeat_s: float = 0.0) -> None:
        """Accept a mark of a key for the first time, or again within `repeat_s` seconds of the first.

        Args:
            key_id: whose it is; marks of different keys are different.
            mark: a nonce, or what stands for it.
            now: seconds since 1970.
            until: when the signature itself is refused for its age, so that the mark can be forgotten.
            repeat_s: how long equal marks are taken for twins and not for a replay.

        Raises:
            SignatureError: it was seen before.
            ThrottledError: so many are kept that none can be added. Forgetting one early would let it in
                again.
        """
        self._forget(now)
        digest = hashlib.blake2b(
            f"{len(key_id)}:{key_id}{mark}".encode("utf-8", "replace"), digest_size=16
        ).digest()
        first = self._first_seen.get(digest)
        if first is not None:
            if now - first >= repeat_s:
                raise SignatureError(SignatureFault.REPLAYED)
            return
        if len(self._first_seen) >= self._capacity:
            raise ThrottledError(FULL_RETRY_S)
        self._first_seen[digest] = now
        heapq.heappush(self._ends, (until, digest))

    def _forget(self, now: float) -> None:
        while self._ends and self._ends[0][0] < now:
            _, digest = heapq.heappop(self._ends)
            del self._first_seen[digest]
