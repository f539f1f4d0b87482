"""The latency benchmark times engines in turns and compares them photo by photo."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import pytest
from truth_files import native_entry, write_truth

from benchmarks import latency
from benchmarks.peers import Answer, Engine


def call(engine: str, name: str, ms: float, answer: Answer = Answer()) -> latency.Call:  # noqa: B008
    return latency.Call(engine, name, ms, answer)


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
    found = latency.summarise(calls, repeat=2)
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
