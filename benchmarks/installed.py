"""How much room a distribution takes: its wheel, and its files and those of all that it requires."""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from importlib.util import find_spec
from pathlib import Path

_NAME = re.compile(r"[A-Za-z0-9._-]+")


def wheel_mb(repository: Path) -> float | None:
    """Build the wheel and return its megabytes; None, with the reason on standard error, where that fails."""
    with tempfile.TemporaryDirectory() as folder:
        tool = (
            ["build", "--wheel", "--outdir", folder]
            if find_spec("build") is not None
            else ["pip", "wheel", "--no-deps", "--quiet", "--wheel-dir", folder]
        )
        command = [sys.executable, "-m", *tool, str(repository)]
        done = subprocess.run(command, stdout=subprocess.DEVNULL, check=False)
        wheels = list(Path(folder).glob("*.whl"))
        if done.returncode != 0 or not wheels:
            print(f"no wheel: {' '.join(command)} ended with status {done.returncode}", file=sys.stderr)
            return None
        return round(wheels[0].stat().st_size / 1e6, 2)


def installed_mb(name: str) -> dict[str, float]:
    """Return the megabytes of a distribution and of everything that it requires, extras left out."""
    found = {one.name: round(files_size(one) / 1e6, 2) for one in required(name)}
    return dict(sorted(found.items(), key=lambda pair: -pair[1]))


def required(name: str) -> Iterator[Distribution]:
    """Yield a distribution and, once each, those that it and they require; missing ones are passed over."""
    pending, seen = [name], set[str]()
    while pending:
        wanted = normal_name(pending.pop())
        if wanted in seen:
            continue
        seen.add(wanted)
        try:
            one = distribution(wanted)
        except PackageNotFoundError:  # its marker excludes it here
            continue
        yield one
        pending += [required_name(line) for line in one.requires or () if "extra ==" not in line]


def required_name(requirement: str) -> str:
    """Return the name in a requirement such as `numpy>=1.26,<3; python_version > "3"`."""
    found = _NAME.match(requirement.strip())
    if found is None:
        raise ValueError(f"no requirement: {requirement!r}")
    return found.group()


def normal_name(name: str) -> str:
    """Return a name as it is compared (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()


def files_size(one: Distribution) -> int:
    """Return the bytes of a distribution's installed files, those of bytecode left out."""
    paths = (Path(str(one.locate_file(path))) for path in one.files or () if path.suffix != ".pyc")
    return sum(path.stat().st_size for path in paths if path.is_file())
