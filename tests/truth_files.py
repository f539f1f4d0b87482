"""Hand-written truth files of invented people, for the tests of the benchmarks."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from idvision.types import Quad


def square(left: float, top: float = 0.0, side: float = 100.0) -> Quad:
    right, bottom = left + side, top + side
    return ((left, top), (right, top), (right, bottom), (left, bottom))


def write_truth(folder: Path, *entries: dict[str, Any]) -> Path:
    path = folder / "truth.json"
    path.write_text(json.dumps(entries), encoding="utf-8")
    return path


def native_entry(**changes: Any) -> dict[str, Any]:
    fields = {"name": "林小舟", "sex": "女"}
    document = {"document": "chn_resident_id", "side": "front", "quad": square(10), "fields": fields}
    return {"file": "a.jpg", "kind": "glare", "width": 400, "height": 300, "cards": [document], **changes}
