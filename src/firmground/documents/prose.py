"""Paragraphs, sentences, words and quotations of a text, each with where it stands."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from firmground.spans import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


class Word(NamedTuple):
    """A word, number or mark: `text[start:stop]`."""

    start: int
    stop: int
    text: str


class AlongWords:
    """Steps along words that stand in a row, for what has `words`. Ranges are word numbers, `stop` excluded."""

    __slots__ = ()
    words: tuple[Word, ...]

    def span(self, start: int, stop: int) -> Span:
        """The characters of these words, and of what stands between them."""
        return Span(self.words[start].start, self.words[stop - 1].stop)

    def is_capital(self, at: int) -> bool:
        """The word begins with a capital; False beyond the ends."""
        return 0 <= at < len(self.words) and self.words[at].text[0].isupper()

    def is_glued(self, at: int) -> bool:
        """Nothing stands between this word and the one before it."""
        return 0 < at < len(self.words) and self.words[at - 1].stop == self.words[at].start


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
        """What stands in quotation marks, marks included; one that is not closed runs to the paragraph's end."""
        return tuple(_find_quotations(self.text, self.span))

    def __str__(self) -> str:
        return self.span.of(self.text)


_TITLES = "Mr|Mrs|Ms|Dr|Sen|Sens|Rep|Reps|Gov|Gen|Col|Lt|Maj|Brig|Capt|Sgt|Cmdr|Adm|Rev|St|Jr|Sr|Prof"
_MONTHS = "Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec"
_SHORT = rf"(?:{_TITLES}|{_MONTHS}|vs|No|Nos|Inc|Corp|Co|Ltd|Fla|Calif|Va|etc|approx|ca)"
_WORD = re.compile(
    rf"(?:[A-Z]\.){{2,}}(?:[-‑][^\W_]+)*|[A-Z]\.(?=\s+[A-Z])|{_SHORT}\.(?=[\s,])|\d+(?:[.,]\d+)*(?:-\d+/\d+)?"
    r"|[^\W\d_]+(?=n[’']t\b)|n[’']t\b|[’'](?:s|re|ve|ll|d|m)\b"
    r"|[^\W_]+(?:[-‑’'][^\W_]+)*?(?=[’']s\b)|[^\W_]+(?:[-‑’'][^\W_]+)*|\.\.\.|…|--|\S"
)
# Starts at the first of a run of stops only and gives nothing back: a megabyte of dots costs one pass, not one a dot.
_STOP = re.compile(r"(?<![.?!…])[.?!…]++[”“»\"’')\]]*+(?=\s|$)")
_SHORTENED = re.compile(rf"(?:\b{_SHORT}|(?P<initials>\b[A-Z]|[ap]\.m))\.$")
_NEXT = re.compile(r"\s*+([^\W\d_]++|\S?)")
# "in the U.S. The" is two sentences, "George W. Bush" is one: these words begin sentences and are no names.
_STARTERS = frozenset(
    "The A An In On At But And It Its He She They We This That These Those His Her Their There Here As If When While"
    " After Before Since For From With By Both Some Many Most One No Not Other Another Also However Meanwhile".split()
)
_BEGINS = re.compile(r"[^\W\d_a-z]|[“„\"‘'(\[0-9«—–•*-]")


def read_paragraphs(text: str, without: Iterable[Span] = ()) -> tuple[Paragraph, ...]:
    """Every line of the text that holds something, without those that lie in `without` or touch it."""
    out = sorted(without)
    furthest = list(accumulate((one.stop for one in out), max))
    found = []
    start = passed = 0
    for line in text.split("\n"):
        span = Span(start, start + len(line)).trimmed(text)
        start += len(line) + 1
        while passed < len(out) and out[passed].start < span.stop:
            passed += 1
        touched = passed > 0 and furthest[passed - 1] > span.start
        if span.start < span.stop and not touched:
            found.append(Paragraph(text, span))
    return tuple(found)


def split_sentences(text: str, span: Span) -> Iterator[Span]:
    """The sentences of a paragraph. A full stop after a shortened word, a title or an initial ends none."""
    start = span.start
    for mark in _STOP.finditer(text, span.start, span.stop):
        following = _NEXT.match(text, mark.end(), span.stop)
        after = following.group(1) if following else ""
        if after and not _BEGINS.match(after):
            continue
        short = _SHORTENED.search(text, max(start, mark.end() - 12), mark.end()) if mark.group() == "." else None
        if short and not (short["initials"] and after in _STARTERS):
            continue
        found = Span(start, mark.end()).trimmed(text)
        if found.start < found.stop:
            yield found
        start = mark.end()
    rest = Span(start, span.stop).trimmed(text)
    if rest.start < rest.stop:
        yield rest


# What closes what: a German quotation closes with the mark that opens an English one.
_CLOSES = {"“": '”"', "„": '“”"', "«": "»", "»": "«", '"': '"”'}
_QUOTING = re.compile('[“”„«»"]')
_SINGLE = re.compile(r"(?<!\w)[‘'](?=[\w\[(…])|[’'](?!\w)")


def _find_quotations(text: str, span: Span) -> Iterator[Span]:
    """In double marks; where a paragraph has none, in single ones ("British" style), if they close after a stop."""
    opened = -1
    double = False
    for mark in _QUOTING.finditer(text, span.start, span.stop):
        if opened < 0:
            if mark.group() in _CLOSES and (mark.group() != "»" or _stands_free(text, mark.start())):
                opened, double = mark.start(), True
        elif mark.group() in _CLOSES[text[opened]]:
            yield Span(opened, mark.end())
            opened = -1
    if opened >= 0:
        yield Span(opened, span.stop)
    if not double:
        yield from _find_single(text, span)


def _stands_free(text: str, place: int) -> bool:
    return place == 0 or text[place - 1].isspace()


def _find_single(text: str, span: Span) -> Iterator[Span]:
    """An apostrophe looks like a closing mark: what is opened runs to the last one before the next opening."""
    opened = closed = -1
    for mark in _SINGLE.finditer(text, span.start, span.stop):
        opens = mark.end() < span.stop and (text[mark.end()].isalnum() or text[mark.end()] in "[(…")
        if opens and (opened < 0 or closed >= 0):
            if closed >= 0:
                yield Span(opened, closed)
            opened, closed = mark.start(), -1
        elif not opens and opened >= 0:
            possessive = text[mark.start() - 1] == "s" and closed >= 0
            closed = closed if possessive else mark.end()
    if opened >= 0 and closed >= 0:
        yield Span(opened, closed)
