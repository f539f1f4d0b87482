"""What Tencent's two recognisers of identity cards share: parameters, limits, reading, cutting out."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import partial
from typing import Final

from idvision.crops import upright_jpeg
from idvision.decode import Header, decode, read_header
from idvision.errors import (
    CallError,
    EmptyInputError,
    FetchError,
    FetchFault,
    ImageTooLargeError,
    ImageTooSmallError,
    InputError,
    ServerError,
)
from idvision.schemas.tencent_idcard import Crops, IdCardRequest, cards_of, refusal
from idvision.schemas.vendor_codes import spec_of
from idvision.server.services import Services
from idvision.types import Options, Result

EMPTY: Final = "FailedOperation.EmptyImageError"
UNDECODABLE: Final = "FailedOperation.ImageDecodeFailed"
TOO_MANY_PIXELS: Final = "FailedOperation.ImageSizeTooLarge"
TOO_SMALL: Final = "FailedOperation.IdCardTooSmall"
NOT_FETCHED: Final = "FailedOperation.DownLoadError"
TOO_LARGE: Final = "LimitExceeded.TooLargeFileError"
BAD_CONFIG: Final = "InvalidParameter.ConfigFormatError"
BAD_VALUE: Final = "InvalidParameterValue.InvalidParameterValueLimit"
INTERNAL: Final = "InternalError"

MESSAGES: Mapping[str, str] = {
    EMPTY: "图片内容为空。",
    UNDECODABLE: "图片解码失败。",
    TOO_MANY_PIXELS: "图片尺寸过大。",
    TOO_SMALL: "身份证尺寸过小。",
    NOT_FETCHED: "文件下载失败。",
    TOO_LARGE: "文件内容太大。",
    BAD_CONFIG: "Config不是有效的JSON格式。",
    BAD_VALUE: "参数值错误。",
    INTERNAL: "内部错误。",
}
"""What is said to each refusal of a call."""
MAX_PIXELS: Final = Options().max_pixels
FORMATS: Final = frozenset({"JPEG", "PNG", "BMP"})
_PICTURES: Mapping[type[InputError], str] = {
    EmptyInputError: EMPTY,
    ImageTooLargeError: TOO_MANY_PIXELS,
    ImageTooSmallError: TOO_SMALL,
}
_SIDES = frozenset({"", "FRONT", "BACK"})


def refused(code: str) -> CallError:
    """Return the error of a code that has a message here."""
    return CallError(code, MESSAGES[code])


def side_from(text: str) -> str:
    """Return `CardSide`. Raises CallError."""
    if text not in _SIDES:
        raise refused(BAD_VALUE)
    return text


def flags_from(config: str, known: Iterable[str]) -> frozenset[str]:
    """Return the known names that `Config`, an object in JSON, has as true; of repeated ones the last counts.

    Raises CallError: it is no object, or one of its known names is neither true nor false.
    """
    if not config.strip():
        return frozenset()
    try:
        given = json.loads(config)
    except (ValueError, RecursionError):
        raise refused(BAD_CONFIG) from None
    if not isinstance(given, dict):
        raise refused(BAD_CONFIG)
    flags = {name: given[name] for name in known if name in given}
    if not all(isinstance(value, bool) for value in flags.values()):
        raise refused(BAD_CONFIG)
    return frozenset(name for name, value in flags.items() if value)


async def read_card(
    data: bytes, request: IdCardRequest, services: Services, max_base64: int
) -> tuple[Result, Crops]:
    """Read a photo and cut out what was asked for, nothing where the photo is refused.

    Args:
        data: the photo.
        request: what is asked.
        services: of the server.
        max_base64: how long the photo may be in base64, which is how the vendor states its limit.

    Raises:
        CallError: too many bytes, or a format that the service does not read.
        InputError, BusyError, ClosedError: as `Engine.analyze`.
    """
    if base64_length(len(data)) > max_base64:
        raise refused(TOO_LARGE)
    options = services.within_pixels(Options(limits=request.limits), MAX_PIXELS)
    header = read_header(data, max_pixels=options.max_pixels, max_bytes=options.max_bytes)
    if header.format not in FORMATS:
        raise refused(UNDECODABLE)
    return await services.read_then(data, options, partial(_cut_out, data, header, request))


def base64_length(size: int) -> int:
    """Return how many characters so many bytes have in base64."""
    return -(-size // 3) * 4


def _cut_out(data: bytes, header: Header, request: IdCardRequest, result: Result) -> Crops:
    wanted = request.flags & {"CropIdCard", "CropPortrait"}
    if not wanted or refusal(result, request):
        return Crops()
    cards = cards_of(result, request)
    portraits = [card.portrait for card in cards if card.portrait is not None]
    image = decode(data, header)
    id_card = portrait = b""
    if "CropIdCard" in wanted:
        id_card = upright_jpeg(image, cards[0].quad, spec_of(cards[0]).aspect)
    if "CropPortrait" in wanted and portraits:
        portrait = upright_jpeg(image, portraits[0])
    return Crops(id_card, portrait)


def as_call_error(error: ServerError | InputError) -> CallError:
    """Return what the vendor says to a call or a picture that cannot be answered."""
    if isinstance(error, CallError):
        return error
    if isinstance(error, FetchError):
        return refused(TOO_LARGE if error.fault is FetchFault.TOO_LARGE else NOT_FETCHED)
    if isinstance(error, InputError):
        return refused(_PICTURES.get(type(error), UNDECODABLE))
    return refused(INTERNAL)
