"""Networks are opened by the first call that needs them, or all of them by `warmup`."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from threading import Barrier

import numpy as np
import pytest

import idvision
from idvision import ModelError, Models, api
from idvision import models as models_module
from idvision.weights import ModelSpec, present

EMPTY_PHOTO = np.zeros((240, 320, 3), np.uint8)


class Opened:
    """Which networks were promised by `load_models` and which were opened."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.promised: list[str] = []
        self.names: list[str] = []
        opened = self

        class Recording(models_module.OnnxSession):
            def __init__(self, path: Path, *, name: str, threads: int) -> None:
                opened.names.append(name)
                super().__init__(path, name=name, threads=threads)

        def promise(spec: ModelSpec) -> Path:
            self.promised.append(spec.name)
            return present(spec)

        monkeypatch.setattr(models_module, "OnnxSession", Recording)
        monkeypatch.setattr(models_module, "present", promise)


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> Opened:
    return Opened(monkeypatch)


def with_hash(monkeypatch: pytest.MonkeyPatch, name: str, **changes: str) -> None:
    """Have the manifest state something else of one network."""
    known = models_module.model_spec

    def changed(asked: str) -> ModelSpec:
        return replace(known(asked), **changes) if asked == name else known(asked)

    monkeypatch.setattr(models_module, "model_spec", changed)


@pytest.mark.weights
def test_a_network_is_opened_by_the_first_call_that_needs_it(opened: Opened) -> None:
    models = idvision.load_models(threads=1)
    assert opened.names == []
    models.locate(EMPTY_PHOTO)
    models.locate(EMPTY_PHOTO)
    assert opened.names == ["locate"]


@pytest.mark.weights
def test_threads_that_need_a_network_together_open_it_once(opened: Opened) -> None:
    models, start = idvision.load_models(threads=1), Barrier(8)

    def call(_: int) -> int:
        start.wait()
        return len(models.locate(EMPTY_PHOTO))

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(call, range(8))) == [0] * 8
    assert opened.names == ["locate"]


@pytest.mark.weights
def test_warming_up_opens_every_network_once(opened: Opened) -> None:
    idvision.warmup(idvision.load_models(threads=1))
    assert len(opened.promised) >= 6
    assert sorted(opened.names) == sorted(opened.promised)


def test_warming_up_without_models_takes_the_shared_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    used: list[object] = []
    monkeypatch.setattr(api, "_default", ["shared models"])
    monkeypatch.setattr(api, "run_pipeline", lambda _data, models, _options: used.append(models))
    idvision.warmup()
    assert set(used) == {"shared models"}


def test_a_missing_file_is_told_at_loading(monkeypatch: pytest.MonkeyPatch) -> None:
    with_hash(monkeypatch, "text_detect", file="models/absent.onnx")
    with pytest.raises(ModelError, match="text_detect: file is missing"):
        idvision.load_models()


@pytest.mark.weights
def test_an_altered_file_is_told_before_it_is_used(monkeypatch: pytest.MonkeyPatch, opened: Opened) -> None:
    with_hash(monkeypatch, "locate", sha256="0" * 64)
    models: Models = idvision.load_models(threads=1)
    # And told again: what was refused once is not used later.
    for _ in range(2):
        with pytest.raises(ModelError, match="locate: file differs from the manifest"):
            models.locate(EMPTY_PHOTO)
    with pytest.raises(ModelError, match="locate: file differs from the manifest"):
        idvision.warmup(models)
    assert "locate" not in opened.names
