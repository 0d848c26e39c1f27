"""Which lines of a text without a layout are its body: by the density of function words, by ends, and by length.

A text that was pasted brings the furniture of its page with it: menus above, related posts and comments below, share
buttons between. What is cut is marked, not deleted; and since what is marked is not read for records, every rule errs
on the side of the body. Where a text has few English function words only lengths and ends are judged, and less is cut.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from firmground.case.documents import MarkKind
from firmground.documents.texts import phrases

if TYPE_CHECKING:
    from collections.abc import Sequence


class Kind(Enum):
    PROSE = "prose"  # long, or a sentence of running words
    SENTENCE = "sentence"  # short, but it ends like one
    SHORT = "short"


@dataclass(frozen=True, slots=True)
class Cut:
    """`first`, `last`: numbers of the first and the last line of the body, -1 if there is none. `kinds`: the mark of
    each line, None for body and for empty lines. `generous`: it was judged without function words.
    """

    first: int
    last: int
    kinds: list[MarkKind | None]
    generous: bool


_END = re.compile(r"[.!?:;…。！？؟।][”\"’'»)\]]{0,3}$")
_EAST = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_BULLET = re.compile(r"[-–—•*·▪►]{1,2}\s{0,3}\S|\d{1,2}[.)]\s")
_WORD = re.compile(r"[^\W\d_]+")
_LEAST_ENGLISH = 0.15  # share of function words below which a text is judged without them; ours: English news has .35


def cut_lines(lines: Sequence[str]) -> Cut:
    """Judges every line. Lines without anything but white space are no lines here."""
    english = _is_english(lines)
    judged = [_kind_of(line, english=english) if line.strip() else None for line in lines]
    full = [number for number, kind in enumerate(judged) if kind is not None]
    kinds: list[MarkKind | None] = [None] * len(lines)
    if not any(judged[number] is Kind.PROSE for number in full):
        return _short_text(lines, full, kinds, generous=not english)
    first = next(number for number in full if judged[number] is Kind.PROSE)
    first = _back_over_bullets(lines, judged, full, first)
    stop = _find_tail(lines, judged, [number for number in full if number >= first], kinds)
    last = max((n for n in full if first <= n < stop and kinds[n] is None), default=first)
    for number in full:
        if number < first:
            kinds[number] = _head_kind(lines[number])
        elif number < stop:
            kinds[number] = kinds[number] or _inner_kind(lines[number])
        else:
            kinds[number] = kinds[number] or MarkKind.BOILERPLATE
    return Cut(first, last, kinds, not english)


def is_prose(line: str) -> bool:
    """Running English words, or a long line in another language."""
    return _kind_of(line, english=_is_english([line])) is Kind.PROSE


def is_sentence(line: str) -> bool:
    """At least five words that end as a sentence does."""
    return bool(_END.search(line.rstrip()[-4:])) and _count_words(line) >= 5


def _count_words(line: str) -> int:
    """Two characters of a script without spaces make about a word."""
    return len(line.split()) + len(_EAST.findall(line[:2000])) // 2


def _short_text(lines: Sequence[str], full: list[int], kinds: list[MarkKind | None], *, generous: bool) -> Cut:
    """Nothing in it is long enough to be sure of: a list, a post, a headline. Only plain furniture is cut."""
    for number in full:
        kinds[number] = _inner_kind(lines[number])
    body = [number for number in full if kinds[number] is None]
    return Cut(body[0] if body else -1, body[-1] if body else -1, kinds, generous)


def _is_english(lines: Sequence[str]) -> bool:
    words = [word.lower() for line in lines[:2000] for word in _WORD.findall(line[:1000])]
    return sum(word in phrases.FUNCTION_WORDS for word in words) >= _LEAST_ENGLISH * len(words)


def _kind_of(line: str, *, english: bool) -> Kind:
    line = line.strip()
    count = _count_words(line)
    if phrases.is_furniture(line):
        return Kind.SHORT
    ends = bool(_END.search(line[-4:]))
    dense = 1.0
    if english:
        words = line[:2000].split()
        dense = sum(word.strip('.,;:"“”‘’()').lower() in phrases.FUNCTION_WORDS for word in words) / len(words)
    # Releases full of names have few function words: a long sentence is prose all the same.
    least = 0.1 if ends else 0.22
    if (count >= 20 and dense >= least) or (count >= 9 and dense >= 0.2 and ends):
        return Kind.PROSE
    return Kind.SENTENCE if count >= 5 and ends and dense >= 0.1 else Kind.SHORT


def _back_over_bullets(lines: Sequence[str], judged: Sequence[Kind | None], full: list[int], first: int) -> int:
    """Sentences and bullets right above the first prose are of the body too."""
    for number in reversed([number for number in full if number < first]):
        line = lines[number].strip()
        bullet = bool(_BULLET.match(line)) and len(line.split()) >= 5
        goes_on = lines[number + 1][:1].islower()
        if not (judged[number] is Kind.SENTENCE or bullet or goes_on):
            break
        if _head_kind(line) is not MarkKind.BOILERPLATE or phrases.is_furniture(line):
            break
        first = number
    above = [number for number in full if number < first][-1:]
    # "Syria", and then a list: one word or two right above a list head it.
    if above and _BULLET.match(lines[first].strip()) and len(lines[above[0]].split()) <= 2:
        first = above[0] if not phrases.is_furniture(lines[above[0]]) else first
    return first


def _find_tail(
    lines: Sequence[str], judged: Sequence[Kind | None], body: list[int], kinds: list[MarkKind | None]
) -> int:
    """The number of the line at which the body has ended. Teasers within it are marked on the way."""
    seen = 0
    place = 0
    while place < len(body):
        number = body[place]
        line = lines[number]
        if seen and phrases.is_like(phrases.COMMENTS, line):
            return number
        if phrases.is_like(phrases.RELATED, line):
            again = _resumes(judged, lines, body, place + 1)
            if again is None:
                return number if seen else len(lines)
            kinds[number] = MarkKind.BOILERPLATE
            for between in body[place + 1 : again]:
                kinds[between] = MarkKind.TEASER
            place = again
            continue
        seen += judged[number] is Kind.PROSE
        place += 1
    return _before_short_end(lines, judged, body)


def _resumes(judged: Sequence[Kind | None], lines: Sequence[str], body: list[int], place: int) -> int | None:
    """Where the story goes on after a box of other stories: at two paragraphs of prose and one
    more sentence. Teasers with a
    summary alternate with their headlines; comments come under a heading of their own.
    """
    for at in range(place, len(body)):
        if phrases.is_like(phrases.COMMENTS, lines[body[at]]):
            return None
        following = [judged[number] for number in body[at : at + 3]]
        if len(following) == 3 and following[:2] == [Kind.PROSE] * 2 and following[2] is not Kind.SHORT:
            return at
    return None


def _before_short_end(lines: Sequence[str], judged: Sequence[Kind | None], body: list[int]) -> int:
    """A run of at least four short lines after the last sentence is furniture; fewer may be a list or a signature."""
    run = 0
    for number in reversed(body):
        line = lines[number].strip()
        if judged[number] is Kind.SHORT and not _BULLET.match(line):
            run += 1
        else:
            break
    return body[-run] if run >= 4 else len(lines)


def _head_kind(line: str) -> MarkKind:
    """A line above the body. Its title is found by whoever knows more (`head`)."""
    if phrases.is_byline(line):
        return MarkKind.BYLINE
    return MarkKind.CAPTION if phrases.is_caption(line) else MarkKind.BOILERPLATE


def _inner_kind(line: str) -> MarkKind | None:
    if phrases.is_like(phrases.TEASER, line):
        return MarkKind.TEASER
    if phrases.is_caption(line):
        return MarkKind.CAPTION
    if phrases.is_byline(line):
        return MarkKind.BYLINE
    return MarkKind.BOILERPLATE if phrases.is_furniture(line) else None
