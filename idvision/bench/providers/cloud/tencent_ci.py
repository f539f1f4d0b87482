"""`IDCardOCR` of Tencent Cloud Infinite on an object of the user's bucket, through `cos-python-sdk-v5`.

A picture is put under a random name, read there, and deleted; the time is that of putting and reading.
`COS_BUCKET` (with its APPID) and `COS_REGION` name the bucket.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import replace
from time import perf_counter
from typing import Any
from uuid import uuid4

from idvision.bench.answer import Answer
from idvision.bench.providers.cloud.call import (
    READ_S,
    Cloud,
    RefusedError,
    described,
    keys,
    milliseconds_since,
    needed,
    place,
)
from idvision.bench.providers.cloud.tencent import (
    ANSWERS,
    NO_CARD_FOUND,
    VENDOR,
    WITHOUT_A_CARD,
    config,
    key_pair,
    to_answer,
)
from idvision.bench.providers.protocol import About, Hint, Provider, Settings
from idvision.schemas.tencent_idcard import FLAGS

NAME = "tencent-ci"
PACKAGE = "cos-python-sdk-v5"
_log = logging.getLogger(__name__)


def open_tencent_ci(settings: Settings) -> Provider:
    """Open the service. Raises NotRun."""
    key, secret = key_pair(settings)
    bucket, region = keys(settings, "COS_BUCKET", "COS_REGION")
    with needed(PACKAGE):
        from qcloud_cos import CosConfig, CosS3Client  # noqa: PLC0415 (an extra)
    at = place(settings, NAME, f"{bucket}.cos.{region}.myqcloud.com")
    # The bucket stays in the name of the host even where another machine is asked.
    elsewhere = {"IP": at.name, "Port": at.port} if NAME in settings.endpoints else {}
    client = CosS3Client(
        CosConfig(
            Region=region, SecretId=key, SecretKey=secret, Scheme=at.scheme, Timeout=READ_S, **elsewhere
        )
    )

    def ask(picture: bytes, _hint: Hint) -> Answer:
        name = f"idvision-bench/{uuid4().hex}.jpg"
        started = perf_counter()
        try:
            client.put_object(Bucket=bucket, Key=name, Body=picture)
            answer = _read(client, bucket, name)
            return replace(answer, milliseconds=milliseconds_since(started))
        finally:
            _delete(client, bucket, name)

    about = About(NAME, described("ci-process IDCardOCR", PACKAGE), "cloud", ANSWERS)
    return Cloud(about, VENDOR, ask, code_of)


def _read(client: Any, bucket: str, name: str) -> Answer:
    try:
        # The client hands out headers and, second, the parsed body.
        told = client.ci_process(
            Bucket=bucket, Key=name, CiProcess="IDCardOCR", Params={"Config": config(FLAGS)}
        )
    except Exception as failure:
        if code_of(failure) in WITHOUT_A_CARD:
            return NO_CARD_FOUND
        raise
    body = told[1] if isinstance(told, tuple) else told
    if not isinstance(body, Mapping):
        raise RefusedError("NoXml")
    advanced = dict(body.get("AdvancedInfo") or {})
    warnings = advanced.get("WarnInfos") or ()
    advanced["WarnInfos"] = (warnings,) if isinstance(warnings, str) else warnings
    return to_answer(body.get("IdInfo") or {}, advanced)


def _delete(client: Any, bucket: str, name: str) -> None:
    """Delete a picture; one that stays is told to the user, who has paid for the answer all the same."""
    try:
        client.delete_object(Bucket=bucket, Key=name)
    except Exception as failure:  # Whatever the client raises: the picture may still be there.
        _log.warning("the bucket still holds %s (%s)", name, code_of(failure) or type(failure).__name__)


def code_of(failure: Exception) -> str:
    """Return the code that an exception of the client carries, empty if none."""
    told = getattr(failure, "get_error_code", None)
    return str(told()) if callable(told) else ""
