"""The command `idvision scan`: every input answered in order, none lost to another's fault."""

from __future__ import annotations

import argparse
import json
import sys
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import cv2

from idvision.api import analyze
from idvision.cli_inputs import Source, find_sources, overlay_names, read_source
from idvision.decode import decode, read_header
from idvision.documents import all_specs
from idvision.errors import IdVisionError
from idvision.limits import limits_from
from idvision.models import Models, load_models
from idvision.overlay import draw_overlay
from idvision.overlay_maps import draw_maps
from idvision.progress import Progress
from idvision.schemas.native import error_to_native, to_native
from idvision.table import printable, render_result
from idvision.types import Limits, Options, Result, Side

_Value = TypeVar("_Value")
_JPEG_QUALITY = 90


class UsageError(Exception):
    """The arguments contradict each other or name something that does not exist."""


class OverlayError(IdVisionError):
    """A drawing could not be written."""


@dataclass(frozen=True, slots=True)
class _Job:
    """What is the same for every input."""

    models: Models
    options: Options
    as_json: bool
    overlay_folder: Path | None
    with_maps: bool


def scan(arguments: argparse.Namespace) -> int:
    """Answer every input on standard output; return 0, or 1 when one could not be read or drawn.

    Raises UsageError before anything is read.
    """
    if arguments.overlay_maps and arguments.overlay is None:
        raise UsageError("--overlay-maps: there is nothing to draw on without --overlay")
    options = _options(arguments)
    sources = find_sources(arguments.paths)
    folder = None if arguments.overlay is None else _overlay_folder(Path(arguments.overlay), sources)
    try:
        models = load_models(arguments.threads)
    except IdVisionError as error:
        _complain(str(error))
        return 1
    job = _Job(models, options, arguments.format == "json", folder, arguments.overlay_maps)
    return 0 if _answer_all(sources, job) else 1


def _answer_all(sources: tuple[Source, ...], job: _Job) -> bool:
    progress = Progress(len(sources), sys.stderr)
    failures = 0
    try:
        for source, overlay_name in zip(sources, overlay_names(sources), strict=True):
            failures += not _answer(source, overlay_name, job, progress)
            progress.advance()
    finally:
        progress.clear()
    return failures == 0


def _options(arguments: argparse.Namespace) -> Options:
    """Return the options. A type that is not declared would have every photo rejected: wrong usage."""
    known = sorted({spec.type for spec in all_specs()})
    for name in arguments.document:
        if name not in known:
            raise UsageError(f"--document {name}: not one of {', '.join(known)}")
    return Options(
        documents=tuple(arguments.document),
        side=None if arguments.side is None else Side(arguments.side),
        today=arguments.today,
        max_pixels=arguments.max_pixels,
        every_line=arguments.every_line,
        visual_zone=not arguments.zone_only,
        limits=_limits(arguments),
    )


def _limits(arguments: argparse.Namespace) -> Limits:
    try:
        return limits_from(arguments.preset, dict(arguments.limit))
    except ValueError as error:
        raise UsageError(f"--limit: {error}") from error


def _overlay_folder(folder: Path, sources: tuple[Source, ...]) -> Path:
    """Return the folder, made if need be. It may hold no input: a drawing would overwrite a photo."""
    resolved = folder.resolve()
    if any(source.path is not None and source.path.resolve().parent == resolved for source in sources):
        raise UsageError(f"--overlay {folder}: the folder holds inputs, choose another")
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"--overlay {folder}: {error.strerror}") from error
    return folder


def _answer(source: Source, overlay_name: str, job: _Job, progress: Progress) -> bool:
    """Write the answer for one input, then its overlay; return whether both went well."""
    outcome = _guarded(lambda: _examine(source, job))
    progress.clear()
    if isinstance(outcome, IdVisionError):
        _complain(f"{source.name}: {outcome.code}: {outcome}")
        if job.as_json:
            _write_line(_as_json(error_to_native(outcome, source.name)))
        return False
    data, result, answer = outcome
    _write_line(answer)
    if job.overlay_folder is None:
        return True
    path = job.overlay_folder / overlay_name
    drawn = _guarded(lambda: _write_overlay(path, data, result, job))
    if isinstance(drawn, IdVisionError):
        _complain(f"{source.name}: overlay: {drawn}")
    return drawn is None


def _examine(source: Source, job: _Job) -> tuple[bytes, Result, str]:
    """Return the picture's bytes, what was found, and the answer as text."""
    data = read_source(source, job.options.max_bytes)
    result = analyze(data, job.models, job.options)
    answer = _as_json(to_native(result, source.name)) if job.as_json else render_result(result, source.name)
    return data, result, answer


def _write_overlay(path: Path, data: bytes, result: Result, job: _Job) -> None:
    header = read_header(data, max_pixels=job.options.max_pixels, max_bytes=job.options.max_bytes)
    photo = decode(data, header)
    if job.with_maps:
        photo = draw_maps(photo, result.cards, lambda card_image: job.models.assess(card_image).maps)
    drawing = draw_overlay(photo, result)
    _, encoded = cv2.imencode(".jpg", drawing, [cv2.IMWRITE_JPEG_QUALITY, _JPEG_QUALITY])
    try:
        path.write_bytes(encoded.tobytes())
    except OSError as error:
        raise OverlayError(f"cannot be written: {error.strerror}") from error


def _guarded(call: Callable[[], _Value]) -> _Value | IdVisionError:
    """Return what `call` returns, or its error. A fault of ours in one photo must not cost the others.

    An unexpected error is told by its kind and place only: its text may hold what the picture says.
    """
    try:
        return call()
    except IdVisionError as error:
        return error
    except Exception as error:
        place = traceback.extract_tb(error.__traceback__)[-1]
        where = f"{Path(place.filename).name}:{place.lineno}"
        return IdVisionError(f"unexpected {type(error).__name__} at {where}")


def _as_json(answer: dict[str, object]) -> str:
    return json.dumps(answer, ensure_ascii=False, allow_nan=False)


def _write_line(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def _complain(text: str) -> None:
    sys.stderr.write(f"idvision: {printable(text)}\n")
