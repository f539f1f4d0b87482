"""How the native call is described to OpenAPI: what goes in, and idvision's own schema that comes out."""

from __future__ import annotations

import json
from typing import Any

from fastapi import FastAPI

from idvision.documents import all_specs
from idvision.limits import PRESETS
from idvision.schemas.generate import native_schema
from idvision.schemas.shapes import VENDORS
from idvision.types import Side

_PICTURES = ("image/jpeg", "image/png", "image/webp", "image/bmp", "image/tiff", "image/gif")
_COMPONENTS = "#/components/schemas/"
_TEXT = {"type": "string"}
_REFUSALS = {
    400: "bad parameter, or bytes that are no picture that can be read",
    401: "no known key",
    413: "too many bytes or pixels",
    415: "no picture format that is read",
    429: "too many requests; try again after `retry-after` seconds",
    503: "shutting down",
}


def describe(app: FastAPI) -> None:
    """Let the application describe itself with the definitions of the native schema among its components."""
    plain = app.openapi

    def described() -> dict[str, Any]:
        document = plain()
        document.setdefault("components", {}).setdefault("schemas", {}).update(native_components())
        return document

    app.openapi = described  # type: ignore[method-assign]


def native_components() -> dict[str, Any]:
    """Return the definitions of the native schema, `answer` the whole of it, as components of a document."""
    schema = native_schema()
    definitions = schema.pop("$defs")
    whole = {name: value for name, value in schema.items() if name != "$schema"}
    text = json.dumps({**definitions, "answer": whole}) if isinstance(definitions, dict) else "{}"
    found: dict[str, Any] = json.loads(text.replace('"#/$defs/', f'"{_COMPONENTS}'))
    return found


def openapi_of_native() -> dict[str, Any]:
    """Return the operation of `POST /v1/scan`."""
    return _operation(
        "A picture as the body or in a form: what it shows, how well, and what to do.",
        {"$ref": f"{_COMPONENTS}answer"},
    )


def openapi_of_shapes() -> dict[str, Any]:
    """Return the operation of `POST /v1/shapes`."""
    # Texts are XML; null stands where the vendor has no call for what the picture shows.
    vendor = {"type": ["object", "string", "null"]}
    names = ["native", *VENDORS]
    return _operation(
        "The same picture and parameters: the native answer, and what each vendor's call would answer.",
        {
            "type": "object",
            "required": names,
            "properties": {**dict.fromkeys(names, vendor), "native": {"$ref": f"{_COMPONENTS}answer"}},
            "additionalProperties": False,
        },
    )


def _operation(description: str, answered: dict[str, Any]) -> dict[str, Any]:
    error = {"content": {"application/json": {"schema": {"$ref": f"{_COMPONENTS}answer"}}}}
    answer = {"content": {"application/json": {"schema": answered}}}
    form = {
        "type": "object",
        "required": ["image"],
        "properties": {
            "image": {"type": "string", "format": "binary"},
            **{parameter["name"]: parameter["schema"] for parameter in _parameters()},
        },
        "additionalProperties": False,
    }
    binary = {"schema": {"type": "string", "format": "binary"}}
    return {
        "description": description,
        "parameters": _parameters(),
        "requestBody": {
            "required": True,
            "content": {**dict.fromkeys(_PICTURES, binary), "multipart/form-data": {"schema": form}},
        },
        "responses": {
            "200": {"description": "what the picture shows", **answer},
            **{str(status): {"description": text, **error} for status, text in _REFUSALS.items()},
        },
    }


def _parameters() -> list[dict[str, Any]]:
    known = sorted({spec.type for spec in all_specs()})
    some = {**_TEXT, "pattern": f"^({'|'.join(known)})(,({'|'.join(known)}))*$"}
    described: dict[str, tuple[dict[str, Any], str]] = {
        "document": (some, "what is asked for, with commas between"),
        "side": ({"type": "string", "enum": [side.value for side in Side]}, "the side asked for"),
        "preset": ({"type": "string", "enum": list(PRESETS)}, "how strict the verdict is"),
        "max_cards": ({"type": "integer", "minimum": 1, "maximum": 999}, "more than these reject the photo"),
        "today": ({"type": "string", "format": "date"}, "the day that expiry is judged on"),
        "every_line": ({"type": "boolean"}, "read all print"),
        "visual_zone": ({"type": "boolean"}, "read the print beside a machine readable zone"),
    }
    return [
        {"name": name, "in": "query", "required": False, "schema": schema, "description": text}
        for name, (schema, text) in described.items()
    ]
