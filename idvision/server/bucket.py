"""Objects kept in a folder: the bucket that Tencent's clients upload to before they ask what is on a picture.

A key never becomes a path: the file's name is a digest of bucket and key, so none can leave the folder.
"""

from __future__ import annotations

import hashlib
import os
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

MAX_KEY_BYTES = 850
"""As in the service replaced."""


@dataclass(frozen=True, slots=True)
class Stored:
    """An object: its bytes, and its entity tag, the MD5 of them as the service gives it."""

    data: bytes
    etag: str


class Bucket:
    """Objects by bucket and key, in files that only their owner may read."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)

    def put(self, bucket: str, key: str, data: bytes) -> Stored:
        """Keep an object, in place of an older one. Raises ValueError for an empty or overlong key."""
        path = self._path(bucket, key)
        # Written beside and moved: whoever reads meanwhile gets the old object or the new one.
        draft = path.with_name(f"{path.name}.{uuid4().hex}")
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
        draft.replace(path)
        return _stored(data)

    def get(self, bucket: str, key: str) -> Stored | None:
        """Return an object, None where there is none."""
        try:
            return _stored(self._path(bucket, key).read_bytes())
        except FileNotFoundError:
            return None

    def delete(self, bucket: str, key: str) -> None:
        """Forget an object; one that does not exist is forgotten already."""
        self._path(bucket, key).unlink(missing_ok=True)

    def forget(self, older_than_s: float) -> int:
        """Delete objects that were written longer ago; returns how many."""
        before = time.time() - older_than_s
        forgotten = 0
        for path in self._folder.iterdir():
            # Deleted meanwhile by whoever put it.
            with suppress(FileNotFoundError):
                if path.stat().st_mtime < before:
                    path.unlink()
                    forgotten += 1
        return forgotten

    def _path(self, bucket: str, key: str) -> Path:
        if not key or len(key.encode()) > MAX_KEY_BYTES:
            raise ValueError("a key has 1 to 850 bytes")
        return self._folder / hashlib.sha256(f"{bucket}\0{key}".encode()).hexdigest()


def _stored(data: bytes) -> Stored:
    return Stored(data, hashlib.md5(data, usedforsecurity=False).hexdigest())
