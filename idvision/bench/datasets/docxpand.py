"""DocXPand-25k: invented European cards, passports and permits, pasted into photographs and scans.

Lerouge et al., "DocXPand-25k: a large and diverse benchmark dataset for identity documents analysis", 2024,
https://arxiv.org/abs/2407.20662; format from `docxpand/dataset.py`, generators and evaluation of
https://github.com/QuickSign/docxpand:

    labels/DocXPand-25k.json    {"documents": [{"filename": "PP_TD3_A/<id>-PP_TD3_A-front.jpg", "annotations":
        [{"template": "PP_TD3_A-front", "position": {"p1": {"x": 0.1, "y": 0.2}, ... "p4"},
          "fields": {"front": {"family_name": {"value": ..., "type": "text"}, ...}}}]}]}

Positions are shares of width and height, from the printed top left clockwise. Values are texts or lists of
lines. That pictures lie below `images/` could not be confirmed; they are looked for there, beside `labels/`,
and beside the list itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any

from idvision.bench.dataset import Dataset
from idvision.bench.datasets.loading import Shot, dataset_of, read_json, usable_quad
from idvision.bench.datasets.names import names_of
from idvision.bench.datasets.source import Source, Wanted
from idvision.bench.datasets.values import canonical, country_code, zone_of
from idvision.bench.errors import UnreadableDatasetError
from idvision.bench.truth import TruthCard, TruthPhoto
from idvision.types import Quad

_LIST = "DocXPand-25k.json"
_FIELDS = {
    "family_name": "surname",
    "given_name": "given_names",
    "birth_date": "birth_date",
    "birth_place": "birth_place",
    "date_issued": "issue_date",
    "expires": "expiry_date",
    "authority": "issuing_authority",
    "place_issued": "issue_place",
    "document_number": "document_number",
    "personal_number": "personal_number",
    "gender": "sex",
    "nationality": "nationality",
    "foreign_nationality": "nationality",
    "address": "address",
    "height": "height",
}
_CORNERS = ("p1", "p2", "p3", "p4")


def load(root: Path, wanted: Wanted) -> Dataset:
    """Open DocXPand-25k. Raises UnreadableDatasetError."""
    listing = _listing(root)
    if listing is None:
        raise UnreadableDatasetError(f"{root}: no labels/{_LIST}")
    try:
        documents = [
            (entry["filename"], entry["annotations"][0]) for entry in read_json(listing)["documents"]
        ]
    except (KeyError, TypeError, IndexError) as error:
        raise UnreadableDatasetError(f"{listing}: not a list of documents as DocXPand writes it") from error
    folders = (root / "images", root, listing.parent)
    found = (
        (next((at / name for at in folders if (at / name).is_file()), None), annotation)
        for name, annotation in documents
    )
    shots = [Shot(path, partial(_photo, annotation)) for path, annotation in found if path is not None]
    return dataset_of(SOURCE, root, shots, wanted.limit, synthetic=True)


def recognises(folder: Path) -> bool:
    """Tell whether a folder holds the list of documents."""
    return _listing(folder) is not None


def _listing(root: Path) -> Path | None:
    candidates = (root / "labels" / _LIST, root / _LIST)
    return next((path for path in candidates if path.is_file()), None)


def document_of(template: str, side: str) -> tuple[str, str]:
    """Return our document id and side of a template such as `ID_CARD_TD1_A-front`.

    The back of a TD2 card carries no zone and is declared nowhere: it keeps the template's name.
    """
    for design in names_of("docxpand")["designs"]:
        if design["word"] in template and design.get("only", side) == side:
            return design["document"], design.get("side", side)
    return template.rpartition("-")[0] or template, side


def _photo(annotation: Mapping[str, Any], name: str, width: int, height: int) -> TruthPhoto:
    try:
        side, printed = next(iter(annotation["fields"].items()))
        template = annotation["template"]
        texts = {key: _text(entry) for key, entry in printed.items()}
        zone = zone_of(printed.get("mrz", {}).get("value") or ())
    except (KeyError, TypeError, AttributeError, StopIteration) as error:
        raise UnreadableDatasetError(f"{name}: the annotation lacks fields or template") from error
    document, own_side = document_of(template, side)
    card = TruthCard(document, own_side, _quad(annotation, (width, height)), _fields(texts), zone)
    return TruthPhoto(name, template, width, height, (card,), attack="")


def _text(entry: Mapping[str, Any]) -> str:
    value = entry.get("value")
    return " ".join(map(str, value)) if isinstance(value, list) else str(value or "")


def _fields(texts: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    named = ((_FIELDS[key], " ".join(text.split())) for key, text in texts.items() if key in _FIELDS)
    values = (
        (name, country_code(text) if name == "nationality" else canonical(name, text)) for name, text in named
    )
    return tuple((name, value) for name, value in values if value)


def _quad(annotation: Mapping[str, Any], size_wh: tuple[int, int]) -> Quad | None:
    """Return the outline in pixels, None where there is none or it is unusable."""
    try:
        places = [annotation["position"][at] for at in _CORNERS]
        return usable_quad([(float(p["x"]) * size_wh[0], float(p["y"]) * size_wh[1]) for p in places])
    except (KeyError, TypeError, ValueError):
        return None


SOURCE = Source(
    name="docxpand",
    title="invented European cards, passports and permits of nine designs, pasted into photographs",
    licence="CC-BY-NC-SA-4.0",
    size="24,994 pictures, 17 GB",
    page="https://github.com/QuickSign/docxpand",
    load=load,
    recognises=recognises,
)
