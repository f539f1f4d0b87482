"""A report as one HTML file that needs nothing else: open it, print it, hand it on."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from idvision.bench.dataset import Dataset
from idvision.bench.report.figure import Sheets
from idvision.bench.report.markup import link, listed, tag, text
from idvision.bench.report.page_plots import plot_figures
from idvision.bench.report.page_tables import (
    SYNTHETIC_CHIP,
    definitions_table,
    glance_table,
    metrics_table,
    not_run_table,
    provider_name,
    published_table,
    record_table,
)
from idvision.bench.report.page_worst import Answers, worst_figures
from idvision.bench.report.reading import Reading, reading_of
from idvision.bench.report.view import GLANCE, SIGNIFICANCE, DatasetView, provider_order, views_of
from idvision.bench.report.wording import SYNTHETIC_MARK, counted
from idvision.bench.results import Report


@dataclass(frozen=True, slots=True)
class _Section:
    """A chapter of the page; `anchor` is its id and what the table of contents leads to."""

    anchor: str
    title: str
    content: str


def write_html(
    report: Report,
    datasets: Sequence[Dataset],
    answers: Answers,
    path: Path,
    *,
    with_pictures: bool = False,
) -> None:
    """Write the page.

    By default it can be handed on: no picture and no file's name is in it, and the worst pictures are told
    by their outlines and their place in the data set. `with_pictures` puts them in, small, with all that
    can be read on them. Values that were read or are true are never in it as text.

    Args:
        report: what was found.
        datasets: of the run, for pictures and true outlines; one that is missing has no worst pictures.
        answers: of the run, for the answered outlines.
        path: of the file, which is replaced.
        with_pictures: whether the worst pictures themselves are shown.

    Raises RuntimeError where matplotlib is missing, and OSError.
    """
    path.write_text(_page(report, datasets, answers, with_pictures=with_pictures), encoding="utf-8")


def _page(report: Report, datasets: Sequence[Dataset], answers: Answers, *, with_pictures: bool) -> str:
    sections = list(_sections(report, datasets, answers, with_pictures=with_pictures))
    style, script = _asset("page.css"), _asset("page.js")
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    policy = (
        "default-src 'none'; img-src data:; style-src 'unsafe-inline'; "
        f"script-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    )
    title = f"Comparison on {', '.join(note.name for note in report.datasets) or 'nothing'}"
    head = (
        '<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        '<meta name="color-scheme" content="light dark">',
        tag("title", text(title)),
        f"<style>{style}</style>",
    )
    body = (
        tag("header", *_header(report, title)),
        tag("div", _contents(sections), tag("main", *map(_markup, sections)), class_="sheet-of-page"),
        f"<script>{script}</script>",
    )
    return "\n".join(("<!DOCTYPE html>", '<html lang="en">', *head, "<body>", *body, "</body>", "</html>\n"))


def _header(report: Report, title: str) -> Iterator[str]:
    ran = len({measured.provider for measured in report.measured})
    asked = len(provider_order(report))
    photos = counted(sum(note.photos for note in report.datasets), "picture")
    yield tag("p", "idvision bench", class_="kicker")
    yield tag("h1", text(title))
    yield tag(
        "p", text(f"{photos}, {ran} of {counted(asked, 'provider')} run, {report.started}"), class_="sub"
    )


def _sections(
    report: Report, datasets: Sequence[Dataset], answers: Answers, *, with_pictures: bool
) -> Iterator[_Section]:
    views, order = views_of(report), provider_order(report)
    metrics = list(dict.fromkeys(metric for view in views for metric in view.metrics))
    yield _Section("reading", "Read with care", "".join(map(_reading, reading_of(report))))
    glance = glance_table(views, [metric for metric in GLANCE if metric in metrics], order)
    yield _Section("glance", "At a glance", glance + _legend(views))
    sheets = Sheets()
    by_name = {dataset.name: dataset for dataset in datasets}
    for number, view in enumerate(views, start=1):
        content = (
            *_about_dataset(view),
            metrics_table(view, order),
            plot_figures(view, order, sheets),
            _worst(view, order, by_name.get(view.note.name), answers, with_pictures=with_pictures),
        )
        yield _Section(f"set{number}", f"Data set {view.note.name}", "".join(content))
    yield from _closing(report, metrics)


def _reading(reading: Reading) -> str:
    chip = f" {SYNTHETIC_CHIP}" if reading.synthetic else ""
    heading = tag("h3", text(reading.dataset), chip) if reading.dataset else ""
    return heading + listed(map(text, reading.sentences), class_="reading")


def _closing(report: Report, metrics: Sequence[str]) -> Iterator[_Section]:
    missing = not_run_table(report)
    if missing:
        yield _Section("not-run", "Not run", missing)
    if report.published:
        title = "What vendors state (not measured)"
        yield _Section("published", title, published_table(report.published))
    yield _Section("metrics", "What the figures mean", definitions_table(metrics))
    records = (record_table("Environment", report.environment), record_table("Options", report.options))
    hashes = {note.name: note.pictures_hash for note in report.datasets}
    yield _Section(
        "record", "How it was measured", "".join((*records, record_table("Pictures, SHA-256", hashes)))
    )


def _about_dataset(view: DatasetView) -> Iterator[str]:
    note = view.note
    words = f"{counted(note.photos, 'picture')}, {counted(note.documents, 'document')}."
    licence = f" Licence: {note.licence}." if note.licence else ""
    source = f" Layout: {link(note.source)}" if note.source else ""
    chip = (
        f" {SYNTHETIC_CHIP} All figures below were taken on drawn or simulated pictures."
        if note.synthetic
        else ""
    )
    yield tag("p", text(words), text(licence), source, chip)


def _legend(views: Sequence[DatasetView]) -> str:
    parts = ["Small print: 95 % interval and n, what a figure was taken over. A dash: not answered."]
    if any(view.note.synthetic for view in views):
        parts.append(f"{SYNTHETIC_MARK} taken on synthetic pictures.")
    references = list(dict.fromkeys(view.reference for view in views if view.reference))
    if references:
        parts.append(
            f"▲ better, ▼ worse than {', '.join(references)} on the same pictures beyond chance "
            f"(paired test, level {SIGNIFICANCE:.0%} after Holm's correction)."
        )
    return tag("p", text(" ".join(parts)), class_="legend")


def _worst(
    view: DatasetView, order: Sequence[str], dataset: Dataset | None, answers: Answers, *, with_pictures: bool
) -> str:
    if dataset is None:
        return ""
    parts = []
    for name, measured in view.measured.items():
        own = answers.get((view.note.name, name), {})
        figures = worst_figures(measured, dataset, own, with_pictures=with_pictures)
        if figures:
            parts.append(tag("h4", provider_name(name, order)) + figures)
    if not parts:
        return ""
    keys = (("true", "true outline"), ("answered", "answered outline"))
    lines = (
        f'<svg viewBox="0 0 28 8" class="key" aria-hidden="true"><path class="{kind}" d="M1 4H27"/></svg>'
        f"{words} "
        for kind, words in keys
    )
    chip = f" {SYNTHETIC_CHIP}" if view.note.synthetic else ""
    return tag("h3", "Worst pictures", chip) + tag("p", *lines, class_="legend") + "".join(parts)


def _contents(sections: Sequence[_Section]) -> str:
    links = (tag("a", text(section.title), href=f"#{section.anchor}") for section in sections)
    return tag("nav", listed(links), aria_label="Contents")


def _markup(section: _Section) -> str:
    heading = tag("h2", text(section.title), id=f"{section.anchor}-title")
    return tag(
        "section", heading, section.content, id=section.anchor, aria_labelledby=f"{section.anchor}-title"
    )


def _asset(name: str) -> str:
    return files("idvision.bench.report").joinpath(name).read_text(encoding="utf-8")
