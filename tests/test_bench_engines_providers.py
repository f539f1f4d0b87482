"""Engines behind the protocol: what becomes of their output, and what is said where one is missing."""

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
from bench_fakes import SETTINGS, TODAY, ZONE
from mrz_samples import Person, build_td1
from sample_results import CARD, CARD_QUAD, EMPTY_RESULT, GOOD_QUALITY, MRZ, RESULT

from idvision.bench import providers
from idvision.bench.answer import Answer, AnsweredCard, AnsweredField
from idvision.bench.environment import models_hash
from idvision.bench.providers import ENGINES, PROVIDERS, expand, open_provider
from idvision.bench.providers.lines import Unreadable, as_bitmap, installed, line_engine, upright
from idvision.bench.providers.local import open_local, quality_score, to_answer
from idvision.bench.providers.onnxtr_engine import cached, lines_of
from idvision.bench.providers.paddle_process import PaddleProcess
from idvision.bench.providers.passporteye_engine import PassportEye
from idvision.bench.providers.protocol import About, Hint, NotRun
from idvision.bench.providers.zones import zone_card
from idvision.errors import ModelError
from idvision.types import DocumentClass, Field, Limits, Reproduction, Side, Verdict

LIMITS = Limits()
PICTURE = cv2.imencode(".png", np.full((8, 12, 3), 200, np.uint8))[1].tobytes()


# --- zones among lines ---


def test_a_zone_is_found_among_other_lines() -> None:
    card = zone_card(("PASSPORT", "BRANDT", ZONE[0], ZONE[1], "12"), TODAY)
    assert card is not None
    assert (card.mrz, card.mrz_valid, card.fields, card.document) == (ZONE, True, (), None)


def test_spaces_go_and_runs_of_fillers_get_their_length() -> None:
    read = ("P<UTOBRANDT << ILSE <<<<<<<<<<<<<<<<<<<<<", ZONE[1].replace("<", "«").lower())
    card = zone_card(read, TODAY)
    assert card is not None
    assert card.mrz == ZONE


def test_a_wrong_character_stays_and_the_zone_does_not_hold() -> None:
    card = zone_card((ZONE[0], "O" + ZONE[1][1:]), TODAY)
    assert card is not None
    assert (card.mrz[1][0], card.mrz_valid) == ("O", False)


def test_of_two_zones_the_one_that_holds_counts() -> None:
    broken = (ZONE[0], ZONE[1].replace("8001014", "8001019"))
    for lines in ((*broken, *ZONE), (*ZONE, *broken)):
        card = zone_card(lines, TODAY)
        assert card is not None
        assert card.mrz == ZONE


def test_three_short_lines_are_a_zone_too() -> None:
    person = Person("BRANDT", "ILSE", "UTO", "UTO", "X12345", TODAY.replace(year=1980), "F", TODAY)
    lines = build_td1(person)
    card = zone_card(("IDENTITY CARD", *lines), TODAY)
    assert card is not None
    assert (card.mrz, card.mrz_valid) == (lines, True)


@pytest.mark.parametrize(
    "lines",
    [
        (),
        ZONE[:1],
        (ZONE[0], "something between", ZONE[1]),
        ("THISISJUSTALONGLINEWITHOUTANYSPACESINITATALLOK", "ANDTHISISANOTHERONEOFTHESAMESORTASTHEFIRSTONE"),
        ("P<UTO<<<<<<<<<<<<<<<<<<", ZONE[1]),
    ],
)
def test_what_has_not_the_shape_of_a_zone_is_none(lines: tuple[str, ...]) -> None:
    assert zone_card(lines, TODAY) is None


# --- engines that read lines ---


def test_lines_become_text_and_their_zone_a_card() -> None:
    engine = line_engine("reader", "1.0", lambda _: ["PASSPORT", *ZONE], TODAY)
    answer = engine.read(b"", Hint())
    assert answer.text == ("PASSPORT", *ZONE)
    assert [card.mrz for card in answer.cards] == [ZONE]
    assert engine.about == About("reader", "1.0", "engine", frozenset({"text", "mrz"}))
    assert line_engine("reader", "1.0", lambda _: ["one"], TODAY).read(b"", Hint()) == Answer(text=("one",))


def test_a_refused_picture_is_an_answer() -> None:
    engine = line_engine("reader", "1.0", lambda picture: [str(upright(picture).shape)], TODAY)
    assert engine.read(PICTURE, Hint()).text == ("(8, 12, 3)",)
    for junk in (b"", b"junk"):
        assert engine.read(junk, Hint()) == Answer(error="not_a_picture")


def test_a_bitmap_holds_the_same_pixels() -> None:
    bitmap = as_bitmap(PICTURE)
    assert bitmap[:2] == b"BM"
    assert np.array_equal(upright(bitmap), upright(PICTURE))
    with pytest.raises(Unreadable):
        as_bitmap(b"junk")


def test_a_package_that_is_missing_is_named() -> None:
    assert installed("numpy") == np.__version__
    with pytest.raises(NotRun, match=r"^the package no-such-engine is not installed$"):
        installed("no-such-engine")


# --- the registry ---


def test_groups_stand_for_their_members_each_once() -> None:
    assert expand(["offline"]) == tuple(ENGINES)
    assert expand(["rapidocr", "offline"]) == ("rapidocr", *(name for name in ENGINES if name != "rapidocr"))
    assert {"local", "rapidocr", "paddleocr", "tesseract", "passporteye", "onnxtr"} == set(ENGINES)


def test_groups_of_vendors(monkeypatch: pytest.MonkeyPatch) -> None:
    clouds = ("aliyun-dococrmax", "aliyun-green", "tencent-ocr", "baidu-idcard")
    known = {**ENGINES, **dict.fromkeys(clouds, ENGINES["local"])}
    monkeypatch.setattr(providers, "PROVIDERS", known)
    assert expand(["aliyun"]) == clouds[:2]
    assert expand(["tencent", "aliyun-green"]) == ("tencent-ocr", "aliyun-green")
    assert expand(["clouds"]) == clouds


@pytest.mark.parametrize("names", [["nobody"], ["local", "nobody"], []])
def test_an_unknown_provider_is_named_with_those_there_are(names: list[str]) -> None:
    with pytest.raises(ValueError, match=r"^no provider (nobody)?: not one of local, rapidocr"):
        expand(names)


@pytest.mark.parametrize("name", ["passporteye", "onnxtr"])
def test_an_engine_that_is_not_installed_is_not_run(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    module = "idvision.bench.providers.lines.version"
    monkeypatch.setattr(module, lambda _: (_ for _ in ()).throw(providers_missing()))
    with pytest.raises(NotRun, match=f"the package {name} is not installed"):
        open_provider(name, SETTINGS)


def providers_missing() -> Exception:
    from importlib.metadata import PackageNotFoundError

    return PackageNotFoundError("gone")


# --- idvision itself ---


def test_a_result_in_common_terms() -> None:
    answer = to_answer(RESULT, LIMITS)
    (card,) = answer.cards
    assert (card.document, card.side, card.quad) == ("chn_resident_id", "front", CARD_QUAD)
    assert card.fields == (
        AnsweredField("name", "林小舟", 0.98765),
        AnsweredField("id_number", "990101200001011234", 0.31),
        AnsweredField("surname", "LIN", 0.99),
    )
    assert (card.mrz, card.mrz_valid) == (MRZ.lines, False)
    assert (answer.text, answer.decision, answer.defects) == (("姓名 林小舟",), "review", ("glare",))
    assert dict(answer.attacks or ()) == {"screen_recapture": 0.01, "photocopy": 0.0, "tampered": 0.02}
    # A third of the glare that rejects, the rest is less.
    assert answer.quality == pytest.approx(1 - 0.05 / 0.15)
    assert (answer.error, answer.milliseconds) == (None, 0.0)


def answered(**changes: object) -> AnsweredCard:
    (card,) = to_answer(replace(RESULT, cards=(replace(CARD, **changes),)), LIMITS).cards  # type: ignore[arg-type]
    return card


def test_what_is_printed_goes_before_the_zone_and_its_line_of_names_has_no_check() -> None:
    checks = (("composite", True), ("name", False))
    zone = replace(MRZ, checks=checks, fields=(Field("name", "LIN", "", 0.9),))
    card = answered(mrz=zone, fields=(*CARD.fields, Field("sex", "", "?", 0.1)))
    assert [field.name for field in card.fields] == ["name", "id_number"]
    assert card.mrz_valid is True
    without = answered(mrz=None)
    assert (without.mrz, without.mrz_valid) == ((), None)
    assert answered(mrz=replace(MRZ, checks=())).mrz_valid is False


def test_an_unknown_document_is_not_named() -> None:
    card = answered(document=DocumentClass("unknown", Side.UNKNOWN, 0.2))
    assert (card.document, card.side) == (None, None)


def test_a_picture_without_documents_is_worth_nothing() -> None:
    answer = to_answer(EMPTY_RESULT, LIMITS)
    assert (answer.cards, answer.decision, answer.defects, answer.quality) == ((), "reject", (), 0.0)


def test_of_several_cards_the_worst_speaks_for_the_picture() -> None:
    copied = replace(CARD, reproduction=Reproduction(0.9, 0.1, 0.0), quality=replace(GOOD_QUALITY, blur=0.35))
    reasons = Verdict(RESULT.verdict.decision, ("too_dark", "blur:name", "expired"), RESULT.verdict.prompt)
    answer = to_answer(replace(RESULT, cards=(CARD, copied), verdict=reasons), LIMITS)
    assert dict(answer.attacks or ())["screen_recapture"] == 0.9
    assert answer.quality == pytest.approx(0.5)
    assert answer.defects == ("blur", "too_dark")


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"blur": 0.0}, 1.0),
        ({"blur": 0.35}, 0.5),
        ({"glare": 0.15}, 0.0),
        ({"occlusion": 0.5}, 0.0),
        ({"blur": 0.0, "incomplete": 0.02}, 0.75),
        ({"blur": 0.0, "exposure": 0.4}, 0.5),
        # 240 px are enough, 120 px are none.
        ({"blur": 0.0, "short_side_px": 180}, 0.5),
        ({"blur": 0.0, "short_side_px": 90}, 0.0),
    ],
)
def test_quality_falls_from_one_to_none_where_a_defect_rejects(
    changes: dict[str, float], expected: float
) -> None:
    assert quality_score(replace(GOOD_QUALITY, **changes), LIMITS) == pytest.approx(expected)


@pytest.mark.weights
def test_idvision_answers_pictures_and_junk() -> None:
    provider = open_local(SETTINGS)
    assert provider.about.kind == "local"
    # Answers that other weights gave are not taken for those of these.
    assert f"weights {models_hash()[:8]}" in provider.about.version
    photo = Path(__file__).parents[1] / "examples" / "passport_page.jpg"
    answer = provider.read(photo.read_bytes(), Hint())
    assert [card.document for card in answer.cards] == ["passport"]
    assert answer.cards[0].mrz_valid is True
    assert provider.read(b"junk", Hint()) == Answer(error="unsupported_format")


def test_without_weights_idvision_is_not_run(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_threads: int) -> None:
        raise ModelError("file missing", model="locate")

    monkeypatch.setattr("idvision.bench.providers.local.load_models", broken)
    with pytest.raises(NotRun, match="locate: file missing"):
        open_local(SETTINGS)


@pytest.mark.weights
def test_rapidocr_reads_lines() -> None:
    photo = Path(__file__).parents[1] / "examples" / "passport_page.jpg"
    provider = open_provider("rapidocr", SETTINGS)
    answer = provider.read(photo.read_bytes(), Hint())
    assert "FENNOCK" in " ".join(answer.text)
    assert "TU3079983" in answer.text
    blank = cv2.imencode(".png", np.full((64, 64, 3), 255, np.uint8))[1].tobytes()
    assert provider.read(blank, Hint()) == Answer()


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


def test_every_engine_is_a_provider() -> None:
    assert PROVIDERS.items() >= ENGINES.items()
