"""Which addresses may be asked: of the web, and public.

An address is taken apart once, and what is asked is put together from these parts, so that no two readers of it can
understand it differently. Numbers in disguise (decimal, octal, hexadecimal, short) are refused, not decoded.
"""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

import idna

from firmground.documents.keep.fetch.guards import FetchError, within

if TYPE_CHECKING:
    from firmground.documents.keep.fetch.guards import Deadline, Guards

_PORTS = {"http": 80, "https": 443}
_MOST_LETTERS = 4096
_UNSAFE = re.compile(r"[\x00-\x20\x7f\\]")
_HOST = re.compile(r"(?=.{1,253}$)[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})*\.?")
_NUMBER = re.compile(r"(?:0x[0-9a-f]*|[0-9]+)")
_KEPT = "/%:@!$&'()*+,;=~-._"

# IANA's registries of special purpose addresses (iana-ipv4-special-registry and iana-ipv6-special-registry, 2025), and
# what clouds keep for themselves. Of IPv6 only 2000::/3 is given out at all: all else is refused with it, such as
# ::1, ::ffff:10.0.0.1 (IPv4 inside), 64:ff9b::/96 (NAT64), fc00::/7 (private), fe80::/10 (link-local), ff00::/8.
_NOT_PUBLIC_4 = tuple(
    ipaddress.IPv4Network(text)
    for text in (
        "0.0.0.0/8",  # this network
        "10.0.0.0/8",  # private
        "100.64.0.0/10",  # shared by a provider's customers (CGNAT); 100.100.100.200 is metadata at Alibaba
        "127.0.0.0/8",  # loopback
        "169.254.0.0/16",  # link-local; 169.254.169.254 is metadata at most clouds
        "172.16.0.0/12",  # private
        "192.0.0.0/24",  # protocols; 192.0.0.192 is metadata at Oracle
        "192.0.2.0/24",  # documentation
        "192.31.196.0/24",  # AS112
        "192.52.193.0/24",  # AMT
        "192.88.99.0/24",  # 6to4 relays
        "192.168.0.0/16",  # private
        "192.175.48.0/24",  # AS112
        "198.18.0.0/15",  # benchmarks
        "198.51.100.0/24",  # documentation
        "203.0.113.0/24",  # documentation
        "168.63.129.16/32",  # the host of a machine at Azure, under a public number
        "224.0.0.0/4",  # multicast
        "240.0.0.0/4",  # reserved, and broadcast
    )
)
_ASSIGNED_6 = ipaddress.IPv6Network("2000::/3")
_NOT_PUBLIC_6 = tuple(
    ipaddress.IPv6Network(text)
    for text in (
        "2001::/23",  # protocols: Teredo (an IPv4 address inside), ORCHID, benchmarks
        "2001:db8::/32",  # documentation
        "2002::/16",  # 6to4: an IPv4 address inside
        "2620:4f:8000::/48",  # AS112
        "3fff::/20",  # documentation
    )
)
_ISATAP = (0x00005EFE, 0x02005EFE)  # the last 64 bits begin so where an IPv4 address is inside (RFC 5214)


@dataclass(frozen=True, slots=True)
class Address:
    """An address of the web, taken apart. `host`: in ASCII, without brackets; `target`: path and query, quoted."""

    scheme: str
    host: str
    port: int
    target: str

    @property
    def site(self) -> str:
        """Scheme, host and port: what robots.txt speaks for."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.scheme}://{host}" + ("" if self.port == _PORTS[self.scheme] else f":{self.port}")

    @property
    def header(self) -> str:
        """As the header Host has it."""
        return self.site.partition("://")[2]

    def __str__(self) -> str:
        return self.site + self.target


def read_address(text: str, guards: Guards) -> Address:
    """Takes an address apart. Raises FetchError for one that may not be asked, whatever it resolves to."""
    text = text.strip()
    if len(text) > _MOST_LETTERS:
        raise FetchError(f"the address is longer than {_MOST_LETTERS:,} letters")
    if _UNSAFE.search(text):
        raise FetchError("the address holds spaces, control characters or backslashes: copy it again from the browser")
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError as fault:
        raise FetchError(f"this is no address of the web: {fault}") from None
    scheme = parts.scheme.lower()
    if scheme not in _PORTS:
        raise FetchError("an address of the web begins with https:// or http://")
    if "@" in parts.netloc:
        raise FetchError("the address holds a name or password: a page that needs one is saved from the browser")
    port = _PORTS[scheme] if port is None else port
    if port not in guards.ports:
        raise FetchError(f"the address asks for port {port}: only 80 and 443 are asked, unless you say --port {port}")
    host = _literal(parts.hostname or "") if "[" in parts.netloc else _plain_host(parts.hostname or "")
    target = quote(parts.path or "/", safe=_KEPT) + (
        f"?{quote(parts.query, safe=_KEPT + '?[]')}" if parts.query else ""
    )
    return Address(scheme, host, port, target)


def find_public(address: Address, guards: Guards, deadline: Deadline) -> list[str]:
    """The numbers of a host. Raises FetchError if one of them is not public: then none of them is asked."""
    try:
        found = list(within(deadline, lambda: guards.resolve(address.host, address.port)))
    except (OSError, UnicodeError) as fault:
        why = getattr(fault, "strerror", None) or "it has no such name"
        raise FetchError(f"{address.host} was not found: {why}") from None
    if not found:
        raise FetchError(f"{address.host} was not found")
    for number in found:
        if not is_public(number) and (number, address.port) not in guards.also_reach:
            what = f"{number} is" if number == address.host else f"{address.host} leads to {number}, which is"
            raise FetchError(f"{what} no public address: nothing was asked of it")
    return found


def is_public(number: str) -> bool:
    """Does this number lead to a computer of the public internet, and to nothing inside it or beside it?"""
    try:
        found = ipaddress.ip_address(number)
    except ValueError:
        return False
    if isinstance(found, ipaddress.IPv4Address):
        return not any(found in network for network in _NOT_PUBLIC_4)
    if found.scope_id is not None or found not in _ASSIGNED_6 or any(found in network for network in _NOT_PUBLIC_6):
        return False
    return (int(found) >> 32) & 0xFFFFFFFF not in _ISATAP


def _literal(host: str) -> str:
    try:
        found = ipaddress.IPv6Address(host)
    except ValueError:
        raise FetchError("the address holds brackets around what is no number of a computer") from None
    if found.scope_id is not None:
        raise FetchError("the address names a network card of this computer")
    return found.compressed


def _plain_host(host: str) -> str:
    """The host in ASCII and small letters, a name or a plain dotted number."""
    if not host.isascii():
        try:
            host = idna.encode(host, uts46=True).decode("ascii")
        except idna.IDNAError:
            raise FetchError("the address names no host that can be: copy it again from the browser") from None
    host = host.lower()
    if not _HOST.fullmatch(host):
        raise FetchError("the address names no host that can be: copy it again from the browser")
    if _NUMBER.fullmatch(host.rstrip(".").rpartition(".")[2]):
        try:
            return str(ipaddress.IPv4Address(host))
        except ValueError:
            raise FetchError("the address hides a number of a computer: write the name of the site") from None
    return host
