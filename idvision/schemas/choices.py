"""What the vendors' contracts leave open, each with the answer that is most likely right, all switchable."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Choices:
    """How to answer where a contract is silent or contradicts itself.

    Attributes:
        aliyun_error_status: business errors of Alibaba's calls carry the HTTP status of the contract's table;
            otherwise 200, which its clients return without raising.
        aliyun_camel_case: fields are named as in the older interface (`passportNo`), not `passport_number`.
        aliyun_chinese_sex: the sex on a resident card is `男` or `女`, not `M` or `F`.
        aliyun_several_sub_code: SubCode of a photo with more than one card of the kind that is asked for.
        ci_negative_warnings: warnings of Tencent's picture service are negative, as those of its OCR service.
        tencent_expired_code: warning for a validity that is over: -9109 in newer clients, -9100 in older.
        recognize_idcard_quality_key: what the container of quality scores is called there.
        green_copy_remake: results of identity cards tell copies and photos of photos; the vendor does so for
            some accounts only.
        green_results_hours: how long results are kept; the contract says one and four.
        cos_default_bucket: the bucket of requests whose host names none.
        repeat_without_nonce_s: how long a signature that holds no nonce may be seen again. Clients that sign
            whole seconds send equal signatures for equal requests of one second; 0 refuses those too.
        unsigned_bodies: a body that is left out of the signature where it could be part of it is accepted: a
            raw picture under RPC parameters, `UNSIGNED-PAYLOAD`, a body without Content-MD5.
        green_throttled_code: of the gateway in front of the green calls, which are too many.
        cos_expired_code: for a signature whose time is over; the contract names this and
            RequestTimeTooSkewed.
        cos_throttled_status: HTTP status of SlowDown; the client tries again by itself on 5xx.
        blank_doubtful: a value that breaks a rule (check digit, calendar) or is not sure is left empty;
            otherwise it is given as read, since no vendor's shape has a place for the doubt.
    """

    aliyun_error_status: bool = True
    aliyun_camel_case: bool = False
    aliyun_chinese_sex: bool = False
    aliyun_several_sub_code: str = "211"
    ci_negative_warnings: bool = True
    tencent_expired_code: int = -9100
    recognize_idcard_quality_key: str = "warning"
    green_copy_remake: bool = False
    green_results_hours: float = 4.0
    cos_default_bucket: str = "idvision-1250000000"
    repeat_without_nonce_s: float = 5.0
    unsigned_bodies: bool = False
    green_throttled_code: str = "Throttling.User"
    cos_expired_code: str = "AccessDenied"
    cos_throttled_status: int = 503
    blank_doubtful: bool = False
