"""Settings that point a cloud provider at a server on this machine, and what this engine reads."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import idvision
from idvision import Models, Options
from idvision.bench.answer import Answer
from idvision.bench.providers.protocol import Settings
from idvision.schemas.card_values import values_of
from idvision.server.keys import Key

TODAY = date(2026, 11, 21)


def secrets_of(key: Key) -> dict[str, str]:
    """Return a key of the server under the names that all vendors' keys have."""
    return {
        "ALIBABA_CLOUD_ACCESS_KEY_ID": key.id,
        "ALIBABA_CLOUD_ACCESS_KEY_SECRET": key.secret,
        "TENCENTCLOUD_SECRET_ID": key.id,
        "TENCENTCLOUD_SECRET_KEY": key.secret,
        "COS_BUCKET": "bench-1250000000",
        "COS_REGION": "ap-guangzhou",
    }


def settings_for(names: Iterable[str], endpoint: str, key: Key) -> Settings:
    """Return settings with a key, and one endpoint (`host:port`) for all named providers."""
    endpoints = dict.fromkeys(names, f"http://{endpoint}")
    return Settings(TODAY, secrets=secrets_of(key), endpoints=endpoints)


def read_here(picture: bytes, models: Models) -> list[tuple[str, str, dict[str, str]]]:
    """Return type, side and values of each document as this engine reads them."""
    cards = idvision.analyze(picture, models, Options(today=TODAY)).cards
    return [(card.document.type, card.document.side.value, values_of(card)) for card in cards]


def values_in(answer: Answer, card: int = 0) -> dict[str, str]:
    """Return the values of one card of an answer."""
    return {field.name: field.value for field in answer.cards[card].fields}
