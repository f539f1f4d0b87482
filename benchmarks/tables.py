"""Numbers as text for people."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence

from benchmarks.findings import Finding
from benchmarks.reading_scores import ReadingScore
from benchmarks.summary import FieldScore, GroupScore, Summary

_HEADER = (
    *("group", "pictures", "documents", "found", "count", "mean IoU [95 %]", "IoU>=0.9"),
    *("type", "side", "upright", "accept/review/reject"),
)


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return rows under a header in columns of equal width."""
    cells = [tuple(header), *map(tuple, rows)]
    widths = [max(map(_width, column)) for column in zip(*cells, strict=True)]
    lines = (
        "  ".join(cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True))
        for row in cells
    )
    return "\n".join(line.rstrip() for line in lines)


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


def accuracy_text(summary: Summary, *, with_values: bool) -> str:
    """Return the whole report; `with_values` adds what the pictures say to the list of faults."""
    groups = {**summary.groups, "all": summary.total}
    blocks = [
        table(_HEADER, (_group_row(name, score) for name, score in groups.items())),
        _field_table("printed field", summary.fields),
        _field_table("field of the MRZ", {f"mrz.{name}": s for name, s in summary.mrz_fields.items()}),
        _character_table(summary.reading),
        "\n".join(_sentences(summary)),
        fault_text(summary.findings, with_values=with_values),
    ]
    return "\n\n".join(blocks)


def _group_row(name: str, score: GroupScore) -> tuple[str, ...]:
    counts = [score.decisions.get(decision, 0) for decision in ("accept", "review", "reject")]
    shares = (score.iou_close, score.type_right, score.side_right, score.orientation_right)
    return (
        *(name, str(score.pictures), str(score.documents), str(score.found), str(score.count_right)),
        *(str(score.iou), *map(str, shares), "/".join(map(str, counts))),
    )


def _field_table(title: str, scores: dict[str, FieldScore]) -> str:
    if not scores:
        return f"{title}: none to compare"
    rows = ((name, *_field_row(score)) for name, score in scores.items())
    return table((title, "exact", "not read", "wrong yet sure", "mean CER"), rows)


def _field_row(score: FieldScore) -> tuple[str, ...]:
    return str(score.exact), str(score.missing), str(score.sure_but_wrong), f"{score.mean_cer:.3f}"


def _character_table(reading: ReadingScore) -> str:
    rows = (
        (kind, str(score.characters), str(score.errors), f"{score.cer:.4f}")
        for kind, score in reading.characters.items()
    )
    return table(("characters of what was read", "true", "errors", "CER"), rows)


def _reading_sentences(reading: ReadingScore) -> tuple[str, ...]:
    confidence, repairs = reading.confidence, reading.repairs
    risks = ", ".join(f"{risk:.2%} of {coverage:.0%}" for coverage, risk in confidence.risk.items())
    answered = ", ".join(f"{share:.1%} at {p:.1%}" for p, share in confidence.answered.items())
    ece = "-" if confidence.ece is None else f"{confidence.ece:.3f}"
    return (
        f"Confidence of {confidence.values} values: ECE {ece}; wrong among the surest: {risks or '-'}; "
        f"values that can be taken unseen at a precision: {answered or '-'}",
        f"Mended values: {repairs.repaired}, right {repairs.right}, harmful {repairs.harmful} (must be 0)",
    )


def _sentences(summary: Summary) -> tuple[str, ...]:
    mrz, none, hidden, other = summary.mrz, summary.negatives, summary.hidden, summary.undeclared
    types = ", ".join(f"{name} {count}" for name, count in sorted(other.documents.items())) or "none"
    return (
        *_reading_sentences(summary.reading),
        f"MRZ exact: zones {mrz.zones_exact_of_eligible} eligible, {mrz.zones_exact_of_printed} printed; "
        f"lines {mrz.lines_exact_of_eligible} eligible, {mrz.lines_exact_of_printed} printed",
        f"MRZ valid: {mrz.valid} printed; valid but wrong {mrz.valid_but_wrong} (must be 0); "
        f"valid but not printed {mrz.valid_but_not_printed}",
        f"Without a document: {none.pictures} pictures; no card {none.no_card}, unknown {none.unknown}, "
        f"typed {none.typed}, accepted {none.accepted} (must be 0)",
        f"Hidden fields: {hidden.fields}; right {hidden.right}, wrong {hidden.wrong}, not read "
        f"{hidden.missing}; wrong yet sure or accepted {hidden.sure_but_wrong} (must be 0)",
        f"Accepted documents with an error: {summary.accepted_with_error} (must be 0)",
        f"Type not declared: {types}; taken as unknown {other.unknown}, as a declared type {other.typed}, "
        f"accepted {other.accepted}",
        f"Not readable as pictures: {len(summary.unreadable)}",
    )


def fault_text(findings: Iterable[Finding], *, with_values: bool) -> str:
    """Return the list of faults; `with_values` adds what the pictures say."""
    return "\n".join(["What is not as it should be:", *_fault_lines(findings, with_values)])


def _fault_lines(findings: Iterable[Finding], with_values: bool) -> Iterable[str]:
    for finding in findings:
        yield f"  {finding.file}: {finding.kind} {finding.detail}".rstrip()
        if with_values and finding.true:
            yield f"    true {finding.true}"
            yield f"    read {finding.read}"
