"""The tables of `tables.toml`: what services that are not imitated here call our values and documents."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Told:
    """One value as a service tells it; `confidence` lies in [0, 1], None where it states none."""

    text: str
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """Ours by the service's words: `fields` our name -> theirs, `documents` their word -> type and side."""

    fields: Mapping[str, tuple[str, ...]]
    documents: Mapping[str, tuple[str, str]]

    def values(self, told: Mapping[str, Told]) -> tuple[dict[str, str], dict[str, float]]:
        """Return values and confidences by our names; one of several parts is as sure as the least sure."""
        values: dict[str, str] = {}
        confidences: dict[str, float] = {}
        for own, names in self.fields.items():
            parts = [told[name] for name in names if name in told and told[name].text.strip()]
            if parts:
                values[own] = " ".join(part.text.strip() for part in parts)
                stated = [part.confidence for part in parts if part.confidence is not None]
                confidences |= {own: min(stated)} if stated else {}
        return values, confidences

    def document(self, kind: str, country: str = "") -> tuple[str | None, str | None]:
        """Return our type and side for the service's kind, and country if it tells one; None if unknown."""
        return self.documents.get(f"{kind}:{country}") or self.documents.get(kind) or (None, None)


@cache
def table(service: str) -> Table:
    """Return the table of a service. Raises KeyError for an unknown one."""
    text = (files("idvision.bench.providers.cloud") / "tables.toml").read_text(encoding="utf-8")
    given = tomllib.loads(text)[service]
    return Table(
        {own: tuple(names) for own, names in given["fields"].items()},
        {kind: (entry["document"], entry["side"]) for kind, entry in given["documents"].items()},
    )
