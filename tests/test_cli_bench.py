"""The command `idvision bench`: flags in, table, files and exit status out."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TextIO

import pytest
from bench_fakes import Fake, dataset_of

from idvision import cli, cli_bench
from idvision.bench import command
from idvision.bench.answer import Answer
from idvision.bench.datasets import Wanted
from idvision.bench.errors import UnknownDatasetError
from idvision.bench.providers import PROVIDERS
from idvision.bench.providers.protocol import NotRun, Settings
from idvision.bench.run import Outcome, Plan, run

FILES = ("a.jpg", "b.jpg", "c.jpg")


class Desk:
    """Stands in for the data sets and the providers, and remembers how these were opened."""

    def __init__(self) -> None:
        self.fake = Fake("local")
        self.settings: list[Settings] = []
        self.plans: list[Plan] = []
        self.wanted: list[Wanted] = []

    def open_dataset(self, spec: str, wanted: Wanted) -> object:
        self.wanted.append(wanted)
        if spec == "nothing":
            raise UnknownDatasetError("no data set called nothing")
        return dataset_of(*(() if spec == "empty" else FILES), name=spec.partition("/")[0])

    def opened(self, name: str, settings: Settings) -> Fake:
        self.settings.append(settings)
        if name != "local":
            raise NotRun("it is not installed")
        return self.fake

    def run(self, plan: Plan, screen: TextIO) -> Outcome:
        self.plans.append(plan)
        return run(plan, screen, self.opened, lambda _: None)


@pytest.fixture
def desk(monkeypatch: pytest.MonkeyPatch) -> Desk:
    desk = Desk()
    monkeypatch.setattr(command, "open_dataset", desk.open_dataset)
    monkeypatch.setattr(command, "run", desk.run)
    return desk


def bench(out: Path, *more: str, data: str = "own", providers: str = "local") -> int:
    given = ["bench", "--data", data, "--providers", providers, "--out", str(out), "--today", "2026-11-22"]
    return cli.main([*given, *more])


def test_a_run_shows_a_table_and_leaves_a_report(
    desk: Desk, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert bench(tmp_path / "deep" / "out", providers="local, tesseract") == 0
    seen = capsys.readouterr()
    assert "own" in seen.out
    assert "it is not installed" in seen.out
    assert seen.err == "local\ntesseract\n  not run: it is not installed\n"
    made = {path.name for path in (tmp_path / "deep" / "out").iterdir()}
    assert made == {"answers", "report.csv", "report.json"}
    assert [path.name for path in (tmp_path / "deep" / "out" / "answers").iterdir()] == ["own@local.jsonl"]


def test_json_is_the_report_and_its_record_names_no_path(
    desk: Desk, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert bench(tmp_path, "--format", "json", "--limit", "2", "--seed", "7", "--threads", "3") == 0
    assert (desk.wanted[0].limit, desk.wanted[0].jobs) == (2, 3)
    told = json.loads(capsys.readouterr().out)
    assert told == json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))
    assert told["options"] == {
        "providers": ["local"],
        "limit": 2,
        "seed": 7,
        "threads": 3,
        "today": "2026-11-22",
        "replay": False,
        "redact": False,
        "endpoints": [],
        "with_pictures": False,
    }
    assert str(tmp_path) not in json.dumps(told)
    assert len(desk.fake.asked) == 2


def test_flags_reach_the_plan_and_keys_come_from_the_environment(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SOME_SECRET_KEY", "s3cret")
    monkeypatch.setenv("IDVISION_BENCH_PADDLE_PYTHON", "/of/paddle/python")
    assert bench(tmp_path, "--redact", "--retry", "--pause", "1.5", "--endpoint", "local=http://h:1") == 0
    (plan,), (settings,) = desk.plans, desk.settings
    assert (plan.redact, plan.retry, plan.pause_s, plan.replay, plan.limit) == (True, True, 1.5, False, None)
    assert settings.secrets["SOME_SECRET_KEY"] == "s3cret"
    assert settings.interpreters == {"paddleocr": Path("/of/paddle/python")}
    assert settings.endpoints == {"local": "http://h:1"}
    seen = capsys.readouterr()
    files = [path.read_text(encoding="utf-8") for path in tmp_path.rglob("*") if path.is_file()]
    assert len(files) == 3
    assert not any("s3cret" in text for text in (*files, seen.out, seen.err, repr(settings)))


def test_the_same_command_goes_on_and_a_replay_asks_nobody(desk: Desk, tmp_path: Path) -> None:
    def says(_picture: bytes) -> Answer:
        if len(desk.fake.asked) == 2:
            raise KeyboardInterrupt
        return Answer()

    desk.fake.says = says
    assert bench(tmp_path) == cli.INTERRUPTED
    desk.fake.says = lambda _: Answer()
    assert bench(tmp_path) == 0
    assert len(desk.fake.asked) == 2 + 2, "the interrupted one again, and the last"
    assert bench(tmp_path, "--replay") == 0
    assert (len(desk.fake.asked), len(desk.settings)) == (4, 2)


def test_an_interruption_says_that_nothing_is_lost(
    desk: Desk, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def says(_picture: bytes) -> Answer:
        raise KeyboardInterrupt

    desk.fake.says = says
    assert bench(tmp_path) == 130
    assert "interrupted; what was answered is kept in" in capsys.readouterr().err


def test_a_fault_is_told_and_shows_in_the_status(
    desk: Desk, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def says(_picture: bytes) -> Answer:
        raise RuntimeError("SECRET NAME")

    desk.fake.says = says
    assert bench(tmp_path) == 1
    seen = capsys.readouterr().err
    assert "idvision bench: local: a.jpg: unexpected RuntimeError at" in seen
    assert "SECRET" not in seen


def test_a_run_in_which_nobody_ran_has_failed(desk: Desk, tmp_path: Path) -> None:
    assert bench(tmp_path, providers="tesseract") == 1


def test_a_report_that_cannot_be_written_is_told(
    desk: Desk, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "report.json").mkdir()
    assert bench(tmp_path) == 1
    assert "idvision bench: the report cannot be written: Is a directory" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("more", "complaint"),
    [
        (["--data", "nothing"], "--data nothing: no data set called nothing"),
        (["--data", "own/b"], "--data own/b: there are two data sets called own"),
        (["--data", "empty"], "--data empty: there is no picture in it"),
        (["--with-pictures"], "--with-pictures: there is no page"),
        (["--endpoint", "nobody=http://h"], "--endpoint nobody: not one of local"),
        (["--endpoint", "nobody"], "'nobody' is not NAME=VALUE"),
        (["--pause", "-1"], "'-1' is not a number of seconds"),
        (["--pause", "soon"], "'soon' is not a number of seconds"),
        (["--limit", "0"], "'0' is not a whole number above 0"),
        (["--today", "soon"], "'soon' is not a day"),
        (["--providers", "nobody"], "--providers: no provider nobody: not one of local"),
    ],
)
def test_wrong_usage_is_told_before_anything_is_asked(
    desk: Desk, tmp_path: Path, capsys: pytest.CaptureFixture[str], more: list[str], complaint: str
) -> None:
    with pytest.raises(SystemExit) as stopped:
        bench(tmp_path / "out", *more)
    assert stopped.value.code == 2
    assert complaint in capsys.readouterr().err
    assert desk.fake.asked == []
    assert not (tmp_path / "out").exists()


def test_a_folder_that_cannot_be_made_is_wrong_usage(
    desk: Desk, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(SystemExit):
        bench(tmp_path / "file" / "out")
    assert "Not a directory" in capsys.readouterr().err


def test_a_page_needs_its_extra_before_anything_is_asked(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(command, "find_spec", lambda _: None)
    with pytest.raises(SystemExit):
        bench(tmp_path, "--html")
    assert "pip install 'idvision[bench]'" in capsys.readouterr().err
    assert desk.fake.asked == []


def test_a_page_shows_the_worst_pictures_only_on_demand(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[bool] = []

    def write_html(
        _report: object, datasets: object, _answers: object, path: Path, *, with_pictures: bool
    ) -> None:
        assert path == tmp_path / "report.html"
        shown.append(with_pictures)

    monkeypatch.setattr(command, "find_spec", lambda _: object())
    monkeypatch.setattr(command, "write_html", write_html)
    assert bench(tmp_path, "--html") == bench(tmp_path, "--html", "--with-pictures") == 0
    assert shown == [False, True]


def test_help_names_every_provider_and_imports_no_engine() -> None:
    assert all(f"  {name} " in cli_bench.epilog() for name in PROVIDERS)
    code = (
        "import sys; from idvision.cli import build_parser; build_parser();"
        "print(*{'rapidocr', 'onnxruntime', 'matplotlib', 'idvision.bench.run'} & sys.modules.keys())"
    )
    command_line = [sys.executable, "-W", "error", "-c", code]
    done = subprocess.run(command_line, capture_output=True, text=True, check=False, env=dict(os.environ))
    assert (done.stdout.strip(), done.stderr) == ("", "")
