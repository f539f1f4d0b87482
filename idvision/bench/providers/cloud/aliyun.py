"""What the services of Alibaba Cloud share: keys, client settings, codes, signs of a copy.

`ALIBABA_CLOUD_ACCESS_KEY_ID`, `ALIBABA_CLOUD_ACCESS_KEY_SECRET`
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from idvision.bench.providers.cloud.call import CONNECT_S, READ_S, Place, RefusedError, keys, needed, place
from idvision.bench.providers.protocol import Settings
from idvision.schemas.aliyun_common import SPOOF_TYPES

VENDOR = "aliyun"
ID_VERIFICATION = "alibabacloud_cloudauth_intl20220809"
_ID_VERIFICATION_HOST = "cloudauth-intl.ap-southeast-1.aliyuncs.com"
_ID_VERIFICATION_REGION = "ap-southeast-1"
_SUCCESS = "Success"
_OWN_NAMES = {"edited": "tampered"}
_CODE_NAMES = ("code", "error_code")


def key_pair(settings: Settings) -> tuple[str, str]:
    """Return id and secret of the access key. Raises NotRun."""
    key, secret = keys(settings, "ALIBABA_CLOUD_ACCESS_KEY_ID", "ALIBABA_CLOUD_ACCESS_KEY_SECRET")
    return key, secret


def client_settings(settings: Settings, at: Place) -> dict[str, Any]:
    """Return how a client of the current generation is configured. Raises NotRun."""
    key, secret = key_pair(settings)
    return {
        "access_key_id": key,
        "access_key_secret": secret,
        "endpoint": at.host,
        "protocol": at.scheme,
        "connect_timeout": 1000 * CONNECT_S,
        "read_timeout": 1000 * READ_S,
    }


@dataclass(frozen=True, slots=True)
class IdVerification:
    """The client of ID Verification, its request models, and the options of a call."""

    client: Any
    models: Any
    options: Any


def id_verification(settings: Settings, provider: str) -> IdVerification:
    """Open the client of ID Verification. Raises NotRun."""
    given = client_settings(settings, place(settings, provider, _ID_VERIFICATION_HOST))
    with needed(ID_VERIFICATION):
        from alibabacloud_cloudauth_intl20220809 import models  # noqa: PLC0415 (an extra)
        from alibabacloud_cloudauth_intl20220809.client import Client  # noqa: PLC0415
        from alibabacloud_tea_openapi.models import Config  # noqa: PLC0415
        from alibabacloud_tea_util.models import RuntimeOptions  # noqa: PLC0415
    config = Config(region_id=_ID_VERIFICATION_REGION, **given)
    return IdVerification(Client(config), models, RuntimeOptions())


def code_of(failure: Exception) -> str:
    """Return the code that an exception of either generation of clients carries, empty if none."""
    found = (getattr(failure, name, None) for name in _CODE_NAMES)
    return next((str(code) for code in found if code), "")


def result_of(body: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return what an answer of ID Verification holds. Raises RefusedError with the code of a refusal."""
    if body.get("Code") != _SUCCESS:
        raise RefusedError(str(body.get("Code") or "NoCode"))
    found: Mapping[str, Any] = body.get("Result") or {}
    return found


def details_of(result: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return what `ExtIdInfo` holds as text."""
    found: Mapping[str, Any] = json.loads(result.get("ExtIdInfo") or "{}")
    return found


def attacks_in(details: Mapping[str, Any]) -> tuple[tuple[str, float], ...] | None:
    """Return how likely each kind of copy is, 1 or 0; None if the service did not look."""
    found = details.get("spoofInfo")
    if not isinstance(found, Mapping):
        return None
    types = found.get("spoofType") or ()
    return tuple(
        (_OWN_NAMES.get(name, name), float(vendors in types)) for name, vendors in SPOOF_TYPES.items()
    )
