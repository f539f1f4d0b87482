"""Alibaba Cloud's calls by name, by the official clients, against a whole server with real recognition."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from aliyunsdkcore.acs_exception.exceptions import ServerException as FirstException
from hypothesis import given, settings
from hypothesis import strategies as st

from idvision.errors import CallError
from idvision.models import Models
from idvision.server.aliyun_calls import CALLS, credential_request, ocr_max_request, types_of
from idvision.server.aliyun_parameters import Given
from idvision.server.aliyun_pictures import CREDENTIAL, IDCARD, OCR_MAX, PictureCall, decoded
from idvision.server.aliyun_rpc import STATUS
from idvision.server.choices import Choices
from idvision.server.dispatch import ALIYUN_ACTIONS
from idvision.server.keys import Key
from tests.aliyun_clients import common, details, doc_ocr_max, idcard, refusal, text_of
from tests.card_pictures import blank
from tests.server_fixture import KEY, Running, running
from tests.web import MISSING, SLOW, Web, web

pytestmark = [pytest.mark.weights, pytest.mark.usefixtures("loopback")]

EXAMPLES = Path(__file__).parents[1] / "examples"
FRONT = (EXAMPLES / "resident_id_front.jpg").read_bytes()
BACK = (EXAMPLES / "resident_id_back.jpg").read_bytes()
PASSPORT = (EXAMPLES / "passport_page.jpg").read_bytes()
BOTH = (EXAMPLES / "resident_id_both_sides.jpg").read_bytes()
NOTHING = (EXAMPLES / "no_document.jpg").read_bytes()
TRUTH = {photo["file"]: photo["cards"] for photo in json.loads((EXAMPLES / "truth.json").read_text())}
MEGABYTE = 1024 * 1024


@pytest.fixture(scope="module")
def server(loopback: None, models: Models, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with running(models, tmp_path_factory.mktemp("data"), fetch_timeout_s=0.4) as started:
        yield started


@pytest.fixture(scope="module")
def pictures(loopback: None) -> Iterator[Web]:
    served = {"/front.jpg": FRONT, "/large.jpg": FRONT + bytes(10 * MEGABYTE), "/text": b"no picture"}
    with web(served) as started:
        yield started


def told(example: str, card: int = 0) -> dict[str, str]:
    return TRUTH[example][card]["fields"]


class TestDocOcrMax:
    def test_a_named_page_is_read(self, server: Running) -> None:
        answer = doc_ocr_max(
            server.endpoint, doc_type="CHN01001", doc_page="01", id_ocr_picture_base_64=text_of(FRONT)
        )
        result, info, truth = answer["Result"], details(answer)["ocrIdInfo"], told("resident_id_front.jpg")
        assert (result["Passed"], result["SubCode"]) == ("Y", "200")
        assert result["TransactionId"].startswith("hks") and len(result["TransactionId"]) == 33
        for name in ("name", "sex", "address", "ethnicity", "id_number"):
            assert info[name] == truth[name]
        assert info["date_of_birth"] == truth["birth_date"]

    def test_the_second_version_reads_a_back_with_all_that_can_be_asked_for(self, server: Running) -> None:
        answer = doc_ocr_max(
            server.endpoint,
            v2=True,
            doc_type="CHN01001",
            doc_page="02",
            id_spoof="T",
            id_threshold="2",
            ocr_value_standard="1",
            authorize="F",
            scene_code="scene_1",
            id_ocr_picture_base_64=text_of(BACK),
        )
        content, truth = details(answer), told("resident_id_back.jpg")
        assert content["ocrIdInfo"]["origin_of_issue"] == truth["issuing_authority"]
        assert content["ocrIdInfo"]["date_of_issue"] == truth["valid_from"]
        assert "spoofInfo" in content and "ocrStandardData" in content

    def test_a_passport_comes_from_an_address(self, server: Running, pictures: Web) -> None:
        answer = doc_ocr_max(server.endpoint, doc_type="GLB03002", id_ocr_picture_base_64=text_of(PASSPORT))
        truth = told("passport_page.jpg")
        assert details(answer)["ocrIdInfo"]["passport_number"] == truth["document_number"]
        fetched = doc_ocr_max(
            server.endpoint, doc_type="CHN01001", id_ocr_picture_url=pictures.url("/front.jpg")
        )
        assert fetched["Result"]["SubCode"] == "200"

    def test_without_a_name_the_kind_is_found_out(self, server: Running) -> None:
        classified = doc_ocr_max(server.endpoint, ocr_model="1", id_ocr_picture_base_64=text_of(FRONT))
        assert details(classified) == {"ocrDocType": "CHN01"}
        general = doc_ocr_max(server.endpoint, ocr_model="2", id_ocr_picture_base_64=text_of(FRONT))
        info = details(general)["ocrIdInfo"]
        assert info["card_number_s"] == told("resident_id_front.jpg")["id_number"]

    @pytest.mark.parametrize(
        ("picture", "asked", "sub_code"),
        [
            (BACK, {"doc_type": "CHN01001"}, "213"),
            (NOTHING, {"doc_type": "CHN01001", "id_threshold": "0"}, "213"),
            (FRONT, {"doc_type": "GLB03002"}, "213"),
        ],
    )
    def test_another_page_or_none_is_told(
        self, server: Running, picture: bytes, asked: dict[str, str], sub_code: str
    ) -> None:
        result = doc_ocr_max(server.endpoint, id_ocr_picture_base_64=text_of(picture), **asked)["Result"]
        assert (result["SubCode"], result["Passed"]) == (sub_code, "N")

    def test_the_strict_threshold_refuses_what_the_default_one_lets_pass_unchecked(
        self, server: Running
    ) -> None:
        glare = text_of((EXAMPLES / "resident_id_glare.jpg").read_bytes())
        codes = [
            doc_ocr_max(
                server.endpoint, doc_type="CHN01001", id_threshold=threshold, id_ocr_picture_base_64=glare
            )["Result"]["SubCode"]
            for threshold in ("1", "3")
        ]
        assert codes == ["211", "200"]

    @pytest.mark.parametrize(
        ("changed", "refused"),
        [
            ({"product_code": ""}, (400, "MissingParameter")),
            ({"merchant_biz_id": ""}, (400, "MissingParameter")),
            ({"doc_type": ""}, (400, "MissingParameter")),
            ({"id_ocr_picture_base_64": ""}, (400, "MissingParameter")),
            ({"product_code": "ID_OCR_MIN"}, (400, "InvalidParameter")),
            ({"merchant_biz_id": "a-b"}, (400, "InvalidParameter")),
            ({"merchant_biz_id": "a" * 33}, (400, "InvalidParameter")),
            ({"scene_code": "a" * 11}, (400, "InvalidParameter")),
            ({"ocr_model": "3"}, (400, "InvalidParameter")),
            ({"ocr_model": "1"}, (400, "InvalidParameter")),
            ({"doc_type": "CHN99999"}, (400, "InvalidParameter")),
            ({"doc_type": "chn01001"}, (400, "InvalidParameter")),
            ({"doc_page": "03"}, (400, "InvalidParameter")),
            ({"id_spoof": "Y"}, (400, "InvalidParameter")),
            ({"id_threshold": "4"}, (400, "InvalidParameter")),
            ({"ocr_value_standard": "T"}, (400, "InvalidParameter")),
            ({"authorize": "1"}, (400, "InvalidParameter")),
            ({"id_ocr_picture_base_64": "no base64!"}, (400, "InvalidParameter")),
            ({"id_ocr_picture_url": "http://127.0.0.1/a.jpg"}, (401, "DataDuplication")),
            ({"id_ocr_picture_base_64": text_of(b"no picture")}, (401, "UnqualifiedPhoto")),
            ({"id_ocr_picture_base_64": text_of(FRONT[:4000])}, (401, "UnqualifiedPhoto")),
            ({"id_ocr_picture_base_64": text_of(blank(400, 199))}, (401, "UnqualifiedPhoto")),
            ({"id_ocr_picture_base_64": text_of(blank(8193, 300))}, (401, "UnqualifiedPhoto")),
            ({"id_ocr_picture_base_64": text_of(blank(400, 400, "BMP"))}, (401, "UnqualifiedPhoto")),
            ({"id_ocr_picture_base_64": text_of(bytes(6 * MEGABYTE + 1))}, (401, "ToolargeImage")),
        ],
    )
    def test_a_refusal_has_its_documented_code_and_status(
        self, server: Running, changed: dict[str, str], refused: tuple[int, str]
    ) -> None:
        given = {"doc_type": "CHN01001", "id_ocr_picture_base_64": text_of(FRONT), **changed}
        assert refusal(lambda: doc_ocr_max(server.endpoint, **given)) == refused

    @pytest.mark.parametrize(
        ("path", "refused"),
        [
            (SLOW, (401, "DownloadTimeout")),
            (MISSING, (401, "DownloadTimeout")),
            ("/large.jpg", (401, "ToolargeImage")),
            ("/text", (401, "UnqualifiedPhoto")),
        ],
    )
    def test_an_address_without_a_good_picture(
        self, server: Running, pictures: Web, path: str, refused: tuple[int, str]
    ) -> None:
        url = pictures.url(path)
        call = lambda: doc_ocr_max(server.endpoint, doc_type="CHN01001", id_ocr_picture_url=url)  # noqa: E731
        assert refusal(call) == refused

    @pytest.mark.parametrize("url", ["http://pictures.example/a.jpg", "ftp://127.0.0.1/a.jpg"])
    def test_an_address_that_is_not_fetched_from(self, server: Running, url: str) -> None:
        call = lambda: doc_ocr_max(server.endpoint, doc_type="CHN01001", id_ocr_picture_url=url)  # noqa: E731
        assert refusal(call) == (400, "InvalidParameter")

    def test_the_client_of_the_first_generation_is_answered_too(self, server: Running) -> None:
        given = {"ProductCode": "ID_OCR_MAX", "MerchantBizId": "1", "DocType": "CHN01001"}
        answer = common(server.endpoint, "DocOcrMax", **given, IdOcrPictureBase64=text_of(FRONT))
        assert answer["Result"]["SubCode"] == "200"
        with pytest.raises(FirstException) as caught:
            common(server.endpoint, "DocOcrMax", **given)
        assert (caught.value.http_status, caught.value.error_code) == (400, "MissingParameter")
        with pytest.raises(FirstException) as caught:
            common(server.endpoint, "DocOcrMin", **given)
        assert (caught.value.http_status, caught.value.error_code) == (404, "InvalidAction.NotFound")


class TestRecognizeIdcard:
    def test_both_sides_of_a_stream(self, server: Running) -> None:
        answer = idcard(server.endpoint, body=BOTH, output_figure=True, output_quality_info=True)
        sides = json.loads(answer["Data"])["data"]
        front, back = (told("resident_id_both_sides.jpg", card) for card in (0, 1))
        assert sides["face"]["data"]["idNumber"] == front["id_number"]
        assert sides["back"]["data"]["issueAuthority"] == back["issuing_authority"]
        assert sides["face"]["figure"] and "warning" in sides["face"]

    def test_an_address(self, server: Running, pictures: Web) -> None:
        data = json.loads(idcard(server.endpoint, url=pictures.url("/front.jpg"))["Data"])["data"]
        assert data["face"]["data"]["idNumber"] == told("resident_id_front.jpg")["id_number"]
        assert "figure" not in data["face"] and "warning" not in data["face"]

    @pytest.mark.parametrize(
        ("given", "refused"),
        [
            ({}, (400, "MissingImageUrl")),
            ({"body": FRONT, "url": "http://127.0.0.1/a"}, (400, "InvalidParameter")),
            ({"body": NOTHING}, (400, "unmatchedImageType")),
            ({"body": b"no picture"}, (415, "unsupportedImageFormat")),
            ({"body": bytes(10 * MEGABYTE + 1)}, (413, "exceededImageContent")),
            ({"url": "http://pictures.example/a.jpg"}, (400, "notSafeImageUrl")),
        ],
    )
    def test_a_refusal_has_its_documented_code_and_status(
        self, server: Running, given: dict[str, Any], refused: tuple[int, str]
    ) -> None:
        assert refusal(lambda: idcard(server.endpoint, **given)) == refused

    @pytest.mark.parametrize("path", [SLOW, MISSING])
    def test_an_address_without_a_picture(self, server: Running, pictures: Web, path: str) -> None:
        call = lambda: idcard(server.endpoint, url=pictures.url(path))  # noqa: E731
        assert refusal(call) == (400, "IllegalImageUrl")


class TestTheServer:
    def test_an_engine_that_fails_is_an_internal_error(
        self, server: Running, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def fail(_data: bytes, _options: object) -> None:
            raise RuntimeError("a secret")

        monkeypatch.setattr(server.services.engine, "_analyze", fail)
        call = lambda: idcard(server.endpoint, body=FRONT)  # noqa: E731
        assert refusal(call) == (500, "InternalError")

    @pytest.mark.parametrize("settings", [{"queue": -1}, {"rate_per_s": 0.001, "burst": 0}])
    def test_too_much_is_throttled(self, models: Models, tmp_path: Path, settings: dict[str, Any]) -> None:
        with running(models, tmp_path, **settings) as full:
            given = {"doc_type": "CHN01001", "id_ocr_picture_base_64": text_of(FRONT)}
            assert refusal(lambda: doc_ocr_max(full.endpoint, **given)) == (403, "Throttling.Api")

    @pytest.mark.parametrize(
        ("key", "refused"),
        [
            (Key("another", KEY.secret), (404, "InvalidAccessKeyId.NotFound")),
            (Key(KEY.id, "another"), (400, "SignatureDoesNotMatch")),
        ],
    )
    def test_an_unknown_key_or_a_wrong_secret_is_told(
        self, server: Running, key: Key, refused: tuple[int, str]
    ) -> None:
        assert refusal(lambda: doc_ocr_max(server.endpoint, key=key)) == refused

    def test_every_answer_names_its_request_and_type(self, models: Models, tmp_path: Path) -> None:
        with running(models, tmp_path, auth=False) as open_to_all:
            url = f"http://{open_to_all.endpoint}/?Action="
            calls = {
                action: httpx.post(url + action, trust_env=False) for action in ("DocOcrMax", "DocOcrMin")
            }
        assert [answer.status_code for answer in calls.values()] == [400, 404]
        for answer in calls.values():
            assert answer.headers["content-type"] == "application/json;charset=utf-8"
            assert answer.headers["x-acs-request-id"] == answer.json()["RequestId"]

    def test_refusals_can_be_answered_as_successes(self, models: Models, tmp_path: Path) -> None:
        with running(models, tmp_path, choices=Choices(aliyun_error_status=False)) as lenient:
            assert doc_ocr_max(lenient.endpoint, doc_type="CHN01001")["Code"] == "MissingParameter"

    def test_every_action_that_is_dispatched_is_answered(self) -> None:
        assert set(CALLS) == ALIYUN_ACTIONS


@pytest.mark.parametrize("call", [OCR_MAX, CREDENTIAL, IDCARD])
def test_every_refusal_of_a_picture_has_a_status(call: PictureCall) -> None:
    names = ("missing", "both", "unfit", "too_large", "timeout", "unreachable", "forbidden")
    assert all(getattr(call, name) in STATUS for name in names)


def test_a_picture_may_have_its_lines_broken_and_its_pluses_lost() -> None:
    data = bytes(range(250, 256)) * 40
    text = text_of(data)
    assert "+" in text
    broken = "\r\n".join(text[at : at + 76].replace("+", " ") for at in range(0, len(text), 76))
    assert decoded("Picture", broken, OCR_MAX) == data


def test_types_are_those_that_are_declared() -> None:
    assert types_of("CHN01001") == ("chn_resident_id",)
    assert "passport" in types_of("GLB03002")
    assert types_of("ZZZ00000") == types_of("") == ()


def test_a_parameter_names_itself_and_never_its_value() -> None:
    given = Given({"Side": "secret", "Empty": ""})
    for call in (lambda: given.one_of("Side", ("a", "b")), lambda: given.switch("Side")):
        with pytest.raises(CallError, match=r"^The parameter Side is not valid\.$"):
            call()
    with pytest.raises(CallError, match=r"^The parameter Empty is missing\.$"):
        given.required("Empty")
    assert given.one_of("Empty", ("x",), "x") == "x" and not given.switch("Empty")


NAMES = (
    "ProductCode",
    "MerchantBizId",
    "OcrModel",
    "DocType",
    "DocPage",
    "IdThreshold",
    "OcrArea",
    "FraudCheck",
)
VALUES = st.text() | st.sampled_from(("ID_OCR_MAX", "CREDENTIAL_RECOGNITION", "0", "01", "0101", "true", "a"))


@settings(deadline=None)
@given(st.dictionaries(st.sampled_from((*NAMES, "CheckRuleConfig")), VALUES))
def test_no_parameters_are_more_than_wrong(values: dict[str, str]) -> None:
    for read in (ocr_max_request, credential_request):
        try:
            read(Given(values))
        except CallError as error:
            assert error.vendor_code in {"MissingParameter", "InvalidParameter"}
