"""Numbers about the assessor as text for people."""

from __future__ import annotations

from collections.abc import Mapping

from benchmarks.judging_scores import ClassScore, DefectScore, Judging
from benchmarks.reading_quality import ReadingQuality
from benchmarks.tables import table
from idvision.bench.metrics.basics import Share

_CONFUSIONS_SHOWN = 12


def judging_text(numbers: Judging) -> str:
    """Return the whole report on the assessor."""
    blocks = (
        "Synthetic pictures, outlines given with a small error.",
        _class_table("group", {**numbers.groups, "all": numbers.total}),
        _class_table("type", numbers.types),
        _confusion_lines("type", numbers.type_confusions),
        _confusion_lines("side", numbers.side_confusions),
        _open_set_table(numbers),
        _defect_table("defect", [score for score in numbers.defects if score.borderline]),
        _defect_table("borderline left out", [score for score in numbers.defects if not score.borderline]),
        _severity_table(numbers),
        _reproduction_tables(numbers),
    )
    return "\n\n".join(blocks)


def reading_text(numbers: ReadingQuality) -> str:
    """Return the report on quality and reading."""
    rows = (
        (name, str(numbers.with_exact[name]), str(numbers.with_legible[name])) for name in numbers.with_exact
    )
    groups = ((name, str(exact.n), str(exact)) for name, exact in numbers.groups.items())
    return "\n\n".join(
        (
            f"Synthetic pictures of one document: {numbers.cards} read, {numbers.not_found} not found; "
            f"required values exact {numbers.exact}, characters right {numbers.legible}",
            table(("group", "cards", "required values exact [95 %]"), groups),
            table(("quality score", "rank correlation with exact [95 %]", "with characters right"), rows),
        )
    )


def percent(share: Share) -> str:
    """Return a share with its count, `-` of nothing."""
    return f"{100 * share.right / share.of:.1f} % of {share.of}" if share.of else "-"


def _class_table(title: str, scores: Mapping[str, ClassScore]) -> str:
    rows = (
        (
            *(name, str(score.cards)),
            *map(percent, (score.upright, score.type_closed, score.type_open, score.side)),
        )
        for name, score in scores.items()
    )
    return table((title, "cards", "upright", "type of declared", "type of all", "side"), rows)


def _confusion_lines(title: str, counts: Mapping[str, int]) -> str:
    if not counts:
        return f"No {title} was taken for another."
    shown = [f"  {count} x {pair}" for pair, count in list(counts.items())[:_CONFUSIONS_SHOWN]]
    return "\n".join([f"{title.capitalize()}s taken for others ({sum(counts.values())}):", *shown])


def _open_set_table(numbers: Judging) -> str:
    rows = (
        (
            *(one.kind, one.against, one.score, f"{one.ranking.positives}/{one.ranking.negatives}"),
            *(str(one.ranking), percent(one.ranking.hits)),
        )
        for one in numbers.open_set
    )
    return table(("kind", "against", "score", "cards", "AUROC [95 %]", "TPR at FPR 1 %"), rows)


def _defect_table(title: str, scores: list[DefectScore]) -> str:
    rows = (
        (
            *(score.defect, score.preset, f"{score.limit:g}", f"{score.affected} of {score.cards}"),
            *(percent(score.precision), percent(score.recall), _f1(score)),
        )
        for score in scores
    )
    return table((title, "preset", "limit", "affected", "precision", "recall", "F1 [95 %]"), rows)


def _f1(score: DefectScore) -> str:
    return "-" if score.f1 is None else f"{score.f1:.3f} [{score.f1_low:.3f}, {score.f1_high:.3f}]"


def _severity_table(numbers: Judging) -> str:
    rows = (
        (one.defect, str(one.error), str(one.all_cards), f"{one.touched_cards} ({one.touched_cards.n})")
        for one in numbers.severity
    )
    return table(("severity", "mean error [95 %]", "rank correlation", "of cards that have any"), rows)


def _reproduction_tables(numbers: Judging) -> str:
    heads = (
        (one.head, str(one.ranking), percent(one.ranking.hits), percent(one.bpcer)) for one in numbers.heads
    )
    attacks = (
        (
            *(one.attack, str(one.ranking), percent(one.ranking.hits)),
            *(percent(one.apcer), percent(one.apcer_any)),
        )
        for one in numbers.attacks
    )
    return "\n\n".join(
        (
            table(("head", "AUROC [95 %]", "TPR at FPR 1 %", "BPCER at 0.5"), heads),
            table(("attack", "AUROC [95 %]", "TPR at FPR 1 %", "APCER at 0.5", "by any head"), attacks),
            f"BPCER at 0.5 by any head: {percent(numbers.bpcer_any)}",
        )
    )
