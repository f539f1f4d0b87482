"""`CredentialRecognition` by the official client, against a whole server with real recognition."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest

from idvision.documents import get_spec
from idvision.models import Models
from idvision.types import Side
from tests.aliyun_clients import credential, details, refusal, text_of
from tests.card_pictures import blank, encoded, example
from tests.drawing import Pose, photograph
from tests.server_fixture import Running, running
from training.synth.catalogue import draw_type

pytestmark = [pytest.mark.weights, pytest.mark.usefixtures("loopback")]

FRONT = example("resident_id_front")
MEGABYTE = 1024 * 1024


@pytest.fixture(scope="module")
def server(loopback: None, models: Models, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with running(models, tmp_path_factory.mktemp("data")) as started:
        yield started


CREDENTIALS = {
    "01": ("transaction_bill", {"name": "name", "address": "address"}),
    "02": ("vehicle_registration", {"plate_number": "plate_number", "vin": "vin", "owner": "owner"}),
    "03": ("transfer_record", {"amount": "amount", "transaction_date": "transaction_date"}),
    "04": ("proof_of_address", {"name": "name", "address": "address", "date_of_issue": "issue_date"}),
}
"""What is drawn for each `DocType`, and which of its values each of the vendor's is."""


class TestCredentialRecognition:
    @pytest.mark.parametrize("doc_type", CREDENTIALS)
    def test_a_drawn_credential_is_read(self, server: Running, doc_type: str) -> None:
        name, values = CREDENTIALS[doc_type]
        document = draw_type(np.random.default_rng(1), "train", get_spec(name, Side.PAGE), 1200)
        photo, _ = photograph(document.picture, Pose(), "wood", seed=1)
        asked = {"doc_type": doc_type, "ocr_area": f"{doc_type}01", "fraud_check": "false"}
        answer = credential(server.endpoint, credential_ocr_picture_base_64=text_of(encoded(photo)), **asked)
        assert (answer["Result"]["Success"], answer["Result"]["SubCode"]) == ("S", "200")
        found = details(answer)
        assert set(found) == {"recInfo"}
        assert {name: found["recInfo"][name] for name in values} == {
            name: document.fields[own] for name, own in values.items()
        }

    def test_a_rule_that_is_broken_is_told(self, server: Running) -> None:
        document = draw_type(np.random.default_rng(1), "train", get_spec("proof_of_address", Side.PAGE), 1200)
        photo, _ = photograph(document.picture, Pose(), "wood", seed=1)
        asked = {"doc_type": "04", "ocr_area": "0401", "check_rule_config": '{"name_rule": "Nobody"}'}
        answer = credential(server.endpoint, credential_ocr_picture_base_64=text_of(encoded(photo)), **asked)
        assert answer["Result"]["SubCode"] == "204"

    @pytest.mark.parametrize("v2", [False, True])
    def test_what_is_no_credential_has_no_text_of_one(self, server: Running, v2: bool) -> None:
        answer = credential(server.endpoint, v2=v2, credential_ocr_picture_base_64=text_of(FRONT))
        result = answer["Result"]
        assert (result["Success"], result["SubCode"]) == ("F", "213")
        assert details(answer) == {"recInfo": {}, "spoofInfo": {"spoofResult": "N", "spoofType": []}}

    @pytest.mark.parametrize(
        ("changed", "code"),
        [
            ({"product_code": "ID_OCR_MAX"}, "InvalidParameter"),
            ({"product_code": ""}, "MissingParameter"),
            ({"doc_type": ""}, "MissingParameter"),
            ({"doc_type": "05"}, "InvalidParameter"),
            ({"ocr_area": ""}, "MissingParameter"),
            ({"ocr_area": "0201"}, "InvalidParameter"),
            ({"fraud_check": ""}, "MissingParameter"),
            ({"fraud_check": "T"}, "InvalidParameter"),
            ({"file_input_type": "PDF"}, "InvalidParameter"),
            ({"check_rule_config": "[]"}, "InvalidParameter"),
            ({"check_rule_config": '{"a": 1}'}, "InvalidParameter"),
            ({"check_rule_config": "["}, "InvalidParameter"),
            ({"credential_ocr_picture_base_64": ""}, "MissingParameter"),
            ({"credential_ocr_picture_url": "http://127.0.0.1/a"}, "InvalidParameter"),
            ({"credential_ocr_picture_base_64": text_of(bytes(3 * MEGABYTE + 1))}, "InvalidParameter"),
            ({"credential_ocr_picture_base_64": text_of(blank(400, 15))}, "InvalidParameter"),
            ({"credential_ocr_picture_base_64": text_of(blank(5000, 100))}, "InvalidParameter"),
            ({"credential_ocr_picture_base_64": text_of(blank(400, 400, "GIF"))}, "InvalidParameter"),
        ],
    )
    def test_a_refusal_has_one_of_its_two_codes(
        self, server: Running, changed: dict[str, str], code: str
    ) -> None:
        given = {"credential_ocr_picture_base_64": text_of(FRONT), **changed}
        assert refusal(lambda: credential(server.endpoint, **given)) == (400, code)
