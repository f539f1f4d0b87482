"""Make the first photo as fast as the next: open every network, read every table, run everything once."""

from __future__ import annotations

from importlib.resources import files

from idvision.api import analyze, default_models
from idvision.models import Models
from idvision.types import Options


def warmup(models: Models | None = None) -> None:
    """Open every network, compare its file with the manifest, and read the built-in card.

    For a process that stays: it takes about half a second, which otherwise the first photos take longer.
    Without `models` those are warmed up that `idvision.analyze` shares.

    Raises:
        ModelError: weights are missing or altered.
    """
    models = models or default_models()
    picture = (files("idvision") / "assets" / "selftest.jpg").read_bytes()
    # A known document is read the short way; to read all its print takes the networks left.
    for every_line in (False, True):
        analyze(picture, models, Options(every_line=every_line))
