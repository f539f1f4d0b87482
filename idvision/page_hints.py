"""Tell whether the coarse reading of a sheet speaks for a declared page: lines -> worth a finer look or not.

A finer look takes seconds. Letters, receipts and notes are the most of what is unknown, so something that is
legible at once, a title or a few captions, has to promise that it pays.
"""

from __future__ import annotations

from collections.abc import Sequence

from idvision.anchors import find_anchors, rows_of
from idvision.documents import all_specs
from idvision.labels import matches_of, spot
from idvision.types import ReadLine

# So many captions of one declaration, none of them a title.
MIN_LABELS = 3


def hints_at_page(lines: Sequence[ReadLine], size_wh: tuple[int, int]) -> bool:
    """Tell whether a title, or several captions, of one declared sheet are among the lines.

    Args:
        lines: quads in pixels of the upright image.
        size_wh: width and height of that image.
    """
    pages = [spec for spec in all_specs() if spec.page]
    titles = [anchor for spec in pages for anchor in spec.anchors if anchor.proves]
    if titles and find_anchors(rows_of(lines, size_wh), titles):
        return True
    spotted = spot(lines, tuple({label: None for spec in pages for label in spec.labels}))
    for spec in pages:
        found = {match.label for match in matches_of(spotted, spec.labels)}
        if any(label.proves for label in found) or len(found) >= MIN_LABELS:
            return True
    return False
