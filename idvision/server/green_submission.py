"""The body of a green request, held against its contract."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable

from idvision.errors import FetchError, ParameterError
from idvision.schemas.aliyun_green import card_kinds
from idvision.server.callbacks import CRYPT_TYPES
from idvision.server.green_items import Json, Picture, Submission

MAX_TASKS = 100
MAX_BODY = 1_000_000
"""Bytes; a hundred of the longest addresses take less than half."""
_SEED = re.compile(r"[A-Za-z0-9_]{1,64}")
_DEFAULT_CRYPT_TYPE = "SHA256"

CheckUrl = Callable[[str], None]
"""Raises FetchError for a callback that is never pushed to."""


def submission_in(body: bytes, uid: str, check_callback: CheckUrl) -> Submission:
    """Return what is asked for; `uid` is the account that checksums are made with. Raises ParameterError."""
    content = _parsed(body)
    if not isinstance(content, dict):
        raise ParameterError("the body must be an object")
    scenes, extras = content.get("scenes"), content.get("extras")
    if not isinstance(scenes, list) or not scenes or any(scene != "ocr" for scene in scenes):
        raise ParameterError("scenes must hold ocr")
    card = extras.get("card") if isinstance(extras, dict) else None
    if not isinstance(extras, dict) or card not in card_kinds():
        raise ParameterError("extras.card must name a kind of card")
    return Submission(str(card), extras, _pictures(content), _callback(content, uid, check_callback))


def task_ids_in(body: bytes) -> list[str]:
    """Return the tasks that are asked after. Raises ParameterError."""
    content = _parsed(body)
    if not isinstance(content, list) or not all(isinstance(one, str) for one in content):
        raise ParameterError("the body must be a list of taskId")
    if not 0 < len(content) <= MAX_TASKS:
        raise ParameterError(f"1 to {MAX_TASKS} taskId are wanted")
    return content


def _parsed(body: bytes) -> object:
    if len(body) > MAX_BODY:
        raise ParameterError("the body is too large")
    try:
        content: object = json.loads(body)
        # What is told back must be text that can be sent: no half characters, no numbers that JSON lacks.
        json.dumps(content, ensure_ascii=False, allow_nan=False).encode()
    # So deep a nest of brackets is no error of value for the parser.
    except (ValueError, RecursionError):
        raise ParameterError("the body must be JSON") from None
    return content


def _pictures(content: Json) -> tuple[Picture, ...]:
    tasks = content.get("tasks")
    if not isinstance(tasks, list) or not 0 < len(tasks) <= MAX_TASKS:
        raise ParameterError(f"1 to {MAX_TASKS} tasks are wanted")
    pictures = tuple(_picture(task) for task in tasks)
    names = [picture.data_id for picture in pictures if picture.data_id]
    if len(set(names)) < len(names):
        raise ParameterError("dataId must be unique")
    return pictures


def _picture(task: object) -> Picture:
    if not isinstance(task, dict):
        raise ParameterError("a task must be an object")
    url, data_id = task.get("url"), task.get("dataId", "")
    if not isinstance(url, str) or not url.lower().startswith(("http://", "https://")):
        raise ParameterError("url must be http or https")
    if not isinstance(data_id, str):
        raise ParameterError("dataId must be text")
    return Picture(url, data_id)


def _callback(content: Json, uid: str, check: CheckUrl) -> Json:
    url, seed = content.get("callback"), content.get("seed")
    if not url:
        return {}
    if not isinstance(seed, str) or not _SEED.fullmatch(seed):
        raise ParameterError("a callback needs a seed of up to 64 letters, digits and underscores")
    crypt_type = content.get("cryptType") or _DEFAULT_CRYPT_TYPE
    digest = CRYPT_TYPES.get(crypt_type) if isinstance(crypt_type, str) else None
    if digest not in hashlib.algorithms_available:
        raise ParameterError("cryptType must be SHA256 or SM3")
    try:
        check(str(url))
    except FetchError:
        raise ParameterError("callback must be an address that is pushed to") from None
    return {"url": url, "seed": seed, "cryptType": crypt_type, "uid": uid}
