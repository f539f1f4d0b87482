"""Take over captions that documents have in common: the table of a declaration -> the table with them.

A declaration that names a group (`captions = "travel"`) gets all labels of `shared/travel.toml`, and of the
fields there those rules that it leaves open for its own. A label whose field it does not declare only ends
other values and says nothing of the type. Its own label of the same text goes first.
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from idvision.errors import DocumentSpecError

Table = dict[str, Any]


def with_captions(table: Table, file: str) -> Table:
    """Return a declaration with what its group adds. Raises DocumentSpecError for no such group."""
    if "captions" not in table:
        return table
    own = {key: value for key, value in table.items() if key != "captions"}
    group = _group(str(table["captions"]), file)
    rules = {entry["name"]: entry for entry in group["fields"]}
    fields = [{**rules.get(entry.get("name"), {}), **entry} for entry in own.get("fields", ())]
    named = {entry.get("name") for entry in fields}
    labels = list(own.get("labels", ()))
    texts = {entry.get("text") for entry in labels}
    labels += [_fitting(entry, named) for entry in group["labels"] if entry["text"] not in texts]
    return {**own, "fields": fields, "labels": labels}


def _fitting(label: Table, fields: set[Any]) -> Table:
    return label if label.get("field") in fields else {**label, "field": "", "weight": 0.0}


@cache
def _group(name: str, file: str) -> Table:
    """Return a group of captions, which may itself build on another one."""
    resource = files("idvision.documents").joinpath("shared", f"{name}.toml")
    try:
        own = tomllib.loads(resource.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise DocumentSpecError(f"unknown group {name!r}", file=file, key="captions") from error
    if "captions" not in own:
        return own
    base = _group(str(own["captions"]), file)
    texts = {entry["text"] for entry in own["labels"]}
    labels = [*own["labels"], *(entry for entry in base["labels"] if entry["text"] not in texts)]
    return {"fields": [*base["fields"], *own["fields"]], "labels": labels}
