"""What each vendor calls a request that it does not admit: tables, nothing else.

Documented are the codes for an unknown key, a wrong signature, a time that is over, a nonce used again and
too many requests. What is marked "inferred" is the nearest code of the same vendor.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from idvision.errors import SignatureError, SignatureFault, ThrottledError
from idvision.server.choices import Choices
from idvision.server.dispatch import Service


@dataclass(frozen=True, slots=True)
class Refusal:
    """A vendor's code, the HTTP status it comes with, and a sentence."""

    code: str
    status: int
    message: str


# The client of the first generation looks behind the colon of this message when the status is 400.
_WRONG_SIGNATURE = "Specified signature is not matched with our calculation: check the secret and the recipe."
_EXPIRED = Refusal("InvalidTimeStamp.Expired", 400, "Specified time stamp or date value is expired.")
_ALIYUN = MappingProxyType(
    {
        SignatureFault.MISSING: Refusal("MissingAccessKeyId", 400, "The request is not signed."),  # inferred
        SignatureFault.MALFORMED: Refusal("IncompleteSignature", 400, "The signature has another form."),
        SignatureFault.UNKNOWN_KEY: Refusal(
            "InvalidAccessKeyId.NotFound", 404, "Specified access key is not found."
        ),
        SignatureFault.MISMATCH: Refusal("SignatureDoesNotMatch", 400, _WRONG_SIGNATURE),
        SignatureFault.EXPIRED: _EXPIRED,
        SignatureFault.EARLY: _EXPIRED,
        SignatureFault.BODY_MISMATCH: Refusal("SignatureDoesNotMatch", 400, _WRONG_SIGNATURE),  # inferred
        SignatureFault.REPLAYED: Refusal(
            "SignatureNonceUsed", 400, "Specified signature nonce was used already."
        ),
    }
)

_SIGNATURE_FAILURE = Refusal("AuthFailure.SignatureFailure", 200, "The signature is not the one expected.")
_SIGNATURE_EXPIRE = Refusal(
    "AuthFailure.SignatureExpire",
    200,
    "The time of the signature is more than five minutes from the server's.",
)
_TENCENT = MappingProxyType(
    {
        SignatureFault.MISSING: Refusal("MissingParameter", 200, "A parameter of the signature is missing."),
        SignatureFault.MALFORMED: Refusal(
            "AuthFailure.InvalidAuthorization", 200, "The signature has another form."
        ),
        SignatureFault.UNKNOWN_KEY: Refusal(
            "AuthFailure.SecretIdNotFound", 200, "The SecretId is not found."
        ),
        SignatureFault.MISMATCH: _SIGNATURE_FAILURE,
        SignatureFault.EXPIRED: _SIGNATURE_EXPIRE,
        SignatureFault.EARLY: _SIGNATURE_EXPIRE,
        SignatureFault.BODY_MISMATCH: _SIGNATURE_FAILURE,
        SignatureFault.REPLAYED: _SIGNATURE_FAILURE,  # inferred
    }
)

_DENIED = Refusal("AccessDenied", 403, "Access Denied.")
_COS = MappingProxyType(
    {
        SignatureFault.MISSING: _DENIED,
        SignatureFault.MALFORMED: _DENIED,  # inferred
        SignatureFault.UNKNOWN_KEY: Refusal("InvalidAccessKeyId", 403, "The access key does not exist."),
        SignatureFault.MISMATCH: Refusal(
            "SignatureDoesNotMatch", 403, "The signature is not the one expected."
        ),
        SignatureFault.EXPIRED: Refusal("AccessDenied", 403, "Request has expired"),
        SignatureFault.EARLY: Refusal(
            "RequestTimeTooSkewed", 403, "The signature holds from a time that is not yet."
        ),
        SignatureFault.BODY_MISMATCH: Refusal("BadDigest", 400, "The Content-MD5 is not that of the body."),
        SignatureFault.REPLAYED: _DENIED,  # never: these signatures may be used again
    }
)

SIGNATURE: Mapping[Service, Mapping[SignatureFault, Refusal]] = MappingProxyType(
    {
        Service.ALIYUN_RPC: _ALIYUN,
        Service.ALIYUN_GREEN: _ALIYUN,
        Service.TENCENT_OCR: _TENCENT,
        Service.TENCENT_CI: _COS,
        Service.TENCENT_COS: _COS,
    }
)
_SLOW_DOWN = Refusal("SlowDown", 503, "Reduce your request rate.")
THROTTLED: Mapping[Service, Refusal] = MappingProxyType(
    {
        Service.ALIYUN_RPC: Refusal("Throttling.Api", 403, "The request is blocked by API throttling."),
        Service.ALIYUN_GREEN: Refusal("Throttling.User", 400, "Request was denied due to user flow control."),
        Service.TENCENT_OCR: Refusal(
            "RequestLimitExceeded", 200, "The number of requests exceeds the limit."
        ),
        Service.TENCENT_CI: _SLOW_DOWN,
        Service.TENCENT_COS: _SLOW_DOWN,
    }
)
"""For a key that sends too many requests, and for a queue that is full."""


def refusal_of(service: Service, error: SignatureError | ThrottledError, choices: Choices) -> Refusal:
    """Return what the vendor answers to a request that `admit` refused."""
    if isinstance(error, ThrottledError):
        return throttled(service, choices)
    refusal = SIGNATURE[service][error.fault]
    if refusal is _COS[SignatureFault.EXPIRED]:
        return replace(refusal, code=choices.cos_expired_code)
    return refusal


def throttled(service: Service, choices: Choices) -> Refusal:
    """Return what the vendor answers to one request too many."""
    refusal = THROTTLED[service]
    if service is Service.ALIYUN_GREEN:
        return replace(refusal, code=choices.green_throttled_code)
    if refusal is _SLOW_DOWN:
        return replace(refusal, status=choices.cos_throttled_status)
    return refusal
