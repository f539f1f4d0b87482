"""The code on the back of North American driving licences and identity cards (AAMVA DL/ID, PDF417).

    @ LF RS CR ANSI IIIIII VV JJ NN (TT OOOO LLLL) x NN  TT element LF element ... CR  TT element ...

IIIIII is the issuer, VV the version of the standard (01 of 2000 to 10 of 2020 and on), JJ the issuer's own
version (not in 00 and 01), NN the number of subfiles, TT their type, OOOO and LLLL where they stand. An
element is an identifier of three letters and its value. Issued cards err in offsets and lengths, so
elements are found by their separators and identifiers alone.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import partial

from idvision.checks import aamva_values as values
from idvision.checks.payload import CodedValue, Payload, ReadValue, collect

REQUIRED = ("surname", "document_number", "birth_date", "expiry_date")
"""What every version of the standard demands."""

_HEADER = re.compile(r"@[\s\x1c-\x1f]*(?:ANSI ?|AAMVA)([0-9]{6})[0-9]{0,6}")
_DESIGNATORS = re.compile(r"(?:[A-Z]{2}[0-9]{8})+")
_SEPARATORS = re.compile(r"[\n\r\x1c-\x1e]+")
# No element's identifier begins like a subfile's type.
_ELEMENT = re.compile(r"(?:DL|ID|EN)?(D[A-KM-Z][A-Z])(.*)")
_KINDS = ("DL", "ID", "EN")


def read(text: str) -> Payload | None:
    """Return what the code says; None for a text that does not begin as this standard asks."""
    header = _HEADER.match(text)
    if header is None:
        return None
    designators = _DESIGNATORS.match(text, header.end())
    kinds = re.findall(r"([A-Z]{2})[0-9]{8}", designators[0]) if designators else []
    body = text[designators.end() if designators else header.end() :]
    elements = elements_of(body)
    issuer, kind = header[1], next((kind for kind in kinds if kind in _KINDS), "")
    readers: list[tuple[str, ReadValue]] = [
        ("document_code", lambda: CodedValue("document_code", kind, kind) if kind else None),
        ("issuing_country", partial(values.issuing_country, elements, issuer)),
        ("issuing_authority", partial(values.issuing_authority, issuer)),
        ("document_number", partial(values.plain, elements, "document_number", "DAQ")),
        ("surname", partial(values.surname, elements)),
        ("given_names", partial(values.given_names, elements)),
        ("name_suffix", partial(values.name_suffix, elements)),
        ("sex", partial(values.sex, elements)),
        ("birth_date", partial(values.day, elements, "birth_date", "DBB")),
        ("issue_date", partial(values.day, elements, "issue_date", "DBD")),
        ("expiry_date", partial(values.day, elements, "expiry_date", "DBA")),
        ("address", partial(values.address, elements)),
        ("vehicle_class", partial(values.plain, elements, "vehicle_class", "DCA", "DAR")),
        ("restrictions", partial(values.plain, elements, "restrictions", "DCB", "DAS")),
        ("endorsements", partial(values.plain, elements, "endorsements", "DCD", "DAT")),
        ("height", partial(values.height, elements)),
        ("eye_colour", partial(values.eye_colour, elements)),
        ("document_discriminator", partial(values.plain, elements, "document_discriminator", "DCF")),
        ("inventory_number", partial(values.plain, elements, "inventory_number", "DCK")),
    ]
    return collect(readers, REQUIRED, () if designators else ("bad_structure",))


def elements_of(body: str) -> Mapping[str, str]:
    """Return the elements of all subfiles by identifier, the first of a name; the issuer's own are left out.

    The first element of a subfile follows the subfile's type without a separator.
    """
    found: dict[str, str] = {}
    for part in _SEPARATORS.split(body):
        match = _ELEMENT.match(part)
        if match is not None:
            found.setdefault(match[1], match[2].strip())
    return found
