"""Small folders laid out as published data sets are, for the tests of their loaders."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import cv2
import numpy as np

ZONE_TD3 = ("P<UTOBRANDT<<ILSE<<<<<<<<<<<<<<<<<<<<<<<<<<<", "X123456784UTO8001014F3001019<<<<<<<<<<<<<<06")
SQUARE = [[10, 10], [50, 10], [50, 40], [10, 40]]


def picture(path: Path, width: int = 60, height: int = 50) -> Path:
    """Write a grey picture in the format of its suffix."""
    path.parent.mkdir(parents=True, exist_ok=True)
    encoded = cv2.imencode(path.suffix, np.full((height, width, 3), 128, np.uint8))[1]
    path.write_bytes(encoded.tobytes())
    return path


def write_json(path: Path, value: Any) -> Path:
    """Write an annotation."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(value), encoding="utf-8")
    return path


def text_region(name: str, value: str = "") -> dict[str, Any]:
    """Return a rectangle with a text, as the VGG Image Annotator stores it."""
    shape = {"name": "rect", "x": 1, "y": 2, "width": 3, "height": 4}
    return {"shape_attributes": shape, "region_attributes": {"field_name": name, "value": value}}


def outline_region(points: list[list[int]]) -> dict[str, Any]:
    """Return the outline of a document, as the MIDV family annotates it."""
    columns = {"all_points_x": [x for x, _ in points], "all_points_y": [y for _, y in points]}
    return {
        "shape_attributes": {"name": "polygon", **columns},
        "region_attributes": {"field_name": "doc_quad"},
    }


def via_project(pictures: dict[str, list[dict[str, Any]]]) -> dict[str, Any]:
    """Return a project: picture -> its regions."""
    entries = {f"{name}123": {"filename": name, "size": 123, "regions": r} for name, r in pictures.items()}
    return {"_via_settings": {}, "_via_img_metadata": entries}
