"""Access keys: whose they are and what they sign with, from a file that only its owner may read."""

from __future__ import annotations

import hmac
import stat
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from idvision.errors import ConfigError

ENVIRONMENT_KEYS = "IDVISION_KEYS"


@dataclass(frozen=True, slots=True, repr=False)
class Key:
    """One key: its public name, its secret, and the account number that callbacks are signed with."""

    id: str
    secret: str
    uid: str = ""


class KeyStore:
    """The keys by their names."""

    def __init__(self, keys: Iterable[Key]) -> None:
        self._keys = {key.id: key for key in keys}

    def __len__(self) -> int:
        return len(self._keys)

    def find(self, key_id: str) -> Key | None:
        """Return the key of that name."""
        return self._keys.get(key_id)

    def with_secret(self, secret: str) -> Key | None:
        """Return the key with that secret; every key is compared, each in constant time."""
        given = secret.encode()
        found = [key for key in self._keys.values() if hmac.compare_digest(key.secret.encode(), given)]
        return found[0] if found else None


def load_keys(file: str, environment: Mapping[str, str]) -> KeyStore:
    """Return the keys of a file and of `IDVISION_KEYS`, `id:secret[:uid]` with commas between.

    The file is TOML: `[keys.ID]` with `secret` and, if wanted, `uid`.

    Raises:
        ConfigError: the file cannot be read, others than its owner may read it, or an entry is no key.
    """
    entries = [_from_text(text) for text in environment.get(ENVIRONMENT_KEYS, "").split(",") if text.strip()]
    return KeyStore([*(_from_file(Path(file)) if file else ()), *entries])


def _from_text(text: str) -> Key:
    name, *rest = text.strip().split(":")
    if not name or not rest or not rest[0]:
        raise ConfigError(f"{ENVIRONMENT_KEYS} must hold id:secret or id:secret:uid")
    return Key(name, rest[0], rest[1] if len(rest) > 1 else "")


def _from_file(file: Path) -> list[Key]:
    try:
        if file.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
            raise ConfigError("the file of keys may be readable by its owner only (chmod 600)")
        table = tomllib.loads(file.read_text(encoding="utf-8"))["keys"]
        return [Key(str(name), str(key["secret"]), str(key.get("uid", ""))) for name, key in table.items()]
    except (OSError, ValueError, LookupError, TypeError, AttributeError) as error:
        raise ConfigError(f"the file of keys cannot be used ({type(error).__name__})") from error
