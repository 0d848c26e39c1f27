"""Pasted text, and text files: the lines as they came, what is furniture marked, title, byline and day from the first
lines.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from firmground.case.documents import Attested, MarkKind
from firmground.documents.texts.cutter import cut_lines
from firmground.documents.texts.decode import decode_page
from firmground.documents.texts.head import Head, read_head
from firmground.documents.texts.language import tell_language
from firmground.documents.texts.nouns import TextRead
from firmground.documents.texts.published import Candidate, choose
from firmground.documents.texts.tidy import mark_lines, tidy
from firmground.documents.texts.unwrap import unwrap
from firmground.documents.texts.written_days import day_of_address
from firmground.spans import same_print

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from firmground.documents.texts.cutter import Cut

EMPTY = "there is no text in it: look whether the right file was taken"
UNDATED = "it does not say when it was published: give the day by hand"
GENEROUS = "few of its words are English ones, so what is no body was told by length alone: look at the marks"


def read_plain(content: bytes, hint: str = "", url: str = "") -> TextRead:
    """A text file or what was pasted. `hint`: the Content-Type that came with it."""
    decoded = decode_page(content, hint)
    text, told = tidy(decoded.text)
    return lay_out(text, "text", url, (*decoded.doubts, *told))


def lay_out(
    text: str,
    media: str,
    url: str = "",
    doubts: tuple[str, ...] = (),
    known: Head | None = None,
    set_aside: Callable[[Sequence[str]], frozenset[int]] = lambda _lines: frozenset(),
    *,
    whole: bool = False,
) -> TextRead:
    """A text without a layout.

    What is `known` already, from headers or a PDF's own properties, comes first. `set_aside` tells the numbers of lines
    that are no body, whatever their words are. `whole`: each line is a paragraph, none was broken to a width.
    """
    known = known or Head()
    if not text.strip():
        day = choose(known.days)[0]
        return TextRead("", media, (), known.title, known.byline, day, doubts=(*doubts, *known.doubts, EMPTY))
    text, joined = (text, 0) if whole else unwrap(text)
    lines = text.split("\n")
    aside = set_aside(lines)
    cut = _cut(lines, aside)
    language, told = tell_language("\n".join(line for line, kind in zip(lines, cut.kinds, strict=True) if kind is None))
    address = Candidate(day_of_address(url), "address of the page")
    titled = media == "email" and bool(known.title.value)
    days = [*(day.value for day in known.days), address.value]
    head = read_head(lines, cut, language.value, days, aside, titled=titled)
    _mark_title(lines, cut, known.title.value)
    published, others = choose([*known.days, *head.days, address])
    marks = mark_lines(text, cut.kinds)
    doubts = (*doubts, *_joined(joined), *filter(None, [told]), *known.doubts, *head.doubts, *others)
    if cut.generous and any(mark.kind is MarkKind.BOILERPLATE for mark in marks):
        doubts = (*doubts, GENEROUS)
    if not published.value and not any("by hand" in doubt for doubt in doubts):
        doubts = (*doubts, UNDATED)
    return TextRead(
        text,
        media,
        marks,
        known.title if known.title.value else head.title,
        known.byline if known.byline.value else head.byline,
        published,
        Attested(host_of(url), "address of the page") if host_of(url) else Attested(),
        language,
        tuple(dict.fromkeys(doubts)),
    )


def _cut(lines: Sequence[str], aside: frozenset[int]) -> Cut:
    """What each line is; those that are set aside are no body, whatever their words are."""
    cut = cut_lines(["" if number in aside else line for number, line in enumerate(lines)])
    for number in aside:
        cut.kinds[number] = MarkKind.BOILERPLATE
    return cut


def _mark_title(lines: Sequence[str], cut: Cut, title: str) -> None:
    """A title that is known from elsewhere is none of the body where it stands above it."""
    for number in range(max(cut.first, 0)) if title else ():
        if same_print(lines[number], title):
            cut.kinds[number] = MarkKind.TITLE


def _joined(number: int) -> tuple[str, ...]:
    if not number:
        return ()
    return (f"{number:,} ends of lines that were broken to a width were joined; nothing else was changed",)


def host_of(url: str) -> str:
    """The host of an address, as "defense.gov" of "https://www.defense.gov/News/"; "" where there is none."""
    host = url.partition("://")[2].partition("/")[0].partition("?")[0].rpartition("@")[2].partition(":")[0]
    return host.lower().removeprefix("www.")
