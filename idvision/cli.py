"""The command `idvision`: arguments in, exit status out. Each command's work is in its own module.

Exit status: 0 all went well, 1 an input could not be read (or `doctor` found a fault, or a provider of
`bench` failed), 2 wrong usage, 130 interrupted, 141 the reader of the output went away. Results go to
standard output, all else to standard error.
"""

from __future__ import annotations

import argparse
import io
import os
import sys
from collections.abc import Callable
from functools import partial
from importlib.metadata import version

from idvision import cli_values
from idvision.limits import LIMIT_NAMES, PRESETS
from idvision.types import Options, Side

INTERRUPTED = 130
READER_GONE = 141

_EXIT_TEXT = """\
exit status:
  0    every input was processed (a bad card is a result), or the installation is sound
  1    an input could not be read, doctor found a fault, or a provider of bench failed
  2    wrong usage
  130  interrupted
  141  the reader of standard output went away
"""


def main(argv: list[str] | None = None) -> int:
    """Run one command and return the exit status. Raises SystemExit(2) on wrong usage, as argparse does."""
    arguments = build_parser().parse_args(argv)
    command: Callable[[argparse.Namespace], int] = arguments.command
    # What a terminal cannot show must not end the run; JSON is UTF-8 everywhere.
    if isinstance(sys.stdout, io.TextIOWrapper):
        encoding = "utf-8" if arguments.format == "json" else None
        sys.stdout.reconfigure(encoding=encoding, errors="backslashreplace")
    try:
        status = command(arguments)
        sys.stdout.flush()
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # The interpreter flushes once more at its end, and would complain there.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return READER_GONE
    return status


def build_parser(width: int | None = None) -> argparse.ArgumentParser:
    """Return the parser; `width` fixes the columns of its help, None follows the terminal."""
    formatter = partial(argparse.RawDescriptionHelpFormatter, width=width, max_help_position=28)
    parser = argparse.ArgumentParser(
        prog="idvision",
        description="Find, straighten, judge and read identity documents in photos, offline.",
        epilog=_EXIT_TEXT,
        formatter_class=formatter,
    )
    parser.add_argument("--version", action="version", version=f"%(prog)s {version('idvision')}")
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")
    add = partial(commands.add_parser, formatter_class=formatter)
    _add_scan(add("scan", help="read photos", description=_SCAN_TEXT, epilog=_limits_text()))
    _add_serve(add("serve", help="answer like the cloud services", description=_SERVE_TEXT))
    _add_bench(add)
    _add_doctor(add("doctor", help="check this installation", description=_DOCTOR_TEXT))
    return parser


_SCAN_TEXT = """\
Read the identity documents in photos. Folders are searched through for pictures, in sorted order;
- reads one picture from standard input. Answers come in the order of the inputs."""

_SERVE_TEXT = """\
Answer over HTTP like the cloud services that idvision replaces: their official clients need another
endpoint and nothing else. Settings come from a file, from IDVISION_* variables and from these flags."""

_DOCTOR_TEXT = """\
Show the machine, the versions and the network files, and read a built-in card.
Nothing is sent anywhere."""


def _limits_text() -> str:
    """Return a table of every limit under every preset."""
    width = max(map(len, LIMIT_NAMES))
    head = " " * (width + 2) + "".join(f"{preset:>9}" for preset in PRESETS)
    rows = (
        f"  {name:<{width}}" + "".join(f"{getattr(limits, name):>9}" for limits in PRESETS.values())
        for name in LIMIT_NAMES
    )
    return "\n".join(
        ["limits, from which a defect counts, or below which a size or a confidence:", head, *rows]
    )


def _add_scan(parser: argparse.ArgumentParser) -> None:
    options = Options()
    add = parser.add_argument
    parser.set_defaults(command=partial(_scan, parser))
    add("paths", nargs="+", metavar="PATH", help="a picture, a folder, or - for standard input")
    _add_format(parser, "json prints one object a line, as docs/native.md describes")
    add("--overlay", metavar="DIR", help="also write each photo with the result drawn on it into this folder")
    add(
        "--overlay-maps",
        action="store_true",
        help="in these drawings, tint where a card is blurred blue, reflecting yellow, covered red",
    )
    add(
        "--document",
        metavar="TYPE",
        action="append",
        default=[],
        help="reject other types of document, for example passport; may be repeated",
    )
    sides = [side.value for side in Side if side is not Side.UNKNOWN]
    add("--side", choices=sides, help="reject the other side of a document")
    add(
        "--today",
        type=cli_values.day,
        metavar="YYYY-MM-DD",
        help="the day that decides expiry (default: today)",
    )
    add(
        "--preset",
        choices=list(PRESETS),
        default="default",
        help="how strict the verdict is, see the limits below (default: default)",
    )
    add(
        "--limit",
        metavar="NAME=VALUE",
        type=_limit,
        action="append",
        default=[],
        help="change one limit of the preset, for example blur_reject=0.5; may be repeated",
    )
    add(
        "--zone-only", action="store_true", help="of documents with a machine readable zone read nothing else"
    )
    add("--every-line", action="store_true", help="read all print of known documents, not only their values")
    add(
        "--threads",
        type=cli_values.positive,
        metavar="N",
        help="threads to compute with (default: all cores)",
    )
    add(
        "--max-pixels",
        type=cli_values.positive,
        metavar="N",
        default=options.max_pixels,
        help="refuse larger pictures before they are decoded (default: %(default)s)",
    )


def _add_serve(parser: argparse.ArgumentParser) -> None:
    # Its flags are few and need none of the server's modules.
    from idvision import cli_serve  # noqa: PLC0415

    cli_serve.add_arguments(parser)
    parser.set_defaults(command=cli_serve.run, format="json")


def _add_bench(add: Callable[..., argparse.ArgumentParser]) -> None:
    # The names of the providers stand in its help.
    from idvision import cli_bench  # noqa: PLC0415

    parser = add(
        "bench",
        help="compare engines and cloud services",
        description=cli_bench.DESCRIPTION,
        epilog=cli_bench.epilog(),
    )
    cli_bench.add_arguments(parser)
    _add_format(parser, "json prints the report as one object")
    parser.set_defaults(command=partial(cli_bench.run, parser))


def _add_doctor(parser: argparse.ArgumentParser) -> None:
    parser.set_defaults(command=_doctor)
    _add_format(parser, "json prints one object")


def _add_format(parser: argparse.ArgumentParser, text: str) -> None:
    text = f"table is for people, {text} (default: table)"
    parser.add_argument("--format", choices=["table", "json"], default="table", help=text)


def _limit(text: str) -> tuple[str, float]:
    name, _, value = text.partition("=")
    try:
        return name, float(value)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r} is not a limit such as blur_reject=0.5") from error


def _scan(parser: argparse.ArgumentParser, arguments: argparse.Namespace) -> int:
    # Imported here, so that help and wrong usage answer at once.
    from idvision.cli_scan import UsageError, scan  # noqa: PLC0415

    try:
        return scan(arguments)
    except UsageError as error:
        parser.error(str(error))


def _doctor(arguments: argparse.Namespace) -> int:
    from idvision.doctor import examine, render_json, render_table  # noqa: PLC0415

    report = examine()
    render = render_json if arguments.format == "json" else render_table
    sys.stdout.write(render(report) + "\n")
    return 0 if report.sound else 1
