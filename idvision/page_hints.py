"""Tell whether the coarse reading of a sheet speaks for a declared page: texts -> worth a finer look or not.

A finer look takes seconds. Letters, receipts and notes are the most of what is unknown, so something that is
legible at once, a title or a few captions, has to promise that it pays.
"""

from __future__ import annotations

from collections.abc import Sequence

from idvision.documents import all_specs
from idvision.labels import fold, matches_of, spot

# So many captions of one declaration, none of them a title.
MIN_LABELS = 3


def hints_at_page(texts: Sequence[str]) -> bool:
    """Tell whether a title, or several captions, of one declared sheet are among the lines read."""
    pages = [spec for spec in all_specs() if spec.page]
    folded = [fold(text).text for text in texts]
    titles = [fold(anchor.text).text for spec in pages for anchor in spec.anchors if anchor.proves]
    if any(title in text for title in titles for text in folded):
        return True
    spotted = spot(texts, tuple({label: None for spec in pages for label in spec.labels}))
    for spec in pages:
        found = {match.label for match in matches_of(spotted, spec.labels)}
        if any(label.proves for label in found) or len(found) >= MIN_LABELS:
            return True
    return False
