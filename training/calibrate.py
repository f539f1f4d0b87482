"""Fit how likely a value is right by what the network says of it: drawn pictures -> numbers of confidence.py.

    python -m training.calibrate --data DRAWN_DIR ... [--pictures 300]

Every printed value of a document that was found, typed right and shows by nine tenths counts, also one that
glare or blur makes illegible: those are the ones a confidence is for. Values that break a rule are left out,
their confidence is lowered for that. Prints the numbers to enter in `idvision/confidence.py`.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice
from pathlib import Path

import torch
from torch import nn

import idvision
from idvision.bench.metrics.basics import quad_iou
from idvision.confidence import CALIBRATIONS, MOST, Calibration, uncalibrated
from idvision.documents import get_spec
from idvision.geometry import as_quad
from idvision.validate import calibration_kind
from training.synth.dataset import read_dataset
from training.synth.truth import TrueDocument

MIN_VISIBLE = 0.9
MIN_IOU = 0.7
MIN_VALUES = 50
PRIOR_SPREAD = (3.0, 0.5, 0.5)
"""Standard deviations of offset, slope and length about those that change nothing."""


@dataclass(frozen=True, slots=True)
class Value:
    """One value that was answered."""

    kind: str
    score: float
    characters: int
    is_right: bool


def values_in(folder: Path, pictures: int, models: idvision.Models, today: date) -> Iterator[Value]:
    """Yield the sound values that the engine reads in the first pictures of a drawn set."""
    for sample in islice(read_dataset(folder), pictures):
        documents = [d for d in sample.truth.documents if d.fields and d.visible >= MIN_VISIBLE]
        if documents:
            data = (sample.folder / sample.truth.file).read_bytes()
            result = idvision.analyze(data, models, idvision.Options(today=today))
            for document in documents:
                yield from _values_of(document, result)


def _values_of(document: TrueDocument, result: idvision.Result) -> Iterator[Value]:
    for card in result.cards:
        spec = get_spec(card.document.type, card.document.side, card.document.form)
        if card.document.type != document.type or quad_iou(as_quad(card.quad), document.quad) < MIN_IOU:
            continue
        kinds = {field.name: calibration_kind(field) for field in spec.fields}
        for field in card.fields:
            # A code may give values that the declaration does not read.
            kind = kinds.get(field.name)
            if kind is not None and field.name in document.fields and not field.problems:
                score = uncalibrated(field.confidence, len(field.raw), CALIBRATIONS[kind])
                yield Value(kind, score, len(field.raw), field.value == document.fields[field.name])


def fit(values: list[Value]) -> Calibration:
    """Return the most probable calibration. Raises ValueError for too few values.

    Where nearly all values are right their likelihood alone has no maximum: the targets are Platt's, a little
    inside of 0 and 1, and the numbers are drawn towards those that change nothing.
    """
    if len(values) < MIN_VALUES:
        raise ValueError(f"{len(values)} values are too few to fit, {MIN_VALUES} are needed")
    score = torch.tensor([value.score for value in values], dtype=torch.float64).clamp(1 - MOST, MOST)
    length = torch.tensor([value.characters for value in values], dtype=torch.float64).log()
    right = torch.tensor([value.is_right for value in values], dtype=torch.float64)
    count = right.sum()
    target = torch.where(right > 0, (count + 1) / (count + 2), 1 / (len(values) - count + 2))
    features = torch.stack([torch.ones_like(score), score.logit(), length], dim=1)
    prior, spread = features.new_tensor([0.0, 1.0, 0.0]), features.new_tensor(PRIOR_SPREAD)
    weights = prior.clone().requires_grad_()
    optimizer = torch.optim.LBFGS([weights], max_iter=200, line_search_fn="strong_wolfe")

    def closure() -> torch.Tensor:
        optimizer.zero_grad()
        likelihood = nn.functional.binary_cross_entropy_with_logits(
            features @ weights, target, reduction="sum"
        )
        loss = likelihood + (((weights - prior) / spread) ** 2).sum() / 2
        loss.backward()
        return loss

    optimizer.step(closure)
    return Calibration(*[round(weight, 3) for weight in weights.tolist()])


def main(arguments: list[str] | None = None) -> None:
    """Fit as the command line says."""
    parser = argparse.ArgumentParser(prog="python -m training.calibrate", description=__doc__)
    parser.add_argument("--data", type=Path, nargs="+", required=True, help="folders of training.synth")
    parser.add_argument("--pictures", type=int, default=300, help="of each folder")
    parser.add_argument("--today", type=date.fromisoformat, default=date.today())
    options = parser.parse_args(arguments)
    models = idvision.load_models()
    values = [
        v for folder in options.data for v in values_in(folder, options.pictures, models, options.today)
    ]
    lines = []
    for kind in CALIBRATIONS:
        some = [value for value in values if value.kind == kind]
        lines.append(f"{kind}: {len(some)} values, right {sum(v.is_right for v in some)}: {fit(some)}")
    parser.exit(0, "\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
