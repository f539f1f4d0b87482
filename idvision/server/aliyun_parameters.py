"""The parameters of a call of Alibaba Cloud, wherever its client put them, held against their rules."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping

from idvision.errors import CallError
from idvision.server.wire import WireRequest

MISSING, INVALID = "MissingParameter", "InvalidParameter"


class Given:
    """The parameters of one call. An empty one counts as not given, as its clients send it."""

    def __init__(self, values: Mapping[str, str]) -> None:
        self._values = {name: value for name, value in values.items() if value}

    def text(self, name: str) -> str:
        """Return a value, empty where none is given."""
        return self._values.get(name, "")

    def required(self, name: str) -> str:
        """Return a value. Raises CallError: MissingParameter."""
        if name not in self._values:
            raise CallError(MISSING, f"The parameter {name} is missing.")
        return self._values[name]

    def one_of(self, name: str, known: Collection[str], default: str | None = None) -> str:
        """Return a value out of `known`; without a default it is required. Raises CallError."""
        value = self.required(name) if default is None else self._values.get(name, default)
        if value not in known:
            raise invalid(name)
        return value

    def formed(self, name: str, form: re.Pattern[str], *, required: bool = False) -> str:
        """Return a value of a form. Raises CallError."""
        value = self.required(name) if required else self.text(name)
        if value and not form.fullmatch(value):
            raise invalid(name)
        return value

    def switch(self, name: str, *, required: bool = False) -> bool:
        """Return whether a value is `true`, in any letters. Raises CallError."""
        value = (self.required(name) if required else self.text(name)).lower()
        if value not in {"", "true", "false"}:
            raise invalid(name)
        return value == "true"

    def texts(self, name: str) -> dict[str, str]:
        """Return a JSON object of texts. Raises CallError."""
        try:
            found = json.loads(self.text(name) or "{}")
        # So deep a nest of brackets is no error of value for the parser.
        except (ValueError, RecursionError):
            raise invalid(name) from None
        if not isinstance(found, dict) or not all(isinstance(value, str) for value in found.values()):
            raise invalid(name)
        return found


def invalid(name: str) -> CallError:
    """Return the error for a parameter whose value cannot be."""
    return CallError(INVALID, f"The parameter {name} is not valid.")


def given_in(request: WireRequest) -> Given:
    """Return the parameters of query and form, which clients split as they like."""
    return Given({**dict(request.query_pairs), **dict(request.form_pairs)})
