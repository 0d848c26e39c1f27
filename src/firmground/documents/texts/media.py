"""What kind of document some bytes are: by what they hold first, then by what was said of them, then by their name."""

from __future__ import annotations

import re
from enum import StrEnum
from pathlib import PurePath

from firmground.documents.texts.nouns import NoTextError


class Media(StrEnum):
    HTML = "html"
    PDF = "pdf"
    EMAIL = "email"
    TEXT = "text"


# First bytes of what holds no text that could be read here, and what to do about it.
_FOREIGN = (
    (b"PK\x03\x04", "a zip archive, or a document of Word, Excel or LibreOffice", "unpack it, or save it as PDF"),
    (b"\xd0\xcf\x11\xe0", "an old document of Word or Excel, or a message of Outlook", "save it as PDF or as text"),
    (b"{\\rtf", "a rich text file (RTF)", "save it as PDF or as text"),
    (b"\x89PNG", "a picture (PNG)", "type out what it says into a text file"),
    (b"\xff\xd8\xff", "a picture (JPEG)", "type out what it says into a text file"),
    (b"GIF8", "a picture (GIF)", "type out what it says into a text file"),
    (b"II*\0", "a picture (TIFF)", "type out what it says into a text file"),
    (b"MM\0*", "a picture (TIFF)", "type out what it says into a text file"),
    (b"RIFF", "a picture, a sound or a film", "type out what it says into a text file"),
    (b"\x1f\x8b", "compressed (gzip)", "unpack it"),
    (b"BZh", "compressed (bzip2)", "unpack it"),
    (b"\xfd7zXZ", "compressed (xz)", "unpack it"),
    (b"7z\xbc\xaf", "compressed (7z)", "unpack it"),
    (b"%!PS", "PostScript", "save it as PDF"),
)
_HINTS = {
    "html": Media.HTML,
    "text/html": Media.HTML,
    "application/xhtml+xml": Media.HTML,
    "pdf": Media.PDF,
    "application/pdf": Media.PDF,
    "email": Media.EMAIL,
    "message/rfc822": Media.EMAIL,
    "multipart/related": Media.EMAIL,
}
_ENDINGS = {
    ".html": Media.HTML,
    ".htm": Media.HTML,
    ".xhtml": Media.HTML,
    ".shtml": Media.HTML,
    ".pdf": Media.PDF,
    ".eml": Media.EMAIL,
    ".mht": Media.EMAIL,
    ".mhtml": Media.EMAIL,
    ".txt": Media.TEXT,
    ".md": Media.TEXT,
}
_PAGE = re.compile(
    rb"(?:<\?xml[^>]*\?>|<!--(?:(?!-->).)*-->|\xef\xbb\xbf|\xff\xfe|\xfe\xff|\s)*<(?:!doctype\s+html|html|head|body)[\s>]",
    re.IGNORECASE | re.DOTALL,
)
_HEADER = re.compile(rb"([A-Za-z][A-Za-z0-9-]*):[ \t]")
_OF_MAIL = frozenset(
    b"from received return-path message-id mime-version delivered-to date subject to content-type reply-to".split()
)


def find_media(content: bytes, name: str, hint: str = "") -> Media:
    """Raises NoTextError for what is known to be something else."""
    start = content[:4096]
    if b"%PDF-" in start[:1024]:
        return Media.PDF
    for magic, what, remedy in _FOREIGN:
        if start.startswith(magic):
            raise NoTextError(f"this is {what}, whose text is not read: {remedy}")
    if start.startswith(b"From ") and _is_mail(start.partition(b"\n")[2]):
        raise NoTextError(
            "this is a mailbox with several messages: save each one that matters as a file of its own (.eml)"
        )
    said = _HINTS.get(hint.partition(";")[0].strip().lower()) or _ENDINGS.get(PurePath(name).suffix.lower())
    if said is Media.PDF:
        raise NoTextError("this is called a PDF but is none inside: fetch or export it again")
    if said in {Media.HTML, Media.EMAIL}:
        return said
    plain = start.replace(b"\0", b"")  # UTF-16 in its simplest part
    if _PAGE.match(plain):
        return Media.HTML
    return Media.EMAIL if _is_mail(plain) else Media.TEXT


def _is_mail(start: bytes) -> bool:
    """At least three headers of a message, one of them From or Received, before the first blank line."""
    names = set()
    for line in start.replace(b"\r\n", b"\n").split(b"\n"):
        if not line:
            break
        if line[:1] in b" \t":
            continue
        header = _HEADER.match(line + b" ")
        if not header:
            return False
        names.add(header.group(1).lower())
    return len(names & _OF_MAIL) >= 3 and bool(names & {b"from", b"received"})
