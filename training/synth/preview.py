"""Contact sheets: drawn pictures side by side, with the truth laid over them."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from pathlib import Path

import cv2
import numpy as np

from idvision.types import Image
from training.synth.dataset import Draw, Run, draw_picture, draw_scene, picture_rng
from training.synth.truth import encode_maps
from training.synth.types import Document, Scene

CELL_PX = 320
COLUMNS = 4
_GAP = 4
_PAPER = 90
_INK = {"none": (60, 220, 60), "edited": (0, 140, 255)}
_OTHER_INK = (255, 60, 200)


def scene_sheet(run: Run, count: int, draw: Draw = draw_scene, *, maps: bool = False) -> Image:
    """Draw the first `count` pictures of `run` on one sheet, with `maps` beside each if asked for."""
    scenes = (draw_picture(run, index, draw) for index in range(count))
    return contact_sheet(_shown(scene, maps=maps) for scene in scenes)


def document_sheet(run: Run, count: int, width_px: int = 640) -> Image:
    """Draw `count` flat documents, not photographed, on one sheet, cuts shown on grey."""
    # Fonts and textures are opened only when something is drawn.
    from training.synth.catalogue import draw_document  # noqa: PLC0415

    documents = (draw_document(picture_rng(run, index), run.split, width_px) for index in range(count))
    return contact_sheet(cut_out(document) for document in documents)


def contact_sheet(pictures: Iterable[Image], cell_px: int = CELL_PX, columns: int = COLUMNS) -> Image:
    """Lay `pictures` out in rows of `columns` square cells, each shrunk to fit."""
    cells = (_in_cell(picture, cell_px) for picture in pictures)
    rows = []
    while row := list(islice(cells, columns)):
        row += [np.full_like(row[0], _PAPER)] * (columns - len(row))
        rows.append(np.hstack(row))
    return np.vstack(rows)


def overlaid(scene: Scene) -> Image:
    """Return the picture with the quads of its documents, a dot on each printed top left."""
    picture = scene.image.copy()
    thick = max(2, max(picture.shape[:2]) // 300)
    for placed in scene.placed:
        ink = _INK.get(placed.document.attack, _OTHER_INK)
        corners = np.rint(placed.quad).astype(np.int32)
        cv2.polylines(picture, [corners.reshape(-1, 1, 2)], isClosed=True, color=ink, thickness=thick)
        cv2.circle(picture, corners[0].tolist(), 3 * thick, ink, -1)
    return picture


def cut_out(document: Document, paper: int = _PAPER) -> Image:
    """Return the page on plain grey, cut along its outline."""
    share = document.outline[..., None].astype(np.float32) / 255
    return np.rint(document.picture * share + paper * (1 - share)).astype(np.uint8)


def write_sheet(path: Path, sheet: Image) -> None:
    """Write a sheet as the file's ending says. Raises OSError."""
    if not cv2.imwrite(str(path), sheet):
        raise OSError(f"cannot write {path}")


def _shown(scene: Scene, *, maps: bool) -> Image:
    picture = overlaid(scene)
    if not maps:
        return picture
    height, width = picture.shape[:2]
    planes = cv2.resize(encode_maps(scene), (width, height), interpolation=cv2.INTER_NEAREST)
    # Beside or below, whichever fills a square cell better.
    return np.asarray(
        cv2.hconcat([picture, planes]) if height > width else cv2.vconcat([picture, planes]), np.uint8
    )


def _in_cell(picture: Image, cell_px: int) -> Image:
    height, width = picture.shape[:2]
    room = cell_px - _GAP
    scale = room / max(height, width)
    size = max(1, round(width * scale)), max(1, round(height * scale))
    small = cv2.resize(picture, size, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC)
    cell = np.full((cell_px, cell_px, 3), _PAPER, np.uint8)
    x, y = (cell_px - size[0]) // 2, (cell_px - size[1]) // 2
    cell[y : y + size[1], x : x + size[0]] = small
    return cell
