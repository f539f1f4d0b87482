"""What several test files need: no network, the real models opened once, printed lines."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from typing import NoReturn

import numpy as np
import pytest

from idvision.models import Models, load_models
from idvision.types import Image
from tests.drawing.sheet import Ink, blank_sheet

PrintLine = Callable[[str], Image]


def _refuse(*_args: object, **_named: object) -> NoReturn:
    # An outcome, unlike an error, is caught by no handler in the code under test.
    pytest.fail("a test tried to use the network", pytrace=True)


@pytest.fixture(scope="session", autouse=True)
def no_network() -> Iterator[None]:
    """Refuse every connection and name look-up, to this machine too, before anything else is set up."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("connect", "connect_ex", "sendto"):
            patch.setattr(socket.socket, name, _refuse)
        for name in ("create_connection", "getaddrinfo", "gethostbyname"):
            patch.setattr(socket, name, _refuse)
        yield


@pytest.fixture(scope="session")
def models() -> Models:
    """The real networks on two threads; a test that asks for them carries the marker `weights`."""
    return load_models(threads=2)


@pytest.fixture(scope="session")
def print_line() -> PrintLine:
    """Prints one line of dark text, `(48, W, 3)` uint8 with a small margin."""

    def printed(text: str) -> Image:
        width = 34 * len(text) + 20
        sheet = blank_sheet((width, 48), width, np.full((48, width, 3), 235.0))
        end = sheet.text((8, 36), text, Ink(size_mm=32))
        return sheet.to_bgr()[:, : int(end) + 8]

    return printed
