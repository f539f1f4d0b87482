"""A smoke step of each training script: draw, train two steps, resume, export, compare with torch."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path

import numpy as np
import pytest

from idvision.assess import CardAssessor
from idvision.detail import GRID_WH
from idvision.locate import CardLocator
from idvision.session import OnnxSession
from training.locate.augment import view_of
from training.locate.samples import load_samples
from training.locate.targets import draw_targets
from training.synth.dataset import Run, write_dataset
from training.synth.recipe import SceneRecipe
from training.synth.scene import draw_scene

torch = pytest.importorskip("torch")

from training.assess import export as assess_export  # noqa: E402
from training.assess import train as assess_train  # noqa: E402
from training.assess.samples import TYPES, load_cards  # noqa: E402
from training.export import ParityError, enter_in_manifest  # noqa: E402
from training.locate import export as locate_export  # noqa: E402
from training.locate import train as locate_train  # noqa: E402

PICTURES = 3


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("drawn")
    recipe = SceneRecipe(long_side=(360, 400), counts=(0.0, 1.0))
    write_dataset(folder, Run(3, "train", "smoke"), PICTURES, draw=partial(draw_scene, recipe=recipe))
    return folder


def steps_logged(run: Path) -> list[int]:
    return [json.loads(line)["step"] for line in (run / "log.jsonl").read_text("utf-8").splitlines()]


@pytest.fixture(scope="module")
def locate_run(drawn: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    run = tmp_path_factory.mktemp("locate")
    locate_train.main(["--data", str(drawn), "--out", str(run), "--smoke"])
    return run


@pytest.fixture(scope="module")
def assess_run(drawn: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    run = tmp_path_factory.mktemp("assess")
    assess_train.main(["--data", str(drawn), "--out", str(run), "--smoke"])
    return run


def test_the_locator_trains_and_a_finished_run_is_not_run_again(drawn: Path, locate_run: Path) -> None:
    assert steps_logged(locate_run) == [1, 2]
    before = (locate_run / "weights.pt").read_bytes()
    locate_train.main(["--data", str(drawn), "--out", str(locate_run), "--smoke"])
    assert steps_logged(locate_run) == [1, 2]
    assert len((locate_run / "weights.pt").read_bytes()) == len(before)


def test_the_exported_locator_runs_in_the_engine(locate_run: Path, tmp_path: Path) -> None:
    path = tmp_path / "locate.onnx"
    assert locate_export.export_locator(locate_run / "weights.pt", path) < 1e-3
    locator = CardLocator(OnnxSession(path, name="locate", threads=1))
    for found in locator(np.full((300, 400, 3), 90, np.uint8)):
        assert 0 <= found.score <= 1


def test_the_exported_assessor_runs_in_the_engine(assess_run: Path, tmp_path: Path) -> None:
    path = tmp_path / "assess.onnx"
    assert assess_export.export_assessor(assess_run / "weights.pt", path) < 1e-3
    assessment = CardAssessor(OnnxSession(path, name="assess", threads=1))(
        np.full((720, 1142, 3), 90, np.uint8)
    )
    assert assessment.maps.blur.shape == GRID_WH[::-1]
    assert sum(assessment.turns) == pytest.approx(1, abs=1e-4)
    assert tuple(assessment.types) == TYPES


def test_an_export_that_differs_from_torch_is_refused(
    locate_run: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("training.export.TOLERANCE", -1.0)
    path = tmp_path / "locate.onnx"
    with pytest.raises(ParityError):
        locate_export.export_locator(locate_run / "weights.pt", path)
    assert not path.exists()


def test_the_manifest_receives_the_hash_of_one_entry_only(tmp_path: Path) -> None:
    manifest, file = tmp_path / "manifest.toml", tmp_path / "a.onnx"
    file.write_bytes(b"weights")
    entry = '[[model]]\nname = "{}"\npackage = "idvision"\nfile = "{}.onnx"\nsha256 = "{}"\n'
    manifest.write_text("\n".join(entry.format(name, name, "0" * 64) for name in ("a", "b")), "utf-8")
    enter_in_manifest("a", file, manifest)
    hashes = [line for line in manifest.read_text("utf-8").splitlines() if line.startswith("sha256")]
    assert "0" * 64 not in hashes[0]
    assert "0" * 64 in hashes[1]
    with pytest.raises(ValueError, match="no entry"):
        enter_in_manifest("c", file, manifest)


def test_views_are_the_same_every_time_and_their_quads_follow(drawn: Path) -> None:
    samples = load_samples([drawn])
    assert len(samples) == PICTURES
    first, second = (view_of(samples[0], 256, np.random.default_rng(5)) for _ in range(2))
    for one, other in zip(first, second, strict=True):
        np.testing.assert_array_equal(one, other)
    assert first[1].shape == samples[0].quads.shape


def test_seams_run_along_where_two_documents_meet() -> None:
    below = np.array([[20, 20], [200, 20], [200, 140], [20, 140]], np.float32)
    above = np.array([[120, 60], [240, 60], [240, 200], [120, 200]], np.float32)
    both = draw_targets(np.stack([below, above]), np.ones(2, np.float32), 256)
    assert both.seams[20, 30] == 1
    assert both.seams[10, 15] == 0 and both.seams[30, 45] == 0
    assert draw_targets(below[None], np.ones(1, np.float32), 256).seams.max() == 0


def test_leaving_a_type_out_leaves_it_out(drawn: Path) -> None:
    cards = load_cards([drawn])
    name = TYPES[int(cards.types[0])]
    rest = assess_train.without(cards, [name], [])
    assert len(rest.types) < len(cards.types)
    assert TYPES.index(name) not in rest.types


def test_a_view_upside_down_turns_its_maps_and_its_truth(drawn: Path) -> None:
    cards = load_cards([drawn])
    views = [assess_train.draw_view(cards, 1, 320, number) for number in range(24)]
    assert {view["image"].shape for view in views} == {(3, 208, 320)}
    assert all(-1 <= int(view["turns"]) <= 3 for view in views)
