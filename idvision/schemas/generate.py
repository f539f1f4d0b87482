"""The JSON Schema of the native result (draft 2020-12), written by `python -m idvision.schemas.generate`."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from enum import StrEnum
from pathlib import Path

from idvision.errors import IdVisionError
from idvision.schemas.native import SCHEMA_ID, Json
from idvision.types import BARCODE_FORMATS, Decision, Side

SCHEMA_PATH = Path(__file__).with_name("native.schema.json")

_TEXT: Json = {"type": "string"}
_COUNT: Json = {"type": "integer", "minimum": 0}
_SHARE: Json = {"type": "number", "minimum": 0, "maximum": 1}
_POINT: Json = {"type": "array", "items": {"type": "number"}, "minItems": 2, "maxItems": 2}
_QUAD: Json = {"type": "array", "items": _POINT, "minItems": 4, "maxItems": 4}
_CORNERS: Json = {"type": "array", "items": {"type": "boolean"}, "minItems": 4, "maxItems": 4}
_NAME: Json = {"pattern": "^[a-z][a-z0-9_]*$"}
_REASON: Json = {"type": "string", "pattern": "^[a-z_]+(:[a-z][a-z0-9_]*)?$"}

_FIELD_DEFECTS = ("blur", "glare", "occlusion")


def native_schema() -> Json:
    """Return the schema of one line that `idvision scan --format json` prints."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"{SCHEMA_ID}: the answer for one photo",
        "anyOf": [{"$ref": "#/$defs/result"}, {"$ref": "#/$defs/failure"}],
        "$defs": {
            "result": _result(),
            "failure": _failure(),
            "card": _card(),
            "quality": _quality(),
            "field": _field(),
            "mrz": _mrz(),
            "barcode": _barcode(),
            "line": _object({"text": _TEXT, "confidence": _SHARE, "quad": _ref("quad")}),
            "verdict": _verdict(),
            "quad": _QUAD | {"description": "Photo pixels, clockwise from the printed top left."},
        },
    }


def render() -> str:
    """Return the text of the committed schema file."""
    return json.dumps(native_schema(), indent=2, ensure_ascii=False) + "\n"


def main() -> None:
    """Write the schema file."""
    SCHEMA_PATH.write_text(render(), encoding="utf-8")


def error_codes() -> list[str]:
    """Return the codes of this package's errors, sorted; a subclass made elsewhere is not ours to list."""
    kinds = _with_subclasses(IdVisionError)
    return sorted({kind.code for kind in kinds if kind.__module__ == IdVisionError.__module__})


def _with_subclasses(kind: type[IdVisionError]) -> Iterator[type[IdVisionError]]:
    yield kind
    for child in kind.__subclasses__():
        yield from _with_subclasses(child)


def _result() -> Json:
    return _object(
        {
            "schema": {"const": SCHEMA_ID},
            "source": _TEXT,
            "image": _object({"width": _COUNT, "height": _COUNT}),
            "cards": _list(_ref("card")),
            "verdict": _ref("verdict"),
            "timings_ms": _map({"type": "number", "minimum": 0}),
        }
    )


def _failure() -> Json:
    error = _object({"code": {"enum": error_codes()}, "message": _TEXT})
    return _object({"schema": {"const": SCHEMA_ID}, "source": _TEXT, "error": error})


def _card() -> Json:
    return _object(
        {
            "quad": _ref("quad"),
            "corners_visible": _CORNERS
            | {"description": "Whether each corner of the quad shows in the photo."},
            "score": _SHARE,
            "document": _object(
                {
                    "type": _TEXT,
                    "side": _one_of(Side),
                    "form": _TEXT,
                    "confidence": _SHARE,
                    "quarter_turns": {"type": "integer", "minimum": 0, "maximum": 3},
                }
            ),
            "quality": _ref("quality"),
            "reproduction": _object(dict.fromkeys(("screen", "photocopy", "edited"), _SHARE)),
            "fields": _map(_ref("field")),
            "mrz": _or_null(_ref("mrz")),
            "barcodes": _list(_ref("barcode")),
            "portrait": _or_null(_object({"quad": _ref("quad")})),
            "lines": _list(_ref("line")),
            "verdict": _ref("verdict"),
        }
    )


def _quality() -> Json:
    names = ("blur", "glare", "occlusion", "incomplete", "exposure", "luminance", "coverage")
    of_field = {"type": "object", "properties": dict.fromkeys(_FIELD_DEFECTS, _SHARE)}
    return _object(
        {
            **dict.fromkeys(names, _SHARE),
            "short_side_px": _COUNT,
            "field_defects": _map(of_field | {"minProperties": 1, "additionalProperties": False}),
        }
    )


def _field() -> Json:
    return _object(
        {
            "value": _TEXT,
            "raw": _TEXT,
            "confidence": _SHARE,
            "quad": _or_null(_ref("quad")),
            "problems": _list(_TEXT),
        }
    )


def _mrz() -> Json:
    return _object(
        {
            "format": _TEXT,
            "lines": _list(_TEXT),
            "raw_lines": _list(_TEXT),
            "quads": _list(_ref("quad")),
            "checks": _map({"type": "boolean"}),
            "fields": _map(_ref("field")),
            "confidence": _SHARE,
            "problems": _list(_TEXT),
        }
    )


def _barcode() -> Json:
    return _object(
        {
            "format": {"enum": list(BARCODE_FORMATS)},
            "text": _TEXT,
            "data": _TEXT | {"contentEncoding": "base64", "description": "A payload that is no text."},
            "quad": _ref("quad"),
            "grammar": _or_null(_TEXT),
            "fields": _map(_ref("field")),
            "problems": _list(_TEXT),
        }
    )


def _verdict() -> Json:
    return _object(
        {
            "decision": _one_of(Decision),
            "reasons": _list(_REASON) | {"uniqueItems": True},
            "prompt": _object({"en": _TEXT, "zh": _TEXT}),
        }
    )


def _object(properties: Json) -> Json:
    """Return an object that has all of these properties and no other."""
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _map(values: Json) -> Json:
    """Return an object with any names in snake case and one kind of value."""
    return {"type": "object", "propertyNames": _NAME, "additionalProperties": values}


def _list(items: Json) -> Json:
    return {"type": "array", "items": items}


def _or_null(schema: Json) -> Json:
    return {"anyOf": [schema, {"type": "null"}]}


def _one_of(names: Iterable[StrEnum]) -> Json:
    return {"enum": [name.value for name in names]}


def _ref(name: str) -> Json:
    return {"$ref": f"#/$defs/{name}"}


if __name__ == "__main__":
    main()
