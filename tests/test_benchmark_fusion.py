"""The fusion benchmark: views are drawn alike at every run, and scored card by card."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from benchmarks import fusion
from idvision.bench.truth import TruthCard
from idvision.types import DocumentClass, Field, Options, Result, Side
from tests.sample_results import ACCEPT, CARD

DAY = date(2026, 3, 1)
FIELDS = (("name", "林小舟"), ("sex", "M"))
TRUTH = TruthCard("chn_resident_id", "front", None, FIELDS)


def answer(*values: tuple[str, str], confidence: float = 0.9) -> Result:
    fields = tuple(Field(name, value, {"M": "男"}.get(value, value), confidence) for name, value in values)
    document = DocumentClass("chn_resident_id", Side.FRONT, 0.9)
    card = replace(CARD, document=document, fields=fields, mrz=None, verdict=ACCEPT)
    return Result(400, 300, (card,), ACCEPT)


def test_views_of_a_card_are_drawn_alike_at_every_run() -> None:
    document = fusion.draw_card(0)
    assert document.type == "chn_resident_id"
    view = fusion.draw_view(document, 0, 0)
    assert view == fusion.draw_view(fusion.draw_card(0), 0, 0)
    assert view != fusion.draw_view(document, 0, 1)


def test_a_card_counts_with_the_mean_of_its_answers() -> None:
    right, unread = answer(*FIELDS), answer(FIELDS[0])
    sure_but_wrong = answer(FIELDS[0], ("sex", "F"))
    found = fusion.score([(TRUTH, (right, unread)), (TRUTH, (sure_but_wrong,))], DAY)
    assert (found.answers, found.exact.mean, found.whole.mean) == (3, 0.625, 0.25)
    assert [str(found.not_read), str(found.wrong), str(found.sure_but_wrong)] == ["1/6", "1/6", "1/6"]
    assert str(found.accepted_with_error) == "2/3"
    assert found.decisions == {"accept": 3}


def test_fused_views_are_set_beside_the_best_of_as_many() -> None:
    subject = fusion.Subject(TRUTH, (b"", b""), (answer(FIELDS[0]), answer(FIELDS[1])))
    scores = fusion.score_all([subject], Options(today=DAY), DAY)
    assert list(scores) == ["single", "best of 2", "fused 2"]
    assert [score.exact.mean for score in scores.values()] == [0.5, 0.5, 1.0]
    text = fusion.fusion_text(scores, fusion.share([]))
    assert text.startswith("Synthetic: drawn cards, drawn views")


def test_a_card_that_takes_up_values_of_another_is_counted() -> None:
    other = TruthCard("chn_resident_id", "front", None, (("name", "石一鸣"), ("sex", "F")))
    one = fusion.Subject(TRUTH, (), (answer(*FIELDS), answer(*FIELDS, confidence=0.95)))
    two = fusion.Subject(other, (), (answer(*other.fields), answer(*other.fields, confidence=0.95)))
    assert str(fusion.mixed_with_strangers([one, two], Options(today=DAY))) == "0/2"
    # Nothing that both show tells these apart, so type and side make them one card.
    halves = [
        fusion.Subject(TRUTH, (), (answer(FIELDS[0]), answer(FIELDS[0], confidence=0.95))),
        fusion.Subject(other, (), (answer(other.fields[1]), answer(other.fields[1], confidence=0.95))),
    ]
    assert str(fusion.mixed_with_strangers(halves, Options(today=DAY))) == "2/2"
