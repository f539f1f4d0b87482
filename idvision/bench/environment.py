"""What a measurement was made with: machine, versions, commit, weights, pictures."""

from __future__ import annotations

import hashlib
import os
import platform
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from idvision.weights import manifest

_PACKAGES = ("numpy", "onnxruntime", "opencv-python-headless", "pillow", "rapidocr")
_REPOSITORY = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class Environment:
    """The record that goes with every result. `commit` ends in `+changes` for an altered checkout."""

    cpu: str
    cores: int
    system: str
    threads: int
    python: str
    idvision: str
    packages: dict[str, str]
    commit: str
    models: str
    data: str


def environment(threads: int, pictures: Mapping[str, bytes]) -> Environment:
    """Describe this process; `pictures` are the bytes measured on, by name."""
    return Environment(
        cpu=cpu_model(),
        cores=len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1,
        system=f"{platform.system()} {platform.machine()}",
        threads=threads,
        python=platform.python_version(),
        idvision=_version("idvision"),
        packages={name: _version(name) for name in _PACKAGES},
        commit=_commit(),
        models=models_hash(),
        data=data_hash(pictures),
    )


def data_hash(pictures: Mapping[str, bytes]) -> str:
    """Return the SHA-256 over names and bytes in order of the names, each with its length before it."""
    digest = hashlib.sha256()
    for name in sorted(pictures):
        for part in (name.encode(), pictures[name]):
            digest.update(len(part).to_bytes(8, "big") + part)
    return digest.hexdigest()


def models_hash() -> str:
    """Return the SHA-256 over name and hash of every network in the manifest."""
    lines = sorted(f"{spec.name} {spec.sha256}\n" for spec in manifest())
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def cpu_model() -> str:
    """Return the processor's name where the system tells it."""
    listing = Path("/proc/cpuinfo")
    lines = listing.read_text(encoding="utf-8").splitlines() if listing.is_file() else []
    names = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(names, platform.processor() or "unknown")


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "not installed"


def _commit() -> str:
    commit = _git("rev-parse", "HEAD")
    return f"{commit}+changes" if commit and _git("status", "--porcelain") else commit


def _git(*arguments: str) -> str:
    """Return what git says, empty without git or outside of a checkout."""
    try:
        done = subprocess.run(
            ["git", "-C", str(_REPOSITORY), *arguments], capture_output=True, text=True, check=False
        )
    except FileNotFoundError:
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""
