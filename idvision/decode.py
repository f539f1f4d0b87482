"""Encoded bytes -> upright `(H, W, 3)` uint8 BGR image.

`read_header` first, then `decode`. JPEG pictures can be decoded at 1/2, 1/4 or 1/8 scale for a fraction
of the time (ITU-T T.81 pictures are 8x8 cosine transforms, a smaller inverse transform scales them).

Grey and colour JPEG goes through OpenCV, which gives the same pixels as Pillow in less time; everything
else goes through Pillow.
"""

from __future__ import annotations

import cv2
import numpy as np

from idvision.decode_header import Header, read_header
from idvision.decode_layout import check_jpeg_scans, jpeg_frame
from idvision.errors import DecodeError
from idvision.types import Homography, Image

__all__ = ["Header", "decode", "photo_from_reduced", "read_header", "reduction_for"]

_REDUCTIONS = (8, 4, 2, 1)
_JPEG_FLAGS = {
    1: cv2.IMREAD_COLOR,
    2: cv2.IMREAD_REDUCED_COLOR_2,
    4: cv2.IMREAD_REDUCED_COLOR_4,
    8: cv2.IMREAD_REDUCED_COLOR_8,
}
_MIRRORED_X = frozenset({2, 3, 6, 7})
_MIRRORED_Y = frozenset({3, 4, 7, 8})


def reduction_for(header: Header, long_side_px: int) -> int:
    """Return the largest of 8, 4, 2, 1 that leaves the long side at `long_side_px` or more.

    1 if the picture is smaller than that, or of a format that cannot be reduced.
    """
    if header.format != "JPEG":
        return 1
    long_side = max(header.width, header.height)
    return next((r for r in _REDUCTIONS if long_side >= r * long_side_px), 1)


def photo_from_reduced(header: Header, reduction: int) -> Homography:
    """Return the map from pixels of the reduced upright picture to those of the full one.

    A reduced JPEG is padded to whole pixels at its stored right and bottom. Where the orientation mirrors
    an axis that padding comes first, so the map is a scale and a shift of up to `reduction` - 1 pixels.
    """
    pad_x = -header.width % reduction if header.orientation in _MIRRORED_X else 0
    pad_y = -header.height % reduction if header.orientation in _MIRRORED_Y else 0
    centre = (reduction - 1) / 2
    return np.array([[reduction, 0, centre - pad_x], [0, reduction, centre - pad_y], [0, 0, 1]], np.float64)


def decode(data: bytes, header: Header, reduction: int = 1) -> Image:
    """Decode a picture whose header was read from the same bytes.

    Args:
        data: the encoded picture.
        header: what `read_header` returned for `data`.
        reduction: 1, or for JPEG also 2, 4, 8: both sides shrink by it, rounded up.

    Returns:
        `(H, W, 3)` uint8 BGR, contiguous, upright; transparency on white; first frame or page.

    Raises:
        ValueError: a reduction other than those.
        DecodeError: damaged or cut short, not the bytes of `header`, or samples that are no picture
            (32-bit and floating point TIFF).
    """
    if reduction not in _REDUCTIONS or (reduction != 1 and header.format != "JPEG"):
        raise ValueError(f"reduction {reduction} is not possible for {header.format}")
    if header.format == "JPEG":
        stored = _decode_jpeg(data, header.stored_size_wh, reduction)
    else:
        # Pillow takes long to import, and most photos do not need it.
        from idvision.decode_pillow import decode_stored  # noqa: PLC0415

        stored = decode_stored(data, header.format, header.stored_size_wh)
    return _turn_upright(stored, header.orientation)


def _decode_jpeg(data: bytes, size_wh: tuple[int, int], reduction: int) -> Image:
    frame = jpeg_frame(data)
    check_jpeg_scans(data)
    if (frame.width, frame.height) != size_wh:
        raise DecodeError("JPEG is not the one of its header")
    if frame.components == 4:
        from idvision.decode_pillow import decode_cmyk_jpeg  # noqa: PLC0415

        return decode_cmyk_jpeg(data, size_wh, reduction, is_inverted=frame.has_adobe_marker)
    encoded = np.frombuffer(data, np.uint8)
    try:
        image = cv2.imdecode(encoded, _JPEG_FLAGS[reduction] | cv2.IMREAD_IGNORE_ORIENTATION)
    except cv2.error as error:
        raise DecodeError("JPEG is damaged") from error
    if image is None or image.shape != (-(-frame.height // reduction), -(-frame.width // reduction), 3):
        raise DecodeError("JPEG is damaged")
    return np.asarray(image, np.uint8)


def _turn_upright(stored: Image, orientation: int) -> Image:
    upright = cv2.transpose(stored) if orientation >= 5 else stored
    mirrors = (orientation in _MIRRORED_X, orientation in _MIRRORED_Y)
    flip_code = {(True, False): 1, (False, True): 0, (True, True): -1}.get(mirrors)
    if flip_code is not None:
        upright = cv2.flip(upright, flip_code)
    return np.asarray(upright, np.uint8)
