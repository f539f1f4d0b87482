"""Golden answers in the vendors' shapes: one file a schema and a declared side that the schema knows.

`tests/golden/schemas/SCHEMA/KEY.json` (or `.xml`) holds what the schema makes of the golden document of that
side (see `tests/golden_documents.py`), of perfect quality. Confidences and places, which another build of a
library might round otherwise, are set to fixed values. Sides that have no golden document, because more than
lines of print tells them, say what `EXAMPLES` holds. A new declaration gets its files by `make golden`.
"""

from __future__ import annotations

import json
import xml.dom.minidom
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from idvision.documents import DocumentSpec, all_specs
from idvision.schemas.aliyun_common import CallIds
from idvision.schemas.aliyun_credential import CredentialRequest, to_credential
from idvision.schemas.aliyun_green import to_green
from idvision.schemas.aliyun_idcard import IdcardRequest, to_idcard
from idvision.schemas.aliyun_ocr_max import OcrMaxRequest, to_ocr_max
from idvision.schemas.choices import Choices
from idvision.schemas.native import Json
from idvision.schemas.tencent_ci import to_tencent_ci
from idvision.schemas.tencent_idcard import FLAGS, OCR_FLAGS, Crops, IdCardRequest
from idvision.schemas.tencent_ocr import to_tencent_ocr
from idvision.schemas.vendor_codes import CREDENTIAL, GREEN, OCR_MAX, code_of, id_card_side, page_of
from idvision.types import DocumentClass, Field, Quality, Reproduction, Result
from tests.golden_documents import load, path_of, remembered_specs, result_of
from tests.sample_results import ACCEPT, CARD

FOLDER = Path(__file__).parent / "golden" / "schemas"
IDS = CallIds("REQUEST", "transaction")
CHOICES = Choices()
CROPS = Crops(b"card", b"portrait")
PERFECT = Quality(0.0, 0.0, 0.0, 0.0, 0.0, 0.6, 900, 0.5)
GENUINE = Reproduction(0.0, 0.0, 0.0)
CONFIDENCE = 0.98
EXAMPLES = {
    "plate_number": "皖AB12C3",
    "plate_type": "small_car",
    "plate_colour": "blue",
    "vin": "LBV8V3105GMA12342",
}
"""Values of what is no card: there are no lines of print to remember."""


@dataclass(frozen=True, slots=True)
class Schema:
    """One shape: its folder, which sides it knows, and the text it makes of a result of such a side."""

    name: str
    knows: Callable[[DocumentSpec], bool]
    text: Callable[[DocumentSpec, Result], str]
    suffix: str = "json"

    def path(self, spec: DocumentSpec) -> Path:
        """Return where the golden answer of a side lies."""
        return FOLDER / self.name / f"{spec.key}.{self.suffix}"


@cache
def golden_result(spec: DocumentSpec) -> Result:
    """Return the result of the golden document of a side, without what may differ between machines."""
    if spec in remembered_specs():
        return _fixed(result_of(load(path_of(spec))))
    document = DocumentClass(spec.type, spec.side, CONFIDENCE, form=spec.form)
    fields = tuple(
        Field(one.name, EXAMPLES.get(one.name, ""), EXAMPLES.get(one.name, ""), CONFIDENCE)
        for one in spec.fields
    )
    card = replace(CARD, document=document, fields=fields, mrz=None, lines=(), barcodes=(), verdict=ACCEPT)
    return _fixed(Result(400, 300, (card,), ACCEPT))


def _fixed(result: Result) -> Result:
    cards = tuple(
        replace(
            card,
            quad=((0.0, 0.0), (1000.0, 0.0), (1000.0, 630.0), (0.0, 630.0)),
            document=replace(card.document, confidence=CONFIDENCE),
            quality=PERFECT,
            reproduction=GENUINE,
            portrait=None,
            fields=tuple(replace(one, confidence=CONFIDENCE, quad=None) for one in card.fields),
        )
        for card in result.cards
    )
    return replace(result, cards=cards, image_width=1000, image_height=630)


def files() -> Iterator[tuple[Schema, DocumentSpec]]:
    """Yield every schema with every side that it knows."""
    for schema in SCHEMAS:
        for spec in all_specs():
            if schema.knows(spec):
                yield schema, spec


def _pretty(answer: Json) -> str:
    """Return the answer indented, text that holds JSON opened up: its keys are as much of the contract."""
    return json.dumps(_opened(answer), ensure_ascii=False, indent=1) + "\n"


def _opened(value: object) -> object:
    if isinstance(value, dict):
        return {name: _opened(one) for name, one in value.items()}
    if isinstance(value, list):
        return [_opened(one) for one in value]
    if isinstance(value, str) and value.startswith("{"):
        return {"JSON TEXT": _opened(json.loads(value))}
    return value


def _ocr_max(spec: DocumentSpec, result: Result) -> str:
    doc_type = code_of(spec, OCR_MAX)
    request = OcrMaxRequest(
        "0", doc_type, page_of(spec), id_threshold="0", id_spoof=True, standard_values=True
    )
    older = replace(CHOICES, aliyun_camel_case=True)
    answers: Json = {
        "OcrModel 0": to_ocr_max(result, request, IDS, CHOICES),
        "OcrModel 0, older names": to_ocr_max(result, request, IDS, older),
        "OcrModel 1": to_ocr_max(result, OcrMaxRequest("1"), IDS, CHOICES),
        "OcrModel 2": to_ocr_max(result, OcrMaxRequest("2"), IDS, CHOICES),
    }
    return _pretty(answers)


def _credential(spec: DocumentSpec, result: Result) -> str:
    request = CredentialRequest(code_of(spec, CREDENTIAL), fraud_check=True)
    return _pretty(to_credential(result, request, IDS, CHOICES))


def _idcard(_: DocumentSpec, result: Result) -> str:
    answer = to_idcard(result, IdcardRequest(figure=True, quality=True), IDS.request, CHOICES)
    assert answer is not None
    return _pretty(answer)


def _green(spec: DocumentSpec, result: Result) -> str:
    return _pretty(to_green(result, code_of(spec, GREEN), CHOICES))


def _tencent_ocr(_: DocumentSpec, result: Result) -> str:
    request = IdCardRequest(flags=frozenset(OCR_FLAGS), reflect_detail=True)
    return _pretty(to_tencent_ocr(result, request, CROPS, IDS.request, CHOICES))


def _tencent_ci(_: DocumentSpec, result: Result) -> str:
    body = to_tencent_ci(result, IdCardRequest(flags=frozenset(FLAGS)), CROPS, CHOICES)
    return xml.dom.minidom.parseString(body).toprettyxml(" ")


SCHEMAS = (
    Schema("aliyun_ocr_max", lambda spec: bool(code_of(spec, OCR_MAX)), _ocr_max),
    Schema("aliyun_credential", lambda spec: bool(code_of(spec, CREDENTIAL)), _credential),
    Schema("aliyun_idcard", lambda spec: bool(id_card_side(spec)), _idcard),
    Schema("aliyun_green", lambda spec: bool(code_of(spec, GREEN)), _green),
    Schema("tencent_ocr", lambda spec: bool(id_card_side(spec)), _tencent_ocr),
    Schema("tencent_ci", lambda spec: bool(id_card_side(spec)), _tencent_ci, "xml"),
)


def main() -> None:
    """Write every golden answer, and remove those of sides that are no longer known."""
    written = set()
    for schema, spec in files():
        path = schema.path(spec)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(schema.text(spec, golden_result(spec)), encoding="utf-8")
        written.add(path)
    for path in set(FOLDER.rglob("*.*")) - written:
        path.unlink()


if __name__ == "__main__":
    main()
