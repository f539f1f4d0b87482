"""idvision itself as a provider: `idvision.analyze` -> common answer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from idvision.api import analyze
from idvision.bench.answer import DEFECTS, Answer, AnsweredCard, AnsweredField
from idvision.bench.environment import environment
from idvision.bench.providers.protocol import About, Hint, NotRun, Settings
from idvision.errors import InputError, ModelError
from idvision.models import Models, load_models
from idvision.types import UNKNOWN_DOCUMENT, Card, Limits, Mrz, Options, Quality, Result, Side
from idvision.warmup import warmup

_READS = ("document", "side", "quad", "fields", "mrz", "text", "confidence")
_JUDGES = ("decision", "defects", "quality", "attacks")
# The line of names has no check digit; its entry tells how clear it is.
_NAME_CHECK = "name"


@dataclass(frozen=True, slots=True, eq=False)
class Local:
    """idvision in this process, with its default limits."""

    about: About
    models: Models
    options: Options

    def read(self, picture: bytes, hint: Hint) -> Answer:  # noqa: ARG002 (it finds out by itself)
        """Return what idvision says; a picture that cannot be read is an error with its code."""
        try:
            return to_answer(analyze(picture, self.models, self.options), self.options.limits)
        except InputError as error:
            return Answer(error=error.code)


def open_local(settings: Settings) -> Local:
    """Load and warm every network. Raises NotRun where weights are missing or altered."""
    try:
        models = load_models(settings.threads)
        warmup(models)
    except ModelError as error:
        raise NotRun(str(error)) from error
    about = About("local", _version(), "local", frozenset(_READS + _JUDGES))
    return Local(about, models, Options(today=settings.today))


def _version() -> str:
    """Return what answers belong to: release, weights, and the commit of a checkout."""
    here = environment(1, {})
    parts = [here.idvision, f"weights {here.models[:8]}"]
    if here.commit:
        # Longer than the usual abbreviation, with the mark of an altered checkout.
        parts.append(f"commit {here.commit[:12]}{'+changes' if here.commit.endswith('+changes') else ''}")
    return ", ".join(parts)


def to_answer(result: Result, limits: Limits) -> Answer:
    """Return a result in common terms."""
    copies = [card.reproduction for card in result.cards]
    scores = {
        "screen_recapture": max((copy.screen for copy in copies), default=0.0),
        "photocopy": max((copy.photocopy for copy in copies), default=0.0),
        "tampered": max((copy.edited for copy in copies), default=0.0),
    }
    named = {reason.partition(":")[0] for reason in result.verdict.reasons}
    return Answer(
        cards=tuple(map(_card, result.cards)),
        text=tuple(line.text for card in result.cards for line in card.lines),
        decision=result.verdict.decision.value,
        defects=tuple(defect for defect in DEFECTS if defect in named),
        quality=min((quality_score(card.quality, limits) for card in result.cards), default=0.0),
        attacks=tuple(scores.items()),
    )


def quality_score(quality: Quality, limits: Limits) -> float:
    """Return how usable a card is, 0 where one of its defects rejects it, 1 where it has none.

    It is led by the worst defect, each measured by the limit that rejects it.
    """
    span_px = limits.short_side_review_px - limits.short_side_reject_px
    shares = (
        quality.blur / limits.blur_reject,
        quality.glare / limits.glare_reject,
        quality.occlusion / limits.occlusion_reject,
        quality.incomplete / limits.incomplete_reject,
        quality.exposure / limits.exposure_reject,
        (limits.short_side_review_px - quality.short_side_px) / span_px,
    )
    return 1.0 - min(1.0, max(0.0, *shares))


def _card(card: Card) -> AnsweredCard:
    known = card.document.type != UNKNOWN_DOCUMENT
    return AnsweredCard(
        document=card.document.type if known else None,
        side=card.document.side.value if known and card.document.side is not Side.UNKNOWN else None,
        quad=card.quad,
        fields=tuple(_fields(card)),
        mrz=() if card.mrz is None else card.mrz.lines,
        mrz_valid=None if card.mrz is None else _holds(card.mrz),
    )


def _fields(card: Card) -> Iterator[AnsweredField]:
    """Yield the printed values, then those that the zone alone gives."""
    printed = [field for field in card.fields if field.value]
    names = {field.name for field in printed}
    zone = () if card.mrz is None else card.mrz.fields
    for field in (*printed, *(field for field in zone if field.value and field.name not in names)):
        yield AnsweredField(field.name, field.value, field.confidence)


def _holds(mrz: Mrz) -> bool:
    checks = [passed for name, passed in mrz.checks if name != _NAME_CHECK]
    return bool(checks) and all(checks)
