"""What several test files need: no network, the real models opened once, printed lines."""

from __future__ import annotations

import re
import socket
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, NoReturn

import numpy as np
import pytest

from idvision.models import Models, load_models
from idvision.types import Image
from tests.drawing.sheet import Ink, blank_sheet

if TYPE_CHECKING:
    from tests.server_fixture import Running

PrintLine = Callable[[str], Image]


# As they were before `no_network` took them away.
_METHODS = {name: getattr(socket.socket, name) for name in ("connect", "connect_ex")}
_FUNCTIONS = {name: getattr(socket, name) for name in ("create_connection", "getaddrinfo", "gethostbyname")}
_THIS_MACHINE = re.compile(r"127\.[0-9.]+|::1|localhost")


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


@pytest.fixture(scope="module")
def loopback(no_network: None) -> Iterator[None]:
    """Lets the tests of a module reach this machine, still nothing else."""

    def within(call: Callable[..., object], place: int) -> Callable[..., object]:
        def guarded(*args: Any, **named: Any) -> object:
            target = args[place] if len(args) > place else named.get("host", named.get("address"))
            host = target[0] if isinstance(target, tuple) else target
            name = host.decode() if isinstance(host, bytes) else host
            return call(*args, **named) if _THIS_MACHINE.fullmatch(str(name)) else _refuse()

        return guarded

    with pytest.MonkeyPatch.context() as patch:
        for name, method in _METHODS.items():
            patch.setattr(socket.socket, name, within(method, 1))
        for name, function in _FUNCTIONS.items():
            patch.setattr(socket, name, within(function, 0))
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


@pytest.fixture(scope="session")
def server(models: Models, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A server that checks signatures and fetches from this machine; clients need `loopback` too."""
    # The frameworks take long to import, and few tests need them.
    from tests.server_fixture import running

    with running(models, tmp_path_factory.mktemp("server")) as server:
        yield server
