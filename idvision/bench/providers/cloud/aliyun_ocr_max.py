"""`DocOcrMaxV2` of Alibaba Cloud ID Verification, through `alibabacloud_cloudauth_intl20220809`.

The service has to be told type and page. Where a caller does not, or the type has no code or several, it is
asked to find the type out, which gives the values that all documents have in common and no word on copies.
Quality is not checked (`IdThreshold` 3, the service's own default): a picture that fails is not read at all.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from idvision.bench.answer import Answer, AnsweredCard
from idvision.bench.providers.cloud.aliyun import (
    ID_VERIFICATION,
    VENDOR,
    attacks_in,
    code_of,
    details_of,
    id_verification,
)
from idvision.bench.providers.cloud.aliyun import result_of as checked
from idvision.bench.providers.cloud.call import Cloud, described
from idvision.bench.providers.cloud.values import answered, names_of
from idvision.bench.providers.protocol import About, Hint, Provider, Settings
from idvision.documents import DocumentSpec, all_specs
from idvision.schemas import aliyun_ocr_max_fields as fields
from idvision.schemas.aliyun_common import BAD_PICTURE, NOT_FOUND
from idvision.schemas.aliyun_ocr_max import GENERAL, NAMED
from idvision.schemas.vendor_codes import OCR_MAX, PASSPORTS, page_of
from idvision.schemas.vendor_codes import code_of as declared_code

NAME = "aliyun-dococrmax"
_ANY_COUNTRY = "GLB"
_NUMBER = "card_number_s"
_ZONE = ("document_code", "issuing_country", "nationality", "sex", "surname", "given_names")


def open_ocr_max(settings: Settings) -> Provider:
    """Open the service. Raises NotRun."""
    service = id_verification(settings, NAME)

    def ask(picture: bytes, hint: Hint) -> Answer:
        spec = named(hint)
        request = service.models.DocOcrMaxV2Request(
            product_code="ID_OCR_MAX",
            merchant_biz_id=uuid4().hex,
            id_ocr_picture_base_64=b64encode(picture).decode("ascii"),
            **parameters(spec),
        )
        body = service.client.doc_ocr_max_v2with_options(request, service.options).body.to_map()
        return to_answer(body, spec)

    answers = frozenset({"fields", "attacks"})
    about = About(NAME, described("DocOcrMaxV2 2022-08-09", ID_VERIFICATION), "cloud", answers)
    return Cloud(about, VENDOR, ask, code_of)


def named(hint: Hint) -> DocumentSpec | None:
    """Return the side that can be named to the service, None where it has to find the type out.

    Of a document of which the side is not known it is the first page.
    Passports are named by the code of all countries.
    """
    meant = (spec for spec in all_specs() if spec.type == hint.document)
    seen = (spec for spec in meant if hint.side in {None, spec.side.value})
    specs = sorted((spec for spec in seen if declared_code(spec, OCR_MAX)), key=page_of)
    specs = [spec for spec in specs if page_of(spec) == page_of(specs[0])]
    anywhere = [spec for spec in specs if declared_code(spec, OCR_MAX).startswith(_ANY_COUNTRY)]
    codes = {declared_code(spec, OCR_MAX) for spec in specs}
    return anywhere[0] if anywhere else specs[0] if len(codes) == 1 else None


def parameters(spec: DocumentSpec | None) -> dict[str, str]:
    """Return what is asked for: a named page and signs of a copy, or the type."""
    if spec is None:
        return {"ocr_model": GENERAL}
    return {
        "ocr_model": NAMED,
        "doc_type": declared_code(spec, OCR_MAX),
        "doc_page": page_of(spec),
        "id_spoof": "T",
    }


def to_answer(body: Mapping[str, Any], spec: DocumentSpec | None) -> Answer:
    """Return the common answer. Raises RefusedError."""
    result = checked(body)
    if str(result.get("SubCode")) in {NOT_FOUND, BAD_PICTURE}:
        return Answer()
    details = details_of(result)
    info: Mapping[str, str] = details.get("ocrIdInfo") or {}
    if spec is None:
        return Answer(cards=(_classified(str(details.get("ocrDocType") or ""), info),))
    values = {own: str(info.get(name) or "") for name, own in _own_names(spec).items() if info.get(name)}
    card = AnsweredCard(spec.type, spec.side.value, fields=answered(values))
    return Answer(cards=(card,), attacks=attacks_in(details))


def _own_names(spec: DocumentSpec) -> dict[str, str]:
    """Return our names by the service's, of the current and of the older spelling."""
    shown = (*names_of(spec), *(rule.name for rule in spec.derived), *(_ZONE if spec.mrz is not None else ()))
    names = fields.names_of(declared_code(spec, OCR_MAX), page_of(spec), shown)
    older = {older: names[name] for name, older in fields.camel_case(names).items()}
    # A whole name in Latin letters is none of ours where a document prints its parts.
    whole = "name_latin" if "name_latin" in shown else "name" if "name" in shown else ""
    own = {name: whole if own == fields.FULL_NAME else own for name, own in {**older, **names}.items()}
    return {name: value for name, value in own.items() if value}


def _classified(code: str, info: Mapping[str, str]) -> AnsweredCard:
    """Return a card of a type that was found out; `code` is country and kind, such as `CHN01`."""
    fitting = [spec for spec in all_specs() if _is_kind(spec, code)]
    types = {spec.type for spec in fitting}
    shown = {name for spec in fitting for name in names_of(spec)}
    number = "id_number" if "id_number" in shown else "document_number"
    values = {own: info.get(name) or "" for name, (own, *_) in fields.STANDARD.items()}
    values[number] = info.get(_NUMBER) or ""
    return AnsweredCard(next(iter(types)) if len(types) == 1 else None, fields=answered(values))


def _is_kind(spec: DocumentSpec, code: str) -> bool:
    own = declared_code(spec, OCR_MAX)[:5]
    return bool(own) and (own == code or own[3:] == code[3:] == PASSPORTS)
