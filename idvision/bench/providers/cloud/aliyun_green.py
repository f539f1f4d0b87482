"""Structured card OCR of Alibaba Cloud Content Moderation, `asyncscan` and `results`, polled.

Through `aliyun-python-sdk-green`. The service has to be told the kind of card; one that it has no word for is
not sent. Latency is what a caller waits: the vendor advises to poll after 30 s, here it is asked sooner.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from time import monotonic, sleep
from typing import Any

from idvision.bench.answer import Answer
from idvision.bench.providers.cloud.aliyun import VENDOR, code_of, key_pair
from idvision.bench.providers.cloud.call import (
    CONNECT_S,
    READ_S,
    UNSUPPORTED,
    Cloud,
    Place,
    RefusedError,
    described,
    needed,
    place,
)
from idvision.bench.providers.cloud.green_pictures import served, uploaded
from idvision.bench.providers.cloud.green_values import to_answer
from idvision.bench.providers.protocol import About, Hint, Provider, Settings
from idvision.documents import all_specs
from idvision.schemas.vendor_codes import GREEN
from idvision.schemas.vendor_codes import code_of as declared_code

NAME = "aliyun-green"
PACKAGE = "aliyun-python-sdk-green"
WITHOUT_HINT = "id-card-front"
"""What is asked for where nothing is known; either side of an identity card is told then."""
OK, PROCESSING = 200, 280
_REGION = "cn-shanghai"
_HOST = "green.cn-shanghai.aliyuncs.com"
_FIRST_PAUSE_S, _LONGEST_PAUSE_S, _PATIENCE_S = 0.1, 2.0, 120.0

Call = Callable[[str, object], Mapping[str, Any]]
Lend = Callable[[bytes], AbstractContextManager[str]]


def open_green(settings: Settings) -> Provider:
    """Open the service. Raises NotRun."""
    at = place(settings, NAME, _HOST)
    call = _client(settings, at)
    lend: Lend = served if NAME in settings.endpoints else _uploading(call)

    def ask(picture: bytes, hint: Hint) -> Answer:
        kind = kind_of(hint)
        with lend(picture) as address:
            return to_answer(result_of(call, kind, address), kind)

    about = About(NAME, described("ImageAsyncScan 2018-05-09", PACKAGE), "cloud", frozenset({"fields"}))
    return Cloud(about, VENDOR, ask, code_of)


def _client(settings: Settings, at: Place) -> Call:
    """Return what sends the content of a call and returns the answer's body. Raises NotRun."""
    key, secret = key_pair(settings)
    with needed(PACKAGE):
        from aliyunsdkcore.client import AcsClient  # noqa: PLC0415 (an extra)
        from aliyunsdkgreen.request.v20180509 import (  # noqa: PLC0415
            ImageAsyncScanRequest,
            ImageAsyncScanResultsRequest,
            UploadCredentialsRequest,
        )
    client = AcsClient(key, secret, _REGION)
    requests = {
        "asyncscan": ImageAsyncScanRequest.ImageAsyncScanRequest,
        "results": ImageAsyncScanResultsRequest.ImageAsyncScanResultsRequest,
        "uploadcredentials": UploadCredentialsRequest.UploadCredentialsRequest,
    }

    def call(name: str, content: object) -> Mapping[str, Any]:
        request = requests[name]()
        request.set_endpoint(at.host)
        # The usual scheme of this generation of clients is http.
        request.set_protocol_type(at.scheme)
        request.set_content(json.dumps(content).encode())
        request.set_connect_timeout(CONNECT_S)
        request.set_read_timeout(READ_S)
        body: Mapping[str, Any] = json.loads(client.do_action_with_exception(request))
        if body.get("code") != OK:
            raise RefusedError(str(body.get("code")))
        return body

    return call


def _uploading(call: Call) -> Lend:
    """Return what puts a picture where the vendor finds it. Raises NotRun."""
    with needed("oss2"):
        import oss2  # noqa: PLC0415 (an extra)

    def lend(picture: bytes) -> AbstractContextManager[str]:
        ticket = call("uploadcredentials", {})["data"]
        return nullcontext(uploaded(picture, ticket, oss2))

    return lend


def kind_of(hint: Hint) -> str:
    """Return the value of `extras.card` for what a caller knows. Raises RefusedError if there is none."""
    if hint.document is None:
        return WITHOUT_HINT
    for spec in all_specs():
        known = spec.type == hint.document and hint.side in {None, spec.side.value}
        if known and declared_code(spec, GREEN):
            return declared_code(spec, GREEN)
    raise RefusedError(UNSUPPORTED)


def result_of(call: Call, kind: str, address: str) -> Mapping[str, Any]:
    """Submit a picture and return its result as soon as there is one. Raises RefusedError."""
    content = {"scenes": ["ocr"], "extras": {"card": kind}, "tasks": [{"url": address}]}
    task = _done(call("asyncscan", content))["taskId"]
    until, pause = monotonic() + _PATIENCE_S, _FIRST_PAUSE_S
    while monotonic() < until:
        sleep(pause)
        pause = min(2 * pause, _LONGEST_PAUSE_S)
        item = call("results", [task])["data"][0]
        if item.get("code") != PROCESSING:
            results: list[Mapping[str, Any]] = _done({"data": [item]}).get("results") or [{}]
            return results[0]
    raise RefusedError("PollTimeout")


def _done(body: Mapping[str, Any]) -> Mapping[str, Any]:
    item: Mapping[str, Any] = body["data"][0]
    if item.get("code") != OK:
        raise RefusedError(str(item.get("code")))
    return item
