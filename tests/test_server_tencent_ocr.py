"""Tencent's own client, unmodified, against a server with real recognition: IDCardOCR."""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections.abc import Callable

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
from tests.tencent_photos import (
    BACK,
    BOTH,
    FRONT,
    GLARE,
    NOTHING,
    PASSPORT,
    black,
    blurred,
    two_fronts,
    wrong_number,
)

pytestmark = [pytest.mark.weights, pytest.mark.usefixtures("loopback")]
STYLES = ("TC3-HMAC-SHA256", "HmacSHA256", "HmacSHA1")


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
    answer = call(server, FRONT, style, CardSide="FRONT", EnableRecognitionRectify=False)
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


def test_a_reflection_over_the_number_leaves_no_number(server: Running) -> None:
    assert code(server, GLARE) == "FailedOperation.IdCardInfoIllegal"


@pytest.mark.parametrize(
    ("photo", "more", "expected"),
    [
        (NOTHING, {}, "FailedOperation.ImageNoIdCard"),
        (PASSPORT, {}, "FailedOperation.ImageNoIdCard"),
        (FRONT, {"CardSide": "BACK"}, "FailedOperation.CardSideError"),
        (BOTH, {}, "FailedOperation.MultiCardError"),
        (two_fronts, {"Config": config("MultiCardDetect")}, "FailedOperation.MultiCardError"),
        (lambda: blurred(6.0), {}, "FailedOperation.ImageBlur"),
        (lambda: blurred(9.0), {}, "FailedOperation.ImageBlur"),
        (wrong_number, {}, "FailedOperation.IdCardInfoIllegal"),
        ("", {}, "FailedOperation.EmptyImageError"),
        (b"", {}, "FailedOperation.EmptyImageError"),
        (FRONT[:5000], {}, "FailedOperation.ImageDecodeFailed"),
        (b"no picture", {}, "FailedOperation.ImageDecodeFailed"),
        ("no base64!", {}, "FailedOperation.ImageDecodeFailed"),
        (lambda: black(40, 40, ".webp"), {}, "FailedOperation.ImageDecodeFailed"),
        (lambda: black(40, 5, ".png"), {}, "FailedOperation.IdCardTooSmall"),
        (lambda: black(9000, 9000, ".png"), {}, "FailedOperation.ImageSizeTooLarge"),
        ("A" * (10 * 1024 * 1024 + 4), {}, "LimitExceeded.TooLargeFileError"),
        (None, {}, "MissingParameter"),
        (FRONT, {"CardSide": "TOP"}, "InvalidParameterValue.InvalidParameterValueLimit"),
        (FRONT, {"CardWarnType": "Best"}, "InvalidParameterValue.InvalidParameterValueLimit"),
        (FRONT, {"Config": "{"}, "InvalidParameter.ConfigFormatError"),
        (FRONT, {"Config": "[]"}, "InvalidParameter.ConfigFormatError"),
        (FRONT, {"Config": '{"Quality": "yes"}'}, "InvalidParameter.ConfigFormatError"),
        (FRONT, {"Config": "[" * 100_000}, "InvalidParameter.ConfigFormatError"),
        (None, {"ImageUrl": "http://127.0.0.1:1/none.jpg"}, "FailedOperation.DownLoadError"),
        (None, {"ImageUrl": "http://elsewhere.example/card.jpg"}, "FailedOperation.DownLoadError"),
        (None, {"ImageUrl": "file:///etc/hosts"}, "FailedOperation.DownLoadError"),
        (FRONT, {"EnableReflectDetail": 7}, "InvalidParameter"),
    ],
)
def test_what_is_refused_has_its_documented_code(
    server: Running,
    photo: bytes | str | Callable[[], bytes] | None,
    more: dict[str, object],
    expected: str,
) -> None:
    assert code(server, photo() if callable(photo) else photo, **more) == expected


def test_the_message_is_that_of_the_code(server: Running) -> None:
    with pytest.raises(TencentCloudSDKException) as caught:
        call(server, FRONT, Config="{")
    assert caught.value.message == MESSAGES["InvalidParameter.ConfigFormatError"]


@pytest.mark.parametrize("style", STYLES)
def test_in_every_style_an_unknown_key_and_a_wrong_secret_are_told_apart(server: Running, style: str) -> None:
    for key, expected in (
        (Key("nobody", KEY.secret), "AuthFailure.SecretIdNotFound"),
        (Key(KEY.id, "guessed"), "AuthFailure.SignatureFailure"),
    ):
        with pytest.raises(TencentCloudSDKException) as caught:
            client(server, style, key).IDCardOCR(IDCardOCRRequest())
        assert caught.value.code == expected


def test_other_actions_and_versions_do_not_exist(server: Running) -> None:
    with pytest.raises(TencentCloudSDKException) as caught:
        client(server).call_json("GeneralBasicOCR", {})
    assert caught.value.code == "InvalidAction"
    other = client(server)
    other._apiVersion = "2017-01-01"
    with pytest.raises(TencentCloudSDKException) as caught:
        other.IDCardOCR(IDCardOCRRequest())
    assert caught.value.code == "NoSuchVersion"


def test_a_parameter_that_does_not_exist_is_refused(server: Running) -> None:
    with pytest.raises(TencentCloudSDKException) as caught:
        client(server).call_json("IDCardOCR", {"Picture": "x"})
    assert caught.value.code == "UnknownParameter"


def test_an_address_counts_more_than_a_picture(server: Running) -> None:
    assert code(server, FRONT, ImageUrl=f"http://{server.endpoint}/healthz") == (
        "FailedOperation.ImageDecodeFailed"
    )


def test_one_request_too_many_is_throttled(models, tmp_path) -> None:
    with running(models, tmp_path, KEYS, rate_per_s=0.001, burst=1) as server:
        assert call(server, FRONT).Name
        assert code(server, FRONT) == "RequestLimitExceeded"


def test_a_full_queue_is_throttled(server: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server.services.engine, "_room", 0)
    assert code(server, FRONT) == "RequestLimitExceeded"
    text = httpx.get(f"http://{server.endpoint}/metrics").text
    assert 'idvision_throttled_total{service="tencent_ocr",why="queue"}' in text


def test_a_fault_of_our_own_is_the_vendors_internal_error(
    server: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_data: bytes, _options: object) -> None:
        raise RuntimeError("林小舟")

    monkeypatch.setattr(server.services.engine, "_analyze", broken)
    with pytest.raises(TencentCloudSDKException) as caught:
        call(server, FRONT)
    assert caught.value.code == "InternalError" and "林" not in caught.value.message


def test_errors_have_status_200_and_the_content_type_to_the_letter(server: Running) -> None:
    answer = httpx.post(f"http://{server.endpoint}/", headers={"x-tc-action": "IDCardOCR"}, json={})
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/json")
    assert answer.json()["Response"]["Error"]["Code"] == "MissingParameter"


@pytest.mark.parametrize(
    ("text", "flags"),
    [
        ("", set()),
        ("  ", set()),
        ('{"Quality":true, "Quality":true}', {"Quality"}),
        ('{"Quality":true, "Quality":false}', set()),
        (' { "Quality" : true , "NotYetKnown" : 3 } ', {"Quality"}),
    ],
)
def test_a_configuration_may_hold_spaces_repeats_and_names_to_come(text: str, flags: set[str]) -> None:
    assert flags_from(text, OCR_FLAGS) == flags


@pytest.mark.parametrize(
    "text", ["null", "3", '"x"', '{"Quality":1}', '{"Quality":null}', "{'Quality':true}"]
)
def test_what_is_no_object_of_switches_is_refused(text: str) -> None:
    with pytest.raises(CallError) as caught:
        flags_from(text, OCR_FLAGS)
    assert caught.value.vendor_code == "InvalidParameter.ConfigFormatError"


def test_the_length_in_base64_counts_the_padding() -> None:
    assert [base64_length(size) for size in (0, 1, 3, 4)] == [0, 4, 4, 8]
