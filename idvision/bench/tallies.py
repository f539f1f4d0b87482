"""One judged picture -> what it adds to each number that is a sum over pictures.

A tally is numerator and denominator by metric id. What a picture says nothing about is not in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache

from idvision.bench.answer import ATTACKS, DEFECTS, AnsweredCard
from idvision.bench.judged import ZONE, Judged, is_hidden, read_zone
from idvision.bench.matching import Pair
from idvision.bench.metrics import classification, fields, localisation, mrz
from idvision.bench.metrics.attacks import apcer, bpcer
from idvision.bench.metrics.basics import Share
from idvision.bench.metrics.calibration import SURE
from idvision.bench.metrics.cost import spent_and_right
from idvision.bench.metrics.counts import Counts
from idvision.bench.metrics.defects import defect_counts
from idvision.bench.providers.protocol import About
from idvision.documents import all_specs

FOUND_IOU = 0.5
SIDES = ("front", "back")
"""Faces that have another; a page has none."""
Tally = dict[str, tuple[float, float]]
Entry = tuple[str, tuple[float, float]]


def tally(judged: Judged, today: date) -> Tally:
    """Return everything that one picture adds; of one whose content nobody stated only how the call went."""
    if not judged.photo.stated:
        return dict(_calls(judged))
    return dict(
        entry
        for part in (_calls, _found, _outlines, _classes, _values, _text, _defects, _attacks, _decisions)
        for entry in part(judged)
    ) | dict(_zones(judged, today))


def picture_tally(judged: Judged, about: About, today: date) -> Tally:
    """Return what one picture adds, with what it costs by the number of documents that are right."""
    entries = tally(judged, today)
    if about.price is not None and judged.photo.stated:
        entries["cost_per_1000_right"] = spent_and_right(about.price, int(entries["fields_all_exact"][0]))
    return entries


def is_found(pair: Pair[AnsweredCard]) -> bool:
    """Tell whether a card was answered for the document, at its place as far as places are known."""
    return pair.card is not None and (pair.iou is None or pair.iou >= FOUND_IOU)


@cache
def known_types() -> frozenset[str]:
    """Return the ids that a document can be named by."""
    return frozenset(spec.type for spec in all_specs())


def attack_score(judged: Judged) -> float:
    """Return how likely the picture is said to be an attack of any kind.

    An error is as wrong as can be: 0 for an attack, 1 for a genuine document.
    """
    if judged.answer.error is not None:
        return 0.0 if judged.photo.attack else 1.0
    return max((chance for _, chance in judged.answer.attacks or ()), default=0.0)


def _share(flags: Iterable[bool]) -> tuple[float, float]:
    seen = list(flags)
    return sum(seen), len(seen)


def _parts(share: Share) -> tuple[float, float]:
    return share.right, share.of


def _calls(judged: Judged) -> Iterator[Entry]:
    yield "error_rate", _share([judged.answer.error is not None])
    yield "latency_mean", (judged.answer.milliseconds, 1.0)


def _found(judged: Judged) -> Iterator[Entry]:
    photo = judged.photo
    said = len(judged.claimed if judged.is_negative else judged.cards)
    yield "found", _share(map(is_found, judged.pairs))
    if judged.is_negative:
        yield "false_documents", _share([said > 0])
    # A card without an outline may be one of the documents that may be found or not.
    spare = len(photo.partial) if any(card.quad is None for card in judged.cards) else 0
    is_right = len(photo.cards) <= said <= len(photo.cards) + spare and judged.answer.error is None
    yield "exact_count", _share([is_right])


def _outlines(judged: Judged) -> Iterator[Entry]:
    stated = [
        (pair.truth.quad, pair.card.quad if pair.card else None) for pair in judged.pairs if pair.truth.quad
    ]
    overlaps = [localisation.iou(said, true) for true, said in stated]
    indices = [localisation.jaccard_index(said, true) for true, said in stated]
    yield "jaccard", (sum(indices), len(stated))
    yield "iou", (sum(overlaps), len(stated))
    yield "localised", _share(localisation.is_localised(said, true) for true, said in stated)
    found = [
        (true, said)
        for (true, said), overlap in zip(stated, overlaps, strict=True)
        if said is not None and overlap >= FOUND_IOU
    ]
    errors = [localisation.corner_error(said, true) for true, said in found]
    known = [error for error in errors if error is not None]
    yield "corner_error", (sum(known), len(known))
    yield "upright", _share(localisation.is_upright(said, true) for true, said in found)
    if len(stated) == len(judged.pairs):
        for percent in (50, 90):
            counts = localisation.detections(overlaps, len(judged.cards), percent / 100)
            yield f"detection_precision_{percent}", counts.precision
            yield f"detection_recall_{percent}", counts.recall
            yield f"detection_f_{percent}", counts.f1


def _classes(judged: Judged) -> Iterator[Entry]:
    pairs = [(pair.truth, pair.card) for pair in judged.pairs]
    known = [(truth, card) for truth, card in pairs if truth.document in known_types()]
    types = [(truth.document, card.document if card else None) for truth, card in known]
    yield "type_accuracy", _parts(classification.accuracy(types))
    yield "type_abstention", _parts(classification.abstention(types))
    others = [
        (truth.document, card.document if card else None)
        for truth, card in pairs
        if truth.document not in known_types()
    ]
    yield "type_false", _share(said not in (None, true) for true, said in others)
    sides = [(truth.side, card.side if card else None) for truth, card in pairs if truth.side in SIDES]
    yield "side_accuracy", _parts(classification.accuracy(sides))
    yield "side_abstention", _parts(classification.abstention(sides))


def _values(judged: Judged) -> Iterator[Entry]:
    cards = [[field for field in some if not field.hidden] for some in judged.fields]
    seen = [field for some in cards for field in some]
    yield "field_exact", _share(field.is_right for field in seen)
    yield "field_wrong", _share(field.is_wrong for field in seen)
    yield "field_missing", _share(not field.read.strip() for field in seen)
    errors = [fields.character_errors(field.read, field.true) for field in seen]
    yield "cer", (sum(wrong for wrong, _ in errors), sum(of for _, of in errors))
    yield "fields_all_exact", _share(fields.all_exact(some) for some in cards if some)
    yield "hit_rate", _share(fields.is_hit(some) for some in cards if some)
    every = [field for some in judged.fields for field in some]
    yield "sure_wrong", _share(field.is_wrong and (field.confidence or 0) >= SURE for field in every)


def _text(judged: Judged) -> Iterator[Entry]:
    lines = () if judged.answer.error is not None else judged.answer.text
    seen = (field for some in judged.fields for field in some if not field.hidden)
    yield "text_found", _share(fields.found_in_text(field.true, lines) for field in seen)


def _zones(judged: Judged, today: date) -> Iterator[Entry]:
    printed = [pair for pair in judged.pairs if pair.truth.mrz]
    zones = [(read_zone(pair), pair.truth.mrz) for pair in printed if not is_hidden(pair, ZONE)]
    yield "mrz_detected", _share(bool(read) for read, _ in zones)
    yield "mrz_line_exact", _share(right for read, true in zones for right in mrz.right_lines(read, true))
    yield "mrz_zone_exact", _share(mrz.is_zone_exact(read, true) for read, true in zones)
    yield "mrz_valid", _share(mrz.passes_checks(read, today) for read, _ in zones)
    yield "mrz_anls", (sum(mrz.zone_anls(read, true) for read, true in zones), len(zones))
    # What nobody can read must not be made up either.
    yield (
        "mrz_false_valid",
        _share(mrz.is_false_valid(read_zone(pair), pair.truth.mrz, today) for pair in printed),
    )


def _defects(judged: Judged) -> Iterator[Entry]:
    if judged.photo.defects is None:
        return
    picture = [(judged.photo.defects, judged.answer.defects or ())]
    total = Counts(0, 0, 0)
    for defect in DEFECTS:
        counts = defect_counts(defect, picture)
        total += counts
        yield f"defect_precision.{defect}", counts.precision
        yield f"defect_recall.{defect}", counts.recall
        yield f"defect_f1.{defect}", counts.f1
    yield "defect_precision", total.precision
    yield "defect_recall", total.recall
    yield "defect_f1", total.f1


def _attacks(judged: Judged) -> Iterator[Entry]:
    attack, score = judged.photo.attack, attack_score(judged)
    if attack == "":
        yield "bpcer", (bpcer([score]) or 0.0, 1)
    elif attack in ATTACKS:
        yield f"apcer.{attack}", (apcer([score]) or 0.0, 1)


def _decisions(judged: Judged) -> Iterator[Entry]:
    accepted = judged.answer.error is None and judged.answer.decision == "accept"
    yield "accepted", _share([accepted])
    if accepted:
        wrong = any(field.is_wrong for some in judged.fields for field in some)
        yield "accepted_wrong", _share([wrong or judged.is_negative or bool(judged.photo.attack)])
