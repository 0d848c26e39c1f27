"""Bytes to characters, in the order of the WHATWG: byte order mark, what came with the page, what it says itself.

What is said may be wrong or missing. Then the encoding is found from the bytes, and it is told: a text in the wrong
encoding reads like a text, and names in it are other names. Nothing is repaired: letters that were spoilt before they
came here stay as they came, and that is told too.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

import webencodings

from firmground.documents.texts.language import language_of
from firmground.documents.texts.nouns import NoTextError

_SAMPLE = 4_000
_META = re.compile(rb"<meta\b[^<>]{0,400}?charset\s{0,4}=\s{0,4}[\"']?\s{0,4}([A-Za-z0-9_:.-]{1,40})", re.IGNORECASE)
_XML = re.compile(rb"^\s{0,9}<\?xml[^<>]{0,200}?encoding\s{0,4}=\s{0,4}[\"']([A-Za-z0-9_.-]{1,40})", re.IGNORECASE)
_HTTP = re.compile(r"charset\s{0,4}=\s{0,4}[\"']?([A-Za-z0-9_:.-]{1,40})", re.IGNORECASE)

# Encodings that are met on pages of the regions that firmground is used for: Python's name, what it is called, the
# script that its letters above ASCII are in, and the languages that are written in it.
_KNOWN = (
    ("windows-1256", "Arabic, Windows", "[\u0600-\u06ff]", "ar fa ur ps ku ckb ug sd"),
    ("iso-8859-6", "Arabic, ISO", "[\u0600-\u06ff]", "ar"),
    ("windows-1251", "Cyrillic, Windows", "[\u0400-\u04ff]", "ru uk bg mk sr be kk ky tt"),
    ("koi8-r", "Cyrillic, KOI8", "[\u0400-\u04ff]", "ru bg"),
    ("koi8-u", "Cyrillic, KOI8", "[\u0400-\u04ff]", "uk"),
    ("iso-8859-5", "Cyrillic, ISO", "[\u0400-\u04ff]", "ru bg sr mk"),
    ("cp866", "Cyrillic, DOS", "[\u0400-\u04ff]", "ru uk be"),
    ("windows-1255", "Hebrew, Windows", "[\u0590-\u05ff]", "he yi"),
    ("windows-1253", "Greek, Windows", "[\u0370-\u03ff]", "el"),
    ("windows-1252", "Western Europe, Windows", "[\u00c0-\u024f]", "en fr de es it pt nl sv da no nb nn fi is ca gl"),
    ("windows-1254", "Turkish, Windows", "[\u00c0-\u024f]", "tr az ku"),
    ("windows-1250", "Central Europe, Windows", "[\u00c0-\u024f]", "pl cs sk hu sl hr ro sq bs sr"),
    ("windows-1257", "Baltic, Windows", "[\u00c0-\u024f]", "lt lv et"),
    ("gb18030", "Chinese, simplified", "[\u4e00-\u9fff]", "zh"),
    ("big5", "Chinese, traditional", "[\u4e00-\u9fff]", "zh"),
    ("shift_jis", "Japanese", "[\u3040-\u30ff]", "ja"),
    ("euc-jp", "Japanese", "[\u3040-\u30ff]", "ja"),
    ("euc-kr", "Korean", "[\uac00-\ud7af]", "ko"),
)
# Characters that no text has: controls, and what could not be decoded. A tenth of them is no text any more.
_STRANGE = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f-\x84\x86-\x9f\ufffd]")
_MOST_STRANGE, _LOOKED_AT = 0.1, 100_000
_LATIN = frozenset("windows-1252 windows-1250 windows-1254 iso-8859-2 iso-8859-15".split())
# No word begins with a vowel sign of Hebrew or Arabic, and none has a piece of a frame before a letter.
_NO_WORD = re.compile(r"(?<!\S)[\u0591-\u05c7\u064b-\u0652]|[\u2500-\u259f](?=[^\W\d_])")
_LETTER = re.compile(r"[^\W\d_]")

# Latin letters that stand where a letter in UTF-8 was read as Windows-1252: "Ø§" for an Arabic one, "â€™" for an
# apostrophe. A pair alone is met in honest text; what is sought decodes to something when it is undone.
_SPOILT = re.compile(
    r"[\u00c2-\u00f4][\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122]{1,3}"
)


@dataclass(frozen=True, slots=True)
class Decoded:
    """`encoding`: its name by the WHATWG, or Python's where that has none."""

    text: str
    encoding: str
    doubts: tuple[str, ...] = ()


def decode_page(content: bytes, hint: str = "") -> Decoded:
    """The characters of a page or text. `hint`: the Content-Type that came with it. Raises NoTextError for what is no
    text in any encoding.
    """
    decoded = _decode(content, hint)
    strange = len(_STRANGE.findall(decoded.text[:_LOOKED_AT]))
    if strange > _MOST_STRANGE * len(decoded.text[:_LOOKED_AT]) + 5:
        raise NoTextError(
            f"this is no text: {strange:,} of its first {len(decoded.text[:_LOOKED_AT]):,} characters are none; if it "
            "is a document of some program, save it there as PDF or as text"
        )
    return _spoilt(decoded)


def _decode(content: bytes, hint: str) -> Decoded:
    if marked := _by_mark(content):
        return marked
    stated, by = _stated(content, hint)
    if stated is None and (wide := _without_mark(content)):
        return wide
    return _as_stated(content, stated, by) if stated is not None else _as_utf8(content, "")


def _by_mark(content: bytes) -> Decoded | None:
    for mark, name in (
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
    ):
        if content.startswith(mark):
            return _tolerant(content[len(mark) :], name, f"its byte order mark says {name}")
    return None


def _without_mark(content: bytes) -> Decoded | None:
    """UTF-16 whose mark was lost: in Latin text every second byte is zero."""
    sample = content[:_SAMPLE]
    for name, zeros in (("utf-16-le", sample[1::2].count(0)), ("utf-16-be", sample[0::2].count(0))):
        if len(sample) >= 8 and zeros * 2 > len(sample) // 2:
            found = _tolerant(content, name, f"its bytes look like {name}")
            told = f"it does not say in which encoding it is; it was read as {name}, as every second byte is zero"
            return Decoded(found.text, name, (told, *found.doubts))
    return None


def _stated(content: bytes, hint: str) -> tuple[webencodings.Encoding | None, str]:
    start = content[:4096]
    for found, by in (
        (_HTTP.search(hint), "the server"),
        (_META.search(start), "the page"),
        (_XML.search(start), "the page"),
    ):
        if found is None:
            continue
        label = found.group(1)
        name = label if isinstance(label, str) else label.decode("ascii")
        encoding = webencodings.lookup(name)
        if encoding is not None:
            # What is said in bytes that are ASCII can be no UTF-16 (WHATWG, 13.2.3.2).
            return (webencodings.UTF8 if by == "the page" and "16" in encoding.name else encoding), by
    return None, ""


def _as_stated(content: bytes, stated: webencodings.Encoding, by: str) -> Decoded:
    if stated.name == "utf-8":
        return _as_utf8(content, f"{by} says utf-8")
    if _is_utf8(content) and not content.isascii():
        told = f"{by} says that it is in {stated.name}, but its bytes are utf-8; it was read as utf-8"
        return Decoded(content.decode("utf-8"), "utf-8", (told,))
    if stated.name in _LATIN and _is_no_latin(_dense_part(content).decode("latin-1")):
        return _guess(content, f"{by} says {stated.name}, in which it would be no words")
    return _tolerant(content, stated.name, f"{by} says {stated.name}", stated.codec_info)


def _is_no_latin(text: str) -> bool:
    """Nearly half of the letters are accented ones: a text in another script, read as if it were in this one."""
    letters: list[str] = _LETTER.findall(text)
    accented = sum(letter > "\x7f" for letter in letters)
    return 4 < accented > 0.4 * len(letters)


def _as_utf8(content: bytes, said: str) -> Decoded:
    if _is_utf8(content):
        return Decoded(content.decode("utf-8"), "utf-8")
    text = content.decode("utf-8", "replace")
    wrong = text.count("\ufffd")
    right = sum(character > "\x7f" for character in text[:200_000]) - text[:200_000].count("\ufffd")
    if right > 9 * wrong:
        told = f"{wrong:,} places in it are no utf-8 and are shown as \ufffd: compare them with the original"
        return Decoded(text, "utf-8", (told,))
    return _guess(content, f"{said}, which its bytes are not" if said else "it does not say in which encoding it is")


def _guess(content: bytes, why: str) -> Decoded:
    """The encoding in which the text is likeliest to be words of a language that is written in it."""
    sample = _dense_part(content)
    best, sure = _KNOWN[9], 0.0
    for one in _KNOWN:
        try:
            text = sample.decode(one[0])
        except UnicodeDecodeError:
            continue
        if _NO_WORD.search(text):
            continue
        above = [letter for letter in _LETTER.findall(text) if letter > "\x7f"]
        fitting = len(re.findall(one[2], "".join(above)))
        language, likely = language_of(text)
        if fitting >= 0.7 * len(above) and language in one[3].split() and likely > sure:
            best, sure = one, likely
    text = content.decode(best[0], "replace")
    how = "which fits its letters best" if sure else "for want of a better guess"
    told = f"{why}; it was read as {best[0]} ({best[1]}), {how}: check that the names in it read right"
    return Decoded(text, best[0], (told,))


def _dense_part(content: bytes) -> bytes:
    """Whole lines of the page that hold most of its bytes above ASCII, without what stands in tags."""
    lines = [line for line in re.sub(rb"<[^<>]*>", b"\n", content[:2_000_000]).split(b"\n") if not line.isascii()]
    kept, size = [], 0
    for line in sorted(lines, key=len, reverse=True):
        if size >= _SAMPLE:
            break
        kept.append(line if len(line) <= _SAMPLE else line[:_SAMPLE].rpartition(b" ")[0] or line[:_SAMPLE])
        size += len(kept[-1])
    return b"\n".join(kept)


def _tolerant(content: bytes, name: str, said: str, codec: codecs.CodecInfo | None = None) -> Decoded:
    decode = codec.decode if codec is not None else codecs.getdecoder(name)
    text = decode(content, "replace")[0]
    wrong = text.count("\ufffd")
    if not wrong:
        return Decoded(text, name)
    return Decoded(
        text,
        name,
        (f"{said}, but {wrong:,} places in it are not and are shown as \ufffd: compare them with the original",),
    )


def _is_utf8(content: bytes) -> bool:
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _spoilt(decoded: Decoded) -> Decoded:
    found = [one.group() for one in _SPOILT.finditer(decoded.text) if _undone(one.group())]
    if len(found) < 2:
        return decoded
    example = next((one for one in found if len(one) > 2), found[0])
    told = (
        f'in {len(found):,} places letters were spoilt before it came here ("{example}" for "{_undone(example)}"); '
        "the text is kept as it came, and names in such places are not found"
    )
    return Decoded(decoded.text, decoded.encoding, (*decoded.doubts, told))


def _undone(letters: str) -> str:
    try:
        return b"".join(_byte_of(letter) for letter in letters).decode("utf-8")
    except UnicodeError:
        return ""


def _byte_of(letter: str) -> bytes:
    # Five bytes stand for nothing in Windows-1252; browsers let them through as they are.
    return letter.encode("latin-1") if "\x80" <= letter <= "\x9f" else letter.encode("cp1252")
