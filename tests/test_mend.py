"""Values that are put right by what is known of the world: what they keep, lose and gain."""

from __future__ import annotations

from dataclasses import replace

import pytest

from idvision.documents import DocumentSpec, FieldSpec
from idvision.documents.spec import load_spec
from idvision.errors import DocumentSpecError
from idvision.fuse_fields import fuse_fields
from idvision.mend import KEPT_WHEN_CERTAIN, KEPT_WHEN_DOUBTED, MENDED, citizen_number, mend
from idvision.types import Field, FoundValue, Side
from idvision.validate import validate_field

ADDRESS = FieldSpec("address", (0, 0, 1, 1), clean=("no_spaces",), checks=("cn_address",), mend="cn_address")
NUMBER = FieldSpec("id_number", (0, 0, 1, 1), checks=("cn_id_number",))
OFFICE = FieldSpec("issuing_authority", (0, 0, 1, 1), known=("国家移民管理局",))
SPEC = DocumentSpec("card", Side.FRONT, "Card", "卡", 1.586, "drawn", fields=(ADDRESS, NUMBER, OFFICE))
INSIDE = (0.4, 0.4, 0.6, 0.6)


def read(text: str, spec: FieldSpec, probability: float = 0.8) -> Field:
    return validate_field(FoundValue(spec.name, text, (probability,) * len(text), INSIDE), spec)


def test_a_certain_value_keeps_its_print_and_nearly_all_of_its_confidence() -> None:
    field = read("河北省那台市广宗县新兴乡", ADDRESS)
    (mended,) = mend([field], SPEC)
    assert mended.value == "河北省邢台市广宗县新兴乡"
    assert mended.raw == "河北省那台市广宗县新兴乡"
    assert mended.problems == ()
    assert mended.confidence == pytest.approx(field.confidence * KEPT_WHEN_CERTAIN)


def test_a_value_that_nothing_confirms_is_doubted() -> None:
    field = read("浙江省金华市义鸟市晴川路8号", ADDRESS)
    (mended,) = mend([field], SPEC)
    assert (mended.value, mended.problems) == ("浙江省金华市义乌市晴川路8号", (MENDED,))
    assert mended.confidence == pytest.approx(field.confidence * KEPT_WHEN_DOUBTED)


def test_the_number_of_the_same_card_helps_only_where_it_holds() -> None:
    address, number = read("山西省临汾市聚县晴川路8号", ADDRESS), read("141031198203040516", NUMBER)
    sound = replace(number, problems=())
    assert citizen_number([address, sound], SPEC) == sound.value
    assert mend([address, sound], SPEC)[0].value == "山西省临汾市隰县晴川路8号"
    broken = replace(number, problems=("checksum_failed",))
    assert mend([address, broken], SPEC) == (address, broken)


def test_a_problem_of_where_a_value_stands_stays() -> None:
    field = replace(read("国家移民管埋局", OFFICE), problems=("caption_unread",), confidence=0.3)
    (mended,) = mend([field], SPEC)
    assert (mended.value, mended.problems) == ("国家移民管理局", ("caption_unread",))
    assert mended.confidence == pytest.approx(0.3 * KEPT_WHEN_CERTAIN)


def test_values_without_a_rule_or_with_nothing_to_mend_stay() -> None:
    fields = (read("晴川路8号院", ADDRESS), Field("name", "李", "李", 0.5))
    assert mend(fields, SPEC) == fields
    assert mend((), SPEC) == ()


def test_a_value_whose_characters_are_not_those_of_its_print_counts_as_surely_read() -> None:
    field = replace(read("浙江省金华市义鸟市晴川路8号", ADDRESS), probabilities=(0.5,))
    assert mend([field], SPEC) == (field,)


def test_frames_that_show_the_same_fault_are_mended_together() -> None:
    field = read("浙江省金华市义鸟市晴川路8号", ADDRESS)
    (mended,) = mend([field], SPEC)
    (fused,) = fuse_fields([[mended], [mended]], SPEC)
    assert (fused.value, fused.problems) == (mended.value, (MENDED,))


def test_an_unknown_rule_is_refused_by_name() -> None:
    text = """
type = "card"
side = "front"
title_en = "Card"
title_zh = "卡"
aspect = 1.586
layout_source = "drawn"

[[fields]]
name = "address"
region = [0.1, 0.1, 0.9, 0.2]
mend = "cn_adress"
"""
    with pytest.raises(DocumentSpecError, match="cn_adress"):
        load_spec(text, "card.toml")


def test_a_misread_birth_date_is_the_one_in_the_number() -> None:
    born = FieldSpec("birth_date", (0, 0, 1, 1), checks=("chinese_date",), mend="cn_birth_date")
    spec = replace(SPEC, fields=(born, NUMBER))
    number = read("141031198701235017", NUMBER, 0.99)
    broken = read("198741月23日", born)
    (mended, _) = mend([broken, number], spec)
    assert (mended.value, mended.raw, mended.problems) == ("1987-01-23", "198741月23日", ())
    assert mended.confidence <= read("1987年1月23日", born).confidence * KEPT_WHEN_CERTAIN
    # Another date is no misreading, nor is other print; without the number nothing is known.
    for other in ("1987年1月25日", "签发机关"):
        assert mend([read(other, born), number], spec)[0] == read(other, born)
    assert mend([broken], spec) == (broken,)
