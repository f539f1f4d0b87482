from dataclasses import replace
from datetime import date

import pytest

from idvision.documents import all_specs
from idvision.prompts import ACCEPTED, FIELD_NAMES, FIELD_PROMPTS, PROMPTS, prompt_for
from idvision.types import (
    Decision,
    DocumentClass,
    Field,
    FieldDefect,
    Limits,
    Options,
    Reproduction,
    Side,
    TextLine,
    Verdict,
)
from idvision.verdict import REASON_ORDER, CardEvidence, decide_card, decide_photo
from tests.sample_results import CARD, GENUINE, GOOD_QUALITY, MRZ, NAME

QUAD = CARD.quad
KNOWN = DocumentClass("chn_resident_id", Side.FRONT, 0.98)
UNKNOWN = DocumentClass("unknown", Side.UNKNOWN, 0.0)
GOOD = CardEvidence(KNOWN, GOOD_QUALITY, GENUINE, (NAME,), required=("name",))
NOTHING = CardEvidence(UNKNOWN, GOOD_QUALITY, GENUINE)
LEGIBLE = replace(NOTHING, lines=(TextLine("LIBRARY", 0.9, QUAD),))
GOOD_MRZ = replace(MRZ, checks=(("composite", True),), problems=(), fields=())


ANYTHING = Options()


def reasons(evidence: CardEvidence, options: Options = ANYTHING) -> tuple[str, ...]:
    return decide_card(evidence, options).reasons


def with_quality(**measures: object) -> CardEvidence:
    return replace(GOOD, quality=replace(GOOD_QUALITY, **measures))


def with_field(name: str, value: str, confidence: float = 0.95, *problems: str) -> CardEvidence:
    return replace(GOOD, fields=(NAME, Field(name, value, value, confidence, None, problems)))


def test_a_card_without_findings_is_accepted():
    assert decide_card(GOOD, Options()) == Verdict(Decision.ACCEPT, (), ACCEPTED)


@pytest.mark.parametrize(
    ("measures", "reason", "decision"),
    [
        ({"blur": 0.45}, "blur", Decision.REVIEW),
        ({"blur": 0.70}, "blur", Decision.REJECT),
        ({"glare": 0.03}, "glare", Decision.REVIEW),
        ({"glare": 0.15}, "glare", Decision.REJECT),
        ({"incomplete": 0.02}, "incomplete", Decision.REVIEW),
        ({"incomplete": 0.08}, "incomplete", Decision.REJECT),
        ({"occlusion": 0.02}, "occlusion", Decision.REVIEW),
        ({"occlusion": 0.08}, "occlusion", Decision.REJECT),
        ({"exposure": 0.50, "luminance": 0.1}, "too_dark", Decision.REVIEW),
        ({"exposure": 0.80, "luminance": 0.1}, "too_dark", Decision.REJECT),
        ({"exposure": 0.50, "luminance": 0.9}, "overexposed", Decision.REVIEW),
        ({"exposure": 0.80, "luminance": 0.9}, "overexposed", Decision.REJECT),
        ({"short_side_px": 239}, "too_small", Decision.REVIEW),
        ({"short_side_px": 119}, "too_small", Decision.REJECT),
        ({"field_defects": (FieldDefect("id_number", "glare", 0.15),)}, "glare:id_number", Decision.REVIEW),
        (
            {"field_defects": (FieldDefect("id_number", "occlusion", 0.15),)},
            "occlusion:id_number",
            Decision.REVIEW,
        ),
        ({"field_defects": (FieldDefect("name", "blur", 0.45),)}, "blur:name", Decision.REVIEW),
        ({"field_defects": (FieldDefect("name", "blur", 1.0),)}, "blur:name", Decision.REVIEW),
    ],
)
def test_a_defect_at_its_limit_counts(measures, reason, decision):
    verdict = decide_card(with_quality(**measures), Options())
    assert (verdict.reasons, verdict.decision) == ((reason,), decision)


@pytest.mark.parametrize(
    "measures",
    [
        {"blur": 0.449},
        {"glare": 0.029},
        {"incomplete": 0.019},
        {"occlusion": 0.019},
        {"exposure": 0.499},
        {"short_side_px": 240},
        {"field_defects": (FieldDefect("id_number", "glare", 0.149),)},
        {"field_defects": (FieldDefect("id_number", "occlusion", 0.149),)},
        {"field_defects": (FieldDefect("id_number", "blur", 0.449),)},
    ],
)
def test_a_defect_below_its_limit_does_not_count(measures):
    assert decide_card(with_quality(**measures), Options()).decision is Decision.ACCEPT


def test_limits_come_from_the_options():
    strict = Options(limits=Limits(blur_review=0.05, blur_reject=0.1))
    assert decide_card(GOOD, strict).decision is Decision.REJECT


@pytest.mark.parametrize(
    ("measures", "limits", "reason"),
    [
        ({"occlusion": 0.1}, Limits(occlusion_review=0.2, occlusion_reject=0.3), None),
        ({"occlusion": 0.1}, Limits(glare_reject=0.5, occlusion_reject=0.05), "occlusion"),
        ({"field_defects": (FieldDefect("name", "blur", 0.3),)}, Limits(field_covered_review=0.1), None),
        ({"field_defects": (FieldDefect("name", "blur", 0.3),)}, Limits(blur_review=0.3), "blur:name"),
        ({"field_defects": (FieldDefect("name", "glare", 0.1),)}, Limits(glare_review=0.05), None),
        (
            {"field_defects": (FieldDefect("name", "occlusion", 0.1),)},
            Limits(field_covered_review=0.1),
            "occlusion:name",
        ),
    ],
)
def test_every_defect_has_limits_of_its_own(measures, limits, reason):
    found = reasons(with_quality(**measures), Options(limits=limits))
    assert found == (() if reason is None else (reason,))


def test_an_unknown_card_without_text_is_not_a_document():
    verdict = decide_card(NOTHING, Options(documents=("passport",)))
    assert (verdict.decision, verdict.reasons) == (Decision.REJECT, ("not_a_document",))


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ((TextLine("LIBRARY", 0.9, QUAD),), "unknown_document"),
        ((TextLine("AB", 0.9, QUAD), TextLine("12", 0.9, QUAD)), "unknown_document"),
        ((TextLine("ABC", 0.9, QUAD),), "not_a_document"),
        ((TextLine("-- .. --", 0.9, QUAD),), "not_a_document"),
        ((TextLine("LIBRARY", 0.3, QUAD),), "not_a_document"),
    ],
)
def test_four_legible_characters_make_an_unknown_document(lines, expected):
    assert reasons(replace(NOTHING, lines=lines)) == (expected,)


@pytest.mark.parametrize(
    ("probability", "limit", "expected"),
    [
        (0.50, 0.50, "not_a_document"),
        (0.49, 0.50, "unknown_document"),
        (0.30, 0.25, "not_a_document"),
    ],
)
def test_a_legible_thing_that_looks_like_no_document_is_none(probability, limit, expected):
    evidence = replace(LEGIBLE, no_document=probability)
    assert reasons(evidence, Options(limits=Limits(no_document=limit))) == (expected,)


def test_a_card_whose_print_says_what_it_is_is_a_document_whatever_it_looks_like():
    assert reasons(replace(GOOD, no_document=1.0)) == ()


def test_an_unknown_document_with_an_mrz_is_a_document():
    assert reasons(replace(NOTHING, mrz=GOOD_MRZ)) == ("unknown_document",)


def test_a_type_that_was_not_asked_for_is_rejected():
    verdict = decide_card(GOOD, Options(documents=("passport",)))
    assert (verdict.decision, verdict.reasons) == (Decision.REJECT, ("wrong_document",))
    assert reasons(GOOD, Options(documents=("passport", "chn_resident_id"))) == ()


def test_an_unknown_document_is_wrong_when_a_type_was_asked_for():
    assert reasons(LEGIBLE, Options(documents=("passport",))) == ("wrong_document",)


@pytest.mark.parametrize("side", [Side.BACK, Side.UNKNOWN])
def test_another_side_is_rejected(side):
    turned = replace(GOOD, document=replace(KNOWN, side=side))
    assert reasons(turned, Options(side=Side.FRONT)) == ("wrong_side",)
    assert reasons(turned) == ()


def test_the_side_of_an_unknown_document_is_not_judged():
    assert reasons(LEGIBLE, Options(side=Side.FRONT)) == ("unknown_document",)


def test_a_required_value_that_is_missing_or_empty_is_unreadable():
    both = replace(GOOD, required=("name", "address"))
    address = replace(NAME, name="address")
    assert reasons(both) == ("unreadable:address",)
    assert reasons(replace(both, fields=(replace(NAME, value=""), address))) == ("unreadable:name",)


def test_a_zone_that_its_type_must_show_is_unreadable_without_one():
    assert reasons(replace(GOOD, required=("name", "mrz"))) == ("unreadable:mrz",)
    assert reasons(replace(GOOD, required=("name", "mrz"), mrz=GOOD_MRZ)) == ()


def test_a_card_of_which_nothing_required_was_read_is_rejected():
    verdict = decide_card(replace(GOOD, fields=()), ANYTHING)
    assert (verdict.decision, verdict.reasons) == (Decision.REJECT, ("unreadable",))


def test_a_required_value_may_stand_in_the_mrz():
    mrz = replace(GOOD_MRZ, fields=(Field("surname", "LIN", "LIN", 0.9),))
    assert reasons(replace(GOOD, mrz=mrz, required=("surname",))) == ()


@pytest.mark.parametrize(
    ("confidence", "problems", "expected"),
    [
        (0.95, ("checksum_failed",), ("checksum_failed:id_number",)),
        (0.20, ("checksum_failed",), ("checksum_failed:id_number",)),
        (0.95, ("inconsistent",), ("inconsistent_fields",)),
        (0.50, ("inconsistent",), ("inconsistent_fields", "low_confidence:id_number")),
        (0.95, ("bad_length",), ("low_confidence:id_number",)),
        (0.69, (), ("low_confidence:id_number",)),
        (0.70, (), ()),
    ],
)
def test_problems_of_a_value_become_reasons(confidence, problems, expected):
    assert reasons(with_field("id_number", "1", confidence, *problems)) == expected


@pytest.mark.parametrize(
    ("confidence", "problems", "expected"),
    [
        (0.95, ("checksum_failed",), ("checksum_failed:birth_place",)),
        (0.30, ("inconsistent",), ("inconsistent_fields",)),
        (0.95, ("bad_format",), ()),
        (0.30, (), ()),
    ],
)
def test_print_that_need_not_be_there_beside_a_sound_zone_asks_for_nothing(confidence, problems, expected):
    place = Field("birth_place", "X", "X", confidence, None, problems)
    beside = replace(GOOD, fields=(*GOOD.fields, place), mrz=GOOD_MRZ)
    assert reasons(beside) == expected
    wanted = replace(beside, required=("birth_place",))
    assert reasons(wanted) != () or not (problems or confidence < 0.7)


def test_a_contradiction_is_named_once():
    pair = (replace(NAME, problems=("inconsistent",)), Field("sex", "F", "F", 0.9, None, ("inconsistent",)))
    assert reasons(replace(GOOD, fields=pair)) == ("inconsistent_fields",)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2030-05-16", ("expired",)),
        ("2030-05-17", ()),
        ("long-term", ()),
        ("2030-02-30", ()),
    ],
)
def test_expiry_is_judged_against_today(value, expected):
    evidence = with_field("expiry_date", value)
    assert reasons(evidence, Options(today=date(2030, 5, 17))) == expected
    assert reasons(evidence) == ()


def test_an_expiry_in_the_mrz_counts():
    mrz = replace(GOOD_MRZ, fields=(Field("expiry_date", "2020-01-01", "200101", 0.9),))
    assert reasons(replace(GOOD, mrz=mrz), Options(today=date(2030, 1, 1))) == ("expired",)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, ()),
        ({"checks": (("composite", True), ("birth_date", False))}, ("checksum_failed:mrz",)),
        ({"problems": ("bad_name",)}, ("low_confidence:mrz",)),
        ({"confidence": 0.5}, ("low_confidence:mrz",)),
        ({"fields": (Field("sex", "Q", "Q", 0.9, None, ("bad_format",)),)}, ("low_confidence:mrz",)),
    ],
)
def test_faults_of_the_mrz_become_reasons(change, expected):
    assert reasons(replace(GOOD, mrz=replace(GOOD_MRZ, **change))) == expected


def test_a_copy_is_reviewed_from_its_limit_on_and_never_rejected():
    verdict = decide_card(replace(GOOD, reproduction=Reproduction(0.5, 0.9, 1.0)), Options())
    assert verdict.decision is Decision.REVIEW
    assert verdict.reasons == ("screen_recapture", "photocopy", "edited")
    assert reasons(replace(GOOD, reproduction=Reproduction(0.499, 0.0, 0.499))) == ()


@pytest.mark.parametrize(
    ("kind", "limit", "reason"),
    [
        ("screen", "screen_review", "screen_recapture"),
        ("photocopy", "photocopy_review", "photocopy"),
        ("edited", "edited_review", "edited"),
    ],
)
def test_every_kind_of_copy_has_a_limit_of_its_own(kind, limit, reason):
    evidence = replace(GOOD, reproduction=replace(GENUINE, **{kind: 0.3}))
    assert reasons(evidence, Options(limits=Limits(**{limit: 0.3}))) == (reason,)
    assert reasons(evidence) == ()


def test_what_rejects_stands_before_what_asks_for_review():
    verdict = decide_card(with_quality(incomplete=0.03, blur=0.5, glare=0.2), Options())
    assert verdict.reasons == ("glare", "incomplete", "blur")
    assert verdict.prompt == PROMPTS["glare"]


def test_the_picture_is_mended_before_the_type_is_doubted():
    assert reasons(replace(NOTHING, quality=replace(GOOD_QUALITY, blur=0.9))) == ("blur", "not_a_document")


def card_with(decision: Decision, *codes: str):
    return replace(CARD, verdict=Verdict(decision, codes, ACCEPTED))


def test_a_photo_without_cards_is_rejected():
    verdict = decide_photo((), Options())
    assert verdict == Verdict(Decision.REJECT, ("no_document",), PROMPTS["no_document"])


def test_a_photo_is_as_good_as_its_worst_card():
    review = card_with(Decision.REVIEW, "blur", "expired")
    reject = card_with(Decision.REJECT, "glare", "blur")
    verdict = decide_photo((card_with(Decision.ACCEPT), review, reject), Options())
    assert verdict == Verdict(Decision.REJECT, ("glare", "blur", "expired"), PROMPTS["glare"])


def test_accepted_cards_make_an_accepted_photo():
    verdict = decide_photo((card_with(Decision.ACCEPT),) * 2, Options())
    assert verdict == Verdict(Decision.ACCEPT, (), ACCEPTED)


def test_more_cards_than_allowed_reject_the_photo():
    cards = (card_with(Decision.ACCEPT), card_with(Decision.REVIEW, "blur"))
    verdict = decide_photo(cards, Options(max_cards=1))
    assert (verdict.decision, verdict.reasons) == (Decision.REJECT, ("multiple_cards", "blur"))
    assert decide_photo(cards, Options(max_cards=2)).reasons == ("blur",)


def test_every_reason_code_has_a_place_and_prompts_in_both_languages():
    assert set(REASON_ORDER) == set(PROMPTS)
    assert len(set(REASON_ORDER)) == len(REASON_ORDER)
    for prompt in [*PROMPTS.values(), *FIELD_PROMPTS.values()]:
        assert prompt.en.endswith(".")
        assert prompt.en.isascii()
        assert prompt.zh.endswith("。")


def test_a_prompt_about_a_field_names_it_in_both_languages():
    for defect in ("blur", "glare", "occlusion"):
        prompt = prompt_for(f"{defect}:birth_date")
        assert "date of birth" in prompt.en
        assert "出生日期" in prompt.zh


@pytest.mark.parametrize("code", sorted(FIELD_PROMPTS))
def test_a_field_prompt_has_one_place_for_the_name(code):
    assert FIELD_PROMPTS[code].en.count("{field}") == 1
    assert FIELD_PROMPTS[code].zh.count("{field}") == 1


def test_a_field_without_an_everyday_name_is_spelt_out():
    assert "left shoe" in prompt_for("unreadable:left_shoe").en


def test_an_unknown_code_has_no_prompt():
    with pytest.raises(KeyError):
        prompt_for("nonsense")


def test_every_declared_field_has_an_everyday_name():
    declared = {field.name for spec in all_specs() for field in spec.fields}
    assert declared <= set(FIELD_NAMES)


def test_everyday_names_are_in_their_language():
    for name in FIELD_NAMES.values():
        assert name.en.isascii()
        assert not name.zh.isascii()
    assert list(FIELD_NAMES) == sorted(FIELD_NAMES)
