"""Write the names of months that `idvision.checks` knows, from the Unicode locale data that Babel carries.

    pip install babel && python -m training.adopt_months

Whole names and abbreviations in the languages in Latin script that states print on passports. Names of
several words are left out.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from pathlib import Path

from idvision.checks._latin_dates import SHORTEST_NAME, fold

LANGUAGES = (
    "af az bs ca cs cy da de en en_GB es et eu fi fil fo fr ga gl hr hu id is it lb lt lv ms mt nb nl nn pl"
    " pt pt_PT rm ro sk sl so sq sr_Latn sv sw tk tr uz"
)
OUT = Path("idvision/checks/latin_months.dat")
HEADER = """# Names of months in the Latin script, folded to capitals without accents: number, then names.
# Written by training/adopt_months.py from the Unicode CLDR as packaged by Babel; see NOTICE.
"""


def folded(names: Iterable[str]) -> list[str]:
    """Return the names that can be looked up, sorted, without accents, dots and repetitions."""
    plain = {fold(name).strip(". ") for name in names}
    return sorted(name for name in plain if len(name) >= SHORTEST_NAME and name.isascii() and name.isalpha())


def table(months: dict[int, list[str]]) -> str:
    """Return the text of the data file: one line a month."""
    return HEADER + "".join(f"{number} {' '.join(folded(months[number]))}\n" for number in range(1, 13))


def collect() -> dict[int, list[str]]:
    """Return the names of each month in all languages."""
    from babel.dates import get_month_names  # noqa: PLC0415

    found: dict[int, list[str]] = {number: [] for number in range(1, 13)}
    for language in LANGUAGES.split():
        for width in ("wide", "abbreviated"):
            for context in ("format", "stand-alone"):
                for number, name in get_month_names(width, context, language).items():
                    found[number].append(name)
    return found


def main(arguments: list[str] | None = None) -> None:
    """Write the file."""
    parser = argparse.ArgumentParser(prog="python -m training.adopt_months", description=collect.__doc__)
    parser.add_argument("--out", type=Path, default=OUT)
    options = parser.parse_args(arguments)
    options.out.write_text(table(collect()), encoding="ascii")
    parser.exit(0, f"{options.out}\n")


if __name__ == "__main__":
    main()
