"""The tables of `names.toml`: what data sets call documents, sides and fields."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any


def names_of(dataset: str) -> Mapping[str, Any]:
    """Return the table of a data set as it stands in the file. Raises KeyError for one that has none."""
    table: Mapping[str, Any] = _tables()[dataset]
    return table


@cache
def _tables() -> Mapping[str, Any]:
    text = (files("idvision.bench.datasets") / "names.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
