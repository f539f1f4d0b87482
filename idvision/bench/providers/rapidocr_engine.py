"""RapidOCR's plain text reading, with its own settings but for the number of threads."""

from __future__ import annotations

from idvision.bench.providers.lines import LineEngine, installed, line_engine, upright
from idvision.bench.providers.protocol import Settings


def open_rapidocr(settings: Settings) -> LineEngine:
    """Open RapidOCR. Raises NotRun where it is not installed."""
    release = installed("rapidocr")
    # It takes long to import, and nothing else needs it.
    from rapidocr import RapidOCR  # noqa: PLC0415

    engine = RapidOCR(
        params={
            "Global.log_level": "critical",
            "EngineConfig.onnxruntime.intra_op_num_threads": settings.threads,
        }
    )

    def read_lines(picture: bytes) -> tuple[str, ...]:
        # Asked for detection and recognition both, it gives the one kind of output that has texts.
        return tuple(getattr(engine(upright(picture)), "txts", None) or ())

    return line_engine("rapidocr", release, read_lines, settings.today)
