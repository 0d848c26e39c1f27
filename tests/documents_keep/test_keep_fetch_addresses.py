"""Which addresses may be asked: of the web, public, without disguise."""

from __future__ import annotations

import ipaddress
import socket

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firmground.documents.keep.fetch import FetchError, Guards
from firmground.documents.keep.fetch.addresses import find_public, is_public, read_address
from firmground.documents.keep.fetch.guards import Deadline

GUARDS = Guards()

INTERNAL = [
    "0.0.0.0",  # noqa: S104 - nobody listens there: it is refused
    "0.1.2.3",
    "10.0.0.1",
    "10.255.255.255",
    "100.64.0.1",
    "100.100.100.200",
    "100.127.255.255",
    "127.0.0.1",
    "127.255.255.254",
    "169.254.169.254",
    "169.254.0.1",
    "172.16.0.1",
    "172.31.255.255",
    "192.0.0.192",
    "192.0.0.8",
    "192.0.2.1",
    "192.88.99.1",
    "192.168.0.1",
    "192.168.255.255",
    "198.18.0.1",
    "198.19.255.255",
    "198.51.100.1",
    "203.0.113.1",
    "224.0.0.1",
    "239.255.255.255",
    "240.0.0.1",
    "255.255.255.255",
    "168.63.129.16",
    "::",
    "::1",
    "::ffff:127.0.0.1",
    "::ffff:8.8.8.8",
    "::ffff:a9fe:a9fe",
    "::127.0.0.1",
    "::ffff:0:127.0.0.1",
    "64:ff9b::7f00:1",
    "64:ff9b::808:808",
    "64:ff9b:1::7f00:1",
    "100::1",
    "2001::1",
    "2001:0:4136:e378:8000:63bf:3fff:fdd2",
    "2001:10::1",
    "2001:20::1",
    "2001:db8::1",
    "2002:7f00:1::",
    "2002:808:808::1",
    "3fff::1",
    "5f00::1",
    "fc00::1",
    "fd00:ec2::254",
    "fd12:3456::1",
    "fe80::1",
    "fe80::1%lo",
    "fec0::1",
    "ff02::1",
    "ff0e::1",
    "4000::1",
    "2606:4700::5efe:10.0.0.1",
    "2606:4700::200:5efe:10.0.0.1",
    "2620:4f:8000::1",
    "localhost",
    "example.org",
    "1",
    "0x7f.1",
    "127.1",
]
PUBLIC = [
    "8.8.8.8",
    "1.1.1.1",
    "9.255.255.255",
    "11.0.0.0",
    "100.63.255.255",
    "100.128.0.0",
    "126.255.255.255",
    "128.0.0.0",
    "169.253.255.255",
    "169.255.0.0",
    "172.15.255.255",
    "172.32.0.0",
    "192.0.1.0",
    "192.167.255.255",
    "192.169.0.0",
    "198.17.255.255",
    "198.20.0.0",
    "223.255.255.255",
    "168.63.129.15",
    "2606:4700::1111",
    "2a00:1450:4001:82b::200e",
    "2001:200::1",
    "2001:4860:4860::8888",
    "2620:fe::fe",
    "2003::1",
    "3ffe:ffff::1",
]


@pytest.mark.parametrize("number", INTERNAL)
def test_a_number_inside_or_beside_the_internet_is_not_public(number):
    assert not is_public(number)


@pytest.mark.parametrize("number", PUBLIC)
def test_a_number_of_the_internet_is_public(number):
    assert is_public(number)


@given(st.ip_addresses())
def test_whatever_the_standard_library_calls_not_global_is_not_public(number):
    if number.is_multicast or number.is_private or number.is_reserved or number.is_loopback or number.is_link_local:
        assert not is_public(str(number))
    if is_public(str(number)):
        assert number.is_global


@pytest.mark.parametrize("host", [
    "2130706433", "017700000001", "0x7f000001", "0x7f.0.0.1", "0177.0.0.1", "127.1", "127.0.1", "1.2.3.4.5", "1.2.3.04", "256.0.0.1",
    "0x", "127.0.0.0x1", "1.2.3.4.", "example.0x7f", "127。0。0。01", "２１３０７０６４３３",
])  # fmt: skip
def test_a_number_in_disguise_is_refused_and_not_decoded(host):
    with pytest.raises(FetchError, match=r"hides a number|no host that can be"):
        read_address(f"http://{host}/", GUARDS)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("ftp://example.org/", "begins with https:// or http://"),
        ("file:///etc/passwd", "begins with https:// or http://"),
        ("gopher://example.org/", "begins with https:// or http://"),
        ("data:text/html,x", "begins with https:// or http://"),
        ("example.org", "begins with https:// or http://"),
        ("", "begins with https:// or http://"),
        ("http://user:secret@example.org/", "holds a name or password"),
        ("http://example.org@127.0.0.1/", "holds a name or password"),
        ("http://@example.org/", "holds a name or password"),
        ("http://example.org:22/", "asks for port 22: only 80 and 443 are asked, unless you say --port 22"),
        ("http://example.org:0/", "asks for port 0"),
        ("http://example.org:99999/", "no address of the web"),
        ("http://example.org:x/", "no address of the web"),
        ("http:///path", "no host that can be"),
        ("http://exa mple.org/", "holds spaces"),
        ("http://example.org/a\nb", "control characters"),
        ("http://example.org\\@127.0.0.1/", "backslashes"),
        ("http://example.org\t.evil/", "control characters"),
        ("http://[::1", "no address of the web"),
        ("http://[fe80::1%25lo]/", "brackets around what is no number|network card"),
        ("http://[fe80::1%lo]/", "brackets around what is no number|network card"),
        ("http://[v1.x]/", "no address of the web|brackets"),
        ("http://-.-..x/", "no host that can be"),
        ("http://" + "a" * 64 + ".org/", "no host that can be"),
        ("http://" + "a." * 200 + "org/", "no host that can be"),
        ("http://xn--\u00fc.org/", "no host that can be"),
        ("http://example.org/" + "a" * 5000, "longer than"),
        ("http://exa%6dple.org/", "no host that can be"),
    ],
)
def test_what_is_no_address_of_the_web_is_refused_before_anything_is_resolved(text, why):
    with pytest.raises(FetchError, match=why):
        read_address(text, GUARDS)


@pytest.mark.parametrize(
    ("text", "again"),
    [
        (" https://Example.ORG ", "https://example.org/"),
        ("https://example.org:443/a?b=c#d", "https://example.org/a?b=c"),
        ("http://example.org:443/", "http://example.org:443/"),
        ("https://bücher.example/ü?ä=ö", "https://xn--bcher-kva.example/%C3%BC?%C3%A4=%C3%B6"),
        ("https://example.org/a%20b/%E4", "https://example.org/a%20b/%E4"),
        ('https://example.org/<>"{}|^`', "https://example.org/%3C%3E%22%7B%7D%7C%5E%60"),
        ("http://8.8.8.8/", "http://8.8.8.8/"),
        ("http://[2606:4700:0::1111]:80/", "http://[2606:4700::1111]/"),
        ("https://مثال.إختبار/", "https://xn--mgbh0fb.xn--kgbechtv/"),
    ],
)
def test_an_address_is_taken_apart_once_and_put_together_from_its_parts(text, again):
    address = read_address(text, GUARDS)
    assert str(address) == again
    assert read_address(again, GUARDS) == address


@given(st.text(max_size=40))
def test_no_text_makes_it_stumble(text):
    for address in (text, f"http://{text}/", f"http://example.org/{text}"):
        try:
            told = read_address(address, GUARDS)
        except FetchError:
            continue
        assert str(told).isascii()
        assert "\n" not in str(told)
        assert told.port in GUARDS.ports


def resolved(*numbers, **more):
    guards = Guards(resolve=lambda *_: list(numbers), **more)
    return find_public(read_address("http://gazette.example/", guards), guards, Deadline(5, 5))


def test_one_number_that_is_not_public_among_others_refuses_the_host():
    assert resolved("8.8.8.8", "2606:4700::1") == ["8.8.8.8", "2606:4700::1"]
    for numbers in (["8.8.8.8", "10.0.0.1"], ["::1", "8.8.8.8"], ["fe80::1%2"]):
        with pytest.raises(FetchError, match="is no public address: nothing was asked of it"):
            resolved(*numbers)
    with pytest.raises(FetchError, match="was not found"):
        resolved()


def test_a_test_may_reach_one_number_at_one_port_and_nothing_beside_it():
    assert resolved("127.0.0.1", also_reach=frozenset({("127.0.0.1", 80)})) == ["127.0.0.1"]
    for number, port in (("127.0.0.1", 81), ("127.0.0.2", 80)):
        with pytest.raises(FetchError):
            resolved("127.0.0.1", also_reach=frozenset({(number, port)}))


def test_a_host_that_is_not_found_or_not_in_time_is_said_so():
    def fail(*_):
        raise socket.gaierror(-2, "Name or service not known")

    import threading  # noqa: PLC0415 - here alone

    for resolve, why in (
        (fail, "was not found: Name or service not known"),
        (lambda *_: threading.Event().wait(3), "not resolved in time"),
    ):
        guards = Guards(resolve=resolve)
        with pytest.raises(FetchError, match=why):
            find_public(read_address("http://gazette.example/", guards), guards, Deadline(0.2, 0.2))


def test_letters_that_only_look_like_a_number_are_the_number():
    address = read_address("http://①②⑦.⓪.⓪.①/", GUARDS)
    assert address.host == "127.0.0.1"
    with pytest.raises(FetchError, match=r"127\.0\.0\.1 is no public address"):
        find_public(address, GUARDS, Deadline(5, 5))


def test_names_of_this_computer_resolve_to_what_is_refused():
    for host in ("localhost", "localhost."):
        with pytest.raises(FetchError, match=r"no public address|was not found"):
            find_public(read_address(f"http://{host}/", GUARDS), GUARDS, Deadline(5, 5))


def test_the_tables_are_written_in_order_of_the_registries():
    from firmground.documents.keep.fetch import addresses  # noqa: PLC0415 - here alone

    assert all(network.subnet_of(ipaddress.ip_network("2000::/3")) for network in addresses._NOT_PUBLIC_6)
