"""Derive values that are printed nowhere from those that are: a card as read -> the same with more fields.

A bank's name follows from a card's number. Only a value without a problem is a source: nothing follows from
a number that breaks a rule, and what a rule cannot tell is left out. Derived values say nothing new of the
photo, so they take no part in judging it, nor in voting between photos: they are added last, and taken off
before a vote.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from idvision.checks import DERIVATIONS
from idvision.documents import DocumentSpec, get_spec
from idvision.types import Card, Field


def with_derived(card: Card) -> Card:
    """Return the card with what its declaration derives from its fields."""
    spec = get_spec(card.document.type, card.document.side)
    return replace(card, fields=derive(card.fields, spec)) if spec.derived else card


def without_derived(card: Card) -> Card:
    """Return the card with nothing but what was read."""
    names = {rule.name for rule in get_spec(card.document.type, card.document.side).derived}
    return replace(card, fields=tuple(field for field in card.fields if field.name not in names))


def derive(fields: Sequence[Field], spec: DocumentSpec) -> tuple[Field, ...]:
    """Return the fields and behind them those derived from them.

    A derived value is as sure as its source; its `raw` is empty and its `quad` None, for it was not read.
    """
    sources = {field.name: field for field in fields if not field.problems}
    derived = (
        Field(rule.name, value, "", sources[rule.source].confidence)
        for rule in spec.derived
        if rule.source in sources and (value := DERIVATIONS[rule.rule](sources[rule.source].value))
    )
    return (*fields, *derived)
