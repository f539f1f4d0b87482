"""Two providers on the same pictures: by how much one is better, and whether that may be chance."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from idvision.bench.answer import Answer
from idvision.bench.dataset import Dataset
from idvision.bench.judged import judged_pictures
from idvision.bench.metrics import METRICS
from idvision.bench.metrics.paired import mcnemar, paired_bootstrap, wilcoxon_signed_rank
from idvision.bench.metrics.resample import Ratios
from idvision.bench.providers.protocol import About
from idvision.bench.results import Comparison
from idvision.bench.tallies import picture_tally

BOOTSTRAP, MCNEMAR, WILCOXON = "paired bootstrap", "exact McNemar", "Wilcoxon signed-rank"
Answered = tuple[About, Mapping[str, Answer]]


def compare(dataset: Dataset, first: Answered, second: Answered, today: date) -> tuple[Comparison, ...]:
    """Test two providers against each other on the pictures that both were asked.

    One comparison a metric that both answer and that has `compared`. The interval comes from the paired
    bootstrap over pictures. The p-value is Wilcoxon's of times, McNemar's of shares that are yes or no once
    a picture, else the bootstrap's. P-values are not corrected for the number of comparisons.
    """
    shared = {file: answer for file, answer in first[1].items() if file in second[1]}
    others = {file: second[1][file] for file in shared}
    tallies = [
        [picture_tally(judged, about, today) for judged in judged_pictures(dataset, answers)]
        for about, answers in ((first[0], shared), (second[0], others))
    ]
    found: list[Comparison] = []
    for name, metric in METRICS.items():
        if metric.compared and all(metric.is_answered_by(about.answers) for about, _ in (first, second)):
            columns = [[one.get(name, (0.0, 0.0)) for one in some] for some in tallies]
            found += _comparison(dataset.name, name, (first[0].name, second[0].name), columns)
    return tuple(found)


def _comparison(
    dataset: str, metric: str, names: tuple[str, str], columns: Sequence[Ratios]
) -> Iterator[Comparison]:
    """Yield the comparison by one metric, none where nothing was measured."""
    pairs = [(a, b) for a, b in zip(*columns, strict=True) if a[1] or b[1]]
    first, second = [a for a, _ in pairs], [b for _, b in pairs]
    difference = paired_bootstrap(first, second) if pairs else None
    if difference is None:
        return
    test, p_value = _test(metric, first, second) or (BOOTSTRAP, difference.p_value)
    yield Comparison(
        dataset,
        metric,
        *names,
        difference.value,
        difference.low,
        difference.high,
        p_value,
        test,
        len(pairs),
    )


def _test(metric: str, first: Ratios, second: Ratios) -> tuple[str, float] | None:
    """Return the test that fits better than the bootstrap, and its p-value."""
    if METRICS[metric].unit == "ms":
        return WILCOXON, wilcoxon_signed_rank([time for time, _ in first], [time for time, _ in second])
    if METRICS[metric].unit == "share" and all(of == 1 for _, of in [*first, *second]):
        return MCNEMAR, mcnemar([right == 1 for right, _ in first], [right == 1 for right, _ in second])
    return None
