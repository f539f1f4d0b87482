"""Answers as plain values that survive a file, and back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from idvision.bench.answer import Answer, AnsweredCard, AnsweredField
from idvision.geometry import quad_points

Json = dict[str, Any]


def answer_to_json(answer: Answer) -> Json:
    """Return an answer as plain values; what is empty or None is left out."""
    return _without_defaults(asdict(answer), asdict(Answer())) | {
        "cards": [_without_defaults(asdict(card), asdict(AnsweredCard())) for card in answer.cards]
    }


def answer_from_json(values: Mapping[str, Any]) -> Answer:
    """Return the answer that `answer_to_json` was given. Raises KeyError, TypeError or ValueError."""
    attacks = values.get("attacks")
    defects = values.get("defects")
    return Answer(
        cards=tuple(_card(card) for card in values["cards"]),
        text=tuple(map(str, values.get("text", ()))),
        decision=values.get("decision"),
        defects=None if defects is None else tuple(map(str, defects)),
        quality=_number(values.get("quality")),
        attacks=None if attacks is None else tuple((str(kind), float(score)) for kind, score in attacks),
        error=values.get("error"),
        milliseconds=float(values.get("milliseconds", 0.0)),
    )


def _card(values: Mapping[str, Any]) -> AnsweredCard:
    quad = values.get("quad")
    return AnsweredCard(
        document=values.get("document"),
        side=values.get("side"),
        quad=None if quad is None else quad_points(quad),
        fields=tuple(
            AnsweredField(field["name"], field["value"], _number(field["confidence"]))
            for field in values.get("fields", ())
        ),
        mrz=tuple(map(str, values.get("mrz", ()))),
        mrz_valid=values.get("mrz_valid"),
    )


def _number(value: Any) -> float | None:
    return None if value is None else float(value)


def _without_defaults(values: Json, defaults: Json) -> Json:
    return {name: value for name, value in values.items() if value != defaults[name]}
