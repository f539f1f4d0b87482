"""What is not as it should be, picture by picture."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from benchmarks import judge
from idvision.bench.matching import Outcome, Pair
from idvision.types import UNKNOWN_DOCUMENT


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault. `detail` names places and classes; only `true` and `read` hold what a picture says."""

    file: str
    kind: str
    detail: str
    true: str = ""
    read: str = ""


def findings_of(outcome: Outcome) -> Iterator[Finding]:
    """Yield everything that went wrong with one picture."""
    file = outcome.photo.file
    if outcome.decision is None:
        yield Finding(file, "unreadable", "")
    if not outcome.photo.cards:
        yield from _false_alarms(outcome)
        return
    if len(outcome.cards) != len(outcome.photo.cards):
        yield Finding(file, "count", f"{len(outcome.cards)} of {len(outcome.photo.cards)}")
    for pair in outcome.pairs:
        yield from _of_pair(pair)


def _false_alarms(outcome: Outcome) -> Iterator[Finding]:
    for card in outcome.cards:
        if card.document.type != UNKNOWN_DOCUMENT or judge.is_accepted(card):
            yield Finding(outcome.photo.file, "false_alarm", f"{card.document.type} {card.verdict.decision}")


def _of_pair(pair: Pair) -> Iterator[Finding]:
    file = pair.photo.file
    if not judge.is_found(pair):
        yield Finding(file, "not_found", "no card" if pair.card is None else f"IoU {pair.iou:.2f}")
    elif pair.iou is not None and pair.iou < judge.CLOSE_IOU:
        yield Finding(file, "loose_quad", f"IoU {pair.iou:.2f}")
    yield from _class_findings(pair)
    if judge.has_orientation(pair) and not judge.is_orientation_right(pair):
        yield Finding(file, "orientation", "")
    yield from _zone_findings(pair)
    for field in judge.visual_fields(pair):
        if field.read != field.true:
            kind = "hidden_field" if field.is_hidden else "field"
            yield Finding(file, kind, f"{field.name} ({field.confidence:.2f})", field.true, field.read)
    if judge.is_accepted_with_error(pair):
        yield Finding(file, "accepted_with_error", pair.truth.document)


def _class_findings(pair: Pair) -> Iterator[Finding]:
    if pair.card is None:
        return
    answer = f"{pair.truth.document} as {pair.card.document.type}"
    if judge.is_declared(pair):
        if not judge.is_type_right(pair):
            yield Finding(pair.photo.file, "type", answer)
        elif not judge.is_side_right(pair):
            yield Finding(pair.photo.file, "side", f"{pair.truth.side} as {pair.card.document.side}")
    elif pair.card.document.type != UNKNOWN_DOCUMENT:
        yield Finding(pair.photo.file, "undeclared_typed", answer)


def _zone_findings(pair: Pair) -> Iterator[Finding]:
    read = judge.read_zone(pair) if judge.has_zone(pair) else ()
    if judge.has_zone(pair) and not read:
        yield Finding(pair.photo.file, "mrz", "not read")
        return
    for index, is_right in enumerate(judge.right_lines(pair) if read else ()):
        if not is_right:
            line = read[index] if index < len(read) else ""
            yield Finding(pair.photo.file, "mrz", f"line {index + 1}", pair.truth.mrz[index], line)
    if judge.is_zone_valid_but_wrong(pair):
        yield Finding(pair.photo.file, "mrz_valid_but_wrong", "")
