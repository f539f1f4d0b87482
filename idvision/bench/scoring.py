"""Answers beside the truth -> the numbers of a report. Intervals are drawn by picture, never by value."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from idvision.bench.answer import Answer
from idvision.bench.comparing import compare
from idvision.bench.curves import risk_curve, severity_curve
from idvision.bench.dataset import Dataset
from idvision.bench.faults import worst_pictures
from idvision.bench.judged import Judged, judged_pictures
from idvision.bench.metrics import METRICS
from idvision.bench.metrics.classification import confusion
from idvision.bench.metrics.cost import cost_per_1000
from idvision.bench.metrics.resample import NOT_MEASURED, ratio_scores
from idvision.bench.pooled import LATENCIES, POOLED, latency_scores, pooled_scores
from idvision.bench.providers.protocol import About
from idvision.bench.results import Measured, Score
from idvision.bench.tallies import Tally, picture_tally

__all__ = ["SUMS", "compare", "score"]

_COST = "cost_per_1000"
SUMS = tuple(name for name in METRICS if name not in {*POOLED, *LATENCIES, _COST})
"""The metrics that are sums over pictures."""


def score(dataset: Dataset, about: About, answers: Mapping[str, Answer], today: date) -> Measured:
    """Measure one provider on the pictures that it was asked, by file name.

    What `about.answers` does not name has no value. An answer with `error` is wrong in everything.
    """
    pictures = judged_pictures(dataset, answers)
    tallies = [picture_tally(judged, about, today) for judged in pictures]
    groups = sorted({judged.photo.group for judged in pictures})
    members = {
        group: [i for i, judged in enumerate(pictures) if judged.photo.group == group] for group in groups
    }
    return Measured(
        dataset=dataset.name,
        provider=about.name,
        scores=_in_order(
            _sums(pictures, tallies, about)
            | dict(pooled_scores(pictures, lambda name: METRICS[name].is_answered_by(about.answers)))
            | {_COST: _cost(about, len(pictures))}
        ),
        by_group={
            group: _in_order(_sums([pictures[i] for i in some], [tallies[i] for i in some], about))
            for group, some in members.items()
        },
        confusion=_confusion(pictures) if "document" in about.answers else {},
        latencies_ms=tuple(judged.answer.milliseconds for judged in pictures),
        risk_coverage=risk_curve(pictures) if {"fields", "confidence"} <= about.answers else (),
        severity=severity_curve(pictures) if "fields" in about.answers else (),
        worst=worst_pictures(dataset.name, pictures, about, today),
    )


def _sums(pictures: Sequence[Judged], tallies: Sequence[Tally], about: About) -> dict[str, Score]:
    """Return sums over pictures and percentiles of their times; None of what is not asked."""
    asked = [name for name in SUMS if METRICS[name].is_answered_by(about.answers)]
    columns = [[one.get(name, (0.0, 0.0)) for one in tallies] for name in asked]
    scores = ratio_scores(columns, [METRICS[name].unit == "share" for name in asked])
    times = latency_scores([judged.answer.milliseconds for judged in pictures])
    return dict(zip(asked, scores, strict=True)) | dict(times)


def _in_order(scores: Mapping[str, Score]) -> dict[str, Score]:
    return {name: scores.get(name, NOT_MEASURED) for name in METRICS}


def _cost(about: About, calls: int) -> Score:
    return Score(cost_per_1000(about.price), None, None, calls if about.price else 0)


def _confusion(pictures: Sequence[Judged]) -> Mapping[str, Mapping[str, int]]:
    return confusion(
        (pair.truth.document, pair.card.document if pair.card else None)
        for judged in pictures
        for pair in judged.pairs
    )
