"""What the numbers say, in sentences made by rules: where an engine falls behind, and what is not known.

Advantages are left to the tables. A sentence says no more than an interval or a test supports.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from idvision.bench.report.view import SIGNIFICANCE, DatasetView, Sided, views_of
from idvision.bench.report.wording import counted, interval, metric_text, p_text, quantity, signed, unit_text
from idvision.bench.results import Report, Score

FEW = 30
"""Below this many pictures, documents or values a figure is called uncertain."""
WORST_GROUPS = 3


@dataclass(frozen=True, slots=True)
class Reading:
    """Sentences about one data set; without a `dataset` they are about all of them."""

    dataset: str
    synthetic: bool
    sentences: tuple[str, ...]


def reading_of(report: Report) -> tuple[Reading, ...]:
    """Return what is to be said of everything and then of each data set, none without a sentence."""
    views = views_of(report)
    general = Reading("", False, (*_pictures(views), *_not_run(report)))
    own = (Reading(view.note.name, view.note.synthetic, tuple(_on_dataset(view))) for view in views)
    return tuple(reading for reading in (general, *own) if reading.sentences)


def _pictures(views: tuple[DatasetView, ...]) -> Iterator[str]:
    drawn = [view.note.name for view in views if view.note.synthetic]
    if drawn and len(drawn) == len(views):
        yield (
            "Every picture is drawn or simulated: the figures tell how the engines read such pictures, "
            "not how they read photos of real documents."
        )
    elif drawn:
        yield f"The pictures of {', '.join(drawn)} are drawn or simulated and do not stand for photos."


def _not_run(report: Report) -> Iterator[str]:
    missing = [column.name for column in report.columns if column.not_run]
    if missing:
        yield f"Not run and therefore not compared: {', '.join(missing)}."


def _on_dataset(view: DatasetView) -> Iterator[str]:
    if not view.measured:
        yield "Nothing was measured."
        return
    if view.note.photos < FEW:
        yield f"{counted(view.note.photos, 'picture')}: too few for more than a first impression."
    yield from _behind(view)
    yield from _worst_groups(view)


def _behind(view: DatasetView) -> Iterator[str]:
    """Say where the reference is behind another provider, and how much the tests left open."""
    reference = view.reference
    if not reference:
        if len(view.measured) > 1:
            yield "The providers were not held against each other by a paired test."
        return
    pairs = [one for one in view.compared if reference in (one.comparison.first, one.comparison.second)]
    worse = [one for one in pairs if _is_worse(one, reference)]
    tests = counted(len(pairs), "paired test")
    for other in dict.fromkeys(_other(one, reference) for one in worse):
        parts = "; ".join(_worse_part(one, reference) for one in worse if _other(one, reference) == other)
        yield f"{reference} is significantly worse than {other} in: {parts}."
    if not worse:
        level = f"level {SIGNIFICANCE:.0%} after Holm's correction"
        yield f"No paired test of {len(pairs)} found {reference} significantly worse ({level})."
    undecided = sum(one.mark == "" for one in pairs)
    if undecided:
        yield f"{undecided} of {tests} with {reference} leave open which of the two is better."


def _is_worse(one: Sided, reference: str) -> bool:
    return one.mark == ("worse" if one.comparison.first == reference else "better")


def _other(one: Sided, reference: str) -> str:
    pair = one.comparison
    return pair.second if pair.first == reference else pair.first


def _worse_part(one: Sided, reference: str) -> str:
    """Return the metric with the difference `reference - other`."""
    pair, text = one.comparison, metric_text(one.comparison.metric)
    sign = 1 if pair.first == reference else -1
    low, high = sorted((sign * pair.low, sign * pair.high))
    unit = "points" if text.unit == "share" else unit_text(text)
    size = " ".join(filter(None, (signed(sign * pair.difference, text), unit, interval(low, high, text))))
    return f"{text.title} {size}, {p_text(one.adjusted_p)}, n {pair.n} ({text.direction})"


def _worst_groups(view: DatasetView) -> Iterator[str]:
    """Name the groups on which the reference falls behind its own total; without one, each provider."""
    for provider in [view.reference] if view.reference in view.measured else view.measured:
        if view.group_metric:
            yield from _worst_of(view, provider, view.group_metric)


def _worst_of(view: DatasetView, provider: str, metric: str) -> Iterator[str]:
    text = metric_text(metric)
    measured = view.measured[provider]
    total = measured.scores.get(metric)
    if text.higher_is_better is None or total is None or total.value is None:
        return
    groups = {name: scores[metric] for name, scores in measured.by_group.items() if metric in scores}
    bad = [name for name, score in groups.items() if _beyond(score, total.value, text.higher_is_better)]
    bad.sort(key=lambda name: groups[name].value or 0.0, reverse=not text.higher_is_better)
    if bad:
        listed = ", ".join(_group_text(name, groups[name], metric) for name in bad[:WORST_GROUPS])
        yield (
            f"{provider}: {text.title} is {quantity(total.value, text)} over all and clearly worse on "
            f"{listed}."
        )
    few = [name for name, score in groups.items() if 0 < score.n < FEW]
    if few:
        yield f"Groups with fewer than {FEW} values behind {text.title} of {provider}: {', '.join(few)}."


def _group_text(name: str, score: Score, metric: str) -> str:
    text = metric_text(metric)
    value = quantity(score.value or 0.0, text)
    return f"{name} ({value} {interval(score.low, score.high, text)}, n {score.n})"


def _beyond(score: Score, total: float, higher_is_better: bool) -> bool:
    """Tell whether the whole interval lies on the bad side of the total."""
    if score.value is None or score.low is None or score.high is None:
        return False
    return score.high < total if higher_is_better else score.low > total
