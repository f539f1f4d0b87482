"""Declarations of what is no card but carries a number in the open: number plates, identification numbers.

The `[scene]` table of a declaration says how such a carrier is built, of which colours it is and what may
be written on it; a misspelt key or a name that nothing declares raises DocumentSpecError.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from idvision.errors import DocumentSpecError
from idvision.types import Box

Build = Callable[[type[Any], dict[str, Any], str, str], Any]


@dataclass(frozen=True, slots=True)
class SceneColour:
    """A ground colour: `hue` in degrees, or for a ground without hue whether it is lighter than its ink.

    `share` of the ground must have the hue, at a saturation in [0, 1] of no less than `saturation`.
    """

    name: str
    hue: tuple[float, float] | None = None
    saturation: float = 0.3
    share: float = 0.5
    light: bool | None = None


@dataclass(frozen=True, slots=True)
class SceneForm:
    """A form of the carrier.

    `size_mm` is its width and height; `line` the line that is found by itself, and `rows` all lines in
    reading order, in fractions of it. The edges of a form that is `edged` show in the photo.
    """

    name: str
    size_mm: tuple[float, float]
    line: Box
    rows: tuple[Box, ...]
    edged: bool = True


@dataclass(frozen=True, slots=True)
class SceneKind:
    """What may be written on a carrier: one letter a character, a key of `classes` or the character itself.

    `colour` and `forms` are those that it is made in; empty for any.
    """

    name: str
    grammar: str
    colour: str = ""
    forms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SceneSpec:
    """How a carrier is found and read.

    Attributes:
        field: the field that holds what is written.
        hint: what a rough reading of its line looks like (a regular expression that must match all of it).
        kinds, forms, colours: what there is.
        classes: pairs of a letter of the grammars and its characters.
        twins: pairs of a character and those that cannot be there but look like it.
        kind_field, colour_field: fields that hold the names of kind and colour, empty for none.
        short_side_px: heights of a carrier in the photo below which it is for review, and rejected.
        captions: words that say what the number is.
        beside: most other lines around a carrier whose number stands up to its checks or has a caption,
        beside_unproven: and around one whose number does not, or has nothing to prove it by.
        proofs: first characters of numbers that a check digit proves; None if the grammar is proof enough.
        on_card: whether the carrier may be a located card that shows more than the number.
    """

    field: str
    hint: str
    kinds: tuple[SceneKind, ...]
    forms: tuple[SceneForm, ...]
    classes: tuple[tuple[str, str], ...]
    twins: tuple[tuple[str, str], ...] = ()
    colours: tuple[SceneColour, ...] = ()
    kind_field: str = ""
    colour_field: str = ""
    short_side_px: tuple[int, int] = (24, 12)
    captions: tuple[str, ...] = ()
    beside: int = 4
    beside_unproven: int = 4
    proofs: str | None = None
    on_card: bool = False

    @property
    def alphabet(self) -> str:
        """Every character of all grammars, sorted."""
        classes = dict(self.classes)
        return "".join(
            sorted({one for kind in self.kinds for key in kind.grammar for one in classes.get(key, key)})
        )

    def characters(self, kind: SceneKind) -> tuple[str, ...]:
        """Return for each place of a kind's grammar the characters that may stand there."""
        classes = dict(self.classes)
        return tuple(classes.get(key, key) for key in kind.grammar)


def scene_from(table: Mapping[str, Any], fields: set[str], file: str, build: Build) -> SceneSpec:
    """Build and check the `[scene]` table. Raises DocumentSpecError.

    Args:
        table: as parsed.
        fields: names of the declared fields.
        file: for messages.
        build: makes one frozen value of a table, refusing unknown keys.
    """
    values = dict(table)
    for key, cls in (("kinds", SceneKind), ("forms", SceneForm), ("colours", SceneColour)):
        values[key] = tuple(build(cls, _frozen(entry), file, f"scene.{key}") for entry in values.get(key, ()))
    for key in ("classes", "twins"):
        values[key] = tuple(sorted(values.get(key, {}).items()))
    spec: SceneSpec = build(SceneSpec, values, file, "scene")
    _check(spec, fields, file)
    return spec


def _frozen(entry: Mapping[str, Any]) -> dict[str, Any]:
    """Return a table with its lists, and the lists in them, as tuples."""
    return {
        name: tuple(tuple(one) if isinstance(one, list) else one for one in value)
        if isinstance(value, list)
        else value
        for name, value in entry.items()
    }


def _check(spec: SceneSpec, fields: set[str], file: str) -> None:
    try:
        re.compile(spec.hint)
    except re.error as error:
        raise DocumentSpecError(str(error), file=file, key="scene.hint") from error
    forms, colours = {form.name for form in spec.forms}, {colour.name for colour in spec.colours}
    named = [("scene.field", spec.field, fields)]
    named += [
        ("scene.kind_field", spec.kind_field, {"", *fields}),
        ("scene.colour_field", spec.colour_field, {"", *fields}),
    ]
    named += [("scene.kinds.colour", kind.colour, {"", *colours}) for kind in spec.kinds]
    named += [("scene.kinds.forms", form, forms) for kind in spec.kinds for form in kind.forms]
    for key, name, known in named:
        if name not in known:
            raise DocumentSpecError(f"unknown name {name!r}", file=file, key=key)
    for key, entries in (("scene.kinds", spec.kinds), ("scene.forms", spec.forms)):
        if not entries:
            raise DocumentSpecError("none is declared", file=file, key=key)
