"""The page for people in a headless browser, and the call behind it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import httpx
import pytest

from idvision.models import Models
from idvision.schemas.shapes import VENDORS
from idvision.server.keys import KeyStore
from idvision.server.page import FILES, is_page
from idvision.server.wire import WireRequest
from tests.server_fixture import KEY, Running, running
from tests.tencent_photos import BOTH, EXAMPLES, FRONT, GLARE, NOTHING, PASSPORT

pytestmark = [pytest.mark.weights, pytest.mark.usefixtures("loopback")]
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
AUTH = {"authorization": f"Bearer {KEY.secret}"}


def shapes(server: Running, photo: bytes) -> dict[str, Any]:
    answer = httpx.post(f"http://{server.endpoint}/v1/shapes", content=photo, headers=AUTH)
    assert answer.status_code == 200
    content = answer.json()
    assert set(content) == {"native", *VENDORS}
    return content


class TestShapes:
    def test_a_resident_card_in_every_shape(self, server: Running) -> None:
        found = shapes(server, FRONT)
        number = "510107198002104572"
        assert found["native"]["cards"][0]["fields"]["id_number"]["value"] == number
        result = found["aliyun_ocr_max"]["Result"]
        assert result["SubCode"] == "200"
        assert json.loads(result["ExtIdInfo"])["ocrIdInfo"]["id_number"] == number
        assert found["aliyun_green"]["idCardInfo"]["number"] == number
        face = json.loads(found["aliyun_recognize_idcard"]["Data"])["data"]["face"]["data"]
        assert face["idNumber"] == number
        assert found["tencent_ocr"]["Response"]["IdNum"] == number
        assert "IdCard" not in json.loads(found["tencent_ocr"]["Response"]["AdvancedInfo"])
        assert ET.fromstring(found["tencent_ci"]).findtext("IdInfo/IdNum") == number
        assert found["aliyun_credential"] is None

    def test_both_sides_are_one_answer_where_the_vendor_has_that(self, server: Running) -> None:
        answer = shapes(server, BOTH)["tencent_ocr"]["Response"]
        assert (answer["IdNum"], answer["ValidDate"]) == ("650102197604158281", "2021.07.06-2041.07.06")

    def test_a_passport_is_no_identity_card(self, server: Running) -> None:
        found = shapes(server, PASSPORT)
        assert json.loads(found["aliyun_ocr_max"]["Result"]["ExtIdInfo"])["ocrIdInfo"]["surname"] == "FENNOCK"
        assert found["aliyun_recognize_idcard"] is None
        assert found["tencent_ocr"]["Response"]["Error"]["Code"] == "FailedOperation.ImageNoIdCard"
        assert ET.fromstring(found["tencent_ci"]).findtext("Code") == "FailedOperation.ImageNoIdCard"

    def test_a_photo_of_nothing(self, server: Running) -> None:
        found = shapes(server, NOTHING)
        assert found["native"]["verdict"]["reasons"] == ["no_document"]
        assert found["aliyun_ocr_max"]["Result"]["SubCode"] == "213"
        assert found["aliyun_green"] is None

    def test_it_is_refused_like_the_native_call_and_described(self, server: Running) -> None:
        url = f"http://{server.endpoint}"
        assert httpx.post(f"{url}/v1/shapes", content=FRONT).status_code == 401
        bad = httpx.post(f"{url}/v1/shapes?side=top", content=FRONT, headers=AUTH)
        assert (bad.status_code, bad.json()["error"]["code"]) == (400, "invalid_parameter")
        operation = httpx.get(f"{url}/openapi.json").json()["paths"]["/v1/shapes"]["post"]
        answered = operation["responses"]["200"]["content"]["application/json"]["schema"]
        assert set(answered["properties"]) == {"native", *VENDORS}


class TestFiles:
    def test_the_page_asks_for_nothing_from_elsewhere(self, server: Running) -> None:
        for path, (_, content_type) in FILES.items():
            answer = httpx.get(f"http://{server.endpoint}{path}")
            assert (answer.status_code, answer.headers["content-type"]) == (200, content_type)
            assert "default-src 'none'" in answer.headers["content-security-policy"]
            assert "unsafe" not in answer.headers["content-security-policy"]
            text = answer.text.replace("http://www.w3.org/2000/svg", "")
            assert "http:" not in text and "https:" not in text
            for risky in (
                "innerHTML",
                "outerHTML",
                "localStorage",
                "sessionStorage",
                "document.cookie",
                "eval(",
            ):
                assert risky not in text

    @pytest.mark.parametrize(
        "made",
        [
            WireRequest("R", "GET", "/", "Action=IDCardOCR", {}, b""),
            WireRequest("R", "GET", "/", "", {"x-tc-action": "IDCardOCR"}, b""),
            WireRequest("R", "HEAD", "/", "", {"authorization": "q-sign-algorithm=sha1"}, b""),
            WireRequest("R", "PUT", "/-/page.js", "", {}, b""),
            WireRequest("R", "GET", "/-/page.txt", "", {}, b""),
        ],
    )
    def test_what_a_client_asks_is_not_for_the_page(self, made: WireRequest) -> None:
        assert not is_page(made)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    program = next(filter(None, map(shutil.which, BROWSERS)), None)
    if program is None:
        pytest.skip("there is no browser")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    """A page that notes what went wrong on it and what it asked for."""
    with browser.new_context(viewport={"width": 1280, "height": 1000}) as context:
        opened = context.new_page()
        opened.faults = []
        opened.asked = []
        opened.on("pageerror", lambda error: opened.faults.append(str(error)))
        opened.on("console", lambda line: opened.faults.append(line.text) if line.type == "error" else None)
        opened.on("request", lambda request: opened.asked.append(request.url))
        yield opened


@pytest.fixture(scope="module")
def open_server(
    models: Models, tmp_path_factory: pytest.TempPathFactory, loopback: None
) -> Iterator[Running]:
    with running(models, tmp_path_factory.mktemp("open"), KeyStore(()), auth=False) as server:
        yield server


def photograph(page: Any, server: Running, name: str) -> None:
    page.goto(f"http://{server.endpoint}/")
    page.set_input_files("#file", EXAMPLES / name)
    page.wait_for_selector("#result:not([hidden])")


class TestInABrowser:
    def test_a_card_is_shown_with_its_fields_and_in_every_shape(
        self, page: Any, open_server: Running
    ) -> None:
        photograph(page, open_server, "resident_id_both_sides.jpg")
        assert page.locator("#stage polygon.quad").count() == 2
        assert page.locator("#stage polygon.field").count() == 9
        assert "650102197604158281" in page.locator("#cards").inner_text()
        assert page.locator("#verdict").get_attribute("class") == "accept"
        names = page.locator("#tabs button").all_inner_texts()
        assert names == ["native", *VENDORS]
        texts = {}
        for name in names:
            page.locator("#tabs button", has_text=name).first.click()
            texts[name] = page.locator("#shape").inner_text()
        assert json.loads(texts["native"])["schema"] == "idvision/1"
        assert "<IdNum>650102197604158281</IdNum>" in texts["tencent_ci"]
        assert texts["aliyun_credential"] == "This service has no call for what the photo shows."
        # The quads lie over the photo as it is shown.
        photo = page.locator("#photo").bounding_box()
        drawn = page.locator("#stage svg").bounding_box()
        assert drawn["width"] == pytest.approx(photo["width"], abs=1)
        assert drawn["height"] == pytest.approx(photo["height"], abs=1)
        assert page.faults == []
        origin = f"http://{open_server.endpoint}/"
        assert all(url.startswith((origin, f"blob:{origin}", "data:")) for url in page.asked)

    def test_a_reflection_is_shaded_and_the_prompt_is_in_both_languages(
        self, page: Any, open_server: Running
    ) -> None:
        photograph(page, open_server, "resident_id_glare.jpg")
        assert page.locator("#stage polygon.heat.glare").count() >= 1
        assert page.locator("#verdict").get_attribute("class") == "review"
        native = shapes_without_key(open_server, GLARE)["native"]["verdict"]
        assert page.locator("#prompt-zh").inner_text() == native["prompt"]["zh"]
        assert page.locator("#prompt-en").inner_text() == native["prompt"]["en"]
        assert page.locator(".bars .bad").all_inner_texts() == ["glare"]
        assert "glare:id_number" in page.locator("#reasons").inner_text()
        assert page.faults == []

    def test_a_photo_can_be_dropped(self, page: Any, open_server: Running) -> None:
        page.goto(f"http://{open_server.endpoint}/")
        page.evaluate(
            """async (bytes) => {
                const given = new DataTransfer();
                given.items.add(new File([new Uint8Array(bytes)], "a.jpg", { type: "image/jpeg" }));
                document.body.dispatchEvent(new DragEvent("drop", { dataTransfer: given, bubbles: true }));
            }""",
            list(NOTHING),
        )
        page.wait_for_selector("#result:not([hidden])")
        assert page.locator("#stage polygon").count() == 0
        assert "no_document" in page.locator("#reasons").inner_text()

    def test_what_is_no_picture_is_told(self, page: Any, open_server: Running, tmp_path: Path) -> None:
        file = tmp_path / "card.jpg"
        file.write_bytes(b"<script>alert(1)</script>")
        page.goto(f"http://{open_server.endpoint}/")
        page.set_input_files("#file", file)
        page.wait_for_selector("#status.bad")
        assert "unsupported_format" in page.locator("#status").inner_text()

    def test_a_key_is_asked_for_where_one_is_wanted_and_not_kept(self, page: Any, server: Running) -> None:
        page.goto(f"http://{server.endpoint}/")
        assert page.locator("#key-row").is_hidden()
        page.set_input_files("#file", EXAMPLES / "resident_id_front.jpg")
        page.wait_for_selector("#key-row:not([hidden])")
        page.fill("#key", "wrong")
        page.click("#again")
        page.get_by_text("does not know this key").wait_for()
        page.fill("#key", KEY.secret)
        page.click("#again")
        page.wait_for_selector("#result:not([hidden])")
        assert "510107198002104572" in page.locator("#cards").inner_text()
        kept = page.evaluate("[localStorage.length, sessionStorage.length, document.cookie, location.href]")
        assert kept == [0, 0, "", f"http://{server.endpoint}/"]
        page.reload()
        assert page.input_value("#key") == ""


def shapes_without_key(server: Running, photo: bytes) -> dict[str, Any]:
    return httpx.post(f"http://{server.endpoint}/v1/shapes", content=photo).json()
