"""Structured card OCR by the official clients: tasks, results and callbacks of a whole server."""

from __future__ import annotations

import hashlib
import json
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from aliyunsdkcore.acs_exception.exceptions import ServerException

from idvision.models import Models
from idvision.schemas.aliyun_green import card_kinds
from idvision.server import aliyun_green, callbacks, green_runner
from idvision.server.data_folder import TASKS
from idvision.server.green_items import accepted_at, new_task_id
from idvision.server.keys import Key
from idvision.server.tasks import Task, TaskStore
from tests.aliyun_clients import green, green_generic
from tests.card_pictures import KINDS, drawn, example
from tests.server_fixture import KEY, OTHER_KEY, Running, running
from tests.web import MISSING, SLOW, Web, web

pytestmark = [pytest.mark.weights, pytest.mark.usefixtures("loopback")]

Json = dict[str, Any]
FRONT, BACK = "id-card-front", "id-card-back"
SEED = "seed_of_60"
OFTEN_S = 0.02


@pytest.fixture(scope="module")
def server(loopback: None, models: Models, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with pytest.MonkeyPatch.context() as patch:
        # Nobody has minutes here.
        patch.setattr(callbacks, "FIRST_WAIT_S", OFTEN_S)
        patch.setattr(callbacks, "LONGEST_WAIT_S", OFTEN_S)
        patch.setattr(green_runner, "IDLE_S", OFTEN_S)
        with running(models, tmp_path_factory.mktemp("data"), fetch_timeout_s=0.5) as started:
            yield started


def status_of(path: str, so_far: int) -> int:
    """Refuse every callback to `/never`, the first two to `/third`."""
    refused = path == "/never" or (path == "/third" and so_far < 3)
    return 500 if refused else 200


@pytest.fixture(scope="module")
def net(loopback: None) -> Iterator[Web]:
    pictures = {
        "/front.jpg": example("resident_id_front"),
        "/back.jpg": example("resident_id_back"),
        "/nothing.jpg": example("no_document"),
        "/cut.jpg": example("resident_id_front")[:200],
        "/text": b"no picture",
        **{kind.path: drawn(kind)[0] for kind in KINDS},
    }
    with web(pictures, status_of) as started:
        yield started


def body(card: str, *urls: str, **more: object) -> Json:
    tasks = [{"dataId": f"data {number}", "url": url} for number, url in enumerate(urls)]
    return {"scenes": ["ocr"], "extras": {"card": card}, "tasks": tasks, **more}


def submitted(server: Running, content: Json) -> list[str]:
    answer = green(server.endpoint, "asyncscan", content)
    assert (answer["code"], answer["msg"]) == (200, "OK")
    assert [item["code"] for item in answer["data"]] == [200] * len(content["tasks"])
    return [item["taskId"] for item in answer["data"]]


def results(server: Running, ids: list[str], *, key: Key = KEY) -> list[Json]:
    """Return the items as soon as none of them is being processed."""
    while True:
        answer = green(server.endpoint, "results", ids, key=key)
        assert (answer["code"], answer["msg"]) == (200, "OK")
        if all(item["code"] != 280 for item in answer["data"]):
            return answer["data"]
        time.sleep(0.05)


def values_in(item: Json, result: str) -> Json:
    (only,) = item["results"]
    assert (only["scene"], only["label"], only["suggestion"]) == ("ocr", "ocr", "review")
    assert isinstance(only["rate"], float)
    return only[result]


@pytest.fixture(scope="module")
def submitted_kinds(server: Running, net: Web) -> dict[str, str]:
    """Submits one photo of each kind; every second one asks for the other checksum."""
    return {
        kind.card: submitted(
            server,
            body(
                kind.card,
                net.url(kind.path),
                callback=net.url(f"/callback/{kind.card}"),
                seed=SEED,
                cryptType=("SHA256", "SM3")[number % 2],
            ),
        )[0]
        for number, kind in enumerate(KINDS)
    }


class TestEveryKind:
    @pytest.mark.parametrize("number", range(len(KINDS)), ids=[kind.card for kind in KINDS])
    def test_a_drawn_document_is_read_and_pushed(
        self, server: Running, net: Web, submitted_kinds: dict[str, str], number: int
    ) -> None:
        kind = KINDS[number]
        (item,) = results(server, [submitted_kinds[kind.card]])
        assert (item["code"], item["msg"], item["dataId"]) == (200, "OK", "data 0")
        assert (item["url"], item["extras"]) == (net.url(kind.path), {"card": kind.card})
        found, truth = values_in(item, kind.result), drawn(kind)[1]
        assert {name: found[name] for name in kind.values} == {
            name: truth[own] for name, own in kind.values.items()
        }
        push = net.wait_for(f"/callback/{kind.card}", 1)[0]
        signed = f"{KEY.uid}{SEED}{push['content']}".encode()
        assert push["checksum"] == hashlib.new(("sha256", "sm3")[number % 2], signed).hexdigest()
        assert json.loads(push["content"]) == item

    def test_none_is_left_out(self) -> None:
        assert {kind.card for kind in KINDS} | {FRONT, BACK} == set(card_kinds())


class TestScan:
    def test_results_come_at_once(self, server: Running, net: Web) -> None:
        urls = [net.url(path) for path in ("/front.jpg", "/nothing.jpg", MISSING, SLOW, "/cut.jpg", "/text")]
        answer = green(server.endpoint, "scan", body(FRONT, *urls))
        assert [item["code"] for item in answer["data"]] == [200, 200, 480, 592, 586, 480]
        info = values_in(answer["data"][0], "idCardInfo")
        assert (info["number"], info["type"], info["numberValid"]) == ("510107198002104572", "front", True)
        assert answer["data"][1]["results"] == [
            {"scene": "ocr", "label": "normal", "suggestion": "pass", "rate": 99.9}
        ]

    def test_the_side_that_is_seen_is_told(self, server: Running, net: Web) -> None:
        answer = green_generic(server.endpoint, "scan", body(FRONT, net.url("/back.jpg")))
        info = values_in(answer["data"][0], "idCardInfo")
        assert (info["type"], info["authority"]) == ("back", "青岛市公安局崂山分局")

    def test_what_takes_too_long_is_told(
        self, server: Running, net: Web, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(aliyun_green, "SCAN_S", 0.05)
        answer = green(server.endpoint, "scan", body(FRONT, net.url(SLOW)))
        assert [(item["code"], item["msg"]) for item in answer["data"]] == [(581, "TIMEOUT")]


class TestTasks:
    def test_the_generic_client_submits_and_polls(self, server: Running, net: Web) -> None:
        answer = green_generic(server.endpoint, "asyncscan", body(BACK, net.url("/back.jpg")))
        task_id = answer["data"][0]["taskId"]
        assert len(task_id) == len("img5A@k7a@B4q@6K@d9nfKgOs-1sWeLu")
        (item,) = results(server, [task_id])
        assert values_in(item, "idCardInfo")["authority"] == "青岛市公安局崂山分局"
        polled = green_generic(server.endpoint, "results", [task_id])
        assert polled["data"] == [item]

    def test_a_hundred_tasks_are_answered_each_with_what_became_of_it(
        self, server: Running, net: Web
    ) -> None:
        urls = [net.url("/front.jpg"), net.url("/cut.jpg"), *[net.url(MISSING)] * 98]
        items = results(server, submitted(server, body(FRONT, *urls)))
        assert [item["code"] for item in items] == [200, 586, *[480] * 98]
        assert [item["dataId"] for item in items] == [f"data {number}" for number in range(100)]

    def test_a_task_that_is_not_done_is_being_processed(self, server: Running, net: Web) -> None:
        ids = submitted(server, body(FRONT, net.url(SLOW)))
        (item,) = green(server.endpoint, "results", ids)["data"]
        assert item == {"code": 280, "msg": "PROCESSING", "taskId": ids[0]}
        assert results(server, ids)[0]["code"] == 592

    @pytest.mark.parametrize(
        ("url", "code"), [("http://pictures.example/a.jpg", 480), ("http://user:secret@127.0.0.1/a", 480)]
    )
    def test_an_address_that_is_not_fetched_from(self, server: Running, url: str, code: int) -> None:
        assert results(server, submitted(server, body(FRONT, url)))[0]["code"] == code

    def test_nobody_else_sees_a_task(self, server: Running, net: Web) -> None:
        ids = submitted(server, body(FRONT, net.url(MISSING)))
        assert results(server, ids)[0]["code"] == 480
        (item,) = results(server, ids, key=OTHER_KEY)
        assert item == {"code": 404, "msg": "NOT_FOUND", "taskId": ids[0]}

    def test_an_unknown_task_is_told_from_one_that_is_too_old(self, server: Running) -> None:
        now = time.time()
        ids = ["none", new_task_id(now - 60), new_task_id(now - 5 * 3600)]
        assert [item["code"] for item in results(server, ids)] == [404, 404, 594]

    def test_what_no_code_foresees_is_an_answer_too(
        self, server: Running, net: Web, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def fail(_data: bytes, _options: object) -> None:
            raise RuntimeError("a secret")

        monkeypatch.setattr(server.services.engine, "_analyze", fail)
        (item,) = results(server, submitted(server, body(FRONT, net.url("/front.jpg"))))
        assert (item["code"], item["msg"]) == (500, "GENERAL_ERROR") and "results" not in item
        answer = green(server.endpoint, "scan", body(FRONT, net.url("/front.jpg")))
        assert answer["code"] == 500 and "secret" not in json.dumps(answer)


class TestCallbacks:
    def test_a_push_that_fails_is_tried_again_until_it_arrives(self, server: Running, net: Web) -> None:
        submitted(server, body(FRONT, net.url(MISSING), callback=net.url("/third"), seed=SEED))
        pushes = net.wait_for("/third", 3)
        assert pushes[0] == pushes[1] == pushes[2]
        time.sleep(10 * OFTEN_S)
        assert len(net.pushes["/third"]) == 3

    def test_after_sixteen_pushes_no_more_is_tried(self, server: Running, net: Web) -> None:
        submitted(server, body(FRONT, net.url(MISSING), callback=net.url("/never"), seed=SEED))
        net.wait_for("/never", 16)
        time.sleep(10 * OFTEN_S)
        assert len(net.pushes["/never"]) == 16


ONE = "http://127.0.0.1/a.jpg"


class TestRefusals:
    @pytest.mark.parametrize(
        "content",
        [
            [],
            "text",
            {},
            body(FRONT),
            body("id-card", ONE),
            body(FRONT, *[ONE] * 101),
            body(FRONT, "ftp://127.0.0.1/a.jpg"),
            body(FRONT, ONE, scenes=["porn"]),
            body(FRONT, ONE, scenes=[]),
            body(FRONT, ONE, scenes="ocr"),
            body(FRONT, ONE, extras={}),
            body(FRONT, ONE, extras=[FRONT]),
            body(FRONT, ONE, extras={"card": [FRONT]}),
            body(FRONT, ONE, tasks=[{"dataId": "a"}]),
            body(FRONT, ONE, tasks=["a"]),
            body(FRONT, ONE, tasks=[{"dataId": 1, "url": ONE}]),
            body(FRONT, ONE, tasks=[{"dataId": "a", "url": ONE}] * 2),
            body(FRONT, ONE, callback=ONE),
            body(FRONT, ONE, callback=ONE, seed="a-b"),
            body(FRONT, ONE, callback=ONE, seed="a" * 65),
            body(FRONT, ONE, callback=ONE, seed=SEED, cryptType="MD5"),
            body(FRONT, ONE, callback=ONE, seed=SEED, cryptType=["SM3"]),
            body(FRONT, ONE, callback="http://callbacks.example/a", seed=SEED),
            body(FRONT, ONE, callback="file:///etc/passwd", seed=SEED),
            body(FRONT, ONE, callback=1, seed=SEED),
            body(FRONT, ONE, extras={"card": FRONT, "half": "\ud800"}),
            body(FRONT, ONE, extras={"card": FRONT, "none": float("nan")}),
        ],
    )
    def test_a_bad_submission(self, server: Running, content: object) -> None:
        for call in ("asyncscan", "scan"):
            answer = green(server.endpoint, call, content)
            assert answer["code"] == 400 and answer["msg"].startswith("BAD_REQUEST - ")
            assert "data" not in answer and answer["requestId"]

    @pytest.mark.parametrize("content", [{}, [], [1], ["a"] * 101, ["\ud800"]])
    def test_a_bad_question(self, server: Running, content: object) -> None:
        assert green(server.endpoint, "results", content)["code"] == 400

    def test_an_unknown_key_is_refused_by_the_gateway(self, server: Running) -> None:
        with pytest.raises(ServerException) as caught:
            green(server.endpoint, "results", ["a"], key=Key("another", "secret"))
        assert (caught.value.http_status, caught.value.error_code) == (404, "InvalidAccessKeyId.NotFound")

    def test_a_store_that_fails_is_told(
        self, server: Running, net: Web, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def fail(*_args: object) -> None:
            raise sqlite3.OperationalError("disk I/O error")

        monkeypatch.setattr(server.services.tasks, "accept", fail)
        answer = green(server.endpoint, "asyncscan", body(FRONT, net.url(MISSING)))
        assert (answer["code"], answer["msg"]) == (580, "DB_FAILED")

    def test_what_is_full_takes_nothing_more(self, models: Models, net: Web, tmp_path: Path) -> None:
        with running(models, tmp_path, max_tasks=1, queue=-1) as full:
            answer = green(full.endpoint, "asyncscan", body(FRONT, ONE, ONE))
            assert (answer["code"], answer["msg"]) == (588, "EXCEED_QUOTA")
            with pytest.raises(ServerException) as caught:
                green(full.endpoint, "scan", body(FRONT, net.url("/front.jpg")))
            assert (caught.value.http_status, caught.value.error_code) == (400, "Throttling.User")

    def test_too_many_calls_are_refused_by_the_gateway(self, models: Models, tmp_path: Path) -> None:
        with running(models, tmp_path, rate_per_s=0.001, burst=0) as strict:
            with pytest.raises(ServerException) as caught:
                green(strict.endpoint, "results", ["a"])
            assert (caught.value.http_status, caught.value.error_code) == (400, "Throttling.User")


class TestKeeping:
    def test_a_picture_that_ends_every_process_is_given_up(
        self, models: Models, net: Web, tmp_path: Path
    ) -> None:
        store = TaskStore(tmp_path / TASKS)
        request = {"url": net.url("/front.jpg"), "card": FRONT, "dataId": "", "extras": {}}
        store.accept([Task("a", KEY.id, request, {}), Task("b", KEY.id, request, {})], time.time())
        for _ in range(5):
            begun = store.begin()
            assert begun is not None and begun.id == "a"
            # What the process leaves behind that ends here.
            store.close()
            store = TaskStore(tmp_path / TASKS)
        store.close()
        with running(models, tmp_path) as server:
            assert [item["code"] for item in results(server, ["a", "b"])] == [500, 200]

    def test_what_is_being_read_at_the_end_is_read_by_the_next_server(
        self, models: Models, net: Web, tmp_path: Path
    ) -> None:
        with running(models, tmp_path) as first:
            ids = submitted(first, body(FRONT, net.url(SLOW), net.url(SLOW), net.url(MISSING)))
            while first.services.tasks.begin() is not None:
                time.sleep(0.01)
        with running(models, tmp_path, fetch_timeout_s=0.2) as second:
            assert [item["code"] for item in results(second, ids)] == [592, 592, 480]

    def test_a_claimed_result_is_forgotten(self, models: Models, net: Web, tmp_path: Path) -> None:
        with running(models, tmp_path, claim_once=True) as server:
            ids = submitted(server, body(FRONT, net.url(MISSING)))
            assert results(server, ids)[0]["code"] == 480
            assert results(server, ids)[0]["code"] == 404

    def test_only_the_owner_may_read_the_tasks(self, models: Models, tmp_path: Path) -> None:
        with running(models, tmp_path) as server:
            submitted(server, body(FRONT, ONE))
            files = list(tmp_path.glob("tasks.sqlite*"))
            assert len(files) > 1 and {file.stat().st_mode & 0o077 for file in files} == {0}


def test_a_task_tells_the_minute_it_was_accepted_in() -> None:
    at = 1_795_258_534.0
    since = accepted_at(new_task_id(at))
    assert since is not None and at - 60 < since <= at
    assert accepted_at("img5A@k7a@B4q@6K@d9nfKgOs-1s") is None
