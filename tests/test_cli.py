import io
import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import cv2
import numpy as np
import pytest

from idvision import cli, cli_scan
from idvision.cli_docs import render
from idvision.cli_inputs import Source, find_sources, overlay_names
from idvision.errors import DecodeError, EmptyInputError, ModelError
from idvision.limits import limits_from
from idvision.progress import Progress
from idvision.types import DefectMaps, Limits, Options, Side
from tests.sample_results import EMPTY_RESULT, RESULT

DOCS = Path(__file__).parent.parent / "docs" / "cli.md"
BAD, BROKEN = b"damaged", b"bug"
SECRET = "LIN XIAOZHOU"


def jpeg(value: int = 200) -> bytes:
    return cv2.imencode(".jpg", np.full((300, 400, 3), value, np.uint8))[1].tobytes()


class FakeEngine:
    """Answers by the bytes it gets, and remembers them and the options."""

    def __init__(self) -> None:
        self.seen: list[bytes] = []
        self.options: list[Options] = []
        self.threads: list[int | None] = []

    def analyze(self, data, _models, options):
        self.seen.append(data)
        self.options.append(options)
        if not data:
            raise EmptyInputError("no bytes")
        if data == BAD:
            raise DecodeError("cut short")
        if data == BROKEN:
            raise RuntimeError(SECRET)
        return RESULT if data[:2] == b"\xff\xd8" else EMPTY_RESULT

    def load_models(self, threads):
        self.threads.append(threads)


@pytest.fixture
def engine(monkeypatch):
    fake = FakeEngine()
    monkeypatch.setattr(cli_scan, "analyze", fake.analyze)
    monkeypatch.setattr(cli_scan, "load_models", fake.load_models)
    return fake


@pytest.fixture
def folder(tmp_path):
    """A folder with five pictures at two depths, one of them damaged, and a file of another kind."""
    root = tmp_path / "photos"
    (root / "deep").mkdir(parents=True)
    for name, data in {
        "b.jpg": jpeg(),
        "a.PNG": b"picture",
        "c.jpeg": BAD,
        "deep/b.jpg": jpeg(90),
        "deep/z.tif": b"picture",
        "notes.txt": b"not a picture",
    }.items():
        (root / name).write_bytes(data)
    return root


def json_lines(text: str) -> list[dict]:
    return [json.loads(line) for line in text.splitlines()]


def feed(monkeypatch, data: bytes) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))


def test_a_folder_is_read_in_sorted_order_and_errors_are_answers(engine, folder, capsys):
    assert cli.main(["scan", str(folder), "--format", "json"]) == 1
    captured = capsys.readouterr()
    answers = json_lines(captured.out)
    assert [answer["source"] for answer in answers] == [
        str(folder / name) for name in ("a.PNG", "b.jpg", "c.jpeg", "deep/b.jpg", "deep/z.tif")
    ]
    assert answers[2]["error"] == {"code": "decode_failed", "message": "cut short"}
    assert answers[3]["cards"][0]["fields"]["name"]["value"] == "林小舟"
    assert captured.err == f"idvision: {folder / 'c.jpeg'}: decode_failed: cut short\n"


def test_inputs_keep_the_order_of_the_command_line(engine, folder, capsys):
    names = [str(folder / "deep" / "z.tif"), str(folder / "b.jpg"), str(folder / "a.PNG")]
    assert cli.main(["scan", *names, "--format", "json"]) == 0
    assert [answer["source"] for answer in json_lines(capsys.readouterr().out)] == names


def test_a_file_named_outright_is_read_whatever_its_suffix(engine, folder, capsys):
    assert cli.main(["scan", str(folder / "notes.txt"), "--format", "json"]) == 0
    assert engine.seen == [b"not a picture"]


def test_a_bad_card_is_a_result(engine, folder, capsys):
    assert cli.main(["scan", str(folder / "a.PNG")]) == 0
    assert "reasons: no_document" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("missing.jpg", "cannot be opened: No such file or directory"),
        ("empty", "the folder holds no pictures"),
        ("nul\0.jpg", "cannot be opened: not a path"),
    ],
)
def test_a_path_that_cannot_be_read_is_an_error_and_the_rest_goes_on(engine, folder, capsys, name, message):
    (folder / "empty").mkdir()
    assert cli.main(["scan", str(folder / name), str(folder / "b.jpg"), "--format", "json"]) == 1
    first, second = json_lines(capsys.readouterr().out)
    assert first["error"] == {"code": "source_unreadable", "message": message}
    assert second["cards"]


def test_an_unexpected_fault_costs_one_photo_and_tells_no_content(engine, folder, capsys):
    (folder / "bug.jpg").write_bytes(BROKEN)
    assert cli.main(["scan", str(folder / "bug.jpg"), str(folder / "b.jpg"), "--format", "json"]) == 1
    captured = capsys.readouterr()
    first, second = json_lines(captured.out)
    assert first["error"]["code"] == "internal_error"
    assert first["error"]["message"].startswith("unexpected RuntimeError at test_cli.py:")
    assert second["cards"]
    assert SECRET not in captured.out + captured.err


def test_standard_input_is_one_picture(engine, monkeypatch, capsys):
    feed(monkeypatch, jpeg())
    assert cli.main(["scan", "-", "--format", "json"]) == 0
    assert [answer["source"] for answer in json_lines(capsys.readouterr().out)] == ["-"]
    assert engine.seen == [jpeg()]


def test_standard_input_without_bytes_is_an_error(engine, monkeypatch, capsys):
    feed(monkeypatch, b"")
    assert cli.main(["scan", "-"]) == 1
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "empty_input" in captured.err


def test_no_more_is_read_than_shows_that_it_is_too_much(engine, monkeypatch):
    feed(monkeypatch, b"12345678")
    assert cli_scan.read_source(Source("-", None), 4) == b"12345"


def test_options_reach_the_engine(engine, folder, capsys):
    flags = ["--document", "passport", "--document", "chn_resident_id", "--side", "back"]
    more = ["--today", "2030-01-31", "--threads", "3", "--max-pixels", "1000"]
    assert cli.main(["scan", str(folder / "b.jpg"), *flags, *more]) == 0
    assert engine.threads == [3]
    assert engine.options == [
        Options(
            documents=("passport", "chn_resident_id"),
            side=Side.BACK,
            today=date(2030, 1, 31),
            max_pixels=1000,
        )
    ]


def test_a_preset_and_single_limits_reach_the_engine(engine, folder, capsys):
    flags = ["--preset", "strict", "--limit", "blur_reject=0.5", "--limit", "short_side_review_px=300"]
    assert cli.main(["scan", str(folder / "b.jpg"), *flags]) == 0
    assert engine.options[0].limits == limits_from(
        "strict", {"blur_reject": 0.5, "short_side_review_px": 300}
    )


def test_a_limit_given_twice_is_the_last_one(engine, folder, capsys):
    assert (
        cli.main(["scan", str(folder / "b.jpg"), "--limit", "blur_reject=1", "--limit", "blur_reject=0.6"])
        == 0
    )
    assert engine.options[0].limits == Limits(blur_reject=0.6)


@pytest.mark.parametrize(
    ("limit", "complaint"),
    [
        ("blur=0.5", "no limit 'blur': not one of blur_review, blur_reject"),
        ("blur_reject=1.5", "blur_reject lies in 0 to 1, not 1.5"),
        ("blur_reject=nan", "blur_reject lies in 0 to 1, not nan"),
        ("short_side_review_px=0.5", "short_side_review_px is a whole number of pixels, not 0.5"),
        ("blur_reject", "'blur_reject' is not a limit such as blur_reject=0.5"),
        ("blur_reject=high", "'blur_reject=high' is not a limit such as blur_reject=0.5"),
    ],
)
def test_a_limit_that_means_nothing_is_wrong_usage(engine, folder, capsys, limit, complaint):
    with pytest.raises(SystemExit) as ending:
        cli.main(["scan", str(folder / "b.jpg"), "--limit", limit])
    assert ending.value.code == 2
    assert complaint in capsys.readouterr().err
    assert engine.seen == []


def test_without_flags_the_engine_decides(engine, folder, capsys):
    cli.main(["scan", str(folder / "b.jpg")])
    assert engine.threads == [None]
    assert engine.options == [Options()]


@pytest.mark.parametrize(
    "flags",
    [
        [],
        ["scan"],
        ["read", "a.jpg"],
        ["scan", "a.jpg", "--today", "31.01.2030"],
        ["scan", "a.jpg", "--threads", "0"],
        ["scan", "a.jpg", "--max-pixels", "-4"],
        ["scan", "a.jpg", "--side", "unknown"],
        ["scan", "a.jpg", "--document", "pasport"],
        ["scan", "a.jpg", "--format", "xml"],
        ["scan", "a.jpg", "--preset", "lax"],
        ["scan", "a.jpg", "--overlay-maps"],
    ],
)
def test_wrong_usage_ends_with_2_and_leaves_standard_output_empty(engine, capsys, flags):
    with pytest.raises(SystemExit) as ending:
        cli.main(flags)
    captured = capsys.readouterr()
    assert ending.value.code == 2
    assert captured.out == ""
    assert "usage: idvision" in captured.err


def test_missing_models_end_with_1_before_any_answer(engine, folder, capsys, monkeypatch):
    def fail(threads):
        raise ModelError("file is missing", model="locate")

    monkeypatch.setattr(cli_scan, "load_models", fail)
    assert cli.main(["scan", str(folder), "--format", "json"]) == 1
    assert capsys.readouterr() == ("", "idvision: locate: file is missing\n")


def test_overlays_are_written_under_names_that_do_not_clash(engine, folder, tmp_path, capsys):
    drawings = tmp_path / "new" / "drawings"
    paths = [str(folder / "b.jpg"), str(folder / "deep" / "b.jpg")]
    assert cli.main(["scan", *paths, "--overlay", str(drawings)]) == 0
    assert sorted(path.name for path in drawings.iterdir()) == ["b-2.jpg", "b.jpg"]
    assert cv2.imread(str(drawings / "b-2.jpg")).shape == (300, 400, 3)
    assert (folder / "b.jpg").read_bytes() == jpeg()


def test_an_overlay_can_show_the_defect_maps(engine, folder, tmp_path, monkeypatch, capsys):
    nothing, everywhere = np.zeros((52, 80), np.float32), np.ones((52, 80), np.float32)
    assessment = SimpleNamespace(maps=DefectMaps(nothing, nothing, everywhere))
    models = SimpleNamespace(assess=lambda _card_image: assessment)
    monkeypatch.setattr(cli_scan, "load_models", lambda _threads: models)
    for flags in ([], ["--overlay-maps"]):
        drawings = tmp_path / f"drawings{len(flags)}"
        assert cli.main(["scan", str(folder / "b.jpg"), "--overlay", str(drawings), *flags]) == 0
    plain, tinted = (cv2.imread(str(tmp_path / name / "b.jpg")) for name in ("drawings0", "drawings1"))
    on_card, beside = (150, 200), (290, 390)
    assert np.ptp(plain[on_card]) < 30
    assert tinted[on_card][2] > tinted[on_card][:2].max() + 80
    assert np.array_equal(plain[beside], tinted[beside])


def test_a_drawing_that_cannot_be_written_is_told_and_keeps_the_answer(engine, folder, tmp_path, capsys):
    (tmp_path / "drawings" / "b.jpg").mkdir(parents=True)
    flags = ["--overlay", str(tmp_path / "drawings"), "--format", "json"]
    assert cli.main(["scan", str(folder / "b.jpg"), *flags]) == 1
    captured = capsys.readouterr()
    assert json_lines(captured.out)[0]["cards"]
    assert "overlay: cannot be written" in captured.err


def test_the_overlay_folder_may_not_hold_inputs(engine, folder, capsys):
    with pytest.raises(SystemExit) as ending:
        cli.main(["scan", str(folder), "--overlay", str(folder / "deep")])
    assert ending.value.code == 2
    assert (folder / "deep" / "b.jpg").read_bytes() == jpeg(90)


def test_an_overlay_folder_that_is_a_file_is_wrong_usage(engine, folder, capsys):
    with pytest.raises(SystemExit) as ending:
        cli.main(["scan", str(folder / "b.jpg"), "--overlay", str(folder / "deep" / "z.tif" / "x")])
    assert ending.value.code == 2


def test_overlay_names_are_unique_without_regard_to_case():
    sources = find_sources(["B.jpg", "x/b.png", "b-2.jpg", "-"])
    assert overlay_names(sources) == ("B.jpg", "b-2.jpg", "b-2-2.jpg", "stdin.jpg")


def test_interruption_ends_with_130(engine, folder, monkeypatch, capsys):
    def interrupt(data, models, options):
        raise KeyboardInterrupt

    monkeypatch.setattr(cli_scan, "analyze", interrupt)
    assert cli.main(["scan", str(folder)]) == 130


def test_a_reader_that_goes_away_ends_the_command_quietly():
    reader, writer = os.pipe()
    os.close(reader)
    code = (
        "from idvision import cli, cli_scan\n"
        "from tests.sample_results import RESULT\n"
        "cli_scan.load_models = lambda threads: None\n"
        "cli_scan.analyze = lambda data, models, options: RESULT\n"
        "raise SystemExit(cli.main(['scan', 'pyproject.toml']))"
    )
    root = Path(__file__).parent.parent
    with os.fdopen(writer, "wb") as stdout:
        ended = subprocess.run(
            [sys.executable, "-c", code], stdout=stdout, stderr=subprocess.PIPE, cwd=root, check=False
        )
    assert (ended.returncode, ended.stderr) == (cli.READER_GONE, b"")


def test_json_is_utf_8_even_where_the_terminal_is_not(engine, folder, monkeypatch):
    raw = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(raw, encoding="ascii"))
    assert cli.main(["scan", str(folder / "b.jpg"), "--format", "json"]) == 0
    assert "林小舟" in raw.getvalue().decode("utf-8")


def test_a_file_name_that_is_no_text_still_makes_valid_json(engine, folder, monkeypatch):
    raw = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(raw, encoding="utf-8"))
    path = os.fsencode(folder) + b"/\xff.jpg"
    with open(path, "wb") as stream:  # noqa: PTH123  (bytes paths)
        stream.write(jpeg())
    assert cli.main(["scan", os.fsdecode(path), "--format", "json"]) == 0
    assert json.loads(raw.getvalue())["source"] == os.fsdecode(path)


def test_the_version_is_printed(capsys):
    with pytest.raises(SystemExit) as ending:
        cli.main(["--version"])
    assert ending.value.code == 0
    assert capsys.readouterr().out.startswith("idvision ")


def test_the_documented_help_is_that_of_the_program():
    assert DOCS.read_text(encoding="utf-8") == render()


def test_the_module_runs_as_the_command():
    ended = subprocess.run(
        [sys.executable, "-m", "idvision", "--help"], capture_output=True, text=True, check=True
    )
    assert ended.stdout.startswith("usage: idvision")


def test_help_loads_no_network_code():
    code = "import sys; from idvision import cli; cli.build_parser(); print('onnxruntime' in sys.modules)"
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ended.stdout.strip() == "False"


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_the_bar_grows_with_the_inputs_and_is_wiped():
    terminal = Terminal()
    progress = Progress(6, terminal)
    for _ in range(3):
        progress.advance()
    assert terminal.getvalue().endswith("\r[" + "#" * 15 + "-" * 15 + "] 3/6")
    progress.clear()
    assert terminal.getvalue().endswith("\r" + " " * 36 + "\r")


@pytest.mark.parametrize(("total", "stream"), [(4, Terminal()), (100, io.StringIO())])
def test_few_inputs_and_other_streams_get_no_bar(total, stream):
    progress = Progress(total, stream)
    progress.advance()
    progress.clear()
    assert stream.getvalue() == ""


def test_the_bar_stays_out_of_the_answers(engine, folder, monkeypatch, capsys):
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    cli.main(["scan", str(folder), "--format", "json"])
    assert len(json_lines(capsys.readouterr().out)) == 5
    assert "5/5" in terminal.getvalue()
