"""A small web on this machine: pictures by path for the server, and a place that its callbacks go to."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Condition, Event, Thread
from urllib.parse import parse_qs

SLOW = "/slow"
"""A path that is not answered until the web ends."""
MISSING = "/missing"


@dataclass(slots=True)
class Web:
    """What is served by path, and the callbacks that arrived by path, each its form."""

    port: int
    pictures: Mapping[str, bytes]
    status_of: Callable[[str, int], int] = lambda _path, _so_far: 200
    ended: Event = field(default_factory=Event)
    news: Condition = field(default_factory=Condition)
    pushes: dict[str, list[dict[str, str]]] = field(default_factory=dict)

    def url(self, path: str) -> str:
        """Return the address of a path."""
        return f"http://127.0.0.1:{self.port}{path}"

    def push(self, path: str, body: bytes) -> int:
        """Note a callback; returns the status to answer."""
        fields = {name: values[0] for name, values in parse_qs(body.decode(), strict_parsing=True).items()}
        with self.news:
            earlier = self.pushes.setdefault(path, [])
            earlier.append(fields)
            self.news.notify_all()
            return self.status_of(path, len(earlier))

    def wait_for(self, path: str, number: int) -> list[dict[str, str]]:
        """Return the callbacks to a path as soon as there are so many."""
        with self.news:
            assert self.news.wait_for(lambda: len(self.pushes.get(path, ())) >= number, 60)
            return list(self.pushes[path])


@contextmanager
def web(
    pictures: Mapping[str, bytes], status_of: Callable[[str, int], int] = lambda _path, _so_far: 200
) -> Iterator[Web]:
    """Yield a web that serves pictures; `status_of` says how the n-th callback to a path is answered."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.path == SLOW:
                served.ended.wait(60)
            data = pictures.get(self.path)
            self._answer(404 if data is None else 200, data or b"")

        def do_POST(self) -> None:
            length = int(self.headers["content-length"])
            body = self.rfile.read(length)
            # One who is killed as he pushes has said nothing.
            if len(body) == length:
                self._answer(served.push(self.path, body), b"")

        def _answer(self, status: int, body: bytes) -> None:
            try:
                self.send_response(status)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)
            except ConnectionError:
                pass

        def log_message(self, *_args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    served = Web(server.server_port, pictures, status_of)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield served
    finally:
        served.ended.set()
        server.shutdown()
        thread.join()
        server.server_close()
