"""The services that nothing here imitates: documented answers with invented values, through the clients."""

from __future__ import annotations

import io
import json
from typing import Any, ClassVar

import pytest

from idvision.bench.providers.cloud import azure, baidu, textract
from idvision.bench.providers.clouds import CLOUDS
from idvision.bench.providers.protocol import Hint, Settings
from tests.cloud_settings import TODAY, values_in

ZONE = (
    "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
    "L898902C36UTO7408122F1204159ZE184226B<<<<<10",
)


class TestTextract:
    KEYS: ClassVar = {
        "AWS_ACCESS_KEY_ID": "id",
        "AWS_SECRET_ACCESS_KEY": "a-secret",
        "AWS_REGION": "us-east-1",
    }

    @pytest.fixture
    def stubbed(self) -> Any:
        boto3 = pytest.importorskip("boto3")
        stub = pytest.importorskip("botocore.stub")
        client = boto3.client(
            "textract", region_name="us-east-1", aws_access_key_id="id", aws_secret_access_key="a-secret"
        )
        with stub.Stubber(client) as stubber:
            yield stubber

    @staticmethod
    def field(name: str, text: str, confidence: float, day: str = "") -> dict[str, Any]:
        value: dict[str, Any] = {"Text": text, "Confidence": confidence}
        if day:
            value["NormalizedValue"] = {"Value": day, "ValueType": "Date"}
        return {"Type": {"Text": name}, "ValueDetection": value}

    def test_a_driving_licence(self, stubbed: Any) -> None:
        fields = [
            self.field("FIRST_NAME", "ANNA", 99.0),
            self.field("MIDDLE_NAME", "MARIA", 97.5),
            self.field("LAST_NAME", "ERIKSSON", 98.0),
            self.field("DOCUMENT_NUMBER", "D1234567", 96.0),
            self.field("DATE_OF_BIRTH", "08/12/1974", 95.0, "1974-08-12T00:00:00"),
            self.field("EXPIRATION_DATE", "", 99.0),
            self.field("ID_TYPE", "DRIVER LICENSE FRONT", 98.5),
            self.field("VETERAN", "NO", 50.0),
        ]
        blocks = [{"BlockType": "PAGE"}, {"BlockType": "LINE", "Text": "ERIKSSON"}, {"BlockType": "WORD"}]
        body = {
            "IdentityDocuments": [{"DocumentIndex": 1, "IdentityDocumentFields": fields, "Blocks": blocks}]
        }
        stubbed.add_response("analyze_id", body, {"DocumentPages": [{"Bytes": b"picture"}]})
        answer = textract.provider(stubbed.client).read(b"picture", Hint())
        (card,) = answer.cards
        assert (card.document, card.side, answer.text) == ("usa_driver_licence", "front", ("ERIKSSON",))
        assert values_in(answer) == {
            "surname": "ERIKSSON",
            "given_names": "ANNA MARIA",
            "document_number": "D1234567",
            "birth_date": "1974-08-12",
        }
        assert {field.name: field.confidence for field in card.fields}["given_names"] == 0.975

    def test_a_passport_with_its_zone_and_an_unknown_paper(self, stubbed: Any) -> None:
        passport = [
            self.field("MRZ_CODE", "\n".join(ZONE), 90.0),
            self.field("ID_TYPE", "PASSPORT", 98.5),
        ]
        unknown = [self.field("LAST_NAME", "ERIKSSON", 90.0), self.field("ID_TYPE", "SOMETHING", 10.0)]
        nothing = [self.field("ID_TYPE", "UNKNOWN", 10.0)]
        papers = [{"IdentityDocumentFields": fields} for fields in (passport, unknown, nothing)]
        stubbed.add_response("analyze_id", {"IdentityDocuments": papers})
        cards = textract.provider(stubbed.client).read(b"picture", Hint()).cards
        assert [(card.document, card.side, card.mrz) for card in cards] == [
            ("passport", "page", ZONE),
            (None, None, ()),
        ]

    def test_an_error_is_its_code(self, stubbed: Any) -> None:
        stubbed.add_client_error("analyze_id", "UnsupportedDocumentException", "bytes of a-secret")
        assert (
            textract.provider(stubbed.client).read(b"p", Hint()).error == "aws:UnsupportedDocumentException"
        )

    @pytest.mark.usefixtures("no_network")
    def test_opening_asks_nobody(self) -> None:
        pytest.importorskip("boto3")
        provider = CLOUDS[textract.NAME](Settings(TODAY, secrets=self.KEYS))
        assert provider.about.name == "aws-analyzeid" and "boto3" in provider.about.version
        assert "a-secret" not in repr(provider)


class Transport:
    """Answers the requests of Azure's client one after the other and keeps them."""

    def __init__(self, answers: list[tuple[int, dict[str, str], Any]]) -> None:
        self.answers = answers
        self.sent: list[Any] = []

    def __enter__(self) -> Transport:
        return self

    def __exit__(self, *_args: object) -> None:
        pass

    def open(self) -> None:
        pass

    def close(self) -> None:
        pass

    def sleep(self, _seconds: float) -> None:
        pass

    def send(self, request: Any, **_given: Any) -> Any:
        from azure.core.rest._requests_basic import RestRequestsTransportResponse
        from requests import Response
        from requests.structures import CaseInsensitiveDict
        from urllib3 import HTTPResponse

        self.sent.append(request)
        status, headers, body = self.answers.pop(0)
        response = Response()
        response.status_code = status
        response.headers = CaseInsensitiveDict({**headers, "Content-Type": "application/json"})
        response.raw = HTTPResponse(io.BytesIO(json.dumps(body).encode()), preload_content=False)
        return RestRequestsTransportResponse(request=request, internal_response=response)


class TestAzure:
    PLACE = "https://one.example"
    LATER: ClassVar = {"Operation-Location": f"{PLACE}/documentintelligence/results/1?api-version=2024-11-30"}

    def provider(self, answers: list[tuple[int, dict[str, str], Any]]) -> tuple[Any, Transport]:
        module = pytest.importorskip("azure.ai.documentintelligence")
        from azure.core.credentials import AzureKeyCredential

        transport = Transport(answers)
        client = module.DocumentIntelligenceClient(
            self.PLACE, AzureKeyCredential("a-secret"), transport=transport, polling_interval=0
        )
        return azure.provider(client), transport

    @staticmethod
    def succeeded(*documents: dict[str, Any]) -> dict[str, Any]:
        result = {"apiVersion": "2024-11-30", "modelId": azure.MODEL, "content": "", "documents": documents}
        page = {"pageNumber": 1, "spans": [], "lines": [{"content": "LINE ONE", "spans": []}]}
        return {"status": "succeeded", "analyzeResult": {**result, "pages": [page]}}

    def test_a_passport_after_a_wait(self) -> None:
        fields = {
            "FirstName": {"type": "string", "valueString": "ANNA MARIA", "content": "ANNA  MARIA"},
            "LastName": {"type": "string", "valueString": "ERIKSSON", "confidence": 0.98},
            "DateOfBirth": {"type": "date", "valueDate": "1974-08-12", "content": "12 AUG 74"},
            "Sex": {"type": "string", "valueString": "F"},
            "CountryRegion": {"type": "countryRegion", "valueCountryRegion": "UTO"},
            "IssuingAuthority": {"type": "string", "content": "PASSPORT\nOFFICE"},
            "MachineReadableZone": {"type": "object", "content": "\n".join(ZONE), "valueObject": {}},
            "Unknown": {"type": "string", "valueString": "x"},
        }
        document = {"docType": "idDocument.passport", "spans": [], "confidence": 0.99, "fields": fields}
        running = {"status": "running"}
        answers = [(202, self.LATER, {}), (200, {}, running), (200, {}, self.succeeded(document))]
        provider, transport = self.provider(answers)
        answer = provider.read(b"picture", Hint())
        (card,) = answer.cards
        assert (card.document, card.side, card.mrz) == ("passport", "page", ZONE)
        assert values_in(answer) == {
            "given_names": "ANNA MARIA",
            "surname": "ERIKSSON",
            "birth_date": "1974-08-12",
            "sex": "F",
            "issuing_country": "UTO",
            "issuing_authority": "PASSPORT OFFICE",
        }
        assert {field.name: field.confidence for field in card.fields}["surname"] == 0.98
        assert (answer.text, answer.error) == (("LINE ONE",), None)
        first = transport.sent[0]
        assert "prebuilt-idDocument:analyze" in first.url and "a-secret" not in repr(provider)

    @pytest.mark.parametrize(
        ("kind", "country", "known"),
        [
            ("idDocument.driverLicense", "USA", ("usa_driver_licence", "front")),
            ("idDocument.driverLicense", "CAN", (None, None)),
            ("idDocument.residencePermit", "USA", ("usa_permanent_resident", "front")),
            ("idDocument.usSocialSecurityCard", "USA", (None, None)),
        ],
    )
    def test_a_kind_is_known_by_its_country(
        self, kind: str, country: str, known: tuple[object, object]
    ) -> None:
        fields = {"CountryRegion": {"type": "countryRegion", "valueCountryRegion": country}}
        (card,) = azure.to_answer({"documents": [{"docType": kind, "fields": fields}]}).cards
        assert (card.document, card.side) == known

    def test_no_document_is_no_card(self) -> None:
        provider, _ = self.provider([(202, self.LATER, {}), (200, {}, self.succeeded())])
        assert provider.read(b"picture", Hint()).cards == ()

    @pytest.mark.parametrize(
        ("status", "body", "code"),
        [
            (401, {"error": {"code": "401", "message": "key a-secret is wrong"}}, "azure:401"),
            (400, {"error": {"code": "InvalidRequest", "message": "m"}}, "azure:InvalidRequest"),
        ],
    )
    def test_an_error_is_its_code(self, status: int, body: dict[str, Any], code: str) -> None:
        provider, _ = self.provider([(status, {}, body)])
        assert provider.read(b"picture", Hint()).error == code

    def test_opening_asks_nobody(self) -> None:
        pytest.importorskip("azure.ai.documentintelligence")
        keys = {"DOCUMENTINTELLIGENCE_ENDPOINT": self.PLACE, "DOCUMENTINTELLIGENCE_API_KEY": "a-secret"}
        provider = CLOUDS[azure.NAME](Settings(TODAY, secrets=keys))
        assert provider.about.name == "azure-iddocument" and "a-secret" not in repr(provider)
        elsewhere = {azure.NAME: "http://127.0.0.1:9"}
        assert CLOUDS[azure.NAME](Settings(TODAY, secrets=keys, endpoints=elsewhere)).about == provider.about


FRONT_WORDS = {
    "姓名": {"words": "张三", "location": {"left": 1, "top": 2, "width": 3, "height": 4}},
    "性别": {"words": "女"},
    "民族": {"words": "汉"},
    "出生": {"words": "19740812"},
    "住址": {"words": "某省某市某路1号"},
    "公民身份号码": {"words": "11010519491231002X"},
}
BACK_WORDS = {
    "签发机关": {"words": "某市公安局"},
    "签发日期": {"words": "20170812"},
    "失效日期": {"words": "长期"},
}


class TestBaidu:
    KEYS: ClassVar = {"BAIDU_APP_ID": "1", "BAIDU_API_KEY": "id", "BAIDU_SECRET_KEY": "a-secret"}

    def client(self, monkeypatch: pytest.MonkeyPatch, *answers: dict[str, Any]) -> tuple[Any, list[Any]]:
        aip = pytest.importorskip("aip")
        client, left, sent = aip.AipOcr("1", "id", "a-secret"), list(answers), []

        def request(url: str, data: dict[str, str], headers: object = None) -> dict[str, Any]:
            sent.append((url, data))
            return left.pop(0)

        monkeypatch.setattr(client, "_request", request)
        return baidu.provider(client), sent

    def test_a_front(self, monkeypatch: pytest.MonkeyPatch) -> None:
        quality = {"IsClear": 1, "IsClear_propobility": 0.9, "IsComplete": 0, "IsNoCover": "0"}
        body = {"words_result": FRONT_WORDS, "image_status": "over_exposure", "card_quality": quality}
        provider, sent = self.client(monkeypatch, {**body, "risk_type": "screen", "log_id": 1})
        answer = provider.read(b"picture", Hint("chn_resident_id", "front"))
        ((url, data),) = sent
        assert url.endswith("/rest/2.0/ocr/v1/idcard") and data["image"] == "cGljdHVyZQ=="
        assert (data["id_card_side"], data["detect_risk"], data["detect_quality"]) == (
            "front",
            "true",
            "true",
        )
        assert (answer.cards[0].document, answer.cards[0].side) == ("chn_resident_id", "front")
        assert values_in(answer) == {
            "name": "张三",
            "sex": "F",
            "ethnicity": "汉",
            "birth_date": "1974-08-12",
            "address": "某省某市某路1号",
            "id_number": "11010519491231002X",
        }
        assert answer.defects == ("glare", "incomplete", "occlusion")
        assert dict(answer.attacks or ()) == {"photocopy": 0.0, "screen_recapture": 1.0, "tampered": 0.0}

    def test_the_other_side_is_asked_for_where_nobody_knew(self, monkeypatch: pytest.MonkeyPatch) -> None:
        back = {
            "words_result": BACK_WORDS,
            "image_status": "normal",
            "risk_type": "normal",
            "edit_tool": "an editor",
        }
        provider, sent = self.client(monkeypatch, {"image_status": "reversed_side", "words_result": {}}, back)
        answer = provider.read(b"picture", Hint())
        assert [data["id_card_side"] for _, data in sent] == ["front", "back"]
        assert values_in(answer) == {
            "issuing_authority": "某市公安局",
            "valid_from": "2017-08-12",
            "expiry_date": "long-term",
        }
        assert dict(answer.attacks or ())["tampered"] == 1.0 and answer.defects == ()

    def test_no_card_and_errors(self, monkeypatch: pytest.MonkeyPatch) -> None:
        answers = ({"image_status": "non_idcard"}, {"error_code": 216201, "error_msg": "image format error"})
        provider, _ = self.client(monkeypatch, *answers)
        none = provider.read(b"picture", Hint("chn_resident_id", "back"))
        assert (none.cards, none.defects, none.error) == ((), (), None)
        assert provider.read(b"picture", Hint()).error == "baidu:216201"

    def test_certificates_are_checked_whatever_the_client_asks(self) -> None:
        given: list[tuple[str, str, Any]] = []

        class Session:
            def get(self, url: str, **more: Any) -> None:
                given.append(("get", url, more))

            def post(self, url: str, **more: Any) -> None:
                given.append(("post", url, more))

        transport = baidu.CheckedTransport(Session())
        transport.get("https://a", verify=False, params={})
        transport.post("https://b", verify=False)
        assert [(verb, url, more["verify"]) for verb, url, more in given] == [
            ("get", "https://a", True),
            ("post", "https://b", True),
        ]

    def test_the_client_sends_through_it(self, monkeypatch: pytest.MonkeyPatch) -> None:
        pytest.importorskip("aip")
        sent: list[tuple[str, dict[str, Any]]] = []

        class Response:
            content = json.dumps({"image_status": "non_idcard"}).encode()

            def json(self) -> dict[str, Any]:
                return {"scope": "brain_all_scope", "access_token": "token", "expires_in": 100}

            def close(self) -> None:
                pass

        def send(_self: object, url: str, **given: Any) -> Response:
            sent.append((url, given))
            return Response()

        monkeypatch.setattr("requests.Session.get", send)
        monkeypatch.setattr("requests.Session.post", send)
        provider = CLOUDS[baidu.NAME](Settings(TODAY, secrets=self.KEYS))
        assert provider.read(b"picture", Hint()).error is None
        assert [(url.split("/")[2], given["verify"]) for url, given in sent] == [
            ("aip.baidubce.com", True)
        ] * 2
        assert "a-secret" not in repr(provider)
