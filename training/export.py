"""Write a trained network as ONNX, prove that it answers as torch does, and enter it in the manifest."""

from __future__ import annotations

import argparse
import re
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnxruntime
import torch
from torch import Tensor, nn

from idvision.types import FloatArray
from idvision.weights import file_sha256

MODELS = Path(__file__).resolve().parent.parent / "models"
OPSET = 18
TOLERANCE = 2e-3
"""Largest difference between torch and ONNX Runtime that still counts as the same network."""


class ParityError(RuntimeError):
    """The exported file does not answer as the network does."""


@dataclass(frozen=True, slots=True)
class Export:
    """What is written: the graph's names and which of its axes are free (by input or output name)."""

    input_names: tuple[str, ...]
    output_names: tuple[str, ...]
    free_axes: dict[str, dict[int, str]]


def export_onnx(
    network: nn.Module, examples: Sequence[tuple[Tensor, ...]], export: Export, path: Path
) -> float:
    """Write `network` to `path` and return the largest difference to torch over the examples.

    The first example is traced, so give examples of several sizes. Raises ParityError, leaving no file, where
    the difference is above TOLERANCE.
    """
    network = network.eval()
    with warnings.catch_warnings():
        # The tracing exporter needs no further package and writes one file; torch is pinned, so it stays.
        warnings.simplefilter("ignore", DeprecationWarning)
        # How padding is written is not folded by it, but by the runtime.
        warnings.filterwarnings("ignore", message="Constant folding")
        torch.onnx.export(
            network,
            examples[0],
            str(path),
            input_names=list(export.input_names),
            output_names=list(export.output_names),
            dynamic_axes=export.free_axes,
            opset_version=OPSET,
            dynamo=False,
        )
    difference = max(_difference(network, example, path) for example in examples)
    if difference > TOLERANCE:
        path.unlink()
        raise ParityError(f"ONNX Runtime differs from torch by {difference:.2g}, allowed are {TOLERANCE}")
    return difference


def _difference(network: nn.Module, example: tuple[Tensor, ...], path: Path) -> float:
    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    feed = {entry.name: tensor.numpy() for entry, tensor in zip(session.get_inputs(), example, strict=True)}
    answered: list[FloatArray] = session.run(None, feed)
    with torch.no_grad():
        expected = network(*example)
    pairs = zip(answered, expected, strict=True)
    # Relative to the output's own scale: votes are hundreds of pixels, probabilities at most 1.
    return max(float(np.abs(a - e.numpy()).max() / max(1.0, float(e.abs().max()))) for a, e in pairs)


def enter_in_manifest(name: str, path: Path, manifest: Path = MODELS / "manifest.toml") -> None:
    """Write the file's hash into the entry `name` of the manifest. Raises ValueError without that entry."""
    text = manifest.read_text("utf-8")
    pattern = rf'(name = "{re.escape(name)}"\n(?:(?!\[\[model\]\]).*\n)*?sha256 = ")[0-9a-f]{{64}}'
    text, count = re.subn(pattern, rf"\g<1>{file_sha256(path)}", text)
    if count != 1:
        raise ValueError(f"no entry for {name} in {manifest}")
    manifest.write_text(text, "utf-8")


def run_command(
    module: str,
    description: str,
    name: str,
    export: Callable[[Path, Path], float],
    arguments: list[str] | None,
) -> None:
    """Be the command line of an export script; `export(weights, path)` writes the file, see `export_onnx`."""
    parser = argparse.ArgumentParser(prog=f"python -m {module}", description=description)
    parser.add_argument("--weights", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=MODELS / f"{name}.onnx")
    parser.add_argument("--manifest", action="store_true", help="enter the hash in models/manifest.toml")
    options = parser.parse_args(arguments)
    difference = export(options.weights, options.out)
    if options.manifest:
        enter_in_manifest(name, options.out)
    size = options.out.stat().st_size
    parser.exit(0, f"{options.out}: {size} bytes, differs from torch by {difference:.1e}\n")
