"""The server's own call against its description, and against bytes that mean nothing."""

from __future__ import annotations

import asyncio
import random
from pathlib import Path

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings

from idvision.server.app import create_app
from idvision.server.config import ServerConfig
from idvision.types import Options, Result
from tests.sample_results import RESULT
from tests.test_server_core import client_of, services_of

OPEN = ServerConfig(auth=False, rate_per_s=1e6, burst=1_000_000)


def read(_data: bytes, _options: Options) -> Result:
    """Stand for recognition."""
    return RESULT


def test_every_answer_is_as_described(tmp_path: Path) -> None:
    app = create_app(services_of(read, OPEN, str(tmp_path), queue=64), lambda: None)
    operations = [
        found.ok() for found in schemathesis.openapi.from_asgi("/openapi.json", app).get_all_operations()
    ]
    assert len(operations) >= 2
    for operation in operations:

        @settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
        @given(case=operation.as_strategy())
        def answered(case: schemathesis.Case) -> None:
            case.call_and_validate()

        answered()


@pytest.mark.parametrize("seed", range(4))
def test_noise_never_fails_the_server(seed: int) -> None:
    rng = random.Random(seed)
    paths = [
        "/",
        "/v1/scan",
        "/a/b.jpg",
        "/green/image/scan",
        "/green/image/results",
        "/%2e%2e/x",
        "/?Action=DocOcrMax",
    ]
    paths += [
        "/x?ci-process=IDCardOCR&Config={",
        "/?Action=IDCardOCR&SecretId=a",
        "/green/image/asyncscan?x=%ff",
    ]
    headers = [
        {},
        {"content-type": "application/json"},
        {"content-type": "application/x-www-form-urlencoded"},
        {"content-type": "multipart/form-data; boundary=x"},
        {
            "x-acs-action": "DocOcrMax",
            "authorization": "ACS3-HMAC-SHA256 Credential=,SignedHeaders=;,Signature=",
        },
        {"x-tc-action": "IDCardOCR", "authorization": "TC3-HMAC-SHA256 x"},
        {"authorization": "q-sign-algorithm=sha1&q-ak=&q-sign-time=;&q-key-time=;"},
        {"authorization": "acs :="},
    ]

    async def run() -> list[int]:
        statuses = []
        async with client_of(read, ServerConfig(rate_per_s=1e6, burst=1_000_000)) as client:
            for _ in range(60):
                body = (
                    rng.randbytes(rng.randrange(200))
                    if rng.random() < 0.7
                    else b'{"tasks": [null], "scenes": 1}'
                )
                method = rng.choice(["GET", "PUT", "POST", "HEAD", "DELETE"])
                answer: httpx.Response = await client.request(
                    method, rng.choice(paths), content=body, headers=rng.choice(headers)
                )
                statuses.append(answer.status_code)
        return statuses

    assert max(asyncio.run(run())) < 500
