"""What is wrong with one answer, in words that say nothing of the document's values."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from idvision.bench.judged import ZONE, Judged, is_hidden, read_zone
from idvision.bench.metrics import fields, mrz
from idvision.bench.metrics.calibration import SURE
from idvision.bench.providers.protocol import About
from idvision.bench.results import BadPicture
from idvision.bench.tallies import SIDES, is_found, known_types

WORST = 20
"""How many pictures a report names."""
_ERROR, _SEVERE, _LOST, _PLAIN = 10.0, 4.0, 3.0, 1.0
Fault = tuple[float, str]


def worst_pictures(
    dataset: str, pictures: Sequence[Judged], about: About, today: date
) -> tuple[BadPicture, ...]:
    """Return the worst pictures first, at most WORST; what a provider does not answer is no fault of it."""
    bad = []
    for judged in pictures:
        if not judged.photo.stated:
            continue
        faults = list(faults_of(judged, about.answers, today))
        if faults:
            total = sum(weight for weight, _ in faults)
            bad.append(BadPicture(dataset, judged.photo.file, total, tuple(text for _, text in faults)))
    return tuple(sorted(bad, key=lambda one: (-one.badness, one.file))[:WORST])


def faults_of(judged: Judged, answers: frozenset[str], today: date) -> Iterator[Fault]:
    """Yield weight and text of each fault: a wrong answer that looks right weighs more than a missing one."""
    if judged.answer.error is not None:
        yield _ERROR, f"error {judged.answer.error}"
        return
    if judged.is_negative and judged.claimed:
        yield _LOST, "document where there is none"
    if answers & {"quad", "document"}:
        for pair in judged.pairs:
            if not is_found(pair):
                yield _LOST, f"{pair.truth.document} {pair.truth.side} not found"
    yield from _misnamed(judged, answers)
    if "fields" in answers:
        yield from _values(judged)
    elif "text" in answers:
        yield from _text(judged)
    if "mrz" in answers:
        yield from _zones(judged, today)


def _misnamed(judged: Judged, answers: frozenset[str]) -> Iterator[Fault]:
    for pair in judged.pairs:
        if pair.card is None:
            continue
        truth, card = pair.truth, pair.card
        # A type without an id here need not be named.
        right = {truth.document} if truth.document in known_types() else {truth.document, None}
        if "document" in answers and card.document not in right:
            yield _PLAIN, f"{truth.document} taken for {card.document or 'none'}"
        if "side" in answers and truth.side in SIDES and card.side != truth.side:
            yield _PLAIN, f"side {truth.side} taken for {card.side or 'none'}"


def _values(judged: Judged) -> Iterator[Fault]:
    for some in judged.fields:
        for field in some:
            if field.is_wrong and (field.confidence or 0) >= SURE:
                yield _SEVERE, f"{field.name} wrong but sure"
            elif field.is_wrong and not field.hidden:
                yield _PLAIN, f"{field.name} wrong"
            elif not field.read.strip() and not field.hidden:
                yield _PLAIN, f"{field.name} missing"


def _text(judged: Judged) -> Iterator[Fault]:
    for some in judged.fields:
        for field in some:
            if not field.hidden and not fields.found_in_text(field.true, judged.answer.text):
                yield _PLAIN, f"{field.name} not in the text"


def _zones(judged: Judged, today: date) -> Iterator[Fault]:
    for pair in judged.pairs:
        if not pair.truth.mrz:
            continue
        read = read_zone(pair)
        if mrz.is_false_valid(read, pair.truth.mrz, today):
            yield _SEVERE, "MRZ valid but wrong"
        elif not is_hidden(pair, ZONE) and not mrz.is_zone_exact(read, pair.truth.mrz):
            yield _PLAIN, "MRZ wrong" if read else "MRZ missing"
