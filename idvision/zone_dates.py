"""Find the day of issue by the zone's other dates where its caption is not legible: lines, zone -> value.

A document is valid for whole years from its issue on, so of all dates on a page only that day lies whole
years before the expiry which the zone proves.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from idvision.documents import DocumentSpec
from idvision.joined_lines import part_of_line
from idvision.types import FoundValue, Mrz, ReadLine
from idvision.zone_fields import dates_in

ISSUE = "issue_date"
OTHER_BEGIN = "valid_from"
"""A document that has this date too may be valid for whole years from it, not from its issue."""
MAX_YEARS = 15
SLACK_DAYS = 2
"""Validity ends on the same day of the year, on the day before, or a day astray at the end of February."""


def issue_day(
    lines: Sequence[ReadLine], mrz: Mrz, spec: DocumentSpec, size_wh: tuple[int, int]
) -> FoundValue | None:
    """Return the one printed date that lies whole years before the zone's expiry; None if there are several.

    Args:
        lines: the print of the card without the zone, quads in pixels of the upright card image.
        mrz: the zone; its days of birth and expiry must have no problems.
        spec: a declaration; one without a day of issue, or with another day of beginning, has none.
        size_wh: width and height of that image.
    """
    names = {field.name for field in spec.fields}
    zone = {field.name: field.value for field in mrz.fields if not field.problems}
    expiry, birth = zone.get("expiry_date", ""), zone.get("birth_date", "")
    if ISSUE not in names or OTHER_BEGIN in names or not expiry:
        return None
    found = {
        day: part_of_line(line, ISSUE, span, size_wh)
        for line in lines
        for day, span in dates_in(line.reading.text, ISSUE)
        if birth < day < expiry and is_whole_years(date.fromisoformat(day), date.fromisoformat(expiry))
    }
    return next(iter(found.values())) if len(found) == 1 else None


def is_whole_years(start: date, end: date) -> bool:
    """Tell whether a document that is issued on a day may be valid until another."""
    years = end.year - start.year
    whole = ((end - start).days - years * 365.2425 for years in (years - 1, years, years + 1) if years > 0)
    return years <= MAX_YEARS and any(abs(days) <= SLACK_DAYS for days in whole)
