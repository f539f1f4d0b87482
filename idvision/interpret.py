"""What was read of a card -> what it is and says: lines, zone and codes -> type and values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from idvision.address_block import address_values
from idvision.anchors import Classified, rows_of
from idvision.barcode_fields import belongs_to, code_box, merge_fields
from idvision.classify import classify, place_zone
from idvision.documents import specs_standing
from idvision.forms import issued_form
from idvision.headline_sum import sum_values
from idvision.label_values import label_values
from idvision.looks import Looks
from idvision.mend import mend
from idvision.parse import joined, parse
from idvision.read import UprightText
from idvision.repair import Probabilities, repair
from idvision.types import Barcode, Box, Field, FoundValue, Mrz, ReadLine
from idvision.unlabelled import with_unlabelled
from idvision.validate import validate
from idvision.zone_dates import issue_day
from idvision.zone_echo import zone_echo
from idvision.zone_fields import FILLERS, hold_against_zone
from idvision.zone_names import zone_names


@dataclass(frozen=True, slots=True)
class Evidence:
    """What beside its lines tells what a card is: its zone, its looks, its two-dimensional codes."""

    mrz: Mrz | None = None
    looks: Looks | None = None
    barcodes: tuple[Barcode, ...] = ()


@dataclass(frozen=True, slots=True)
class ReadDocument:
    """What was read of a card; quads of `text`, `mrz` and `barcodes` in pixels of the upright card image.

    `boxes` are the places of `fields` in fractions of the card; their quads are left for the caller.
    """

    text: UprightText
    mrz: Mrz | None
    classified: Classified
    fields: tuple[Field, ...]
    boxes: dict[str, Box]
    barcodes: tuple[Barcode, ...] = ()


def interpret(text: UprightText, evidence: Evidence, probabilities: Probabilities) -> ReadDocument:
    """Return type and values of a card; `probabilities` reads a crop again where a value breaks a rule."""
    size_wh = (text.image.shape[1], text.image.shape[0])
    rows = rows_of(text.lines, size_wh)
    specs = specs_standing(upright=size_wh[1] > size_wh[0])
    classified = classify(rows, evidence.mrz, specs, evidence.looks, evidence.barcodes, text.lines)
    classified = place_zone(classified, evidence.mrz, size_wh)
    spec = classified.spec
    printed = print_of(text.lines, evidence.mrz)
    labelled = label_values(printed, spec, size_wh)
    unlabelled = issue_day(printed, evidence.mrz, spec, size_wh) if evidence.mrz is not None else None
    bare = (*address_values(text.lines, spec, size_wh), *sum_values(text.lines, spec, size_wh))
    dated = [unlabelled] if unlabelled is not None else []
    named = zone_names(printed, evidence.mrz, spec, size_wh) if evidence.mrz is not None else ()
    found = joined([*dated, *parse(rows, classified), *bare, *labelled, *named], spec)
    fields = repair(text.image, found, validate(found, spec), spec, probabilities)
    fields = hold_against_zone(fields, evidence.mrz, text.lines)
    if evidence.mrz is not None:
        echoed = missing_echoes(fields, zone_echo(printed, evidence.mrz, spec, size_wh))
        fields = (*fields, *hold_against_zone(validate(echoed, spec), evidence.mrz))
        found = (*found, *echoed)
    classified = replace(classified, spec=issued_form(spec, fields, specs))
    boxes = {value.name: value.box for value in found}
    fields, boxes = with_unlabelled(printed, classified.spec, fields, boxes, evidence.mrz, size_wh)
    fields = mend(fields, classified.spec)
    for code in evidence.barcodes:
        if belongs_to(code, spec):
            fields = merge_fields(fields, code.fields)
            boxes = {field.name: code_box(code, size_wh) for field in code.fields} | boxes
    return ReadDocument(text, evidence.mrz, classified, fields, boxes, evidence.barcodes)


def missing_echoes(fields: Sequence[Field], echoes: Sequence[FoundValue]) -> tuple[FoundValue, ...]:
    """Return the values that were found by the zone alone."""
    have = {field.name for field in fields}
    return tuple(value for value in echoes if value.name not in have)


def print_of(lines: Sequence[ReadLine], mrz: Mrz | None) -> tuple[ReadLine, ...]:
    """Return the lines that are no rows of a zone."""
    return tuple(line for line in lines if mrz is None or FILLERS not in line.reading.text)
