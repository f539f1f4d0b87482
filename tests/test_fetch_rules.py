"""Which addresses pictures may be fetched from, and which never."""

from __future__ import annotations

import asyncio

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from idvision.errors import ConfigError, FetchError, FetchFault
from idvision.server.config import ServerConfig
from idvision.server.fetch_rules import FetchRules, rules_of, target_of
from tests.fetching import HOST, Names, fault_of, fetcher


@pytest.mark.parametrize(
    "addresses",
    [
        ["10.0.0.1"],
        ["172.16.0.1"],
        ["192.168.1.1"],
        ["100.64.0.1"],
        ["169.254.169.254"],
        ["0.0.0.0"],
        ["224.0.0.1"],
        ["239.255.255.250"],
        ["255.255.255.255"],
        ["240.0.0.1"],
        ["198.18.0.1"],
        ["192.0.2.1"],
        ["::"],
        ["fe80::1"],
        ["fe80::1%eth0"],
        ["fc00::1"],
        ["fec0::1"],
        ["ff02::1"],
        ["::ffff:10.0.0.1"],
        ["::ffff:127.0.0.1"],
        ["64:ff9b::7f00:1"],
        ["2002:7f00:1::"],
        ["2001:0:4136:e378:8000:63bf:80ff:fffe"],
        ["::7f00:1"],
        ["127.0.0.1"],
        ["127.8.8.8"],
        ["::1"],
        ["93.184.216.34", "10.0.0.1"],
    ],
)
def test_no_named_host_may_have_an_address_that_is_not_public(addresses: list[str]) -> None:
    config = ServerConfig(fetch_hosts=(HOST,))
    get = fetcher(config, Names(pictures_example=[addresses]))
    assert fault_of(lambda: asyncio.run(get.fetch(f"http://{HOST}/"))) is FetchFault.NOT_ALLOWED


def test_public_addresses_pass_and_private_ones_where_their_network_is_set() -> None:
    public = rules_of(ServerConfig())
    assert [str(one) for one in public.check_addresses(["93.184.216.34", "2606:2800:220:1::1"])] == [
        "93.184.216.34",
        "2606:2800:220:1::1",
    ]
    inside = rules_of(ServerConfig(fetch_networks=("10.20.0.0/16", "fd00:1::/32", "224.0.0.0/4")))
    assert [str(one) for one in inside.check_addresses(["10.20.3.4", "fd00:1::5", "::ffff:10.20.0.1"])] == [
        "10.20.3.4",
        "fd00:1::5",
        "10.20.0.1",
    ]
    for address in ("10.21.0.1", "127.0.0.1", "224.0.0.1"):
        with pytest.raises(FetchError):
            inside.check_addresses([address])


def test_a_host_without_an_address_is_unresolvable() -> None:
    get = fetcher(ServerConfig(fetch_hosts=(HOST,)), Names(pictures_example=[[]]))
    assert fault_of(lambda: asyncio.run(get.fetch(f"http://{HOST}/"))) is FetchFault.UNRESOLVABLE


@pytest.mark.parametrize(
    "url",
    [
        "",
        "picture.jpg",
        "ftp://pictures.example/",
        "file:///etc/passwd",
        "data:image/png;base64,AAAA",
        "http://",
        "http:///a",
        "http://user@pictures.example/",
        "http://user:word@pictures.example/",
        "http://@:80/",
        "http://[::1/",
        "http://pictures.example:99999/",
        "http://pictures.example:0/",
        "http://pictures.example:port/",
        "http://pictures.example/\x00",
        "http://pictures.example/" + "a" * 5000,
    ],
)
def test_what_is_no_address_of_the_web_is_refused(url: str) -> None:
    get = fetcher(ServerConfig(fetch_hosts=(HOST,), fetch_loopback=True), Names())
    assert fault_of(lambda: asyncio.run(get.fetch(url))) is FetchFault.BAD_URL


@pytest.mark.parametrize(
    ("entry", "url", "allowed"),
    [
        ("pictures.example", "http://pictures.example/", True),
        ("pictures.example", "https://PICTURES.example./a", True),
        ("pictures.example", "http://pictures.example:8080/", False),
        ("pictures.example", "http://a.pictures.example/", False),
        ("pictures.example", "http://pictures.example.evil.example/", False),
        ("pictures.example:8080", "http://pictures.example:8080/", True),
        ("pictures.example:8080", "http://pictures.example/", False),
        ("pictures.example:80", "http://pictures.example/", True),
        ("pictures.example:80", "https://pictures.example/", False),
        ("*.pictures.example", "http://a.b.pictures.example/", True),
        ("*.pictures.example", "http://pictures.example/", False),
        ("*.pictures.example", "http://evilpictures.example/", False),
        ("bücher.example", "http://xn--bcher-kva.example/", True),
        ("[2606:2800::1]:8080", "http://[2606:2800::1]:8080/", True),
        ("93.184.216.34", "http://93.184.216.34/", True),
        ("93.184.216.34", "http://1572395042/", False),
    ],
)
def test_an_entry_names_hosts_and_ports(entry: str, url: str, allowed: bool) -> None:
    rules = rules_of(ServerConfig(fetch_hosts=(entry,)))
    if allowed:
        rules.check_host(target_of(url))
    else:
        assert fault_of(lambda: rules.check_host(target_of(url))) is FetchFault.NOT_ALLOWED


@pytest.mark.parametrize(
    "entry", ["*", "*.*.example", "http://a.example/", "a.example/b", "u@a.example", "a:b", ""]
)
def test_an_entry_of_another_form_is_an_error_of_the_settings(entry: str) -> None:
    with pytest.raises(ConfigError, match="fetch_hosts"):
        rules_of(ServerConfig(fetch_hosts=(entry,)))


def test_a_network_of_another_form_is_an_error_of_the_settings() -> None:
    with pytest.raises(ConfigError, match="fetch_networks"):
        rules_of(ServerConfig(fetch_networks=("10.20.0.1/16",)))


@given(url=st.one_of(st.text(max_size=80), st.text(max_size=60).map(lambda tail: f"http://{tail}")))
@settings(derandomize=True, database=None, deadline=None, max_examples=400)
def test_whatever_is_given_as_an_address_is_refused(url: str) -> None:
    get = fetcher(ServerConfig(), Names())
    assert fault_of(lambda: asyncio.run(get.fetch(url))) in {FetchFault.BAD_URL, FetchFault.NOT_ALLOWED}


def test_the_default_rules_name_nobody() -> None:
    assert FetchRules() == rules_of(ServerConfig())
