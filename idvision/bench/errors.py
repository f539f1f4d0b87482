"""What a comparison raises of its own: data sets that cannot be opened."""

from __future__ import annotations

from idvision.errors import IdVisionError


class DatasetError(IdVisionError):
    """Pictures with truth that cannot be opened; the message names files and keys, no values."""

    code = "dataset_error"


class UnknownDatasetError(DatasetError):
    """There is no published data set of that name."""

    code = "unknown_dataset"


class UnreadableDatasetError(DatasetError):
    """Files are missing, damaged, or not laid out as the data set's are."""

    code = "dataset_unreadable"


class NoDrawingError(DatasetError):
    """Drawn pictures need `training/`, which is part of a checkout and of no installed package."""

    code = "drawing_missing"
