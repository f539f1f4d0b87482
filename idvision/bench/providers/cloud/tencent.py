"""What Tencent's two recognisers of Chinese identity cards share: keys, what is asked for, what is answered.

`TENCENTCLOUD_SECRET_ID`, `TENCENTCLOUD_SECRET_KEY`
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from idvision.bench.answer import Answer
from idvision.bench.providers.cloud.call import keys
from idvision.bench.providers.cloud.resident_card import cards_from
from idvision.bench.providers.cloud.values import period
from idvision.bench.providers.protocol import Settings
from idvision.schemas.tencent_idcard import (
    COPIED,
    EDITED,
    INCOMPLETE,
    NAMES,
    NO_CARD,
    OCCLUDED,
    PERIOD,
    REFLECTS,
    RESHOT,
)

VENDOR = "tencent"
ANSWERS = frozenset({"document", "side", "fields", "defects", "quality", "attacks"})
WITHOUT_A_CARD = frozenset({NO_CARD})
"""Codes of a picture without an identity card: an answer, not a failure."""
NO_CARD_FOUND = Answer(defects=())
COPIED_IN_BLACK_AND_WHITE = -9108
SHARP_ENOUGH = 50
"""`Quality` below which the vendor calls a picture blurred."""
_PICTURES = frozenset({"CropIdCard", "CropPortrait"})
_DEFECTS = {"incomplete": INCOMPLETE, "occlusion": OCCLUDED, "glare": REFLECTS}
_ATTACKS = {
    "screen_recapture": frozenset({RESHOT}),
    "photocopy": frozenset({COPIED, COPIED_IN_BLACK_AND_WHITE}),
    "tampered": frozenset({EDITED}),
}


def key_pair(settings: Settings) -> tuple[str, str]:
    """Return id and secret. Raises NotRun."""
    key, secret = keys(settings, "TENCENTCLOUD_SECRET_ID", "TENCENTCLOUD_SECRET_KEY")
    return key, secret


def config(flags: Iterable[str]) -> str:
    """Return `Config`: everything that a service judges, both sides of a card, no cut-out pictures."""
    return json.dumps(dict.fromkeys((flag for flag in flags if flag not in _PICTURES), True))


def to_answer(info: Mapping[str, Any], advanced: Mapping[str, Any]) -> Answer:
    """Return the common answer: `info` the values, `advanced` what was judged, `WarnInfos` as numbers."""
    values = {own: str(info.get(name) or "") for name, own in NAMES.items() if name != PERIOD}
    values["valid_from"], values["expiry_date"] = period(str(info.get(PERIOD) or ""))
    # One service writes its warnings with a minus, the other without.
    warnings = {-abs(int(code)) for code in advanced.get("WarnInfos") or ()}
    sharpness = advanced.get("Quality")
    found = [name for name, code in _DEFECTS.items() if code in warnings]
    blurred = sharpness is not None and float(sharpness) < SHARP_ENOUGH
    return Answer(
        cards=cards_from(values),
        defects=("blur", *found) if blurred else tuple(found),
        quality=None if sharpness is None else float(sharpness) / 100,
        attacks=tuple((kind, float(not codes.isdisjoint(warnings))) for kind, codes in _ATTACKS.items()),
    )
