"""Every error that idvision raises on purpose.

    IdVisionError
    ├── InputError                 the bytes are not a picture that we accept
    │   ├── EmptyInputError        no bytes at all                          empty_input
    │   ├── UnsupportedFormatError not one of the picture formats we read   unsupported_format
    │   ├── DecodeError            damaged or truncated                     decode_failed
    │   ├── ImageTooLargeError     more pixels or bytes than allowed        image_too_large
    │   ├── ImageTooSmallError     too few pixels to hold a document        image_too_small
    │   ├── InvalidFrameError      not an array (H, W, 3) uint8, in `preview`  invalid_frame
    │   └── UnreadableSourceError  the file itself cannot be opened         source_unreadable
    ├── ModelError                 weights missing, altered, or of another shape   model_error
    ├── DocumentSpecError          a document declaration is wrong; raised at load  document_spec_error
    ├── ServerError                what `idvision serve` cannot do
    │   ├── ConfigError            a setting that does not exist or cannot be     config_error
    │   ├── UnauthorizedError      no key, or none that the server knows          unauthorized
    │   │   └── SignatureError     what is wrong with a signature is its `fault`  unauthorized
    │   ├── ParameterError         a parameter that does not exist or cannot be   invalid_parameter
    │   ├── CallError              a vendor's call that cannot be answered        call_refused
    │   ├── BusyError              as many photos wait as may wait                throttled
    │   ├── ThrottledError         more requests than one key may send            throttled
    │   ├── ClosedError            it is shutting down                            shutting_down
    │   └── FetchError             a picture at an address, why is its `fault`    fetch_failed
    └── InvalidValue               a printed value breaks its own rule (also a ValueError)

A bad *card* (blurred, cut off, wrong check digit) is never an error: it is a reason in the verdict.
Messages name sizes, formats and files of the package; they never hold what a picture says.
"""

from __future__ import annotations

from enum import Enum
from pathlib import Path
from typing import ClassVar


class IdVisionError(Exception):
    """Base of every deliberate error; `code` is stable and part of the API."""

    code: ClassVar[str] = "internal_error"


class InputError(IdVisionError):
    """The bytes handed in are not a picture that can be analysed."""

    code = "invalid_input"


class EmptyInputError(InputError):
    """There are no bytes."""

    code = "empty_input"


class UnsupportedFormatError(InputError):
    """The bytes are no picture, or one in a format that is not read."""

    code = "unsupported_format"


class DecodeError(InputError):
    """The header is a picture's, the pixels are damaged or cut short."""

    code = "decode_failed"


class ImageTooLargeError(InputError):
    """The header announces more than the caller allows; no pixel was decoded."""

    code = "image_too_large"

    def __init__(self, amount: int, limit: int, unit: str = "pixels") -> None:
        super().__init__(f"{amount} {unit} exceed the limit of {limit} {unit}")
        self.amount = amount
        self.limit = limit
        self.unit = unit


class ImageTooSmallError(InputError):
    """The picture is too small to hold a readable document."""

    code = "image_too_small"

    def __init__(self, short_side_px: int, limit: int) -> None:
        super().__init__(f"short side of {short_side_px} px is under the limit of {limit} px")
        self.short_side_px = short_side_px
        self.limit = limit


class InvalidFrameError(InputError):
    """What is given as a camera frame is no array of pixels `(H, W, 3)` uint8."""

    code = "invalid_frame"


class UnreadableSourceError(InputError):
    """A path that does not exist, is a folder, or may not be read."""

    code = "source_unreadable"


class ModelError(IdVisionError):
    """Weights are missing, have another hash than the manifest, or another shape."""

    code = "model_error"

    def __init__(self, message: str, *, model: str, path: Path | None = None) -> None:
        super().__init__(f"{model}: {message}")
        self.model = model
        self.path = path


class DocumentSpecError(IdVisionError):
    """A document declaration is wrong."""

    code = "document_spec_error"

    def __init__(self, message: str, *, file: str, key: str) -> None:
        super().__init__(f"{file}: {key}: {message}")
        self.file = file
        self.key = key


class ServerError(IdVisionError):
    """The server cannot do what it is asked to."""

    code = "server_error"


class ConfigError(ServerError):
    """A setting that does not exist, or whose value cannot be; the message names it."""

    code = "config_error"


class UnauthorizedError(ServerError):
    """No key, or none that the server knows."""

    code = "unauthorized"


class SignatureFault(Enum):
    """What is wrong with how a request is signed."""

    MISSING = "missing"
    MALFORMED = "malformed"
    UNKNOWN_KEY = "unknown_key"
    MISMATCH = "mismatch"
    EXPIRED = "expired"
    EARLY = "early"
    BODY_MISMATCH = "body_mismatch"
    REPLAYED = "replayed"


class SignatureError(UnauthorizedError):
    """A request that is not signed, or not as it should be; the message holds nothing of the request."""

    def __init__(self, fault: SignatureFault) -> None:
        super().__init__(f"the signature is refused: {fault.value}")
        self.fault = fault


class ParameterError(ServerError):
    """A parameter that does not exist or has no such value; the message names it."""

    code = "invalid_parameter"


class CallError(ServerError):
    """A vendor's call that cannot be answered; `vendor_code` is what its contract says then."""

    code = "call_refused"

    def __init__(self, vendor_code: str, message: str) -> None:
        super().__init__(message)
        self.vendor_code = vendor_code
        self.message = message


class BusyError(ServerError):
    """As many photos wait as may wait."""

    code = "throttled"


class ThrottledError(ServerError):
    """More requests than one key, or one address, may send; seconds until the next one may come."""

    code = "throttled"

    def __init__(self, retry_after_s: float) -> None:
        super().__init__("too many requests")
        self.retry_after_s = retry_after_s


class ClosedError(ServerError):
    """The server is shutting down and begins nothing new."""

    code = "shutting_down"


class FetchFault(Enum):
    """Why there is no picture from an address."""

    BAD_URL = "bad_url"
    NOT_ALLOWED = "not_allowed"
    UNRESOLVABLE = "unresolvable"
    TIMEOUT = "timeout"
    TOO_LARGE = "too_large"
    HTTP_ERROR = "http_error"


class FetchError(ServerError):
    """A picture could not be fetched; the message never holds the address."""

    code = "fetch_failed"

    def __init__(self, fault: FetchFault) -> None:
        super().__init__(f"the picture was not fetched: {fault.value}")
        self.fault = fault


class InvalidValue(IdVisionError, ValueError):  # noqa: N818  (a finding about a value, not a fault)
    """A value that breaks its own rule. Raised by `checks`, turned into a problem by `validate`."""

    code = "invalid_value"

    def __init__(self, problem: str) -> None:
        super().__init__(problem)
        self.problem = problem
