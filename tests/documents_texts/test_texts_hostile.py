"""What is meant to break a reader: it ends, in little time, with all of its text or one sentence."""

from __future__ import annotations

import json
import random
import socket
import sys
from contextlib import suppress

import pytest
from pdf_pages import make_pdf

from firmground.documents.texts import NoTextError, read, read_text
from firmground.documents.texts.media import Media, find_media

WORDS = (
    "The ministry said that its aircraft had struck targets near the town and that all of them were held by the enemy."
)


def test_a_page_that_nests_without_end_keeps_its_text():
    for content in ("<div>" * 100_000 + WORDS, "<div>x " * 5_000 + WORDS + "</div>" * 5_000, "<b><i>" * 5_000 + WORDS):
        found = read_text(("<html><body>" + content).encode(), "a.html")
        assert WORDS in found.text
        assert any("nests too deep" in doubt for doubt in found.doubts)


def test_a_page_of_four_megabytes_is_read_whole():
    content = ("<html><body>" + f"<a href=x>{WORDS}</a><br>" * 31_000).encode()
    found = read_text(content, "a.html")
    assert found.text.count("The ministry") == 31_000
    assert any("too large or too odd for its layout" in doubt for doubt in found.doubts)


@pytest.mark.parametrize(("media", "name"), [(Media.HTML, "a.html"), (Media.TEXT, "a.txt"), (Media.EMAIL, "a.eml")])
def test_what_is_over_the_limit_says_its_size_the_limit_and_the_way_out(monkeypatch, media, name):
    monkeypatch.setitem(read.MOST_BYTES, media, 1_000_000)
    with pytest.raises(NoTextError, match=r"has 2.0 MB; the limit is 1 MB: cut it into parts"):
        read_text(b"a " * 1_000_000, name)


def test_entities_are_not_unfolded_and_no_file_is_read():
    bomb = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">'
    found = read_text(
        f'{bomb}<!ENTITY f SYSTEM "file:///etc/passwd">]><html><body><p>x &c; y &f; z</p></body></html>'.encode(),
        "a.html",
    )
    assert "lollol" not in found.text
    assert "root:" not in found.text


LINES = (
    "1 " * 500_000,
    "On " * 300_000 + " wrote:",
    "facebook " * 100_000,
    "(" * 1_000_000,
    "january " * 120_000,
    "By A " * 200_000,
    "1.1." * 250_000,
    "<" * 1_000_000,
    "\u00e2\u20ac" * 300_000,
    "-" * 1_000_000,
)


@pytest.mark.parametrize("line", LINES, ids=range(len(LINES)))
def test_a_line_of_a_megabyte_is_no_trap(line):
    assert read_text(line.encode(), "a.txt").text.strip() == line.strip()


@pytest.mark.parametrize(
    "piece", ["1 ", "facebook ", "By A ", "( ", "Share ", "read more : ", "1.1.", "january ", "( AP photo "]
)
def test_many_lines_as_long_as_patterns_look_at_are_no_trap(piece):
    text = "\n".join([(piece * 200)[:199]] * 2_000)
    assert len(read_text(text.encode(), "a.txt").text) >= len(text) - 1


def test_structured_data_that_nests_or_lies_is_passed_over():
    for script in (
        "[" * 100_000,
        '{"@graph":' * 5_000 + "1" + "}" * 5_000,
        '{"@type": 5, "author": {"name": [[["x"]]]}}',
        "\ud83d",
    ):
        page = (
            f"<html><head><script type='application/ld+json'>{script}</script></head><body><p>{WORDS}</p></body></html>"
        )
        assert WORDS in read_text(page.encode("utf-8", "surrogatepass"), "a.html").text


def test_scripts_of_others_come_out_as_nothing_or_as_text(shared):
    cases = json.loads(shared("corpora/dompurify-xss/payloads.json").read_text(encoding="utf-8"))
    payloads = [case if isinstance(case, str) else case.get("payload", "") for case in cases]
    for payload in ("\n".join(payloads), "\n".join(reversed(payloads)), *payloads[::6]):
        found = read_text(f"<html><body><p>{WORDS}</p>{payload}</body></html>".encode("utf-8", "replace"), "a.html")
        assert found.text.encode()
        assert all(mark.span.fits(found.text) for mark in found.marks)


def test_bytes_at_random_are_refused_or_read():
    chance = random.Random(31)  # noqa: S311 - the same bytes each time
    for name in ("a", "a.html", "a.eml", "a.txt"):
        for start in (b"", b"%PDF-1.4\n", b"<html>", b"From: a@b.c\nSubject: x\nDate: y\n\n"):
            with suppress(NoTextError):
                assert read_text(start + chance.randbytes(3_000), name).text.encode() is not None


def test_no_socket_is_ever_asked_for(monkeypatch):
    asked = []
    sys.addaudithook(
        lambda event, _: (
            asked.append(event) if event.startswith(("socket.connect", "socket.getaddrinfo", "urllib")) else None
        )
    )
    monkeypatch.setattr(socket, "socket", lambda *_, **__: pytest.fail("a socket"))
    links = '<link rel="stylesheet" href="http://127.0.0.1/x"><script src="http://127.0.0.1/y"></script><img src="http://127.0.0.1/z">'
    page = f"<html><head>{links}<base href='http://127.0.0.1/'></head><body><article><p>{WORDS}</p><iframe src='http://127.0.0.1/'></iframe></article>"
    read_text(page.encode(), "a.html", url="http://127.0.0.1/a")
    read_text(page.encode(), "a.txt")
    read_text(make_pdf([[(72, 700, 11, WORDS)]]), "a.pdf")
    assert asked == []


@pytest.mark.parametrize(
    ("content", "name", "hint", "media"),
    [
        (b"Words.", "a", "", Media.TEXT),
        (b"Words.", "a.html", "", Media.HTML),
        (b"Words.", "a", "text/html; charset=utf-8", Media.HTML),
        (b"<!-- x --> <!DOCTYPE html><p>x", "a.txt", "", Media.HTML),
        (b"He wrote <body> and <html> here.", "a.txt", "", Media.TEXT),
        ("<html>".encode("utf-16"), "a", "", Media.HTML),
        (b"%PDF-1.4", "a.html", "text/html", Media.PDF),
        (b"From: a@b.c\r\nTo: b@c.d\r\nSubject: x\r\n\r\nHi", "a", "", Media.EMAIL),
        (b"From: the ministry\nAll is well, and so on.\n", "a", "", Media.TEXT),
    ],
)
def test_what_it_is_is_told_by_what_it_holds_then_by_what_is_said(content, name, hint, media):
    assert find_media(content, name, hint) is media


@pytest.mark.parametrize(
    "content", [b"PK\x03\x04x", b"\x89PNG\r\n", b"\xd0\xcf\x11\xe0x", b"{\\rtf1", b"\xff\xd8\xff\xe0", b"\x1f\x8b\x08"]
)
def test_documents_of_other_programs_are_named_with_a_way_out(content):
    with pytest.raises(NoTextError, match=r"^this is .*, whose text is not read: "):
        read_text(content, "a.docx")
