"""Where the green service fetches a picture from: it takes addresses only.

The vendor's own upload space takes the pictures that go to the vendor. A server on this machine gets them
from this machine.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from uuid import uuid4

HOST = "127.0.0.1"


@contextmanager
def served(picture: bytes) -> Iterator[str]:
    """Serve a picture on this machine under an address that nobody guesses; yields the address."""
    path = f"/{uuid4().hex}"

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            known = self.path == path
            self.send_response(200 if known else 404)
            self.send_header("Content-Length", str(len(picture) if known else 0))
            self.end_headers()
            if known:
                self.wfile.write(picture)

        def log_message(self, *_args: object) -> None:
            """Log nothing."""

    server = ThreadingHTTPServer((HOST, 0), Handler)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, name="green-picture")
    thread.start()
    try:
        yield f"http://{HOST}:{server.server_port}{path}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def uploaded(picture: bytes, ticket: Mapping[str, Any], oss: Any) -> str:
    """Put a picture into the vendor's upload space, where the vendor deletes it; returns its address.

    `ticket` is the `data` that the upload credentials call answers with, `oss` the module `oss2`.
    """
    key = f"{ticket['uploadFolder']}/images/{uuid4().hex}.jpg"
    login = oss.StsAuth(ticket["accessKeyId"], ticket["accessKeySecret"], ticket["securityToken"])
    end = str(ticket["ossEndpoint"]).removeprefix("http://")
    address = end if end.startswith("https://") else f"https://{end}"
    oss.Bucket(login, address, ticket["uploadBucket"]).put_object(key, picture)
    return f"oss://{ticket['uploadBucket']}/{key}"
