"""What two sequences have in common, in order: the ground of every comparison of two versions.

A longest common subsequence where that can be had in bounded time and memory; else the things that stand once in each
are the fixed points, and the stretches between them are compared. What is too long for either counts as replaced, which
errs towards showing too much as changed, never towards hiding a change.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from rapidfuzz.distance import LCSseq

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

# One bit of memory a cell: 12 MB at most, and some tens of milliseconds.
MOST_CELLS = 10**8


class Stretch(NamedTuple):
    """`old[old_start:old_stop]` became `new[new_start:new_stop]`; one of the two may be empty."""

    old_start: int
    old_stop: int
    new_start: int
    new_stop: int


def find_changes(old: Sequence[str], new: Sequence[str]) -> list[Stretch]:
    """The stretches in which they differ, in order; between two of them they are equal, item by item."""
    numbers: dict[str, int] = {}
    ours, theirs = ([numbers.setdefault(item, len(numbers)) for item in items] for items in (old, new))
    found: list[Stretch] = []
    for stretch in _differing(ours, theirs, Stretch(0, len(ours), 0, len(theirs)), anchored=False):
        last = found[-1] if found else None
        if last is not None and last.old_stop == stretch.old_start and last.new_stop == stretch.new_start:
            found[-1] = Stretch(last.old_start, stretch.old_stop, last.new_start, stretch.new_stop)
        else:
            found.append(stretch)
    return found


def _differing(old: list[int], new: list[int], within: Stretch, *, anchored: bool) -> Iterator[Stretch]:
    a, b, c, d = within
    while a < b and c < d and old[a] == new[c]:
        a, c = a + 1, c + 1
    while a < b and c < d and old[b - 1] == new[d - 1]:
        b, d = b - 1, d - 1
    if a == b and c == d:
        return
    if a == b or c == d:
        yield Stretch(a, b, c, d)
    elif (b - a) * (d - c) <= MOST_CELLS:
        for code in LCSseq.opcodes(old[a:b], new[c:d]):
            if code.tag != "equal":
                yield Stretch(a + code.src_start, a + code.src_end, c + code.dest_start, c + code.dest_end)
    elif anchored:
        yield Stretch(a, b, c, d)  # once is enough: what stands once within a stretch mostly stands once in all
    else:
        for place in _between_anchors(old, new, Stretch(a, b, c, d)):
            yield from _differing(old, new, place, anchored=True)


def _between_anchors(old: list[int], new: list[int], within: Stretch) -> Iterator[Stretch]:
    """The stretches between the items that stand once in each and in the same order in both."""
    a, b, c, d = within
    ours, theirs = Counter(old[a:b]), Counter(new[c:d])
    places = {item: place for place, item in enumerate(new[c:d], start=c) if theirs[item] == 1}
    pairs = [
        (place, places[item]) for place, item in enumerate(old[a:b], start=a) if ours[item] == 1 and item in places
    ]
    for mine, other in _rising(pairs):
        yield Stretch(a, mine, c, other)
        a, c = mine + 1, other + 1
    yield Stretch(a, b, c, d)


def _rising(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The most pairs whose second numbers rise as the first ones do (patience sorting)."""
    tops: list[int] = []
    piles: list[int] = []
    before: list[int] = []
    for number, (_, other) in enumerate(pairs):
        pile = bisect_left(tops, other)
        before.append(piles[pile - 1] if pile else -1)
        if pile == len(tops):
            tops.append(other)
            piles.append(number)
        else:
            tops[pile], piles[pile] = other, number
    chosen: list[tuple[int, int]] = []
    at = piles[-1] if piles else -1
    while at >= 0:
        chosen.append(pairs[at])
        at = before[at]
    return chosen[::-1]
