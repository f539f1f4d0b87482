"""The actions of Alibaba Cloud: which parameters each has, how it is read, which schema answers."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable, Mapping
from functools import cache
from types import MappingProxyType
from uuid import uuid4

from idvision.documents import all_specs
from idvision.errors import CallError, InputError
from idvision.limits import PRESETS
from idvision.schemas import vendor_codes
from idvision.schemas.aliyun_common import CallIds
from idvision.schemas.aliyun_credential import CredentialRequest, to_credential
from idvision.schemas.aliyun_idcard import IdcardRequest, to_idcard
from idvision.schemas.aliyun_ocr_max import NAMED, OcrMaxRequest, to_ocr_max
from idvision.schemas.aliyun_ocr_max import PRESETS as LIMITS_BY_THRESHOLD
from idvision.schemas.native import Json
from idvision.schemas.vendor_codes import PASSPORTS, code_of, id_card_side
from idvision.server.aliyun_parameters import Given, given_in, invalid
from idvision.server.aliyun_pictures import (
    CREDENTIAL,
    IDCARD,
    OCR_MAX,
    PictureCall,
    checked,
    decoded,
    fetched,
    given_url,
    unfit,
)
from idvision.server.services import Services
from idvision.server.wire import FORM, WireRequest
from idvision.types import Options, Result

Call = Callable[[WireRequest, Services], Awaitable[Json]]

CLOUDAUTH, OCR_API = "2022-08-09", "2021-07-07"
AREAS: Mapping[str, str] = MappingProxyType({"01": "0101", "02": "0201", "03": "0301", "04": "0401"})
"""`OcrArea` of each `DocType` of credentials."""
LARGE_BODY = 100_000
"""Bytes of a request from which its parameters are taken apart beside the event loop."""

_BIZ_ID = re.compile(r"[A-Za-z0-9]{1,32}")
_SCENE_CODE = re.compile(r"[A-Za-z0-9_]{1,10}")
_DOC_TYPE = re.compile(r"[A-Z]{3}[0-9]{5}")
_ZERO_ONE = ("0", "1")
_YES_NO = ("T", "F")


async def doc_ocr_max(request: WireRequest, services: Services) -> Json:
    """Answer `DocOcrMax` and `DocOcrMaxV2`. Raises CallError, BusyError, ClosedError."""
    given = await _given(request)
    asked = ocr_max_request(given)
    data = await _picture(given, "IdOcrPicture", OCR_MAX, services)
    options = Options(
        documents=types_of(asked.doc_type), limits=PRESETS[LIMITS_BY_THRESHOLD[asked.id_threshold]]
    )
    result = await _read(data, options, OCR_MAX, services)
    return to_ocr_max(result, asked, _ids(request), services.config.choices)


def ocr_max_request(given: Given) -> OcrMaxRequest:
    """Return what a call asks for. Raises CallError."""
    given.one_of("ProductCode", ("ID_OCR_MAX",))
    given.formed("MerchantBizId", _BIZ_ID, required=True)
    given.formed("SceneCode", _SCENE_CODE)
    given.one_of("Authorize", _YES_NO, "F")
    model = given.one_of("OcrModel", ("0", "1", "2"), NAMED)
    doc_type = given.required("DocType") if model == NAMED else given.text("DocType")
    # A type that no declaration has could never be found: better to say so than to deny every photo.
    if doc_type and (model != NAMED or not types_of(doc_type)):
        raise invalid("DocType")
    return OcrMaxRequest(
        ocr_model=model,
        doc_type=doc_type,
        doc_page=given.one_of("DocPage", ("01", "02"), "01"),
        id_threshold=given.one_of("IdThreshold", LIMITS_BY_THRESHOLD, "3"),
        id_spoof=given.one_of("IdSpoof", _YES_NO, "F") == "T",
        standard_values=given.one_of("OcrValueStandard", _ZERO_ONE, "0") == "1",
    )


@cache
def types_of(doc_type: str) -> tuple[str, ...]:
    """Return our types for a `DocType`, none for an unknown one; all passports for that of any country."""
    if not _DOC_TYPE.fullmatch(doc_type):
        return ()
    codes = ((spec.type, code_of(spec, vendor_codes.OCR_MAX)) for spec in all_specs())
    is_passport = doc_type[3:5] == PASSPORTS
    fits = {name for name, code in codes if code == doc_type or (is_passport and code[3:5] == PASSPORTS)}
    return tuple(sorted(fits))


async def credential_recognition(request: WireRequest, services: Services) -> Json:
    """Answer `CredentialRecognition(Intl)(V2)`. Raises CallError, BusyError, ClosedError."""
    given = await _given(request)
    asked = credential_request(given)
    data = await _picture(given, "CredentialOcrPicture", CREDENTIAL, services)
    specs = (spec for spec in all_specs() if code_of(spec, vendor_codes.CREDENTIAL) == asked.doc_type)
    options = Options(documents=tuple(spec.type for spec in specs))
    result = await _read(data, options, CREDENTIAL, services)
    return to_credential(result, asked, _ids(request), services.config.choices)


def credential_request(given: Given) -> CredentialRequest:
    """Return what a call asks for. Raises CallError."""
    given.one_of("ProductCode", ("CREDENTIAL_RECOGNITION",))
    doc_type = given.one_of("DocType", AREAS)
    given.one_of("OcrArea", (AREAS[doc_type],))
    # Pages of print are no pictures: what the engine cannot read is refused, not answered as empty.
    given.one_of("FileInputType", ("IMAGE",), "IMAGE")
    given.one_of("OcrTranslation", _ZERO_ONE, "0")
    given.one_of("OcrValueStandard", _ZERO_ONE, "0")
    return CredentialRequest(
        doc_type=doc_type,
        fraud_check=given.switch("FraudCheck", required=True),
        id_quality=given.one_of("IdQuality", ("Y", "N"), "N") == "Y",
        rules=given.texts("CheckRuleConfig"),
    )


async def recognize_idcard(request: WireRequest, services: Services) -> Json:
    """Answer `RecognizeIdcard`. Raises CallError, BusyError, ClosedError."""
    given = await _given(request)
    asked = IdcardRequest(figure=given.switch("OutputFigure"), quality=given.switch("OutputQualityInfo"))
    sent = b"" if request.content_type == FORM else request.body
    url = given_url(given, ("Url",), sent, IDCARD)
    data = await fetched(url, services.fetcher, IDCARD) if url else sent
    data = checked(data, IDCARD.url_bytes if url else IDCARD.sent_bytes, IDCARD)
    options = Options(documents=tuple({spec.type for spec in all_specs() if id_card_side(spec)}))
    result = await _read(data, options, IDCARD, services)
    answer = to_idcard(result, asked, request.id, services.config.choices)
    if answer is None:
        raise CallError("unmatchedImageType", "The image type does not match the API operation.")
    return answer


CALLS: Mapping[str, tuple[str, Call]] = MappingProxyType(
    {
        "DocOcrMax": (CLOUDAUTH, doc_ocr_max),
        "DocOcrMaxV2": (CLOUDAUTH, doc_ocr_max),
        "CredentialRecognition": (CLOUDAUTH, credential_recognition),
        "CredentialRecognitionIntl": (CLOUDAUTH, credential_recognition),
        "CredentialRecognitionIntlV2": (CLOUDAUTH, credential_recognition),
        "RecognizeIdcard": (OCR_API, recognize_idcard),
    }
)
"""Every action with the version of its interface and what answers it."""


async def _given(request: WireRequest) -> Given:
    if len(request.body) <= LARGE_BODY:
        return given_in(request)
    return await asyncio.to_thread(given_in, request)


async def _picture(given: Given, name: str, call: PictureCall, services: Services) -> bytes:
    """Return the picture of a call: `...Base64`, `...Url`, or what its client has uploaded as `...File`."""
    text = given.text(f"{name}Base64")
    url = given_url(given, (f"{name}Url", f"{name}File"), text, call)
    if url:
        return checked(await fetched(url, services.fetcher, call), call.url_bytes, call)
    data = await asyncio.to_thread(decoded, f"{name}Base64", text, call)
    return checked(data, call.sent_bytes, call)


async def _read(data: bytes, options: Options, call: PictureCall, services: Services) -> Result:
    try:
        return await services.read(data, services.within_pixels(options, call.rules.max_pixels))
    except InputError as error:
        raise unfit(error, call) from None


def _ids(request: WireRequest) -> CallIds:
    return CallIds(request.id, f"hks{uuid4().hex[:30]}")
