"""Is this installation sound? Versions, network files, and one built-in card read from end to end.

The expected values lie beside the picture, in `assets/selftest.json`:
`{"type": "chn_resident_id", "side": "front", "fields": {"name": "...", ...}}`; for a machine readable
zone, `"mrz": {"document_number": "...", ...}` may be added. The person on the card is invented.
"""

from __future__ import annotations

import json
import platform
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from importlib import import_module, metadata
from importlib.resources import files
from pathlib import Path
from types import ModuleType
from typing import Any

from idvision.api import analyze
from idvision.errors import IdVisionError, ModelError
from idvision.models import available_threads, load_models
from idvision.types import Card, Result
from idvision.weights import ModelSpec, manifest, verify

SCHEMA_ID = "idvision-doctor/1"
_CPU_INFO = Path("/proc/cpuinfo")
# The instructions that decide how fast the networks run, in the kernel's spelling.
_CPU_FEATURES = (
    *("sse4_2", "avx", "avx2", "fma", "f16c", "avx_vnni", "avx512f", "avx512_vnni", "amx_int8"),
    *("asimd", "asimddp", "i8mm", "sve", "bf16"),
)
_MODULES = {
    "numpy": "numpy",
    "cv2": "opencv-python-headless",
    "onnxruntime": "onnxruntime",
    "PIL": "pillow",
    "stdnum": "python-stdnum",
    "zxingcpp": "zxing-cpp",
}
# Of the first we are part, the second is installed for the network files in it and never imported.
_READ_AS_FILES = ("idvision", "rapidocr")


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the report; `sound` is False for what keeps the package from working."""

    name: str
    sound: bool
    value: str


@dataclass(frozen=True, slots=True)
class Report:
    """All findings in the order in which they were made."""

    findings: tuple[Finding, ...]

    @property
    def sound(self) -> bool:
        """Whether nothing is wrong."""
        return all(finding.sound for finding in self.findings)


def examine() -> Report:
    """Check everything; a fault is a finding, not an exception."""
    findings = [*machine(), *versions(_MODULES), *models(), self_test(analyze_built_in)]
    return Report(tuple(findings))


def render_table(report: Report) -> str:
    """Return the report as aligned lines for people, faults marked FAIL."""
    width = max(len(finding.name) for finding in report.findings)
    lines = [f"{'ok' if f.sound else 'FAIL':<4}  {f.name:<{width}}  {f.value}" for f in report.findings]
    lines += ["", "all is well" if report.sound else "something is wrong: see the lines marked FAIL"]
    return "\n".join(lines)


def render_json(report: Report) -> str:
    """Return the report as one JSON object: `schema`, `sound`, and `findings` with name, sound and value."""
    answer = {
        "schema": SCHEMA_ID,
        "sound": report.sound,
        "findings": [asdict(finding) for finding in report.findings],
    }
    return json.dumps(answer, ensure_ascii=False)


def machine() -> Iterator[Finding]:
    """Yield the platform, the processor and how many threads this process may use."""
    text = _CPU_INFO.read_text(encoding="utf-8", errors="replace") if _CPU_INFO.is_file() else ""
    name, features = describe_cpu(text)
    yield Finding("platform", True, platform.platform())
    yield Finding("cpu", True, name or platform.processor() or "not known")
    yield Finding("cpu features", True, " ".join(features) or "not known")
    yield Finding("threads", True, str(available_threads()))
    yield Finding("python", True, platform.python_version())


def describe_cpu(cpuinfo: str) -> tuple[str, tuple[str, ...]]:
    """Return the model name and the features that matter from the text of Linux's `/proc/cpuinfo`."""
    pairs = (line.partition(":") for line in cpuinfo.splitlines())
    # Every core repeats its entry; later ones overwrite equal earlier ones.
    entries = {key.strip(): value.strip() for key, _, value in pairs}
    present = (entries.get("flags") or entries.get("Features") or "").split()
    return entries.get("model name", ""), tuple(name for name in _CPU_FEATURES if name in present)


def versions(modules: Mapping[str, str]) -> Iterator[Finding]:
    """Yield our own version and those of our dependencies; a module that cannot be imported is a fault."""
    for distribution in _READ_AS_FILES:
        yield Finding(distribution, True, metadata.version(distribution))
    for module, distribution in modules.items():
        try:
            yield Finding(distribution, True, _version(import_module(module), distribution))
        except (ImportError, OSError) as error:
            yield Finding(distribution, False, f"cannot be imported: {error}")


def _version(module: ModuleType, distribution: str) -> str:
    try:
        return metadata.version(distribution)
    except metadata.PackageNotFoundError:
        # Another build of the same module serves as well, for example OpenCV with windows.
        return f"{getattr(module, '__version__', 'not known')} (another distribution of {module.__name__})"


def models() -> Iterator[Finding]:
    """Yield one finding a network file: its hash and path, or what is wrong with it."""
    try:
        specs = manifest()
    except ModelError as error:
        yield Finding("models", False, str(error))
        return
    yield from (_model(spec) for spec in specs)


def _model(spec: ModelSpec) -> Finding:
    try:
        path = verify(spec)
    except (ModelError, OSError) as error:
        return Finding(f"model {spec.name}", False, str(error))
    return Finding(f"model {spec.name}", True, f"sha256 {spec.sha256}  {spec.licence}  {path}")


def analyze_built_in(picture: bytes) -> Result:
    """Read a picture with networks loaded for this call."""
    return analyze(picture, load_models())


def self_test(read: Callable[[bytes], Result]) -> Finding:
    """Read the built-in card and compare every expected value."""
    assets = files("idvision") / "assets"
    try:
        picture = (assets / "selftest.jpg").read_bytes()
        expected = json.loads((assets / "selftest.json").read_text(encoding="utf-8"))
        result = read(picture)
    except (IdVisionError, ImportError, OSError, json.JSONDecodeError) as error:
        return Finding("self-test", False, f"{type(error).__name__}: {error}")
    if len(result.cards) != 1:
        return Finding("self-test", False, f"found {len(result.cards)} cards instead of 1")
    wrong = tuple(differences(result.cards[0], expected))
    if wrong:
        return Finding("self-test", False, f"differs in {', '.join(wrong)}")
    milliseconds = sum(duration for _, duration in result.timings_ms)
    return Finding("self-test", True, f"every value read, {milliseconds:.0f} ms")


def differences(card: Card, expected: Mapping[str, Any]) -> Iterator[str]:
    """Yield the names of the expected values that the card does not have; more than expected is fine."""
    for key, value in (("type", card.document.type), ("side", card.document.side)):
        if expected[key] != value:
            yield key
    zones = {"fields": card.fields, "mrz": card.mrz.fields if card.mrz is not None else ()}
    for zone, fields in zones.items():
        read = {field.name: field.value for field in fields}
        yield from (name for name, value in expected.get(zone, {}).items() if read.get(name) != value)
