"""What is measured: named functions of plain values, one file a question; `METRICS` lists the numbers."""

from idvision.bench.metrics.catalogue import METRICS, Metric

__all__ = ["METRICS", "Metric"]
