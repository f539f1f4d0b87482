"""Outcomes of many pictures -> one row a document side and condition, and what is taken for what."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from benchmarks import judge
from benchmarks.judge import ComparedField
from benchmarks.tables import table
from idvision.bench.matching import Outcome, Pair
from idvision.bench.metrics.basics import Share, cer, field_accuracy, percentile, share
from idvision.documents import all_specs
from idvision.types import UNKNOWN_DOCUMENT

NO_CARD = "no_card"
"""What a document is taken for that no card lies on."""
GIVEN = "given"
"""The condition of pictures that were not drawn for this report."""
WANTED = {"clean": 0.95, "degraded": 0.85}
"""Condition -> the share of exact fields below which a row is marked."""
_HEADER = (
    *("document side", "condition", "documents", "detected", "type", "side", "fields exact", "", "hidden"),
    *("CER", "wrong yet sure", "p50 ms"),
)


@dataclass(frozen=True, slots=True)
class Measured:
    """A true document and what came out, under the row that it counts for."""

    side: str
    condition: str
    pair: Pair
    milliseconds: float


@dataclass(frozen=True, slots=True)
class Row:
    """How one side fared in one condition.

    Attributes:
        side: type, side and form, as `DocumentSpec.key`.
        condition: of the pictures.
        documents: how many were shown.
        detected: a card lies at the document's place.
        type_right, side_right: over documents that idvision declares, found or not.
        exact: printed values of declared fields, and those that only the zone gives, that equal the truth;
            those that nobody can read are left out.
        hidden: how many were left out.
        mean_cer: mean character error rate of the values of `exact`, a missing one counting 1; None of none.
        sure_but_wrong: wrong values at a confidence of 0.8 or more, hidden ones included.
        p50_ms: median time from the encoded picture to the result.
    """

    side: str
    condition: str
    documents: int
    detected: Share
    type_right: Share
    side_right: Share
    exact: Share
    hidden: int
    mean_cer: float | None
    sure_but_wrong: int
    p50_ms: float

    @property
    def is_low(self) -> bool:
        """Whether fewer values are exact than the condition should give."""
        wanted = WANTED.get(self.condition, 0.0)
        return self.exact.of > 0 and self.exact.right / self.exact.of < wanted


@dataclass(frozen=True, slots=True)
class ByDocument:
    """All rows, and the confusion matrix: true type -> the type it was taken for -> how many documents."""

    rows: tuple[Row, ...]
    confusion: dict[str, dict[str, int]]


def measured_of(
    outcome: Outcome, milliseconds: float, names: Mapping[str, tuple[str, str]]
) -> list[Measured]:
    """Return the documents of one picture.

    `names` gives key and condition of a drawn group; pictures of other groups go by their truth.
    """
    found = []
    for pair in outcome.pairs:
        by_truth = (f"{pair.truth.document}_{pair.truth.side}", GIVEN)
        side, condition = names.get(outcome.photo.group, by_truth)
        found.append(Measured(side, condition, pair, milliseconds))
    return found


def summarise(measured: Sequence[Measured], today: date) -> ByDocument:
    """Return the rows in the order of the pictures; `today` decides the century of dates in a zone."""
    groups: dict[tuple[str, str], list[Measured]] = {}
    for one in measured:
        groups.setdefault((one.side, one.condition), []).append(one)
    rows = tuple(_row(side, condition, group, today) for (side, condition), group in groups.items())
    return ByDocument(rows, confusion_of(one.pair for one in measured))


def _row(side: str, condition: str, group: Sequence[Measured], today: date) -> Row:
    pairs = [one.pair for one in group]
    declared = [pair for pair in pairs if judge.is_declared(pair)]
    values = [value for pair in pairs for value in values_of(pair, today)]
    legible = [value for value in values if not value.is_hidden]
    errors = [cer(value.read, value.true) for value in legible]
    return Row(
        side=side,
        condition=condition,
        documents=len(pairs),
        detected=share(judge.is_found(pair) for pair in pairs),
        type_right=share(judge.is_type_right(pair) for pair in declared),
        side_right=share(judge.is_side_right(pair) for pair in declared),
        exact=field_accuracy((value.read, value.true) for value in legible),
        hidden=len(values) - len(legible),
        mean_cer=round(sum(errors) / len(errors), 4) if errors else None,
        sure_but_wrong=sum(v.is_wrong and v.confidence >= judge.SURE_CONFIDENCE for v in values),
        p50_ms=round(percentile([one.milliseconds for one in group], 50), 1),
    )


def values_of(pair: Pair, today: date) -> Iterator[ComparedField]:
    """Yield the printed values of the declared fields, then those that are read from the zone alone.

    A field that the engine leaves to the zone counts with what the zone gives.
    """
    zone = {value.name: value for value in judge.zone_fields(pair, today)}
    for value in judge.visual_fields(pair):
        in_zone = zone.pop(value.name, value)
        yield value if value.read else in_zone
    yield from zone.values()


def confusion_of(pairs: Iterable[Pair]) -> dict[str, dict[str, int]]:
    """Count for every true type what its documents were taken for."""
    counts: dict[str, Counter[str]] = {}
    for pair in pairs:
        answer = NO_CARD if pair.card is None else pair.card.document.type
        counts.setdefault(pair.truth.document, Counter())[answer] += 1
    return {true: dict(sorted(answers.items())) for true, answers in sorted(counts.items())}


def to_json(report: ByDocument) -> dict[str, Any]:
    """Return the numbers as plain values."""
    rows = [{**asdict(row), "low": row.is_low} for row in report.rows]
    return {"rows": rows, "confusion": report.confusion}


def text_of(report: ByDocument) -> str:
    """Return the report for people; rows that fall short are marked with `<`."""
    limits = ", ".join(f"{wanted:.0%} {condition}" for condition, wanted in WANTED.items())
    low = sum(row.is_low for row in report.rows)
    blocks = [
        table(_HEADER, map(_cells, report.rows)),
        f"Rows marked < have fewer exact fields than wanted ({limits}): {low} of {len(report.rows)}",
        "\n".join(["Documents taken for another type:", *(_confusions(report.confusion) or ["  none"])]),
    ]
    return "\n\n".join(blocks)


def _cells(row: Row) -> tuple[str, ...]:
    percent = f"{row.exact.right / row.exact.of:.1%}" if row.exact.of else "-"
    return (
        *(row.side, row.condition, str(row.documents), str(row.detected)),
        *(str(row.type_right), str(row.side_right), f"{row.exact} {percent}", "<" if row.is_low else ""),
        *(str(row.hidden), "-" if row.mean_cer is None else f"{row.mean_cer:.3f}"),
        *(str(row.sure_but_wrong), f"{row.p50_ms:.0f}"),
    )


def _confusions(confusion: Mapping[str, Mapping[str, int]]) -> list[str]:
    # Of a type that is not declared `unknown` is the right answer.
    declared = {spec.type for spec in all_specs()}
    return [
        f"  {true} as {answer}: {count}"
        for true, answers in confusion.items()
        for answer, count in answers.items()
        if answer != (true if true in declared else UNKNOWN_DOCUMENT)
    ]
