"""What the green calls answer for one picture: code, message and, once it was read, its results."""

from __future__ import annotations

import re
import secrets
import string
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Final

Json = dict[str, Any]

OK, PROCESSING, BAD_REQUEST, NOT_FOUND = 200, 280, 400, 404
DOWNLOAD_FAILED, GENERAL_ERROR, DB_FAILED, TIMEOUT = 480, 500, 580, 581
ALGO_FAILED, EXCEED_QUOTA, DOWNLOAD_TIMEOUT, EXPIRED = 586, 588, 592, 594
MESSAGES: Mapping[int, str] = MappingProxyType(
    {
        OK: "OK",
        PROCESSING: "PROCESSING",
        BAD_REQUEST: "BAD_REQUEST",
        NOT_FOUND: "NOT_FOUND",
        DOWNLOAD_FAILED: "DOWNLOAD_FAILED",
        GENERAL_ERROR: "GENERAL_ERROR",
        DB_FAILED: "DB_FAILED",
        TIMEOUT: "TIMEOUT",
        ALGO_FAILED: "ALGO_FAILED",
        EXCEED_QUOTA: "EXCEED_QUOTA",
        DOWNLOAD_TIMEOUT: "DOWNLOAD_TIMEOUT",
        EXPIRED: "EXPIRED",
    }
)

_EPOCH: Final = 1_577_836_800
"""Midnight of 1 January 2020, from which the minutes in the name of a task are counted."""
_DIGITS: Final = string.digits + string.ascii_letters
_RANDOM: Final = _DIGITS + "@"
_NAME: Final = re.compile(r"img[A-Za-z0-9@]{22}-1s([A-Za-z0-9]{4})")


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture that is asked about: its URL, and the caller's own name for it, if there is one."""

    url: str
    data_id: str = ""


@dataclass(frozen=True, slots=True)
class Submission:
    """A request: the kind of card, its `extras` as given, the pictures, and where the answers are pushed."""

    card: str
    extras: Json
    pictures: tuple[Picture, ...]
    callback: Json = field(default_factory=dict)


def named(picture: Picture, task_id: str, extras: Json) -> Json:
    """Return what every item says of its picture."""
    data_id: Json = {"dataId": picture.data_id} if picture.data_id else {}
    return {**data_id, "taskId": task_id, "url": picture.url, "extras": extras}


def item(code: int, rest: Json, results: list[Json] | None = None) -> Json:
    """Return one item of an answer's `data`."""
    told: Json = {"code": code, "msg": MESSAGES[code], **rest}
    return told if results is None else {**told, "results": results}


def new_task_id(now: float) -> str:
    """Return a name that nobody can guess and that tells the minute it was given in."""
    minutes, digits = int(now - _EPOCH) // 60, ""
    for _ in range(4):
        minutes, digit = divmod(minutes, len(_DIGITS))
        digits = _DIGITS[digit] + digits
    return f"img{''.join(secrets.choice(_RANDOM) for _ in range(22))}-1s{digits}"


def accepted_at(task_id: str) -> float | None:
    """Return when a name was given, in seconds since 1970; None for what is no such name."""
    found = _NAME.fullmatch(task_id)
    if found is None:
        return None
    minutes = 0
    for digit in found[1]:
        minutes = minutes * len(_DIGITS) + _DIGITS.index(digit)
    return float(_EPOCH + 60 * minutes)
