"""The work of `idvision bench`: arguments -> data sets and providers -> run -> report."""

from __future__ import annotations

import argparse
import os
import sys
from datetime import UTC, date, datetime
from importlib.util import find_spec
from pathlib import Path

from idvision.bench.assemble import report_of
from idvision.bench.dataset import Dataset
from idvision.bench.datasets import Wanted, open_dataset
from idvision.bench.errors import DatasetError
from idvision.bench.providers import PROVIDERS, expand
from idvision.bench.providers.protocol import Settings
from idvision.bench.published import PUBLISHED
from idvision.bench.report.as_csv import write_csv
from idvision.bench.report.as_json import write_json
from idvision.bench.report.page import write_html
from idvision.bench.report.terminal import text_of
from idvision.bench.results import Report
from idvision.bench.run import Outcome, Plan, run
from idvision.models import available_threads
from idvision.table import printable

ANSWERS = "answers"
"""Folder, inside of that of the run, that holds what was answered."""
PADDLE_PYTHON = "IDVISION_BENCH_PADDLE_PYTHON"


class UsageError(Exception):
    """The arguments contradict each other or name something that does not exist."""


def bench(arguments: argparse.Namespace) -> int:
    """Run, write the report and show it; return 0, or 1 where a provider or a picture failed.

    Raises UsageError before anything is asked.
    """
    datasets = _datasets(arguments)
    plan = _plan(arguments, datasets)
    missing = [name for name in ("scipy", "matplotlib") if find_spec(name) is None]
    if "scipy" in missing or (arguments.html and missing):
        raise UsageError(f"it needs the extra: pip install 'idvision[bench]' ({missing[0]} is missing)")
    if arguments.with_pictures and not arguments.html:
        raise UsageError("--with-pictures: there is no page to put them in without --html")
    try:
        arguments.out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"--out {arguments.out}: {error.strerror}") from error
    started = datetime.now(UTC).isoformat(timespec="seconds")
    try:
        outcome = run(plan, sys.stderr)
    except KeyboardInterrupt:
        _complain(f"interrupted; what was answered is kept in {arguments.out}, the same command goes on")
        raise
    report = report_of(
        outcome, PUBLISHED, plan.settings.today, _options(arguments, plan), started, plan.settings.threads
    )
    return _told(report, outcome, arguments)


def _datasets(arguments: argparse.Namespace) -> tuple[Dataset, ...]:
    """Return the data sets. Raises UsageError for one that cannot be opened, and for two of one name."""
    jobs = arguments.threads or available_threads()
    wanted = Wanted(limit=arguments.limit, jobs=jobs, progress=_tell_drawing)
    found: dict[str, Dataset] = {}
    for spec in arguments.data:
        try:
            dataset = open_dataset(spec, wanted)
        except DatasetError as error:
            raise UsageError(f"--data {spec}: {error}") from error
        if dataset.name in found:
            raise UsageError(f"--data {spec}: there are two data sets called {dataset.name}")
        if not dataset.photos:
            raise UsageError(f"--data {spec}: there is no picture in it")
        found[dataset.name] = dataset
    return tuple(found.values())


def _tell_drawing(what: str, done: int, lots: int) -> None:
    """Say on a terminal what is drawn; a thousand pictures take a while."""
    if sys.stderr.isatty():
        sys.stderr.write(f"\r\x1b[K{f'drawing {done + 1} of {lots}: {what}' if what else ''}")
        sys.stderr.flush()


def _plan(arguments: argparse.Namespace, datasets: tuple[Dataset, ...]) -> Plan:
    try:
        providers = expand(arguments.providers.replace(",", " ").split())
    except ValueError as error:
        raise UsageError(f"--providers: {error}") from error
    python = os.environ.get(PADDLE_PYTHON)
    return Plan(
        datasets=datasets,
        providers=providers,
        folder=arguments.out / ANSWERS,
        settings=Settings(
            today=arguments.today or date.today(),
            threads=arguments.threads or available_threads(),
            secrets=dict(os.environ),
            endpoints=_endpoints(arguments.endpoint),
            interpreters={"paddleocr": Path(python)} if python else {},
        ),
        replay=arguments.replay,
        redact=arguments.redact,
        limit=arguments.limit,
        seed=arguments.seed,
        pause_s=arguments.pause,
        retry=arguments.retry,
    )


def _endpoints(given: list[tuple[str, str]]) -> dict[str, str]:
    """Return base URLs by provider. Raises UsageError for a name that is none or stands for several."""
    for name, _ in given:
        if name not in PROVIDERS:
            raise UsageError(f"--endpoint {name}: not one of {', '.join(PROVIDERS)}")
    return dict(given)


def _options(arguments: argparse.Namespace, plan: Plan) -> dict[str, object]:
    """Return what the record says of the arguments: no paths, which may name people."""
    return {
        "providers": list(plan.providers),
        "limit": plan.limit,
        "seed": plan.seed,
        "threads": plan.settings.threads,
        "today": plan.settings.today.isoformat(),
        "replay": plan.replay,
        "redact": plan.redact,
        "endpoints": sorted(plan.settings.endpoints),
        "with_pictures": arguments.with_pictures,
    }


def _told(report: Report, outcome: Outcome, arguments: argparse.Namespace) -> int:
    """Write the files and the answer on standard output; return the exit status."""
    out: Path = arguments.out
    try:
        write_json(report, out / "report.json")
        write_csv(report, out / "report.csv")
        if arguments.html:
            page = out / "report.html"
            write_html(report, outcome.datasets, outcome.answers, page, with_pictures=arguments.with_pictures)
    except OSError as error:
        _complain(f"the report cannot be written: {error.strerror}")
        return 1
    for fault in outcome.faults:
        _complain(fault)
    as_json = arguments.format == "json"
    sys.stdout.write((out / "report.json").read_text(encoding="utf-8") if as_json else text_of(report) + "\n")
    ran = any(column.about is not None for column in report.columns)
    return 0 if ran and not outcome.faults else 1


def _complain(text: str) -> None:
    sys.stderr.write(f"idvision bench: {printable(text)}\n")
