"""Load document declarations: TOML files beside this module -> frozen specs.

A misspelt key, an unknown check, cleaner or cross-check, a bad pattern or a field that no anchor and no
region can find raises DocumentSpecError when the file is loaded, naming file and key.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, fields
from functools import cache
from importlib.resources import files
from typing import Any, TypeVar

from idvision.documents.captions import with_captions
from idvision.documents.names import check_names
from idvision.documents.scene import SceneSpec, scene_from
from idvision.errors import DocumentSpecError
from idvision.types import UNKNOWN_DOCUMENT, Box, Side

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class AnchorSpec:
    """A printed caption: confirms the type, shows where the layout lies, and names what follows it.

    `centre` is the caption's middle in fractions of the upright card; `variants` are other spellings;
    `fields` are those whose value is printed after it in the same row. An `optional` one stands on some
    issues only, so that its absence says nothing against the document.
    """

    text: str
    centre: tuple[float, float]
    weight: float = 1.0
    variants: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    optional: bool = False

    @property
    def proves(self) -> bool:
        """Whether no other document carries this caption: it weighs more than the common ones."""
        return self.weight > 1.0


@dataclass(frozen=True, slots=True)
class LabelSpec:
    """A caption without a place of its own: its value stands to the right of it, below it, or `near` it.

    `variants` are other spellings and the same caption in other languages, which may be printed beside it;
    capitals and accents make no difference. A label without a `field` is a title. The values of the fields in
    `also` stand there too, as the end of a period behind its beginning; their patterns tell them apart.
    """

    text: str
    field: str = ""
    variants: tuple[str, ...] = ()
    weight: float = 1.0
    value: str = "near"
    also: tuple[str, ...] = ()

    @property
    def proves(self) -> bool:
        """Whether no other document carries this label: it weighs more than the common ones."""
        return self.weight > 1.0

    def names(self, field: str) -> bool:
        """Tell whether the value of a field stands at this label."""
        return field == self.field or field in self.also


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """One value: where it is printed, what it may look like, and which rules it obeys.

    A value without a `region` is found by its label alone, on up to `lines` lines. `pattern` picks the value
    out of the text found (its group 1, or all of it); `alphabet` names the characters that compete when an
    unrestricted reading breaks a check, `lexicon` the list of words, by its name in `checks.LEXICONS`. A
    field that `identifies` proves the type by passing its checks in its place, if every one that `confirms`
    passes its own; a `rare` one may hold characters that everyday words do not; one of several words is
    `spaced`; a `stacked` number may be printed in groups of digits one below the other; of a `han` one rows
    without a Han character are another script's. A `block` says that the value is a part (`name`, `address`)
    of the address that a letter is sent to, or a `sum` printed large, without labels. `mend` is the rule, by
    its name in `checks.MENDERS`, that puts right what was misread; `known` are the words that most documents
    hold there, so that a reading that is nearly one of them is that one.
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
    confirms: bool = False
    rare: bool = False
    spaced: bool = False
    stacked: bool = False
    han: bool = False
    lines: int = 1
    block: str = ""
    mend: str = ""
    known: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CrossCheckSpec:
    """A rule over several fields, by its name in `checks.CROSS_CHECKS`."""

    name: str
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DerivedSpec:
    """A value that is not printed: it follows from the field `source` by a rule of `checks.DERIVATIONS`."""

    name: str
    source: str
    rule: str


@dataclass(frozen=True, slots=True)
class PairCheckSpec:
    """A rule between this front and its back, by its name in `checks.PAIR_CHECKS`.

    `front` and `back` are the fields that it compares, those of a machine readable zone as `mrz.NAME`.
    `back_type` is the type that the back is declared as, where that is not the front's own.
    """

    name: str
    front: tuple[str, ...]
    back: tuple[str, ...]
    back_type: str = ""


@dataclass(frozen=True, slots=True)
class MrzSpec:
    """Which machine readable zones this document carries: format names and document code prefixes.

    `rows` are the middles of its lines and `extent` their left and right ends, in fractions of the card.
    `issuers` are the issuing states, three letters as printed, that the declaration is for; empty for all.
    One that names the zone's issuer goes before those for all.
    """

    formats: tuple[str, ...]
    codes: tuple[str, ...]
    rows: tuple[float, ...]
    extent: tuple[float, float]
    issuers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class BarcodeSpec:
    """Which code this document carries: symbologies as `types.Barcode.format` has them, and its grammar.

    `grammar` is a name in `checks.GRAMMARS`. A code that follows it proves the type.
    """

    formats: tuple[str, ...]
    grammar: str


@dataclass(frozen=True, slots=True)
class DocumentSpec:
    """One side of one document type, or one `form` of it where issuers print several.

    `excludes` are captions that rule the type out, `codes` what others call this document: pairs of a
    vendor's scheme and its code. A `page` is a sheet of small print. A document whose `labels` prove it is
    none without one of them. One that stands in for another for a while is `temporary`.
    `unread` names what is printed in a script that no network here reads: such values are always missing.

    `portrait` is where the holder's picture is printed; the middle of the face must lie there. A side that
    declares none carries none. `scene` tells how to find what is no card in a photo of something else.

    `issued_from` is the first day, in ISO form, on which this form was issued, where the print of several
    forms differs in nothing but that.

    `rows` are the names of the fields in the order in which every issue prints them: rows from top to bottom,
    those of one row with spaces between them from left to right. They tell apart values whose captions are
    not legible, so a field that some issues print elsewhere is in none. A field of words with `lines` above 1
    takes lines that follow one another more closely than the rows do.
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
    derived: tuple[DerivedSpec, ...] = ()
    pair_checks: tuple[PairCheckSpec, ...] = ()
    mrz: MrzSpec | None = None
    barcode: BarcodeSpec | None = None
    portrait: Box | None = None
    labels: tuple[LabelSpec, ...] = ()
    form: str = ""
    unread: tuple[str, ...] = ()
    issued_from: str = ""
    codes: tuple[tuple[str, str], ...] = ()
    page: bool = False
    temporary: bool = False
    scene: SceneSpec | None = None
    rows: tuple[str, ...] = ()

    @property
    def is_upright(self) -> bool:
        """Whether the document is taller than wide."""
        return self.aspect < 1

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
    return tuple(
        form for name in names for form in load_forms((folder / name).read_text(encoding="utf-8"), name)
    )


@cache
def specs_standing(*, upright: bool) -> tuple[DocumentSpec, ...]:
    """Return the declarations for a card that is taller than wide, or wider than tall.

    Of a side with forms of both kinds only those that stand so; any other may have been cut or turned.
    """
    so = {(spec.type, spec.side) for spec in all_specs() if spec.is_upright == upright}
    return tuple(
        spec for spec in all_specs() if spec.is_upright == upright or (spec.type, spec.side) not in so
    )


def get_spec(document_type: str, side: Side, form: str | None = None) -> DocumentSpec:
    """Return the declaration of that type, side and form, or the spec without fields if there is none.

    Without a form it is the first one declared.
    """
    sides = (spec for spec in all_specs() if spec.type == document_type and spec.side == side)
    return next((spec for spec in sides if form is None or spec.form == form), UNKNOWN_SPEC)


def load_forms(text: str, file: str) -> tuple[DocumentSpec, ...]:
    """Parse and check one file: its declaration, once for each of its `forms` where it names some.

    A form differs from the others in what its entry says, the rest is common. Raises DocumentSpecError.
    """
    table = _parsed(text, file)
    forms = table.pop("forms", [{}])
    known = {"form", "issued_from", "codes"}
    unknown = sorted({key for entry in forms for key in entry} - known)
    if unknown:
        raise DocumentSpecError(f"unknown key {unknown[0]!r}", file=file, key="forms")
    return tuple(_spec({**table, **entry}, file) for entry in forms)


def load_spec(text: str, file: str) -> DocumentSpec:
    """Parse and check one declaration of a single form. Raises DocumentSpecError."""
    return _spec(_parsed(text, file), file)


def _parsed(text: str, file: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise DocumentSpecError(str(error), file=file, key="TOML") from error


def _spec(table: dict[str, Any], file: str) -> DocumentSpec:
    table = with_captions(table, file)
    table["side"] = _side(table.get("side"), file)
    table["anchors"] = tuple(_build(AnchorSpec, entry, file, "anchors") for entry in table.get("anchors", ()))
    table["labels"] = tuple(_build(LabelSpec, entry, file, "labels") for entry in table.get("labels", ()))
    table["codes"] = tuple(sorted(table.get("codes", {}).items()))
    table["fields"] = tuple(_build(FieldSpec, entry, file, "fields") for entry in table.get("fields", ()))
    table["cross_checks"] = tuple(
        _build(CrossCheckSpec, entry, file, "cross_checks") for entry in table.get("cross_checks", ())
    )
    table["derived"] = tuple(
        _build(DerivedSpec, entry, file, "derived") for entry in table.get("derived", ())
    )
    table["pair_checks"] = tuple(
        _build(PairCheckSpec, entry, file, "pair_checks") for entry in table.get("pair_checks", ())
    )
    if "mrz" in table:
        table["mrz"] = _build(MrzSpec, table["mrz"], file, "mrz")
    if "barcode" in table:
        table["barcode"] = _build(BarcodeSpec, table["barcode"], file, "barcode")
    if "scene" in table:
        declared = {field.name for field in table["fields"]}
        table["scene"] = scene_from(table["scene"], declared, file, _build)
    spec = _build(DocumentSpec, table, file, "document")
    check_names(spec, file)
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
