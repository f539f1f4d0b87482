"""The one place that knows ONNX Runtime.

A session is stateless: `run` may be called from many threads at once, so one may be shared. One that is
opened at its first use costs neither time nor memory where it is never needed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np

from idvision.errors import ModelError
from idvision.once import Once
from idvision.types import FloatArray, Session, Tensor


class OnnxSession:
    """A network on the CPU, using at most `threads` threads.

    The memory arena is off: documents come in many widths, and an arena keeps the largest of each. So are
    memory patterns, which ask for the room of a whole run in one block: 40 MB more at rest, and no faster.
    """

    def __init__(self, path: Path, *, name: str, threads: int) -> None:
        import onnxruntime  # noqa: PLC0415  (keeps `import idvision` cheap)

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.enable_cpu_mem_arena = False
        options.enable_mem_pattern = False
        options.log_severity_level = 3
        # Several sessions share the cores; a spinning one would slow the next.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        try:
            self._session = onnxruntime.InferenceSession(
                str(path), options, providers=["CPUExecutionProvider"]
            )
        except Exception as error:  # ONNX Runtime raises classes of its own that share no public base.
            raise ModelError("cannot be opened", model=name, path=path) from error
        self._inputs = tuple(entry.name for entry in self._session.get_inputs())
        self.metadata: Mapping[str, str] = dict(self._session.get_modelmeta().custom_metadata_map)

    def run(self, *tensors: Tensor) -> list[FloatArray]:
        """Return every output for the inputs, given in the network's order."""
        feed = dict(zip(self._inputs, tensors, strict=True))
        return [np.asarray(output) for output in self._session.run(None, feed)]


class LazySession:
    """A session that is opened by the first call that needs it; calls that come meanwhile wait for it."""

    def __init__(self, opened: Callable[[], Session]) -> None:
        self._session = Once(opened)

    @property
    def metadata(self) -> Mapping[str, str]:
        """What the network's file says of itself."""
        return self._session().metadata

    def run(self, *tensors: Tensor) -> list[FloatArray]:
        """Return every output for the inputs, given in the network's order."""
        return self._session().run(*tensors)
