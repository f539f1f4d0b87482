"""`CredentialRecognitionIntlV2` of Alibaba Cloud ID Verification: bills, transfers, proofs of address.

The service has to be told which; a picture of anything else is not sent.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping
from typing import Any

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
from idvision.bench.providers.cloud.call import UNSUPPORTED, Cloud, RefusedError, described
from idvision.bench.providers.cloud.values import answered
from idvision.bench.providers.protocol import About, Hint, Provider, Settings
from idvision.documents import DocumentSpec, all_specs
from idvision.schemas.aliyun_common import BAD_PICTURE, NOT_FOUND
from idvision.schemas.aliyun_credential import names_of
from idvision.schemas.vendor_codes import CREDENTIAL
from idvision.schemas.vendor_codes import code_of as declared_code

NAME = "aliyun-credential"
AREA = "aliyun_credential_area"


def open_credential(settings: Settings) -> Provider:
    """Open the service. Raises NotRun."""
    service = id_verification(settings, NAME)

    def ask(picture: bytes, hint: Hint) -> Answer:
        spec = named(hint)
        request = service.models.CredentialRecognitionIntlV2Request(
            product_code="CREDENTIAL_RECOGNITION",
            doc_type=declared_code(spec, CREDENTIAL),
            ocr_area=declared_code(spec, AREA),
            fraud_check="true",
            credential_ocr_picture_base_64=b64encode(picture).decode("ascii"),
        )
        answer = service.client.credential_recognition_intl_v2with_options(request, service.options)
        return to_answer(answer.body.to_map(), spec)

    answers = frozenset({"fields", "attacks"})
    about = About(
        NAME, described("CredentialRecognitionIntlV2 2022-08-09", ID_VERIFICATION), "cloud", answers
    )
    return Cloud(about, VENDOR, ask, code_of)


def named(hint: Hint) -> DocumentSpec:
    """Return the paper that can be named to the service. Raises RefusedError."""
    specs = (spec for spec in all_specs() if spec.type == hint.document and declared_code(spec, CREDENTIAL))
    found = next(specs, None)
    if found is None:
        raise RefusedError(UNSUPPORTED)
    return found


def to_answer(body: Mapping[str, Any], spec: DocumentSpec) -> Answer:
    """Return the common answer. Raises RefusedError."""
    result = checked(body)
    details = details_of(result)
    attacks = attacks_in(details)
    if str(result.get("SubCode")) in {NOT_FOUND, BAD_PICTURE}:
        return Answer(attacks=attacks)
    info: Mapping[str, str] = details.get("recInfo") or {}
    names = names_of(declared_code(spec, CREDENTIAL))
    values = {own: str(info.get(name) or "") for name, own in names.items()}
    card = AnsweredCard(spec.type, spec.side.value, fields=answered(values))
    return Answer(cards=(card,), attacks=attacks)
