"""What is done to a document before it is photographed: copied, printed, shown on a screen, edited."""

from __future__ import annotations

import numpy as np

from training.synth.copies import photocopied, printed
from training.synth.edits import edited
from training.synth.screen import shown_on_screen
from training.synth.types import Attack, Document, Split


def attack_document(
    rng: np.random.Generator, document: Document, attack: Attack, split: Split = "train"
) -> Document:
    """Return the document as `attack` leaves it.

    Type, side, size in mm and, but for `edited`, fields and texts stay. The page keeps its size in pixels but
    for `screen`, whose grid needs more: there `outline`, `lines` and `edited` are scaled with the page.

    Args:
        rng: the source of every choice.
        document: the genuine document.
        attack: what to do; `none` returns the document as it is.
        split: whose fonts and faces an editor uses.
    """
    match attack:
        case "screen":
            return shown_on_screen(rng, document)
        case "photocopy_grey" | "photocopy_colour":
            return photocopied(rng, document, colour=attack == "photocopy_colour")
        case "print":
            return printed(rng, document)
        case "edited":
            return edited(rng, document, split)
        case "none":
            return document
