"""One picture of a green call: fetched within its three seconds, held against the limits, read."""

from __future__ import annotations

from functools import cache
from typing import Final

from idvision.documents import all_specs
from idvision.errors import FetchError, FetchFault, ImageTooLargeError, InputError, UnsupportedFormatError
from idvision.schemas.aliyun_green import to_green
from idvision.schemas.vendor_codes import GREEN, code_of
from idvision.server.green_items import ALGO_FAILED, DOWNLOAD_FAILED, DOWNLOAD_TIMEOUT, OK, Json
from idvision.server.pictures import MB, PictureRules, check_picture
from idvision.server.services import Services
from idvision.types import Options

FETCH_S: Final = 3.0
MAX_BYTES: Final = 20 * MB
RULES: Final = PictureRules(
    frozenset({"JPEG", "PNG", "BMP", "GIF", "WEBP"}),
    min_side=1,
    max_side=30_000,
    max_pixels=250_000_000,
    format_pixels=(("GIF", 4_194_304),),
)


async def fetch_picture(url: str, services: Services) -> bytes | int:
    """Return the picture at a URL, or the code of an item that has none."""
    try:
        data = await services.fetcher.fetch(url, timeout_s=FETCH_S, max_bytes=MAX_BYTES)
        check_picture(data, RULES)
    except FetchError as error:
        return DOWNLOAD_TIMEOUT if error.fault is FetchFault.TIMEOUT else DOWNLOAD_FAILED
    # The vendor tells size and format, which it limits, by the same code as a download that failed.
    except (UnsupportedFormatError, ImageTooLargeError):
        return DOWNLOAD_FAILED
    except InputError:
        return ALGO_FAILED
    return data


async def read_picture(data: bytes, card: str, services: Services) -> tuple[int, list[Json] | None]:
    """Return code and results of a picture. Raises BusyError, ClosedError."""
    options = services.within_pixels(Options(documents=types_of(card)), RULES.max_pixels)
    try:
        result = await services.read(data, options)
    except InputError:
        return ALGO_FAILED, None
    return OK, [to_green(result, card, services.config.choices)]


@cache
def types_of(card: str) -> tuple[str, ...]:
    """Return our types for a kind of card."""
    return tuple(sorted({spec.type for spec in all_specs() if code_of(spec, GREEN) == card}))
