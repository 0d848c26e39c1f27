"""Bytes to characters: the order of the WHATWG, and every wrong or missing declaration told."""

from __future__ import annotations

import codecs

import pytest

from firmground.documents.texts import NoTextError
from firmground.documents.texts.decode import decode_page

FRENCH = "Le ministère a déclaré que l’opération était terminée, « à l’aube »."
RUSSIAN = "Министерство обороны сообщило о нанесении ударов по целям в долине."
ARABIC = "أعلنت وزارة الدفاع أن طائراتها قصفت مواقع قرب البلدة"
UKRAINIAN = "Міністерство оборони повідомило про удари по об'єктах противника"
TURKISH = "Savunma Bakanlığı uçakların hedefleri vurduğunu açıkladı."
HEBREW = "משרד הביטחון הודיע כי מטוסיו תקפו"
POLISH = "Ministerstwo Obrony Narodowej ogłosiło, że żołnierze zaatakowali cele."
DECLARED = '<html><head><meta charset="windows-1251"></head><body>'


def test_a_mark_goes_before_the_server_and_the_server_before_the_page():
    content = codecs.BOM_UTF8 + (DECLARED + RUSSIAN).encode()
    assert decode_page(content, "text/html; charset=koi8-r").encoding == "utf-8"
    content = (DECLARED + RUSSIAN).encode("koi8-r")
    assert decode_page(content, "text/html; charset=koi8-r").text == DECLARED + RUSSIAN
    content = (DECLARED + RUSSIAN).encode("windows-1251")
    assert decode_page(content, "text/html").text == DECLARED + RUSSIAN


@pytest.mark.parametrize("label", ["latin1", "ISO-8859-1", "us-ascii", "x-cp1252"])
def test_labels_mean_what_browsers_take_them_for(label):
    found = decode_page("“Zürich”".encode("windows-1252"), f"text/html; charset={label}")
    assert (found.text, found.doubts) == ("“Zürich”", ())


def test_utf8_needs_no_declaration():
    assert decode_page(RUSSIAN.encode()) == decode_page(RUSSIAN.encode(), "text/plain; charset=utf-8")
    assert decode_page(RUSSIAN.encode()).doubts == ()


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (FRENCH, "windows-1252"),
        (RUSSIAN, "windows-1251"),
        (RUSSIAN, "koi8-r"),
        (RUSSIAN, "iso-8859-5"),
        (RUSSIAN, "cp866"),
        (UKRAINIAN, "windows-1251"),
        (ARABIC, "windows-1256"),
        (ARABIC, "iso-8859-6"),
        (TURKISH, "windows-1254"),
        (HEBREW, "windows-1255"),
        (POLISH, "windows-1250"),
    ],
)
def test_without_a_declaration_the_letters_decide_and_it_is_told(text, encoding):
    found = decode_page(text.encode(encoding))
    assert (found.encoding, found.text) == (encoding, text)
    assert found.doubts[0].startswith("it does not say in which encoding it is; it was read as " + encoding)


def test_a_wrong_declaration_is_told():
    found = decode_page(RUSSIAN.encode(), "text/html; charset=windows-1251")
    assert found.text == RUSSIAN
    assert found.doubts == (
        "the server says that it is in windows-1251, but its bytes are utf-8; it was read as utf-8",
    )
    found = decode_page(b"<meta charset=utf-8>" + RUSSIAN.encode("windows-1251"))
    assert RUSSIAN in found.text
    assert found.doubts[0].startswith("the page says utf-8, which its bytes are not; it was read as windows-1251")
    found = decode_page(b"<meta charset=iso-8859-1>" + RUSSIAN.encode("windows-1251"))
    assert RUSSIAN in found.text
    assert "in which it would be no words" in found.doubts[0]


def test_a_few_bad_bytes_are_shown_and_counted():
    found = decode_page(FRENCH.encode() * 5 + b"\xe9")
    assert found.text == FRENCH * 5 + "\ufffd"
    assert found.doubts == ("1 places in it are no utf-8 and are shown as \ufffd: compare them with the original",)


def test_letters_that_were_spoilt_before_are_told_and_kept():
    spoilt = "it’s a “test”".encode().decode("latin-1")
    found = decode_page(spoilt.encode())
    assert found.text == spoilt
    assert "3 places letters were spoilt" in found.doubts[0]


def test_accented_text_is_not_called_spoilt():
    for text in (FRENCH, POLISH, TURKISH, "Çà et là, Âge d’or, Être ou ne pas être…"):
        assert decode_page(text.encode()).doubts == ()


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf16_is_read_with_and_without_its_mark(encoding):
    text = "The ministry said so. " + RUSSIAN[:5]
    marked = (codecs.BOM_UTF16_LE if encoding.endswith("le") else codecs.BOM_UTF16_BE) + text.encode(encoding)
    assert decode_page(marked).text == text
    found = decode_page(text.encode(encoding))
    assert found.text == text
    assert f"was read as {encoding}" in found.doubts[0]


@pytest.mark.parametrize("content", [b"\x7fELF" + bytes(500), bytes(range(256)) * 20])
def test_what_is_no_text_is_refused(content):
    with pytest.raises(NoTextError, match="this is no text"):
        decode_page(content)


def test_a_short_text_in_cyrillic_is_no_hebrew():
    text = "Привет, город. За сутки уничтожено 12 целей в Сирии."
    found = decode_page(text.encode("windows-1251"))
    assert (found.text, found.encoding) == (text, "windows-1251")
    assert "windows-1251" in found.doubts[0]
