"""The picture of a call of Alibaba Cloud: as base64, by URL or raw, and what is said if it is no good."""

from __future__ import annotations

import binascii
from base64 import b64decode
from dataclasses import dataclass

from idvision.errors import CallError, FetchError, FetchFault, InputError
from idvision.server.aliyun_parameters import INVALID, MISSING, Given, invalid
from idvision.server.fetch import Fetcher
from idvision.server.pictures import MB, PictureRules, check_picture


@dataclass(frozen=True, slots=True)
class PictureCall:
    """What one action accepts and how it refuses.

    Attributes:
        rules: of format and size.
        url_bytes: of a picture that is fetched.
        sent_bytes: of a picture in the request itself, decoded.
        missing, both: codes for no picture and for two.
        unfit: for a picture that breaks the rules or cannot be decoded.
        too_large: for too many bytes.
        timeout, unreachable, forbidden: for a picture that does not come in time, does not come at all, or
            that the server does not fetch.
    """

    rules: PictureRules
    url_bytes: int
    sent_bytes: int
    missing: str = MISSING
    both: str = INVALID
    unfit: str = INVALID
    too_large: str = INVALID
    timeout: str = INVALID
    unreachable: str = INVALID
    forbidden: str = INVALID


# What is marked "inferred" is the nearest of the codes that the vendor documents for the action.
OCR_MAX = PictureCall(
    PictureRules(frozenset({"JPEG", "PNG"}), 200, 8192),
    url_bytes=10 * MB,
    sent_bytes=6 * MB,
    both="DataDuplication",
    unfit="UnqualifiedPhoto",
    too_large="ToolargeImage",
    timeout="DownloadTimeout",
    unreachable="DownloadTimeout",  # inferred
)
CREDENTIAL = PictureCall(
    PictureRules(frozenset({"JPEG", "PNG", "BMP", "WEBP"}), 16, 8191, 50),
    url_bytes=10 * MB,
    sent_bytes=3 * MB,
)
"""Its contract has no codes but those of parameters."""
IDCARD = PictureCall(
    PictureRules(frozenset({"JPEG", "PNG", "BMP", "GIF", "TIFF", "WEBP"}), 15, 8192, 50),
    url_bytes=10 * MB,
    sent_bytes=10 * MB,
    missing="MissingImageUrl",
    unfit="unsupportedImageFormat",
    too_large="exceededImageContent",
    timeout="IllegalImageUrl",
    unreachable="IllegalImageUrl",
    forbidden="notSafeImageUrl",
)
_FORBIDDEN = frozenset({FetchFault.BAD_URL, FetchFault.NOT_ALLOWED})


def given_url(given: Given, names: tuple[str, ...], sent: str | bytes, call: PictureCall) -> str:
    """Return the URL of the picture, empty where `sent` is the picture. Raises CallError for none or two."""
    urls = [given.text(name) for name in names if given.text(name)]
    if len(urls) + bool(sent) > 1:
        raise CallError(call.both, "The picture is given more than once.")
    if not urls and not sent:
        raise CallError(call.missing, "No picture is given.")
    return urls[0] if urls else ""


def decoded(name: str, text: str, call: PictureCall) -> bytes:
    """Return the picture in a parameter. Raises CallError."""
    # Some clients break lines, and a plus that was not escaped in a form arrives as a space.
    compact = "".join(text.replace(" ", "+").split())
    if len(compact) > -(-call.sent_bytes // 3) * 4:
        raise CallError(call.too_large, "The picture is too large.")
    try:
        return b64decode(compact, validate=True)
    except (binascii.Error, ValueError):
        raise invalid(name) from None


async def fetched(url: str, fetcher: Fetcher, call: PictureCall) -> bytes:
    """Return the picture at a URL. Raises CallError."""
    try:
        return await fetcher.fetch(url, max_bytes=call.url_bytes)
    except FetchError as error:
        if error.fault is FetchFault.TIMEOUT:
            raise CallError(call.timeout, "The picture was not downloaded in time.") from None
        if error.fault is FetchFault.TOO_LARGE:
            raise CallError(call.too_large, "The picture is too large.") from None
        if error.fault in _FORBIDDEN:
            raise CallError(call.forbidden, "Pictures are not downloaded from there.") from None
        raise CallError(call.unreachable, "The picture cannot be downloaded.") from None


def checked(data: bytes, most_bytes: int, call: PictureCall) -> bytes:
    """Return a picture that keeps the rules. Raises CallError."""
    if len(data) > most_bytes:
        raise CallError(call.too_large, "The picture is too large.")
    try:
        check_picture(data, call.rules)
    except InputError as error:
        raise unfit(error, call) from None
    return data


def unfit(error: InputError, call: PictureCall) -> CallError:
    """Return the refusal of a picture; what is wrong is told by format and numbers alone."""
    return CallError(call.unfit, f"The picture cannot be used: {error}.")
