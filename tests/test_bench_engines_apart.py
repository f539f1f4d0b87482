"""Engines in programs and processes of their own, and those that are seldom installed, as providers."""

from __future__ import annotations

import io
import stat
import sys
import textwrap
from dataclasses import replace
from pathlib import Path
from types import ModuleType, SimpleNamespace

import cv2
import numpy as np
import pytest
from bench_fakes import SETTINGS, ZONE

from idvision.bench.answer import Answer
from idvision.bench.providers import open_provider
from idvision.bench.providers.onnxtr_engine import cached, lines_of
from idvision.bench.providers.paddle_process import PaddleProcess
from idvision.bench.providers.passporteye_engine import PassportEye
from idvision.bench.providers.protocol import About, Hint, NotRun
from idvision.types import Limits

LIMITS = Limits()
PICTURE = cv2.imencode(".png", np.full((8, 12, 3), 200, np.uint8))[1].tobytes()


# --- Tesseract, by a program of the same name ---


def program(folder: Path, body: str) -> None:
    path = folder / "tesseract"
    path.write_text(f"#!{sys.executable}\n{textwrap.dedent(body)}", encoding="utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)


SPEAKS = """
import os, sys
if sys.argv[1:] == ["--version"]:
    print("tesseract 9.9.9\\n libimage")
else:
    data = sys.stdin.buffer.read()
    print(data[:2].decode(), *sys.argv[1:], os.environ["OMP_THREAD_LIMIT"])
    print()
    print("  second  ")
"""


@pytest.fixture
def path_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PATH", str(tmp_path))
    return tmp_path


def test_tesseract_gets_a_bitmap_and_gives_lines(path_folder: Path) -> None:
    program(path_folder, SPEAKS)
    provider = open_provider("tesseract", SETTINGS)
    assert provider.about.version == "9.9.9"
    assert provider.read(PICTURE, Hint()).text == ("BM stdin stdout --psm 11 1", "second")
    assert provider.read(b"junk", Hint()) == Answer(error="not_a_picture")


def test_a_tesseract_that_fails_on_a_picture_says_so(path_folder: Path) -> None:
    program(path_folder, SPEAKS.replace('print("  second  ")', "sys.exit(1)"))
    assert open_provider("tesseract", SETTINGS).read(PICTURE, Hint()) == Answer(error="engine_failed")


def test_a_tesseract_that_never_ends_is_given_up(path_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program(path_folder, SPEAKS.replace('print("  second  ")', "import time; time.sleep(600)"))
    monkeypatch.setattr("idvision.bench.providers.tesseract_engine.PATIENCE_S", 0.05)
    assert open_provider("tesseract", SETTINGS).read(PICTURE, Hint()) == Answer(error="timeout")


def test_without_tesseract_its_engines_are_not_run(
    path_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(NotRun, match="the program tesseract is not on the PATH"):
        open_provider("tesseract", SETTINGS)
    monkeypatch.setattr("idvision.bench.providers.lines.version", lambda _: "2.2.2")
    with pytest.raises(NotRun, match="the program tesseract is not on the PATH"):
        open_provider("passporteye", SETTINGS)
    program(path_folder, "raise SystemExit(3)")
    with pytest.raises(NotRun, match="does not start"):
        open_provider("tesseract", SETTINGS)
    (path_folder / "tesseract").write_text("#!/no/such/interpreter\n")
    with pytest.raises(NotRun, match="does not start: FileNotFoundError"):
        open_provider("tesseract", SETTINGS)


# --- PassportEye ---


def eye(zone: object) -> PassportEye:
    seen: list[bytes] = []

    def read_zone(stream: io.BytesIO) -> object:
        seen.append(stream.read(2))
        assert seen == [b"BM"]
        return zone

    about = About("passporteye", "2", "engine", frozenset({"mrz"}))
    return PassportEye(about, read_zone, lambda text: text.upper().split())


def test_the_zone_of_passporteye_has_the_lines_that_it_cleaned() -> None:
    zone = SimpleNamespace(mrz_type="TD3", valid=True, aux={"raw_text": "\n".join(ZONE).lower()})
    (card,) = eye(zone).read(PICTURE, Hint()).cards
    assert (card.mrz, card.mrz_valid, card.fields) == (ZONE, True, ())


@pytest.mark.parametrize("zone", [None, SimpleNamespace(mrz_type=None)])
def test_passporteye_may_find_nothing(zone: object) -> None:
    assert eye(zone).read(PICTURE, Hint()) == Answer()
    assert eye(zone).read(b"junk", Hint()) == Answer(error="not_a_picture")


def test_passporteye_with_what_it_needs(path_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program(path_folder, SPEAKS)
    monkeypatch.setattr("idvision.bench.providers.lines.version", lambda _: "2.2.2")
    names = ("passporteye", "passporteye.mrz", "passporteye.mrz.text")
    for name in names:
        monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(NotRun, match="passporteye cannot be imported: passporteye is missing"):
        open_provider("passporteye", SETTINGS)
    for name in names:
        monkeypatch.setitem(sys.modules, name, ModuleType(name))
    sys.modules["passporteye"].read_mrz = lambda _: None  # type: ignore[attr-defined]
    sys.modules["passporteye.mrz.text"].MRZOCRCleaner = SimpleNamespace(apply=str.split)  # type: ignore[attr-defined]
    provider = open_provider("passporteye", SETTINGS)
    assert provider.about.version == "2.2.2, tesseract 9.9.9"
    assert provider.read(PICTURE, Hint()) == Answer()


# --- OnnxTR ---


def test_the_lines_of_onnxtr_are_joined_words() -> None:
    def line(*words: str) -> SimpleNamespace:
        return SimpleNamespace(words=[SimpleNamespace(value=word) for word in words])

    block = SimpleNamespace(lines=[line("ILSE", "BRANDT"), line("X1")])
    document = SimpleNamespace(pages=[SimpleNamespace(blocks=[block, SimpleNamespace(lines=[line("end")])])])
    assert list(lines_of(document)) == ["ILSE BRANDT", "X1", "end"]


def test_networks_of_onnxtr_are_used_only_if_they_are_here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ONNXTR_CACHE_DIR", str(tmp_path))
    with pytest.raises(NotRun, match=r"onnxtr's network det-1.onnx is not in its cache"):
        cached("https://host/of/det-1.onnx")
    (tmp_path / "models").mkdir()
    (tmp_path / "models" / "det-1.onnx").write_bytes(b"")
    assert cached("https://host/of/det-1.onnx") == tmp_path / "models" / "det-1.onnx"


# --- PaddleOCR, by a worker that speaks the same way ---

WORKER = """
import json, sys
print(json.dumps({"ready": "3.7.0"}), flush=True)
while length := sys.stdin.buffer.read(8):
    data = sys.stdin.buffer.read(int.from_bytes(length, "big"))
    if data == b"end":
        break
    said = {"error": "not_a_picture"} if data == b"junk" else {"lines": [sys.argv[1], data.decode()]}
    print(json.dumps(said), flush=True)
"""


@pytest.fixture
def worker(tmp_path: Path) -> Path:
    path = tmp_path / "worker.py"
    path.write_text(WORKER, encoding="utf-8")
    return path


def test_pictures_go_to_another_process_and_lines_come_back(worker: Path) -> None:
    process = PaddleProcess(Path(sys.executable), 3, worker)
    assert process.version == "3.7.0"
    assert process.read(b"one") == {"lines": ["3", "one"]}
    assert process.read(b"") == {"lines": ["3", ""]}
    assert process.read(b"junk") == {"error": "not_a_picture"}
    with pytest.raises(RuntimeError, match="PaddleOCR ended"):
        process.read(b"end")
    process.close()
    with pytest.raises(ValueError, match="closed file"):
        process.read(b"one")


def test_a_process_that_does_not_start_is_not_run(
    worker: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    worker.write_text("raise SystemExit(1)", encoding="utf-8")
    with pytest.raises(RuntimeError, match=r"PaddleOCR does not start: try .*worker.py 1$"):
        PaddleProcess(Path(sys.executable), 1, worker)
    missing = replace(SETTINGS, interpreters={"paddleocr": tmp_path / "no-python"})
    with pytest.raises(NotRun, match="PaddleOCR does not start: No such file"):
        open_provider("paddleocr", missing)
    monkeypatch.setattr("idvision.bench.providers.paddleocr_engine.find_spec", lambda _: None)
    with pytest.raises(NotRun, match="IDVISION_BENCH_PADDLE_PYTHON"):
        open_provider("paddleocr", SETTINGS)


def test_paddleocr_as_a_provider(worker: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    python = Path(sys.executable)

    def started(given: Path, threads: int) -> PaddleProcess:
        assert given == python
        return PaddleProcess(given, threads, worker)

    monkeypatch.setattr("idvision.bench.providers.paddleocr_engine.PaddleProcess", started)
    provider = open_provider("paddleocr", replace(SETTINGS, interpreters={"paddleocr": python}))
    assert provider.about.version == "3.7.0, ONNX Runtime"
    assert provider.read(b"one", Hint()) == Answer(text=("1", "one"))
    assert provider.read(b"junk", Hint()) == Answer(error="not_a_picture")
