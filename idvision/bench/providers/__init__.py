"""Engines and services behind one protocol: name -> how it is opened."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from importlib import import_module

from idvision.bench.providers.clouds import CLOUDS
from idvision.bench.providers.protocol import Provider, Settings

Opener = Callable[[Settings], Provider]


def _lazy(module: str, function: str) -> Opener:
    """Return an opener whose module is imported when something is opened."""

    def opened(settings: Settings) -> Provider:
        opener: Opener = getattr(import_module(f"{__name__}.{module}"), function)
        return opener(settings)

    return opened


ENGINES: dict[str, Opener] = {
    "local": _lazy("local", "open_local"),
    "rapidocr": _lazy("rapidocr_engine", "open_rapidocr"),
    "paddleocr": _lazy("paddleocr_engine", "open_paddleocr"),
    "tesseract": _lazy("tesseract_engine", "open_tesseract"),
    "passporteye": _lazy("passporteye_engine", "open_passporteye"),
    "onnxtr": _lazy("onnxtr_engine", "open_onnxtr"),
}
"""What runs on this machine."""

PROVIDERS: dict[str, Opener] = {**ENGINES, **CLOUDS}
"""Everything that can be compared."""


def group(name: str) -> tuple[str, ...]:
    """Return the names that a name stands for: `offline`, `clouds`, `aliyun` and `tencent` are several."""
    clouds = tuple(known for known in PROVIDERS if known not in ENGINES)
    match name:
        case "offline":
            return tuple(ENGINES)
        case "clouds":
            return clouds
        case "aliyun" | "tencent":
            return tuple(known for known in clouds if known.startswith(f"{name}-"))
        case _:
            return (name,)


def expand(names: Iterable[str]) -> tuple[str, ...]:
    """Return the providers that are meant, each once. Raises ValueError for a name that there is not."""
    meant = tuple(dict.fromkeys(one for name in names for one in group(name)))
    unknown = [name for name in meant if name not in PROVIDERS]
    if unknown or not meant:
        raise ValueError(f"no provider {', '.join(unknown)}: not one of {', '.join(PROVIDERS)}")
    return meant


def open_provider(name: str, settings: Settings) -> Provider:
    """Open a provider. Raises NotRun where keys or a package are missing, KeyError for an unknown name."""
    return PROVIDERS[name](settings)
