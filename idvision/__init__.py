"""Find, straighten, judge and read identity documents in photos, offline.

import idvision
result = idvision.analyze(open("photo.jpg", "rb").read())
"""

from idvision.api import analyze
from idvision.errors import (
    DecodeError,
    DocumentSpecError,
    EmptyInputError,
    IdVisionError,
    ImageTooLargeError,
    ImageTooSmallError,
    InputError,
    InvalidFrameError,
    ModelError,
    UnreadableSourceError,
    UnsupportedFormatError,
)
from idvision.fuse import fuse
from idvision.limits import limits_from
from idvision.models import Models, load_models
from idvision.preview import Preview, PreviewCard, preview
from idvision.sides import SideProblem, compare_sides
from idvision.types import (
    Card,
    Decision,
    Detection,
    DocumentClass,
    Field,
    FieldDefect,
    Limits,
    Mrz,
    Options,
    Prompt,
    Quality,
    Reproduction,
    Result,
    Side,
    TextLine,
    Verdict,
)
from idvision.warmup import warmup

__version__ = "0.1.0"

__all__ = [
    "Card",
    "Decision",
    "DecodeError",
    "Detection",
    "DocumentClass",
    "DocumentSpecError",
    "EmptyInputError",
    "Field",
    "FieldDefect",
    "IdVisionError",
    "ImageTooLargeError",
    "ImageTooSmallError",
    "InputError",
    "InvalidFrameError",
    "Limits",
    "ModelError",
    "Models",
    "Mrz",
    "Options",
    "Preview",
    "PreviewCard",
    "Prompt",
    "Quality",
    "Reproduction",
    "Result",
    "Side",
    "SideProblem",
    "TextLine",
    "UnreadableSourceError",
    "UnsupportedFormatError",
    "Verdict",
    "analyze",
    "compare_sides",
    "fuse",
    "limits_from",
    "load_models",
    "preview",
    "warmup",
]
