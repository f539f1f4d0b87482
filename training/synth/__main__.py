"""The command `python -m training.synth`: draw a set of pictures, or a sheet to look at.

Exit status: 0 done, 1 a picture could not be drawn or written, 2 wrong usage, 130 interrupted.
"""

from __future__ import annotations

import argparse
import sys
from functools import partial
from pathlib import Path

from training.synth.dataset import DrawError, Run, RunMismatchError, single_threaded, write_dataset
from training.synth.preview import document_sheet, scene_sheet, write_sheet
from training.synth.recipe import DRAWN, draw_by_recipe

INTERRUPTED = 130
EVERYDAY = "everyday"
_SHEET_SUFFIXES = (".jpg", ".jpeg", ".png")
_PREVIEWED = 24


def main(argv: list[str] | None = None) -> int:
    """Run the command and return the exit status. Raises SystemExit(2) on wrong usage, as argparse does."""
    parser = build_parser()
    arguments = parser.parse_args(argv)
    _check(parser, arguments)
    single_threaded()
    try:
        _draw(arguments)
    except RunMismatchError as error:
        parser.error(str(error))
    except KeyboardInterrupt:
        return INTERRUPTED
    except (DrawError, OSError) as error:
        sys.stderr.write(f"training.synth: {error}\n")
        return 1
    return 0


def build_parser() -> argparse.ArgumentParser:
    """Return the parser of the command."""
    parser = argparse.ArgumentParser(
        prog="python -m training.synth",
        description="Draw photographs of identity documents of invented people, with the truth about each.",
    )
    parser.add_argument("--out", type=Path, metavar="DIR", help="write a set here; goes on where it stopped")
    parser.add_argument("--preview", type=Path, metavar="FILE", help="write a contact sheet, .jpg or .png")
    parser.add_argument("--count", type=int, help=f"pictures (with --preview alone: {_PREVIEWED})")
    parser.add_argument("--seed", type=int, default=0, help="0 or more; the same seed, the same pictures")
    parser.add_argument("--split", choices=("train", "bench"), default="train")
    parser.add_argument("--recipe", choices=DRAWN, default=EVERYDAY, help="what the photos are like")
    parser.add_argument("--jobs", type=int, default=1, help="processes")
    kind = parser.add_mutually_exclusive_group()
    kind.add_argument("--documents", action="store_true", help="the sheet shows documents, not photographed")
    kind.add_argument("--maps", action="store_true", help="the sheet shows blur, glare and occlusion as well")
    return parser


def _check(parser: argparse.ArgumentParser, arguments: argparse.Namespace) -> None:
    if (arguments.out is None) == (arguments.preview is None):
        parser.error("give either --out or --preview")
    if arguments.count is None:
        if arguments.out is not None:
            parser.error("--out needs --count")
        arguments.count = _PREVIEWED
    for name, least in (("count", 1), ("jobs", 1), ("seed", 0)):
        if getattr(arguments, name) < least:
            parser.error(f"--{name} is at least {least}")
    if arguments.preview is not None and arguments.recipe != EVERYDAY:
        parser.error("--recipe goes with --out")
    if arguments.preview is None:
        if arguments.documents or arguments.maps:
            parser.error("--documents and --maps go with --preview")
    elif arguments.preview.suffix.lower() not in _SHEET_SUFFIXES:
        parser.error(f"--preview writes {', '.join(_SHEET_SUFFIXES)}")


def _draw(arguments: argparse.Namespace) -> None:
    everyday = arguments.recipe == EVERYDAY
    run = Run(arguments.seed, arguments.split, "" if everyday else arguments.recipe)
    if arguments.out is not None:
        draw = partial(draw_by_recipe, arguments.recipe)
        write_dataset(arguments.out, run, arguments.count, arguments.jobs, draw, show_progress)
    elif arguments.documents:
        write_sheet(arguments.preview, document_sheet(run, arguments.count))
    else:
        write_sheet(arguments.preview, scene_sheet(run, arguments.count, maps=arguments.maps))


def show_progress(done: int, total: int) -> None:
    """Tell on standard error how far the run is."""
    sys.stderr.write(f"\r{done} of {total} pictures" + ("\n" if done == total else ""))
    sys.stderr.flush()


if __name__ == "__main__":
    sys.exit(main())
