"""Pictures with truth: one loader a published layout."""

from idvision.bench.datasets.registry import DATASETS, open_dataset
from idvision.bench.datasets.source import Source, Wanted

__all__ = ["DATASETS", "Source", "Wanted", "open_dataset"]
