"""A request as it came over the wire and the answer that goes back: plain values, no framework."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qsl

FORM = "application/x-www-form-urlencoded"
JSON = "application/json"
XML = "application/xml"


@dataclass(frozen=True, slots=True)
class WireRequest:
    """One request, read whole.

    Attributes:
        id: of this request, in answers and logs.
        method: in capitals.
        path: percent-encoded as sent, without the query.
        query: as sent, without the question mark.
        headers: names in small letters; of repeated ones the last.
        body: as sent.
        remote: the address of the peer, for limits; never logged.
    """

    id: str
    method: str
    path: str
    query: str
    headers: Mapping[str, str]
    body: bytes
    remote: str = ""

    def header(self, name: str) -> str:
        """Return a header's value, empty where there is none; the name in small letters."""
        return self.headers.get(name, "")

    @property
    def content_type(self) -> str:
        """The media type in small letters, without parameters."""
        return self.header("content-type").partition(";")[0].strip().lower()

    @property
    def query_pairs(self) -> list[tuple[str, str]]:
        """The query's parameters, decoded, in their order; empty values are kept."""
        return parse_qsl(self.query, keep_blank_values=True)

    @property
    def form_pairs(self) -> list[tuple[str, str]]:
        """The parameters of a form body, decoded; none of another body, or one that is no text."""
        if self.content_type != FORM:
            return []
        try:
            return parse_qsl(self.body.decode("ascii"), keep_blank_values=True)
        except UnicodeDecodeError:
            return []


@dataclass(frozen=True, slots=True)
class WireAnswer:
    """One answer; `content_type` is sent to the letter."""

    status: int
    content_type: str
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)


def json_answer(
    status: int, content: object, content_type: str = JSON, headers: Mapping[str, str] | None = None
) -> WireAnswer:
    """Return an answer whose body is JSON in UTF-8."""
    body = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
    return WireAnswer(status, content_type, body, headers or {})
