"""A server on this machine that notes what clients send, byte for byte, and answers the same to all."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

from idvision.server.wire import WireRequest


@contextmanager
def recorder(status: int, content_type: str, body: bytes) -> Iterator[tuple[int, list[WireRequest]]]:
    """Yield the port and the requests noted so far."""
    noted: list[WireRequest] = []

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def answer(self) -> None:
            sent = self.rfile.read(int(self.headers.get("content-length", "0")))
            path, _, query = self.path.partition("?")
            headers = {name.lower(): value for name, value in self.headers.items()}
            noted.append(WireRequest("", self.command, path, query, headers, sent, "127.0.0.1"))
            self.send_response(status)
            self.send_header("Content-Type", content_type)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_GET = do_PUT = do_POST = answer  # noqa: N815

        def log_message(self, *_args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server.server_port, noted
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
