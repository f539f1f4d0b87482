"""Load document declarations: TOML files beside this module -> frozen specs.

A misspelt key, an unknown check, cleaner or cross-check, a bad pattern or a field that no anchor and no
region can find raises DocumentSpecError when the file is loaded, naming file and key.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, fields
from functools import cache
from importlib.resources import files
from typing import Any, TypeVar

from idvision.checks import CHECKS, CLEANERS, CROSS_CHECKS, LEXICONS
from idvision.errors import DocumentSpecError
from idvision.types import UNKNOWN_DOCUMENT, Box, Side

_T = TypeVar("_T")

BLOCK_PARTS = ("name", "address", "sum")
LABEL_VALUES = ("near", "right", "below")
"""Where a label's value stands: in its line or beside it and, `near` alone, below it if not there."""


@dataclass(frozen=True, slots=True)
class AnchorSpec:
    """A printed caption: confirms the type, shows where the layout lies, and names what follows it.

    `centre` is the caption's middle in fractions of the upright card; `variants` are other spellings;
    `fields` are those whose value is printed after it in the same row.
    """

    text: str
    centre: tuple[float, float]
    weight: float = 1.0
    variants: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()

    @property
    def proves(self) -> bool:
        """Whether no other document carries this caption: it weighs more than the common ones."""
        return self.weight > 1.0


@dataclass(frozen=True, slots=True)
class LabelSpec:
    """A caption without a place of its own: its value stands to the right of it, below it, or `near` it.

    `variants` are other spellings and the same caption in other languages, which may be printed beside it;
    capitals and accents make no difference. A label without a `field` is a title.
    """

    text: str
    field: str = ""
    variants: tuple[str, ...] = ()
    weight: float = 1.0
    value: str = "near"

    @property
    def proves(self) -> bool:
        """Whether no other document carries this label: it weighs more than the common ones."""
        return self.weight > 1.0


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """One value: where it is printed, what it may look like, and which rules it obeys.

    A value without a `region` is found by its label alone, on up to `lines` lines. `pattern` picks the value
    out of the text found (its group 1, or all of it); `alphabet` names the characters that compete when an
    unrestricted reading breaks a check, `lexicon` the list of words, by its name in `checks.LEXICONS`. A
    field that `identifies` proves the type by passing its checks in its place; a `rare` one may hold
    characters that everyday words do not; one of several words is `spaced`. A `block` says that the value is
    a part (`name`, `address`) of the address that a letter is sent to, or a `sum` printed large, without
    labels.
    """

    name: str
    region: Box | None = None
    pattern: str = ""
    clean: tuple[str, ...] = ()
    checks: tuple[str, ...] = ()
    alphabet: str = ""
    lexicon: str = ""
    required: bool = True
    identifies: bool = False
    rare: bool = False
    spaced: bool = False
    lines: int = 1
    block: str = ""


@dataclass(frozen=True, slots=True)
class CrossCheckSpec:
    """A rule over several fields, by its name in `checks.CROSS_CHECKS`."""

    name: str
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MrzSpec:
    """Which machine readable zones this document carries: format names and document code prefixes.

    `rows` are the middles of its lines and `extent` their left and right ends, in fractions of the card.
    """

    formats: tuple[str, ...]
    codes: tuple[str, ...]
    rows: tuple[float, ...]
    extent: tuple[float, float]


@dataclass(frozen=True, slots=True)
class DocumentSpec:
    """One side of one document type, or one `form` of it where issuers print several.

    `excludes` are captions that rule the type out, `codes` what others call this document: pairs of a
    vendor's scheme and its code. A `page` is a sheet of small print. A document whose `labels` prove it is
    none without one of them.

    `portrait` is where the holder's picture is printed; the middle of the face must lie there. A side that
    declares none carries none.
    """

    type: str
    side: Side
    title_en: str
    title_zh: str
    aspect: float
    layout_source: str
    anchors: tuple[AnchorSpec, ...] = ()
    excludes: tuple[str, ...] = ()
    min_score: float = 0.5
    fields: tuple[FieldSpec, ...] = ()
    cross_checks: tuple[CrossCheckSpec, ...] = ()
    mrz: MrzSpec | None = None
    portrait: Box | None = None
    labels: tuple[LabelSpec, ...] = ()
    form: str = ""
    codes: tuple[tuple[str, str], ...] = ()
    page: bool = False

    @property
    def placed(self) -> tuple[tuple[FieldSpec, Box], ...]:
        """The fields whose place on the document is declared, with that place."""
        return tuple((field, field.region) for field in self.fields if field.region is not None)

    @property
    def key(self) -> str:
        """Type, side and form in one word: how files and tables name this declaration."""
        return "_".join(filter(None, (self.type, self.side.value, self.form)))

    @property
    def required(self) -> tuple[str, ...]:
        """The names of the fields that every such document shows."""
        return tuple(field.name for field in self.fields if field.required)

    @property
    def expected(self) -> tuple[str, ...]:
        """What must be read of every such document: its required fields, and `mrz` for its zone."""
        return (*self.required, *(("mrz",) if self.mrz is not None else ()))


UNKNOWN_SPEC = DocumentSpec(
    type=UNKNOWN_DOCUMENT,
    side=Side.UNKNOWN,
    title_en="Unknown document",
    title_zh="未知证件",
    aspect=1.586,
    layout_source="none",
)


@cache
def all_specs() -> tuple[DocumentSpec, ...]:
    """Return every declared document side, sorted by file name."""
    folder = files("idvision.documents")
    names = sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".toml"))
    return tuple(load_spec((folder / name).read_text(encoding="utf-8"), name) for name in names)


def get_spec(document_type: str, side: Side, form: str | None = None) -> DocumentSpec:
    """Return the declaration of that type, side and form, or the spec without fields if there is none.

    Without a form it is the first one declared.
    """
    sides = (spec for spec in all_specs() if spec.type == document_type and spec.side == side)
    return next((spec for spec in sides if form is None or spec.form == form), UNKNOWN_SPEC)


def load_spec(text: str, file: str) -> DocumentSpec:
    """Parse and check one declaration. Raises DocumentSpecError."""
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise DocumentSpecError(str(error), file=file, key="TOML") from error
    table["side"] = _side(table.get("side"), file)
    table["anchors"] = tuple(_build(AnchorSpec, entry, file, "anchors") for entry in table.get("anchors", ()))
    table["labels"] = tuple(_build(LabelSpec, entry, file, "labels") for entry in table.get("labels", ()))
    table["codes"] = tuple(sorted(table.get("codes", {}).items()))
    table["fields"] = tuple(_build(FieldSpec, entry, file, "fields") for entry in table.get("fields", ()))
    table["cross_checks"] = tuple(
        _build(CrossCheckSpec, entry, file, "cross_checks") for entry in table.get("cross_checks", ())
    )
    if "mrz" in table:
        table["mrz"] = _build(MrzSpec, table["mrz"], file, "mrz")
    spec = _build(DocumentSpec, table, file, "document")
    _check_names(spec, file)
    return spec


def _side(value: object, file: str) -> Side:
    try:
        return Side(str(value))
    except ValueError as error:
        raise DocumentSpecError(f"unknown side {value!r}", file=file, key="side") from error


def _build(cls: type[_T], table: dict[str, Any], file: str, key: str) -> _T:
    known = {entry.name for entry in fields(cls)}  # type: ignore[arg-type]
    unknown = sorted(set(table) - known)
    if unknown:
        raise DocumentSpecError(f"unknown key {unknown[0]!r}", file=file, key=key)
    frozen = {name: tuple(value) if isinstance(value, list) else value for name, value in table.items()}
    try:
        return cls(**frozen)
    except TypeError as error:
        raise DocumentSpecError(str(error), file=file, key=key) from error


def _check_names(spec: DocumentSpec, file: str) -> None:
    declared = {field.name for field in spec.fields}
    for field in spec.fields:
        _require_known(field.clean, set(CLEANERS), file, f"fields.{field.name}.clean")
        _require_known(field.checks, set(CHECKS), file, f"fields.{field.name}.checks")
        _require_known((field.lexicon,), {"", *LEXICONS}, file, f"fields.{field.name}.lexicon")
        try:
            re.compile(field.pattern)
        except re.error as error:
            raise DocumentSpecError(str(error), file=file, key=f"fields.{field.name}.pattern") from error
    for anchor in spec.anchors:
        _require_known(anchor.fields, declared, file, f"anchors.{anchor.text}.fields")
    for label in spec.labels:
        _require_known((label.field,), declared | {""}, file, f"labels.{label.text}.field")
        _require_known((label.value,), set(LABEL_VALUES), file, f"labels.{label.text}.value")
    found = {label.field for label in spec.labels} | {
        name for anchor in spec.anchors for name in anchor.fields
    }
    for field in spec.fields:
        _require_known((field.block,), {"", *BLOCK_PARTS}, file, f"fields.{field.name}.block")
        if field.region is None and field.name not in found and not field.block:
            raise DocumentSpecError("nothing tells where it is", file=file, key=f"fields.{field.name}")
    for check in spec.cross_checks:
        _require_known((check.name,), set(CROSS_CHECKS), file, "cross_checks.name")
        _require_known(check.fields, declared, file, f"cross_checks.{check.name}.fields")


def _require_known(names: tuple[str, ...], known: set[str], file: str, key: str) -> None:
    for name in names:
        if name not in known:
            raise DocumentSpecError(f"unknown name {name!r}", file=file, key=key)
