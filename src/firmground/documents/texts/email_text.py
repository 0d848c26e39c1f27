"""An e-mail: its words, its headers as title, byline and day, what it quotes set aside; and pages saved as MHTML.

The text begins with the lines that a mail program shows above a message, so that a record can point at them.
"""

from __future__ import annotations

import re
from dataclasses import replace
from email import message_from_bytes, policy
from email.utils import parseaddr
from typing import TYPE_CHECKING, cast

from firmground.case.documents import Attested, Mark, MarkKind
from firmground.documents.texts.decode import decode_page
from firmground.documents.texts.head import Head
from firmground.documents.texts.html import read_markup
from firmground.documents.texts.nouns import NoTextError, TextRead
from firmground.documents.texts.plain import lay_out
from firmground.documents.texts.published import Candidate
from firmground.documents.texts.tidy import tidy
from firmground.documents.texts.written_days import day_of_stamp
from firmground.spans import Span

if TYPE_CHECKING:
    from collections.abc import Sequence
    from email.message import EmailMessage

MOST_IN_HEADER = 4000  # characters; the standard library needs long for longer ones, and no honest one is
MOST_PARTS = 1000
_LONG_HEADER = re.compile(rb"^[A-Za-z][A-Za-z0-9-]{0,60}:[^\r\n]*(?:\r?\n[ \t][^\r\n]*)*", re.MULTILINE)
_WROTE = re.compile(
    r"(?:on .{4,150} wrote:|.{4,120} пишет:|.{4,120} написав?:|كتب .{2,120}:"
    r"|le .{4,150} a écrit\s?:|am .{4,150} schrieb .{2,100}:"
    r"|-{2,10}\s?(?:original message|forwarded message|исходное сообщение).{0,20}|_{20,80})\s{0,3}",
    re.IGNORECASE,
)
_SIGNED = re.compile(r"--\s?$")
_SHOWN = (("Subject", MarkKind.TITLE), ("From", MarkKind.BYLINE), ("Date", MarkKind.BYLINE))


def read_email(content: bytes, url: str = "") -> TextRead:
    """A message: its plain part, else its html part. Raises NoTextError if it is none."""
    _check_headers(content)
    try:
        message = message_from_bytes(content, policy=policy.default)
        saved = _saved_page(message, url)
        return saved if saved is not None else _read_message(message, url)
    except NoTextError:
        raise
    except (RecursionError, ValueError, LookupError, AttributeError, IndexError, TypeError) as fault:
        # The standard library raises these on messages that are wrongly put together.
        raise NoTextError(
            f"this e-mail is wrongly put together ({type(fault).__name__}): open it in a mail program and save its text"
        ) from fault


def _check_headers(content: bytes) -> None:
    for header in _LONG_HEADER.finditer(content[:1_000_000]):
        name = header.group().partition(b":")[0]
        if len(header.group()) > MOST_IN_HEADER and name.lower() in _READ:
            raise NoTextError(
                f"this e-mail has a header {name.decode('ascii')!r} of {len(header.group()):,} characters; the limit "
                f"is {MOST_IN_HEADER:,}: open it in a mail program and save its text"
            )
    if content.count(b"\nContent-Type:") > MOST_PARTS:
        raise NoTextError(f"this e-mail has over {MOST_PARTS:,} parts: open it in a mail program and save its text")


_READ = frozenset(
    b"from subject date content-type content-disposition content-transfer-encoding content-location".split()
)


def _saved_page(message: EmailMessage, url: str) -> TextRead | None:
    """The page in a file that a browser saved (MHTML)."""
    if message.get_content_type() != "multipart/related" or "Snapshot-Content-Location" not in message:
        return None
    where = url or str(message["Snapshot-Content-Location"])
    for part in message.walk():
        if part.get_content_type() == "text/html":
            text, doubts = _words_of(part)
            return read_markup(text, where, doubts)
    raise NoTextError("this saved page (MHTML) holds no page: save it again from the browser")


def _read_message(message: EmailMessage, url: str) -> TextRead:
    head, above = _read_headers(message)
    part = cast("EmailMessage | None", message.get_body(preferencelist=("plain", "html")))
    attached = (
        [str(one.get_filename() or "without a name") for one in message.iter_attachments()]
        if message.is_multipart()
        else []
    )
    if part is None and not attached:
        raise NoTextError("this e-mail holds no text: open it in a mail program and save what it shows")
    words, doubts = _words_of(part) if part is not None else ("", ())
    if part is not None and part.get_content_type() == "text/html":
        read = _with_headers(read_markup(words, url, doubts), head)
    else:
        text, told = tidy(words)
        quoted = sum(_is_quoted(text.split("\n")))
        if quoted:
            told = (*told, f"{quoted:,} lines that it quotes from other messages, or that sign it, were set aside")
        read = lay_out(text, "email", url, (*doubts, *told), head, _quoted_lines)
    if attached:
        count = f"{len(attached)} attachment{'s' if len(attached) > 1 else ''}"
        verb = "are" if len(attached) > 1 else "is"
        listed = ", ".join(_tame(name) for name in attached[:5]) + (", …" if len(attached) > 5 else "")
        unread = (
            f"it has {count} that {verb} not read: {listed}; save and collect each that matters as a file of its own"
        )
        read = replace(read, doubts=(*read.doubts, unread))
    return _put_above(read, above)


def _read_headers(message: EmailMessage) -> tuple[Head, list[tuple[str, MarkKind]]]:
    head = Head()
    shown = []
    values = {name: _tame(str(message.get(name, ""))) for name, _ in _SHOWN}
    # The standard library would write the day of the week anew, and in its own order.
    values["Date"] = _tame(next((str(value) for name, value in message.raw_items() if name.lower() == "date"), ""))
    if values["Subject"]:
        head.title = Attested(values["Subject"], "header Subject")
    name, _ = parseaddr(values["From"])
    if name or values["From"]:
        head.byline = Attested(name or values["From"], "header From")
    if day := day_of_stamp(values["Date"]):
        head.days = [Candidate(day, "header Date")]
    for name, kind in _SHOWN:
        if values[name]:
            shown.append((values[name] if name == "Subject" else f"{name}: {values[name]}", kind))
    return head, shown


def _words_of(part: EmailMessage) -> tuple[str, tuple[str, ...]]:
    payload = part.get_payload(decode=True)
    if not isinstance(payload, bytes):
        return "", ()
    decoded = decode_page(payload, f"charset={part.get_content_charset() or ''}")
    return decoded.text, decoded.doubts


def _with_headers(read: TextRead, head: Head) -> TextRead:
    """What headers say goes before what the page in the message says."""
    day = head.days[0] if head.days else None
    return replace(
        read,
        media="email",
        title=head.title if head.title.value else read.title,
        byline=head.byline if head.byline.value else read.byline,
        published=Attested(day.value, day.how) if day else read.published,
        doubts=tuple(doubt for doubt in read.doubts if day is None or "by hand" not in doubt),
    )


def _put_above(read: TextRead, above: list[tuple[str, MarkKind]]) -> TextRead:
    marks, text = [], ""
    for line, kind in above:
        marks.append(Mark(Span(len(text), len(text) + len(line)), kind))
        text += line + "\n"
    text += "\n" if text and read.text else ""
    moved = [Mark(mark.span.shifted(len(text)), mark.kind) for mark in read.marks]
    sender = next((line for line, kind in above if line.startswith("From: ")), "")
    host = parseaddr(sender.removeprefix("From: "))[1].rpartition("@")[2].lower()
    site = Attested(host, "header From") if host and not read.site.value else read.site
    return replace(read, media="email", text=text + read.text, marks=(*marks, *moved), site=site)


def _quoted_lines(lines: Sequence[str]) -> frozenset[int]:
    return frozenset(number for number, quoted in enumerate(_is_quoted(lines)) if quoted)


def _is_quoted(lines: Sequence[str]) -> list[bool]:
    """Lines that begin with ">", the line that announces them, a message forwarded or answered, a signature."""
    found = [False] * len(lines)
    ended = False
    for number, line in enumerate(lines):
        bare = line.strip()
        following = next((later.strip() for later in lines[number + 1 : number + 4] if later.strip()), "")
        announced = len(bare) <= 250 and bool(_WROTE.fullmatch(bare))
        # An announcement without marks of quotation means that all below it is the other message.
        ended = ended or (announced and not following.startswith(">")) or bool(_SIGNED.fullmatch(line))
        found[number] = bool(bare) and (ended or announced or bare.startswith(">"))
    return found


def _tame(words: str) -> str:
    """In one line, with nothing in it that no text holds."""
    return re.sub(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\u2028\u2029\ufffe\uffff]+", " ", words[:1000]).strip()
