"""Where tasks and objects lie: the folder that was named, or a temporary one that goes with the server."""

from __future__ import annotations

import fcntl
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from idvision.errors import ConfigError

LOCK = "lock"
TASKS = "tasks.sqlite"
OBJECTS = "objects"


@contextmanager
def data_folder(named: str) -> Iterator[Path]:
    """Yield a folder that only its owner may read and that no other server works in. Raises ConfigError."""
    if not named:
        with tempfile.TemporaryDirectory(prefix="idvision-") as temporary:
            yield Path(temporary)
        return
    folder = Path(named)
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise ConfigError(f"data_dir cannot be used ({type(error).__name__})") from error
    try:
        # Freed with the process, however that ends. A second server would queue what the first one reads.
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        os.close(descriptor)
        raise ConfigError("another server works in data_dir") from error
    try:
        yield folder
    finally:
        os.close(descriptor)


def private_file(folder: Path, name: str) -> Path:
    """Return the path of a file that, if it is created now, only its owner may read."""
    path = folder / name
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    return path
