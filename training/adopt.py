"""Take a text recogniser of PaddleOCR that no installed package carries into models/, its alphabet inside it.

    python -m training.adopt --network rec.onnx --settings inference.yml [--manifest]

The network is left as it is; the characters of its classes, which stand in the settings beside it, become the
metadata `character`, as in the files that `rapidocr` installs.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import onnx
import yaml

from training.export import MODELS, enter_in_manifest

NAME = "text_recognize_tiny"


def adopt(network: Path, settings: Path, path: Path) -> int:
    """Write the network with its characters to `path`; returns how many classes it tells apart.

    Raises ValueError where the characters are not those of the network's classes.
    """
    model = onnx.load(network)
    characters = yaml.safe_load(settings.read_text("utf-8"))["PostProcess"]["character_dict"]
    classes = model.graph.output[0].type.tensor_type.shape.dim[2].dim_value
    if classes != len(characters) + 2:
        raise ValueError(f"{classes} classes, but {len(characters)} characters, the blank and the space")
    onnx.helper.set_model_props(model, {"character": "\n".join(characters)})
    onnx.save(model, path)
    return int(classes)


def main(arguments: list[str] | None = None) -> None:
    """Adopt as the command line says."""
    parser = argparse.ArgumentParser(prog="python -m training.adopt", description=adopt.__doc__)
    parser.add_argument("--network", type=Path, required=True)
    parser.add_argument("--settings", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=MODELS / f"{NAME}.onnx")
    parser.add_argument("--manifest", action="store_true", help="enter the hash in models/manifest.toml")
    options = parser.parse_args(arguments)
    classes = adopt(options.network, options.settings, options.out)
    if options.manifest:
        enter_in_manifest(NAME, options.out)
    parser.exit(0, f"{options.out}: {classes} classes\n")


if __name__ == "__main__":
    main()
