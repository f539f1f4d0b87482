"""How far a client's clock may be from ours, as the vendors document it."""

from __future__ import annotations

from typing import Final

ALIYUN_S: Final = 15 * 60
"""`InvalidTimeStamp.Expired`: more than 15 minutes before or after."""

TENCENT_S: Final = 5 * 60
"""`AuthFailure.SignatureExpire`: more than 5 minutes before or after."""

COS_S: Final = 0
"""Signatures for stored objects say themselves from when to when they hold; clients begin a minute early."""
