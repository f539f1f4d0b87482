"""Answers without a single value: what scoring needs of each is measured against the truth and kept instead.

Of a value the file holds by how many characters it differs from the truth, and its length, both after the
normalisation in which values are compared; of a zone the same for each line, and whether its check digits
hold; of plain text which true values stand in it. Whoever has the truth gets stand-ins back that score the
same; whoever has the file alone learns nothing that the picture shows. No digest of a value is kept: a birth
date or a name is guessed from its digest in no time.

The record is bound to the truth that it was measured against by a keyed digest. Its key comes from the bytes
of the picture, which the file does not hold, and not from their SHA-256, which it does.

Two things may come back slightly otherwise: how much a zone resembles the true one where characters went from
one of its lines to the next, and whether the check digits hold of a zone that the truth does not have.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, replace
from datetime import date
from itertools import product
from typing import Any

from idvision.bench.answer import Answer, AnsweredCard, AnsweredField
from idvision.bench.answer_json import Json, answer_from_json, answer_to_json
from idvision.bench.judged import likeness
from idvision.bench.matching import compare
from idvision.bench.metrics.basics import edit_distance
from idvision.bench.metrics.fields import found_in_text, normalised
from idvision.bench.metrics.mrz import is_zone_exact, passes_checks, plain_lines
from idvision.bench.truth import TruthCard, TruthPhoto

FOREIGN = "ʘ"
"""A letter that stands in no document: the click of a kiss, in phonetic script."""
_SALT = b"idvision bench: truth of a redacted answer\0"
_ZONE_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789<"


def truth_mark(picture: bytes, truth: TruthPhoto) -> str:
    """Return 32 hexadecimal digits that bind a record to the truth; without the picture they say nothing."""
    key = hashlib.sha256(_SALT + picture).digest()
    values = [[card.document, card.side, card.fields, card.mrz] for card in truth.cards]
    return hmac.new(key, json.dumps(values).encode(), hashlib.sha256).hexdigest()[:32]


def redact(answer: Answer, truth: TruthPhoto, today: date) -> Json:
    """Return an answer as plain values, without what it read."""
    bare = replace(answer, cards=tuple(replace(card, fields=(), mrz=()) for card in answer.cards), text=())
    kept = answer_to_json(bare)
    cards = zip(answer.cards, partners(answer, truth), kept["cards"], strict=True)
    kept["cards"] = [values | _redacted_card(card, number, truth, today) for card, number, values in cards]
    kept["found"] = [
        [number, place]
        for number, card in enumerate(truth.cards)
        for place, (_, value) in enumerate(card.fields)
        if value and found_in_text(value, answer.text)
    ]
    return kept


def restore(kept: Mapping[str, Any], truth: TruthPhoto, today: date) -> Answer:
    """Return an answer that scores like the one that was redacted.

    Raises KeyError, IndexError, TypeError or ValueError for what `redact` did not give.
    """
    answer = answer_from_json({**kept, "cards": [_without_values(card) for card in kept["cards"]]})
    cards = zip(answer.cards, kept["cards"], strict=True)
    return replace(
        answer,
        cards=tuple(_restored_card(card, values, truth, today) for card, values in cards),
        text=tuple(_restored_text(kept["found"], truth)),
    )


def stand_in(true: str, errors: int, length: int) -> str:
    """Return a text of a length and edit distance from `true` (normalised), made of it and foreign letters.

    Distances that no text of the length can have are brought to the nearest.
    """
    changed = max(0, min(errors - abs(length - len(true)), len(true), length))
    if length >= len(true):
        return true[: len(true) - changed] + FOREIGN * (changed + length - len(true))
    cut = len(true) - length
    for start in range(length, -1, -1):
        shorter = true[:start] + true[start + cut :]
        candidate = shorter[: length - changed] + FOREIGN * changed
        if normalised(candidate) == candidate:
            return candidate
    return true[: length - changed] + FOREIGN * changed


def partners(answer: Answer, truth: TruthPhoto) -> tuple[int | None, ...]:
    """Return for each answered card the number of the document that it is scored against, None for none."""
    pairs = compare(truth, answer.cards, answer.decision, likeness).pairs
    # By identity: a picture may show two documents that are alike, and a provider may answer one card twice.
    numbers = {id(pair.card): number for number, pair in enumerate(pairs) if pair.card is not None}
    return tuple(numbers.get(id(card)) for card in answer.cards)


def _redacted_card(card: AnsweredCard, number: int | None, truth: TruthPhoto, today: date) -> Json:
    true = None if number is None else truth.cards[number]
    zone = _zone(true)
    read = plain_lines(card.mrz)
    return {
        "truth": number,
        "values": [[one.name, one.confidence, *_measured(one.value, true, one.name)] for one in card.fields],
        "zone": [[edit_distance(line, _at(zone, place)), len(line)] for place, line in enumerate(read)],
        "zone_passes": bool(read) and passes_checks(read, today),
    }


def _measured(read: str, truth: TruthCard | None, name: str) -> tuple[int, int]:
    """Return edit distance and length of a value."""
    plain = normalised(read)
    return edit_distance(plain, _value(truth, name)), len(plain)


def _value(truth: TruthCard | None, name: str) -> str:
    return "" if truth is None else normalised(dict(truth.fields).get(name, ""))


def _zone(truth: TruthCard | None) -> tuple[str, ...]:
    return () if truth is None else plain_lines(truth.mrz)


def _at(lines: Sequence[str], place: int) -> str:
    return lines[place] if place < len(lines) else ""


def _without_values(card: Mapping[str, Any]) -> Json:
    return {name: value for name, value in card.items() if name in asdict(AnsweredCard())}


def _restored_card(
    card: AnsweredCard, kept: Mapping[str, Any], truth: TruthPhoto, today: date
) -> AnsweredCard:
    true = None if kept["truth"] is None else truth.cards[kept["truth"]]
    zone = _zone(true)
    fields = tuple(
        AnsweredField(name, stand_in(_value(true, name), errors, length), confidence)
        for name, confidence, errors, length in kept["values"]
    )
    lines = tuple(
        stand_in(_at(zone, place), errors, length) for place, (errors, length) in enumerate(kept["zone"])
    )
    if kept["zone_passes"] and zone and not is_zone_exact(lines, zone):
        lines = _false_valid(zone, today) or lines
    return replace(card, fields=fields, mrz=lines)


def _false_valid(zone: Sequence[str], today: date) -> tuple[str, ...]:
    """Return a zone that differs from the true one in a character and passes its checks too; none if none."""
    for row, line in enumerate(zone):
        for place, letter in product(range(len(line)), _ZONE_LETTERS):
            if letter != line[place]:
                other = (*zone[:row], line[:place] + letter + line[place + 1 :], *zone[row + 1 :])
                if passes_checks(other, today):
                    return other
    return ()


def _restored_text(found: Sequence[Sequence[int]], truth: TruthPhoto) -> Iterator[str]:
    """Yield the true values that were found; the foreign letter keeps neighbours from making a third."""
    for number, place in found:
        yield truth.cards[number].fields[place][1]
        yield FOREIGN
