"""Markup from plain text: whatever comes from outside is escaped here and nowhere else."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape


def tag(name: str, *content: str, **attributes: str) -> str:
    """Return an element around markup; attribute values are plain text, `class_` stands for `class`."""
    given = "".join(f' {_attribute(key)}="{escape(value)}"' for key, value in attributes.items())
    return f"<{name}{given}>{''.join(content)}</{name}>"


def text(plain: object) -> str:
    """Return plain text as markup; characters that are no print become a replacement character."""
    shown = "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in str(plain))
    return escape(shown)


def link(source: str) -> str:
    """Return a cited source: as a link where it is an address, else as text."""
    if not source.startswith(("https://", "http://")):
        return text(source)
    return tag("a", text(source), href=source, rel="noopener noreferrer")


def listed(items: Iterable[str], **attributes: str) -> str:
    """Return an unordered list of markup."""
    return tag("ul", *(tag("li", item) for item in items), **attributes)


def table(caption: str, head: Iterable[str], rows: Iterable[Iterable[str]], **attributes: str) -> str:
    """Return a table of ready cells (`th`, `td`), which scrolls sideways where it does not fit."""
    body = "\n".join(tag("tr", *row) for row in rows)
    content = (tag("caption", caption), tag("thead", tag("tr", *head)), tag("tbody", "\n", body))
    # Focusable, so that it can also be scrolled with keys.
    return tag("div", tag("table", *content, **attributes), class_="scroll", tabindex="0")


def heads(titles: Iterable[str], **attributes: str) -> tuple[str, ...]:
    """Return header cells of columns, from markup."""
    return tuple(tag("th", title, scope="col", **attributes) for title in titles)


def row_head(content: str) -> str:
    """Return the header cell of a row, from markup."""
    return tag("th", content, scope="row")


def _attribute(key: str) -> str:
    return key.rstrip("_").replace("_", "-")
