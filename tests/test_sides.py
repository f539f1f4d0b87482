"""The front of a document against its back."""

from __future__ import annotations

from dataclasses import replace

import pytest

import idvision
from idvision.checks import PAIR_CHECKS
from idvision.documents import PairCheckSpec, get_spec
from idvision.sides import SideProblem, broken, compare_sides
from idvision.types import Card, DocumentClass, Field, Mrz, Result, Side
from tests.sample_results import ACCEPT, CARD, EMPTY_RESULT, MRZ

TERM = SideProblem("cn_resident_id_term", ("birth_date",), ("valid_from", "expiry_date"))


def card(document: str, side: Side, mrz: Mrz | None = None, **values: str) -> Card:
    fields = tuple(Field(name, value, value, 0.99) for name, value in values.items())
    return replace(CARD, document=DocumentClass(document, side, 0.99), fields=fields, mrz=mrz)


def zone(**values: str) -> Mrz:
    return replace(MRZ, fields=tuple(Field(name, value, value, 0.99) for name, value in values.items()))


def resident(birth: str) -> Card:
    return card("chn_resident_id", Side.FRONT, birth_date=birth)


def emblem(start: str, end: str) -> Card:
    return card("chn_resident_id", Side.BACK, valid_from=start, expiry_date=end)


@pytest.mark.parametrize(
    ("birth", "start", "end", "agree"),
    [
        # 15 years, 16, 25, 26, 45, 46, each on the last and the first day of the age.
        ("2000-06-15", "2016-06-14", "2021-06-14", True),
        ("2000-06-15", "2016-06-15", "2026-06-15", True),
        ("2000-06-15", "2026-06-14", "2036-06-14", True),
        ("2000-06-15", "2026-06-15", "2046-06-15", True),
        ("1970-06-15", "2016-06-14", "2036-06-14", True),
        ("1970-06-15", "2016-06-15", "long-term", True),
        ("2000-06-15", "2000-07-01", "2005-07-01", True),
        # Applied for before the birthday, issued within 90 days.
        ("2000-06-15", "2016-09-12", "2021-09-12", True),
        ("2000-06-15", "2016-09-13", "2021-09-13", False),
        ("1970-06-15", "2016-08-01", "2036-08-01", True),
        ("2000-06-15", "2016-06-14", "2026-06-14", False),
        ("2000-06-15", "2018-01-01", "2038-01-01", False),
        ("2000-06-15", "2018-01-01", "long-term", False),
        ("1970-06-15", "2015-06-15", "long-term", False),
        ("1950-06-15", "2010-06-15", "2030-06-15", False),
        ("2000-06-15", "1999-06-15", "2004-06-15", False),
        # No term of the law: the rule of the back alone names it.
        ("2000-06-15", "2018-01-01", "2033-01-01", True),
    ],
)
def test_the_term_of_a_resident_card_fits_the_age(birth: str, start: str, end: str, agree: bool) -> None:
    expected = () if agree else (TERM,)
    assert compare_sides(resident(birth), emblem(start, end)) == expected
    assert compare_sides(emblem(start, end), resident(birth)) == expected


def test_a_term_is_not_judged_by_what_is_no_day() -> None:
    rule = PAIR_CHECKS["cn_resident_id_term"]
    assert rule(["2000年"], ["2018-01-01", "2033-01-01"])
    assert rule(["2000-06-15"], ["2018", "long-term"])
    assert rule(["2000-06-15"], ["2018-01-01", "2038"])


def test_a_missing_or_broken_value_is_not_compared() -> None:
    back = emblem("2018-01-01", "long-term")
    assert compare_sides(resident(""), back) == ()
    assert compare_sides(replace(resident("2000-06-15"), fields=()), back) == ()
    broken_field = Field("birth_date", "2000-06-15", "2000-06-15", 0.9, problems=("inconsistent",))
    assert compare_sides(replace(resident("2000-06-15"), fields=(broken_field,)), back) == ()
    assert compare_sides(resident("2000-06-15"), back) == (TERM,)


def test_both_pages_of_a_vehicle_licence_name_one_plate() -> None:
    front = card("chn_vehicle_licence", Side.FRONT, plate_number="京A12345")
    back = card("chn_vehicle_licence", Side.BACK, plate_number="京A12345")
    other = card("chn_vehicle_licence", Side.BACK, plate_number="京A12346")
    assert compare_sides(front, back) == ()
    assert compare_sides(front, other) == (SideProblem("same", ("plate_number",), ("plate_number",)),)


def test_both_pages_of_a_driving_licence_name_one_person() -> None:
    front = card("chn_driving_licence", Side.FRONT, name="林小舟", id_number="110105199003070025")
    assert (
        compare_sides(front, replace(front, document=DocumentClass("chn_driving_licence", Side.BACK, 1)))
        == ()
    )
    back = card("chn_driving_licence", Side.BACK, name="林大舟", id_number="110105199003070026")
    assert compare_sides(front, back) == (
        SideProblem("same", ("name",), ("name",)),
        SideProblem("same", ("id_number",), ("id_number",)),
    )


def test_cards_that_are_no_pair_are_named() -> None:
    front = resident("2000-06-15")
    for other in (front, card("chn_vehicle_licence", Side.BACK), card("unknown", Side.UNKNOWN)):
        assert compare_sides(front, other) == (SideProblem("not_a_pair"),)


def test_a_result_counts_for_its_only_card() -> None:
    front, back = resident("2000-06-15"), emblem("2018-01-01", "long-term")
    results = [Result(400, 300, (side,), ACCEPT) for side in (front, back)]
    assert idvision.compare_sides(*results) == (TERM,)
    two = Result(400, 300, (front, back), ACCEPT)
    for wrong in (two, EMPTY_RESULT):
        with pytest.raises(ValueError, match="must be one card"):
            compare_sides(wrong, back)


CHECKS = [
    PairCheckSpec("same", ("birth_date",), ("mrz.birth_date",), "id_td1"),
    PairCheckSpec("same", ("document_number",), ("mrz.document_number",), "id_td1"),
    PairCheckSpec(
        "same_latin_name", ("surname", "given_names"), ("mrz.surname", "mrz.given_names"), "id_td1"
    ),
]


def test_the_print_of_a_front_is_held_against_the_zone_of_its_back() -> None:
    front = card(
        "library_card",
        Side.FRONT,
        surname="Øster-Müller",
        given_names="Greta Célia",
        birth_date="1964-10-19",
        document_number="X 123-456",
    )
    names = {"surname": "OESTER MUELLER", "given_names": "GRETA CELIA"}
    sound = zone(birth_date="1964-10-19", document_number="X123456", **names)
    assert broken(CHECKS, front, card("id_td1", Side.BACK, sound)) == ()
    wrong = zone(birth_date="1964-10-18", document_number="X123465", **(names | {"surname": "OSTER MULER"}))
    assert broken(CHECKS, front, card("id_td1", Side.BACK, wrong)) == tuple(
        SideProblem(check.name, check.front, check.back) for check in CHECKS
    )
    assert broken(CHECKS, front, card("id_td1", Side.BACK)) == ()


def test_a_front_may_declare_a_back_of_another_type(monkeypatch: pytest.MonkeyPatch) -> None:
    spec = replace(get_spec("chn_resident_id", Side.FRONT), type="library_card", pair_checks=tuple(CHECKS))
    monkeypatch.setattr("idvision.sides.get_spec", lambda _type, _side: spec)
    front = card("library_card", Side.FRONT, birth_date="1964-10-19")
    back = card("id_td1", Side.BACK, zone(birth_date="1964-10-18"))
    assert compare_sides(front, back) == (SideProblem("same", ("birth_date",), ("mrz.birth_date",)),)
    assert compare_sides(front, card("id_td2", Side.BACK)) == (SideProblem("not_a_pair"),)


@pytest.mark.parametrize(
    ("printed", "read", "agree"),
    [
        (("MÜLLER", "ANNA"), ("MUELLER", "ANNA"), True),
        (("MÜLLER", "ANNA"), ("MULLER", "ANNA"), True),
        (("Weiß", "Zoë"), ("WEISS", "ZOE"), True),
        (("ÅSTRÖM", "Bjørn"), ("AASTROEM", "BJOERN"), True),
        (("NUÑEZ", "José"), ("NUNXXEZ", "JOSE"), True),
        (("NUÑEZ", "José"), ("NUNEZ", "JOSE"), True),
        (("ÞÓRSDÓTTIR", "Æsa"), ("THORSDOTTIR", "AESA"), True),
        (("NGUYỄN", "ĐỨC"), ("NGUYEN", "DUC"), True),
        (("O'NEILL", "ANNE-MARIE"), ("ONEILL", "ANNE MARIE"), True),
        (("MÜLLER", "ANNA"), ("MILLER", "ANNA"), False),
        (("MÜLLER", "ANNA"), ("MUELLER", "ANNE"), False),
        (("MÜLLER", "ANNA MARIA"), ("MUELLER", "ANNA"), False),
        # 30 places are full: the last name is cut off.
        (("BENNELONG WOOLOOMOOLOO", "WARRANDYTE"), ("BENNELONG WOOLOOMOOLOO", "WARRAN"), True),
        (("BENNELONG WOOLOOMOOLOO", "TARRANDYTE"), ("BENNELONG WOOLOOMOOLOO", "WARRAN"), False),
    ],
)
def test_names_in_print_and_in_a_zone(printed: tuple[str, str], read: tuple[str, str], agree: bool) -> None:
    assert PAIR_CHECKS["same_latin_name"](printed, read) is agree
