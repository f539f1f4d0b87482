"""Which card of a photo a vendor's code means. The codes stand in the declarations of the documents."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from idvision.documents import DocumentSpec, get_spec
from idvision.schemas.card_values import values_of
from idvision.types import Card, Result, Side

OCR_MAX, OCR_MAX_PAGE = "aliyun", "aliyun_page"
CREDENTIAL = "aliyun_credential"
GREEN = "green"
TENCENT = "tencent"
RESIDENT_CARD = "CHN01001"
FRONT, BACK = "FRONT", "BACK"
PASSPORTS = "03"
_ANY_COUNTRY = "GLB"
_ALPHA_3 = 3


def spec_of(card: Card) -> DocumentSpec:
    """Return the declaration of what the card is."""
    return get_spec(card.document.type, card.document.side, card.document.form)


def code_of(spec: DocumentSpec, scheme: str) -> str:
    """Return what that scheme calls the document, empty if it has no name for it."""
    return dict(spec.codes).get(scheme, "")


def page_of(spec: DocumentSpec) -> str:
    """Return the page as `DocPage` counts them: `01`, or `02` for a back."""
    return code_of(spec, OCR_MAX_PAGE) or ("02" if spec.side is Side.BACK else "01")


def id_card_side(spec: DocumentSpec) -> str:
    """Return `FRONT` or `BACK` for a side of the Chinese identity card, else an empty text.

    A declaration may say so itself, as `tencent`; the sides of the resident card need not.
    """
    if code_of(spec, OCR_MAX) == RESIDENT_CARD:
        return BACK if page_of(spec) == "02" else FRONT
    return code_of(spec, TENCENT)


def is_page(card: Card, doc_type: str, doc_page: str) -> bool:
    """Tell whether a card is that page of that `DocType`.

    A passport answers to the codes of all countries and to those of its own.
    """
    spec = spec_of(card)
    code = code_of(spec, OCR_MAX)
    if not code or page_of(spec) != doc_page:
        return False
    if code[3:5] == doc_type[3:5] == PASSPORTS:
        return doc_type[:3] in {_ANY_COUNTRY, country_and_kind(card)[:3]}
    return code == doc_type


def country_and_kind(card: Card) -> str:
    """Return the first five characters of the card's code, such as `CHN01`, empty if it has none.

    Where the code is that of all countries, the issuing one is put in its place.
    """
    code = code_of(spec_of(card), OCR_MAX)[:5]
    issuer = values_of(card).get("issuing_country", "")
    known = len(issuer) == _ALPHA_3 and issuer.isascii() and issuer.isalpha()
    return issuer + code[3:] if code.startswith(_ANY_COUNTRY) and known else code


def matching(result: Result, fits: Callable[[Card], bool]) -> tuple[Card, ...]:
    """Return the cards that fit, the one that fills most of the photo first."""
    return tuple(card for card in by_size(result.cards) if fits(card))


def by_size(cards: Iterable[Card]) -> tuple[Card, ...]:
    """Return cards, the largest in the photo first."""
    return tuple(sorted(cards, key=lambda card: -card.quality.coverage))
