"""A report as JSON, and back: what was measured once can be drawn and compared again."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, Literal, Union, cast, get_args, get_origin, get_type_hints

from idvision.bench.results import Report

SCHEMA = "idvision-bench/1"


def write_json(report: Report, path: Path) -> None:
    """Write a report, keys as in the classes. Raises OSError, and ValueError for NaN or infinity."""
    content = {"schema": SCHEMA, **_plain(report)}
    text = json.dumps(content, ensure_ascii=False, indent=1, allow_nan=False)
    path.write_text(text + "\n", encoding="utf-8")


def read_report(path: Path) -> Report:
    """Read what `write_json` wrote. Raises OSError, and ValueError that names what is not as it should be.

    Lists in `environment` and `options` stay lists.
    """
    content = json.loads(path.read_text(encoding="utf-8"))
    if not isinstance(content, dict) or content.pop("schema", None) != SCHEMA:
        raise ValueError(f"not a report of the schema {SCHEMA}")
    return cast(Report, _typed(Report, content, "report"))


def _plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value.isoformat() if isinstance(value, date) else value


def _typed(kind: Any, value: Any, where: str) -> Any:
    """Return a JSON value as the annotated type. Raises ValueError with the path to what does not fit."""
    origin, arguments = get_origin(kind), get_args(kind)
    if is_dataclass(kind):
        return _object(kind, value, where)
    if origin in (Union, UnionType):
        return _optional(arguments, value, where)
    if origin in (tuple, frozenset):
        return origin(_items(arguments[0], value, where))
    if origin is Mapping:
        _expect(isinstance(value, dict), where, "an object")
        return {key: _typed(arguments[1], item, f"{where}.{key}") for key, item in value.items()}
    return _scalar(kind, value, where)


def _object(kind: Any, value: Any, where: str) -> Any:
    _expect(isinstance(value, dict), where, "an object")
    hints = get_type_hints(kind)
    unknown = value.keys() - hints.keys()
    _expect(not unknown, where, f"no {', '.join(sorted(unknown))}")
    given = {name: _typed(hints[name], item, f"{where}.{name}") for name, item in value.items()}
    try:
        return kind(**given)
    except TypeError as error:
        raise ValueError(f"{where}: {error}") from error


def _optional(kinds: tuple[Any, ...], value: Any, where: str) -> Any:
    if value is None and NoneType in kinds:
        return None
    (kind,) = (kind for kind in kinds if kind is not NoneType)
    return _typed(kind, value, where)


def _items(kind: Any, value: Any, where: str) -> list[Any]:
    _expect(isinstance(value, list), where, "a list")
    return [_typed(kind, item, f"{where}[{index}]") for index, item in enumerate(value)]


def _scalar(kind: Any, value: Any, where: str) -> Any:
    if kind is object:
        return value
    if get_origin(kind) is Literal:
        _expect(value in get_args(kind), where, f"one of {', '.join(get_args(kind))}")
        return value
    if kind is date:
        return _date(value, where)
    accepted = (int, float) if kind is float else kind
    fits = isinstance(value, accepted) and (kind is bool or not isinstance(value, bool))
    _expect(fits, where, f"a value of type {kind.__name__}")
    return kind(value)


def _date(value: Any, where: str) -> date:
    _expect(isinstance(value, str), where, "a date")
    try:
        return date.fromisoformat(value)
    except ValueError as error:
        raise ValueError(f"{where}: expected a date") from error


def _expect(condition: bool, where: str, what: str) -> None:
    if not condition:
        raise ValueError(f"{where}: expected {what}")
