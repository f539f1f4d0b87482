"""idbench: pictures drawn once for all, to measure what was trained on others.

`python -m training.synth.bench --out DIR` draws one folder a subset, each a set as `training.synth` writes
it, from fonts, surfaces, layouts and lights that no training picture uses. `idbench.json` beside this file
records what came out: the same library versions give the same pixels. Exit status: 0 done or as recorded, 1
not as recorded or not drawn, 2 wrong usage, 130 interrupted.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
import zlib
from collections.abc import Iterator
from functools import partial
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from training.synth.__main__ import INTERRUPTED, show_progress
from training.synth.dataset import (
    DrawError,
    Run,
    RunMismatchError,
    read_dataset,
    single_threaded,
    write_dataset,
)
from training.synth.subsets import SUBSETS
from training.synth.truth import Sample, to_json
from training.synth.types import Scene, Split

SEED = 20260000
RECORD = Path(__file__).with_name("idbench.json")
_LIBRARIES = ("numpy", "opencv-python-headless", "pillow", "scikit-image")
_TOLERATED_LEVELS = 3
_FINGERPRINT_WH = (2, 2)


def draw_subset(name: str, rng: np.random.Generator, split: Split) -> Scene:
    """Draw one scene of the named subset."""
    # Fonts and textures are opened only when something is drawn.
    from training.synth.scene import draw_scene  # noqa: PLC0415

    return draw_scene(rng, split, SUBSETS[name].recipe)


def run_of(name: str) -> Run:
    """Return the run of a subset. Each has a seed of its own: with one, all would show the same documents."""
    return Run(SEED + zlib.crc32(name.encode()), "bench", name)


def draw_all(folder: Path, names: list[str], jobs: int) -> None:
    """Draw the named subsets into folders of their names; what lies there complete is kept."""
    for name in names:
        sys.stderr.write(f"{name}:\n")
        draw = partial(draw_subset, name)
        write_dataset(folder / name, run_of(name), SUBSETS[name].count, jobs, draw, show_progress)


def manifest_of(folder: Path, names: list[str]) -> dict[str, Any]:
    """Return what identifies the pictures in `folder`.

    A picture's digest is the SHA-256 of its decoded pixels and of its truth as rounded in `truth.jsonl`; a
    subset's is that of the digests in order. A fingerprint is the mean grey of each quarter of a picture: it
    tells pictures that differ by another rounding of another processor from pictures of something else.
    """
    subsets = {name: _subset_entry(folder / name) for name in names}
    joined = "".join(f"{name}:{entry['digest']}\n" for name, entry in subsets.items())
    return {
        "seed": SEED,
        "libraries": {name: _version(name) for name in _LIBRARIES},
        "digest": hashlib.sha256(joined.encode()).hexdigest(),
        "subsets": subsets,
    }


def _version(name: str) -> str:
    """Return the version of a library; textures of one that is not there are left out of the drawing."""
    try:
        return version(name)
    except PackageNotFoundError:
        return "not installed"


def differences(found: dict[str, Any], recorded: dict[str, Any]) -> Iterator[str]:
    """Yield one sentence for every subset of `found` that is not as recorded, none if all are alike."""
    for name, entry in found["subsets"].items():
        known = recorded["subsets"].get(name)
        if known is None or known["count"] != entry["count"]:
            yield f"{name}: {entry['count']} pictures, {known['count'] if known else 'none'} recorded"
        elif known["digest"] != entry["digest"]:
            yield f"{name}: {_how_far(entry['fingerprints'], known['fingerprints'])}"


def main(argv: list[str] | None = None) -> int:
    """Run the command and return the exit status. Raises SystemExit(2) on wrong usage, as argparse does."""
    parser = _parser()
    arguments = parser.parse_args(argv)
    if arguments.jobs < 1:
        parser.error("--jobs is at least 1")
    if arguments.record is not None and arguments.only:
        parser.error("a record is of all subsets, not of --only some")
    names = arguments.only or list(SUBSETS)
    single_threaded()
    try:
        if not arguments.check:
            draw_all(arguments.out, names, arguments.jobs)
        return _settle(arguments, manifest_of(arguments.out, names))
    except RunMismatchError as error:
        parser.error(str(error))
    except KeyboardInterrupt:
        return INTERRUPTED
    except (DrawError, OSError) as error:
        sys.stderr.write(f"training.synth.bench: {error}\n")
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m training.synth.bench",
        description="Draw the evaluation set idbench, or compare one with what is recorded.",
    )
    parser.add_argument("--out", type=Path, required=True, metavar="DIR")
    parser.add_argument("--jobs", type=int, default=1, help="processes")
    parser.add_argument(
        "--only", action="append", choices=tuple(SUBSETS), help="this subset; may be repeated"
    )
    mode = parser.add_mutually_exclusive_group()
    mode.add_argument("--check", action="store_true", help="draw nothing, compare what lies in DIR")
    mode.add_argument(
        "--record", type=Path, nargs="?", const=RECORD, help=f"write the record ({RECORD.name})"
    )
    return parser


def _settle(arguments: argparse.Namespace, manifest: dict[str, Any]) -> int:
    per_picture = {name: entry.pop("pictures") for name, entry in manifest["subsets"].items()}
    if not arguments.check:
        _write_json(arguments.out / "manifest.json", {**manifest, "pictures": per_picture})
    if arguments.record is not None:
        _write_json(arguments.record, manifest)
        return 0
    if not RECORD.exists():
        sys.stderr.write(f"nothing is recorded yet; digest {manifest['digest']}\n")
        return 1
    recorded = json.loads(RECORD.read_text(encoding="utf-8"))
    found = list(differences(manifest, recorded))
    if found and recorded["libraries"] != manifest["libraries"]:
        found.append(f"recorded with {recorded['libraries']}, drawn or read with {manifest['libraries']}")
    sys.stderr.write("".join(f"{line}\n" for line in found or ["as recorded"]))
    return 1 if found else 0


def _write_json(path: Path, content: dict[str, Any]) -> None:
    path.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")


def _subset_entry(folder: Path) -> dict[str, Any]:
    digests, prints = [], []
    for sample in read_dataset(folder):
        picture = sample.picture()
        digests.append(_digest(sample, picture))
        # The mean of large areas, to whole grey levels.
        grey = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)
        prints.append(cv2.resize(grey, _FINGERPRINT_WH, interpolation=cv2.INTER_AREA).tobytes().hex())
    return {
        "count": len(digests),
        "digest": hashlib.sha256("".join(digests).encode()).hexdigest(),
        "fingerprints": "".join(prints),
        "pictures": digests,
    }


def _digest(sample: Sample, picture: np.ndarray[Any, np.dtype[np.uint8]]) -> str:
    truth = json.dumps(to_json(sample.truth), ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(picture.tobytes() + truth.encode()).hexdigest()


def _how_far(found: str, recorded: str) -> str:
    """Tell in words how far the pictures behind two rows of fingerprints are apart."""
    quarters = _FINGERPRINT_WH[0] * _FINGERPRINT_WH[1]
    ours, theirs = (
        np.frombuffer(bytes.fromhex(text), np.uint8).reshape(-1, quarters) for text in (found, recorded)
    )
    apart = np.abs(ours.astype(int) - theirs).max(axis=1)
    others = np.flatnonzero(apart > _TOLERATED_LEVELS)
    if not len(others):
        return "the same pictures but for rounding"
    return f"{len(others)} of {len(apart)} pictures show something else, the first is {others[0]}"


if __name__ == "__main__":
    sys.exit(main())
