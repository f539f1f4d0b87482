"""The server without networks: settings, keys, which service is meant, the bounded pool, its own call."""

from __future__ import annotations

import asyncio
import json
import stat
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event
from typing import Any

import httpx
import pytest

from idvision.errors import BusyError, ClosedError, ConfigError, DecodeError
from idvision.server.app import create_app
from idvision.server.bucket import Bucket
from idvision.server.config import ServerConfig, load_config
from idvision.server.dispatch import Service, service_of
from idvision.server.engine import Analyze, Engine
from idvision.server.fetch import build_fetcher
from idvision.server.gate import build_gate
from idvision.server.keys import Key, KeyStore, load_keys
from idvision.server.logs import log_failure, start_logging
from idvision.server.metrics import Metrics
from idvision.server.services import Services
from idvision.server.tasks import TaskStore
from idvision.server.wire import FORM, WireRequest
from idvision.types import Options, Result, Side
from tests.sample_results import RESULT

SECRET = "s3cret-of-nobody"
KEYS = KeyStore([Key("id-1", SECRET), Key("id-2", "another")])
PICTURE = b"\xff\xd8 not really"


def request(path: str = "/", query: str = "", body: bytes = b"", **headers: str) -> WireRequest:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return WireRequest("R", "POST", path, query, named, body)


class TestSettings:
    def test_flags_win_over_the_environment_and_that_over_the_file(self, tmp_path: Path) -> None:
        file = tmp_path / "server.toml"
        file.write_text(
            'port = 1\nqueue = 2\nfetch_hosts = ["a.example"]\n[choices]\naliyun_camel_case = true\n'
        )
        environment = {"IDVISION_PORT": "3", "IDVISION_WORKERS": "4", "PATH": "/bin", "IDVISION_KEYS": "a:b"}
        config = load_config(file, environment, {"port": 5, "host": None})
        assert (config.port, config.queue, config.workers, config.host) == (5, 2, 4, "127.0.0.1")
        assert config.fetch_hosts == ("a.example",)
        assert config.choices.aliyun_camel_case and config.choices.aliyun_error_status

    def test_values_of_the_environment_become_what_they_are(self) -> None:
        environment = {
            "IDVISION_AUTH": "false",
            "IDVISION_RATE_PER_S": "2.5",
            "IDVISION_FETCH_HOSTS": "a.example, *.b.example",
        }
        config = load_config(None, environment, {})
        assert (config.auth, config.rate_per_s) == (False, 2.5)
        assert config.fetch_hosts == ("a.example", "*.b.example")

    @pytest.mark.parametrize(
        ("text", "said"),
        [
            ("prot = 1", "unknown setting 'prot' in the file"),
            ("port = true", "'port'"),
            ('port = "x"', "'port'"),
            ("auth = 1", "'auth'"),
            ("workers = 0", "workers must be positive"),
            ('auth = false\nhost = "0.0.0.0"', "loopback"),
            ("choices = 3", "choices"),
            ("[choices]\nno_such = true", "no_such"),
            ("port =", "cannot be read"),
        ],
    )
    def test_a_slip_is_named(self, tmp_path: Path, text: str, said: str) -> None:
        file = tmp_path / "server.toml"
        file.write_text(text)
        with pytest.raises(ConfigError, match=said):
            load_config(file, {}, {})

    def test_a_missing_file_and_a_bad_variable_are_named_without_their_values(self, tmp_path: Path) -> None:
        with pytest.raises(ConfigError, match="cannot be read"):
            load_config(tmp_path / "none.toml", {}, {})
        with pytest.raises(ConfigError) as caught:
            load_config(None, {"IDVISION_AUTH": "perhaps"}, {})
        assert "perhaps" not in str(caught.value)


class TestKeys:
    def test_keys_come_from_a_file_of_their_owner_and_the_environment(self, tmp_path: Path) -> None:
        file = tmp_path / "keys.toml"
        file.write_text('[keys.one]\nsecret = "x"\nuid = "77"\n')
        file.chmod(stat.S_IRUSR)
        keys = load_keys(str(file), {"IDVISION_KEYS": "two:y, three:z:88"})
        assert len(keys) == 3
        assert [keys.find(name) for name in ("one", "three")] == [
            Key("one", "x", "77"),
            Key("three", "z", "88"),
        ]
        assert keys.find("four") is None
        assert keys.with_secret("y") == Key("two", "y")
        assert keys.with_secret("w") is None

    @pytest.mark.parametrize("text", ["", "[keys]\none = 1\n", "[keys.one]\n", "no toml", 'keys = "x"'])
    def test_a_file_that_holds_no_keys_is_refused(self, tmp_path: Path, text: str) -> None:
        file = tmp_path / "keys.toml"
        file.write_text(text)
        file.chmod(stat.S_IRUSR)
        with pytest.raises(ConfigError, match="cannot be used"):
            load_keys(str(file), {})

    def test_a_file_that_others_may_read_is_refused(self, tmp_path: Path) -> None:
        file = tmp_path / "keys.toml"
        file.write_text('[keys.one]\nsecret = "x"\n')
        file.chmod(0o644)
        with pytest.raises(ConfigError, match="chmod 600"):
            load_keys(str(file), {})

    def test_a_bad_entry_of_the_environment_is_refused_and_no_secret_is_shown(self) -> None:
        with pytest.raises(ConfigError) as caught:
            load_keys("", {"IDVISION_KEYS": f":{SECRET}"})
        assert SECRET not in str(caught.value)
        assert SECRET not in repr(Key("a", SECRET))


@pytest.mark.parametrize(
    ("made", "service"),
    [
        (request(x_acs_action="DocOcrMax"), Service.ALIYUN_RPC),
        (request(query="Action=DocOcrMaxV2&AccessKeyId=a"), Service.ALIYUN_RPC),
        (request(body=b"Action=RecognizeIdcard", content_type=FORM), Service.ALIYUN_RPC),
        (request(x_acs_action="NoSuchAction"), Service.ALIYUN_RPC),
        (request("/green/image/asyncscan"), Service.ALIYUN_GREEN),
        (request("/green/image/scan", x_acs_action="ImageSyncScan"), Service.ALIYUN_GREEN),
        (request(x_tc_action="IDCardOCR"), Service.TENCENT_OCR),
        (request(body=b"Action=IDCardOCR&SecretId=a", content_type=FORM), Service.TENCENT_OCR),
        (request("/a/b.jpg", "CardSide=FRONT&ci-process=IDCardOCR"), Service.TENCENT_CI),
        (request("/a/b.jpg"), Service.TENCENT_COS),
        (request("/"), None),
        (request("/", body=b"\xff=Action", content_type=FORM), None),
    ],
)
def test_a_request_tells_which_service_it_means(made: WireRequest, service: Service | None) -> None:
    assert service_of(made) is service


class TestEngine:
    def test_more_photos_than_may_wait_are_refused_at_once_and_the_rest_is_read(self) -> None:
        gate = Event()

        def slow(_: bytes, __: Options) -> Result:
            gate.wait(10)
            return RESULT

        async def run() -> None:
            engine = Engine(slow, workers=1, queue=1)
            first, second = (asyncio.create_task(engine.analyze(PICTURE, Options())) for _ in range(2))
            await asyncio.sleep(0)
            assert engine.pending == 2
            with pytest.raises(BusyError):
                await engine.analyze(PICTURE, Options())
            gate.set()
            assert await first is RESULT and await second is RESULT
            await asyncio.sleep(0)
            assert engine.pending == 0
            assert await engine.close(1)
            with pytest.raises(ClosedError):
                await engine.analyze(PICTURE, Options())

        asyncio.run(run())

    def test_a_caller_that_goes_away_frees_its_place_when_its_photo_is_done(self) -> None:
        gate = Event()

        def failing(_: bytes, __: Options) -> Result:
            gate.wait(10)
            raise DecodeError("damaged")

        async def run() -> None:
            engine = Engine(failing, workers=1, queue=0)
            gone = asyncio.create_task(engine.analyze(PICTURE, Options()))
            await asyncio.sleep(0)
            gone.cancel()
            await asyncio.gather(gone, return_exceptions=True)
            assert engine.pending == 1
            gate.set()
            assert await engine.close(5)
            assert engine.pending == 0

        asyncio.run(run())

    def test_closing_does_not_wait_longer_than_it_may(self) -> None:
        gate = Event()

        async def run() -> bool:
            engine = Engine(lambda *_: (gate.wait(10), RESULT)[1], workers=1, queue=0)
            task = asyncio.create_task(engine.analyze(PICTURE, Options()))
            await asyncio.sleep(0)
            finished = await engine.close(0.01)
            gate.set()
            await task
            return finished

        assert asyncio.run(run()) is False


class Seen:
    """An engine that remembers what it was asked and answers what it was told."""

    def __init__(self, answer: Result | Exception = RESULT) -> None:
        self.answer = answer
        self.calls: list[tuple[bytes, Options]] = []

    def __call__(self, data: bytes, options: Options) -> Result:
        self.calls.append((data, options))
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


def services_of(read: Analyze, config: ServerConfig, folder: str, queue: int = 2) -> Services:
    engine = Engine(read, workers=1, queue=queue)
    metrics = Metrics(lambda: engine.pending)
    gate, fetcher, bucket = build_gate(config), build_fetcher(config), Bucket(Path(folder))
    return Services(config, engine, KEYS, metrics, gate, fetcher, TaskStore(Path(":memory:")), bucket)


@asynccontextmanager
async def client_of(seen: Analyze, config: ServerConfig) -> AsyncIterator[httpx.AsyncClient]:
    with TemporaryDirectory() as folder:
        app = create_app(services_of(seen, config, folder), lambda: None)
        async with app.router.lifespan_context(app):
            transport = httpx.ASGITransport(app)
            async with httpx.AsyncClient(transport=transport, base_url="http://server") as client:
                yield client


def asked(
    *, seen: Seen | None = None, config: ServerConfig | None = None, method: str = "POST", **call: Any
) -> httpx.Response:
    """Send one request to a fresh server."""

    async def run() -> httpx.Response:
        async with client_of(seen or Seen(), config or ServerConfig()) as client:
            return await client.request(method, call.pop("url", "/v1/scan"), **call)

    return asyncio.run(run())


AUTH = {"authorization": f"Bearer {SECRET}"}


class TestOwnCall:
    def test_a_body_and_a_form_give_the_native_answer(self) -> None:
        seen = Seen()
        body = asked(seen=seen, content=PICTURE, headers=AUTH)
        form = asked(seen=seen, files={"image": ("a.jpg", PICTURE)}, headers=AUTH)
        assert [answer.status_code for answer in (body, form)] == [200, 200]
        assert body.json() == form.json()
        assert body.json()["schema"] == "idvision/1"
        assert body.headers["content-type"] == "application/json"
        assert [data for data, _ in seen.calls] == [PICTURE, PICTURE]

    def test_parameters_become_options_in_the_address_and_in_a_form(self) -> None:
        seen = Seen()
        url = "/v1/scan?document=passport,visa_mrva&side=page&max_cards=2&today=2030-01-31&visual_zone=False"
        asked(seen=seen, url=url, content=PICTURE, headers=AUTH)
        asked(seen=seen, files={"image": PICTURE}, data={"every_line": "1", "preset": "strict"}, headers=AUTH)
        (_, first), (_, second) = seen.calls
        assert (first.documents, first.side, first.max_cards) == (("passport", "visa_mrva"), Side.PAGE, 2)
        assert (str(first.today), first.visual_zone) == ("2030-01-31", False)
        assert second.every_line and second.limits.confidence_review == 0.85

    @pytest.mark.parametrize(
        "query",
        [
            "document=",
            "document=pass",
            "side=top",
            "preset=none",
            "max_cards=0",
            "max_cards=²",
            "today=1.2.2030",
            "every_line=maybe",
            "no_such=1",
        ],
    )
    def test_a_bad_parameter_is_refused(self, query: str) -> None:
        answer = asked(url=f"/v1/scan?{query}", content=PICTURE, headers=AUTH)
        assert answer.status_code == 400
        assert answer.json()["error"]["code"] == "invalid_parameter"

    @pytest.mark.parametrize(
        ("content", "kind"),
        [
            (b"--x\r\nbroken", "multipart/form-data; boundary=x"),
            (b"", "multipart/form-data"),
            (b"--x--\r\n", "multipart/form-data; boundary=x"),
        ],
    )
    def test_a_broken_form_is_refused(self, content: bytes, kind: str) -> None:
        answer = asked(content=content, headers={**AUTH, "content-type": kind})
        assert (answer.status_code, answer.json()["error"]["code"]) == (400, "invalid_parameter")

    @pytest.mark.parametrize(
        "header", [{}, {"authorization": "Bearer wrong"}, {"authorization": f"Basic {SECRET}"}]
    )
    def test_without_a_known_key_nothing_is_read(self, header: dict[str, str]) -> None:
        seen = Seen()
        assert asked(seen=seen, content=PICTURE, headers=header).status_code == 401
        assert seen.calls == []

    def test_no_key_is_asked_for_where_the_server_asks_for_none(self) -> None:
        assert asked(config=ServerConfig(auth=False), content=PICTURE).status_code == 200

    def test_a_picture_that_cannot_be_read_is_the_callers_error(self) -> None:
        answer = asked(seen=Seen(DecodeError("damaged")), content=PICTURE, headers=AUTH)
        assert (answer.status_code, answer.json()["error"]["code"]) == (400, "decode_failed")

    def test_what_goes_wrong_here_is_told_without_a_word_of_it(
        self, capsys: pytest.CaptureFixture[str]
    ) -> None:
        start_logging()
        answer = asked(seen=Seen(RuntimeError("LIN XIAOZHOU")), content=PICTURE, headers=AUTH)
        assert (answer.status_code, answer.json()["error"]["code"]) == (500, "internal_error")
        assert "LIN" not in answer.text + capsys.readouterr().err


class TestFront:
    def test_too_many_bytes_are_refused_announced_or_not(self) -> None:
        small = ServerConfig(max_body_bytes=10)
        seen = Seen()

        def chunks() -> Iterator[bytes]:
            yield from (b"12345678", b"12345678")

        async def unannounced() -> AsyncIterator[bytes]:
            for chunk in chunks():
                yield chunk

        for content in (b"x" * 11, unannounced()):
            assert asked(seen=seen, config=small, content=content, headers=AUTH).status_code == 413
        assert seen.calls == []

    def test_health_readiness_and_counters(self) -> None:
        async def run() -> None:
            async with client_of(Seen(), ServerConfig()) as client:
                assert (await client.get("/healthz")).text == "ok\n"
                await asyncio.sleep(0.05)
                assert (await client.get("/readyz")).status_code == 200
                await client.post("/v1/scan", content=PICTURE, headers=AUTH)
                text = (await client.get("/metrics")).text
                assert 'idvision_requests_total{service="native",status="200"} 1.0' in text
                assert "idvision_verdicts_total" in text
                assert "idvision_queue_photos 0.0" in text

        asyncio.run(run())

    def test_an_address_that_nothing_answers_at_is_not_found(self) -> None:
        assert asked(url="/", content=b"").status_code == 404

    def test_the_description_names_the_call_and_its_answer(self) -> None:
        document = asked(url="/openapi.json", method="GET").json()
        operation = document["paths"]["/v1/scan"]["post"]
        assert set(operation["responses"]) >= {"200", "400", "401", "413", "415", "429", "503"}
        text = json.dumps(document)
        assert "#/$defs" not in text
        assert set(document["components"]["schemas"]) >= {"answer", "result", "card", "failure"}


def test_a_failure_is_logged_by_kind_and_place(capsys: pytest.CaptureFixture[str]) -> None:
    start_logging()
    try:
        raise ValueError("LIN XIAOZHOU")
    except ValueError as error:
        log_failure("failed", error, request="R")
    entry = json.loads(capsys.readouterr().err)
    assert (entry["kind"], entry["request"], entry["level"]) == ("ValueError", "R", "error")
    assert entry["where"].startswith("test_a_failure")
