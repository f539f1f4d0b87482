"""KID34K: replicas of Korean cards, and pictures of them from screens and paper.

Park et al., "KID34K: a dataset for online identity card fraud detection", CIKM 2023,
https://doi.org/10.1145/3583780.3615122; asked for at https://github.com/DASH-Lab/idcard_fraud_detection. Its
README shows files named

    DL_010#genuine#22#20221111164659_Android_Crop_image.jpg
    ID_125#print#88#20221109103729_Android_Crop_image.jpg
    DL_003#screen#89#20221109160849_Android_Crop_image.jpg

card (`ID` identity card, `DL` driving licence) and its number, kind, number of the picture, time and how it
was cut. Which folders they lie in could not be confirmed, so any are taken. Pictures are cut to the card;
neither outlines nor values are published.
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

KINDS = {"genuine": "", "print": "photocopy", "screen": "screen_recapture"}
"""Word in a name -> kind of attack as in `idvision.bench.answer`."""
_NAME = re.compile(r"(?P<card>ID|DL)_[0-9]+#(?P<kind>genuine|print|screen)#")


def load(root: Path, wanted: Wanted) -> Dataset:
    """Open KID34K. Raises UnreadableDatasetError."""
    named = ((picture, _NAME.match(picture.name)) for picture in pictures_in(root))
    shots = [Shot(picture, partial(_photo, name)) for picture, name in named if name is not None]
    return dataset_of(SOURCE, root, shots, wanted.limit)


def recognises(folder: Path) -> bool:
    """Tell whether a folder holds pictures of such names."""
    return any(_NAME.match(path.name) for path in folder.rglob("*#*"))


def _photo(parts: re.Match[str], name: str, width: int, height: int) -> TruthPhoto:
    card = TruthCard(names_of("kid34k")["documents"][parts["card"]], "front", None, ())
    return TruthPhoto(name, parts["kind"], width, height, (card,), attack=KINDS[parts["kind"]])


SOURCE = Source(
    name="kid34k",
    title="replicas of Korean identity cards and driving licences, filmed from plastic, screens and paper",
    licence="on request, for research",
    size="34,662 pictures",
    page="https://github.com/DASH-Lab/idcard_fraud_detection",
    load=load,
    recognises=recognises,
)
