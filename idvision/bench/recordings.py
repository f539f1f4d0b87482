"""What providers answered, kept on disk: a file of JSON lines a provider and data set, only appended to.

The first line, and one more whenever the provider came in another version, describes the provider; each
other line is an answer, found again by the SHA-256 of the picture's bytes. A line that was cut off by the
end of the process is dropped. Files are readable by their owner alone: answers hold what documents say.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from idvision.bench.answer import Answer
from idvision.bench.answer_json import Json, answer_from_json, answer_to_json
from idvision.bench.providers.protocol import About, Price
from idvision.bench.redaction import redact, restore, truth_mark
from idvision.bench.truth import TruthPhoto

FORMAT = 1
_SAFE = re.compile(r"[^A-Za-z0-9._-]+")


class RecordingError(Exception):
    """A file of answers cannot be used; the text says which and why, and holds nothing of its answers."""


@dataclass(slots=True)
class Recording:
    """The answers of one provider on one data set.

    Attributes:
        path: of the file, which need not exist yet.
        redacted: whether it holds no values.
        today: the day of the reading, for the zone's check of dates.
        about: the provider as last described, None of a new file.
        entries: SHA-256 of a picture -> the last line about it.
    """

    path: Path
    redacted: bool
    today: date
    about: About | None = None
    entries: dict[str, Json] = field(default_factory=dict, repr=False)

    def answer(self, picture: bytes, truth: TruthPhoto) -> Answer | None:
        """Return what was answered, None where nothing was, or by another version, or for another truth."""
        entry = self.entries.get(picture_id(picture))
        if entry is None or self.about is None or entry["version"] != self.about.version:
            return None
        try:
            if not self.redacted:
                return answer_from_json(entry["answer"])
            if entry["truth"] != truth_mark(picture, truth):
                return None
            return restore(entry["answer"], truth, self.today)
        except (KeyError, IndexError, TypeError, ValueError) as error:
            raise RecordingError(f"{self.path.name}: an answer is damaged ({type(error).__name__})") from None

    def begin(self, about: About) -> None:
        """Describe the provider that answers from now on. Raises OSError."""
        if about != self.about:
            self._append({"recording": FORMAT, "redacted": self.redacted, "about": about_to_json(about)})
            self.about = about

    def keep(self, picture: bytes, truth: TruthPhoto, answer: Answer) -> None:
        """Write an answer; it is on the disk when this returns. Raises OSError."""
        if self.about is None:
            raise RecordingError(f"{self.path.name}: the provider was not described")
        entry: Json = {"picture": picture_id(picture), "version": self.about.version}
        if self.redacted:
            entry |= {"truth": truth_mark(picture, truth), "answer": redact(answer, truth, self.today)}
        else:
            entry |= {"answer": answer_to_json(answer)}
        self._append(entry)
        self.entries[entry["picture"]] = entry

    def _append(self, entry: Json) -> None:
        line = json.dumps(entry, ensure_ascii=False, allow_nan=False) + "\n"
        handle = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        with os.fdopen(handle, "ab") as stream:
            stream.write(line.encode())
            stream.flush()
            os.fsync(stream.fileno())


def picture_id(picture: bytes) -> str:
    """Return the SHA-256 of the bytes in hexadecimal digits."""
    return hashlib.sha256(picture).hexdigest()


def recording_path(folder: Path, dataset: str, provider: str) -> Path:
    """Return where the answers of a provider on a data set lie, whatever characters the names have."""
    names = [name if not _SAFE.search(name) else _readable(name) for name in (dataset, provider)]
    return folder / f"{names[0]}@{names[1]}.jsonl"


def _readable(name: str) -> str:
    """Return a name for files; names that differ stay different."""
    return f"{_SAFE.sub('_', name)}-{hashlib.sha256(name.encode()).hexdigest()[:8]}"


def open_recording(path: Path, redacted: bool, today: date) -> Recording:
    """Open a file to go on with, or a new one.

    Raises RecordingError for a file that is damaged, or that holds values where none are wanted, or the other
    way round; OSError.
    """
    recording = load_recording(path, today)
    if recording is None:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        return Recording(path, redacted, today)
    if recording.redacted != redacted:
        kind = "no values" if recording.redacted else "values"
        raise RecordingError(f"{path.name} was recorded with {kind}: choose another folder")
    return recording


def load_recording(path: Path, today: date) -> Recording | None:
    """Return what a file holds, None where there is none; a line that was cut off is taken away.

    Raises RecordingError, OSError.
    """
    if not path.is_file():
        return None
    data = path.read_bytes()
    whole = data[: data.rfind(b"\n") + 1]
    if len(whole) < len(data):
        os.truncate(path, len(whole))
    lines = whole.splitlines()
    if not lines:
        return None
    recording: Recording | None = None
    for number, line in enumerate(lines, start=1):
        try:
            recording = _with_line(recording, json.loads(line), path, today)
        except (KeyError, TypeError, ValueError) as error:
            raise RecordingError(f"{path.name}: line {number} is damaged ({type(error).__name__})") from None
    return recording


def _with_line(recording: Recording | None, entry: Json, path: Path, today: date) -> Recording:
    if "recording" in entry:
        if entry["recording"] != FORMAT:
            raise ValueError("another format")
        recording = recording or Recording(path, bool(entry["redacted"]), today)
        recording.about = about_from_json(entry["about"])
    elif recording is None:
        raise ValueError("no description")
    else:
        recording.entries[entry["picture"]] = {"version": entry["version"], **entry}
    return recording


def about_to_json(about: About) -> Json:
    """Return the description of a provider as plain values."""
    price = about.price
    return {
        "name": about.name,
        "version": about.version,
        "kind": about.kind,
        "answers": sorted(about.answers),
        "price": None
        if price is None
        else {
            "per_1000": price.per_1000,
            "currency": price.currency,
            "source": price.source,
            "as_of": price.as_of.isoformat(),
        },
    }


def about_from_json(values: Mapping[str, Any]) -> About:
    """Return the description that `about_to_json` was given. Raises KeyError, TypeError or ValueError."""
    price = values["price"]
    return About(
        values["name"],
        values["version"],
        values["kind"],
        frozenset(values["answers"]),
        None if price is None else Price(**{**price, "as_of": date.fromisoformat(price["as_of"])}),
    )
