"""`IDCardOCR` of Tencent Cloud OCR, through `tencentcloud-sdk-python-ocr`. It finds the side out by itself.

`TENCENTCLOUD_REGION` may name another region than ap-guangzhou.
"""

from __future__ import annotations

import json
from base64 import b64encode

from idvision.bench.answer import Answer
from idvision.bench.providers.cloud.call import READ_S, Cloud, described, needed, place
from idvision.bench.providers.cloud.tencent import (
    ANSWERS,
    NO_CARD_FOUND,
    VENDOR,
    WITHOUT_A_CARD,
    config,
    key_pair,
    to_answer,
)
from idvision.bench.providers.protocol import About, Hint, Provider, Settings
from idvision.schemas.tencent_idcard import NAMES, OCR_FLAGS

NAME = "tencent-ocr"
PACKAGE = "tencentcloud-sdk-python-ocr"
REGION = "ap-guangzhou"
_HOST = "ocr.tencentcloudapi.com"


def open_tencent_ocr(settings: Settings) -> Provider:
    """Open the service. Raises NotRun."""
    key, secret = key_pair(settings)
    at = place(settings, NAME, _HOST)
    with needed(PACKAGE):
        from tencentcloud.common.credential import Credential  # noqa: PLC0415 (an extra)
        from tencentcloud.common.exception.tencent_cloud_sdk_exception import (  # noqa: PLC0415
            TencentCloudSDKException,
        )
        from tencentcloud.common.profile.client_profile import ClientProfile  # noqa: PLC0415
        from tencentcloud.common.profile.http_profile import HttpProfile  # noqa: PLC0415
        from tencentcloud.ocr.v20181119.models import IDCardOCRRequest  # noqa: PLC0415
        from tencentcloud.ocr.v20181119.ocr_client import OcrClient  # noqa: PLC0415
    http = HttpProfile(protocol=at.scheme, endpoint=at.host, reqTimeout=READ_S)
    region = settings.secrets.get("TENCENTCLOUD_REGION") or REGION
    client = OcrClient(Credential(key, secret), region, ClientProfile(httpProfile=http))

    def ask(picture: bytes, _hint: Hint) -> Answer:
        request = IDCardOCRRequest()
        request.ImageBase64 = b64encode(picture).decode("ascii")
        request.Config = config(OCR_FLAGS)
        try:
            answer = client.IDCardOCR(request)
        except TencentCloudSDKException as failure:
            if failure.code in WITHOUT_A_CARD:
                return NO_CARD_FOUND
            raise
        info = {name: getattr(answer, name, None) for name in NAMES}
        return to_answer(info, json.loads(answer.AdvancedInfo or "{}"))

    about = About(NAME, described("IDCardOCR 2018-11-19", PACKAGE), "cloud", ANSWERS)
    return Cloud(about, VENDOR, ask, lambda failure: str(getattr(failure, "code", None) or ""))
