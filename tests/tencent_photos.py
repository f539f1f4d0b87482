"""Photos that Tencent's two recognisers must refuse or warn of, drawn for the tests."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np

from idvision.types import Image
from tests.drawing import Pose, Shot, draw_resident_id_front, draw_surface, photograph_cards, random_resident

EXAMPLES = Path(__file__).parents[1] / "examples"


def encoded(image: Image, suffix: str = ".jpg") -> bytes:
    return cv2.imencode(suffix, image)[1].tobytes()
