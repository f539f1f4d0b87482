"""The native schema, `idvision/1`: everything a result holds, as plain JSON values.

Names, order and codes are stable; `native.schema.json` beside this file describes them. Coordinates are
pixels of the upright photo, rounded to 0.01; confidences and defects are rounded to 0.0001.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable

from idvision.errors import IdVisionError
from idvision.types import (
    Barcode,
    Card,
    DocumentClass,
    Field,
    Mrz,
    Quad,
    Quality,
    Reproduction,
    Result,
    TextLine,
    Verdict,
)

SCHEMA_ID = "idvision/1"
Json = dict[str, object]


def to_native(result: Result, source: str) -> Json:
    """Return the answer for one photo as an object ready for `json.dumps`; `source` names the photo."""
    return {
        "schema": SCHEMA_ID,
        "source": source,
        "image": {"width": result.image_width, "height": result.image_height},
        "cards": [_card(card) for card in result.cards],
        "verdict": _verdict(result.verdict),
        "timings_ms": {stage: round(milliseconds, 2) for stage, milliseconds in result.timings_ms},
    }


def error_to_native(error: IdVisionError, source: str) -> Json:
    """Return the answer for an input that could not be read."""
    return {"schema": SCHEMA_ID, "source": source, "error": {"code": error.code, "message": str(error)}}


def _card(card: Card) -> Json:
    return {
        "quad": _points(card.quad),
        "corners_visible": list(card.corners_seen),
        "score": _share(card.score),
        "document": _document(card.document),
        "quality": _quality(card.quality),
        "reproduction": _reproduction(card.reproduction),
        "fields": _fields(card.fields),
        "mrz": None if card.mrz is None else _mrz(card.mrz),
        "barcodes": [_barcode(code) for code in card.barcodes],
        "portrait": None if card.portrait is None else {"quad": _points(card.portrait)},
        "lines": [_line(line) for line in card.lines],
        "verdict": _verdict(card.verdict),
    }


def _document(document: DocumentClass) -> Json:
    return {
        "type": document.type,
        "side": document.side.value,
        "form": document.form,
        "confidence": _share(document.confidence),
        "quarter_turns": document.quarter_turns,
    }


def _quality(quality: Quality) -> Json:
    defects: dict[str, dict[str, float]] = {}
    for defect in quality.field_defects:
        defects.setdefault(defect.field, {})[defect.defect] = _share(defect.share)
    return {
        "blur": _share(quality.blur),
        "glare": _share(quality.glare),
        "occlusion": _share(quality.occlusion),
        "incomplete": _share(quality.incomplete),
        "exposure": _share(quality.exposure),
        "luminance": _share(quality.luminance),
        "coverage": _share(quality.coverage),
        "short_side_px": quality.short_side_px,
        "field_defects": defects,
    }


def _reproduction(reproduction: Reproduction) -> Json:
    return {
        "screen": _share(reproduction.screen),
        "photocopy": _share(reproduction.photocopy),
        "edited": _share(reproduction.edited),
    }


def _fields(fields: Iterable[Field]) -> Json:
    return {field.name: _field(field) for field in fields}


def _field(field: Field) -> Json:
    return {
        "value": field.value,
        "raw": field.raw,
        "confidence": _share(field.confidence),
        "quad": None if field.quad is None else _points(field.quad),
        "problems": list(field.problems),
    }


def _mrz(mrz: Mrz) -> Json:
    return {
        "format": mrz.format,
        "lines": list(mrz.lines),
        "raw_lines": list(mrz.raw_lines),
        "quads": [_points(quad) for quad in mrz.quads],
        "checks": dict(mrz.checks),
        "fields": _fields(mrz.fields),
        "confidence": _share(mrz.confidence),
        "problems": list(mrz.problems),
    }


def _barcode(code: Barcode) -> Json:
    return {
        "format": code.format,
        "text": code.text,
        "data": b64encode(code.data).decode("ascii"),
        "quad": _points(code.quad),
        "grammar": code.grammar or None,
        "fields": _fields(code.fields),
        "problems": list(code.problems),
    }


def _line(line: TextLine) -> Json:
    return {"text": line.text, "confidence": _share(line.confidence), "quad": _points(line.quad)}


def _verdict(verdict: Verdict) -> Json:
    return {
        "decision": verdict.decision.value,
        "reasons": list(verdict.reasons),
        "prompt": {"en": verdict.prompt.en, "zh": verdict.prompt.zh},
    }


def _points(quad: Quad) -> list[list[float]]:
    return [[round(x, 2), round(y, 2)] for x, y in quad]


def _share(value: float) -> float:
    return round(value, 4)
