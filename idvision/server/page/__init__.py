"""The page for people at `/`: drop or photograph a card and look at what is found.

It is three files of this package and asks for nothing else; what is dropped goes to this server alone. The
key, where one is wanted, stays in the page's memory.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Final

from idvision.server.wire import WireAnswer, WireRequest

FILES: Final = {
    "/": ("page.html", "text/html; charset=utf-8"),
    "/-/page.js": ("page.js", "text/javascript; charset=utf-8"),
    "/-/page.css": ("page.css", "text/css; charset=utf-8"),
}
"""Path -> file and content type; objects of a store seldom have such names."""
HEADERS: Final = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
    " img-src 'self' blob: data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none';"
    " require-trusted-types-for 'script'",
    "Cache-Control": "no-cache",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


def is_page(request: WireRequest) -> bool:
    """Tell whether a request is a browser's for the page: vendors' clients sign, or say what they want."""
    bare = not (request.query or request.header("authorization") or request.header("x-tc-action"))
    return request.method in {"GET", "HEAD"} and bare and request.path in FILES


def page_of(request: WireRequest) -> WireAnswer | None:
    """Return the file that a browser asks for, None where the request is not for the page."""
    return _file(request.path) if is_page(request) else None


@cache
def _file(path: str) -> WireAnswer:
    name, content_type = FILES[path]
    return WireAnswer(200, content_type, (Path(__file__).parent / name).read_bytes(), HEADERS)
