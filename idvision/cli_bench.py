"""`idvision bench`: its flags; the work is in `idvision.bench.command`, which this command alone imports."""

from __future__ import annotations

import argparse
from pathlib import Path

from idvision import cli_values
from idvision.bench.providers import ENGINES, PROVIDERS

DESCRIPTION = """\
Have engines and cloud services read the same pictures, and compare what they say with the truth: one table,
and a report to hand on. Every answer is kept at once, so that the same command goes on where it was
interrupted, and a paid call is paid once. Keys are taken from environment variables, see docs/bench.md.
The folder holds answers with what the documents say, unless --redact is given."""


def epilog() -> str:
    """Return a text that lists every provider."""
    clouds = [name for name in PROVIDERS if name not in ENGINES]
    rows = [("offline", name) for name in ENGINES] + [("clouds", name) for name in clouds]
    lines = (f"  {name:<26}{_meant_by(group, name)}" for group, name in rows)
    return "\n".join(["providers, and names that stand for several of them:", *lines])


def _meant_by(group: str, name: str) -> str:
    vendor = next((f", {one}" for one in ("aliyun", "tencent") if name.startswith(f"{one}-")), "")
    return f"{group}{vendor}"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the flags of the command."""
    add = parser.add_argument
    add(
        "--data",
        metavar="SPEC",
        action="append",
        required=True,
        help="pictures with truth, a folder or a published data set, see docs/bench.md; may be repeated",
    )
    add("--providers", metavar="NAMES", required=True, help="who is asked, with commas between, see below")
    add("--out", metavar="DIR", type=Path, required=True, help="folder of the answers and the report")
    add("--html", action="store_true", help="also write the report as a page with plots")
    add("--with-pictures", action="store_true", help="show the worst pictures on that page")
    add("--replay", action="store_true", help="ask nobody, take every answer from the folder")
    add("--redact", action="store_true", help="keep how wrong each value is in place of the value")
    add("--retry", action="store_true", help="ask again where an error was answered")
    add("--limit", type=cli_values.positive, metavar="N", help="at most so many pictures of each data set")
    add("--seed", type=int, metavar="N", default=0, help="decides order and choice of pictures (default: 0)")
    add(
        "--pause",
        type=cli_values.seconds,
        metavar="SECONDS",
        default=0.2,
        help="between two calls of a cloud service (default: %(default)s)",
    )
    add(
        "--endpoint",
        type=cli_values.pair,
        metavar="NAME=URL",
        action="append",
        default=[],
        help="ask a cloud provider at this address instead of the vendor's; may be repeated",
    )
    add(
        "--today",
        type=cli_values.day,
        metavar="YYYY-MM-DD",
        help="the day of the reading (default: today)",
    )
    add(
        "--threads",
        type=cli_values.positive,
        metavar="N",
        help="threads that an engine may use (default: all cores)",
    )


def run(parser: argparse.ArgumentParser, arguments: argparse.Namespace) -> int:
    """Run the command; returns the exit status."""
    # It imports every part of the comparison; help and wrong usage answer at once.
    from idvision.bench.command import UsageError, bench  # noqa: PLC0415

    try:
        return bench(arguments)
    except UsageError as error:
        parser.error(str(error))
