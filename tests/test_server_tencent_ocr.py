"""Tencent's own client, unmodified, against a server with real recognition: IDCardOCR."""

from __future__ import annotations

import json
from base64 import b64decode, b64encode

import cv2
import httpx
import numpy as np
import pytest
from tencentcloud.common.credential import Credential
from tencentcloud.common.exception.tencent_cloud_sdk_exception import TencentCloudSDKException
from tencentcloud.common.profile.client_profile import ClientProfile
from tencentcloud.common.profile.http_profile import HttpProfile
from tencentcloud.ocr.v20181119.models import IDCardOCRRequest, IDCardOCRResponse
from tencentcloud.ocr.v20181119.ocr_client import OcrClient

from idvision.errors import CallError
from idvision.schemas.tencent_idcard import OCR_FLAGS
from idvision.server.keys import Key
from idvision.server.tencent_call import MESSAGES, base64_length, flags_from
from tests.server_fixture import KEY, KEYS, Running, running
from tests.tencent_photos import EXAMPLES, blurred, encoded, two_fronts, wrong_number

pytestmark = [pytest.mark.weights, pytest.mark.usefixtures("loopback")]
STYLES = ("TC3-HMAC-SHA256", "HmacSHA256", "HmacSHA1")
FRONT = (EXAMPLES / "resident_id_front.jpg").read_bytes()
BACK = (EXAMPLES / "resident_id_back.jpg").read_bytes()
BOTH = (EXAMPLES / "resident_id_both_sides.jpg").read_bytes()
GLARE = (EXAMPLES / "resident_id_glare.jpg").read_bytes()


def client(server: Running, style: str = STYLES[0], key: Key = KEY, verb: str = "POST") -> OcrClient:
    place = HttpProfile(protocol="http", endpoint=server.endpoint, reqMethod=verb)
    profile = ClientProfile(signMethod=style, httpProfile=place)
    return OcrClient(Credential(key.id, key.secret), "ap-guangzhou", profile)


def call(server: Running, photo: bytes | str | None = None, style: str = STYLES[0], **more: object):
    request = IDCardOCRRequest()
    if photo is not None:
        request.ImageBase64 = photo if isinstance(photo, str) else b64encode(photo).decode()
    for name, value in more.items():
        setattr(request, name, value)
    return client(server, style).IDCardOCR(request)


def config(*flags: str) -> str:
    return json.dumps(dict.fromkeys(flags, True))


def code(server: Running, *args: object, **more: object) -> str:
    with pytest.raises(TencentCloudSDKException) as caught:
        call(server, *args, **more)
    assert caught.value.requestId
    assert caught.value.message
    return caught.value.code


def values(answer: IDCardOCRResponse) -> dict[str, str]:
    names = ("Name", "Sex", "Nation", "Birth", "Address", "IdNum", "Authority", "ValidDate")
    return {name: getattr(answer, name) for name in names}


@pytest.mark.parametrize("style", STYLES)
def test_a_front_is_read_however_it_is_signed(server: Running, style: str) -> None:
    answer = call(server, FRONT, style, CardSide="FRONT", EnableDateVerify=True)
    assert values(answer) == {
        "Name": "袁杰艳",
        "Sex": "男",
        "Nation": "土家",
        "Birth": "1980/2/10",
        "Address": "四川省成都市武侯区建设南街97号",
        "IdNum": "510107198002104572",
        "Authority": "",
        "ValidDate": "",
    }
    assert answer.AdvancedInfo is None and answer.RequestId


def test_a_back_is_found_without_being_named(server: Running) -> None:
    answer = values(call(server, BACK))
    assert (answer["Authority"], answer["ValidDate"]) == ("青岛市公安局崂山分局", "2020.07.30-长期")
    assert answer["IdNum"] == ""


def test_both_sides_of_one_photo(server: Running) -> None:
    answer = values(call(server, BOTH, Config=config("MultiCardDetect")))
    assert (answer["IdNum"], answer["ValidDate"]) == ("650102197604158281", "2021.07.06-2041.07.06")


def test_all_flags_at_once(server: Running) -> None:
    answer = call(server, FRONT, Config=config(*OCR_FLAGS), EnableReflectDetail=True, CardWarnType="Advanced")
    advanced = json.loads(answer.AdvancedInfo)
    assert set(advanced) == {
        *("IdCard", "Portrait", "Quality", "BorderCodeValue", "IsKeyValid", "IsValueValid", "WarnInfos")
    }
    assert advanced["Quality"] >= 50 and advanced["BorderCodeValue"] <= 50
    assert (advanced["IsKeyValid"], advanced["IsValueValid"], advanced["WarnInfos"]) == (True, True, [])
    assert answer.ReflectDetailInfos == []
    card, portrait = (_opened(advanced[name]) for name in ("IdCard", "Portrait"))
    height, width = card.shape[:2]
    assert width / height == pytest.approx(1.586, abs=0.01) and width > 600
    assert portrait.shape[0] > portrait.shape[1] > 100
    # The cut-out card is upright and sharp enough to be read like the photo.
    again = values(call(server, b64decode(advanced["IdCard"])))
    assert again == values(answer)


def _opened(text: str) -> np.ndarray:
    return cv2.imdecode(np.frombuffer(b64decode(text), np.uint8), cv2.IMREAD_COLOR)


@pytest.mark.parametrize("flag", OCR_FLAGS)
def test_each_flag_alone_adds_its_own(server: Running, flag: str) -> None:
    answer = call(server, FRONT, Config=config(flag))
    names = {
        "CropIdCard": "IdCard",
        "CropPortrait": "Portrait",
        "Quality": "Quality",
        "KeyCheck": "IsKeyValid",
        "ValueCheck": "IsValueValid",
        "BorderCheckWarn": "BorderCodeValue",
    }
    wanted = {names[flag]} if flag in names else set()
    if flag.endswith("Warn"):
        wanted.add("WarnInfos")
    found = json.loads(answer.AdvancedInfo) if answer.AdvancedInfo else {}
    assert set(found) == wanted


def test_a_reflection_is_warned_of_and_placed(server: Running) -> None:
    answer = call(
        server, GLARE, Config=config("ReflectWarn", "ValueCheck"), EnableReflectDetail=True
    ) if _is_read(server, GLARE) else None
    if answer is None:
        # A number that is hidden is no number.
        assert code(server, GLARE) == "FailedOperation.IdCardInfoIllegal"
        return
    advanced = json.loads(answer.AdvancedInfo)
    assert (advanced["WarnInfos"], advanced["IsValueValid"]) == ([-9107], False)
    assert "RecognitionField" in [one.Position for one in answer.ReflectDetailInfos]


def _is_read(server: Running, photo: bytes) -> bool:
    try:
        call(server, photo)
    except TencentCloudSDKException:
        return False
    return True
