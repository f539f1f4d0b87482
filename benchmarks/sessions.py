"""How long the networks alone take, in one process and in turns: a table, then one line of JSON.

python -m benchmarks.sessions [--threads N] [--rounds N] [--peer FILE.onnx] [--peer-side 640]

`--peer` is a text detection network of the PP-OCR family, `(1, 3, S, S)` float32: its median is what the
ratios are taken to. Rounds alternate between the networks, so that a busy machine slows all of them alike.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path

import numpy as np

from idvision.bench.environment import environment
from idvision.bench.metrics.basics import percentile
from idvision.detail import CHANNELS, GRID_WH, INPUT_WH
from idvision.face import INPUT_SIDE as FACE_SIDE
from idvision.letterbox import letterbox
from idvision.locate import INPUT_SIDE
from idvision.models import available_threads
from idvision.session import OnnxSession
from idvision.text_compact import HEIGHT
from idvision.text_recognize import INPUT_HEIGHT
from idvision.weights import model_spec, verify

WARM_UP = 5
LINE_WIDTH = 320


def calls(threads: int, peer: Path | None, peer_side: int) -> dict[str, Callable[[], object]]:
    """Return one call of each network on empty input; what is in a picture does not change the time."""
    locate = _session("locate", threads)
    assess = _session("assess", threads)
    photo = letterbox(np.zeros((960, 1280, 3), np.uint8), INPUT_SIDE)[0][None]
    card = np.zeros((1, INPUT_WH[1], INPUT_WH[0], 3), np.uint8)
    detail = np.zeros((1, CHANNELS, GRID_WH[1], GRID_WH[0]), np.float32)
    words, numbers = _session("text_recognize_tiny", threads), _session("recognize_compact", threads)
    names, faces = _session("text_recognize", threads), _session("face_detect", threads)
    line = np.zeros((1, 3, INPUT_HEIGHT, LINE_WIDTH), np.float32)
    digits = np.zeros((1, HEIGHT, LINE_WIDTH), np.uint8)
    face = np.zeros((1, 3, FACE_SIDE, FACE_SIDE), np.float32)
    found: dict[str, Callable[[], object]] = {
        "locate, 4:3 photo": lambda: locate.run(photo),
        "assess, one card": lambda: assess.run(card, detail),
        "words, one line": lambda: words.run(line),
        "names, one line": lambda: names.run(line),
        "numbers, one line": lambda: numbers.run(digits),
        "faces, one card": lambda: faces.run(face),
    }
    if peer is not None:
        network = OnnxSession(peer, name="peer", threads=threads)
        picture = np.zeros((1, 3, peer_side, peer_side), np.float32)
        found[f"peer, {peer_side} px"] = lambda: network.run(picture)
    return found


def _session(name: str, threads: int) -> OnnxSession:
    return OnnxSession(verify(model_spec(name)), name=name, threads=threads)


def measure(found: dict[str, Callable[[], object]], rounds: int) -> dict[str, list[float]]:
    """Return the milliseconds of every round by name."""
    times: dict[str, list[float]] = {name: [] for name in found}
    for round_number in range(rounds + WARM_UP):
        for name, call in found.items():
            started = time.perf_counter()
            call()
            if round_number >= WARM_UP:
                times[name].append((time.perf_counter() - started) * 1e3)
    return times


def main(arguments: Sequence[str] | None = None) -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.sessions", description=__doc__)
    parser.add_argument("--threads", type=int, default=available_threads())
    parser.add_argument("--rounds", type=int, default=100)
    parser.add_argument("--peer", type=Path, help="ONNX file to take ratios to")
    parser.add_argument("--peer-side", type=int, default=640)
    options = parser.parse_args(arguments)
    times = measure(calls(options.threads, options.peer, options.peer_side), options.rounds)
    reference = percentile(list(times.values())[-1], 50)
    rows = {
        name: {
            "p50_ms": round(percentile(values, 50), 2),
            "p95_ms": round(percentile(values, 95), 2),
            "ratio_to_peer": round(percentile(values, 50) / reference, 3) if options.peer else None,
        }
        for name, values in times.items()
    }
    for name, row in rows.items():
        ratio = "" if row["ratio_to_peer"] is None else f"  ratio {row['ratio_to_peer']:.2f}"
        print(f"{name:22} p50 {row['p50_ms']:7.2f} ms  p95 {row['p95_ms']:7.2f} ms{ratio}")
    record = {"benchmark": "sessions", "rounds": options.rounds, "times": rows}
    print(json.dumps({**record, "environment": asdict(environment(options.threads, {}))}))


if __name__ == "__main__":
    main()
