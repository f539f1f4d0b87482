"""Projects of the VGG Image Annotator 2 as the MIDV family writes them: picture -> outline and values.

A project has `_via_img_metadata`: an object whose entries have a `filename` and `regions`, each with
`shape_attributes` (`rect` with x, y, width and height, or `polygon` with all_points_x and all_points_y) and
`region_attributes` (`field_name`, and `value` where a text is printed). The outline is called `doc_quad`.
Source: https://www.robots.ox.ac.uk/~vgg/software/via/ and README of DLC-2021.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from idvision.bench.datasets.loading import read_json, usable_quad
from idvision.bench.datasets.values import zone_of
from idvision.bench.errors import UnreadableDatasetError
from idvision.types import Quad

_OUTLINE = "doc_quad"
_ZONE = "mrz_line"


@dataclass(frozen=True, slots=True)
class Annotated:
    """What is annotated of one picture; `values` by the annotator's names, without the zone's lines."""

    quad: Quad | None = None
    values: Mapping[str, str] = field(default_factory=dict)
    zone: tuple[str, ...] = ()


def read_project(path: Path) -> dict[str, Annotated]:
    """Read a project: file name -> what is annotated. Raises UnreadableDatasetError."""
    try:
        entries = read_json(path)["_via_img_metadata"]
        return {entry["filename"]: _annotated(entry["regions"]) for entry in entries.values()}
    except (KeyError, TypeError, AttributeError) as error:
        raise UnreadableDatasetError(f"{path}: not a project of the VGG Image Annotator") from error


def _annotated(regions: list[dict[str, Any]]) -> Annotated:
    quad = None
    texts: dict[str, str] = {}
    for region in regions:
        name, shape = region["region_attributes"].get("field_name", ""), region["shape_attributes"]
        if name == _OUTLINE:
            quad = usable_quad(list(zip(shape["all_points_x"], shape["all_points_y"], strict=False)))
        elif text := region["region_attributes"].get("value", ""):
            texts[name] = text
    lines = [texts[name] for name in sorted(texts) if name.startswith(_ZONE)]
    values = {name: text for name, text in texts.items() if not name.startswith(_ZONE)}
    return Annotated(quad, values, zone_of(lines))
