"""The one door that every provider stands behind: picture in, common answer out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Literal, Protocol

from idvision.bench.answer import Answer

Kind = Literal["local", "engine", "cloud"]


class NotRun(Exception):  # noqa: N818 (it is no error: a column of the report says "not run" and why)
    """A provider cannot be opened here: keys or a package are missing. The text names them, no values."""


@dataclass(frozen=True, slots=True)
class Hint:
    """What a caller knows of the picture before it asks, for the services that want to be told."""

    document: str | None = None
    side: str | None = None


@dataclass(frozen=True, slots=True)
class Price:
    """What 1,000 calls cost, in a currency (ISO 4217), as published on `source` on the day `as_of`."""

    per_1000: float
    currency: str
    source: str
    as_of: date


@dataclass(frozen=True, slots=True)
class Settings:
    """How providers are opened.

    Attributes:
        today: the day of the reading.
        threads: that an engine on this machine may use.
        secrets: credentials by environment variable; never written anywhere.
        endpoints: provider name -> base URL instead of the vendor's.
        interpreters: provider name -> the Python of an environment of its own.
    """

    today: date
    threads: int = 2
    secrets: Mapping[str, str] = field(default_factory=dict, repr=False)
    endpoints: Mapping[str, str] = field(default_factory=dict)
    interpreters: Mapping[str, Path] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class About:
    """What a provider is: `answers` names what of an `Answer` it can fill, so that nothing else is scored.

    `answers` are of document, side, quad, fields, mrz, text, confidence, decision, defects, quality,
    attacks.
    """

    name: str
    version: str
    kind: Kind
    answers: frozenset[str]
    price: Price | None = None


class Provider(Protocol):
    """One engine or service, opened and warm."""

    @property
    def about(self) -> About:
        """Return what the provider is."""

    def read(self, picture: bytes, hint: Hint) -> Answer:
        """Return what it says of an encoded picture; a refusal is an answer with `error`."""
