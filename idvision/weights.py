"""Which network files belong to this version, where they lie, and whether they are the right ones.

Nothing is ever downloaded: weights come with this package or with an installed dependency.
"""

from __future__ import annotations

import hashlib
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from idvision.errors import ModelError

_HERE = Path(__file__).resolve().parent
# An installed wheel carries the folder inside the package; a checkout has it beside the package.
_MODEL_FOLDERS = (_HERE / "models_data", _HERE.parent / "models")


@dataclass(frozen=True, slots=True)
class ModelSpec:
    """One entry of the manifest; `input` and `output` describe shapes, ranges and colour order."""

    name: str
    package: str
    file: str
    sha256: str
    licence: str
    origin: str
    input: str
    output: str

    @property
    def path(self) -> Path:
        """Where the file should be. Raises ModelError if the package that holds it is missing."""
        return _package_folder(self.package, self.name) / self.file


@cache
def manifest() -> tuple[ModelSpec, ...]:
    """Return every entry of the manifest. Raises ModelError if there is none."""
    for folder in _MODEL_FOLDERS:
        path = folder / "manifest.toml"
        if path.is_file():
            entries = tomllib.loads(path.read_text(encoding="utf-8"))["model"]
            return tuple(ModelSpec(**entry) for entry in entries)
    raise ModelError("not found beside the package", model="manifest.toml")


def model_spec(name: str) -> ModelSpec:
    """Return the manifest entry of that name. Raises ModelError if there is none."""
    for spec in manifest():
        if spec.name == name:
            return spec
    raise ModelError("not in the manifest", model=name)


def file_sha256(path: Path) -> str:
    """Return the hexadecimal SHA-256 of a file."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def present(spec: ModelSpec) -> Path:
    """Return the path of a model whose file is there. Raises ModelError otherwise."""
    path = spec.path
    if not path.is_file():
        raise ModelError("file is missing", model=spec.name, path=path)
    return path


def verify(spec: ModelSpec) -> Path:
    """Return the path of a model whose hash is the manifest's. Raises ModelError otherwise."""
    path = present(spec)
    if file_sha256(path) != spec.sha256:
        raise ModelError("file differs from the manifest (SHA-256)", model=spec.name, path=path)
    return path


def _package_folder(package: str, model: str) -> Path:
    if package == "idvision":
        return next((folder for folder in _MODEL_FOLDERS if folder.is_dir()), _MODEL_FOLDERS[0])
    found = find_spec(package)
    if found is None or found.origin is None:
        raise ModelError(f"package {package} is not installed", model=model)
    return Path(found.origin).parent
