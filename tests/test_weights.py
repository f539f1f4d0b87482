from __future__ import annotations

import dataclasses
import hashlib
import importlib.metadata
import re
import socket
from pathlib import Path

import pytest

from idvision import weights
from idvision.errors import ModelError
from idvision.models import load_models
from idvision.weights import ModelSpec, file_sha256, manifest, model_spec, verify

NAMES = tuple(spec.name for spec in manifest())


@pytest.fixture
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A model folder of this package that a test may fill."""
    monkeypatch.setattr(weights, "_MODEL_FOLDERS", (tmp_path / "absent", tmp_path))
    return tmp_path


def spec_of(content: bytes) -> ModelSpec:
    """The entry of a model of this package whose file should hold `content`."""
    digest = hashlib.sha256(content).hexdigest()
    return dataclasses.replace(model_spec("text_orient"), package="idvision", file="tiny.onnx", sha256=digest)


def test_sha256_of_a_file_is_the_published_one_of_abc(tmp_path: Path) -> None:
    path = tmp_path / "abc"
    path.write_bytes(b"abc")
    # FIPS 180-4, first example of SHA-256.
    assert file_sha256(path) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


def test_every_entry_names_its_licence_origin_and_a_whole_hash() -> None:
    assert {"text_detect", "text_recognize", "text_orient", "face_detect"} <= set(NAMES)
    assert len(set(NAMES)) == len(NAMES)
    for spec in manifest():
        assert re.fullmatch(r"[0-9a-f]{64}", spec.sha256)
        assert all(dataclasses.astuple(spec))


@pytest.mark.parametrize("name", NAMES)
def test_the_installed_file_has_the_hash_of_the_manifest(name: str) -> None:
    spec = model_spec(name)
    assert file_sha256(spec.path) == spec.sha256
    assert verify(spec) == spec.path


@pytest.mark.parametrize("package", sorted({spec.package for spec in manifest()} - {"idvision"}))
def test_a_package_that_holds_weights_is_a_dependency(package: str) -> None:
    required = importlib.metadata.requires("idvision") or []
    assert any(re.match(rf"{package}\b[^;]*$", line) for line in required)


def test_an_unknown_name_is_a_model_error() -> None:
    with pytest.raises(ModelError, match=r"^portrait_of_nobody: not in the manifest$") as caught:
        model_spec("portrait_of_nobody")
    assert caught.value.model == "portrait_of_nobody"
    assert caught.value.path is None


def test_a_file_as_in_the_manifest_is_found_in_the_packages_own_folder(own_folder: Path) -> None:
    (own_folder / "tiny.onnx").write_bytes(b"weights")
    assert verify(spec_of(b"weights")) == own_folder / "tiny.onnx"


def test_a_file_altered_by_one_bit_is_a_model_error(own_folder: Path) -> None:
    (own_folder / "tiny.onnx").write_bytes(b"weightr")
    with pytest.raises(ModelError, match=r"text_orient: file differs .*SHA-256") as caught:
        verify(spec_of(b"weights"))
    assert caught.value.model == "text_orient"
    assert caught.value.path == own_folder / "tiny.onnx"


def test_a_missing_file_is_a_model_error(own_folder: Path) -> None:
    with pytest.raises(ModelError, match="text_orient: file is missing") as caught:
        verify(spec_of(b"weights"))
    assert caught.value.path == own_folder / "tiny.onnx"


def test_a_folder_in_place_of_the_file_is_a_model_error(own_folder: Path) -> None:
    (own_folder / "tiny.onnx").mkdir()
    with pytest.raises(ModelError, match="file is missing"):
        verify(spec_of(b"weights"))


def test_a_missing_package_is_a_model_error() -> None:
    spec = dataclasses.replace(model_spec("text_orient"), package="idvision_absent_weights")
    with pytest.raises(ModelError, match="package idvision_absent_weights is not installed"):
        verify(spec)


def test_without_a_manifest_there_is_a_model_error(own_folder: Path) -> None:
    # Past the cache, which has seen the real manifest.
    with pytest.raises(ModelError, match=r"manifest\.toml: not found"):
        manifest.__wrapped__()


def test_the_manifest_of_an_installed_package_wins_over_a_checkouts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folders = tmp_path / "installed", tmp_path / "checkout"
    for folder in folders:
        folder.mkdir()
        entry = dataclasses.asdict(dataclasses.replace(model_spec("text_orient"), name=folder.name))
        lines = [f'{key} = "{value}"' for key, value in entry.items()]
        (folder / "manifest.toml").write_text("\n".join(["[[model]]", *lines]), encoding="utf-8")
    monkeypatch.setattr(weights, "_MODEL_FOLDERS", folders)
    assert [spec.name for spec in manifest.__wrapped__()] == ["installed"]


@pytest.mark.parametrize("threads", [0, -1])
def test_less_than_one_thread_is_refused(threads: int) -> None:
    with pytest.raises(ValueError, match=f"at least 1, got {threads}"):
        load_models(threads=threads)


def test_the_network_is_closed_to_tests() -> None:
    # What makes "nothing is ever downloaded" hold for every test that loads models.
    with pytest.raises(pytest.fail.Exception, match="network"):
        socket.create_connection(("127.0.0.1", 9))
    with socket.socket() as plain, pytest.raises(pytest.fail.Exception, match="network"):
        plain.connect(("127.0.0.1", 9))
