"""What cloud answers are made of: canonical values, codes, addresses, warnings, and what stops an opening."""

from __future__ import annotations

import sys
from dataclasses import replace

import httpx
import pytest

from idvision.bench.answer import AnsweredField
from idvision.bench.providers.cloud import aliyun_credential, aliyun_idcard, aliyun_ocr_max, tencent
from idvision.bench.providers.cloud.aliyun_green import result_of
from idvision.bench.providers.cloud.call import Cloud, RefusedError, place
from idvision.bench.providers.cloud.green_pictures import served, uploaded
from idvision.bench.providers.cloud.green_values import to_answer as green_answer
from idvision.bench.providers.cloud.resident_card import cards_from, side_of
from idvision.bench.providers.cloud.tables import Told, table
from idvision.bench.providers.cloud.values import answered, canonical, period
from idvision.bench.providers.clouds import CLOUDS
from idvision.bench.providers.protocol import About, Hint, NotRun, Settings
from idvision.bench.published import PUBLISHED
from idvision.documents import all_specs
from idvision.schemas.aliyun_common import as_text
from tests.cloud_settings import TODAY


@pytest.mark.parametrize(
    ("name", "written", "value"),
    [
        ("birth_date", "1987/1/1", "1987-01-01"),
        ("birth_date", "2001年5月8日", "2001-05-08"),
        ("birth_date", "19870203", "1987-02-03"),
        ("issue_date", "2018-03-18T00:00:00", "2018-03-18"),
        ("valid_from", " 2017.08.12 ", "2017-08-12"),
        ("expiry_date", "长期", "long-term"),
        ("expiry_date", "Long-term", "long-term"),
        # No such day, or nobody knows which part is the month: as it was written.
        ("birth_date", "2001-02-30", "2001-02-30"),
        ("birth_date", "03/04/2001", "03/04/2001"),
        ("sex", "男", "M"),
        ("sex", "女", "F"),
        ("sex", "f", "F"),
        ("sex", "<", "<"),
        ("address", "1987/1/1", "1987/1/1"),
    ],
)
def test_a_value_is_brought_into_canonical_form(name: str, written: str, value: str) -> None:
    assert canonical(name, written) == value


@pytest.mark.parametrize(
    ("written", "both"),
    [
        ("2017.08.12-2037.08.12", ("2017-08-12", "2037-08-12")),
        ("2017.08.12-长期", ("2017-08-12", "long-term")),
        ("20170812-20370812", ("2017-08-12", "2037-08-12")),
        ("-2037.08.12", ("", "2037-08-12")),
        ("2017.08.12", ("", "2017-08-12")),
        ("长期", ("", "long-term")),
        ("", ("", "")),
    ],
)
def test_a_period_has_two_ends(written: str, both: tuple[str, str]) -> None:
    assert period(written) == both


def test_empty_values_are_not_answered() -> None:
    values = {"name": "张三", "sex": " ", "address": ""}
    assert answered(values, {"name": 0.9, "sex": 0.1}) == (AnsweredField("name", "张三", 0.9),)


def test_a_side_is_a_card_if_it_says_something() -> None:
    cards = cards_from({"name": "张三", "issuing_authority": "某市公安局", "vin": "x"})
    assert [(card.side, len(card.fields)) for card in cards] == [("front", 1), ("back", 1)]
    assert cards_from({"name": ""}) == ()
    assert side_of(cards[0].document, "back") == "BACK"
    assert side_of(cards[0].document, None) is side_of("passport", "page") is None


def about(name: str) -> About:
    return About(name, "1", "cloud", frozenset())


class TestReading:
    def test_a_refusal_and_a_failure_are_answers(self) -> None:
        def refuse(_picture: bytes, _hint: Hint) -> object:
            raise RefusedError("213")

        def fail(_picture: bytes, _hint: Hint) -> object:
            raise TimeoutError("waited for key=secret")

        refusing = Cloud(about("a"), "vendor", refuse, lambda _failure: "")  # type: ignore[arg-type]
        assert refusing.read(b"", Hint()).error == "vendor:213"
        failing = replace(refusing, ask=fail)
        assert failing.read(b"", Hint()).error == "vendor:TimeoutError"
        # What a vendor calls a code is a word, or is made one.
        odd = replace(failing, code_of=lambda _failure: "Bad: <张三> of " + "x" * 200)
        error = odd.read(b"", Hint()).error
        assert error is not None and error.startswith("vendor:Bad-of-x") and len(error) == len("vendor:") + 80

    def test_the_time_is_that_of_the_whole_call(self) -> None:
        def fail(_picture: bytes, _hint: Hint) -> object:
            raise RefusedError("1")

        assert Cloud(about("a"), "v", fail, lambda _failure: "").read(b"", Hint()).milliseconds > 0  # type: ignore[arg-type]


class TestOpening:
    @pytest.mark.parametrize(
        ("name", "variables"),
        [
            ("aliyun-dococrmax", "ALIBABA_CLOUD_ACCESS_KEY_ID, ALIBABA_CLOUD_ACCESS_KEY_SECRET not set"),
            ("aliyun-green", "ALIBABA_CLOUD_ACCESS_KEY_ID, ALIBABA_CLOUD_ACCESS_KEY_SECRET not set"),
            ("tencent-ocr", "TENCENTCLOUD_SECRET_ID, TENCENTCLOUD_SECRET_KEY not set"),
            ("tencent-ci", "TENCENTCLOUD_SECRET_ID, TENCENTCLOUD_SECRET_KEY not set"),
            ("aws-analyzeid", "AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY not set"),
            ("azure-iddocument", "DOCUMENTINTELLIGENCE_ENDPOINT, DOCUMENTINTELLIGENCE_API_KEY not set"),
            ("baidu-idcard", "BAIDU_APP_ID, BAIDU_API_KEY, BAIDU_SECRET_KEY not set"),
        ],
    )
    def test_keys_that_are_missing_are_named(self, name: str, variables: str) -> None:
        with pytest.raises(NotRun) as caught:
            CLOUDS[name](Settings(TODAY))
        assert str(caught.value) == variables

    @pytest.mark.parametrize(
        ("name", "module", "package"),
        [
            (
                "aliyun-credential",
                "alibabacloud_cloudauth_intl20220809",
                "alibabacloud_cloudauth_intl20220809",
            ),
            (
                "aliyun-recognize-idcard",
                "alibabacloud_ocr_api20210707.client",
                "alibabacloud_ocr_api20210707",
            ),
            ("aliyun-green", "aliyunsdkcore.client", "aliyun-python-sdk-green"),
            ("aliyun-green", "oss2", "oss2"),
            ("tencent-ci", "qcloud_cos", "cos-python-sdk-v5"),
            ("tencent-ocr", "tencentcloud.ocr.v20181119.ocr_client", "tencentcloud-sdk-python-ocr"),
            ("aws-analyzeid", "boto3", "boto3"),
            ("azure-iddocument", "azure.ai.documentintelligence", "azure-ai-documentintelligence"),
            ("baidu-idcard", "aip", "baidu-aip"),
        ],
    )
    def test_a_package_that_is_missing_is_named(
        self, monkeypatch: pytest.MonkeyPatch, name: str, module: str, package: str
    ) -> None:
        monkeypatch.setitem(sys.modules, module, None)
        keys = dict.fromkeys(ALL_VARIABLES, "a-secret")
        with pytest.raises(NotRun, match=f"^{package} is not installed") as caught:
            CLOUDS[name](Settings(TODAY, secrets={**keys, "DOCUMENTINTELLIGENCE_ENDPOINT": "https://a.b"}))
        assert "a-secret" not in str(caught.value)

    def test_an_endpoint_is_an_address(self) -> None:
        at = place(Settings(TODAY, endpoints={"a": "http://127.0.0.1:8390"}), "a", "vendor.example")
        assert (at.scheme, at.host, at.name, at.port) == ("http", "127.0.0.1:8390", "127.0.0.1", 8390)
        usual = place(Settings(TODAY), "a", "vendor.example")
        assert (usual.scheme, usual.host, usual.port) == ("https", "vendor.example", 443)
        for wrong in ("127.0.0.1:8390", "ftp://a", "http://me:secret@a"):
            with pytest.raises(NotRun) as caught:
                place(Settings(TODAY, endpoints={"a": wrong}), "a", "vendor.example")
            assert "secret" not in str(caught.value)

    def test_a_client_that_knows_one_place_is_not_pointed_elsewhere(self) -> None:
        keys = dict.fromkeys(ALL_VARIABLES, "a")
        with pytest.raises(NotRun):
            CLOUDS["baidu-idcard"](Settings(TODAY, secrets=keys, endpoints={"baidu-idcard": "http://a"}))

    def test_the_rest_of_a_place_is_asked_for_too(self) -> None:
        keys = {name: "a" for name in ALL_VARIABLES if name not in {"AWS_REGION", "COS_BUCKET", "COS_REGION"}}
        for name, missing in (("aws-analyzeid", "AWS_REGION"), ("tencent-ci", "COS_BUCKET, COS_REGION")):
            with pytest.raises(NotRun, match=f"^{missing} not set$"):
                CLOUDS[name](Settings(TODAY, secrets=keys))
        plain = {**keys, "DOCUMENTINTELLIGENCE_ENDPOINT": "http://a.b"}
        with pytest.raises(NotRun, match="https"):
            CLOUDS["azure-iddocument"](Settings(TODAY, secrets=plain))


ALL_VARIABLES = (
    *("ALIBABA_CLOUD_ACCESS_KEY_ID", "ALIBABA_CLOUD_ACCESS_KEY_SECRET", "AWS_ACCESS_KEY_ID"),
    *("AWS_SECRET_ACCESS_KEY", "AWS_REGION", "BAIDU_APP_ID", "BAIDU_API_KEY", "BAIDU_SECRET_KEY"),
    *("COS_BUCKET", "COS_REGION", "DOCUMENTINTELLIGENCE_API_KEY"),
    *("TENCENTCLOUD_SECRET_ID", "TENCENTCLOUD_SECRET_KEY"),
)


class TestAlibaba:
    @pytest.mark.parametrize(
        ("hint", "code"),
        [
            (Hint("chn_resident_id", "back"), ("CHN01001", "02")),
            (Hint("chn_resident_id"), ("CHN01001", "01")),
            (Hint("passport", "page"), ("GLB03002", "01")),
            # Two issues with a code each, none, and nothing known: it has to find out.
            (Hint("hkg_id", "front"), None),
            (Hint("bank_card", "front"), None),
            (Hint(), None),
        ],
    )
    def test_a_hint_names_a_page(self, hint: Hint, code: tuple[str, str] | None) -> None:
        asked = aliyun_ocr_max.parameters(aliyun_ocr_max.named(hint))
        if code is None:
            assert asked == {"ocr_model": "2"}
        else:
            assert (asked["doc_type"], asked["doc_page"], asked["ocr_model"]) == (*code, "0")

    def test_older_names_and_copies_are_understood(self) -> None:
        spec = aliyun_ocr_max.named(Hint("passport", "page"))
        info = {
            "passportNo": "X1",
            "birthDate": "1980/02/10",
            "givenname": "ANNA",
            "surname": "B",
            "sex": "F",
        }
        details = {"ocrIdInfo": info, "spoofInfo": {"spoofResult": "Y", "spoofType": ["TAMPER"]}}
        body = {"Code": "Success", "Result": {"SubCode": "212", "ExtIdInfo": as_text(details)}}
        answer = aliyun_ocr_max.to_answer(body, spec)
        assert {field.name: field.value for field in answer.cards[0].fields} == {
            "document_number": "X1",
            "birth_date": "1980-02-10",
            "given_names": "ANNA",
            "surname": "B",
            "sex": "F",
        }
        assert dict(answer.attacks or ()) == {"screen_recapture": 0.0, "photocopy": 0.0, "tampered": 1.0}

    def test_a_refusal_that_comes_as_an_answer_is_one(self) -> None:
        with pytest.raises(RefusedError, match=r"^Throttling\.Api$"):
            aliyun_ocr_max.to_answer({"Code": "Throttling.Api"}, None)
        with pytest.raises(RefusedError, match=r"^NoCode$"):
            aliyun_credential.to_answer({}, aliyun_credential.named(Hint("transaction_bill")))
        with pytest.raises(RefusedError, match=r"^noPermission$"):
            aliyun_idcard.to_answer({"Code": "noPermission"})

    def test_the_least_sure_side_tells_the_quality(self) -> None:
        face = {"data": {"name": "张三"}, "prism_keyValueInfo": [{"key": "name", "valueProb": 97}]}
        back = {"data": {"validPeriod": "2017.08.12-长期"}, "prism_keyValueInfo": []}
        back["prism_keyValueInfo"] = [{"key": "validPeriod", "valueProb": 80}]
        scores = [{"qualityScore": 90, "tamperScore": 5, "isCopy": False, "isReshoot": False}]
        scores += [{"qualityScore": 40, "tamperScore": 60, "isCopy": True, "isReshoot": False}]
        sides = {"face": {**face, "any": scores[0]}, "back": {**back, "any": scores[1]}}
        answer = aliyun_idcard.to_answer({"Data": as_text({"data": sides})})
        assert answer.quality == 0.4
        assert dict(answer.attacks or ()) == {"photocopy": 1.0, "screen_recapture": 0.0, "tampered": 0.6}
        told = [(field.name, field.value, field.confidence) for card in answer.cards for field in card.fields]
        assert told == [
            ("name", "张三", 0.97),
            ("valid_from", "2017-08-12", 0.8),
            ("expiry_date", "long-term", 0.8),
        ]


class TestGreen:
    def test_what_is_printed_in_two_scripts_is_put_together(self) -> None:
        info = {
            "birthPlace": "天津",
            "birthPlaceRaw": "TIANJIN",
            "birthDate": "1980年02月10日",
            "personId": "E1",
        }
        answer = green_answer({"passportInfo": {**info, "birthDay": "02月10日"}}, "passport")
        told = {field.name: field.value for field in answer.cards[0].fields}
        assert told == {"birth_place": "天津/TIANJIN", "birth_date": "1980-02-10", "document_number": "E1"}

    def test_copies_are_judged_where_the_account_may_see_it(self) -> None:
        info = {"name": "张三", "type": "front", "copy": True, "remake": False}
        answer = green_answer({"idCardInfo": info}, "id-card-back")
        assert dict(answer.attacks or ()) == {"photocopy": 1.0, "screen_recapture": 0.0}
        assert green_answer({"idCardInfo": {"name": "张三"}}, "id-card-front").attacks is None

    @pytest.mark.parametrize(("code", "error"), [(592, "592"), (500, "500")])
    def test_a_task_that_fails_is_refused(self, code: int, error: str) -> None:
        answers = iter([{"data": [{"code": 200, "taskId": "t"}]}, {"data": [{"code": 280}]}])

        def call(_name: str, _content: object) -> dict[str, object]:
            return next(answers, {"data": [{"code": code}]})  # type: ignore[arg-type]

        with pytest.raises(RefusedError, match=f"^{error}$"):
            result_of(call, "bank-card", "http://127.0.0.1/a")

    @pytest.mark.usefixtures("loopback")
    def test_a_picture_is_served_as_long_as_it_is_needed(self) -> None:
        with served(b"picture") as address:
            assert httpx.get(address).content == b"picture"
            assert httpx.get(f"{address}0").status_code == 404
        with pytest.raises(httpx.ConnectError):
            httpx.get(address)

    def test_a_picture_goes_into_the_space_that_the_vendor_lends(self) -> None:
        put: list[tuple[object, ...]] = []

        class Bucket:
            def __init__(self, login: object, address: str, name: str) -> None:
                put.append((login, address, name))

            def put_object(self, key: str, picture: bytes) -> None:
                put.append((key, picture))

        class Oss:
            StsAuth = staticmethod(lambda *parts: parts)

        Oss.Bucket = Bucket  # type: ignore[attr-defined]
        ticket = {"accessKeyId": "i", "accessKeySecret": "s", "securityToken": "t", "uploadFolder": "upload"}
        place = {"ossEndpoint": "http://oss.example", "uploadBucket": "bucket"}
        address = uploaded(b"picture", {**ticket, **place}, Oss)
        (opened, (key, picture)) = put
        assert opened == (("i", "s", "t"), "https://oss.example", "bucket") and picture == b"picture"
        assert address == f"oss://bucket/{key}" and str(key).startswith("upload/images/")


@pytest.mark.parametrize("sign", [1, -1])
def test_warnings_of_tencent_are_defects_and_attacks(sign: int) -> None:
    codes = [sign * code for code in (9101, 9105, 9107, 9108, 9106)]
    answer = tencent.to_answer(
        {"Name": "张三"}, {"Quality": "49", "WarnInfos": [str(code) for code in codes]}
    )
    assert answer.defects == ("blur", "incomplete", "occlusion", "glare")
    assert dict(answer.attacks or ()) == {"screen_recapture": 0.0, "photocopy": 1.0, "tampered": 1.0}
    assert answer.quality == 0.49
    assert tencent.to_answer({}, {"Quality": 50}).defects == ()


def test_a_value_of_two_parts_is_as_sure_as_the_less_sure() -> None:
    told = {"FIRST_NAME": Told("ANNA", 0.9), "MIDDLE_NAME": Told("B", 0.5), "LAST_NAME": Told(" ")}
    assert table("textract").values(told) == ({"given_names": "ANNA B"}, {"given_names": 0.5})


@pytest.mark.parametrize("service", ["textract", "azure", "baidu"])
def test_a_table_names_what_there_is(service: str) -> None:
    known = table(service)
    names = {field.name for spec in all_specs() for field in spec.fields} | {"issuing_country"}
    assert set(known.fields) <= names
    sides = {(spec.type, spec.side.value) for spec in all_specs()}
    assert set(known.documents.values()) <= sides


def test_published_figures_name_their_source() -> None:
    assert all(row.provider and row.what and row.figure and row.source for row in PUBLISHED)
    prices = [row.price for row in PUBLISHED if row.price is not None]
    assert [(price.per_1000, price.currency) for price in prices] == [(10.0, "CNY")]
    figures = {(row.provider, row.figure) for row in PUBLISHED}
    assert {("multimodal model", "about 3 s"), ("aliyun-green", "6 s, then a timeout error")} <= figures
