"""PassportEye's samples: pictures of specimens with a machine readable zone, named after what they show.

Layout from https://github.com/konstantint/PassportEye, folder `passporteye/mrz/testdata`:

    100_pass-cze.jpg      43_pass-fra.jpg      100_visa-usa.jpg      0_id-esp.png      77_card-cmw.png

The number is the share of the zone that PassportEye itself reads, 0 to 100, as its script `evaluate_mrz`
takes it; then what the document is, and who issued it. Zones are not transcribed, so how often one is read
with all its check digits is what can be measured here.
"""

from __future__ import annotations

import re
from functools import partial
from pathlib import Path

from idvision.bench.dataset import Dataset
from idvision.bench.datasets.loading import Shot, dataset_of, pictures_in
from idvision.bench.datasets.names import names_of
from idvision.bench.datasets.source import Source, Wanted
from idvision.bench.truth import TruthCard, TruthPhoto

_NAME = re.compile(r"(?P<score>[0-9]{1,3})_(?P<kind>pass|visa|id|card)[0-9]?-(?P<country>[a-z]+)[0-9]?\.")


def load(root: Path, wanted: Wanted) -> Dataset:
    """Open the samples. Raises UnreadableDatasetError."""
    named = ((picture, _NAME.match(picture.name)) for picture in pictures_in(root))
    shots = [Shot(picture, partial(_photo, name)) for picture, name in named if name is not None]
    return dataset_of(SOURCE, root, shots, wanted.limit)


def recognises(folder: Path) -> bool:
    """Tell whether most pictures of a folder have such names."""
    pictures = pictures_in(folder)
    return 2 * sum(_NAME.match(path.name) is not None for path in pictures) > len(pictures)


def _photo(parts: re.Match[str], name: str, width: int, height: int) -> TruthPhoto:
    shown = names_of("passporteye")["documents"][parts["kind"]]
    card = TruthCard(shown["document"], shown["side"], None, ())
    return TruthPhoto(name, parts["kind"], width, height, (card,), attack="")


SOURCE = Source(
    name="passporteye",
    title="specimens of passports, cards and visas with a zone, from the tests of PassportEye",
    licence="MIT for the program; the pictures are specimens of their issuers",
    size="40 pictures",
    page="https://github.com/konstantint/PassportEye",
    load=load,
    recognises=recognises,
)
