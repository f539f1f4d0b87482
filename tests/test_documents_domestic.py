"""Chinese documents at home: their values, forms and drawings, and what must not be taken for another."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from idvision import Decision, Models, Options
from idvision.anchors import Classified, Glyph
from idvision.assess import Assessment
from idvision.checks import CHECKS, CLEANERS, CROSS_CHECKS
from idvision.classify import classify, share_found
from idvision.documents import DocumentSpec, all_specs, get_spec, specs_standing
from idvision.errors import InvalidValue
from idvision.geometry import frame_quad
from idvision.interpret import ReadDocument
from idvision.looks import looks_of
from idvision.parse import parse
from idvision.read_document import read_documents
from idvision.rectify import rectify
from idvision.types import DocumentClass, Quality, Reproduction, Side
from idvision.verdict import CardEvidence, decide_card
from tests.assessments import RESIDENT_FRONT
from tests.test_classify import printed
from training.synth import fonts
from training.synth.bilingual import draw_bilingual
from training.synth.catalogue import draw_type
from training.synth.looks import look_of
from training.synth.looks import looks_of as editions_of

LICENCE = "chn_business_licence"
TODAY = Options(today=date(2026, 11, 21))


@pytest.mark.parametrize(
    ("check", "text", "value"),
    [
        ("vehicle_size", "4680×1820×1500mm", "4680x1820x1500"),
        ("vehicle_size", "11990*2550*3990", "11990x2550x3990"),
        ("mass_kg", "１715 kg", "1715"),
        ("mass_kg", "1715k8", "1715"),
        ("cn_passengers", "5人", "5"),
        ("cn_passengers", "2+3人", "5"),
        ("cn_inspection", "检验有效期至2022年06月京A检验有效期至2024年6月京A", "2024-06"),
        ("cn_inspection", "2024-06", "2024-06"),
        ("chinese_month", "2019年 11月", "2019-11"),
        ("chinese_month", "2019年11月5日", "2019-11-05"),
        ("cn_blood_type", "ab型", "AB"),
        ("cn_blood_type", "0", "O"),
        ("cn_blood_type", "不明", "unknown"),
        ("cn_registration_number", "110108000000016", "110108000000016"),
        ("cn_registration_number", "1101081000001", "1101081000001"),
        ("cn_plate", "粵B12345", "粤B12345"),
    ],
)
def test_values_of_licences_and_registers(check: str, text: str, value: str) -> None:
    assert CHECKS[check](text) == value


@pytest.mark.parametrize(
    ("check", "text", "problem"),
    [
        ("vehicle_size", "4680x1820", "bad_format"),
        ("vehicle_size", "4680x182x1500mm", "bad_format"),
        ("mass_kg", "1715t", "bad_format"),
        ("mass_kg", "1715k88", "bad_format"),
        ("cn_passengers", "0人", "bad_format"),
        ("cn_passengers", "999人", "bad_format"),
        ("cn_inspection", "检验合格至2022年", "bad_format"),
        ("cn_inspection", "检验有效期至2022年16月", "invalid_date"),
        ("chinese_month", "2019年13月", "invalid_date"),
        ("chinese_month", "去年11月", "bad_format"),
        ("cn_address", "L云杉省白桦市柳林区榆钱路78号", "bad_format"),
        ("cn_blood_type", "C", "not_in_lexicon"),
        ("cn_registration_number", "110108000000017", "checksum_failed"),
        ("cn_registration_number", "11010800000001A", "bad_format"),
        ("cn_registration_number", "1101080", "bad_length"),
    ],
)
def test_what_is_no_such_value_is_named(check: str, text: str, problem: str) -> None:
    with pytest.raises(InvalidValue) as caught:
        CHECKS[check](text)
    assert caught.value.problem == problem


def test_letters_that_no_credit_code_has_become_the_digits_they_look_like() -> None:
    assert CLEANERS["credit_code_twins"]("9I43OSZ5MAP0KJURFL") == "91430525MAP0KJURFL"


def test_colons_between_trades_become_semicolons_and_those_before_a_list_stay() -> None:
    scope = "一般项目:餐饮服务:会议服务;许可项目:食品销售"
    assert CLEANERS["scope_marks"](scope) == "一般项目:餐饮服务;会议服务;许可项目:食品销售"


@pytest.mark.parametrize(
    ("read", "value"),
    [
        ("请于2031年05月07日前九十日内中请换领新驾驶证", "请于2031年05月07日前九十日内申请换领新驾驶证"),
        ("清干2031年05月07日前九十日内中请换领新驾驶证", "请于2031年05月07日前九十日内申请换领新驾驶证"),
        ("清干2031年05月07日前九十日内中清换领新驾驶证", "清干2031年05月07日前九十日内中清换领新驾驶证"),
        ("请于2031年0S月07日前九十日内申请换领新驾驶证", "请于2031年0S月07日前九十日内申请换领新驾驶证"),
        ("实习期至2031年05月07日", "实习期至2031年05月07日"),
    ],
)
def test_a_notice_of_renewal_has_its_own_words_where_nearly_all_were_read(read: str, value: str) -> None:
    assert CLEANERS["renewal_notice"](read) == value


def test_a_vehicle_is_no_heavier_than_with_its_load() -> None:
    check = CROSS_CHECKS["vehicle_masses"]
    assert check({"gross_mass": "1715", "unladen_mass": "1340"}) == ()
    assert check({"gross_mass": "1715", "unladen_mass": "7340"}) == ("unladen_mass", "gross_mass")
    assert check({"gross_mass": "?", "unladen_mass": "7340"}) == ()


def test_a_temporary_card_runs_three_months() -> None:
    check = CROSS_CHECKS["cn_temporary_id_span"]
    assert check({"valid_from": "2024-01-31", "expiry_date": "2024-04-30"}) == ()
    assert check({"valid_from": "2024-01-31", "expiry_date": "2034-01-31"}) == ("expiry_date", "valid_from")


def test_the_verdict_names_a_temporary_document() -> None:
    quality = Quality(0, 0, 0, 0, 0, 0.5, 900, 0.5)
    document = DocumentClass("a", Side.BACK, 1.0)
    evidence = CardEvidence(document, quality, Reproduction(0, 0, 0))
    assert decide_card(evidence, TODAY).decision is Decision.ACCEPT
    verdict = decide_card(replace(evidence, temporary=True), TODAY)
    assert (verdict.decision, verdict.reasons) == (Decision.REVIEW, ("temporary",))


def test_an_optional_caption_counts_only_where_it_is_printed() -> None:
    spec = get_spec(LICENCE, Side.PAGE, "")
    wanted = [printed(anchor.text, anchor.centre) for anchor in spec.anchors if not anchor.optional]
    (found,) = (entry for entry in [classify(wanted, None, [spec])])
    assert found.spec is spec
    assert share_found(found.matches, spec) == 1.0
    assert share_found(found.matches[:-1], spec) < 1.0


@pytest.mark.parametrize("form", ["", "portrait", "before_2014"])
def test_a_licence_is_told_by_its_captions_and_how_it_stands(form: str) -> None:
    spec = get_spec(LICENCE, Side.PAGE, form)
    rows = [printed(anchor.text, anchor.centre) for anchor in spec.anchors]
    assert classify(rows, None, specs_standing(upright=spec.is_upright)).spec is spec


def test_of_several_forms_it_looks_like_the_one_that_stands_as_the_card() -> None:
    def seen(turns: int) -> Assessment:
        turned = tuple(float(turn == turns) for turn in range(4))
        return replace(RESIDENT_FRONT, types={LICENCE: 1.0}, sides={Side.PAGE: 1.0}, turns=turned)

    lying, upright = looks_of(seen(0), all_specs()), looks_of(seen(1), all_specs())
    assert lying is not None and upright is not None
    assert (lying.spec.form, upright.spec.form) == ("", "portrait")


def test_rows_of_another_script_are_no_part_of_a_name() -> None:
    spec = get_spec("chn_resident_id", Side.FRONT)
    rows = [printed("CinzMeijlanz", (0.32, 0.12)), printed("王宁桂", (0.3, 0.172))]
    (name,) = (value for value in parse(rows, Classified(spec, 1.0)) if value.name == "name")
    assert name.text == "王宁桂"


@pytest.mark.parametrize("month", ["01/38", "12/2031"])
def test_a_mark_of_the_scheme_that_is_read_as_noughts_is_no_part_of_the_month(month: str) -> None:
    spec = get_spec("bank_card", Side.FRONT, "upright")
    rings = tuple(Glyph("0", place, 0.916, 0.083, 0.118, 0.9) for place in (0.726, 0.809, 0.892))
    rows = [printed("5524 5465 8769 3100", (0.5, 0.645)), printed(month, (0.165, 0.917)) + rings]
    found = {value.name: value.text for value in parse(rows, Classified(spec, 1.0))}
    assert found["expiry_date"] == month


def test_a_temporary_card_is_no_resident_identity_card() -> None:
    spec = get_spec("chn_resident_id", Side.FRONT)
    rows = [printed(anchor.text, anchor.centre) for anchor in spec.anchors]
    assert classify(rows, None, all_specs()).spec is spec
    rows.append(printed("签发机关", (0.1, 0.68)))
    assert classify(rows, None, all_specs()).spec is not spec
    back = get_spec("chn_resident_id", Side.BACK)
    title = [printed("中华人民共和国", (0.62, 0.185)), printed("临时居民身份证", (0.62, 0.36))]
    assert classify(title, None, all_specs()).spec is not back


def test_editions_of_a_look_are_found_by_its_name() -> None:
    spec = get_spec("chn_social_security_card", Side.FRONT)
    assert len(editions_of(spec)) == 3
    assert editions_of(spec)[0] is look_of(spec)
    assert len(editions_of(get_spec("chn_resident_id", Side.FRONT))) == 1


def read_drawn(spec: DocumentSpec, seed: int, models: Models) -> tuple[dict[str, str], ReadDocument]:
    """Return the true values of a drawn document and what is read of it."""
    long_side = round(720 * max(spec.aspect, 1 / spec.aspect))
    document = draw_type(np.random.default_rng(seed), "train", spec, long_side)
    return document.fields, read_picture(document.picture, models)


def read_picture(picture: np.ndarray, models: Models) -> ReadDocument:
    """Return what is read of a card that fills a picture."""
    height, width = picture.shape[:2]
    quad = frame_quad(width, height)
    card = rectify(picture, quad if width > height else np.roll(quad, -1, axis=0))
    (read,) = read_documents([(card, models.assess(card))], models, TODAY)
    return read


@pytest.mark.weights
@pytest.mark.parametrize(
    "key",
    [
        *(
            "chn_temporary_id_back",
            "chn_social_security_card_front",
            "bank_card_back",
            "bank_card_front_upright",
        ),
        *("chn_vehicle_licence_back", "chn_household_head_page", "chn_household_resident_page"),
        *("chn_business_licence_page_before_2014", "chn_business_licence_page_portrait"),
    ],
)
def test_a_drawn_document_is_read(key: str, models: Models) -> None:
    spec = next(spec for spec in all_specs() if spec.key == key)
    truth, read = read_drawn(spec, 5, models)
    assert read.classified.spec.key == key
    values = {field.name: field.value for field in read.fields}
    right = sum(values.get(name) == value for name, value in truth.items())
    assert right >= 0.75 * len(truth), {name: (value, values.get(name)) for name, value in truth.items()}
    sure = [field for field in read.fields if field.confidence > 0.95 and not field.problems]
    assert all(field.value == truth.get(field.name) for field in sure if field.name == "id_number")


@pytest.mark.weights
def test_the_title_of_a_temporary_card_is_read(models: Models) -> None:
    spec = get_spec("chn_temporary_id", Side.FRONT)
    _, read = read_drawn(spec, 1, models)
    assert read.classified.spec is spec


@pytest.mark.weights
@pytest.mark.parametrize("region", ["zhuang", "tibetan", "uyghur"])
def test_a_second_script_changes_no_value_silently(region: str, models: Models) -> None:
    script = "latin" if region == "zhuang" else fonts.script_of(region)
    if region != "zhuang" and fonts.faces_of("bench", script) == fonts.faces_of("bench", "script"):
        pytest.skip("the font of that script is not installed")
    document = draw_bilingual(np.random.default_rng(8), "bench", region, 1142)
    read = read_picture(document.picture, models)
    assert read.classified.spec.type == "chn_resident_id"
    for field in read.fields:
        assert field.value == document.fields[field.name] or field.problems or field.confidence < 0.8
