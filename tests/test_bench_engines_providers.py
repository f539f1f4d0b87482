"""Engines behind the protocol: what becomes of their output, and what is said where one is missing."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

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


def test_every_engine_is_a_provider() -> None:
    assert PROVIDERS.items() >= ENGINES.items()
