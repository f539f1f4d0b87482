"""A fresh interpreter that has no network at all reads a card."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import cv2
import numpy as np
import pytest

import idvision
from tests.drawing import Pose, Shot, photograph
from training.synth.barcodes import draw_licence_back

ASSETS = Path(idvision.__file__).parent / "assets"

# Sockets are taken away before the package is imported, so that nothing can have kept a copy.
PROGRAM = """
import json, pathlib, socket, sys

def refuse(*args, **named):
    raise SystemExit("the network was used")

class NoSocket:
    def __new__(cls, *args, **named):
        refuse()

for name in ("create_connection", "create_server", "getaddrinfo", "gethostbyname", "socketpair", "fromfd"):
    setattr(socket, name, refuse)
socket.socket = NoSocket
if sys.argv[2] == "use it":
    socket.create_connection(("localhost", 1))

import idvision

result = idvision.analyze(pathlib.Path(sys.argv[1]).read_bytes())
fields = {field.name: field.value for card in result.cards for field in card.fields}
print(json.dumps([result.verdict.decision, fields]))
"""


def run(errand: str, photo: Path = ASSETS / "selftest.jpg") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-I", "-W", "error", "-c", PROGRAM, str(photo), errand]
    # No proxy, no home, no cache: the package may need none of them.
    return subprocess.run(command, capture_output=True, text=True, env={"PATH": ""}, check=False, cwd=ASSETS)


@pytest.mark.weights
def test_a_card_is_read_without_a_network() -> None:
    done = run("read")
    assert (done.returncode, done.stderr) == (0, "")
    expected = json.loads((ASSETS / "selftest.json").read_text(encoding="utf-8"))
    assert json.loads(done.stdout) == ["accept", expected["fields"]]


@pytest.mark.weights
def test_a_code_is_read_without_a_network(tmp_path: Path) -> None:
    document = draw_licence_back(np.random.default_rng(2), "train", 1300)
    photo, _ = photograph(document.picture, Pose(), "wood", 2, Shot(size_wh=(1600, 1200)))
    cv2.imwrite(str(tmp_path / "back.png"), photo)
    done = run("read", tmp_path / "back.png")
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)[1] == document.fields


def test_the_refusal_of_this_test_works() -> None:
    done = run("use it")
    assert (done.returncode, done.stderr.strip()) == (1, "the network was used")
