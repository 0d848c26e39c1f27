"""A PDF that has text: read by PDFium in a confined process, laid out (see `pdf_layout`) and judged like any text."""

from __future__ import annotations

import json
import re
from typing import IO, TYPE_CHECKING, Any

from firmground.case.documents import Attested
from firmground.documents.texts.head import Head
from firmground.documents.texts.nouns import NoTextError
from firmground.documents.texts.pdf_child import MOST_PAGES, MOST_SECONDS
from firmground.documents.texts.pdf_layout import PdfLine, PdfPage, lay_out_pages, tell_joined
from firmground.documents.texts.plain import lay_out
from firmground.documents.texts.tidy import tidy
from firmground.formats.child import library_places, run_confined
from firmground.formats.findings import UnreadableFileError

if TYPE_CHECKING:
    from firmground.documents.texts.nouns import TextRead

# An average page has 2,000 characters; below this it is a picture with a stamp on it.
LEAST_CHARACTERS = 25
_JUNK_TITLE = re.compile(r"^(?:untitled|microsoft word\b.*|.*\.(?:docx?|indd|pdf|rtf|odt|qxd|pptx?))$", re.IGNORECASE)
_HINTS = (
    f"cut it into parts: what takes over {MOST_SECONDS} seconds is given up",
    "print it to a new PDF, or copy its text",
)


def read_pdf(content: bytes, url: str = "") -> TextRead:
    """Raises NoTextError for one that is broken, locked, or only pictures."""
    request = {"readable": library_places()}
    module = "firmground.documents.texts.pdf_child"
    try:
        with run_confined(module, request, content=content, seconds=1.5 * MOST_SECONDS, hints=_HINTS) as output:
            about, pages, doubts = _receive(output)
    except UnreadableFileError as fault:
        raise NoTextError(f"this PDF {fault.what}: {fault.hint}") from None
    _check_text(pages)
    layout = lay_out_pages(pages)
    # A paragraph is a line here, whatever PDFium left in it.
    text, told = tidy("\n".join(line.replace("\n", " ") for line in layout.lines))
    told = (*doubts, *told, *filter(None, [tell_joined(layout.joined), _tell_made(about)]))
    running = frozenset(layout.running)
    return lay_out(text, "pdf", url, told, _known(about), lambda _lines: running, whole=True)


def _receive(output: IO[bytes]) -> tuple[dict[str, str], list[PdfPage], tuple[str, ...]]:
    first = json.loads(output.readline())
    if first.get("fault") == "password":
        raise NoTextError("this PDF is locked with a password: open it with the password and save it without one")
    if "fault" in first:
        raise NoTextError(f"this PDF is broken ({first['told']}): fetch it again, or print it to a new PDF")
    pages: list[PdfPage] = []
    doubts: list[str] = []
    for line in output:
        told: dict[str, Any] = json.loads(line)
        if "stopped" in told:
            doubts.append(f"only its first {told['stopped']:,} pages were read: cut it into parts to read the rest")
            break
        if "fault" in told:
            doubts.append(f"page {len(pages) + 1} cannot be read ({told['fault']})")
        pages.append(PdfPage(told["height"], [PdfLine(*line) for line in told["lines"]]))
    if first["pages"] > MOST_PAGES:
        told_of = f"only its first {MOST_PAGES:,} of {first['pages']:,} pages were read"
        doubts.append(f"{told_of}: cut it into parts to read the rest")
    return first["about"], pages, tuple(doubts + _tell_empty(pages))


def _check_text(pages: list[PdfPage]) -> None:
    if not any(_characters(page) >= LEAST_CHARACTERS for page in pages):
        several = f"{len(pages):,} {'page' if len(pages) == 1 else 'pages'}"
        raise NoTextError(
            f"this PDF has {several} and no text, so it is pictures of pages: make its text readable first, with "
            "a program for text recognition (such as ocrmypdf), and collect what it makes"
        )


def _tell_empty(pages: list[PdfPage]) -> list[str]:
    empty = [str(number) for number, page in enumerate(pages, start=1) if _characters(page) < LEAST_CHARACTERS]
    if not empty or len(empty) == len(pages):
        return []
    listed = ", ".join(empty[:10]) + (", …" if len(empty) > 10 else "")
    return [f"{len(empty):,} of its pages have no text, and may be pictures of text: {listed}"]


def _characters(page: PdfPage) -> int:
    return sum(len(line.text) for line in page.lines)


def _known(about: dict[str, str]) -> Head:
    """What the file's own properties say; its days are those of the file, not of publication."""
    head = Head()
    title = " ".join(tidy(about.get("Title", ""))[0].split())
    author = " ".join(tidy(about.get("Author", ""))[0].split())
    if title and not _JUNK_TITLE.match(title):
        head.title = Attested(title[:500], "property Title of the PDF")
    if author:
        head.byline = Attested(author[:300], "property Author of the PDF")
    return head


def _tell_made(about: dict[str, str]) -> str:
    made = re.match(r"(?:D:)?(\d{4})(\d{2})(\d{2})", about.get("CreationDate", ""))
    if not made:
        return ""
    return f"its file was made on {'-'.join(made.groups())}, which need not be the day of publication"
