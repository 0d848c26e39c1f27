"""Every shape of request against every address of the app: each bad one is refused, each good one is served.

Over a real socket, written byte by byte, because libraries do not let one send half of these. The addresses come from
the app itself, so a page that is added is tried without a word here.
"""

from __future__ import annotations

import hashlib
import re
import shutil
import socket
from contextlib import suppress
from dataclasses import dataclass

import pytest

import firmground as fg
from firmground.web.app import collect_routes, make_app
from firmground.web.pages import MODULES
from firmground.web.routes import FORM, JSON, MOST_BYTES, FormRoute, JsonRoute, PageRoute
from firmground.web.serve import Background

PLAIN = {
    "/",
    "/state",
    "/claims",
    "/map",
    "/events",
    "/problems",
    "/search",
    "/sources",
    "/actors",
    "/places",
    "/review",
    "/documents",
    "/records",
}
CONVERTED = {
    "int": "0",
    "str": "x",
    "path": "x",
    "text": "x",
    "float": "0",
    "uuid": "00000000-0000-0000-0000-000000000000",
}
NEVER = {"Access-Control-Allow-Origin", "Server"}
ALWAYS = {
    "content-security-policy", "x-content-type-options", "referrer-policy", "cross-origin-opener-policy",
    "cross-origin-resource-policy", "x-frame-options", "cache-control",
}  # fmt: skip


def every_route():
    from importlib import import_module  # noqa: PLC0415 - collected once

    modules = [import_module(f"firmground.web.pages.{name}") for name in MODULES]
    return list(collect_routes(modules))


ROUTES = every_route()
CHANGES = [route for route in ROUTES if isinstance(route, FormRoute | JsonRoute)]
PAGES = [route for route in ROUTES if isinstance(route, PageRoute)]


def by_path(route):
    return f"{route.method} {route.path}"


def sample(route):
    """An address that the route answers, if only to say that it has no such thing."""
    path = route.path
    for name, convertor in route.param_convertors.items():
        kind = (
            type(convertor)
            .__name__.removesuffix("Convertor")
            .lower()
            .replace("integer", "int")
            .replace("string", "str")
        )
        for written in (f"{{{name}:{kind}}}", f"{{{name}}}"):
            path = path.replace(written, CONVERTED[kind])
    assert "{" not in path
    return path


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    folder = tmp_path_factory.mktemp("matrix") / "case"
    shutil.copytree(fg.example_folder("syria-2015"), folder)
    background = Background(folder)
    assert background.desk.wait(120)
    before = background.desk.snapshot.number, fingerprint(folder)
    yield background
    after = background.desk.snapshot.number, fingerprint(folder)
    background.stop()
    assert before[1] == after[1], "a request of the matrix changed a file"


def fingerprint(folder):
    files = sorted(path for path in folder.rglob("*") if path.is_file() and ".firmground" not in path.parts)
    return [(path.name, hashlib.sha256(path.read_bytes()).hexdigest()) for path in files]


@dataclass
class Answer:
    status: int
    headers: dict[str, str]
    body: str


def ask(served, request, *, family=socket.AF_INET):
    """Sends bytes as they are and reads one whole answer; a connection that is kept open is not waited for."""
    address = ("127.0.0.1" if family == socket.AF_INET else "::1", served.port)
    with socket.socket(family, socket.SOCK_STREAM) as wire:
        wire.settimeout(30)
        wire.connect(address)
        parts = []
        # What is refused is answered before all of it was read, and the rest then meets a closed door.
        with suppress(BrokenPipeError, ConnectionResetError):
            wire.sendall(request)
        with suppress(ConnectionResetError):
            while not whole(b"".join(parts), head_only=request.startswith(b"HEAD ")) and (part := wire.recv(65536)):
                parts.append(part)
    head, _, body = b"".join(parts).partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    return Answer(int(first.split()[1]), headers, body.decode("utf-8", "replace"))


def whole(answer, *, head_only):
    """Is an answer complete that says how long it is?"""
    head, end, body = answer.partition(b"\r\n\r\n")
    length = re.search(rb"\r\ncontent-length: *(\d+)", head, flags=re.IGNORECASE)
    return bool(end and length) and (head_only or len(body) >= int(length[1]))


class Shape:
    """A request being written: method, address, header lines, body."""

    def __init__(self, served, route):
        self.port = served.port
        self.version = "1.1"
        self.method = route.method
        self.target = sample(route)
        self.lines = [("Host", f"127.0.0.1:{self.port}"), ("Connection", "close")]
        self.body = b""
        if isinstance(route, FormRoute):
            self.lines += [("Content-Type", FORM), ("X-Firmground-Token", served.app.state.token)]
        if isinstance(route, JsonRoute):
            self.lines += [("Content-Type", JSON), ("X-Firmground-Token", served.app.state.token)]
            self.body = b"{}"

    def set(self, name, *values):
        self.lines = [line for line in self.lines if line[0].lower() != name.lower()]
        self.lines += [(name, value) for value in values]

    def bytes(self):
        lines = list(self.lines)
        if self.method == "POST" and not any(
            name.lower() in {"content-length", "transfer-encoding"} for name, _ in lines
        ):
            lines.append(("Content-Length", str(len(self.body))))
        head = "".join(f"{name}: {value}\r\n" for name, value in lines)
        return f"{self.method} {self.target} HTTP/{self.version}\r\n{head}\r\n".encode() + self.body


def host(*values):
    return lambda shape: shape.set("Host", *(value.replace("PORT", str(shape.port)) for value in values))


def header(name, *values):
    return lambda shape: shape.set(name, *(value.replace("PORT", str(shape.port)) for value in values))


def method(name):
    def change(shape):
        shape.method = name

    return change


def old_without_host(shape):
    shape.version = "1.0"
    shape.set("Host")


def absolute(shape):
    shape.target = f"http://evil.example{shape.target}"


def absolute_and_foreign(shape):
    absolute(shape)
    shape.set("Host", "evil.example")


def upgrade(shape):
    shape.method, shape.body = "GET", b""
    shape.set("Connection", "Upgrade")
    for name, value in (
        ("Upgrade", "websocket"),
        ("Sec-WebSocket-Version", "13"),
        ("Sec-WebSocket-Key", "x" * 22 + "=="),
    ):
        shape.set(name, value)


def too_large(shape):
    shape.set("Content-Length", str(MOST_BYTES + 1))
    shape.body = b"x" * (MOST_BYTES + 1)


def too_large_in_parts(shape):
    shape.set("Transfer-Encoding", "chunked")
    part = b"10000\r\n" + b"x" * 0x10000 + b"\r\n"
    shape.body = part * 17 + b"0\r\n\r\n"


BAD = {
    "a foreign host": (host("evil.example:PORT"), {403}),
    "a name re-pointed at this computer": (host("127.0.0.1.nip.example:PORT"), {403}),
    "a name that ends in ours": (host("notlocalhost:PORT"), {403}),
    "a host and a user": (host("127.0.0.1:PORT@evil.example"), {400, 403}),
    "our host, and a foreign port": (host("127.0.0.1:1"), {403}),
    "our host without its port": (host("127.0.0.1"), {403}),
    "an address of the network": (host("0.0.0.0:PORT"), {403}),
    "two hosts": (host("127.0.0.1:PORT", "evil.example"), {400}),
    "an empty host": (host(""), {400, 403}),
    "no host": (header("Host"), {400}),
    "HTTP/1.0 without a host": (old_without_host, {403}),
    "an absolute address": (absolute, {400}),
    "an absolute address of a foreign host": (absolute_and_foreign, {400}),
    "a foreign host behind a forwarded one of ours": (
        lambda shape: (host("evil.example")(shape), shape.set("X-Forwarded-Host", f"127.0.0.1:{shape.port}")),
        {403},
    ),
    "a foreign origin": (header("Origin", "http://evil.example"), {403}),
    "no origin, in words": (header("Origin", "null"), {403}),
    "our origin over https": (header("Origin", "https://127.0.0.1:PORT"), {403}),
    "our host on another port as origin": (header("Origin", "http://127.0.0.1:1"), {403}),
    "another of our own names as origin": (header("Origin", "http://localhost:PORT"), {403}),
    "two origins": (header("Origin", "http://127.0.0.1:PORT", "http://evil.example"), {403}),
    "sent by another site": (header("Sec-Fetch-Site", "cross-site"), {403}),
    "sent by another port of this computer": (header("Sec-Fetch-Site", "same-site"), {403}),
    "sent by nobody that there is": (header("Sec-Fetch-Site", "elsewhere"), {403}),
    "a websocket": (upgrade, {400, 405}),
    "an upgrade to HTTP/2": (
        lambda shape: (shape.set("Connection", "Upgrade, HTTP2-Settings"), shape.set("Upgrade", "h2c")),
        {400},
    ),
    "a question about rights": (method("OPTIONS"), {405}),
    "an order to put": (method("PUT"), {405}),
    "an order to delete": (method("DELETE"), {405}),
    "an order to trace": (method("TRACE"), {400, 405}),
    "a method that does not exist": (method("BREW"), {405}),
    "a body that is too large": (too_large, {413}),
    "a body that turns out too large": (too_large_in_parts, {413}),
}  # fmt: skip
BAD_CHANGES = {
    "no token": (header("X-Firmground-Token"), {403}),
    "a wrong token": (header("X-Firmground-Token", "0" * 43), {403}),
    "a token that is no ASCII": (header("X-Firmground-Token", "\u00ff\u00fe"), {403}),
    "the token of the address": (
        lambda shape: (setattr(shape, "target", f"{shape.target}?token=TOKEN"), shape.set("X-Firmground-Token")),
        {403},
    ),
    "plain text": (header("Content-Type", "text/plain"), {415}),
    "a form of parts": (header("Content-Type", "multipart/form-data; boundary=x"), {415}),
    "no kind of body": (header("Content-Type"), {415}),
    "a kind in another alphabet": (header("Content-Type", f"{FORM}; charset=utf-7"), {415}),
    "a packed body": (header("Content-Encoding", "gzip"), {415}),
    "asked as a page": (method("GET"), {405}),
}  # fmt: skip
GOOD = {
    "127.0.0.1": (host("127.0.0.1:PORT"), socket.AF_INET),
    "localhost": (host("localhost:PORT"), socket.AF_INET),
    "in capitals": (host("LocalHost:PORT"), socket.AF_INET),
    "[::1]": (host("[::1]:PORT"), socket.AF_INET6),
    "localhost over IPv6": (host("localhost:PORT"), socket.AF_INET6),
    "by our own page": (
        lambda shape: (header("Origin", "http://127.0.0.1:PORT")(shape), shape.set("Sec-Fetch-Site", "same-origin")),
        socket.AF_INET,
    ),
    "typed by the reader": (header("Sec-Fetch-Site", "none"), socket.AF_INET),
}  # fmt: skip


def refused(served, shape, statuses):
    before = served.desk.snapshot.number
    answer = ask(served, shape.bytes())
    assert answer.status in statuses, answer.body[:300]
    assert "Islamic State" not in answer.body
    assert not NEVER & {name.title() for name in answer.headers}
    if answer.headers.get("content-type", "").startswith("text/html"):
        assert answer.headers.keys() >= ALWAYS
    assert served.desk.snapshot.number == before
    assert not served.desk.state().running


@pytest.mark.parametrize("route", ROUTES, ids=by_path)
@pytest.mark.parametrize("shape", BAD)
def test_a_bad_request_is_refused(served, route, shape):
    written = Shape(served, route)
    change, statuses = BAD[shape]
    change(written)
    refused(served, written, statuses)


@pytest.mark.parametrize("route", CHANGES, ids=by_path)
@pytest.mark.parametrize("shape", BAD_CHANGES)
def test_a_bad_change_is_refused(served, route, shape):
    written = Shape(served, route)
    change, statuses = BAD_CHANGES[shape]
    change(written)
    written.target = written.target.replace("TOKEN", served.app.state.token)
    refused(served, written, statuses)


@pytest.mark.parametrize("route", CHANGES, ids=by_path)
def test_the_other_kind_of_body_is_refused(served, route):
    written = Shape(served, route)
    written.set("Content-Type", JSON if isinstance(route, FormRoute) else FORM)
    refused(served, written, {415})


@pytest.mark.parametrize("route", PAGES, ids=by_path)
def test_a_page_is_not_asked_by_post(served, route):
    written = Shape(served, route)
    written.method = "POST"
    written.set("X-Firmground-Token", served.app.state.token)
    refused(served, written, {405})


@pytest.mark.parametrize("route", ROUTES, ids=by_path)
@pytest.mark.parametrize("shape", GOOD)
def test_a_good_request_is_served(served, route, shape):
    written = Shape(served, route)
    change, family = GOOD[shape]
    change(written)
    answer = ask(served, written.bytes(), family=family)
    # An address made of nothing may name nothing, and a page or a form may lack the words it needs: its own answer then
    # is 400 or 404. A closed door is 403, 405, 413 or 415.
    assert answer.status in ({200} if route.path in PLAIN else {200, 303, 400, 404}), answer.body[:300]
    assert not NEVER & {name.title() for name in answer.headers}
    assert answer.headers.keys() >= ALWAYS
    assert served.desk.wait(60)


def test_every_page_module_that_is_there_is_in_the_matrix():
    assert len(ROUTES) > len(MODULES)
    assert len(BAD) + len(BAD_CHANGES) >= 11


def test_a_route_without_guards_is_not_taken(tmp_path):
    from types import SimpleNamespace  # noqa: PLC0415 - stands for a page module

    from starlette.routing import Route  # noqa: PLC0415

    module = SimpleNamespace(__name__="loose", ROUTES=[Route("/loose", print)], NAV=())
    with pytest.raises(TypeError, match="without guards"):
        list(collect_routes([module]))
    with pytest.raises(fg.errors.CaseNotFoundError):
        make_app(tmp_path)
