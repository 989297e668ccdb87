"""Resolve a site's hosts, and connect only to checked addresses.

A name is resolved once, each of its IP addresses is checked, and connections go to a checked address. So a name that
resolves differently a moment later (DNS rebinding) has no effect.
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Iterable

import httpcore

from ingestion.site_directory import SiteDirectory
from ingestion.sites import Site
from ingestion.urls import InvalidUrlError, Url, parse_url
from ingestion.wordpress.errors import AddressRefusedError, HostNotFoundError

#: Addresses of one host that are tried: each may take the whole time of a connection.
_MOST_ADDRESSES = 4

_NAT64 = ipaddress.ip_network("64:ff9b::/96")


def site_address(url: str) -> Url:
    """Parse the URL of a site.

    Raises:
        AddressRefusedError: It is not an http(s) URL, or it contains credentials; the message does not repeat them.
    """
    try:
        return parse_url(url)
    except InvalidUrlError as error:
        raise AddressRefusedError(str(error)) from error


def site_at(url: str, *, allow_private: bool = False) -> Site:
    """Make the settings of a site from its URL alone; its host becomes its name, without `www.`.

    Raises:
        AddressRefusedError: The URL is not one we fetch from.
    """
    address = site_address(url)
    name = SiteDirectory([]).site_of(url)
    if name is None:
        raise AddressRefusedError(
            f"{address.origin.host!r} cannot be the name of a site. Give an address such as https://www.example.org."
        )
    url = f"{address.origin}{address.path}"
    return Site.model_validate({"name": name, "url": url, "allow_private": allow_private})


def is_private(address: str) -> bool:
    """Tell whether an IP address is not public: private, loopback, link-local, reserved or multicast."""
    ip = ipaddress.ip_address(address.split("%", maxsplit=1)[0])
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF) if ip in _NAT64 else ip.ipv4_mapped or ip.sixtofour
        ip = inner or ip
    return not ip.is_global or ip.is_multicast


def is_loopback(address: str) -> bool:
    """Tell whether an IP address is a loopback address."""
    return ipaddress.ip_address(address.split("%", maxsplit=1)[0]).is_loopback


class Resolver:
    """Resolver that looks up each host once and refuses private addresses, unless allowed."""

    def __init__(self, *, allow_private: bool) -> None:
        self._allow_private = allow_private
        self._known: dict[str, tuple[str, ...]] = {}

    def addresses(self, host: str) -> tuple[str, ...]:
        """Return the checked addresses of a host, in the resolver's order.

        Raises:
            HostNotFoundError: It does not resolve.
            AddressRefusedError: One of its addresses is private, and the site does not allow that.
        """
        if host not in self._known:
            self._known[host] = self._resolve(host)
        return self._known[host]

    def _resolve(self, host: str) -> tuple[str, ...]:
        try:
            infos = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
        except (socket.gaierror, UnicodeError) as error:
            raise HostNotFoundError(
                f"The host {host} does not resolve. Check the spelling of the address, and that this machine has a "
                "working name server."
            ) from error
        found = tuple(dict.fromkeys(str(info[4][0]) for info in infos))
        refused = [address for address in found if is_private(address)]
        if refused and not self._allow_private:
            raise AddressRefusedError(
                f"{host} has the address {refused[0]}, which is private or on this machine. If that is meant, set "
                "allow_private = true for the site in sites.toml, or pass --allow-private."
            )
        return found


class CheckedBackend(httpcore.SyncBackend):
    """Network backend that connects to the checked addresses and never resolves a name again."""

    def __init__(self, resolver: Resolver) -> None:
        self._resolver = resolver

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        """Open a connection to the first checked address that accepts it."""
        failure: httpcore.ConnectError | httpcore.ConnectTimeout | None = None
        for address in self._resolver.addresses(host)[:_MOST_ADDRESSES]:
            try:
                return super().connect_tcp(address, port, timeout, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
        raise failure or httpcore.ConnectError(f"{host} has no address")
