"""The options of `python -m benchmarks.accuracy`."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from idvision.documents import all_specs

DRAWN = "idbench"
"""The data set that is drawn when asked for; every other is given by its truth files."""


def parse(arguments: Sequence[str] | None, description: str) -> argparse.Namespace:
    """Return the options. Raises SystemExit(2) on wrong usage, as argparse does."""
    parser = _parser(description)
    options = parser.parse_args(arguments)
    if options.dataset == DRAWN and options.truth:
        parser.error("--dataset idbench draws its pictures and takes no --truth")
    if options.dataset != DRAWN and not options.truth:
        parser.error("--truth names the pictures, unless --dataset idbench draws them")
    if options.per_document < 1 or options.jobs < 1:
        parser.error("--per-document and --jobs are at least 1")
    unknown = sorted(set(options.only or ()) - {spec.type for spec in all_specs()})
    if unknown:
        parser.error(f"--only: no document type {unknown[0]}")
    return options


def _parser(description: str) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.accuracy", description=description)
    parser.add_argument(
        "--truth",
        "--data",
        type=Path,
        action="append",
        help="truth file with its pictures beside it, or a drawn folder; may be repeated",
    )
    parser.add_argument(
        "--dataset",
        choices=(DRAWN, "realset"),
        help=f"{DRAWN} draws every declared side; realset are the pictures of --truth, as without it",
    )
    parser.add_argument(
        "--by-document", action="store_true", help="one row a document side and condition, and the confusions"
    )
    drawn = parser.add_argument_group(f"with --dataset {DRAWN}")
    drawn.add_argument("--cache", type=Path, metavar="DIR", help="keep the drawn pictures here")
    drawn.add_argument("--per-document", type=int, default=8, help="pictures a declared side and condition")
    drawn.add_argument("--only", action="append", metavar="TYPE", help="this type; may be repeated")
    drawn.add_argument("--jobs", type=int, default=1, help="processes that draw")
    parser.add_argument("--threads", type=int, default=2, help="threads a network may use")
    parser.add_argument("--out", type=Path, help="also write the JSON to this file")
    parser.add_argument("--today", type=date.fromisoformat, default=date.today(), help="day of the reading")
    parser.add_argument("--show", action="store_true", help="print true and read values of faults")
    return parser
