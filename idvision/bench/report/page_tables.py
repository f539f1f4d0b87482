"""The tables of the page: at a glance, all metrics of a data set, and how it was measured."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from idvision.bench.report.figure import look_of
from idvision.bench.report.markup import heads, link, row_head, table, tag, text
from idvision.bench.report.view import MARK_SIGNS, DatasetView
from idvision.bench.report.wording import (
    NO_FIGURE,
    NOT_RUN,
    SYNTHETIC_MARK,
    metric_text,
    score_parts,
)
from idvision.bench.results import Column, Published, Report, Score

SYNTHETIC_CHIP = tag("span", "synthetic", class_="chip")


def glance_table(views: Sequence[DatasetView], metrics: Sequence[str], order: Sequence[str]) -> str:
    """Return a row a provider and data set, a column a main metric; its heads sort the rows."""
    titles = ["Provider", "Data set", *(_heading(metric) for metric in metrics)]
    head = [tag("th", tag("button", title, type="button"), scope="col") for title in titles]
    rows = (_glance_row(view, column, metrics, order) for view in views for column in view.columns)
    caption = "One row a provider and data set. Choose a heading to sort."
    return table(caption, head, rows, class_="figures sortable")


def metrics_table(view: DatasetView, order: Sequence[str]) -> str:
    """Return a row a metric, a column a provider, those that were not run among them."""
    names = [f"{provider_name(column.name, order)}{_version(column)}" for column in view.columns]
    caption = f"All figures of {text(view.note.name)} {_chip(view)}"
    rows = (_metric_row(view, metric) for metric in view.metrics)
    return table(caption, heads(["Metric", *names]), rows, class_="figures")


def not_run_table(report: Report) -> str:
    """Return why providers were not run, empty if all were."""
    rows = [
        (row_head(text(column.name)), tag("td", text(column.not_run)))
        for column in report.columns
        if column.not_run
    ]
    return table("Asked for and not run", heads(("Provider", "Why")), rows) if rows else ""


def published_table(published: Sequence[Published]) -> str:
    """Return what vendors state, under a caption that says that nothing of it was measured."""
    caption = "Stated by the vendors, not measured here, on other pictures than these"
    rows = (_published_row(one) for one in published)
    return table(caption, heads(("Provider", "What", "Stated figure", "Source")), rows, class_="published")


def definitions_table(metrics: Sequence[str]) -> str:
    """Return what each metric means."""
    rows = (_definition_row(metric) for metric in metrics)
    return table("What the figures mean", heads(("Metric", "Meaning", "Better")), rows)


def record_table(caption: str, record: Mapping[str, object]) -> str:
    """Return names and values of a record; a mapping inside is written out."""
    rows = ((row_head(text(key)), tag("td", _plain(value))) for key, value in record.items())
    return table(text(caption), heads(("What", "Value")), rows, class_="record")


def provider_name(name: str, order: Sequence[str]) -> str:
    """Return the name behind a spot of the colour that it has in all plots."""
    look = look_of(order.index(name))
    return tag("span", "", class_="spot", style=f"background: var({look.variable})") + text(name)


def _glance_row(
    view: DatasetView, column: Column, metrics: Sequence[str], order: Sequence[str]
) -> Iterator[str]:
    yield row_head(provider_name(column.name, order))
    yield tag("td", text(view.note.name), " ", _chip(view))
    if column.not_run:
        why = f"{NOT_RUN}: {column.not_run}"
        yield tag("td", text(why), class_="missing", colspan=str(max(1, len(metrics))))
        return
    yield from (_score_cell(view, column.name, metric, stacked=True) for metric in metrics)


def _metric_row(view: DatasetView, metric: str) -> Iterator[str]:
    known = metric_text(metric)
    yield tag("th", _heading(metric), scope="row", title=known.meaning or known.direction)
    for column in view.columns:
        if column.not_run:
            yield tag("td", NOT_RUN, class_="missing", title=column.not_run)
        else:
            yield _score_cell(view, column.name, metric, stacked=False)


def _score_cell(view: DatasetView, provider: str, metric: str, *, stacked: bool) -> str:
    """Return value, interval and n; `stacked` puts the last two under one another, for narrow columns."""
    measured = view.measured.get(provider)
    score = measured.scores.get(metric) if measured else None
    value, bounds, size = score_parts(score, metric_text(metric), view.price(provider))
    if not size:
        return tag("td", NO_FIGURE, class_="missing", data_sort="")
    parts = (
        tag("b", text(value), tag("span", SYNTHETIC_MARK, class_="syn") if view.note.synthetic else ""),
        _mark(view, provider, metric),
        *(
            tag("small", text(part))
            for part in ((bounds, size) if stacked else (f"{bounds} {size}",))
            if part
        ),
    )
    return tag("td", *parts, data_sort=_sort_key(score))


def _mark(view: DatasetView, provider: str, metric: str) -> str:
    mark = view.mark(provider, metric)
    label = f"{mark} than {view.reference} beyond chance"
    # Always there, so that numbers stay aligned under one another.
    return tag("i", MARK_SIGNS[mark], class_=f"mark {mark}".strip(), **({"title": label} if mark else {}))


def _sort_key(score: Score | None) -> str:
    return "" if score is None or score.value is None else repr(score.value)


def _published_row(one: Published) -> Iterator[str]:
    yield row_head(text(one.provider))
    yield tag("td", text(one.what))
    yield tag("td", text(one.figure), _price(one))
    sources = dict.fromkeys((one.source, *([one.price.source] if one.price else [])))
    yield tag("td", "<br>".join(link(source) for source in sources if source))


def _price(one: Published) -> str:
    if one.price is None:
        return ""
    price = one.price
    return tag("small", text(f"{price.per_1000:g} {price.currency} for 1,000 calls, as of {price.as_of}"))


def _definition_row(metric: str) -> Iterator[str]:
    known = metric_text(metric)
    yield row_head(_heading(metric))
    yield tag("td", text(known.meaning))
    yield tag("td", text(known.direction))


def _heading(metric: str) -> str:
    """Return a metric's heading as markup; its unit does not go to a line of its own."""
    return text(metric_text(metric).heading).replace(", ", ",&nbsp;")


def _version(column: Column) -> str:
    return tag("small", text(column.about.version)) if column.about else ""


def _chip(view: DatasetView) -> str:
    return SYNTHETIC_CHIP if view.note.synthetic else ""


def _plain(value: object) -> str:
    if isinstance(value, Mapping):
        return "<br>".join(f"{text(key)} {text(item)}" for key, item in value.items())
    if isinstance(value, list | tuple):
        return text(", ".join(map(str, value)))
    return text("" if value is None else value)
