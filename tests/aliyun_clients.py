"""Alibaba Cloud's official clients, unmodified, given another endpoint."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from alibabacloud_cloudauth_intl20220809 import models as cloudauth
from alibabacloud_cloudauth_intl20220809.client import Client as CloudauthClient
from alibabacloud_ocr_api20210707 import models as ocr_api
from alibabacloud_ocr_api20210707.client import Client as OcrApiClient
from alibabacloud_tea_openapi.client import Client as OpenApiClient
from alibabacloud_tea_openapi.exceptions import AlibabaCloudException, ClientException
from alibabacloud_tea_openapi.exceptions import ServerException as ServerSideException
from alibabacloud_tea_openapi.models import Config, OpenApiRequest, Params
from alibabacloud_tea_util.models import RuntimeOptions
from aliyunsdkcore.client import AcsClient
from aliyunsdkcore.request import CommonRequest
from aliyunsdkgreen.request.v20180509.ImageAsyncScanRequest import ImageAsyncScanRequest
from aliyunsdkgreen.request.v20180509.ImageAsyncScanResultsRequest import ImageAsyncScanResultsRequest
from aliyunsdkgreen.request.v20180509.ImageSyncScanRequest import ImageSyncScanRequest

from idvision.server.keys import Key
from tests.server_fixture import KEY

Json = dict[str, Any]
_WAIT_MS = 60_000


def _config(endpoint: str, key: Key, **more: str) -> Config:
    return Config(
        access_key_id=key.id, access_key_secret=key.secret, endpoint=endpoint, protocol="http", **more
    )


def _runtime() -> RuntimeOptions:
    return RuntimeOptions(read_timeout=_WAIT_MS)


def text_of(data: bytes) -> str:
    """Return a picture as it stands in a parameter."""
    return b64encode(data).decode()


def doc_ocr_max(endpoint: str, *, v2: bool = False, key: Key = KEY, **parameters: str) -> Json:
    """Call `DocOcrMax`, or its second version; returns the body."""
    given = {"product_code": "ID_OCR_MAX", "merchant_biz_id": "a1B2", **parameters}
    client = CloudauthClient(_config(endpoint, key, region_id="ap-southeast-1"))
    if v2:
        answer = client.doc_ocr_max_v2with_options(cloudauth.DocOcrMaxV2Request(**given), _runtime())
    else:
        answer = client.doc_ocr_max_with_options(cloudauth.DocOcrMaxRequest(**given), _runtime())
    return answer.body.to_map()


def credential(endpoint: str, *, v2: bool = False, **parameters: str) -> Json:
    """Call `CredentialRecognitionIntl`, or its second version; returns the body."""
    standard = {"product_code": "CREDENTIAL_RECOGNITION", "doc_type": "01", "ocr_area": "0101"}
    given = {**standard, "fraud_check": "true", **parameters}
    client = CloudauthClient(_config(endpoint, KEY, region_id="ap-southeast-1"))
    if v2:
        request = cloudauth.CredentialRecognitionIntlV2Request(**given)
        return client.credential_recognition_intl_v2with_options(request, _runtime()).body.to_map()
    request = cloudauth.CredentialRecognitionIntlRequest(**given)
    return client.credential_recognition_intl_with_options(request, _runtime()).body.to_map()


def idcard(endpoint: str, *, body: bytes = b"", **parameters: Any) -> Json:
    """Call `RecognizeIdcard` with a picture as a stream or by URL; returns the body."""
    stream = {"body": BytesIO(body)} if body else {}
    request = ocr_api.RecognizeIdcardRequest(**stream, **parameters)
    return (
        OcrApiClient(_config(endpoint, KEY)).recognize_idcard_with_options(request, _runtime()).body.to_map()
    )


def common(endpoint: str, action: str, **parameters: str) -> Json:
    """Call an action of ID Verification with the client of the first generation."""
    request = CommonRequest(domain=endpoint, version="2022-08-09", action_name=action)
    request.set_protocol_type("http")
    request.set_method("POST")
    request.set_read_timeout(60)
    for name, value in parameters.items():
        request.add_body_params(name, value)
    return json.loads(_acs().do_action_with_exception(request))


_GREEN = {
    "asyncscan": ImageAsyncScanRequest,
    "results": ImageAsyncScanResultsRequest,
    "scan": ImageSyncScanRequest,
}


def green(endpoint: str, call: str, content: object, *, key: Key = KEY) -> Json:
    """Call `asyncscan`, `results` or `scan` with the client of the first generation; returns the body."""
    request = _GREEN[call]()
    request.set_endpoint(endpoint)
    request.set_protocol_type("http")
    request.set_content(json.dumps(content).encode())
    request.set_read_timeout(60)
    return json.loads(_acs(key).do_action_with_exception(request))


def green_generic(endpoint: str, call: str, content: object) -> Json:
    """Call the same with the generic client of the next generation."""
    action = {"asyncscan": "ImageAsyncScan", "results": "ImageAsyncScanResults", "scan": "ImageSyncScan"}[
        call
    ]
    params = Params(
        action=action,
        version="2018-05-09",
        protocol="HTTP",
        method="POST",
        auth_type="AK",
        style="ROA",
        pathname=f"/green/image/{call}",
        req_body_type="json",
        body_type="json",
    )
    client = OpenApiClient(_config(endpoint, KEY))
    return client.call_api(params, OpenApiRequest(body=content), _runtime())["body"]


def _acs(key: Key = KEY) -> AcsClient:
    return AcsClient(key.id, key.secret, "cn-shanghai", auto_retry=False)


def refusal(call: Callable[[], object]) -> tuple[int, str]:
    """Return status and code of what the client raises."""
    with pytest.raises(AlibabaCloudException) as caught:
        call()
    error = caught.value
    assert isinstance(error, ClientException if error.status_code < 500 else ServerSideException)
    assert error.request_id == error.data["RequestId"]
    assert error.data["HostId"].startswith("127.0.0.1:")
    return error.status_code, error.code


def details(answer: Json) -> Json:
    """Return what a successful answer has as text in `ExtIdInfo`."""
    assert (answer["Code"], answer["Message"]) == ("Success", "success")
    found: Json = json.loads(answer["Result"]["ExtIdInfo"])
    return found
