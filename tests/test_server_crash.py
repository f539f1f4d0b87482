"""A server under load is killed without a word and started again on the same folder, several times."""

from __future__ import annotations

import gc
import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from socket import create_server
from threading import Event, Thread

import cv2
import httpx
import numpy as np
import pytest
from aliyunsdkcore.acs_exception.exceptions import ClientException

from tests.aliyun_clients import green
from tests.card_pictures import encoded, example
from tests.server_fixture import HOST, KEY
from tests.web import MISSING, Web, web

pytestmark = [
    pytest.mark.weights,
    pytest.mark.usefixtures("loopback"),
    # The official client leaves the socket open on which its server died.
    pytest.mark.filterwarnings("ignore:.*socket:pytest.PytestUnraisableExceptionWarning"),
]

KILLS = 3
CALLBACK = "/callback"
ENOUGH = 20
"""Tasks that are waited for before the first kill, so that there is something to lose."""


def free_port() -> int:
    with create_server((HOST, 0)) as listener:
        return listener.getsockname()[1]


@contextmanager
def serving(port: int, folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Yield a server's process that is ready; it is killed at the end."""
    settings = {
        "IDVISION_KEYS": f"{KEY.id}:{KEY.secret}:{KEY.uid}",
        "IDVISION_PORT": str(port),
        "IDVISION_DATA_DIR": str(folder),
        "IDVISION_FETCH_LOOPBACK": "true",
        "IDVISION_RATE_PER_S": "10000",
        "IDVISION_BURST": "10000",
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "idvision", "serve"],
        env={**os.environ, **settings},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_until_healthy(port, process)
        yield process
    finally:
        os.kill(process.pid, signal.SIGKILL)
        assert process.wait(30) == -signal.SIGKILL


def wait_until_healthy(port: int, process: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        assert process.poll() is None
        try:
            if httpx.get(f"http://{HOST}:{port}/healthz", trust_env=False).is_success:
                return
        except httpx.TransportError:
            time.sleep(0.05)
    pytest.fail("the server did not start")


def submit(endpoint: str, net: Web, until: Event, accepted: list[str]) -> None:
    """Submit tasks one after the other, noting those whose acceptance was heard of."""
    number = 0
    while not until.is_set():
        # Most of the time goes into what is kept, not into what is read.
        paths = ("/front.jpg", MISSING, MISSING) if number % 4 == 0 else (MISSING,)
        content = {
            "scenes": ["ocr"],
            "extras": {"card": "id-card-front"},
            "tasks": [{"url": net.url(path)} for path in paths],
            "callback": net.url(CALLBACK),
            "seed": "seed",
        }
        number += 1
        try:
            answer = green(endpoint, "asyncscan", content)
        except (ClientException, json.JSONDecodeError):
            # The server is gone, perhaps between the head of its answer and its body, which the client then
            # takes for empty; the others of its clients hear of it in the same way.
            time.sleep(0.02)
            continue
        accepted += [item["taskId"] for item in answer["data"]]


@contextmanager
def load(endpoint: str, net: Web, accepted: list[str]) -> Iterator[None]:
    """Submit tasks from two threads."""
    until = Event()
    threads = [Thread(target=submit, args=(endpoint, net, until, accepted)) for _ in range(2)]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        until.set()
        for thread in threads:
            thread.join()


def answers(endpoint: str, ids: list[str]) -> dict[str, dict[str, object]]:
    """Return the item of every task as soon as none is being processed any more."""
    found: dict[str, dict[str, object]] = {}
    waiting, until = list(ids), time.monotonic() + 120
    while waiting:
        assert time.monotonic() < until, f"{len(waiting)} tasks were never answered"
        for at in range(0, len(waiting), 100):
            items = green(endpoint, "results", waiting[at : at + 100])["data"]
            found |= {item["taskId"]: item for item in items if item["code"] != 280}
        waiting = [task_id for task_id in waiting if task_id not in found]
        time.sleep(0.1 if waiting else 0)
    return found


def test_killed_at_any_moment_every_task_is_answered_once_and_pushed(tmp_path: Path) -> None:
    rng, port, accepted = random.Random(1), free_port(), list[str]()
    with web({"/front.jpg": small_front()}) as net:
        with load(f"{HOST}:{port}", net, accepted):
            for _ in range(KILLS):
                heard = len(accepted)
                with serving(port, tmp_path):
                    while len(accepted) < heard + ENOUGH:
                        time.sleep(0.01)
                    time.sleep(rng.uniform(0.0, 0.3))
        with serving(port, tmp_path):
            found = answers(f"{HOST}:{port}", accepted)
            pushes = pushed(net, set(accepted))
    assert len(accepted) == len(set(accepted)) >= KILLS * ENOUGH
    assert {item["code"] for item in found.values()} == {200, 480}
    for task_id in accepted:
        # A push may be seen twice, what it says is the one answer.
        assert pushes[task_id] == {json.dumps(found[task_id], sort_keys=True)}
    # So that what the clients left open is found here, where it is expected.
    gc.collect()


def pushed(net: Web, wanted: set[str]) -> dict[str, set[str]]:
    """Return what the callbacks said of each task, as soon as each of those wanted was pushed."""
    seen: dict[str, set[str]] = {}
    with net.news:
        done = 0
        while not wanted <= set(seen):
            pushes = net.pushes.get(CALLBACK, [])
            for push in pushes[done:]:
                item = json.loads(push["content"])
                seen.setdefault(item["taskId"], set()).add(json.dumps(item, sort_keys=True))
            done = len(pushes)
            assert wanted <= set(seen) or net.news.wait(60)
    return seen


def small_front() -> bytes:
    """Return a photo that is read quickly."""
    photo = cv2.imdecode(np.frombuffer(example("resident_id_front"), np.uint8), cv2.IMREAD_COLOR)
    return encoded(cv2.resize(photo, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA))
