"""What all cloud services share: keys, endpoints, the clock, and that no failure leaves `read` as one."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from importlib.metadata import PackageNotFoundError, version
from time import perf_counter
from urllib.parse import urlsplit

from idvision.bench.answer import Answer
from idvision.bench.providers.protocol import About, Hint, NotRun, Settings

CONNECT_S, READ_S = 10, 60
"""How long a client waits for a connection and for an answer; how often it tries again is its own affair."""
UNSUPPORTED = "Unsupported"
"""Code of a picture that is not sent: the service has to be told a kind of document, and knows none such."""
_NOT_IN_A_CODE = re.compile(r"[^A-Za-z0-9_.\-]+")
_LONGEST_CODE = 80

Ask = Callable[[bytes, Hint], Answer]
CodeOf = Callable[[Exception], str]


class RefusedError(Exception):
    """The service answered that it will not read the picture. The text is its code."""


@dataclass(frozen=True, slots=True)
class Cloud:
    """A provider made of what is asked of a service and of how its client's exceptions name their code.

    `ask` may raise anything; an answer of its that states milliseconds keeps them. `code_of` returns an
    empty text for an exception that carries no code of the service.
    """

    about: About
    vendor: str
    ask: Ask = field(repr=False)
    code_of: CodeOf = field(repr=False)

    def read(self, picture: bytes, hint: Hint) -> Answer:
        """Return what the service says; a failure is an answer whose error is `vendor:CODE`."""
        started = perf_counter()
        try:
            answer = self.ask(picture, hint)
        except RefusedError as refusal:
            answer = self._failed(str(refusal))
        except Exception as failure:  # A client may raise whatever its transport does: all is an answer.
            answer = self._failed(self.code_of(failure) or type(failure).__name__)
        return answer if answer.milliseconds else replace(answer, milliseconds=milliseconds_since(started))

    def _failed(self, code: str) -> Answer:
        # A code only, never a message: messages may repeat what was sent.
        return Answer(error=f"{self.vendor}:{_NOT_IN_A_CODE.sub('-', code)[:_LONGEST_CODE]}")


def milliseconds_since(started: float) -> float:
    """Return how long ago a `perf_counter` was taken."""
    return 1000 * (perf_counter() - started)


def keys(settings: Settings, *names: str) -> tuple[str, ...]:
    """Return the credentials of these names. Raises NotRun naming all that are missing."""
    missing = [name for name in names if not settings.secrets.get(name)]
    if missing:
        raise NotRun(f"{', '.join(missing)} not set")
    return tuple(settings.secrets[name] for name in names)


@contextmanager
def needed(package: str) -> Iterator[None]:
    """Turn an import that fails inside into NotRun naming the package to install."""
    try:
        yield
    except ImportError as missing:
        raise NotRun(f"{package} is not installed: pip install 'idvision[clouds]'") from missing


def described(call: str, package: str) -> str:
    """Return version of the call and of the client that makes it."""
    try:
        return f"{call}, {package} {version(package)}"
    except PackageNotFoundError:
        return f"{call}, {package}"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a service is asked: scheme, and host with its port if it has one."""

    scheme: str
    host: str

    @property
    def name(self) -> str:
        """The host without its port."""
        return urlsplit(f"//{self.host}").hostname or ""

    @property
    def port(self) -> int:
        """The port, that of the scheme where none is written."""
        return urlsplit(f"//{self.host}").port or (443 if self.scheme == "https" else 80)


def place(settings: Settings, provider: str, usual: str) -> Place:
    """Return where a provider is asked; `usual` is the vendor's host. Raises NotRun for no address."""
    if provider not in settings.endpoints:
        return Place("https", usual)
    parts = urlsplit(settings.endpoints[provider])
    if parts.scheme not in {"http", "https"} or not parts.netloc or "@" in parts.netloc:
        raise NotRun(f"the endpoint of {provider} is not of the form http://host:port")
    return Place(parts.scheme, parts.netloc)
