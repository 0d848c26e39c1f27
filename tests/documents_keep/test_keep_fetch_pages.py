"""Pages from a server on this machine that means harm, is broken, or asks to be left alone."""

from __future__ import annotations

import gzip
import os
import shutil
import socket
import ssl
import subprocess
import time
import zlib

import pytest
from loopback import Loopback, answer

from firmground.documents.keep import Arrival, Came, Refusal, Vanished, collect_pages
from firmground.documents.keep.fetch import Guards, fetch_pages

NOW = "2024-03-10T08:00:00Z"
PAGE = b"<html><title>Strikes</title><p>At least 12 people were killed near Milltown, the spokesman said on Saturday.</p></html>"


@pytest.fixture
def serve():
    servers = []

    def start(routes, **more):
        servers.append(Loopback(routes, **more))
        return servers[-1]

    yield start
    for server in servers:
        server.close()


@pytest.fixture
def fetch():
    """Fetches paths of a server, whose port alone may be reached on this machine."""

    def run(server, *paths, host="gazette.example", numbers=("127.0.0.1",), scheme="http", **limits):
        guards = Guards(
            ports=frozenset({80, 443, server.port}),
            also_reach=frozenset({("127.0.0.1", server.port)}),
            resolve=limits.pop("resolve", lambda *_: numbers),
            **{"pause_seconds": 0.0, "most_seconds": 5.0, "idle_seconds": 1.0, **limits},
        )
        names = [path if "://" in path else f"{scheme}://{host}:{server.port}{path}" for path in paths]
        return list(fetch_pages(names, guards, now=lambda: NOW))

    return run


def why(offers):
    (refusal,) = offers
    assert isinstance(refusal, Refusal), refusal
    return refusal.why


def test_a_page_comes_unchanged_with_its_address_time_and_kind(serve, fetch):
    server = serve({"/news/a.html?x=1": answer(PAGE)})
    (arrival,) = fetch(server, "/news/a.html?x=1#top")
    url = f"http://gazette.example:{server.port}/news/a.html?x=1"
    assert arrival == Arrival(PAGE, "a.html", url, NOW, "text/html; charset=utf-8", url)


def test_the_question_says_who_asks_and_carries_nothing_else(serve, fetch):
    server = serve({"/": answer(PAGE, Set_Cookie="id=1"), "/b": answer(PAGE)})
    fetch(server, "/", "/b")
    head = server.asked[-1]
    assert f"Host: gazette.example:{server.port}\r\n" in head
    assert "User-Agent: firmground/" in head
    assert "Accept-Encoding: identity\r\n" in head
    for word in ("cookie", "referer", "authorization", "accept-language", "x-forwarded"):
        assert word not in head.lower()


def test_a_proxy_of_the_environment_is_not_asked(serve, fetch, monkeypatch):
    for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    assert isinstance(fetch(serve({"/": answer(PAGE)}), "/")[0], Arrival)


# Redirects


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_followed_and_noted(serve, fetch, status):
    server = serve({"/old": answer(status=f"{status} Moved", Location="new?a=%20"), "/new?a=%20": answer(PAGE)})
    (arrival,) = fetch(server, "/old")
    assert arrival.origin.endswith("/old")
    assert arrival.url.endswith("/new?a=%20")
    assert arrival.notes == (f"the address led to {arrival.url} ({NOW})",)


def test_five_redirects_are_followed_and_six_are_not(serve, fetch):
    routes = {f"/{number}": answer(status="302 Found", Location=f"/{number + 1}") for number in range(9)}
    server = serve({**routes, "/9": answer(PAGE), "/round": answer(status="302 Found", Location="/round")})
    assert isinstance(fetch(server, "/4")[0], Arrival)
    assert "more than 5 times" in why(fetch(server, "/3"))
    assert "more than 5 times" in why(fetch(server, "/round"))


@pytest.mark.parametrize(
    ("location", "told"),
    [
        ("http://127.0.0.1/", "127.0.0.1 is no public address"),
        ("http://169.254.169.254/latest/meta-data/", "169.254.169.254 is no public address"),
        ("http://[::1]/", "::1 is no public address"),
        ("http://[::ffff:127.0.0.1]/", "is no public address"),
        ("http://2130706433/", "hides a number"),
        ("http://0x7f.1/", "hides a number"),
        ("//localhost/", "leads to 127.0.0.1, which is no public address"),
        ("http://gazette.example:22/", "asks for port 22"),
        ("http://user:pw@gazette.example/", "holds a name or password"),
        ("file:///etc/passwd", "begins with https:// or http://"),
        ("javascript:alert(1)", "begins with https:// or http://"),
        ("http://gazette.example/\\@x", "backslashes"),
        ("http://[", "no address"),
        ("\xff\xfe", "no address|says 404"),
    ],
)
def test_a_redirect_to_what_may_not_be_asked_is_refused(serve, fetch, location, told):
    server = serve({"/": answer(status="302 Found", Location=location)})
    if "says 404" in told:
        assert isinstance(fetch(server, "/")[0], Refusal | Vanished)
        return
    literal = {"127.0.0.1", "169.254.169.254", "::1", "::ffff:7f00:1"}
    found = fetch(server, "/", resolve=lambda host, _: [host] if host in literal else ["127.0.0.1"])
    assert told in why(found)
    assert server.paths == ["/robots.txt", "/"]


def test_a_redirect_to_another_port_of_this_machine_is_refused_though_the_first_is_open_to_the_test(serve, fetch):
    inner = serve({"/": answer(b"secret")})
    server = serve({"/": answer(status="302 Found", Location=f"http://gazette.example:{inner.port}/")})
    told = why(fetch(server, "/"))
    assert f"asks for port {inner.port}" in told
    assert inner.asked == []


def test_a_redirect_without_a_place_is_refused(serve, fetch):
    assert "does not say where to" in why(fetch(serve({"/": answer(status="302 Found")}), "/"))


def test_a_page_that_leads_to_one_that_is_gone_is_gone(serve, fetch):
    server = serve({"/": answer(status="301 Moved", Location="/gone"), "/gone": answer(status="410 Gone")})
    (gone,) = fetch(server, "/")
    assert gone == Vanished(f"http://gazette.example:{server.port}/", 410, NOW)


# Names that are resolved to something else the second time


def test_the_connection_goes_to_the_number_that_was_checked(serve, fetch):
    server = serve({"/": answer(PAGE)})
    asked = []

    def rebind(host, port):
        asked.append(host)
        return ["127.0.0.1"] if len(asked) <= 2 else ["10.0.0.1"]

    assert isinstance(fetch(server, "/", resolve=rebind)[0], Arrival)
    assert len(asked) == 2  # once for the page, once for robots.txt: never again for the connection
    assert "10.0.0.1, which is no public address" in why(fetch(server, "/", resolve=rebind))


# Answers without measure


def drip(line, first, rest, times, seconds=0.05):
    line.sendall(first)
    for _ in range(times):
        line.sendall(rest)
        time.sleep(seconds)


@pytest.mark.parametrize(
    ("first", "rest"),
    [
        (b"", b"H"),
        (b"HTTP/1.1 200 OK\r\n", b"X-Header: x\r\n"),
        (b"", b"HTTP/1.1 103 Early Hints\r\n\r\n"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n", b"x"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n"),
    ],
    ids=["status", "headers", "interim answers", "body", "chunks"],
)
def test_a_slow_drip_ends_with_the_time_of_the_page(serve, fetch, first, rest):
    server = serve({"/": lambda line: drip(line, first, rest, 400)})
    began = time.monotonic()
    told = why(fetch(server, "/", most_seconds=0.5))
    assert "took longer than 0.5 seconds" in told or "without an answer" in told or "no HTTP" in told
    assert time.monotonic() - began < 4


def test_silence_ends_with_the_time_without_a_byte(serve, fetch):
    server = serve({"/": lambda _: server.ended.wait(5)})
    assert "said nothing for 0.3 seconds" in why(fetch(server, "/", idle_seconds=0.3))


def flood(head, chunk):
    def send(line):
        line.sendall(head)
        while True:
            line.sendall(chunk)

    return send


@pytest.mark.parametrize(
    ("head", "chunk"),
    [
        (b"HTTP/1.1 200 OK\r\n\r\n", b"x" * 65536),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"10000\r\n" + b"x" * 65536 + b"\r\n"),
        (b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n" + gzip.compress(b"")[:10], b"\0" * 65536),
    ],
    ids=["without an end", "in chunks", "packed nonsense"],
)
def test_an_endless_body_ends_at_the_limit(serve, fetch, head, chunk):
    told = why(fetch(serve({"/": flood(head, chunk)}), "/", most_bytes=2**20))
    assert "larger than 1 MB" in told or "packing is damaged" in told


def test_endless_headers_end_at_the_limit(serve, fetch):
    server = serve({"/": flood(b"HTTP/1.1 200 OK\r\n", b"X: " + b"x" * 1000 + b"\r\n")})
    assert "no HTTP" in why(fetch(server, "/"))


def test_a_size_beyond_the_limit_is_refused_before_a_byte_of_it_is_read(serve, fetch):
    server = serve({"/": answer(b"", Content_Length=str(10**12))})
    assert "larger than 32 MB" in why(fetch(server, "/"))


def bomb(times):
    packer = zlib.compressobj(9, wbits=31)
    return b"".join([*(packer.compress(b"\0" * 2**20) for _ in range(times)), packer.flush()])


def test_a_gzip_bomb_is_not_unpacked_beyond_the_limit(serve, fetch):
    packed = bomb(100)
    assert len(packed) < 200_000
    server = serve(
        {
            "/": answer(packed, Content_Encoding="gzip"),
            "/twice": answer(gzip.compress(packed), Content_Encoding="gzip, gzip"),
        }
    )
    assert "larger than 1 MB" in why(fetch(server, "/", most_bytes=2**20))
    assert "packed in a way that is not read here" in why(fetch(server, "/twice"))


def test_a_packed_page_is_unpacked_and_a_damaged_one_is_refused(serve, fetch):
    packed = gzip.compress(PAGE)
    server = serve(
        {
            "/gzip": answer(packed, Content_Encoding="gzip"),
            "/deflate": answer(zlib.compress(PAGE), Content_Encoding="deflate"),
            "/members": answer(gzip.compress(PAGE[:20]) + gzip.compress(PAGE[20:]), Content_Encoding="x-gzip"),
            "/cut": answer(packed[:-12], Content_Encoding="gzip"),
            "/damaged": answer(b"no gzip at all", Content_Encoding="gzip"),
            "/br": answer(b"x", Content_Encoding="br"),
        }
    )
    assert [one.content for one in fetch(server, "/gzip", "/deflate", "/members")] == [PAGE] * 3
    assert "cut short" in why(fetch(server, "/cut"))
    assert "damaged" in why(fetch(server, "/damaged"))
    assert "'br'" in why(fetch(server, "/br"))


@pytest.mark.parametrize(
    "told",
    [
        b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\nshort",
        b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nshort",
        b"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\nshort",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nshort\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nshort\r\n",
        b"SSH-2.0-OpenSSH_9.6\r\n",
        b"HTTP/1.1 200 OK\r\nBad Header\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nX: a\r\n\tfolded\r\n b\0c: d\r\n\r\n",
        b"",
        b"\xff" * 100_000,
    ],
)
def test_an_answer_that_breaks_http_is_refused(serve, fetch, told):
    message = why(fetch(serve({"/": told}), "/"))
    assert "not whole, or no HTTP" in message or "hung up" in message or "cannot be reached" in message


def test_more_bytes_than_were_promised_are_not_taken(serve, fetch):
    assert fetch(serve({"/": answer(b"<p>short</p>more", Content_Length="12")}), "/")[0].content == b"<p>short</p>"


@pytest.mark.parametrize(
    ("status", "told"),
    [
        ("403 Forbidden", "save the page from your browser"),
        ("500 Oops", "try again later"),
        ("204 No Content", "look at it in a browser"),
    ],
)
def test_other_answers_are_told_with_what_to_do(serve, fetch, status, told):
    server = serve({"/": answer(status=status, Content_Length=None if status.startswith("204") else "0")})
    message = why(fetch(server, "/"))
    assert status[:3] in message
    assert told in message


def test_an_empty_page_is_refused(serve, fetch):
    assert "an empty page" in why(fetch(serve({"/": answer(b"")}), "/"))


def test_where_nobody_answers_it_is_said_so(fetch, serve):
    server = serve({})
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server.port = listener.getsockname()[1]
    assert "cannot be reached: Connection refused" in why(fetch(server, "/"))


# robots.txt


@pytest.mark.parametrize(
    ("robots", "path", "allowed"),
    [
        (answer(b"User-agent: *\nDisallow: /private\n"), "/private/a", False),
        (answer(b"User-agent: *\nDisallow: /private\n"), "/public", True),
        (answer(b"User-agent: firmground\nDisallow: /\n\nUser-agent: *\nAllow: /\n"), "/public", False),
        (answer(b"User-agent: firmground\nAllow: /\n\nUser-agent: *\nDisallow: /\n"), "/public", True),
        (answer(b"User-agent: *\nDisallow: /*?print=\nAllow: /\n"), "/public?print=1", False),
        (answer(b"User-agent: *\nDisallow: /\nAllow: /public$\n"), "/public", True),
        (answer(b"\xef\xbb\xbfUser-agent: *\r\nDisallow: /\r\n"), "/public", False),
        (answer(b"<html>no robots here</html>"), "/public", True),
        (answer(b"\xff\0\xfe" * 1000), "/public", True),
        (answer(status="404 Not Found"), "/public", True),
        (answer(status="403 Forbidden"), "/public", True),
        (answer(status="429 Slow down"), "/public", False),
        (answer(status="500 Oops"), "/public", False),
        (b"", "/public", False),
        (answer(status="302 Found", Location="http://127.0.0.1:1/"), "/public", False),
    ],
)
def test_what_a_site_asks_of_programs_is_respected(serve, fetch, robots, path, allowed):
    server = serve({"/robots.txt": robots, path: answer(PAGE)})
    (offer,) = fetch(server, path)
    assert isinstance(offer, Arrival) is allowed
    assert (path in server.paths) is allowed
    if not allowed:
        assert "save the page from your browser, and collect the file with --origin" in offer.why


def test_robots_are_asked_for_once_a_site_and_for_every_site_on_the_way(serve, fetch):
    server = serve(
        {
            "/robots.txt": answer(b"User-agent: *\nDisallow: /no\n"),
            "/": answer(status="302 Found", Location="/no"),
            "/yes": answer(PAGE),
        }
    )
    offers = fetch(server, "/", "/yes")
    assert isinstance(offers[0], Refusal)
    assert isinstance(offers[1], Arrival)
    assert server.paths == ["/robots.txt", "/", "/yes"]


def test_of_a_long_robots_txt_only_the_beginning_is_read(serve, fetch):
    rules = b"User-agent: *\nDisallow: /first\n" + b"# filler\n" * 200_000 + b"Disallow: /last\n"
    server = serve({"/robots.txt": answer(rules), "/first": answer(PAGE), "/last": answer(PAGE)})
    assert [type(one) for one in fetch(server, "/first", "/last")] == [Refusal, Arrival]


@pytest.mark.parametrize(
    "wish",
    [
        "Disallow: /" + "*a" * 5000 + "*b",
        "Disallow: /" + "$" * 5000,
        "Crawl-delay: 1e999",
        "Crawl-delay: nan",
        "Crawl-delay: -5",
    ],
)
def test_hostile_wishes_cost_little(serve, fetch, wish):
    server = serve({"/robots.txt": answer(f"User-agent: *\n{wish}\n".encode()), "/" + "a" * 2000: answer(PAGE)})
    assert isinstance(fetch(server, "/" + "a" * 2000)[0], Arrival)


def test_between_two_pages_of_a_site_it_waits_as_long_as_the_site_wishes(serve, fetch, monkeypatch):
    waited = []
    monkeypatch.setattr("firmground.documents.keep.fetch.robots.time.sleep", waited.append)
    server = serve({"/robots.txt": answer(b"User-agent: *\nCrawl-delay: 7\n"), "/a": answer(PAGE), "/b": answer(PAGE)})
    fetch(server, "/a", "/b", pause_seconds=1.0)
    assert [round(seconds) for seconds in waited] == [7]


# TLS


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """A certificate that nobody has vouched for, for gazette.example."""
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("needs openssl to make a certificate")
    folder = tmp_path_factory.mktemp("tls")
    files = [folder / "key.pem", folder / "cert.pem"]
    words = [
        "req",
        "-x509",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:prime256v1",
        "-nodes",
        "-days",
        "2",
        "-subj",
        "/CN=gazette.example",
    ]
    names = ["-addext", "subjectAltName=DNS:gazette.example", "-keyout", str(files[0]), "-out", str(files[1])]
    done = subprocess.run(
        [openssl, *words, *names], capture_output=True, check=False, env={**os.environ, "OPENSSL_CONF": os.devnull}
    )
    if done.returncode:
        pytest.skip("this openssl makes no such certificate")
    return files


@pytest.fixture
def secure(serve, certificate):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate[1], certificate[0])
    return serve(
        {"/": answer(PAGE), "/plain": answer(status="302 Found", Location="http://gazette.example/")},
        wrap=lambda line: context.wrap_socket(line, server_side=True),
    )


def test_a_certificate_that_nobody_vouches_for_is_refused(secure, fetch):
    assert "cannot prove who it is" in why(fetch(secure, "/", scheme="https"))
    assert secure.asked == []


def test_a_certificate_must_be_for_the_name_of_the_host(secure, fetch, certificate):
    def trust():
        return ssl.create_default_context(cafile=str(certificate[1]))

    assert isinstance(fetch(secure, "/", scheme="https", trust=trust)[0], Arrival)
    assert "cannot prove who it is" in why(fetch(secure, "/", scheme="https", host="other.example", trust=trust))
    assert "without encryption" in why(fetch(secure, "/plain", scheme="https", trust=trust))


def test_a_server_without_tls_is_told(serve, fetch):
    told = why(fetch(serve({"/": answer(PAGE)}), "/", scheme="https", idle_seconds=0.3))
    assert "cannot be reached" in told or "said nothing" in told


# From the address to the case


def test_a_page_that_changes_goes_and_comes_back_is_told_at_each_step(case, serve, fetch, documents):
    server = serve({"/a": answer(PAGE)})

    def collect():
        (outcome,) = collect_pages(case, fetch(server, "/a"), who="a tester")
        return outcome

    first = collect()
    assert (first.came, collect().came) == (Came.NEW, Came.SAME_BYTES)
    server.routes["/a"] = answer(PAGE.replace(b"At least 12", b"14"))
    changed = collect()
    assert (changed.came, changed.document.replaces, changed.difference.words_removed) == (
        Came.VERSION,
        first.document.id,
        3,
    )
    server.routes["/a"] = answer(status="404 Not Found")
    assert (collect().came, collect().came) == (Came.VANISHED, Came.VANISHED)
    server.routes["/a"] = answer(PAGE.replace(b"At least 12", b"14"))
    assert collect().came is Came.SAME_BYTES
    server.routes["/a"] = answer(PAGE)
    assert collect().came is Came.VERSION
    notes = [one.note for one in documents().values()]
    assert [("gone" in note, "there again" in note) for note in notes] == [(False, False), (True, True), (False, False)]
