"""A result as text for people: one block a photo, one paragraph a card."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from idvision.types import Barcode, Card, Field, Mrz, Result, Verdict

_MAX_PAYLOAD = 60


def render_result(result: Result, source: str) -> str:
    """Return the block of one photo, without a newline at its end; control characters are made visible."""
    return "\n".join(printable(line) for line in _result_lines(result, source))


def printable(text: str) -> str:
    """Replace what could steer a terminal: file names and read text come from strangers."""
    return "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in text)


def _result_lines(result: Result, source: str) -> Iterator[str]:
    size = f"{result.image_width} x {result.image_height} px"
    count = "1 card" if len(result.cards) == 1 else f"{len(result.cards)} cards"
    yield f"{source}: {size}, {count}, {result.verdict.decision}"
    for number, card in enumerate(result.cards, start=1):
        yield from _card_lines(card, number)
    # With one card its own lines have said it all.
    if len(result.cards) != 1:
        yield from _verdict_lines(result.verdict)


def _card_lines(card: Card, number: int) -> Iterator[str]:
    document = card.document
    kind = f"{document.type} {document.side} ({document.confidence:.2f})"
    yield f"  card {number}: {kind}, {card.verdict.decision}"
    for line in _field_lines(card.fields):
        yield f"    {line}"
    if card.mrz is not None:
        for line in _mrz_lines(card.mrz):
            yield f"    {line}"
    for code in card.barcodes:
        yield f"    {_barcode_line(code)}"
    yield from (f"  {line}" for line in _verdict_lines(card.verdict))


def _field_lines(fields: tuple[Field, ...]) -> Iterator[str]:
    names = max((len(field.name) for field in fields), default=0)
    for field in fields:
        notes = f"  ({', '.join(field.problems)})" if field.problems else ""
        yield f"{field.name:<{names}}  {field.confidence:.2f}  {field.value}{notes}"


def _mrz_lines(mrz: Mrz) -> Iterator[str]:
    failed = [name for name, passed in mrz.checks if not passed]
    notes = ", ".join([*(f"check of {name} failed" for name in failed), *mrz.problems])
    yield f"mrz {mrz.format}  {mrz.confidence:.2f}  {notes or 'all checks passed'}"
    yield from _indented(mrz.lines)
    yield from _indented(_field_lines(mrz.fields))


def _barcode_line(code: Barcode) -> str:
    """Return the code's kind and, where its values are not understood, the beginning of its text."""
    if code.grammar:
        return f"barcode {code.format} {code.grammar}  {', '.join(code.problems) or 'read as a whole'}"
    content = code.text or f"{len(code.data)} bytes"
    return f"barcode {code.format}  {content[:_MAX_PAYLOAD]}{'...' if len(content) > _MAX_PAYLOAD else ''}"


def _verdict_lines(verdict: Verdict) -> Iterator[str]:
    if verdict.reasons:
        yield f"  reasons: {', '.join(verdict.reasons)}"
    yield f"  -> {verdict.prompt.en}"
    yield f"  -> {verdict.prompt.zh}"


def _indented(lines: Iterable[str]) -> Iterator[str]:
    return (f"  {line}" for line in lines)
