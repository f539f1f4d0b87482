"""Find faces on a card: upright card image -> boxes and scores.

BlazeFace for back cameras (Bazarevsky et al., "BlazeFace: Sub-millisecond Neural Face Detection on Mobile
GPUs", 2019). The network answers for each of 896 anchors, points on two grids over its square input; how its
numbers become boxes follows MediaPipe's `ssd_anchors_calculator` and `tensors_to_detections_calculator`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np

from idvision.letterbox import PAD_VALUE, Letterbox, letterbox
from idvision.tensor import halved_to, to_nchw
from idvision.types import Box, FloatArray, Image, Session

INPUT_SIDE = 256
"""Both sides of the network's input in pixels."""
# Stride in pixels of the input, and how many anchors share a cell.
GRIDS = ((16, 2), (32, 6))
MIN_SCORE = 0.5
# Answers of anchors that overlap more than this are of one face.
SAME_FACE_IOU = 0.3
# Beyond this the logistic function is 0 or 1 in float32.
MAX_LOGIT = 80.0


@dataclass(frozen=True, slots=True)
class Face:
    """A face from the brows to the chin: its box x1, y1, x2, y2 in pixels, and a score in [0, 1]."""

    box: Box
    score: float


class FaceDetector:
    """Finds faces that stand upright or nearly so. Input `(H, W, 3)` uint8 BGR, of any size."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def __call__(self, image: Image) -> tuple[Face, ...]:
        """Return the faces in `image`, best first; a face at its border may reach beyond it."""
        tensor, box = preprocess(image)
        regressors, logits = self._session.run(tensor)
        scores = probabilities(logits[0, :, 0])
        likely = scores >= MIN_SCORE
        boxes = decode_boxes(regressors[0])[likely]
        corners = box.to_picture(boxes.reshape(-1, 2, 2)).reshape(-1, 4)
        return merged(corners, scores[likely])


def preprocess(image: Image) -> tuple[FloatArray, Letterbox]:
    """Return `(1, 3, 256, 256)` float32 RGB in [-1, 1] and where the image lies; what it leaves is grey."""
    # Halving first makes shrinking it much further twice as fast.
    small, factor = halved_to(image, 4 * INPUT_SIDE)
    fitted, box = letterbox(small, INPUT_SIDE)
    square = np.full((INPUT_SIDE, INPUT_SIDE, 3), PAD_VALUE, np.uint8)
    square[: fitted.shape[0], : fitted.shape[1]] = fitted[..., ::-1]
    scale_x, scale_y = (scale / factor for scale in box.scale_xy)
    return to_nchw([square]), Letterbox((scale_x, scale_y), box.offset_xy)


def probabilities(logits: FloatArray) -> FloatArray:
    """Return the logistic function of `logits`."""
    return np.asarray(1 / (1 + np.exp(-np.clip(logits, -MAX_LOGIT, MAX_LOGIT))), np.float32)


@cache
def anchors() -> FloatArray:
    """Return `(896, 2)`: the middle of each anchor in pixels of the input, row by row, grid after grid."""
    return np.concatenate([_grid(stride, count) for stride, count in GRIDS])


def _grid(stride: int, count: int) -> FloatArray:
    middles = (np.arange(INPUT_SIDE // stride, dtype=np.float32) + np.float32(0.5)) * stride
    x, y = np.meshgrid(middles, middles)
    return np.repeat(np.stack([x.ravel(), y.ravel()], axis=1), count, axis=0)


def decode_boxes(regressors: FloatArray) -> FloatArray:
    """Return `(896, 4)` boxes x1, y1, x2, y2 in pixels of the input, pixel centres at integers.

    `regressors` is `(896, 16)`: the middle's distance from the anchor, width and height, then six points of
    the face, which are not used; all in pixels.
    """
    middle, half = anchors() + regressors[:, :2], regressors[:, 2:4] / 2
    return np.concatenate([middle - half, middle + half], axis=1) - np.float32(0.5)


def merged(boxes: FloatArray, scores: FloatArray) -> tuple[Face, ...]:
    """Return one face for each group of overlapping boxes `(N, 4)`: their mean by score, best first.

    Neighbouring anchors see the same face, each a little shifted; their mean lies steadier than the best.
    """
    faces = []
    order = np.argsort(-scores, kind="stable")
    boxes, scores = boxes[order], scores[order]
    while len(boxes):
        same = overlap(boxes[0], boxes) > SAME_FACE_IOU
        x1, y1, x2, y2 = np.average(boxes[same], axis=0, weights=scores[same]).tolist()
        faces.append(Face((x1, y1, x2, y2), float(scores[0])))
        boxes, scores = boxes[~same], scores[~same]
    return tuple(faces)


def overlap(box: FloatArray, boxes: FloatArray) -> FloatArray:
    """Return `(N,)`: intersection over union of `box` with each of `boxes` `(N, 4)`."""
    inner = np.minimum(box[2:], boxes[:, 2:]) - np.maximum(box[:2], boxes[:, :2])
    shared = np.maximum(inner, 0).prod(axis=1)
    areas = (boxes[:, 2:] - boxes[:, :2]).prod(axis=1)
    return np.asarray(shared / ((box[2:] - box[:2]).prod() + areas - shared), np.float32)
