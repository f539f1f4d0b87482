"""The list of what is measured: id -> what the number means and who can be asked for it."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

Unit = Literal["share", "ratio", "px", "ms", "price", "correlation"]
_FORMATS: dict[Unit, str] = {
    "share": ".1%",
    "ratio": ".3f",
    "px": ".1f",
    "ms": ".0f",
    "price": ".2f",
    "correlation": ".3f",
}


@dataclass(frozen=True, slots=True)
class Metric:
    """One number of a report.

    Attributes:
        id: key in `Measured.scores`.
        title: a few words for a table.
        meaning: one sentence for a reader who has not seen the code.
        unit: `share` of things that are so or not; `ratio` of other kinds; `px` of a card 856 wide; `ms`;
            `price` in the currency of the provider's `Price`; `correlation` in [-1, 1].
        higher_is_better: None where neither is.
        needs: alternatives, each of which is what `About.answers` has to name.
        compared: whether two providers are tested against each other by it.
    """

    id: str
    title: str
    meaning: str
    unit: Unit
    higher_is_better: bool | None
    needs: tuple[frozenset[str], ...]
    compared: bool = False

    @property
    def format(self) -> str:
        """Format specification for a value, as of `format()`."""
        return _FORMATS[self.unit]

    def is_answered_by(self, answers: Collection[str]) -> bool:
        """Tell whether a provider that fills `answers` can be asked."""
        return any(need <= frozenset(answers) for need in self.needs)


def _load(path: Path) -> Iterator[Metric]:
    """Yield the metrics of the list, in its order."""
    for entry in tomllib.loads(path.read_text(encoding="utf-8"))["metric"]:
        for name in entry.pop("each", [""]):
            yield _metric(entry, name)


def _metric(entry: dict[str, Any], name: str) -> Metric:
    """Return one metric, `name` in place of `{}`. Raises TypeError for a key that is not known."""
    plain = {
        key: value.replace("{}", name) if isinstance(value, str) else value for key, value in entry.items()
    }
    needs = tuple(frozenset(words.split()) for words in plain.pop("needs"))
    arguments: dict[str, Any] = {"higher_is_better": None, **plain, "needs": needs}
    return Metric(**arguments)


METRICS: dict[str, Metric] = {metric.id: metric for metric in _load(Path(__file__).with_suffix(".toml"))}
"""Metric id -> metric, in the order of a report."""
