"""The README's promises: its commands, its sample output, its Python lines."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from idvision import cli
from idvision.documents import all_specs

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
NUMBER = re.compile(r"\b[01]\.\d\d\b")


def block(after: str) -> str:
    """Return the first fenced block behind a piece of the text."""
    match = re.search(r"```[a-z]*\n(.*?)\n```", README.split(after, 1)[1], re.DOTALL)
    assert match is not None
    return match.group(1)


@pytest.mark.weights
def test_the_sample_output_is_what_the_command_prints(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(ROOT)
    command = block("Set up and read").rsplit("idvision scan ", 1)[1]
    assert cli.main(["scan", *shlex.split(command)]) == 0
    # Confidences differ in the last digit between processors.
    printed, shown = capsys.readouterr().out, block("<!-- scan-output -->")
    assert NUMBER.sub("#", printed.strip()) == NUMBER.sub("#", shown.strip())


@pytest.mark.weights
def test_the_python_lines_run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(ROOT)
    exec(compile(block("## In Python"), "README.md", "exec"), {})
    assert "chn_resident_id front accept" in capsys.readouterr().out


def test_every_document_type_is_listed() -> None:
    assert {spec.type for spec in all_specs()} <= set(re.findall("`([a-z_0-9]+)`", README))


def test_every_file_named_exists() -> None:
    named = re.findall(r"\]\(([^)#]+)\)", README)
    assert named
    assert [path for path in named if not (ROOT / path).exists()] == []
