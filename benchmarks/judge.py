"""Questions about one pair of document and card; each answers yes or no, or which."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np

from idvision.bench.matching import Pair
from idvision.checks.mrz import parse_mrz
from idvision.checks.mrz_formats import FORMATS
from idvision.documents import all_specs
from idvision.errors import InvalidValue
from idvision.types import Card, Decision

FOUND_IOU = 0.7
CLOSE_IOU = 0.9
SURE_CONFIDENCE = 0.8
_ZONE_SHAPES = {(spec.line_count, spec.line_length) for spec in FORMATS.values()}


@dataclass(frozen=True, slots=True)
class ComparedField:
    """A true value and what was read for it; `read` is empty where nothing was."""

    name: str
    true: str
    read: str
    confidence: float
    is_hidden: bool

    @property
    def is_wrong(self) -> bool:
        """Whether something else than the truth was answered."""
        return self.read not in ("", self.true)


def is_found(pair: Pair) -> bool:
    """Tell whether the document was found: a card at its place, or any where the truth has no quad."""
    return pair.card is not None and (pair.iou is None or pair.iou >= FOUND_IOU)


def is_declared(pair: Pair) -> bool:
    """Tell whether idvision has a declaration for this document and side."""
    return any((spec.type, spec.side) == (pair.truth.document, pair.truth.side) for spec in all_specs())


def is_type_right(pair: Pair) -> bool:
    """Tell whether the card was taken for what it is."""
    return pair.card is not None and pair.card.document.type == pair.truth.document


def is_side_right(pair: Pair) -> bool:
    """Tell whether the right face was named."""
    return pair.card is not None and pair.card.document.side == pair.truth.side


def has_orientation(pair: Pair) -> bool:
    """Tell whether the pair can say if the card was turned upright."""
    return bool(pair.card and pair.truth.quad) and (is_declared(pair) or bool(pair.truth.mrz))


def is_orientation_right(pair: Pair) -> bool:
    """Tell whether our first corner is the one nearest to the printed top left."""
    assert pair.card is not None and pair.truth.quad is not None
    distances = np.linalg.norm(np.array(pair.card.quad) - np.array(pair.truth.quad[0]), axis=1)
    return int(np.argmin(distances)) == 0


def is_accepted(card: Card | None) -> bool:
    """Tell whether the card's own verdict is accept."""
    return card is not None and card.verdict.decision == Decision.ACCEPT


def visual_fields(pair: Pair) -> Iterator[ComparedField]:
    """Yield the printed values that the document's declaration has a field for."""
    specs = (spec for spec in all_specs() if (spec.type, spec.side) == (pair.truth.document, pair.truth.side))
    declared = {field.name for spec in specs for field in spec.fields}
    found = {field.name: field for field in pair.card.fields} if pair.card else {}
    for name, true in pair.truth.fields:
        if name in declared:
            read = found.get(name)
            value, confidence = (read.value, read.confidence) if read else ("", 0.0)
            yield ComparedField(name, true, value, confidence, is_hidden(pair, name))


def is_hidden(pair: Pair, name: str) -> bool:
    """Tell whether nobody can read the field, or the zone if asked for `mrz`."""
    return name in pair.photo.hidden_fields or name in pair.truth.hidden_fields


def has_zone(pair: Pair) -> bool:
    """Tell whether a machine readable zone of two lines or more is printed."""
    return len(pair.truth.mrz) >= 2


def is_zone_eligible(pair: Pair) -> bool:
    """Tell whether the printed zone has the line lengths of Doc 9303 or of the old French card."""
    lengths = {len(line) for line in pair.truth.mrz}
    return len(lengths) == 1 and (len(pair.truth.mrz), *lengths) in _ZONE_SHAPES


def read_zone(pair: Pair) -> tuple[str, ...]:
    """Return the lines read, none where no zone was."""
    return pair.card.mrz.lines if pair.card and pair.card.mrz else ()


def right_lines(pair: Pair) -> tuple[bool, ...]:
    """Tell for each printed line whether it was read exactly."""
    read = read_zone(pair)
    return tuple(index < len(read) and read[index] == line for index, line in enumerate(pair.truth.mrz))


def is_zone_valid(pair: Pair) -> bool:
    """Tell whether a zone was read and all its checks hold."""
    mrz = pair.card.mrz if pair.card else None
    return mrz is not None and all(passed for _, passed in mrz.checks)


def is_zone_valid_but_wrong(pair: Pair) -> bool:
    """Tell whether a zone that is not the printed one passed every check."""
    return has_zone(pair) and is_zone_valid(pair) and read_zone(pair) != pair.truth.mrz


def zone_fields(pair: Pair, today: date) -> Iterator[ComparedField]:
    """Yield the printed values that the printed zone repeats, with what was read from the zone.

    Where print and zone of the document itself differ (numbers of other kinds, misprints, names that
    are shortened) a reader of the zone cannot be blamed, so the value is left out.
    """
    try:
        true_zone = dict(parse_mrz(pair.truth.mrz, today).values) if is_zone_eligible(pair) else {}
    except InvalidValue:
        return
    mrz = pair.card.mrz if pair.card else None
    found = {field.name: field for field in mrz.fields} if mrz else {}
    for name, printed in pair.truth.fields:
        if plain_name(printed) == plain_name(true_zone.get(name, "")):
            read = found.get(name)
            value, confidence = (read.value, read.confidence) if read else ("", 0.0)
            yield ComparedField(name, true_zone[name], value, confidence, is_hidden(pair, name))


def plain_name(text: str) -> str:
    """Return `text` in capitals without accents, hyphens as spaces: how a zone may write it."""
    letters = unicodedata.normalize("NFKD", text.upper().replace("-", " "))
    return " ".join("".join(letter for letter in letters if not unicodedata.combining(letter)).split())


CLAIMED = 0.7
"""From this confidence on a value does not ask for a review."""


def is_accepted_with_error(pair: Pair) -> bool:
    """Tell whether a card went through although its type, its zone or a printed value is not right.

    Print beside a zone is claimed only as far as it is surely read: of what is missing or unsure nothing is.
    """
    if not is_accepted(pair.card):
        return False
    beside = has_zone(pair)
    values = (
        field.read == field.true or (beside and (not field.read or field.confidence < CLAIMED))
        for field in visual_fields(pair)
    )
    zone = not has_zone(pair) or all(right_lines(pair))
    return not (is_type_right(pair) and zone and all(values))
