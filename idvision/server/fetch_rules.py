"""From where pictures may be fetched: which hosts are named, and which addresses they may have."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

import httpx

from idvision.errors import ConfigError, FetchError, FetchFault
from idvision.server.config import LOOPBACK, ServerConfig

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

MAX_URL = 4096
_PORTS = {"http": 80, "https": 443}
# What is handed out to hosts of the internet; of the sixth version that is one eighth of all there is.
_UNICAST = {4: ip_network("0.0.0.0/0"), 6: ip_network("2000::/3")}
# Prefixes of the sixth version that carry an address of the fourth: what they reach is not what they seem.
_CARRIERS = (ip_network("2001::/32"), ip_network("2002::/16"))


@dataclass(frozen=True, slots=True)
class Target:
    """A URL taken apart once: `url` as parsed, `host` in small letters, `port` also where it goes unsaid."""

    url: httpx.URL
    host: str
    port: int


@dataclass(frozen=True, slots=True)
class Named:
    """One entry of the allow-list: a host or all below a domain, at one port or at the two of the web."""

    host: str
    below: bool
    ports: frozenset[int]


@dataclass(frozen=True, slots=True)
class FetchRules:
    """What may be fetched; the default is nothing."""

    hosts: tuple[Named, ...] = ()
    networks: tuple[Network, ...] = ()
    loopback: bool = False

    def check_host(self, target: Target) -> None:
        """Refuse a host that nobody named. Raises FetchError."""
        named = any(_names(entry, target) for entry in self.hosts)
        if not named and not (self.loopback and target.host in LOOPBACK):
            raise FetchError(FetchFault.NOT_ALLOWED)

    def check_addresses(self, addresses: Iterable[str]) -> tuple[Address, ...]:
        """Return the addresses of a host; one that may not be reached refuses all. Raises FetchError."""
        found = tuple(_plain(ip_address(text.partition("%")[0])) for text in addresses)
        if not found:
            raise FetchError(FetchFault.UNRESOLVABLE)
        if not all(self._may_reach(address) for address in found):
            raise FetchError(FetchFault.NOT_ALLOWED)
        return found

    def _may_reach(self, address: Address) -> bool:
        if address.is_loopback:
            return self.loopback
        if any(address in network for network in self.networks):
            return not (address.is_multicast or address.is_unspecified or address.is_link_local)
        outside = address not in _UNICAST[address.version] or any(address in one for one in _CARRIERS)
        return address.is_global and not (address.is_multicast or address.is_reserved or outside)


def rules_of(config: ServerConfig) -> FetchRules:
    """Return the rules that are set. Raises ConfigError."""
    try:
        networks = tuple(ip_network(text) for text in config.fetch_networks)
    except ValueError as error:
        raise ConfigError("fetch_networks must hold networks such as 10.20.0.0/16") from error
    return FetchRules(tuple(_entry(text) for text in config.fetch_hosts), networks, config.fetch_loopback)


def target_of(url: str) -> Target:
    """Return a URL taken apart. Raises FetchError: no http or https, no host, a name or password in it."""
    try:
        return target_from(httpx.URL(url if len(url) <= MAX_URL else ""))
    except (httpx.InvalidURL, ValueError):
        raise FetchError(FetchFault.BAD_URL) from None


def target_from(url: httpx.URL) -> Target:
    """Return a URL that was parsed already, as `target_of`. Raises FetchError."""
    host = url.raw_host.decode("ascii").lower().rstrip(".")
    if url.scheme not in _PORTS or not host or url.userinfo:
        raise FetchError(FetchFault.BAD_URL)
    port = _PORTS[url.scheme] if url.port is None else url.port
    if not 0 < port < 65536:
        raise FetchError(FetchFault.BAD_URL)
    return Target(url, host, port)


def _entry(text: str) -> Named:
    below = text.startswith("*.")
    try:
        url = httpx.URL(f"http://{text.removeprefix('*.')}")
        # The port of http itself is dropped when a URL is parsed.
        at_80 = text.endswith(":80")
    except (httpx.InvalidURL, ValueError) as error:
        raise ConfigError("fetch_hosts must hold host, host:port or *.domain") from error
    host = url.raw_host.decode("ascii").lower().rstrip(".")
    if not host or url.userinfo or url.raw_path != b"/" or url.fragment or "*" in host:
        raise ConfigError("fetch_hosts must hold host, host:port or *.domain")
    ports = {url.port} if url.port is not None else {80} if at_80 else set(_PORTS.values())
    return Named(host, below, frozenset(ports))


def _names(entry: Named, target: Target) -> bool:
    if target.port not in entry.ports:
        return False
    return target.host.endswith(f".{entry.host}") if entry.below else target.host == entry.host


def _plain(address: Address) -> Address:
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return mapped or address
