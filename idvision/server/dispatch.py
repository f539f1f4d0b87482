"""Which service a request means, by what tells their official clients apart."""

from __future__ import annotations

from enum import Enum
from urllib.parse import unquote

from idvision.server.wire import WireRequest

ALIYUN_ACTIONS = frozenset(
    {
        "DocOcrMax",
        "DocOcrMaxV2",
        "CredentialRecognition",
        "CredentialRecognitionIntl",
        "CredentialRecognitionIntlV2",
        "RecognizeIdcard",
    }
)
COS_SCHEME = "q-sign-algorithm="
GREEN_PATHS = frozenset({"/green/image/asyncscan", "/green/image/results", "/green/image/scan"})


class Service(Enum):
    """The services that one port answers for."""

    ALIYUN_RPC = "aliyun_rpc"
    ALIYUN_GREEN = "aliyun_green"
    TENCENT_OCR = "tencent_ocr"
    TENCENT_CI = "tencent_ci"
    TENCENT_COS = "tencent_cos"


def service_of(request: WireRequest) -> Service | None:
    """Return the service, None for a request that none of them knows.

    Both vendors call a parameter `Action`; Tencent's form has a `SecretId` beside it.
    """
    query = dict(request.query_pairs)
    if request.path in GREEN_PATHS:
        return Service.ALIYUN_GREEN
    if request.header("x-tc-action"):
        return Service.TENCENT_OCR
    if "ci-process" in query:
        return Service.TENCENT_CI
    if request.header("authorization").startswith(COS_SCHEME):
        # Their clients ask for buckets themselves too, at the path of the others.
        return Service.TENCENT_COS
    if unquote(request.path) == "/":
        return _by_action(request, query)
    return Service.TENCENT_COS


def _by_action(request: WireRequest, query: dict[str, str]) -> Service | None:
    named = request.header("x-acs-action")
    # A form of several megabytes is only decoded where nothing else names the action.
    form = {} if named or "Action" in query else dict(request.form_pairs)
    given = {**query, **form}
    if "Action" in given and "SecretId" in given:
        return Service.TENCENT_OCR
    action = named or given.get("Action", "")
    # An action that the vendor's service does not have is its error to tell.
    return Service.ALIYUN_RPC if action else None
