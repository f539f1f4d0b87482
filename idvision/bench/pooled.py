"""Numbers that are no sums over pictures: ranks, thresholds and percentiles of all values together."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import astuple
from dataclasses import fields as dataclass_fields
from functools import partial

import numpy as np
from numpy.typing import NDArray

from idvision.bench.answer import ATTACKS
from idvision.bench.judged import Judged
from idvision.bench.metrics import attacks, calibration, classification, fields, quality
from idvision.bench.metrics.basics import RESAMPLES
from idvision.bench.metrics.resample import NO_INTERVAL, percentiles, pooled_score
from idvision.bench.metrics.speed import RANKS, Latency, latency
from idvision.bench.results import Score
from idvision.bench.tallies import SIDES, attack_score

Floats = NDArray[np.float64]
Statistic = Callable[[Floats], float | None]
Rows = Callable[[Judged], Sequence[tuple[float, ...]]]
_PRECISION = 0.99
_GENUINE = -1.0
_BLOCK = 200
_NOT_NAMED = -1.0
LATENCIES = tuple(f"latency_{part.name}" for part in dataclass_fields(Latency))


def pooled_scores(pictures: Sequence[Judged], wanted: Callable[[str], bool]) -> Iterator[tuple[str, Score]]:
    """Yield metric id and number for each that is wanted."""
    for rows_of, statistics in _POOLS:
        asked = {name: statistic for name, statistic in statistics.items() if wanted(name)}
        if asked:
            rows = [np.array(found, np.float64) for picture in pictures if (found := rows_of(picture))]
            yield from ((name, pooled_score(rows, statistic)) for name, statistic in asked.items())


def latency_scores(milliseconds: Sequence[float]) -> Iterator[tuple[str, Score]]:
    """Yield the percentiles of times, one a picture, with intervals."""
    times, count = np.asarray(milliseconds, np.float64), len(milliseconds)
    whole = latency(times)
    if whole is None:
        return
    generator = np.random.default_rng(0)
    blocks = (times[generator.integers(0, count, (_BLOCK, count))] for _ in range(RESAMPLES // _BLOCK))
    drawn = np.concatenate([np.percentile(block, RANKS, axis=1) for block in blocks], axis=1)
    for name, value, column in zip(LATENCIES, astuple(whole), drawn, strict=True):
        low, high = percentiles(column) if count > 1 else NO_INTERVAL
        yield name, Score(value, low, high, count)


def confidence_rows(judged: Judged) -> list[tuple[float, ...]]:
    """Return confidence (0 where none was stated) and whether it is right, of each value answered."""
    return [row[:2] for row in _printed_rows(judged) if row[2]]


def _printed_rows(judged: Judged) -> list[tuple[float, ...]]:
    """Return confidence, whether right, whether answered, of each printed value."""
    return [
        (field.confidence or 0.0, float(field.is_right), float(bool(field.read.strip())))
        for some in judged.fields
        for field in some
    ]


def _coverage(rows: Floats) -> float | None:
    answered = rows[rows[:, 2] == 1]
    return calibration.coverage_at_precision(answered[:, 0], answered[:, 1] == 1, _PRECISION, len(rows))


def _ece(rows: Floats) -> float | None:
    return calibration.expected_calibration_error(rows[:, 0], rows[:, 1] == 1)


def _auroc(rows: Floats) -> float | None:
    right = rows[:, 1] == 1
    return calibration.auroc(rows[right, 0], rows[~right, 0])


def _quality_and_reading(judged: Judged) -> list[tuple[float, ...]]:
    """Return the quality score and the character accuracy of the values that can be read."""
    pairs = [(f.read, f.true) for some in judged.fields for f in some if not f.hidden]
    errors = fields.micro_cer(pairs)
    if judged.answer.quality is None or errors is None:
        return []
    return [(judged.answer.quality, max(0.0, 1 - errors))]


def _severity_and_quality(judged: Judged) -> list[tuple[float, ...]]:
    if judged.answer.quality is None or judged.photo.severity is None:
        return []
    return [(judged.photo.severity, judged.answer.quality)]


def _by_columns(
    measure: Callable[[Sequence[float], Sequence[float]], float | None], rows: Floats, sign: float = 1.0
) -> float | None:
    value = measure((sign * rows[:, 0]).tolist(), rows[:, 1].tolist())
    return value


def _attack_rows(judged: Judged) -> list[tuple[float, ...]]:
    """Return the species (its place in ATTACKS, -1 of a genuine document) and the score."""
    attack = judged.photo.attack
    if attack is None or (attack and attack not in ATTACKS):
        return []
    return [(float(ATTACKS.index(attack)) if attack else _GENUINE, attack_score(judged))]


def _by_species(
    measure: Callable[[attacks.Species, attacks.Scores], float | None], rows: Floats
) -> float | None:
    species = {name: rows[rows[:, 0] == place, 1] for place, name in enumerate(ATTACKS)}
    return measure(species, rows[rows[:, 0] == _GENUINE, 1])


def _worst_apcer(species: attacks.Species, _genuine: attacks.Scores) -> float | None:
    return attacks.worst_apcer(species)


def _side_rows(judged: Judged) -> list[tuple[float, ...]]:
    """Return true and answered side as places in SIDES."""
    return [
        (
            float(SIDES.index(pair.truth.side)),
            float(SIDES.index(pair.card.side)) if pair.card and pair.card.side in SIDES else _NOT_NAMED,
        )
        for pair in judged.pairs
        if pair.truth.side in SIDES
    ]


def _balanced(rows: Floats) -> float | None:
    return classification.balanced_accuracy([(str(true), str(said)) for true, said in rows.tolist()])


_POOLS: tuple[tuple[Rows, dict[str, Statistic]], ...] = (
    (_side_rows, {"side_balanced": _balanced}),
    (confidence_rows, {"ece": _ece, "confidence_auroc": _auroc}),
    (_printed_rows, {"coverage_99": _coverage}),
    (
        _quality_and_reading,
        {
            "quality_srocc": partial(_by_columns, quality.srocc),
            "quality_plcc": partial(_by_columns, quality.plcc),
        },
    ),
    (
        _severity_and_quality,
        {
            "quality_severity": partial(_by_columns, quality.srocc, sign=-1.0),
            "quality_monotone": partial(_by_columns, quality.monotonicity),
        },
    ),
    (
        _attack_rows,
        {
            "apcer_max": partial(_by_species, _worst_apcer),
            "eer": partial(_by_species, attacks.equal_error_rate),
            "bpcer10": partial(_by_species, partial(attacks.bpcer_at, 0.1)),
            "bpcer20": partial(_by_species, partial(attacks.bpcer_at, 0.05)),
            "bpcer100": partial(_by_species, partial(attacks.bpcer_at, 0.01)),
            "av_rank": partial(_by_species, attacks.av_rank),
        },
    ),
)
POOLED = frozenset(name for _, statistics in _POOLS for name in statistics)
"""The metrics that are computed here, but for times."""
