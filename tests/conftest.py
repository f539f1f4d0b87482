"""What several test files need: no network, and the real models opened once."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from typing import NoReturn

import pytest

from idvision.models import Models, load_models


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
