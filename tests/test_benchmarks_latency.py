"""The latency benchmark times engines in turns and compares them photo by photo."""

from __future__ import annotations

import io
import json
from dataclasses import asdict
from pathlib import Path

import cv2
import numpy as np
import pytest
from truth_files import native_entry, write_truth

from benchmarks import latency
from benchmarks.peers import NO_ANSWER, Answer, Engine
from benchmarks.resized import at_megapixels, camera_frame
from benchmarks.throughput import Rate, rate
from benchmarks.timings import Call, Timing, summarise
from idvision.bench.providers.paddle_worker import read_picture
from idvision.types import Image

EXAMPLE = Path(__file__).parents[1] / "examples" / "resident_id_front.jpg"


def call(engine: str, name: str, ms: float, answer: Answer = NO_ANSWER) -> Call:
    return Call(engine, name, ms, answer)


def jpeg(width: int, height: int) -> bytes:
    """A picture that is dark at the left and light at the right."""
    ramp = np.linspace(20, 230, width, dtype=np.uint8)
    return cv2.imencode(".jpg", np.repeat(np.dstack([ramp] * 3), height, axis=0))[1].tobytes()


def decoded(data: bytes) -> Image:
    return cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR)


def test_engines_take_turns_photo_by_photo() -> None:
    seen: list[str] = []

    def engine(name: str) -> Engine:
        def run(data: bytes) -> Answer:
            seen.append(name + data.decode())
            return Answer()

        return Engine(name, run)

    calls = list(latency.measure([engine("A"), engine("B")], {"x": b"1", "y": b"2"}, repeat=2))
    assert seen == ["A1", "B1", "A2", "B2"] * 2
    assert [(found.engine, found.photo) for found in calls[:2]] == [("A", "x"), ("B", "x")]


def test_ratios_are_taken_photo_by_photo_over_the_medians_of_repeats() -> None:
    seen = Answer((("locate", 4.0),), cards=1)
    calls = [
        *(call("own", "x", 10, seen), call("peer", "x", 20), call("own", "y", 100), call("peer", "y", 400)),
        *(call("own", "x", 30, seen), call("peer", "x", 60)),
    ]
    found = summarise(calls, repeat=2)
    assert (found.engines["own"].p50_ms, found.engines["peer"].p50_ms) == (60.0, 220.0)
    assert (found.ratios["peer"].p50, found.ratios["peer"].n) == (3.0, 2)
    assert asdict(found.ratios_with_cards["peer"]) == {"n": 1, "p50": 2.0, "low": 2.0, "high": 2.0}
    assert (found.stages["locate"].p50_ms, found.stages["locate"].n) == (4.0, 1)
    assert "peer took 3.00 times as long" in latency.latency_text(found)


def test_photos_come_from_a_folder_or_a_truth_file(tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(b"1")
    (tmp_path / "notes.txt").write_bytes(b"2")
    assert latency.read_photos(tmp_path) == {"a.jpg": b"1"}
    assert latency.read_photos(write_truth(tmp_path, native_entry())) == {"a.jpg": b"1"}


def test_a_folder_without_pictures_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no pictures"):
        latency.read_photos(tmp_path)


@pytest.mark.parametrize(("megapixels", "size_wh"), [(0.3, (775, 387)), (2, (2000, 1000))])
def test_a_picture_comes_in_the_asked_size_and_shows_the_same(
    megapixels: float, size_wh: tuple[int, int]
) -> None:
    image = decoded(at_megapixels(jpeg(1200, 600), megapixels))
    assert image.shape == (size_wh[1], size_wh[0], 3)
    assert image[0, :, 0].astype(int)[[0, size_wh[0] // 2, -1]] == pytest.approx([20, 125, 230], abs=2)


@pytest.mark.parametrize("size_wh", [(1200, 600), (600, 1200), (1280, 720)])
def test_a_camera_frame_holds_the_whole_picture_on_grey(size_wh: tuple[int, int]) -> None:
    frame = camera_frame(jpeg(*size_wh))
    assert frame.shape == (720, 1280, 3)
    assert frame[300].min() == pytest.approx(20, abs=3)
    assert frame[300].max() == pytest.approx(230, abs=3)
    if size_wh != (1280, 720):
        assert (frame[-1, -1] == 128).all()


def test_callers_share_the_photos_out_and_the_rate_is_that_of_all() -> None:
    seen: list[bytes] = []

    def run(data: bytes) -> Answer:
        seen.append(data)
        return Answer(cards=2)

    times = iter([10.0, 14.0])
    found = rate(Engine("own", run), [b"1", b"2", b"3"], callers=2, threads=1, clock=lambda: next(times))
    assert found == Rate(2, 1, photos=3, cards=6, seconds=4.0, photos_per_s=0.75, cards_per_s=1.5)
    assert sorted(seen) == [b"1", b"2", b"3"]


def test_every_part_that_was_measured_has_its_table() -> None:
    own = summarise([call("own", "x", 10, Answer((("locate", 4.0),), 1)), call("peer", "x", 30)], repeat=1)
    rates = (Rate(1, 2, 6, 6, 1.5, 4.0, 4.0),)
    text = latency.report_text(latency.Report(own, {"12": own}, rates, Timing(6, 14.2, 17.9)))
    assert "peer took 3.00 times as long" in text
    assert "12          own              1       10.0    10.0" in text
    assert "1        2                  6       4.0       4.0" in text
    assert "720p           6       14.2    17.9" in text
    assert "camera" not in latency.report_text(latency.Report(own, {}, (), None))


def test_pictures_reach_the_other_process_one_by_one() -> None:
    stream = io.BytesIO(b"".join(len(data).to_bytes(8, "big") + data for data in (b"one", b"three")))
    assert [read_picture(stream) for _ in range(3)] == [b"one", b"three", None]


@pytest.mark.weights
def test_a_run_prints_tables_and_then_one_line_of_json(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.jpg").write_bytes(EXAMPLE.read_bytes())
    arguments = ["--data", str(tmp_path), "--repeat", "1", "--sizes", "0.3", "--preview", "--throughput"]
    latency.main(arguments)
    numbers = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert (numbers["benchmark"], numbers["photos"]) == ("latency", 1)
    assert numbers["sizes"]["0.3"]["stages"].keys() == numbers["stages"].keys()
    ways = [(one["callers"], one["threads"]) for one in numbers["throughput"]]
    assert ways == [(1, 1), (1, 2), (2, 1), (2, 2)]
    assert all(one["cards_per_s"] > 0 for one in numbers["throughput"])
    assert numbers["preview"]["n"] == 1
    assert numbers["environment"]["threads"] == 2
