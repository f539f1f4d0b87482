"""Numbers as people read them: the unit of a metric decides, and every place uses the same words."""

from __future__ import annotations

from dataclasses import dataclass

from idvision.bench.metrics import METRICS
from idvision.bench.providers.protocol import Price
from idvision.bench.results import Score

SYNTHETIC_MARK = "°"
"""Follows every figure that was taken on drawn or simulated pictures."""
NOT_RUN = "not run"
NO_FIGURE = "-"
_SHOWN_UNITS = {"share": "%", "px": "px", "ms": "ms", "price": "published price"}
_DIRECTIONS = {True: "higher is better", False: "lower is better", None: "neither is better"}


@dataclass(frozen=True, slots=True)
class MetricText:
    """What a report says of a metric. `higher_is_better` is None of a number that is neither good nor bad.

    `unit` is that of `Metric`; `format` is a format specification for a value.
    """

    metric: str
    title: str
    unit: str
    higher_is_better: bool | None
    meaning: str = ""
    format: str = ".3f"

    @property
    def heading(self) -> str:
        """Return the title with the unit in which `number` writes the values."""
        shown = _SHOWN_UNITS.get(self.unit, "")
        return f"{self.title}, {shown}" if shown and not self.title.endswith(shown) else self.title

    @property
    def direction(self) -> str:
        """Return which values are better, in words."""
        return _DIRECTIONS[self.higher_is_better]


def metric_text(metric: str) -> MetricText:
    """Return the texts of a metric; one that this version does not know goes by its id, without direction."""
    known = METRICS.get(metric)
    if known is None:
        return MetricText(metric, _titled(metric), "", None)
    about = (_titled(known.title), known.unit, known.higher_is_better, known.meaning, known.format)
    return MetricText(metric, *about)


def number(value: float, text: MetricText) -> str:
    """Return a value without its unit; shares as per cent."""
    written = format(value, text.format).removesuffix("%")
    return written.removeprefix("-") if float(written) == 0 else written


def interval(low: float | None, high: float | None, text: MetricText) -> str:
    """Return `[low, high]`, empty where no interval is known."""
    return "" if low is None or high is None else f"[{number(low, text)}, {number(high, text)}]"


def score_parts(score: Score | None, text: MetricText, price: Price | None = None) -> tuple[str, str, str]:
    """Return value, interval and `n` of a score; a dash and nothing where there is no figure.

    `price` is the provider's, for the currency of a metric in money.
    """
    if score is None or score.value is None:
        return NO_FIGURE, "", ""
    value = number(score.value, text)
    if text.unit == "price" and price is not None:
        value += f" {price.currency}"
    return value, interval(score.low, score.high, text), f"n {score.n}"


def quantity(value: float, text: MetricText) -> str:
    """Return a value with its unit, for a sentence."""
    return f"{number(value, text)} {unit_text(text)}".rstrip()


def unit_text(text: MetricText) -> str:
    """Return the unit behind a value, empty of a plain number."""
    return "" if text.unit == "price" else _SHOWN_UNITS.get(text.unit, "")


def signed(difference: float, text: MetricText) -> str:
    """Return a difference with its sign."""
    written = number(difference, text)
    return f"+{written}" if difference > 0 and float(written) else written


def p_text(p_value: float) -> str:
    """Return a p-value with three decimals, or that it is smaller than can be told by them."""
    return "p < 0.001" if p_value < 0.001 else f"p = {p_value:.3f}"


def _titled(words: str) -> str:
    shown = words.replace("_", " ")
    return shown[:1].upper() + shown[1:]


def counted(count: int, noun: str) -> str:
    """Return `1 picture`, `2 pictures`."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
