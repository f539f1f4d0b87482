"""Whatever is sent to Tencent's calls, they answer in their vendor's words and never fail."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from idvision.errors import DecodeError
from idvision.server import tencent_ci, tencent_cos, tencent_ocr
from idvision.server.bucket import Bucket
from idvision.server.config import ServerConfig
from idvision.server.engine import Engine
from idvision.server.fetch import build_fetcher
from idvision.server.gate import build_gate
from idvision.server.keys import KeyStore
from idvision.server.metrics import Metrics
from idvision.server.services import Services
from idvision.server.tasks import TaskStore
from idvision.server.wire import FORM, JSON, WireAnswer, WireRequest
from idvision.types import Options, Result

NAMES = (
    "ImageBase64",
    "ImageUrl",
    "CardSide",
    "Config",
    "EnableReflectDetail",
    "CardWarnType",
    "Action",
    "X",
)
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text()
    | st.sampled_from(["FRONT", "{}", "/9j/"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)
BODIES = st.binary(max_size=200) | st.dictionaries(st.sampled_from(NAMES), VALUES).map(
    lambda content: json.dumps(content).encode()
)
Answer = Callable[..., WireAnswer]


def damaged(_data: bytes, _options: Options) -> Result:
    raise DecodeError("damaged")


@pytest.fixture(scope="module")
def ask(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Answer]:
    """Hands a request to a handler whose engine takes every picture for a damaged one."""
    config = ServerConfig(auth=False, rate_per_s=1e9, burst=10**9)
    bucket = Bucket(tmp_path_factory.mktemp("objects"))

    async def answered(handler: Callable[..., object], request: WireRequest) -> WireAnswer:
        engine = Engine(damaged, workers=1, queue=1)
        services = Services(
            config,
            engine,
            KeyStore(()),
            Metrics(lambda: 0),
            build_gate(config),
            build_fetcher(config),
            TaskStore(Path(":memory:")),
            bucket,
        )
        try:
            return await handler(request, services)  # type: ignore[misc,no-any-return]
        finally:
            await engine.close(1.0)
            services.tasks.close()

    yield lambda handler, request: asyncio.run(answered(handler, request))


@settings(max_examples=150, deadline=None)
@given(body=BODIES, kind=st.sampled_from([JSON, FORM, "text/plain", ""]))
def test_the_ocr_service_answers_whatever_is_sent(ask: Answer, body: bytes, kind: str) -> None:
    headers = {"x-tc-action": "IDCardOCR", "x-tc-version": "2018-11-19", "content-type": kind}
    answer = ask(tencent_ocr.answer, WireRequest("R", "POST", "/", "", headers, body))
    assert (answer.status, answer.content_type) == (200, "application/json")
    error = json.loads(answer.body)["Response"]["Error"]
    assert error["Code"] != "InternalError" and error["Message"]


@settings(max_examples=150, deadline=None)
@given(
    path=st.text(st.characters(max_codepoint=255, exclude_characters="?#"), max_size=40),
    query=st.text(st.characters(max_codepoint=255), max_size=60)
    | st.sampled_from(["ci-process=IDCardOCR&Config={", "ci-process=IDCardOCR&CardSide=FRONT", "acl", ""]),
    method=st.sampled_from(["GET", "PUT", "HEAD", "DELETE", "POST"]),
    body=st.binary(max_size=50),
    host=st.text(st.characters(max_codepoint=255), max_size=30),
)
def test_the_store_answers_whatever_is_sent(
    ask: Answer, path: str, query: str, method: str, body: bytes, host: str
) -> None:
    for handler in (tencent_cos.answer, tencent_ci.answer):
        answer = ask(handler, WireRequest("R", method, f"/{path}", query, {"host": host}, body))
        assert answer.status < 500
        if answer.status >= 400:
            root = ET.fromstring(answer.body)
            assert root.tag == "Error"
            assert all(root.findtext(name) for name in ("Code", "Message", "Resource", "RequestId"))
