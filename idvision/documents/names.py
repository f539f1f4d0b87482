"""Whether every name in a declaration stands for something: fields, checks, cleaners, rules, patterns."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from idvision.checks import (
    CHECKS,
    CLEANERS,
    CROSS_CHECKS,
    DERIVATIONS,
    GRAMMARS,
    LEXICONS,
    MENDERS,
    PAIR_CHECKS,
)
from idvision.errors import DocumentSpecError
from idvision.types import BARCODE_FORMATS

if TYPE_CHECKING:
    from idvision.documents.spec import BarcodeSpec, DocumentSpec

BLOCK_PARTS = ("name", "address", "sum")
LABEL_VALUES = ("near", "right", "below", "above")
"""Where a label's value stands: in its line or beside it and, `near` alone, below it if not there."""


def check_names(spec: DocumentSpec, file: str) -> None:
    """Raise DocumentSpecError for the first name in a declaration that stands for nothing."""
    declared = {field.name for field in spec.fields}
    for field in spec.fields:
        _require_known(field.clean, set(CLEANERS), file, f"fields.{field.name}.clean")
        _require_known(field.checks, set(CHECKS), file, f"fields.{field.name}.checks")
        _require_known((field.lexicon,), {"", *LEXICONS}, file, f"fields.{field.name}.lexicon")
        _require_known((field.mend,), {"", *MENDERS}, file, f"fields.{field.name}.mend")
        try:
            re.compile(field.pattern)
        except re.error as error:
            raise DocumentSpecError(str(error), file=file, key=f"fields.{field.name}.pattern") from error
    if spec.barcode is not None:
        _check_barcode(spec.barcode, file)
    for anchor in spec.anchors:
        _require_known(anchor.fields, declared, file, f"anchors.{anchor.text}.fields")
    for label in spec.labels:
        _require_known((label.field,), declared | {""}, file, f"labels.{label.text}.field")
        _require_known(label.also, declared, file, f"labels.{label.text}.also")
        _require_known((label.value,), set(LABEL_VALUES), file, f"labels.{label.text}.value")
    for field in spec.fields:
        _require_known((field.block,), {"", *BLOCK_PARTS}, file, f"fields.{field.name}.block")
        captioned = any(label.names(field.name) for label in spec.labels)
        captioned = captioned or any(field.name in anchor.fields for anchor in spec.anchors)
        if field.region is None and not captioned and not field.block:
            raise DocumentSpecError("nothing tells where it is", file=file, key=f"fields.{field.name}")
    if both := declared.intersection(spec.unread):
        raise DocumentSpecError(f"declared as a field too: {min(both)!r}", file=file, key="unread")
    _require_known(tuple(" ".join(spec.rows).split()), declared, file, "rows")
    for check in spec.cross_checks:
        _require_known((check.name,), set(CROSS_CHECKS), file, "cross_checks.name")
        _require_known(check.fields, declared, file, f"cross_checks.{check.name}.fields")
    for rule in spec.derived:
        if rule.name in declared:
            raise DocumentSpecError("is read as well", file=file, key=f"derived.{rule.name}")
        _require_known((rule.rule,), set(DERIVATIONS), file, f"derived.{rule.name}.rule")
        _require_known((rule.source,), declared, file, f"derived.{rule.name}.source")
    for pair in spec.pair_checks:
        _require_known((pair.name,), set(PAIR_CHECKS), file, "pair_checks.name")
        printed = tuple(name for name in pair.front if not name.startswith("mrz."))
        _require_known(printed, declared, file, f"pair_checks.{pair.name}.front")


def _check_barcode(barcode: BarcodeSpec, file: str) -> None:
    _require_known(barcode.formats, set(BARCODE_FORMATS), file, "barcode.formats")
    _require_known((barcode.grammar,), set(GRAMMARS), file, "barcode.grammar")


def _require_known(names: tuple[str, ...], known: set[str], file: str, key: str) -> None:
    for name in names:
        if name not in known:
            raise DocumentSpecError(f"unknown name {name!r}", file=file, key=key)
