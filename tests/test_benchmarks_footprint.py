"""The footprint benchmark starts fresh processes and fits a line through their memory."""

from __future__ import annotations

import json
import sys
from importlib.metadata import distribution
from pathlib import Path

import cv2
import numpy as np
import pytest

from benchmarks import footprint, installed, memory
from benchmarks.footprint import Footprint, Memory, Start
from idvision import DecodeError

EXAMPLES = Path(__file__).parents[1] / "examples"


def test_growth_is_that_of_the_line_after_the_warm_up() -> None:
    growing = [100.0, 250.0, 180.0, *(200 + 0.5 * number for number in range(9))]
    assert footprint.slope_per_1000(growing, 0.25) == pytest.approx(500)
    assert footprint.slope_per_1000([200.0] * 8, 0.25) == pytest.approx(0, abs=1e-6)
    assert footprint.slope_per_1000([200.0], 0.25) == 0.0


def test_memory_is_judged_by_the_last_photo_and_the_worst_moment() -> None:
    found = footprint.summarise_memory(180.0, [190.0, 210.0, 210.0, 210.0], 260.0)
    assert found == Memory(4, 180.0, 210.0, 260.0, pytest.approx(0, abs=1e-6))


def test_every_number_has_its_row() -> None:
    start, held = Start(7, 431.2, 460.0, 118.4, 130.0), Memory(600, 180.0, 240.0, 290.0, 0.4)
    text = footprint.footprint_text(Footprint(start, held, 15.2, {"numpy": 57.4, "six": 0.1}))
    assert "start to first result  431     460" in text
    assert "after 600 photos of mixed sizes  240" in text
    assert "growth over 1,000 photos         +0.4" in text
    assert "all installed      57.5" in text
    assert "could not be built" in footprint.footprint_text(Footprint(start, held, None, {}))


def test_pictures_are_written_in_every_size_in_a_fixed_mixed_order(tmp_path: Path) -> None:
    picture = cv2.imencode(".jpg", np.zeros((600, 800, 3), np.uint8))[1].tobytes()
    once = footprint.write_mixed({"a": picture, "b": picture}, tmp_path / "once")
    again = footprint.write_mixed({"a": picture, "b": picture}, tmp_path / "again")
    names = [path.name for path in once]
    assert names == [path.name for path in again]
    assert sorted(names) == ["0-0.3", "0-12", "0-2", "0-own", "1-0.3", "1-12", "1-2", "1-own"]
    sizes = {path.name: cv2.imread(str(path)).shape[:2] for path in once}
    assert (sizes["0-own"], sizes["0-12"]) == ((600, 800), (3000, 4000))


def test_a_fresh_process_is_timed_to_its_first_line() -> None:
    assert footprint.seconds_to_first_line(["print('done')"], {}) > 0
    with pytest.raises(RuntimeError, match="status 3"):
        footprint.seconds_to_first_line(["raise SystemExit(3)"], {})


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_memory_is_read_after_each_photo_whatever_it_is(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def read(data: bytes) -> None:
        if data == b"bad":
            raise DecodeError("damaged")

    files = [tmp_path / "good.jpg", tmp_path / "bad.jpg"]
    for path in files:
        path.write_bytes(path.stem.encode())
    after = list(memory.megabytes_after_each(iter(files), read))
    assert len(after) == 2
    assert all(0 < value <= memory.peak_mb() for value in after)
    assert capsys.readouterr().err == "bad.jpg: damaged\n"


def test_what_is_required_is_found_through_what_requires_it() -> None:
    names = {installed.normal_name(one.name) for one in installed.required("idvision")}
    # Shapely comes with rapidocr; ruff is an extra.
    assert {"idvision", "numpy", "onnxruntime", "rapidocr", "shapely"} <= names
    assert "ruff" not in names
    assert installed.files_size(distribution("numpy")) > 1e6


@pytest.mark.parametrize("line", ["numpy<3,>=1.26", "numpy", 'numpy ; python_version > "3"', "numpy[x]>=2"])
def test_a_requirement_is_known_by_its_name(line: str) -> None:
    assert installed.required_name(line) == "numpy"


@pytest.mark.weights
@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_a_run_prints_tables_and_then_one_line_of_json(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.jpg").write_bytes((EXAMPLES / "resident_id_front.jpg").read_bytes())
    # To build a wheel needs its build system, which a test does not fetch.
    monkeypatch.setattr(footprint, "wheel_mb", lambda _repository: 15.0)
    monkeypatch.setattr(footprint, "SIZES", (0.3,))
    footprint.main(["--data", str(tmp_path), "--photos", "2", "--starts", "1"])
    numbers = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert (numbers["benchmark"], numbers["memory"]["photos"]) == ("footprint", 2)
    assert min(numbers["start"].values()) > 0
    assert numbers["memory"]["peak_mb"] >= numbers["memory"]["loaded_mb"] > 0
    assert numbers["environment"]["threads"] == 2
