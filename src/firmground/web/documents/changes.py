"""Two versions of a page beside each other: lines that are the same folded away, what was deleted and added marked."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from markupsafe import Markup, escape

from firmground.documents.keep.align import find_changes
from firmground.documents.keep.versions import ChangeKind
from firmground.render.visible import make_visible
from firmground.spans import Span, plain_print
from firmground.web.documents.blocks import split_blocks

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from firmground.documents.keep.versions import Change, Difference
    from firmground.documents.page import Page
    from firmground.web.documents.blocks import Block

ROWS_A_PAGE: Final = 150
_AROUND: Final = 1  # lines that are the same, shown on either side of a change
_DELETED, _ADDED, _MOVED = "del", "ins", "moved"
_TAGS: Final = {
    _DELETED: Markup("<del>{}</del>"),
    _ADDED: Markup("<ins>{}</ins>"),
    _MOVED: Markup('<span class="moved">{}</span>'),
}


@dataclass(frozen=True, slots=True)
class Pair:
    """Lines of the older text and those that stand in their place. `same`: so many lines without a change instead."""

    old: tuple[Markup, ...] = ()
    new: tuple[Markup, ...] = ()
    same: int = 0
    changed: bool = False


@dataclass(frozen=True, slots=True)
class Told:
    """What a difference comes to, in numbers and in the words that were deleted."""

    counts: tuple[tuple[str, int], ...]
    deleted: tuple[str, ...]


_SAID: Final = {
    ChangeKind.REMOVED: "deleted",
    ChangeKind.CHANGED: "reworded",
    ChangeKind.ADDED: "added",
    ChangeKind.MOVED: "moved",
}


def tell_difference(old: Page, difference: Difference) -> Told:
    """Numbers of sentences by what became of them, and what the author's text lost, in its own words."""
    found = Counter(change.kind for change in difference.of_body)
    removed = [change.old for change in difference.of_body if change.kind is ChangeKind.REMOVED and change.old]
    counts = tuple((words, found[kind]) for kind, words in _SAID.items() if found[kind])
    return Told(counts, tuple(span.of(old.text) for span in removed))


def pair_lines(old: Page, new: Page, difference: Difference) -> tuple[Pair, ...]:
    """Both texts in order, line beside line."""
    ours, theirs = split_blocks(old.text, old.marks), split_blocks(new.text, new.marks)
    gone, come = _marks(difference.changes)
    lines = [[plain_print(block.span.of(page.text)) for block in side] for page, side in ((old, ours), (new, theirs))]
    pairs: list[Pair] = []
    a = c = 0
    for stretch in find_changes(*lines):
        kept = list(zip(ours[a : stretch.old_start], theirs[c : stretch.new_start], strict=True))
        pairs += _fold(old, new, kept, first=not pairs, last=False)
        olds, news = ours[stretch.old_start : stretch.old_stop], theirs[stretch.new_start : stretch.new_stop]
        pairs.append(Pair(tuple(_show(old, olds, gone)), tuple(_show(new, news, come)), changed=True))
        a, c = stretch.old_stop, stretch.new_stop
    kept = list(zip(ours[a:], theirs[c:], strict=True))
    return tuple(pairs + _fold(old, new, kept, first=not pairs, last=True))


def _fold(old: Page, new: Page, kept: Sequence[tuple[Block, Block]], *, first: bool, last: bool) -> list[Pair]:
    """Lines without a change: those next to a change as they are, the others as their number."""
    before = 0 if first else min(_AROUND, len(kept))
    after = 0 if last else min(_AROUND, len(kept) - before)
    middle = len(kept) - before - after
    shown = [Pair(tuple(_show(old, [one], {})), tuple(_show(new, [other], {}))) for one, other in kept]
    return [*shown[:before], *([Pair(same=middle)] if middle else []), *shown[len(kept) - after :]]


Marks = dict[Span, str]


def _marks(changes: Sequence[Change]) -> tuple[Marks, Marks]:
    """What is marked in the older text and what in the later one."""
    gone: Marks = {}
    come: Marks = {}
    for change in changes:
        if change.kind is ChangeKind.CHANGED:
            gone |= {words.old: _DELETED for words in change.words if words.old}
            come |= {words.new: _ADDED for words in change.words if words.new}
            continue
        moved = change.kind is ChangeKind.MOVED
        gone |= {span: _MOVED if moved else _DELETED for span in (change.old,) if span}
        come |= {span: _MOVED if moved else _ADDED for span in (change.new,) if span}
    return gone, come


def _show(page: Page, blocks: Sequence[Block], marks: Marks) -> Iterator[Markup]:
    ordered = sorted(marks)
    for block in blocks:
        words = _mark(page.text, block.span, [(span, marks[span]) for span in _over(ordered, block.span)])
        yield Markup('<span class="{}">{}</span>').format("soft" if block.mark else "", words)


def _over(ordered: Sequence[Span], block: Span) -> list[Span]:
    """The marked stretches that lie in a block; they overlap neither each other nor its ends."""
    first = bisect_left(ordered, Span(block.start, 0))
    last = bisect_left(ordered, Span(block.stop, 0))
    return [span for span in ordered[first:last] if block.covers(span)]


def _mark(text: str, span: Span, marks: Sequence[tuple[Span, str]]) -> Markup:
    parts: list[Markup] = []
    at = span.start
    for own, kind in marks:
        parts.append(escape(make_visible(text[at : own.start])))
        parts.append(_TAGS[kind].format(make_visible(own.of(text))))
        at = own.stop
    parts.append(escape(make_visible(text[at : span.stop])))
    return Markup("").join(parts)
