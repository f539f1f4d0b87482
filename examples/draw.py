"""Draws the example photos and their truth: `python -m examples.draw`, from the top of the repository.

Every person, number and picture is invented by a fixed seed, so running it again changes nothing.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2

from idvision.types import Image
from tests.drawing import (
    Pose,
    Resident,
    Shot,
    Surface,
    draw_passport,
    draw_resident_id_back,
    draw_resident_id_front,
    draw_surface,
    photograph_cards,
    place_objects,
    random_resident,
    random_traveller,
)
from tests.drawing.camera import card_quad
from tests.drawing.mrz import td3_lines

FOLDER = Path(__file__).parent
ASSETS = FOLDER.parent / "idvision" / "assets"
JPEG_QUALITY = 86
DEFECTS = ("blur", "glare", "occlusion", "incomplete", "dark", "photocopy", "screen")


@dataclass(frozen=True, slots=True)
class Placed:
    """A drawn document, where it lies, and what it says."""

    picture: Image
    pose: Pose
    document: str
    side: str
    fields: dict[str, str]
    mrz: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Scene:
    """One example photo."""

    name: str
    kind: str
    background: Surface
    seed: int
    shot: Shot
    cards: tuple[Placed, ...] = ()
    defects: tuple[str, ...] = ()
    hidden_fields: tuple[str, ...] = ()


def _front(person: Resident, pose: Pose) -> Placed:
    picture = draw_resident_id_front(person)
    return Placed(picture, pose, "chn_resident_id", "front", person.front_fields())


def _back(person: Resident, pose: Pose) -> Placed:
    return Placed(draw_resident_id_back(person), pose, "chn_resident_id", "back", person.back_fields())


def _passport(seed: int, pose: Pose) -> Placed:
    traveller = random_traveller(seed)
    page = draw_passport(traveller)
    return Placed(page, pose, "passport", "page", traveller.fields(), td3_lines(traveller))


def scenes() -> tuple[Scene, ...]:
    """Return what the example photos show, in the order of their names."""
    clean = Shot(jpeg_quality=0)
    first, second = random_resident(11), random_resident(12, minority=True, long_address=True)
    third, fourth = random_resident(13, long_term=True), random_resident(14)
    front = _front(first, Pose((0.49, 0.52), 0.64, 5, 16, -6))
    back = _back(third, Pose((0.52, 0.48), 0.6, -9, 8, 14))
    both = (
        _front(second, Pose((0.3, 0.45), 0.46, 78, 6, 4)),
        _back(second, Pose((0.7, 0.55), 0.46, 97, 6, 4)),
    )
    page = _passport(21, Pose((0.5, 0.52), 0.78, -3, 14, 3, 0.025))
    glared = (_front(fourth, Pose((0.5, 0.5), 0.62, -6, 10, 8)),)
    reflection = Shot(jpeg_quality=0, glare_at=(0.62, 0.86), glare_share=0.17)
    return (
        Scene("no_document.jpg", "none", "desk", 36, clean),
        Scene("passport_page.jpg", "clean_page", "desk", 34, clean, (page,)),
        Scene("resident_id_back.jpg", "clean_back", "cloth", 32, clean, (back,)),
        Scene("resident_id_both_sides.jpg", "two", "noise", 33, clean, both),
        Scene("resident_id_front.jpg", "clean_front", "wood", 31, clean, (front,)),
        Scene("resident_id_glare.jpg", "glare", "wood", 35, reflection, glared, ("glare",), ("id_number",)),
    )


def render(scene: Scene) -> Image:
    """Return the scene's photo, `(H, W, 3)` uint8 BGR."""
    table = draw_surface(scene.background, scene.shot.size_wh, scene.seed)
    ground = table if scene.cards else place_objects(table, scene.seed)
    placed = [(card.picture, card.pose) for card in scene.cards]
    return photograph_cards(placed, ground, scene.seed, scene.shot)[0]


def _card_truth(card: Placed, size_wh: tuple[int, int]) -> dict[str, Any]:
    quad = card_quad(card.picture, card.pose, size_wh)
    truth: dict[str, Any] = {
        "document": card.document,
        "side": card.side,
        "quad": [[round(x, 2), round(y, 2)] for x, y in quad.tolist()],
        "fields": card.fields,
    }
    return truth | {"mrz": list(card.mrz)} if card.mrz else truth


def truth(scene: Scene) -> dict[str, Any]:
    """Return the scene's true values: corners in photo pixels, canonical field values, defects."""
    width, height = scene.shot.size_wh
    return {
        "file": scene.name,
        "kind": scene.kind,
        "width": width,
        "height": height,
        "n_cards": len(scene.cards),
        "cards": [_card_truth(card, (width, height)) for card in scene.cards],
        "quality": {defect: int(defect in scene.defects) for defect in DEFECTS},
        "hidden_fields": list(scene.hidden_fields),
    }


def write_self_test() -> None:
    """Write the card that `idvision doctor` reads, and its values, into the package."""
    person = random_resident(51)
    shot = Shot(size_wh=(960, 640), jpeg_quality=0)
    card = _front(person, Pose((0.5, 0.5), 0.8, 4, 8, 5))
    photo = photograph_cards([(card.picture, card.pose)], "cloth", 52, shot)[0]
    _, encoded = cv2.imencode(".jpg", photo, [cv2.IMWRITE_JPEG_QUALITY, JPEG_QUALITY])
    (ASSETS / "selftest.jpg").write_bytes(encoded.tobytes())
    expected = {"type": card.document, "side": card.side, "fields": card.fields}
    text = json.dumps(expected, ensure_ascii=False, indent=1)
    (ASSETS / "selftest.json").write_text(text + "\n", encoding="utf-8")


def main() -> None:
    """Write the photos and `truth.json` beside this file, and the built-in card of the self-test."""
    everything = scenes()
    for scene in everything:
        _, encoded = cv2.imencode(".jpg", render(scene), [cv2.IMWRITE_JPEG_QUALITY, JPEG_QUALITY])
        (FOLDER / scene.name).write_bytes(encoded.tobytes())
    text = json.dumps([truth(scene) for scene in everything], ensure_ascii=False, indent=1)
    (FOLDER / "truth.json").write_text(text + "\n", encoding="utf-8")
    write_self_test()


if __name__ == "__main__":
    main()
