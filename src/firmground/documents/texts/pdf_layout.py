"""Paragraphs from the lines of a PDF's pages: what runs along on every page set aside, lines joined, hyphens undone.

A line's end becomes a space. A hyphen at a line's end is taken out only where that is certain: the word without it
stands elsewhere in the same document, and the word with it does not. Everywhere else it stays ("inter-national"), to
be seen as it was printed. Every word that was put together is told (`Layout.joined`), so that each can be looked up on
its page. A paragraph that goes on over a page's end is put together, and what runs along between its halves stands
after it.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_EDGE = 0.13  # share of a page's height, at its top and its foot, in which running lines stand
_PAGE_NUMBER = re.compile(
    r"\W{0,4}(?:page|p\.|seite|стр\.?|صفحة)?\s{0,3}\d{1,4}(?:\s?(?:/|of|von|из|من)\s?\d{1,4})?\W{0,4}", re.IGNORECASE
)
_BULLET = re.compile(r"[-–—•*·▪►●o]{1,2}\s|\(?\d{1,3}[.)]\s|\([a-z]\)\s")
_ENDS = re.compile(r"[.!?:;…。؟][”\"’')\]]{0,3}$")
_WORDS = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_MOST_TOLD = 12
_MOST_LINES = 2000  # of a page; more is a drawing, and nothing is sought at its edges
_MOST_LOOKED_BACK = 40  # lines of a paragraph whose edges are looked at
_MOST_IN_PARAGRAPH = 20_000  # characters; a longer one does not go on over the end of a page
_MOST_RUNNING = 4  # lines further out than one that still runs along; ours


class PdfLine(NamedTuple):
    """A line where it stands on its page: points from the lower left corner."""

    text: str
    left: float
    bottom: float
    right: float
    top: float

    @property
    def height(self) -> float:
        return max(1.0, self.top - self.bottom)


class PdfPage(NamedTuple):
    height: float
    lines: list[PdfLine]


@dataclass(slots=True)
class Layout:
    """The text's lines, the numbers of those that run along, and what was put together over the ends of lines."""

    lines: list[str] = field(default_factory=list)
    running: set[int] = field(default_factory=set)
    joined: list[str] = field(default_factory=list)


def lay_out_pages(pages: Sequence[PdfPage]) -> Layout:
    """The paragraphs of all pages, in order."""
    along = _find_running(pages)
    words = _Words(line.text for page in pages for line in page.lines)
    layout = Layout()
    waiting: list[str] = []  # running lines met since the last paragraph
    for number, page in enumerate(pages):
        body = [line for place, line in enumerate(page.lines) if (number, place) not in along]
        running = [line for place, line in enumerate(page.lines) if (number, place) in along]
        blocks = _blocks(body)
        waiting += [line.text for line in running if _edge_of(page, line)]
        if blocks and layout.lines and _goes_on(layout, blocks[0][0]):
            last = layout.lines.pop()
            layout.lines.append(words.join([last, *(line.text for line in blocks.pop(0))], layout.joined))
        _put_running(layout, waiting)
        layout.lines += [words.join([line.text for line in block], layout.joined) for block in blocks]
        waiting = [line.text for line in running if not _edge_of(page, line)]
    _put_running(layout, waiting)
    return layout


def _put_running(layout: Layout, waiting: list[str]) -> None:
    for text in waiting:
        layout.running.add(len(layout.lines))
        layout.lines.append(" ".join(text.split()))
    waiting.clear()


def _goes_on(layout: Layout, line: PdfLine) -> bool:
    last = layout.lines[-1]
    small = line.text.lstrip()[:1].islower()
    return (
        len(layout.lines) - 1 not in layout.running
        and small
        and len(last) < _MOST_IN_PARAGRAPH
        and not _ENDS.search(last[-4:])
    )


def _find_running(pages: Sequence[PdfPage]) -> set[tuple[int, int]]:
    """Page and line of what stands at the same edge of at least three pages, or of half of few, but for its figures;
    and numbers of pages.
    """
    seen: dict[tuple[str, bool], set[int]] = {}
    at: dict[tuple[str, bool], list[tuple[int, int]]] = {}
    found = set()
    for number, page in enumerate(pages):
        if len(page.lines) > _MOST_LINES:
            continue
        for place, line in enumerate(page.lines):
            edge = _edge_of(page, line)
            if edge is None:
                continue
            if _PAGE_NUMBER.fullmatch(line.text.strip()):
                found.add((number, place))
            key = re.sub(r"\d+", "#", " ".join(line.text.split())), edge
            seen.setdefault(key, set()).add(number)
            at.setdefault(key, []).append((number, place))
    least = 3 if len(pages) > 5 else max(2, (len(pages) + 1) // 2)
    for key, on in seen.items():
        if len(on) >= least:
            found.update(at[key])
    return {one for one in found if _is_outermost(pages[one[0]], one, found)}


def _is_outermost(page: PdfPage, one: tuple[int, int], found: set[tuple[int, int]]) -> bool:
    """Nothing but running lines stands further out, and few of them: the first words of a page may be like others'."""
    number, place = one
    line = page.lines[place]
    top = _edge_of(page, line)
    further = [
        other
        for other, beyond in enumerate(page.lines)
        if (beyond.bottom > line.top if top else beyond.top < line.bottom) and beyond.text.strip()
    ]
    return len(further) <= _MOST_RUNNING and all((number, other) in found for other in further)


def _edge_of(page: PdfPage, line: PdfLine) -> bool | None:
    """True at the top of a page, False at its foot, None between."""
    if page.height <= 0 or len(line.text) > 200:
        return None
    if line.bottom > page.height * (1 - _EDGE):
        return True
    return False if line.top < page.height * _EDGE else None


def _blocks(lines: Sequence[PdfLine]) -> list[list[PdfLine]]:
    """Lines that stand together, as paragraphs."""
    if not lines:
        return []
    steps = [
        one.bottom - other.bottom for one, other in pairwise(lines) if 0 < one.bottom - other.bottom < 4 * one.height
    ]
    step = median(steps) if steps else 0.0
    blocks = [[lines[0]]]
    for before, line in pairwise(lines):
        if _begins(before, line, blocks[-1], step):
            blocks.append([line])
        else:
            blocks[-1].append(line)
    return blocks


def _begins(before: PdfLine, line: PdfLine, block: Sequence[PdfLine], step: float) -> bool:
    """A new paragraph begins with `line`."""
    gap = before.bottom - line.bottom
    if abs(gap) < 0.4 * line.height:  # beside it, on the same line: another cell, or a change of fonts
        return line.left - before.right > 2 * line.height
    if gap < 0 or gap > 1.35 * step or not 0.8 < line.height / before.height < 1.25:  # another column, a gap, a heading
        return True
    if _BULLET.match(line.text.lstrip()):
        return True
    block = [block[0], *block[1:][-_MOST_LOOKED_BACK:]]
    indented = line.left > min(other.left for other in block) + 0.8 * line.height
    right = max(other.right for other in block)
    short = len(block) > 1 and before.right < right - 0.15 * (right - line.left)
    ended = bool(_ENDS.search(before.text.rstrip()[-4:]))
    listed = bool(_BULLET.match(block[0].text.lstrip())) and line.left <= block[0].left + 1
    return (ended and (indented or short or listed)) or (short and not line.text.lstrip()[:1].islower())


class _Words:
    """The words of the document that stand within lines: what a broken one is compared with."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._known: Counter[str] = Counter()
        for line in lines:
            self._known.update(word.lower() for word in _WORDS.findall(line))

    def join(self, lines: Sequence[str], joined: list[str]) -> str:
        """The lines as one paragraph."""
        text = " ".join(lines[0].split())
        for line in lines[1:]:
            following = " ".join(line.split())
            broken = re.search(r"([^\W\d_]+)-$", text[-60:])
            onward = re.match(r"[^\W\d_]+", following)
            if broken is None or onward is None or not following[0].islower():
                text += " " + following
                continue
            first, rest = broken.group(1), onward.group()
            whole = (first + rest).lower()
            if self._known[whole] and not self._known[f"{first}-{rest}".lower()]:
                joined.append(f"{first}-{rest}")
                text = text[:-1]
            text += following
        return text


def tell_joined(joined: Sequence[str]) -> str:
    """A sentence that names the words that were put together, "" if none was."""
    if not joined:
        return ""
    listed = ", ".join(dict.fromkeys(joined[:_MOST_TOLD])) + (", …" if len(joined) > _MOST_TOLD else "")
    return f"{len(joined):,} words that were broken over the ends of lines were put together: {listed}"
