"""Paragraphs, sentences, words and quotations of a text, each with where it stands."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from firmground.spans import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


class Word(NamedTuple):
    """A word, number or mark: `text[start:stop]`."""

    start: int
    stop: int
    text: str


@dataclass(frozen=True)
class Sentence:
    """A sentence of `text`, with its words."""

    text: str
    span: Span

    @cached_property
    def words(self) -> tuple[Word, ...]:
        found = _WORD.finditer(self.text, self.span.start, self.span.stop)
        return tuple(Word(one.start(), one.end(), one.group()) for one in found)

    def __str__(self) -> str:
        return self.span.of(self.text)


@dataclass(frozen=True)
class Paragraph:
    """A paragraph of `text`: a line or lines between blank lines, as the page's own layout has it."""

    text: str
    span: Span

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        return tuple(Sentence(self.text, span) for span in split_sentences(self.text, self.span))

    @cached_property
    def quotations(self) -> tuple[Span, ...]:
        """What stands in double quotation marks, marks included; one that is not closed runs to the paragraph's end."""
        return tuple(_find_quotations(self.text, self.span))

    def __str__(self) -> str:
        return self.span.of(self.text)


_TITLES = "Mr|Mrs|Ms|Dr|Sen|Sens|Rep|Reps|Gov|Gen|Col|Lt|Maj|Brig|Capt|Sgt|Cmdr|Adm|Rev|St|Jr|Sr|Prof"
_MONTHS = "Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec"
_SHORT = rf"(?:{_TITLES}|{_MONTHS}|vs|No|Nos|Inc|Corp|Co|Ltd|Fla|Calif|Va|etc|approx|ca)"
_WORD = re.compile(
    rf"(?:[A-Z]\.){{2,}}|{_SHORT}\.(?=\s)|\d+(?:[.,]\d+)*(?:-\d+/\d+)?"
    r"|[^\W\d_]+(?=n[’']t\b)|n[’']t\b|[’'](?:s|re|ve|ll|d|m)\b"  # noqa: RUF001 - both kinds of apostrophe
    r"|[^\W_]+(?:[-‑’'][^\W_]+)*?(?=[’']s\b)|[^\W_]+(?:[-‑’'][^\W_]+)*|\.\.\.|…|--|\S"  # noqa: RUF001 - as above
)
_STOP = re.compile(r"[.?!…]+[”\"’')\]]*(?=\s|$)")  # noqa: RUF001 - as above
_SHORTENED = re.compile(rf"(?:\b{_SHORT}|\b[A-Z]|[ap]\.m)\.$")
_BEGINS = re.compile(r"[^\W\d_a-z]|[“\"‘'(\[0-9«—–•*-]")  # noqa: RUF001 - as above


def read_paragraphs(text: str, without: Iterable[Span] = ()) -> tuple[Paragraph, ...]:
    """Every line of the text that holds something, without those that lie in `without` or touch it."""
    out = sorted(without)
    found = []
    start = 0
    for line in text.split("\n"):
        span = Span(start, start + len(line)).trimmed(text)
        start += len(line) + 1
        if span.start < span.stop and not _touches(span, out):
            found.append(Paragraph(text, span))
    return tuple(found)


def _touches(span: Span, out: list[Span]) -> bool:
    return any(span.overlaps(other) for other in out)


def split_sentences(text: str, span: Span) -> Iterator[Span]:
    """The sentences of a paragraph. A full stop after a shortened word, a title or an initial ends none."""
    start = span.start
    for mark in _STOP.finditer(text, span.start, span.stop):
        if mark.group() == "." and _SHORTENED.search(text, max(start, mark.end() - 12), mark.end()):
            continue
        after = text[mark.end() : span.stop].lstrip()[:1]
        if after and not _BEGINS.match(after):
            continue
        found = Span(start, mark.end()).trimmed(text)
        if found.start < found.stop:
            yield found
        start = mark.end()
    rest = Span(start, span.stop).trimmed(text)
    if rest.start < rest.stop:
        yield rest


_OPENING, _CLOSING = "“„«", "”»"


def _find_quotations(text: str, span: Span) -> Iterator[Span]:
    opened = -1
    for place in range(span.start, span.stop):
        mark = text[place]
        if opened < 0 and (mark in _OPENING or mark == '"'):
            opened = place
        elif opened >= 0 and (mark in _CLOSING or mark == '"'):
            yield Span(opened, place + 1)
            opened = -1
    if opened >= 0:
        yield Span(opened, span.stop)
