"""MIDV-2019: the 50 types of MIDV-500 again, with strong perspective and in low light.

Bulatov et al., "MIDV-2019: challenges of the modern mobile-based document OCR", ICMV 2019,
https://arxiv.org/abs/1910.04009 (data: `ftp://smartengines.com/midv-500/extra/midv-2019/`). The layout is
that of MIDV-500 with `images/DG/DG01_01.jpg` and `ground_truth/DG/DG01_01.json`, as the reader
https://github.com/fcakyon/midv500 treats it. That `D` stands for distorted and `L` for low light follows the
paper's two conditions; no README of the data set was at hand.
"""

from __future__ import annotations

from pathlib import Path

from idvision.bench.dataset import Dataset
from idvision.bench.datasets.loading import dataset_of
from idvision.bench.datasets.midv500 import is_extension, shots_of
from idvision.bench.datasets.source import Source, Wanted

CONDITIONS = {"D": "distorted", "L": "low_light"}


def load(root: Path, wanted: Wanted) -> Dataset:
    """Open MIDV-2019. Raises UnreadableDatasetError."""
    return dataset_of(SOURCE, root, shots_of(root, CONDITIONS), wanted.limit)


SOURCE = Source(
    name="midv2019",
    title="the documents of MIDV-500 with strong perspective and in low light",
    licence="as MIDV-500",
    size="200 clips",
    page="https://arxiv.org/abs/1910.04009",
    load=load,
    recognises=is_extension,
)
