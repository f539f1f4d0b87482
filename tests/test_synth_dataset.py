"""The written set: any picture can be drawn again alone, and what was written is what is read."""

from __future__ import annotations

import json
from pathlib import Path

import cv2
import numpy as np
import pytest

from idvision.geometry import frame_quad, project
from training.synth import __main__ as command
from training.synth import bench
from training.synth.crops import rectified
from training.synth.dataset import (
    DrawError,
    Run,
    RunMismatchError,
    draw_picture,
    load_run,
    load_truth,
    read_dataset,
    write_dataset,
)
from training.synth.preview import contact_sheet, overlaid, scene_sheet
from training.synth.subsets import SUBSETS, Subset
from training.synth.truth import decode_maps, encode_maps, from_json, to_json, truth_of
from training.synth.types import Document, Placed, Scene, Split, TextLine

RUN = Run(seed=7)
PAGE_WH = (160, 100)
PHOTO_WH = (241, 181)


def draw_small(rng: np.random.Generator, split: Split) -> Scene:
    """A page of noise shifted and enlarged by half, all of it in the photo."""
    page = rng.integers(0, 256, (PAGE_WH[1] // 10, PAGE_WH[0] // 10, 3), np.uint8)
    page = cv2.resize(page, PAGE_WH, interpolation=cv2.INTER_CUBIC)
    line = TextLine("ANNA", np.array([[10, 10], [60, 10], [60, 20], [10, 20]], np.float32), "given_names")
    document = Document(
        picture=page,
        outline=np.full(page.shape[:2], 255, np.uint8),
        size_mm=(85.6, 53.98),
        type="unknown",
        side="front",
        fields={"given_names": "Änna 王"},
        lines=(line,),
        edited=((9.5, 9.5, 60.5, 20.5),),
    )
    shift = rng.uniform(-4, 4, 2)
    photo_from_page = np.array([[1.25, 0, 15 + shift[0]], [0, 1.25, 20 + shift[1]], [0, 0, 1]])
    image = cv2.warpPerspective(page, photo_from_page, PHOTO_WH, borderValue=(40, 90, 40))
    quad = project(photo_from_page, frame_quad(*PAGE_WH))
    placed = Placed(document, photo_from_page, quad, 0.98765, (True, True, False, True))
    plane = np.zeros(PHOTO_WH[::-1], np.float32)
    return Scene(np.asarray(image, np.uint8), (placed,), plane + 1.5, plane + 0.25, plane)


def draw_badly(rng: np.random.Generator, split: Split) -> Scene:
    """Fails for about half of the pictures."""
    if rng.random() < 0.5:
        raise ValueError("no such thing")
    return draw_small(rng, split)


def files_of(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_set_does_not_depend_on_processes_or_interruptions(tmp_path: Path) -> None:
    write_dataset(tmp_path / "one", RUN, 18, jobs=1, draw=draw_small)
    write_dataset(tmp_path / "two", RUN, 18, jobs=2, draw=draw_small)
    write_dataset(tmp_path / "pieces", RUN, 5, draw=draw_small)
    (tmp_path / "pieces" / "maps" / "000003.png").unlink()
    write_dataset(tmp_path / "pieces", RUN, 18, draw=draw_small)
    first = files_of(tmp_path / "one")
    assert len(first) == 2 * 18 + 2
    assert files_of(tmp_path / "two") == first
    assert files_of(tmp_path / "pieces") == first


def test_one_picture_can_be_drawn_again_alone(tmp_path: Path) -> None:
    write_dataset(tmp_path, RUN, 4, draw=draw_small)
    truth = load_truth(tmp_path)[3]
    scene = draw_picture(RUN, 3, draw_small)
    assert to_json(truth_of(scene, 3, RUN.seed, RUN.split)) == to_json(truth)
    other_split = draw_picture(Run(7, "bench"), 3, draw_small)
    other_seed = draw_picture(Run(8), 3, draw_small)
    for other in (other_split, other_seed):
        assert not np.array_equal(other.image, scene.image)


def test_what_lies_there_complete_is_not_drawn_again(tmp_path: Path) -> None:
    write_dataset(tmp_path, RUN, 3, draw=draw_small)
    told: list[tuple[int, int]] = []
    write_dataset(tmp_path, RUN, 2, draw=draw_badly, progress=lambda done, total: told.append((done, total)))
    assert told == []
    assert len(load_truth(tmp_path)) == 3


def test_a_folder_keeps_to_its_run(tmp_path: Path) -> None:
    write_dataset(tmp_path, RUN, 1, draw=draw_small)
    assert load_run(tmp_path) == RUN
    with pytest.raises(RunMismatchError, match="seed=7"):
        write_dataset(tmp_path, Run(seed=8), 1, draw=draw_small)


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_picture_that_fails_is_named(tmp_path: Path, jobs: int) -> None:
    with pytest.raises(DrawError, match=r"picture \d+ of seed 7, split train: ValueError: no such thing"):
        write_dataset(tmp_path, RUN, 40, jobs=jobs, draw=draw_badly)
    with pytest.raises(FileNotFoundError):
        load_truth(tmp_path)


def test_truth_survives_the_way_through_json() -> None:
    truth = truth_of(draw_picture(RUN, 0, draw_small), 0, RUN.seed, RUN.split)
    entry = json.loads(json.dumps(to_json(truth)))
    again = from_json(entry)
    assert to_json(again) == entry
    document = again.documents[0]
    assert document.fields == {"given_names": "Änna 王"}
    assert document.corners_visible == (True, True, False, True)
    assert document.page_size == PAGE_WH
    np.testing.assert_allclose(document.quad, truth.documents[0].quad, atol=0.006)
    np.testing.assert_allclose(document.photo_from_page, truth.documents[0].photo_from_page)
    # The line's and the edit's own corners, by the homography of the page.
    np.testing.assert_allclose(
        document.lines[0].quad,
        project(document.photo_from_page, [[10, 10], [60, 10], [60, 20], [10, 20]]),
        atol=0.01,
    )
    assert document.edited[0][0] == pytest.approx(document.lines[0].quad[0] - 0.625, abs=0.01)


def test_maps_come_back_at_half_the_size_and_clipped() -> None:
    height, width = 5, 8
    blur = np.full((height, width), 9.0, np.float32)
    blur[:, : width // 2] = 2.0
    glare = np.full((height, width), 0.4, np.float32)
    scene = Scene(np.zeros((height, width, 3), np.uint8), (), blur, glare, np.zeros_like(glare))
    maps = decode_maps(encode_maps(scene))
    assert maps.blur.shape == (3, 4)
    assert maps.blur[0].tolist() == pytest.approx([2, 2, 255 / 32, 255 / 32])
    assert maps.glare == pytest.approx(np.full((3, 4), 0.4), abs=1 / 255)
    assert not maps.occlusion.any()


def test_a_rectified_card_is_the_page_with_its_maps(tmp_path: Path) -> None:
    write_dataset(tmp_path, RUN, 1, draw=draw_small)
    sample = next(iter(read_dataset(tmp_path)))
    page = draw_picture(RUN, 0, draw_small).placed[0].document.picture
    card = rectified(sample, 0, PAGE_WH)
    inner = (slice(4, -4), slice(4, -4))
    assert np.abs(card.picture[inner].astype(int) - page[inner]).mean() < 4
    # 1.5 photo pixels are 1.2 of a card that is 1.25 times smaller.
    assert card.blur[inner] == pytest.approx(np.full_like(card.blur[inner], 1.2), abs=0.02)
    assert card.glare[inner] == pytest.approx(np.full_like(card.glare[inner], 0.25), abs=0.01)
    assert not card.occlusion[inner].any()


def test_what_lies_outside_the_photo_counts_as_covered(tmp_path: Path) -> None:
    write_dataset(tmp_path, RUN, 1, draw=draw_small)
    sample = next(iter(read_dataset(tmp_path)))
    quad = frame_quad(*PHOTO_WH) - np.float32([PHOTO_WH[0] / 2, 0])
    card = rectified(sample, 0, (100, 60), quad)
    assert card.occlusion[:, :45].min() == 1
    assert card.occlusion[:, 55:].max() == 0


def test_sheets_show_every_picture_with_its_quad() -> None:
    scene = draw_picture(RUN, 0, draw_small)
    assert (overlaid(scene) != scene.image).any()
    assert contact_sheet([scene.image] * 3, cell_px=50, columns=2).shape == (100, 100, 3)
    assert scene_sheet(RUN, 5, draw_small, maps=True).shape == (640, 1280, 3)


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["--out", "x"],
        ["--out", "x", "--preview", "x.jpg", "--count", "1"],
        ["--out", "x", "--count", "0"],
        ["--out", "x", "--count", "1", "--jobs", "0"],
        ["--out", "x", "--count", "1", "--seed", "-1"],
        ["--out", "x", "--count", "1", "--split", "test"],
        ["--out", "x", "--count", "1", "--maps"],
        ["--preview", "x.gif"],
        ["--preview", "x.jpg", "--maps", "--documents"],
    ],
)
def test_wrong_usage_ends_with_two(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        command.main(arguments)
    assert ended.value.code == 2
    assert "usage:" in capsys.readouterr().err


def test_a_folder_of_another_run_is_wrong_usage(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_dataset(tmp_path, RUN, 1, draw=draw_small)
    with pytest.raises(SystemExit) as ended:
        command.main(["--out", str(tmp_path), "--count", "1", "--seed", "8"])
    assert ended.value.code == 2
    assert "holds" in capsys.readouterr().err


def test_subsets_are_what_they_are_called() -> None:
    assert sum(SUBSETS["empty"].recipe.counts[1:]) == 0
    assert SUBSETS["several"].recipe.counts[:2] == (0, 0)
    assert SUBSETS["pages"].recipe.kinds == ("page",)
    assert SUBSETS["cut"].recipe.cut_share == 1
    assert SUBSETS["mixed"].count == 600
    assert len({bench.run_of(name).seed for name in SUBSETS}) == len(SUBSETS)


def test_the_benchmark_tells_rounding_from_another_picture() -> None:
    def manifest(digest: str, fingerprints: str, count: int = 2) -> dict[str, object]:
        return {"subsets": {"s": {"count": count, "digest": digest, "fingerprints": fingerprints}}}

    recorded = manifest("a", "10101010" + "20202020")
    assert list(bench.differences(recorded, recorded)) == []
    rounded = list(bench.differences(manifest("b", "10111010" + "20202022"), recorded))
    assert rounded == ["s: the same pictures but for rounding"]
    other = list(bench.differences(manifest("c", "10101010" + "20202f20"), recorded))
    assert other == ["s: 1 of 2 pictures show something else, the first is 1"]
    assert list(bench.differences(manifest("d", "10101010", 1), recorded)) == ["s: 1 pictures, 2 recorded"]


@pytest.mark.parametrize(
    "arguments", [[], ["--out", "x", "--jobs", "0"], ["--out", "x", "--only", "nothing"]]
)
def test_wrong_usage_of_the_benchmark_ends_with_two(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        bench.main(arguments)
    assert ended.value.code == 2
    assert "usage:" in capsys.readouterr().err


def test_the_benchmark_is_found_as_recorded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(bench, "SUBSETS", {"small": Subset(2)})
    monkeypatch.setattr(bench, "RECORD", tmp_path / "record.json")
    monkeypatch.setattr(bench, "draw_subset", lambda _name, rng, split: draw_small(rng, split))
    out = str(tmp_path / "set")
    assert bench.main(["--out", out]) == 1
    assert "nothing is recorded" in capsys.readouterr().err
    assert bench.main(["--out", out, "--record", str(tmp_path / "record.json")]) == 0
    assert bench.main(["--out", out, "--check"]) == 0
    assert "as recorded" in capsys.readouterr().err
    blank = np.zeros((*PHOTO_WH[::-1], 3), np.uint8)
    cv2.imwrite(str(tmp_path / "set" / "small" / "pictures" / "000001.jpg"), blank)
    assert bench.main(["--out", out, "--check"]) == 1
    assert "1 of 2 pictures" in capsys.readouterr().err
