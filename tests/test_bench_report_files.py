"""The report as JSON, there and back, and as CSV."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from pathlib import Path

import pytest

from idvision.bench.report.as_csv import HEADER, write_csv
from idvision.bench.report.as_json import read_report, write_json
from tests.bench_reports import SECRET, report, score


class TestJson:
    def test_there_and_back(self, tmp_path: Path) -> None:
        path = tmp_path / "report.json"
        write_json(report(), path)
        assert read_report(path) == report()

    def test_what_stands_in_it(self, tmp_path: Path) -> None:
        path = tmp_path / "report.json"
        write_json(report(), path)
        content = json.loads(path.read_text(encoding="utf-8"))
        assert content["schema"] == "idvision-bench/1"
        assert content["measured"][0]["scores"]["field_exact"] == {
            "value": 0.9,
            "low": 0.85,
            "high": 0.94,
            "n": 200,
        }
        assert content["columns"][2]["about"]["price"]["as_of"] == "2026-05-04"
        assert content["columns"][1]["about"]["answers"] == ["field_exact", "latency"]
        assert SECRET not in path.read_text(encoding="utf-8")

    def test_a_number_that_json_has_not_is_refused(self, tmp_path: Path) -> None:
        made = report()
        bad = replace(made.measured[0], scores={"field_exact": score(float("nan"))})
        with pytest.raises(ValueError, match="not JSON compliant"):
            write_json(replace(made, measured=(bad,)), tmp_path / "report.json")

    @pytest.mark.parametrize(
        ("path", "value", "message"),
        [
            (("schema",), "idvision-bench/0", "not a report of the schema idvision-bench/1"),
            (("started",), 5, r"report\.started: expected a value of type str"),
            (("more",), 5, "report: expected no more"),
            (
                ("datasets", 0, "synthetic"),
                1,
                r"report\.datasets\[0\]\.synthetic: expected a value of type bool",
            ),
            (("datasets", 0, "photos"), True, r"photos: expected a value of type int"),
            (("measured", 0, "scores"), [], r"report\.measured\[0\]\.scores: expected an object"),
            (("measured", 0, "latencies_ms"), 1, r"latencies_ms: expected a list"),
            (("columns", 1, "about", "kind"), "friend", "expected one of local, engine, cloud"),
            (("columns", 2, "about", "price", "as_of"), "May", r"as_of: expected a date"),
            (("columns", 2, "about", "price"), {}, r"price: .*missing"),
        ],
    )
    def test_what_does_not_fit_is_named(
        self, tmp_path: Path, path: tuple[str | int, ...], value: object, message: str
    ) -> None:
        file = tmp_path / "report.json"
        write_json(report(), file)
        content = json.loads(file.read_text(encoding="utf-8"))
        target = content
        for key in path[:-1]:
            target = target[key]
        target[path[-1]] = value
        file.write_text(json.dumps(content), encoding="utf-8")
        with pytest.raises(ValueError, match=message):
            read_report(file)


def test_csv_has_a_row_a_number(tmp_path: Path) -> None:
    path = tmp_path / "report.csv"
    write_csv(report(), path)
    with path.open(encoding="utf-8", newline="") as file:
        rows = [tuple(row) for row in csv.reader(file)]
    assert rows[0] == HEADER
    # 4 numbers and 3 groups of local; 4 numbers and 1 group of the other.
    assert len(rows) == 1 + 7 + 5
    assert rows[1] == ("drawn", "local", "", "field_exact", "0.9", "0.85", "0.94", "200", "share", "yes")
    assert rows[4] == ("drawn", "local", "", "mrz_zone_exact", "", "", "", "0", "share", "yes")
    assert rows[6][2:5] == ("证件 glare", "field_exact", "0.7")
    assert rows[-1][:5] == ("drawn", "rapidocr", "plain", "field_exact", "0.85")
