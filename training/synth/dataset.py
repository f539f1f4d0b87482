"""Write drawn pictures with their truth into a folder, and read them back (format: `training/README.md`).

Picture k of seed S is drawn from `default_rng([S, k, code of the split])` and from nothing else, so any one
can be drawn again alone, whatever the number of processes, and a run that was cut short goes on where it
stopped.
"""

from __future__ import annotations

import json
import multiprocessing
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from training.synth.truth import (
    PictureTruth,
    Sample,
    encode_maps,
    from_json,
    maps_file,
    picture_file,
    to_json,
    truth_of,
)
from training.synth.types import Scene, Split

FORMAT = 1
CHUNK = 16
"""Pictures of which the truth is put down at once; what a cut-off run may lose, for each process."""
# High, so that the traces of the camera's own compression stay the strongest.
JPEG_QUALITY = 95
_JPEG = (cv2.IMWRITE_JPEG_QUALITY, JPEG_QUALITY, cv2.IMWRITE_JPEG_SAMPLING_FACTOR, 0x111111)
_PNG = (cv2.IMWRITE_PNG_COMPRESSION, 1)
_SPLIT_CODES: dict[Split, int] = {"train": 0, "bench": 1}

Draw = Callable[[np.random.Generator, Split], Scene]
"""Draws one scene. It is sent to other processes, so it is a module's function or a `partial` of one."""
Progress = Callable[[int, int], None]
"""Is told how many pictures are there and how many there will be."""


class DrawError(RuntimeError):
    """A picture could not be drawn; the message names it."""


class RunMismatchError(ValueError):
    """The folder holds pictures of another run."""


@dataclass(frozen=True, slots=True)
class Run:
    """Which pictures a folder holds: those of `seed`, drawn from `split` by the recipe of that name."""

    seed: int
    split: Split = "train"
    recipe: str = ""


def draw_scene(rng: np.random.Generator, split: Split) -> Scene:
    """Draw a scene by the default recipe."""
    # The drawing code opens fonts and textures; reading a written set needs none of them.
    from training.synth import scene  # noqa: PLC0415

    return scene.draw_scene(rng, split)


def picture_rng(run: Run, index: int) -> np.random.Generator:
    """Return the generator that picture `index` is drawn from."""
    return np.random.default_rng([run.seed, index, _SPLIT_CODES[run.split]])


def draw_picture(run: Run, index: int, draw: Draw = draw_scene) -> Scene:
    """Draw picture `index` of `run`. Raises DrawError, whose cause is what went wrong."""
    try:
        return draw(picture_rng(run, index), run.split)
    except Exception as error:
        # Of tens of thousands of pictures one must know which; nothing is swallowed.
        raise DrawError(
            f"picture {index} of seed {run.seed}, split {run.split}{run.recipe and ', ' + run.recipe}: "
            f"{type(error).__name__}: {error}"
        ) from error


def write_dataset(
    folder: Path,
    run: Run,
    count: int,
    jobs: int = 1,
    draw: Draw = draw_scene,
    progress: Progress | None = None,
) -> None:
    """Draw the first `count` pictures of `run` into `folder`; what lies there complete is kept.

    Args:
        folder: made if it is not there.
        run: seed, split and recipe.
        count: pictures wanted; if more lie there, they stay.
        jobs: processes; 1 draws in this one.
        draw: what draws a scene.
        progress: is called after every chunk.

    Raises:
        RunMismatchError: `folder` holds pictures of another run.
        DrawError: a picture could not be drawn.
    """
    _open_run(folder, run)
    parts = folder / "parts"
    known = _known_truth(folder)
    missing = [index for index in range(count) if index not in known]
    chunks = [missing[start : start + CHUNK] for start in range(0, len(missing), CHUNK)]
    done = count - len(missing)
    for size in _each_chunk(partial(_write_chunk, folder, run, draw), chunks, jobs):
        done += size
        if progress is not None:
            progress(done, count)
    _merge(folder, parts)


def load_truth(folder: Path) -> list[PictureTruth]:
    """Read the truth of every picture, in order. Raises FileNotFoundError for an unfinished set."""
    with (folder / "truth.jsonl").open(encoding="utf-8") as lines:
        return [from_json(json.loads(line)) for line in lines]


def read_dataset(folder: Path) -> Iterator[Sample]:
    """Yield the pictures of `folder` in order; pixels are decoded when asked for."""
    for truth in load_truth(folder):
        yield Sample(folder, truth)


def load_run(folder: Path) -> Run:
    """Read which run lies in `folder`. Raises FileNotFoundError if none does."""
    entry = json.loads((folder / "run.json").read_text(encoding="utf-8"))
    return Run(entry["seed"], entry["split"], entry["recipe"])


def write_picture(folder: Path, scene: Scene, index: int) -> None:
    """Write the picture and the maps of one scene. Raises OSError."""
    for name, pixels, options in (
        (picture_file(index), scene.image, _JPEG),
        (maps_file(index), encode_maps(scene), _PNG),
    ):
        if not cv2.imwrite(str(folder / name), pixels, options):
            raise OSError(f"cannot write {folder / name}")


def single_threaded() -> None:
    """Keep OpenCV to one thread: many processes share the machine, and a picture is too small to split."""
    cv2.setNumThreads(1)


def _open_run(folder: Path, run: Run) -> None:
    for name in ("pictures", "maps", "parts"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    path = folder / "run.json"
    if path.exists():
        present = load_run(folder)
        if present != run:
            raise RunMismatchError(f"{folder} holds {present}, not {run}")
    else:
        path.write_text(json.dumps({"format": FORMAT, **asdict(run)}, indent=1) + "\n", encoding="utf-8")


def _known_truth(folder: Path) -> dict[int, str]:
    """Return the stored lines by index, of pictures that are all there."""
    known: dict[int, str] = {}
    for path in (folder / "truth.jsonl", *sorted((folder / "parts").glob("*.jsonl"))):
        if path.exists():
            for line in path.read_text(encoding="utf-8").splitlines():
                known[int(json.loads(line)["index"])] = line
    return {index: line for index, line in known.items() if _is_complete(folder, index)}


def _is_complete(folder: Path, index: int) -> bool:
    return (folder / picture_file(index)).exists() and (folder / maps_file(index)).exists()


def _each_chunk(write: Callable[[list[int]], int], chunks: list[list[int]], jobs: int) -> Iterator[int]:
    if jobs == 1 or len(chunks) <= 1:
        yield from map(write, chunks)
        return
    # Spawned, not forked: a fork copies the locks of OpenCV's threads in whatever state they are.
    context = multiprocessing.get_context("spawn")
    with context.Pool(min(jobs, len(chunks)), single_threaded) as pool:
        yield from pool.imap_unordered(write, chunks)


def _write_chunk(folder: Path, run: Run, draw: Draw, indices: list[int]) -> int:
    lines = []
    for index in indices:
        scene = draw_picture(run, index, draw)
        write_picture(folder, scene, index)
        lines.append(_as_line(to_json(truth_of(scene, index, run.seed, run.split))))
    _replace(folder / "parts" / f"{indices[0]:06d}.jsonl", lines)
    return len(indices)


def _merge(folder: Path, parts: Path) -> None:
    known = _known_truth(folder)
    _replace(folder / "truth.jsonl", [known[index] for index in sorted(known)])
    for path in sorted(parts.glob("*.jsonl")):
        path.unlink()
    parts.rmdir()


def _as_line(entry: dict[str, Any]) -> str:
    return json.dumps(entry, ensure_ascii=False, separators=(",", ":"))


def _replace(path: Path, lines: list[str]) -> None:
    # A file that is there is whole: it takes its name only when it is written.
    unfinished = path.with_suffix(".tmp")
    unfinished.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    unfinished.replace(path)
