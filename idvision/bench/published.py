"""What vendors state about their own services. None of it was measured here."""

from __future__ import annotations

from datetime import date

from idvision.bench.providers.protocol import Price
from idvision.bench.results import Published

_READ_ON = date(2026, 11, 21)
_DEPLOYMENT = "DaTaobao Tech: Boosting ID Card Photo Quality with Multimodal AI, A Practical Deployment Guide"
_GREEN = "Alibaba Cloud, Content Moderation: asynchronous detection, structured OCR of cards and certificates"
_GREEN_AT_ONCE = "Alibaba Cloud, help.aliyun.com document 181700: synchronous OCR of cards"
_CREDENTIAL = "Alibaba Cloud, ID Verification: CredentialRecognition"
_OCR_MAX = "Alibaba Cloud, ID Verification: DocOcrMax"
_BAIDU = "Baidu AI Cloud, ai.baidu.com/ai-doc/OCR/rk3h7xzck: identity card recognition"

PUBLISHED: tuple[Published, ...] = (
    Published("multimodal model", "time of a call", "about 3 s", _DEPLOYMENT),
    Published(
        "multimodal model",
        "cost of a call",
        "about 0.01 CNY",
        _DEPLOYMENT,
        Price(10.0, "CNY", _DEPLOYMENT, _READ_ON),
    ),
    Published("aliyun-green", "time of a synchronous call", "generally within 1 s", _GREEN_AT_ONCE),
    Published("aliyun-green", "limit of a synchronous call", "6 s, then a timeout error", _GREEN),
    Published("aliyun-green", "advised wait for an asynchronous result", "at least 30 s", _GREEN),
    Published("aliyun-credential", "accuracy on forgeries", "90 % on internal test sets", _CREDENTIAL),
    Published("aliyun-dococrmax", "added by the check against the authority", "1 to 2 s", _OCR_MAX),
    Published("baidu-idcard", "accuracy over the eight values of the card", "more than 99 %", _BAIDU),
)
"""Figures as the vendors print them. Where no row states a price, no page with one could be cited."""
