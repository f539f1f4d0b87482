"""What the server counts, in Prometheus' text format: latency by stage, reasons, queue, throttles."""

from __future__ import annotations

from collections.abc import Callable

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST

from idvision.server.wire import WireAnswer
from idvision.types import Result

_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.4, 0.8, 1.6, 3.2, 6.4)


class Metrics:
    """The counters of one server. Nothing in them tells what a document says."""

    def __init__(self, pending: Callable[[], int]) -> None:
        self._registry = CollectorRegistry()
        self._requests = Counter(
            "idvision_requests_total", "Requests answered", ("service", "status"), registry=self._registry
        )
        self._latency = Histogram(
            "idvision_request_seconds",
            "Time to the answer",
            ("service",),
            buckets=_SECONDS,
            registry=self._registry,
        )
        self._stages = Histogram(
            "idvision_stage_seconds",
            "Time in each stage",
            ("stage",),
            buckets=_SECONDS,
            registry=self._registry,
        )
        self._verdicts = Counter(
            "idvision_verdicts_total", "Photos by decision", ("decision",), registry=self._registry
        )
        self._reasons = Counter(
            "idvision_reasons_total", "Reasons of verdicts", ("reason",), registry=self._registry
        )
        self._throttled = Counter(
            "idvision_throttled_total", "Requests turned away", ("service", "why"), registry=self._registry
        )
        queue = Gauge("idvision_queue_photos", "Photos being read or waiting", registry=self._registry)
        queue.set_function(pending)

    def answered(self, service: str, status: int, seconds: float) -> None:
        """Count an answer."""
        self._requests.labels(service, str(status)).inc()
        self._latency.labels(service).observe(seconds)

    def read(self, result: Result) -> None:
        """Count a photo that was read: its stages, decision and reasons, fields left out."""
        for stage, milliseconds in result.timings_ms:
            self._stages.labels(stage).observe(milliseconds / 1000)
        self._verdicts.labels(result.verdict.decision.value).inc()
        for reason in {reason.partition(":")[0] for reason in result.verdict.reasons}:
            self._reasons.labels(reason).inc()

    def throttled(self, service: str, why: str) -> None:
        """Count a request that was turned away, for `rate` or `queue`."""
        self._throttled.labels(service, why).inc()

    def answer(self) -> WireAnswer:
        """Return all of it."""
        return WireAnswer(200, CONTENT_TYPE_LATEST, generate_latest(self._registry))
