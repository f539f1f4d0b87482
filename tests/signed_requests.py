"""Requests signed by the vendors' own clients, as they arrive: each client is run against a recorder."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass, replace
from io import BytesIO

from alibabacloud_cloudauth_intl20220809 import models as cloudauth
from alibabacloud_cloudauth_intl20220809.client import Client as CloudauthClient
from alibabacloud_ocr_api20210707 import models as ocr_api
from alibabacloud_ocr_api20210707.client import Client as OcrApiClient
from alibabacloud_tea_openapi.client import Client as OpenApiClient
from alibabacloud_tea_openapi.models import Config, OpenApiRequest, Params
from alibabacloud_tea_util.models import RuntimeOptions
from aliyunsdkcore.client import AcsClient
from aliyunsdkcore.request import CommonRequest
from aliyunsdkgreen.request.v20180509.ImageAsyncScanRequest import ImageAsyncScanRequest
from qcloud_cos import CosConfig, CosS3Client
from tencentcloud.common.credential import Credential
from tencentcloud.common.profile.client_profile import ClientProfile
from tencentcloud.common.profile.http_profile import HttpProfile
from tencentcloud.ocr.v20181119.models import IDCardOCRRequest
from tencentcloud.ocr.v20181119.ocr_client import OcrClient

from idvision.server.access import Verify
from idvision.server.keys import Key, KeyStore
from idvision.server.signatures import acs3, cos, roa_v1, rpc_v1, tc3, tencent_v1
from idvision.server.wire import WireRequest
from tests.recorder import recorder

KEY = Key("KEYofTESTS0001", "a secret + with / signs ~*%")
KEYS = KeyStore([Key("KEYofANOTHER02", "another secret"), KEY])
PICTURE = bytes(range(0, 256, 7)) + b"+/=~"
PICTURE_TEXT = b64encode(PICTURE).decode()
ANSWER = json.dumps({"RequestId": "1", "Code": "200", "Response": {"RequestId": "1"}}).encode()
BUCKET, REGION = "tests-1250000000", "ap-guangzhou"
OBJECT = "folder/a b+ü.jpg"

Send = Callable[[int], object]


@dataclass(frozen=True, slots=True)
class Way:
    """One way in which an official client signs.

    Attributes:
        send: runs the client against a port.
        verify: the recipe.
        headers: those that the signature covers.
        covers_body: whether it covers the body.
        nonce: whether the client sends one.
    """

    send: Send
    verify: Verify
    headers: frozenset[str]
    covers_body: bool = True
    nonce: bool = True


def signed_by(send: Send) -> WireRequest:
    """Return what a client sends."""
    with recorder(200, "application/json", ANSWER) as (port, noted):
        send(port)
    return noted[-1]


def altered(request: WireRequest, **changes: str) -> WireRequest:
    """Return a request with other headers, `content_type` for `content-type`; an empty one is taken out."""
    headers = dict(request.headers) | {name.replace("_", "-"): value for name, value in changes.items()}
    return replace(request, headers={name: value for name, value in headers.items() if value})


def _config(port: int, **more: str) -> Config:
    endpoint = f"127.0.0.1:{port}"
    return Config(
        access_key_id=KEY.id, access_key_secret=KEY.secret, endpoint=endpoint, protocol="http", **more
    )


def _document(port: int, **more: str) -> object:
    request = cloudauth.DocOcrMaxRequest(
        doc_type="CHN01001",
        id_ocr_picture_base_64=PICTURE_TEXT,
        merchant_biz_id="a~b c*",
        ocr_value_standard="1",
        product_code="ID_OCR_MAX",
    )
    client = CloudauthClient(_config(port, region_id="ap-southeast-1", **more))
    return client.doc_ocr_max_with_options(request, RuntimeOptions())


def _by_stream(port: int) -> object:
    request = ocr_api.RecognizeIdcardRequest(body=BytesIO(PICTURE), output_figure=True)
    return OcrApiClient(_config(port)).recognize_idcard_with_options(request, RuntimeOptions())


def _by_url(port: int) -> object:
    request = ocr_api.RecognizeIdcardRequest(url="http://pictures.example/a b?c=d&e=f+g")
    return OcrApiClient(_config(port)).recognize_idcard_with_options(request, RuntimeOptions())


def _green_params() -> Params:
    return Params(
        action="ImageAsyncScan",
        version="2018-05-09",
        protocol="HTTP",
        method="POST",
        auth_type="AK",
        style="ROA",
        pathname="/green/image/asyncscan",
        req_body_type="json",
        body_type="json",
    )


def _green_generic(port: int) -> object:
    request = OpenApiRequest(query={"ClientInfo": '{"ip": "1"}'}, body={"scenes": ["ocr"]})
    return OpenApiClient(_config(port)).call_api(_green_params(), request, RuntimeOptions())


def _acs_client() -> AcsClient:
    return AcsClient(KEY.id, KEY.secret, "cn-shanghai", auto_retry=False)


def _green_first(port: int) -> object:
    request = ImageAsyncScanRequest()
    request.set_endpoint(f"127.0.0.1:{port}")
    request.set_protocol_type("http")
    request.add_query_param("ClientInfo", '{"ip": "1", "name": "ü"}')
    request.set_content(json.dumps({"scenes": ["ocr"], "tasks": []}).encode())
    return _acs_client().do_action_with_exception(request)


def _common(port: int) -> object:
    request = CommonRequest(domain=f"127.0.0.1:{port}", version="2022-08-09", action_name="DocOcrMax")
    request.set_protocol_type("http")
    request.set_method("POST")
    request.add_query_param("SceneCode", "a~b c*ü")
    request.add_body_params("IdOcrPictureBase64", PICTURE_TEXT)
    return _acs_client().do_action_with_exception(request)


def _tencent(port: int, method: str, verb: str = "POST") -> object:
    place = HttpProfile(protocol="http", endpoint=f"127.0.0.1:{port}", reqMethod=verb)
    profile = ClientProfile(signMethod=method, httpProfile=place)
    request = IDCardOCRRequest()
    request.ImageBase64 = PICTURE_TEXT
    request.Config = '{"Quality": true, "CopyWarn": true}'
    return OcrClient(Credential(KEY.id, KEY.secret), "ap-guangzhou", profile).IDCardOCR(request)


def unsigned_payload(port: int) -> object:
    """Send a request whose body the client leaves out of its signature."""
    profile = ClientProfile(httpProfile=HttpProfile(protocol="http", endpoint=f"127.0.0.1:{port}"))
    profile.unsignedPayload = True
    request = IDCardOCRRequest()
    request.ImageBase64 = PICTURE_TEXT
    return OcrClient(Credential(KEY.id, KEY.secret), "ap-guangzhou", profile).IDCardOCR(request)


def raw_picture(port: int) -> object:
    """Send a picture as it is beside parameters that are signed."""
    request = CommonRequest(domain=f"127.0.0.1:{port}", version="2021-07-07", action_name="RecognizeIdcard")
    request.set_protocol_type("http")
    request.set_method("POST")
    request.set_content(PICTURE)
    return _acs_client().do_action_with_exception(request)


def cos_client(port: int, *, by_domain: bool = False) -> CosS3Client:
    """Return a client of stored objects that calls this machine."""
    place = {"Domain": f"127.0.0.1:{port}"} if by_domain else {"IP": "127.0.0.1", "Port": port}
    config = CosConfig(Region=REGION, SecretId=KEY.id, SecretKey=KEY.secret, Scheme="http", **place)
    return CosS3Client(config, retry=0)


def _put(port: int, **more: bool) -> object:
    return cos_client(port, **more).put_object(Bucket=BUCKET, Key=OBJECT, Body=PICTURE)


def put_with_md5(port: int) -> object:
    """Put an object whose digest travels with it."""
    return cos_client(port).put_object(Bucket=BUCKET, Key=OBJECT, Body=PICTURE, EnableMD5=True)


def _process(port: int) -> object:
    options = {"CardSide": "FRONT", "Config": '{"Quality": true, "CopyWarn": true}'}
    return cos_client(port).ci_process(Bucket=BUCKET, Key=OBJECT, CiProcess="IDCardOCR", Params=options)


_ACS3 = frozenset(
    {
        "accept",
        "host",
        "user-agent",
        "x-acs-action",
        "x-acs-content-sha256",
        "x-acs-date",
        "x-acs-signature-nonce",
        "x-acs-version",
    }
)
_ACS3_BODY = _ACS3 | {"content-type"}
_ROA = frozenset({"accept", "content-md5", "content-type", "date", "x-acs-action", "x-acs-version"})
_TC3 = frozenset({"content-type", "host", "x-tc-timestamp"})
_HOST = frozenset({"host"})

WAYS = {
    "acs3_form": Way(_document, acs3.verify, _ACS3_BODY),
    "acs3_stream": Way(_by_stream, acs3.verify, _ACS3_BODY),
    "acs3_query": Way(_by_url, acs3.verify, _ACS3),
    "acs3_green": Way(_green_generic, acs3.verify, _ACS3_BODY),
    "roa_v1": Way(_green_first, roa_v1.verify, _ROA, nonce=False),
    "rpc_v1": Way(_common, rpc_v1.verify, frozenset({"x-acs-action"})),
    "rpc_v1_newer": Way(
        lambda port: _document(port, signature_algorithm="v2"), rpc_v1.verify, frozenset({"x-acs-action"})
    ),
    "tc3": Way(lambda port: _tencent(port, "TC3-HMAC-SHA256"), tc3.verify, _TC3, nonce=False),
    "tc3_get": Way(lambda port: _tencent(port, "TC3-HMAC-SHA256", "GET"), tc3.verify, _TC3, nonce=False),
    "tencent_sha256": Way(lambda port: _tencent(port, "HmacSHA256"), tencent_v1.verify, _HOST),
    "tencent_sha1": Way(lambda port: _tencent(port, "HmacSHA1"), tencent_v1.verify, _HOST),
    "cos_put": Way(_put, cos.verify, _HOST | {"content-length"}, covers_body=False, nonce=False),
    "cos_domain": Way(
        lambda port: _put(port, by_domain=True),
        cos.verify,
        frozenset({"content-length"}),
        covers_body=False,
        nonce=False,
    ),
    "cos_process": Way(_process, cos.verify, _HOST, covers_body=False, nonce=False),
}
