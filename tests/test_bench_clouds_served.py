"""Cloud providers that `idvision serve` imitates, through the vendors' clients, against a whole server."""

from __future__ import annotations

import logging
from dataclasses import replace

import numpy as np
import pytest

from idvision.bench.answer import ATTACKS, Answer
from idvision.bench.providers.cloud import tencent_ci
from idvision.bench.providers.clouds import CLOUDS
from idvision.bench.providers.protocol import Hint, Provider
from idvision.documents import get_spec
from idvision.models import Models
from idvision.server.keys import Key
from idvision.types import Side
from tests.card_pictures import KINDS, drawn, encoded, example
from tests.cloud_settings import read_here, settings_for, values_in
from tests.drawing import Pose, photograph
from tests.server_fixture import KEY, Running
from training.synth.catalogue import draw_type

pytestmark = [pytest.mark.weights, pytest.mark.usefixtures("loopback")]

SERVED = (
    *("aliyun-dococrmax", "aliyun-credential", "aliyun-recognize-idcard", "aliyun-green"),
    *("tencent-ci", "tencent-ocr"),
)
FRONT, BACK = Hint("chn_resident_id", "front"), Hint("chn_resident_id", "back")
PASSPORT, BILL = Hint("passport", "page"), Hint("transaction_bill", "page")
ON_THE_FRONT = {"name", "sex", "ethnicity", "birth_date", "address", "id_number"}
ON_THE_BACK = {"issuing_authority", "valid_from", "expiry_date"}


def opened(server: Running, name: str, key: Key = KEY) -> Provider:
    return CLOUDS[name](settings_for([name], server.endpoint, key))


def agrees(answer: Answer, picture: bytes, models: Models) -> set[str]:
    """Compare the first card with what this engine reads; returns the names of the answered values."""
    assert answer.error is None and answer.milliseconds > 0
    (document, side, here), *_ = read_here(picture, models)
    told = values_in(answer)
    assert (answer.cards[0].document, answer.cards[0].side) == (document, side)
    assert told == {name: here[name] for name in told}
    return set(told)


@pytest.mark.parametrize("name", [name for name in SERVED if name != "aliyun-credential"])
@pytest.mark.parametrize(
    ("picture", "hint", "names"),
    [("resident_id_front", FRONT, ON_THE_FRONT), ("resident_id_back", BACK, ON_THE_BACK)],
)
def test_a_side_of_the_resident_card_is_what_this_engine_reads(
    server: Running, models: Models, name: str, picture: str, hint: Hint, names: set[str]
) -> None:
    answer = opened(server, name).read(example(picture), hint)
    # Its result object has no place for the sex.
    told = names - {"sex"} if name == "aliyun-green" else names
    assert agrees(answer, example(picture), models) == told


@pytest.mark.parametrize("name", ["aliyun-dococrmax", "aliyun-green"])
def test_a_passport_is_what_this_engine_reads(server: Running, models: Models, name: str) -> None:
    photo = example("passport_page")
    answer = opened(server, name).read(photo, PASSPORT)
    names = agrees(answer, photo, models)
    assert names >= {"surname", "given_names", "birth_date", "expiry_date", "document_number"}
    if name == "aliyun-green":
        (zone,) = [card.mrz for card in answer.cards]
        assert [len(line) for line in zone] == [44, 44] and zone[0].startswith("P<")


@pytest.mark.parametrize(
    "kind", [kind for kind in KINDS if kind.card != "passport"], ids=lambda kind: kind.card
)
def test_every_kind_of_the_green_service(server: Running, models: Models, kind: object) -> None:
    photo, _ = drawn(kind)  # type: ignore[arg-type]
    document, side = kind.document  # type: ignore[attr-defined]
    answer = opened(server, "aliyun-green").read(photo, Hint(document, side.value))
    assert agrees(answer, photo, models) >= set(kind.values.values())  # type: ignore[attr-defined]


@pytest.mark.parametrize("document", ["transaction_bill", "transfer_record"])
def test_a_credential_is_what_this_engine_reads(server: Running, models: Models, document: str) -> None:
    page = draw_type(np.random.default_rng(1), "train", get_spec(document, Side.PAGE), 1200)
    photo = encoded(photograph(page.picture, Pose(), "wood", seed=1)[0])
    answer = opened(server, "aliyun-credential").read(photo, Hint(document))
    assert agrees(answer, photo, models)
    assert dict(answer.attacks or ()) == dict.fromkeys(ATTACKS, 0.0)


def test_both_sides_in_one_picture_are_two_cards(server: Running) -> None:
    for name in ("aliyun-recognize-idcard", "tencent-ci", "tencent-ocr"):
        answer = opened(server, name).read(example("resident_id_both_sides"), Hint())
        assert [card.side for card in answer.cards] == ["front", "back"]
        assert values_in(answer, 0)["id_number"] == "650102197604158281"
        assert values_in(answer, 1)["valid_from"] == "2021-07-06"


def test_without_a_name_the_type_is_found_out(server: Running) -> None:
    answer = opened(server, "aliyun-dococrmax").read(example("resident_id_front"), Hint())
    assert (answer.cards[0].document, answer.cards[0].side, answer.attacks) == ("chn_resident_id", None, None)
    assert values_in(answer) == {"sex": "M", "birth_date": "1980-02-10", "id_number": "510107198002104572"}
    passport = opened(server, "aliyun-dococrmax").read(example("passport_page"), Hint())
    assert passport.cards[0].document == "passport" and "document_number" in values_in(passport)


@pytest.mark.parametrize("name", SERVED)
def test_a_picture_without_a_document_has_no_card(server: Running, name: str) -> None:
    hint = BILL if name == "aliyun-credential" else FRONT
    answer = opened(server, name).read(example("no_document"), hint)
    assert (answer.cards, answer.error) == ((), None)


def test_the_green_service_tells_the_side_unasked(server: Running) -> None:
    assert opened(server, "aliyun-green").read(example("resident_id_back"), Hint()).cards[0].side == "back"


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("aliyun-credential", Hint()),
        ("aliyun-credential", FRONT),
        ("aliyun-green", Hint("phl_umid", "front")),
    ],
)
def test_what_a_service_has_no_word_for_is_not_sent(server: Running, name: str, hint: Hint) -> None:
    assert opened(server, name).read(b"", hint).error == "aliyun:Unsupported"


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("aliyun-dococrmax", "aliyun:UnqualifiedPhoto"),
        ("aliyun-green", "aliyun:586"),
        ("tencent-ci", "tencent:FailedOperation.ImageDecodeFailed"),
        ("tencent-ocr", "tencent:FailedOperation.ImageDecodeFailed"),
    ],
)
def test_a_refusal_is_its_code(server: Running, name: str, code: str) -> None:
    answer = opened(server, name).read(example("resident_id_front")[:200], FRONT)
    assert (answer.error, answer.cards) == (code, ())


@pytest.mark.parametrize(
    ("name", "code"),
    [
        *[(name, "aliyun:SignatureDoesNotMatch") for name in SERVED[:4]],
        ("tencent-ci", "tencent:SignatureDoesNotMatch"),
        ("tencent-ocr", "tencent:AuthFailure.SignatureFailure"),
    ],
)
def test_a_wrong_key_is_an_error_that_tells_no_secret(
    server: Running, name: str, code: str, caplog: pytest.LogCaptureFixture
) -> None:
    wrong = replace(KEY, secret="another secret of nobody")
    provider = opened(server, name, wrong)
    answer = provider.read(example("resident_id_front"), BILL if name == "aliyun-credential" else FRONT)
    assert answer.error == code
    told = (repr(provider), repr(settings_for([name], server.endpoint, wrong)), repr(answer))
    assert not any(wrong.secret in text or wrong.id in text for text in told)
    # Clients may log ids; what is logged here names a random object at most.
    assert not any(wrong.secret in record.getMessage() for record in caplog.records)


# The client of the bucket tries again for seconds.
@pytest.mark.parametrize("name", [name for name in SERVED if name != "tencent-ci"])
def test_nobody_at_the_endpoint_is_an_error(name: str) -> None:
    provider = CLOUDS[name](settings_for([name], "127.0.0.1:9", KEY))
    answer = provider.read(b"no picture", BILL if name == "aliyun-credential" else FRONT)
    assert answer.error is not None and answer.error.split(":")[0] == name.split("-", maxsplit=1)[0]
    assert "127.0.0.1" not in answer.error


def test_no_picture_stays_in_the_bucket(
    server: Running, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    names: list[str] = []
    deleted = tencent_ci._delete
    monkeypatch.setattr(tencent_ci, "_delete", lambda _client, _bucket, name: names.append(name))
    provider = opened(server, "tencent-ci")
    assert provider.read(example("no_document"), Hint()).cards == ()
    (name,) = names
    from qcloud_cos import CosConfig, CosS3Client

    where = {"IP": "127.0.0.1", "Port": server.port, "Scheme": "http"}
    client = CosS3Client(
        CosConfig(Region="ap-guangzhou", SecretId=KEY.id, SecretKey=KEY.secret, **where), retry=0
    )
    assert client.object_exists(Bucket="bench-1250000000", Key=name)
    deleted(client, "bench-1250000000", name)
    assert not client.object_exists(Bucket="bench-1250000000", Key=name)
    with caplog.at_level(logging.WARNING, tencent_ci.__name__):
        deleted(None, "bench-1250000000", name)
    assert name in caplog.text


def test_what_is_judged_lies_in_its_range(server: Running) -> None:
    for name in ("aliyun-recognize-idcard", "tencent-ci", "tencent-ocr"):
        provider = opened(server, name)
        good = provider.read(example("resident_id_front"), FRONT)
        assert good.quality is not None and 0.5 <= good.quality <= 1
        assert {kind for kind, _ in good.attacks or ()} == set(ATTACKS)
        assert all(share < 0.5 for _, share in good.attacks or ())
        assert (good.defects is not None) == ("defects" in provider.about.answers)
