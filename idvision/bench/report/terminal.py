"""A report as text for a terminal of 100 columns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from idvision.bench.report.reading import reading_of
from idvision.bench.report.text_table import LINE_WIDTH, blocks, table, text_width, wrapped
from idvision.bench.report.view import MARK_SIGNS, SIGNIFICANCE, DatasetView, Sided, views_of
from idvision.bench.report.wording import (
    NO_FIGURE,
    NOT_RUN,
    SYNTHETIC_MARK,
    counted,
    interval,
    metric_text,
    number,
    p_text,
    score_parts,
)
from idvision.bench.results import Column, Report, Score
from idvision.table import printable

_FIRST_WIDTH = 30


def text_of(report: Report) -> str:
    """Return the report, without a newline at its end and no line wider than 100 cells.

    Names of more than about 60 cells are the exception. Control characters are made visible.
    """
    return "\n".join(printable(line) for line in _lines(report))


def _lines(report: Report) -> Iterator[str]:
    views = views_of(report)
    yield f"Comparison of {', '.join(view.note.name for view in views) or 'nothing'}, {report.started}"
    for view in views:
        yield ""
        yield from _dataset_lines(view)
    yield from _not_run_lines(report)
    yield from _published_lines(report)
    yield from ("", "Read with care:")
    for reading in reading_of(report):
        if reading.dataset:
            mark = " (synthetic)" if reading.synthetic else ""
            yield from wrapped(f"{reading.dataset}{mark}:", LINE_WIDTH)
        for sentence in reading.sentences:
            yield from wrapped(f"- {sentence}", LINE_WIDTH, indent="  ")


def _dataset_lines(view: DatasetView) -> Iterator[str]:
    note = view.note
    kind = f", synthetic: every figure with {SYNTHETIC_MARK}" if note.synthetic else ""
    size = f"{counted(note.photos, 'picture')}, {counted(note.documents, 'document')}"
    yield from wrapped(f"== {note.name}: {size}{kind} ==", LINE_WIDTH)
    yield from _score_tables(view)
    yield from _legend(view)
    if view.group_metric:
        yield from _group_tables(view, view.group_metric)
    yield from _comparison_lines(view)


def _score_tables(view: DatasetView) -> Iterator[str]:
    """Yield one table a block of providers; a block of providers that did not run needs one row."""
    rows = [(metric_text(metric).heading, metric) for metric in view.metrics]
    columns = [[_cell(view, column, metric) for _, metric in rows] for column in view.columns]
    yield from _side_by_side("metric", [title for title, _ in rows], view.columns, columns)


def _side_by_side(
    corner: str, titles: Sequence[str], columns: Sequence[Column], cells: Sequence[Sequence[str]]
) -> Iterator[str]:
    first = min(_FIRST_WIDTH, max(map(text_width, (corner, *titles))))
    widths = [max(map(text_width, (column.name, *own))) for column, own in zip(columns, cells, strict=True)]
    for block in blocks(widths, first):
        yield ""
        header = (corner, *(columns[index].name for index in block))
        if all(columns[index].not_run for index in block):
            yield from table(header, [("all", *(NOT_RUN for _ in block))], first)
            continue
        rows = [(title, *(cells[i][row] for i in block)) for row, title in enumerate(titles)]
        yield from table(header, rows, first)


def _cell(view: DatasetView, column: Column, metric: str) -> str:
    if column.not_run:
        return NOT_RUN
    measured = view.measured.get(column.name)
    text = _score_text(measured.scores.get(metric) if measured else None, metric, view, column.name)
    sign = MARK_SIGNS[view.mark(column.name, metric)] if text != NO_FIGURE else ""
    return f"{text} {sign}".rstrip()


def _score_text(score: Score | None, metric: str, view: DatasetView, provider: str) -> str:
    value, bounds, size = score_parts(score, metric_text(metric), view.price(provider))
    if not size:
        return value
    mark = SYNTHETIC_MARK if view.note.synthetic else ""
    return " ".join(part for part in (f"{value}{mark}", bounds, size) if part)


def _legend(view: DatasetView) -> Iterator[str]:
    yield ""
    yield "value [95 % interval] n: what it was taken over; -: not answered or nothing to measure"
    if view.note.synthetic:
        yield f"{SYNTHETIC_MARK} on synthetic pictures, drawn or simulated"
    if view.reference:
        better, worse = MARK_SIGNS["better"], MARK_SIGNS["worse"]
        text = (
            f"{better} better, {worse} worse than {view.reference} on the same pictures, beyond chance "
            f"(paired test, level {SIGNIFICANCE:.0%} after Holm's correction)"
        )
        yield from wrapped(text, LINE_WIDTH, indent="  ")


def _group_tables(view: DatasetView, metric: str) -> Iterator[str]:
    ran = [column for column in view.columns if column.name in view.measured]
    groups = list(dict.fromkeys(group for m in view.measured.values() for group in m.by_group))
    cells = []
    for column in ran:
        by_group = view.measured[column.name].by_group
        scores = (by_group.get(group, {}).get(metric) for group in groups)
        cells.append([_score_text(score, metric, view, column.name) for score in scores])
    yield from ("", f"{metric_text(metric).heading}, by group of pictures")
    yield from _side_by_side("group", groups, ran, cells)


def _comparison_lines(view: DatasetView) -> Iterator[str]:
    if not view.compared:
        return
    yield from ("", "Paired differences (p after Holm's correction)")
    pairs = dict.fromkeys((one.comparison.first, one.comparison.second) for one in view.compared)
    for first, second in pairs:
        yield ""
        rows = (
            _comparison_row(one, view)
            for one in view.compared
            if (one.comparison.first, one.comparison.second) == (first, second)
        )
        yield from wrapped(f"{first} minus {second}", LINE_WIDTH)
        yield from table(("metric", "difference", "p", "n", "test"), rows, _FIRST_WIDTH)


def _comparison_row(one: Sided, view: DatasetView) -> tuple[str, ...]:
    pair, text = one.comparison, metric_text(one.comparison.metric)
    mark = SYNTHETIC_MARK if view.note.synthetic else ""
    value, bounds = number(pair.difference, text), interval(pair.low, pair.high, text)
    difference = f"{value}{mark} {bounds} {MARK_SIGNS[one.mark]}".rstrip()
    p_value = p_text(one.adjusted_p).removeprefix("p ").removeprefix("= ")
    return text.heading, difference, p_value, str(pair.n), pair.test


def _not_run_lines(report: Report) -> Iterator[str]:
    missing = [column for column in report.columns if column.not_run]
    if missing:
        yield from ("", "Not run")
    for column in missing:
        yield from wrapped(f"  {column.name}: {column.not_run}", LINE_WIDTH, indent="    ")


def _published_lines(report: Report) -> Iterator[str]:
    if not report.published:
        return
    yield from ("", "Published by the vendors, NOT MEASURED HERE, on other pictures than these")
    for one in report.published:
        text = f"{one.provider}: {one.what}: {one.figure} ({one.source})"
        yield from wrapped(text, LINE_WIDTH, indent="    ")
        if one.price is not None:
            price = one.price
            cost = f"{price.per_1000:g} {price.currency} for 1,000 calls ({price.source}, {price.as_of})"
            yield from wrapped(f"{one.provider}: price: {cost}", LINE_WIDTH, indent="    ")
