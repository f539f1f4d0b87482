"""Pictures are fetched from where that is allowed, within their limits, and from nowhere else."""

from __future__ import annotations

import asyncio
import logging
import ssl
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from idvision.errors import FetchError, FetchFault
from idvision.server.config import ServerConfig
from idvision.server.fetch import Fetcher, build_fetcher, resolved
from idvision.server.fetch_rules import rules_of
from tests.fetching import (
    HERE,
    HOST,
    PICTURE,
    Names,
    Web,
    fault_of,
    fetched,
    fetcher,
    loopback_config,
    moved,
    page,
    served,
)

pytestmark = pytest.mark.usefixtures("loopback")


def test_a_picture_of_this_machine_is_fetched_where_that_is_set() -> None:
    web = Web({"/a.jpg?b=c": page()})
    assert fetched(web, "/a.jpg?b=c#part", lambda _: fetcher(loopback_config())) == PICTURE
    head = web.asked[0].decode().lower()
    assert f"host: {HERE}:{web.port}\r\n" in head
    assert "accept-encoding: identity" in head
    assert "cookie" not in head and "referer" not in head


def test_nothing_is_fetched_by_default() -> None:
    web = Web({"/": page()})
    assert (
        fault_of(lambda: fetched(web, "/", lambda _: build_fetcher(ServerConfig()))) is FetchFault.NOT_ALLOWED
    )
    assert web.asked == []


def test_a_named_host_is_reached_at_the_address_that_was_checked() -> None:
    # The second answer of the name is never asked for: what was checked is what is connected to.
    names = Names(pictures_example=[[HERE], ["10.0.0.1"]])
    web = Web({"/": page()})

    def get(web: Web) -> Fetcher:
        return fetcher(loopback_config(fetch_hosts=(f"{HOST}:{web.port}",)), names)

    assert fetched(web, "/", get, HOST) == PICTURE
    assert names.asked == [HOST]
    assert f"Host: {HOST}:{web.port}".lower() in web.asked[0].decode().lower()


def test_a_name_that_changes_its_address_between_redirects_is_refused() -> None:
    names = Names(pictures_example=[[HERE], ["169.254.169.254"]])
    web = Web({})

    def get(web: Web) -> Fetcher:
        web.answers["/"] = moved("/again")
        return fetcher(loopback_config(fetch_hosts=(f"{HOST}:{web.port}",)), names)

    assert fault_of(lambda: fetched(web, "/", get, HOST)) is FetchFault.NOT_ALLOWED
    assert (len(web.asked), names.asked) == (1, [HOST, HOST])


def test_a_name_that_cannot_be_looked_up_is_unresolvable(monkeypatch: pytest.MonkeyPatch) -> None:
    async def run() -> list[str]:
        def fail(*_args: object, **_named: object) -> object:
            raise OSError("no such name")

        monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", fail)
        return await resolved(HOST, 80)

    assert fault_of(lambda: asyncio.run(run())) is FetchFault.UNRESOLVABLE


def test_the_system_resolves_this_machine() -> None:
    assert HERE in asyncio.run(resolved("localhost", 80))


@pytest.mark.parametrize("status", ["301 Moved", "302 Found", "303 See Other", "307 Here", "308 There"])
def test_redirects_are_followed(status: str) -> None:
    web = Web({"/a/b": moved("../c?d=e", status), "/c?d=e": page()})
    assert fetched(web, "/a/b", lambda _: fetcher(loopback_config())) == PICTURE


@pytest.mark.parametrize(
    ("location", "fault"),
    [
        ("http://metadata.example/latest", FetchFault.NOT_ALLOWED),
        ("http://10.0.0.1/", FetchFault.NOT_ALLOWED),
        ("//169.254.169.254/", FetchFault.NOT_ALLOWED),
        ("file:///etc/passwd", FetchFault.BAD_URL),
        ("http://user:word@127.0.0.1/", FetchFault.BAD_URL),
        ("http://[::1/", FetchFault.HTTP_ERROR),
    ],
)
def test_a_redirect_is_checked_like_the_first_address(location: str, fault: FetchFault) -> None:
    web = Web({"/": moved(location)})
    assert fault_of(lambda: fetched(web, "/", lambda _: fetcher(loopback_config()))) is fault


def test_three_redirects_are_followed_and_not_a_fourth() -> None:
    chain = {f"/{left}": moved(f"/{left - 1}") for left in range(1, 5)}
    web = Web({**chain, "/0": page()})
    assert fetched(web, "/3", lambda _: fetcher(loopback_config())) == PICTURE
    assert fault_of(lambda: fetched(web, "/4", lambda _: fetcher(loopback_config()))) is FetchFault.HTTP_ERROR


def test_too_many_bytes_are_refused_when_announced() -> None:
    web = Web({"/": page(b"x" * 11), "/10": page(b"x" * 10)})
    config = loopback_config(fetch_max_bytes=10)
    assert fault_of(lambda: fetched(web, "/", lambda _: fetcher(config))) is FetchFault.TOO_LARGE
    assert len(fetched(web, "/10", lambda _: fetcher(config))) == 10


def test_too_many_bytes_are_refused_while_they_arrive() -> None:
    written = 0

    async def endless(writer: asyncio.StreamWriter) -> None:
        nonlocal written
        writer.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
        while not writer.is_closing():
            writer.write(b"10000\r\n" + bytes(0x10000) + b"\r\n")
            written += 0x10000
            await writer.drain()

    web = Web({"/": endless})
    config = loopback_config(fetch_max_bytes=200_000)
    assert fault_of(lambda: fetched(web, "/", lambda _: fetcher(config))) is FetchFault.TOO_LARGE
    assert 200_000 < written < 100_000_000


def test_a_call_may_set_a_smaller_limit_and_no_larger_one() -> None:
    async def run(limit: int) -> bytes:
        async with served(Web({"/": page(b"x" * 100)})) as web:
            get = fetcher(loopback_config(fetch_max_bytes=200))
            return await get.fetch(f"http://{HERE}:{web.port}/", max_bytes=limit)

    assert len(asyncio.run(run(100))) == 100
    assert fault_of(lambda: asyncio.run(run(99))) is FetchFault.TOO_LARGE


@pytest.mark.parametrize("sent", [b"", b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf"])
def test_a_server_that_stops_is_waited_for_no_longer_than_set(sent: bytes) -> None:
    async def stops(writer: asyncio.StreamWriter) -> None:
        writer.write(sent)
        await writer.drain()
        await asyncio.sleep(3600)

    async def run() -> bytes:
        async with served(Web({"/": stops})) as web:
            return await fetcher(loopback_config(fetch_timeout_s=0.2)).fetch(f"http://{HERE}:{web.port}/")

    assert fault_of(lambda: asyncio.run(run())) is FetchFault.TIMEOUT


def test_a_server_that_drips_is_cut_off_by_the_limit_for_the_whole() -> None:
    async def drips(writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
        while not writer.is_closing():
            writer.write(b"x")
            await writer.drain()
            await asyncio.sleep(0.02)

    async def run() -> bytes:
        async with served(Web({"/": drips})) as web:
            return await fetcher(loopback_config()).fetch(f"http://{HERE}:{web.port}/", timeout_s=0.3)

    assert fault_of(lambda: asyncio.run(run())) is FetchFault.TIMEOUT


def test_a_slow_name_server_counts_too() -> None:
    async def never(_host: str, _port: int) -> list[str]:
        await asyncio.sleep(3600)
        return []

    rules = rules_of(ServerConfig(fetch_hosts=(HOST,)))
    get = Fetcher(rules, timeout_s=0.05, max_bytes=10, resolve=never)
    assert fault_of(lambda: asyncio.run(get.fetch(f"http://{HOST}/"))) is FetchFault.TIMEOUT


@pytest.mark.parametrize(
    "answer",
    [
        page(status="404 Not Found"),
        page(status="500 Oh"),
        page(status="206 Partial"),
        page(b"", status="302 Found"),
        page(PICTURE, "Content-Encoding: gzip"),
        b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf",
        b"SSH-2.0-nothing\r\n",
        b"",
    ],
)
def test_another_answer_is_no_picture(answer: bytes) -> None:
    web = Web({"/": answer})
    assert fault_of(lambda: fetched(web, "/", lambda _: fetcher(loopback_config()))) is FetchFault.HTTP_ERROR


def test_an_announced_length_that_is_no_number_is_refused() -> None:
    web = Web({"/": b"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n"})
    with pytest.raises(FetchError):
        fetched(web, "/", lambda _: fetcher(loopback_config()))


def test_the_next_address_is_tried_where_nobody_listens() -> None:
    names = Names(pictures_example=[["127.0.0.9", HERE]])
    web = Web({"/": page()})

    def get(web: Web) -> Fetcher:
        return fetcher(loopback_config(fetch_hosts=(f"{HOST}:{web.port}",)), names)

    assert fetched(web, "/", get, HOST) == PICTURE


def test_nobody_listening_is_an_error_of_the_web() -> None:
    async def run() -> bytes:
        async with served(Web({})) as web:
            port = web.port
        return await fetcher(loopback_config()).fetch(f"http://{HERE}:{port}/")

    assert fault_of(lambda: asyncio.run(run())) is FetchFault.HTTP_ERROR


def test_proxies_of_the_environment_are_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    web = Web({"/": page()})
    assert fetched(web, "/", lambda _: fetcher(loopback_config())) == PICTURE


def test_no_log_says_what_was_fetched(caplog: pytest.LogCaptureFixture) -> None:
    web = Web({"/secret-name.jpg": page(), "/": moved("/secret-name.jpg")})
    with caplog.at_level(logging.INFO):
        fetched(web, "/", lambda _: fetcher(loopback_config()))
    assert "secret-name" not in caplog.text


def certificate_for(name: str, folder: Path) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """Return what a server of that name shows, and what trusts it."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "tests")])
    now = datetime.now(UTC)
    signed = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = signed.public_bytes(serialization.Encoding.PEM)
    file = folder / "server.pem"
    file.write_bytes(
        pem
        + key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    shown = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    shown.load_cert_chain(file)
    return shown, ssl.create_default_context(cadata=pem.decode())


@pytest.mark.parametrize(("certified", "fault"), [(HOST, None), ("other.example", FetchFault.HTTP_ERROR)])
def test_a_certificate_must_be_that_of_the_name_although_the_address_is_pinned(
    certified: str, fault: FetchFault | None, tmp_path: Path
) -> None:
    shown, trusting = certificate_for(certified, tmp_path)
    asked: list[str | None] = []
    shown.sni_callback = lambda _socket, name, _context: asked.append(name)
    web = Web({"/": page()})

    async def run() -> bytes:
        async with served(web, shown):
            config = loopback_config(fetch_hosts=(f"{HOST}:{web.port}",))
            get = fetcher(config, Names(pictures_example=[[HERE]]), tls=trusting)
            return await get.fetch(f"https://{HOST}:{web.port}/")

    if fault is None:
        assert asyncio.run(run()) == PICTURE
    else:
        assert fault_of(lambda: asyncio.run(run())) is fault
    assert asked == [HOST]


class TestPosting:
    def posted(self, web: Web, rules: ServerConfig, path: str = "/") -> int:
        async def run() -> int:
            async with served(web):
                return await fetcher(rules).post(f"http://{HERE}:{web.port}{path}", {"content": "ü&="})

        return asyncio.run(run())

    def test_a_form_is_sent_and_the_status_told(self) -> None:
        web = Web({"/": page(status="204 No Content")})
        assert self.posted(web, loopback_config()) == 204
        head = web.asked[0].decode().lower()
        assert head.startswith("post / http/1.1\r\n")
        assert "content-type: application/x-www-form-urlencoded; charset=utf-8\r\n" in head
        assert "content-length: 20\r\n" in head

    def test_no_redirect_is_followed(self) -> None:
        web = Web({"/": moved("/again"), "/again": page()})
        assert self.posted(web, loopback_config()) == 302
        assert len(web.asked) == 1

    def test_nothing_is_sent_where_nothing_may_be_fetched(self) -> None:
        web = Web({"/": page()})
        assert fault_of(lambda: self.posted(web, ServerConfig())) is FetchFault.NOT_ALLOWED
        assert web.asked == []

    def test_an_address_is_checked_before_anything_is_sent(self) -> None:
        rules = fetcher(loopback_config(fetch_hosts=("*.example",)))
        for url in (f"http://{HERE}:1/", "https://a.example/b"):
            rules.check(url)
        for url, fault in {
            "ftp://a.example/": FetchFault.BAD_URL,
            "http://b.org/": FetchFault.NOT_ALLOWED,
        }.items():
            with pytest.raises(FetchError) as caught:
                rules.check(url)
            assert caught.value.fault is fault
