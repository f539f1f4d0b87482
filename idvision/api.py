"""The public call: bytes in, result out."""

from __future__ import annotations

from threading import Lock

from idvision.models import Models, load_models
from idvision.pipeline import analyze as run_pipeline
from idvision.types import Options, Result

_lock = Lock()
_default: list[Models] = []


def analyze(data: bytes, models: Models | None = None, options: Options | None = None) -> Result:
    """Find, straighten, judge and read every identity document in a picture.

    Args:
        data: an encoded picture: JPEG, PNG, BMP, WebP, TIFF or GIF.
        models: from `load_models`; without it a shared set is loaded at the first call.
        options: what the call may decide; `options.today` defaults to the system's date.

    Raises:
        InputError: the bytes are not a picture that can be analysed (`error.code` says why).
        ModelError: weights are missing or altered.

    Safe to call from several threads at once.
    """
    return run_pipeline(data, models or default_models(), options or Options())


def default_models() -> Models:
    """Return the shared set of models, loaded once per process."""
    with _lock:
        if not _default:
            _default.append(load_models())
        return _default[0]
