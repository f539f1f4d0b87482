"""How a server bears load on loopback: photos in, answers out; a table, then one line of JSON.

python -m benchmarks.serving --data FOLDER_OR_TRUTH_FILE [--clients 1 8 32] [--requests 200] [--threads N]
    [--workers N] [--queue N] [--out FILE]

A server process of its own is started for each number of clients. Every client sends one photo after another;
an answer that turns it away (429) is counted and not repeated. Times are from the first byte sent to the last
one received.
"""

from __future__ import annotations

import argparse
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path

import httpx

from benchmarks.latency import read_photos
from benchmarks.tables import table
from idvision.bench.environment import environment
from idvision.bench.metrics.basics import percentile

START_S = 60.0
TIMEOUT_S = 120.0


@dataclass(frozen=True, slots=True)
class Load:
    """What one number of clients saw."""

    clients: int
    answered: int
    throttled: int
    failed: int
    per_second: float
    p50_ms: float
    p95_ms: float
    p99_ms: float
    resident_mb: float


def main(arguments: Sequence[str] | None = None) -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.serving", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of pictures, or a truth file")
    parser.add_argument("--clients", type=int, nargs="+", default=[1, 8, 32])
    parser.add_argument("--requests", type=int, default=200, help="photos sent to each server")
    parser.add_argument("--threads", type=int, default=2, help="threads a network may use")
    parser.add_argument("--workers", type=int, default=1, help="photos read at once")
    parser.add_argument("--queue", type=int, default=32, help="photos that may wait")
    parser.add_argument("--out", type=Path, help="also write the JSON to this file")
    options = parser.parse_args(arguments)
    photos = read_photos(options.data)
    flags = ["--threads", options.threads, "--workers", options.workers, "--queue", options.queue]
    loads = [
        measure(list(photos.values()), count, options.requests, [str(flag) for flag in flags])
        for count in options.clients
    ]
    document = json.dumps(
        {
            "benchmark": "serving",
            "workers": options.workers,
            "queue": options.queue,
            "loads": [asdict(load) for load in loads],
            "environment": asdict(environment(options.threads, photos)),
        }
    )
    if options.out is not None:
        options.out.write_text(document + "\n", encoding="utf-8")
    print(report(loads))
    print(document)


def report(loads: Sequence[Load]) -> str:
    """Return the table for people."""
    head = (
        "clients",
        "answered",
        "throttled",
        "failed",
        "photos/s",
        "p50 ms",
        "p95 ms",
        "p99 ms",
        "memory MB",
    )
    rows = [
        (
            *(str(load.clients), str(load.answered), str(load.throttled), str(load.failed)),
            *(f"{load.per_second:.1f}", f"{load.p50_ms:.0f}", f"{load.p95_ms:.0f}", f"{load.p99_ms:.0f}"),
            f"{load.resident_mb:.0f}",
        )
        for load in loads
    ]
    return table(head, rows)


def measure(photos: Sequence[bytes], clients: int, requests: int, flags: Sequence[str]) -> Load:
    """Load a fresh server with so many clients."""
    with running(flags) as (process, address):
        shares = [range(number, requests, clients) for number in range(clients)]
        begin = time.perf_counter()
        with ThreadPoolExecutor(clients) as pool:
            parts = list(pool.map(lambda share: _send(address, photos, share), shares))
        seconds = time.perf_counter() - begin
        calls = [call for part in parts for call in part]
        times = [milliseconds for status, milliseconds in calls if status == 200] or [0.0]
        p50, p95, p99 = (percentile(times, share) for share in (50, 95, 99))
        statuses = [status for status, _ in calls]
        return Load(
            clients=clients,
            answered=statuses.count(200),
            throttled=statuses.count(429),
            failed=sum(status not in (200, 429) for status in statuses),
            per_second=statuses.count(200) / seconds,
            p50_ms=p50,
            p95_ms=p95,
            p99_ms=p99,
            resident_mb=resident_mb(process.pid),
        )


def _send(address: str, photos: Sequence[bytes], share: range) -> list[tuple[int, float]]:
    """Send photos one after another; return status and milliseconds of each."""
    calls = []
    with httpx.Client(timeout=TIMEOUT_S, trust_env=False) as client:
        for number in share:
            begin = time.perf_counter()
            answer = client.post(f"{address}/v1/scan", content=photos[number % len(photos)])
            calls.append((answer.status_code, (time.perf_counter() - begin) * 1000))
    return calls


@contextmanager
def running(flags: Sequence[str]) -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    """Run a server without signatures on a free port. Raises RuntimeError if it does not get ready."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    command = [sys.executable, "-m", "idvision", "serve", "--no-auth", "--port", str(port), *flags]
    limits = {"IDVISION_RATE_PER_S": "100000", "IDVISION_BURST": "100000"}
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL, env={**os.environ, **limits})
    try:
        _wait_until_ready(address)
        yield process, address
    finally:
        process.terminate()
        process.wait(30)


def _wait_until_ready(address: str) -> None:
    end = time.monotonic() + START_S
    while time.monotonic() < end:
        try:
            if httpx.get(f"{address}/readyz", trust_env=False).status_code == 200:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.1)
    raise RuntimeError("the server did not get ready")


def resident_mb(process_id: int) -> float:
    """Return the memory that a process holds, from /proc."""
    lines = Path(f"/proc/{process_id}/status").read_text(encoding="ascii").splitlines()
    kilobytes = next(islice((line.split()[1] for line in lines if line.startswith("VmRSS:")), 1))
    return int(kilobytes) / 1024


if __name__ == "__main__":
    main()
