"""Hand-made results of a resident card and a passport, for the tests of the vendors' shapes."""

from __future__ import annotations

from dataclasses import replace

from idvision.types import (
    Card,
    Decision,
    DocumentClass,
    Field,
    Mrz,
    Prompt,
    Quad,
    Quality,
    Result,
    Side,
    Verdict,
)
from tests.sample_results import CARD, GENUINE

QUAD: Quad = ((100.0, 50.0), (700.0, 50.0), (700.0, 428.0), (100.0, 428.0))
PERFECT = Quality(0.0, 0.0, 0.0, 0.0, 0.0, 0.5, 800, 0.5)
NUMBER = "990101198701011239"
FACE = {
    "name": "林小舟",
    "sex": "M",
    "ethnicity": "汉",
    "birth_date": "1987-01-01",
    "address": "某市某区某路7号",
    "id_number": NUMBER,
}
EMBLEM = {"issuing_authority": "某市公安局", "valid_from": "2017-08-12", "expiry_date": "2037-08-12"}
ZONE = {
    "document_code": "P",
    "issuing_country": "VNM",
    "surname": "LIN",
    "given_names": "XIAOZHOU",
    "document_number": "B1234567",
    "nationality": "VNM",
    "birth_date": "1987-01-01",
    "sex": "M",
    "expiry_date": "2030-06-05",
}
PROMPT = Prompt("-", "-")


def verdict(*reasons: str, reject: bool = False) -> Verdict:
    """A verdict with these reasons: to review unless it rejects, to accept without any."""
    decision = Decision.REJECT if reject else Decision.REVIEW if reasons else Decision.ACCEPT
    return Verdict(decision, reasons, PROMPT)


def fields(values: dict[str, str], **problems: str) -> tuple[Field, ...]:
    """Fields of these values, some with a problem."""
    return tuple(
        Field(name, value, value, 0.97, QUAD, (problems[name],) if name in problems else ())
        for name, value in values.items()
    )


def card(
    kind: tuple[str, Side], values: dict[str, str], *reasons: str, reject: bool = False, **problems: str
) -> Card:
    """One card with these values and reasons."""
    return replace(
        CARD,
        quad=QUAD,
        document=DocumentClass(*kind, 0.99),
        quality=PERFECT,
        reproduction=GENUINE,
        fields=fields(values, **problems),
        mrz=None,
        portrait=None,
        lines=(),
        barcodes=(),
        verdict=verdict(*reasons, reject=reject),
    )


def front(*reasons: str, values: dict[str, str] = FACE, reject: bool = False, **problems: str) -> Card:
    """The portrait side of a resident card."""
    return card(("chn_resident_id", Side.FRONT), values, *reasons, reject=reject, **problems)


def back(*reasons: str, values: dict[str, str] = EMBLEM, reject: bool = False, **problems: str) -> Card:
    """Its emblem side."""
    return card(("chn_resident_id", Side.BACK), values, *reasons, reject=reject, **problems)


def passport(**zone: str) -> Card:
    """A passport of which the zone alone was read."""
    found = fields(ZONE | zone)
    mrz = Mrz("TD3", ("P<VNMLIN", "B1234567"), ("", ""), (), found, 0.99)
    return replace(card(("passport", Side.PAGE), {}), mrz=mrz)


def unknown(*reasons: str, reject: bool = False) -> Card:
    """A card of no declared type."""
    return card(("unknown", Side.UNKNOWN), {}, *reasons, reject=reject)


def photo(*cards: Card, reasons: tuple[str, ...] = ()) -> Result:
    """A photo of these cards."""
    return Result(800, 600, cards, verdict(*reasons))
