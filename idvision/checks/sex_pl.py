"""Sex as Polish documents print it, `K` for women and `M` for men, to F and M.

Only for documents that are declared Polish: K means nothing elsewhere.
"""

from __future__ import annotations

from idvision.checks import sex
from idvision.checks._accepts import accepts

_CODES = {"K": "F", "M": "M", "F": "F", "X": "X"}


def compact(text: str) -> str:
    """Return `text` without spaces, slashes, hyphens and full-width forms, in capitals."""
    return sex.compact(text)


def validate(text: str) -> str:
    """Return M, F or X. Raises InvalidValue: bad_format, inconsistent (`K/M`)."""
    return sex.coded(compact(text), _CODES)


def is_valid(text: str) -> bool:
    """Return whether `validate` accepts `text`."""
    return accepts(validate, text)
