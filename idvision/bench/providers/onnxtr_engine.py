"""OnnxTR's plain text reading, with the networks that it chooses by itself, if they are here already."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from idvision.bench.providers.lines import LineEngine, installed, line_engine, upright
from idvision.bench.providers.protocol import NotRun, Settings

_DETECTOR, _RECOGNIZER = "fast_base", "crnn_vgg16_bn"


def open_onnxtr(settings: Settings) -> LineEngine:
    """Open OnnxTR. Raises NotRun where it, or the file of one of its networks, is missing."""
    release = installed("onnxtr")
    try:
        # Only this engine needs it, and it takes long to import.
        import onnxtr.models as zoo  # noqa: PLC0415
        from onnxtr.models.detection.models import fast  # noqa: PLC0415
        from onnxtr.models.recognition.models import crnn  # noqa: PLC0415
    except ImportError as error:
        raise NotRun(f"onnxtr cannot be imported: {error.name} is missing") from error
    detector = cached(fast.default_cfgs[_DETECTOR]["url"])
    recognizer = cached(crnn.default_cfgs[_RECOGNIZER]["url"])
    config = zoo.EngineConfig()
    config.session_options.intra_op_num_threads = settings.threads
    predictor = zoo.ocr_predictor(
        fast.fast_base(str(detector), engine_cfg=config),
        crnn.crnn_vgg16_bn(str(recognizer), engine_cfg=config),
        det_engine_cfg=config,
        reco_engine_cfg=config,
    )

    def read_lines(picture: bytes) -> tuple[str, ...]:
        # It wants red, green, blue.
        return tuple(lines_of(predictor([upright(picture)[:, :, ::-1]])))

    return line_engine("onnxtr", release, read_lines, settings.today)


def cached(url: str) -> Path:
    """Return where OnnxTR keeps a network that it has fetched. Raises NotRun: this command fetches none."""
    folder = os.environ.get("ONNXTR_CACHE_DIR") or Path.home() / ".cache" / "onnxtr"
    path = Path(folder, "models", url.rpartition("/")[2])
    if not path.is_file():
        raise NotRun(f"onnxtr's network {path.name} is not in its cache; use onnxtr once by itself")
    return path


def lines_of(document: Any) -> Iterator[str]:
    """Yield the lines of OnnxTR's result in its order."""
    for page in document.pages:
        for block in page.blocks:
            for line in block.lines:
                yield " ".join(word.value for word in line.words)
