"""`firmground stamp`: the request, the answer, the check; and the service that is asked only when it is named."""

from __future__ import annotations

import threading
import zipfile
from datetime import date
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from firmground.cli import commands, key_commands
from firmground.documents.keep import fetch
from firmground.documents.keep.fetch import Guards, post_bytes
from firmground.errors import BadRequestError
from firmground.exchange.package.opened import open_package
from firmground.exchange.package.pack import pack_case
from firmground.exchange.package.verify import verify_package
from firmground.proofs import keys
from firmground.proofs.timestamps import QUERY_KIND, REPLY_KIND

FINE, DIFFERENT = 0, 1


@pytest.fixture(autouse=True)
def _own_keys(tmp_path, monkeypatch):
    monkeypatch.setenv("FIRMGROUND_CONFIG", str(tmp_path / "settings"))


@pytest.fixture
def seal(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "list.seal.json"
    path.write_bytes(b'{"any":"file"}')
    return path


@pytest.fixture
def root(tmp_path, time_authority):
    path = tmp_path / "root.pem"
    path.write_bytes(time_authority.root)
    return path


@pytest.fixture
def answer(tmp_path, time_authority, seal):
    """What a service sent for the seal, in a file."""
    path = tmp_path / "answer.tsr"
    path.write_bytes(time_authority.stamp(seal.read_bytes()))
    return path


def said(capsys):
    return " ".join(capsys.readouterr().out.split())


def test_a_stamp_is_asked_for_by_hand_and_kept_beside_the_file(seal, root, time_authority, tmp_path, capsys):
    assert key_commands.stamp(seal) == FINE
    assert said(capsys) == f"{seal} has no time stamp."
    assert key_commands.stamp(seal, request=tmp_path / "query.tsq") == FINE
    assert f"firmground stamp {seal} --reply" in said(capsys)
    (tmp_path / "answer.tsr").write_bytes(time_authority.reply((tmp_path / "query.tsq").read_bytes()))
    assert key_commands.stamp(seal, reply=tmp_path / "answer.tsr") == FINE
    assert "Nobody has checked that yet" in said(capsys)
    assert (tmp_path / "list.seal.json.tsr").read_bytes() == (tmp_path / "answer.tsr").read_bytes()
    assert key_commands.stamp(seal, root=(root,)) == FINE
    assert "Proven: this was there on 2" in said(capsys)


def test_what_was_changed_since_is_not_what_was_stamped(seal, root, answer, capsys):
    key_commands.stamp(seal, reply=answer)
    seal.write_bytes(b'{"another":"file"}')
    said(capsys)
    assert key_commands.stamp(seal, root=(root,)) == DIFFERENT
    assert "is for something else, or the file was changed since" in said(capsys)


def test_a_stamp_that_nobody_named_vouches_for_is_not_proven(seal, answer, tmp_path, capsys):
    from time_authority import make_authority  # noqa: PLC0415 - a second one, for this test

    (tmp_path / "other").mkdir()
    other = tmp_path / "other.pem"
    other.write_bytes(make_authority(tmp_path / "other").root)
    key_commands.stamp(seal, reply=answer)
    said(capsys)
    assert key_commands.stamp(seal, root=(other,)) == DIFFERENT
    assert said(capsys).startswith("Not proven: the time stamp is by CN=Throw-away clock")


def test_an_answer_that_does_not_fit_is_not_kept(seal, answer, root, tmp_path):
    strange = tmp_path / "strange.tsr"
    strange.write_bytes(b"hello")
    with pytest.raises(BadRequestError, match="no whole reply"):
        key_commands.stamp(seal, reply=strange)
    seal.write_bytes(b"other")
    with pytest.raises(BadRequestError, match="for something else: nothing was kept"):
        key_commands.stamp(seal, reply=answer)
    assert not (tmp_path / "list.seal.json.tsr").exists()


def test_an_older_stamp_is_replaced_only_when_told_to(seal, answer, time_authority, tmp_path):
    key_commands.stamp(seal, reply=answer)
    later = tmp_path / "later.tsr"
    later.write_bytes(time_authority.stamp(seal.read_bytes()))
    with pytest.raises(BadRequestError, match="--replace"):
        key_commands.stamp(seal, reply=later)
    assert (tmp_path / "list.seal.json.tsr").read_bytes() == answer.read_bytes()
    key_commands.stamp(seal, reply=later, replace=True)
    assert (tmp_path / "list.seal.json.tsr").read_bytes() == later.read_bytes()


@pytest.mark.parametrize("name", ["nothing.json", "."])
def test_a_file_that_is_not_there_is_told(name, seal):
    with pytest.raises(BadRequestError, match=r"there is no file|is a folder"):
        key_commands.stamp(seal.parent / name)


def test_several_roots_may_be_named_in_either_form(seal, answer, root, tmp_path, capsys):
    from cryptography import x509  # noqa: PLC0415 - for this test
    from cryptography.hazmat.primitives.serialization import Encoding  # noqa: PLC0415 - as above

    from time_authority import make_authority  # noqa: PLC0415 - as above

    plain, other = tmp_path / "root.der", tmp_path / "other.pem"
    plain.write_bytes(x509.load_pem_x509_certificate(root.read_bytes()).public_bytes(Encoding.DER))
    (tmp_path / "other").mkdir()
    other.write_bytes(make_authority(tmp_path / "other").root)
    assert key_commands.stamp(seal, reply=answer, root=(other, plain)) == FINE
    assert "Proven: this was there on" in said(capsys)
    with pytest.raises(BadRequestError, match="no certificate"):
        key_commands.stamp(seal, root=(root, answer))


def test_the_stamp_of_a_package_is_kept_inside_and_changes_nothing_that_was_signed(
    tmp_path, time_authority, root, capsys
):
    key = keys.open_key(keys.make_key("packer"))
    commands.new(tmp_path / "case")
    packed = pack_case(tmp_path / "case", tmp_path / "p.zip", audience=None, key=key, day=date(2026, 3, 1)).path
    before = open_package(packed).members
    assert key_commands.stamp(packed, request=tmp_path / "q.tsq") == FINE
    (tmp_path / "a.tsr").write_bytes(time_authority.reply((tmp_path / "q.tsq").read_bytes()))
    assert key_commands.stamp(packed, reply=tmp_path / "a.tsr", root=(root,)) == FINE
    assert f"kept in {packed}" in said(capsys)
    assert not packed.with_name("p.zip.tsr").exists()

    after = open_package(packed)
    assert after.stamp == (tmp_path / "a.tsr").read_bytes()
    assert {name for name in after.members if after.members[name] != before.get(name)} == {
        "statement.tsr",
        "tagmanifest-sha256.txt",
    }
    found = verify_package(packed, roots=[root])
    assert (found.fault, any("before" in line for line in found.proven)) == ("", True)
    with pytest.raises(BadRequestError, match="--replace"):
        key_commands.stamp(packed, reply=tmp_path / "a.tsr")


def test_a_package_that_was_changed_is_not_stamped(tmp_path):
    broken = tmp_path / "p.zip"
    with zipfile.ZipFile(broken, "w") as archive:
        archive.writestr("statement.json", "{}")
    with pytest.raises(BadRequestError):
        key_commands.stamp(broken, request=tmp_path / "q.tsq")
    assert not (tmp_path / "q.tsq").exists()


def test_ways_exclude_each_other(seal, answer):
    with pytest.raises(BadRequestError, match="choose one"):
        key_commands.stamp(seal, reply=answer, service="https://example.org")


@pytest.fixture
def service(time_authority, monkeypatch):
    """A service on this machine, which the guards let pass for this test alone. `how`: what it does wrong."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            query = self.rfile.read(int(self.headers["Content-Length"]))
            server.asked.append((self.path, self.headers["Content-Type"], query))
            self.send_response(server.how.get("status", 200))
            self.send_header("Content-Type", server.how.get("kind", REPLY_KIND))
            if "location" in server.how:
                self.send_header("Location", server.how["location"])
            self.end_headers()
            self.wfile.write(server.how.get("body") or time_authority.reply(query))

        def log_message(self, *_):
            pass

    class Open(Guards):
        def __init__(self, **given):
            super().__init__(also_reach=frozenset({("127.0.0.1", server.server_port)}), **given)

    server = HTTPServer(("127.0.0.1", 0), Handler)
    server.asked, server.how = [], {}
    server.url = f"http://127.0.0.1:{server.server_port}/tsr"
    monkeypatch.setattr(fetch, "Guards", Open)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def test_a_service_is_asked_and_gets_a_digest_only(seal, root, service, capsys):
    assert key_commands.stamp(seal, service=service.url, port=(service.server_port,), root=(root,)) == FINE
    assert "Proven: this was there" in said(capsys)
    [(path, kind, query)] = service.asked
    assert (path, kind) == ("/tsr", QUERY_KIND)
    assert seal.read_bytes() not in query
    assert len(query) < 100


@pytest.mark.parametrize(
    ("how", "why"),
    [
        ({"status": 500}, "says 500"),
        ({"kind": "text/html"}, "answered with text/html"),
        ({"status": 302, "location": "http://169.254.169.254/"}, r"leads on to http://169\.254\.169\.254/: name that"),
        ({"body": b"hello"}, "no whole reply"),
        ({"body": b"x" * 2**21}, "larger than 1 MB"),
    ],
)
def test_a_service_that_answers_otherwise_leaves_nothing_behind(how, why, seal, service):
    service.how.update(how)
    with pytest.raises(BadRequestError, match=why):
        key_commands.stamp(seal, service=service.url, port=(service.server_port,))
    assert len(service.asked) == 1
    assert not seal.with_name("list.seal.json.tsr").exists()


def test_an_old_answer_of_a_service_is_not_taken_for_a_new_one(seal, service, answer):
    service.how["body"] = answer.read_bytes()
    with pytest.raises(BadRequestError, match="something else than it was asked"):
        key_commands.stamp(seal, service=service.url, port=(service.server_port,))


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1/tsr", "http://[::1]/tsr", "http://169.254.169.254/", "http://192.168.1.1/tsr"]
)
def test_no_computer_inside_is_asked(url):
    with pytest.raises(BadRequestError, match="no public address"):
        post_bytes(url, b"query", QUERY_KIND, REPLY_KIND)


@pytest.mark.parametrize(
    "url",
    ["ftp://example.org/", "file:///etc/passwd", "http://example.org:22/", "http://user:word@example.org/", "tsr"],
)
def test_an_address_that_is_none_is_not_asked(url, seal):
    with pytest.raises(BadRequestError, match="the service was not asked"):
        key_commands.stamp(seal, service=url)
