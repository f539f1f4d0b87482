"""How well values are read, after a normalisation that is written down here.

`normalised`: Unicode NFKC (full and half width become one), case folded, every middle dot is `·`, white space
is one space, and none beside a Han character, where it means nothing.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from idvision.bench.metrics.basics import edit_distance
from idvision.checks.clean import HAN

HIT_ACCURACY = 0.95
"""From this character accuracy on a value counts for the hit rate."""
_MIDDLE_DOTS = str.maketrans(dict.fromkeys("•‧∙⋅・", "·"))
_SPACE_BY_HAN = re.compile(rf"(?<=[{HAN}]) | (?=[{HAN}])")
_NOT_WORD = re.compile(r"[\W_]+")
_ENGLISH_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_SEX_WORDS = {"M": ("男", "m", "male"), "F": ("女", "f", "female"), "X": ("x",)}
_NO_END = "long-term"
_NO_END_PRINTED = "长期"


@dataclass(frozen=True, slots=True)
class Compared:
    """A true value and what was read for it; `read` is empty where nothing was.

    `confidence` is None where none was stated; `hidden` values cannot be read by anyone.
    """

    name: str
    true: str
    read: str
    confidence: float | None = None
    hidden: bool = False

    @property
    def is_right(self) -> bool:
        """Whether the value is exact after normalisation."""
        return is_exact(self.read, self.true)

    @property
    def is_wrong(self) -> bool:
        """Whether something else than the truth was answered."""
        return bool(self.read.strip()) and not self.is_right


def normalised(text: str) -> str:
    """Return the text in the form in which values are compared."""
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    return _SPACE_BY_HAN.sub("", " ".join(folded.translate(_MIDDLE_DOTS).split()))


def is_exact(read: str, true: str) -> bool:
    """Tell whether a value equals the truth after normalisation."""
    return normalised(read) == normalised(true)


def character_errors(read: str, true: str) -> tuple[int, int]:
    """Return edit distance and length of the truth, both after normalisation.

    The sums over many values give their micro-averaged character error rate.
    """
    left, right = normalised(read), normalised(true)
    return edit_distance(left, right), len(right)


def micro_cer(read_and_true: Iterable[tuple[str, str]]) -> float | None:
    """Return all errors by all true characters, None without any; may exceed 1 where much is invented."""
    pairs = [character_errors(read, true) for read, true in read_and_true]
    length = sum(of for _, of in pairs)
    return sum(errors for errors, _ in pairs) / length if length else None


def all_exact(fields: Sequence[Compared]) -> bool:
    """Tell whether every value of one document that can be read is exact."""
    return all(field.is_right for field in fields if not field.hidden)


def is_hit(fields: Sequence[Compared]) -> bool:
    """Tell whether every value that can be read has a character accuracy of at least 95 %.

    Called hit rate in published comparisons of vision models on identity documents.
    """
    pairs = (character_errors(field.read, field.true) for field in fields if not field.hidden)
    return all(errors <= (1 - HIT_ACCURACY) * length + 1e-9 for errors, length in pairs)


def found_in_text(value: str, lines: Sequence[str]) -> bool:
    """Tell whether the value stands anywhere in the lines.

    The generous measure of engines that read only text: nobody has to know which value it is, lines are
    joined, spaces and punctuation ignored, and dates count in every usual order. A letter that stands for a
    sex has to stand alone, as letters are everywhere.
    """
    if value in _SEX_WORDS:
        return _has_sex(value, lines)
    text = _bare(" ".join(lines))
    return any(form in text for form in _printed_forms(value) if form)


def _has_sex(value: str, lines: Sequence[str]) -> bool:
    text = normalised(" ".join(lines))
    words = set(re.findall(r"[a-z]+", text))
    return any(word in words or (not word.isascii() and word in text) for word in _SEX_WORDS[value])


def _bare(text: str) -> str:
    return _NOT_WORD.sub("", normalised(text))


def _printed_forms(value: str) -> tuple[str, ...]:
    """Return how a canonical value may be printed, bare."""
    if value == _NO_END:
        return (_NO_END_PRINTED, _bare(value))
    try:
        day = date.fromisoformat(value)
    except ValueError:
        return (_bare(value),)
    year, month, number = f"{day.year:04}", f"{day.month:02}", f"{day.day:02}"
    return (
        f"{year}{month}{number}",
        f"{year}年{day.month}月{day.day}日",
        f"{year}年{month}月{number}日",
        f"{number}{month}{year}",
        f"{month}{number}{year}",
        f"{number}{_ENGLISH_MONTHS[day.month - 1]}{year}",
        f"{day.day}{_ENGLISH_MONTHS[day.month - 1]}{year}",
    )
