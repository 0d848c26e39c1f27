"""What changed between two versions of a page, in words: publishers edit and delete in silence, and that is news.

Sentences are compared first, then the words of those that were reworded. What a typesetter may change (kinds of
quotation marks, dashes, spaces, line breaks) is no change. The result is plain data with spans into both texts, so that
a terminal, a page and a program show the same.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from rapidfuzz.distance import Indel

from firmground.case.documents import MarkKind
from firmground.documents.keep.align import MOST_CELLS, Stretch, find_changes
from firmground.documents.prose import Sentence, Word, read_paragraphs
from firmground.spans import Span, plain_print

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from firmground.case.documents import Document, Mark
    from firmground.documents.page import Page

# A sentence that shares at least this part of its words, in order, with the one in its place is that one, reworded.
REWORDED = 0.5
# So many pairs of sentences are held against each other in one stretch; a stretch beyond was rewritten as a whole.
_MOST_PAIRS = 20_000
# What is longer is no sentence: it was kept or it was not.
_MOST_LETTERS = 50_000
_MOST_LETTERS_IN_ALL = 10**6
_COUNTED = re.compile(r"\w[\w.,'’-]*")
# What stands around the author's text: it changes with every visit, and says nothing about the page.
_AROUND = frozenset({MarkKind.TEASER, MarkKind.BOILERPLATE})


class ChangeKind(StrEnum):
    """What became of a sentence."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    MOVED = "moved"


@dataclass(frozen=True, slots=True)
class WordChange:
    """Words of the old text that became words of the new one. None: there were none, or none were left.

    `new_at`: where in the new text they stand, or stood.
    """

    old: Span | None
    new: Span | None
    new_at: int


@dataclass(frozen=True, slots=True)
class Change:
    """A sentence, a line or a heading that is not what it was.

    `old`, `new`: where it stands in each text, None where it does not. `words`: of one that was changed, which words.
    `body`: False where it stands, in both, only in what was marked as teaser or boilerplate.
    """

    kind: ChangeKind
    old: Span | None
    new: Span | None
    words: tuple[WordChange, ...] = ()
    body: bool = True


@dataclass(frozen=True, slots=True)
class Difference:
    """All changes, in the order of the new text. `print_only`: the texts differ, and no word does."""

    changes: tuple[Change, ...]
    words_added: int = 0
    words_removed: int = 0
    print_only: bool = False

    @property
    def of_body(self) -> tuple[Change, ...]:
        return tuple(change for change in self.changes if change.body)


@dataclass(frozen=True, slots=True)
class FieldChange:
    """What a page says of itself, before and after: title, published, byline, site, language."""

    name: str
    old: str
    new: str


def compare_pages(old: Page, new: Page) -> Difference:
    """`compare_versions` of two pages that were opened, with what is marked in them."""
    return compare_versions(old.text, new.text, old.marks, new.marks)


def compare_versions(
    old_text: str, new_text: str, old_marks: Iterable[Mark] = (), new_marks: Iterable[Mark] = ()
) -> Difference:
    """What changed from the old text to the new one. Bounded in time and memory for texts of any kind and size."""
    if old_text == new_text:
        return Difference(())
    old, new = _sentences(old_text), _sentences(new_text)
    around = _Around(old_marks), _Around(new_marks)
    changes: list[Change] = []
    for stretch in find_changes([plain_print(str(one)) for one in old], [plain_print(str(one)) for one in new]):
        changes += _in_stretch(old[stretch.old_start : stretch.old_stop], new[stretch.new_start : stretch.new_stop])
    changes = [replace(change, body=_in_body(change, *around)) for change in _join_moved(changes, old_text, new_text)]
    added, removed = _count(changes, old_text, new_text)
    return Difference(tuple(changes), added, removed, print_only=not changes)


def compare_fields(old: Document, new: Document) -> tuple[FieldChange, ...]:
    """What the two say of themselves, where they differ. What a person told of one is no change of the page."""
    found = []
    for name in ("title", "published_on", "byline", "site", "language"):
        before, after = getattr(old, name), getattr(new, name)
        if before.value != after.value and "asked" not in {before.how, after.how}:
            found.append(FieldChange(name.removesuffix("_on"), before.value, after.value))
    return tuple(found)


def _sentences(text: str) -> list[Sentence]:
    sentences = (sentence for paragraph in read_paragraphs(text) for sentence in paragraph.sentences)
    return [sentence for sentence in sentences if plain_print(str(sentence))]


def _in_stretch(old: list[Sentence], new: list[Sentence]) -> list[Change]:
    changes: list[Change] = []
    pairs = dict(_pair_up(old, new))
    next_new = 0
    for number, sentence in enumerate(old):
        partner = pairs.get(number)
        if partner is None:
            changes.append(Change(ChangeKind.REMOVED, sentence.span, None))
            continue
        changes += [Change(ChangeKind.ADDED, None, one.span) for one in new[next_new:partner]]
        words = _compare_words(sentence, new[partner])
        changes.append(Change(ChangeKind.CHANGED, sentence.span, new[partner].span, words))
        next_new = partner + 1
    return changes + [Change(ChangeKind.ADDED, None, one.span) for one in new[next_new:]]


def _pair_up(old: list[Sentence], new: list[Sentence]) -> list[tuple[int, int]]:
    """Which sentence became which, in order, so that as many words as possible are kept."""
    if not old or not new or len(old) * len(new) > _MOST_PAIRS:
        return []
    lengths = [one.span.stop - one.span.start for one in (*old, *new)]
    if max(lengths) > _MOST_LETTERS or sum(lengths) > _MOST_LETTERS_IN_ALL:
        return []
    letters: dict[str, str] = {}
    ours, theirs = ([_spell(sentence, letters) for sentence in sentences] for sentences in (old, new))
    if sum(map(len, ours)) * sum(map(len, theirs)) > MOST_CELLS:
        return []
    # best[i][j]: how much of old[i:] and new[j:] can be kept.
    best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    alike = [[Indel.normalized_similarity(a, b, score_cutoff=REWORDED) for b in theirs] for a in ours]
    for i in range(len(old) - 1, -1, -1):
        for j in range(len(new) - 1, -1, -1):
            kept = best[i + 1][j + 1] + alike[i][j] if alike[i][j] else 0.0
            best[i][j] = max(best[i + 1][j], best[i][j + 1], kept)
    pairs: list[tuple[int, int]] = []
    i = j = 0
    while i < len(old) and j < len(new):
        if alike[i][j] and best[i][j] == best[i + 1][j + 1] + alike[i][j]:
            pairs.append((i, j))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return pairs


def _spell(sentence: Sentence, letters: dict[str, str]) -> str:
    """The sentence with one letter a word, the same for the same word: texts are compared faster than lists."""
    return "".join(letters.setdefault(key, chr(len(letters))) for key in _keys(_words(sentence)))


def _compare_words(old: Sentence, new: Sentence) -> tuple[WordChange, ...]:
    ours, theirs = _words(old), _words(new)
    stretches = _smooth(find_changes(_keys(ours), _keys(theirs)), ours)
    changes = []
    for one in stretches:
        before, after = _reach(ours[one.old_start : one.old_stop]), _reach(theirs[one.new_start : one.new_stop])
        at = theirs[one.new_start - 1].stop if one.new_start else new.span.start
        changes.append(WordChange(before, after, after.start if after else at))
    return tuple(changes)


def _smooth(stretches: list[Stretch], old: Sequence[Word]) -> list[Stretch]:
    """Two changes with nothing but one mark or one short word between them are read as one."""
    found: list[Stretch] = []
    for stretch in stretches:
        last = found[-1] if found else None
        between = old[last.old_stop : stretch.old_start] if last is not None else ()
        if last is not None and len(between) == 1 and len(between[0].text) <= 3 and not between[0].text.isdecimal():
            found[-1] = Stretch(last.old_start, stretch.old_stop, last.new_start, stretch.new_stop)
        else:
            found.append(stretch)
    return found


def _words(sentence: Sentence) -> list[Word]:
    return [word for word in sentence.words if plain_print(word.text)]


def _keys(words: Sequence[Word]) -> list[str]:
    return [plain_print(word.text) for word in words]


def _reach(words: Sequence[Word]) -> Span | None:
    return Span(words[0].start, words[-1].stop) if words else None


def _join_moved(changes: list[Change], old_text: str, new_text: str) -> list[Change]:
    """A sentence that was taken out in one place and stands word for word in another has moved."""
    gone: dict[str, list[Span]] = defaultdict(list)
    for change in reversed(changes):
        if change.kind is ChangeKind.REMOVED and change.old is not None:
            gone[plain_print(change.old.of(old_text))].append(change.old)
    moved: set[Span] = set()
    found: list[Change] = []
    for change in changes:
        if change.kind is ChangeKind.ADDED and change.new is not None:
            places = gone.get(plain_print(change.new.of(new_text)))
            if places:
                moved.add(old := places.pop())
                found.append(Change(ChangeKind.MOVED, old, change.new))
                continue
        found.append(change)
    return [one for one in found if one.kind is not ChangeKind.REMOVED or one.old not in moved]


class _Around:
    """Where a text is not the author's but what stands around it."""

    def __init__(self, marks: Iterable[Mark]) -> None:
        self._spans = sorted(mark.span for mark in marks if mark.kind in _AROUND)

    def covers(self, span: Span) -> bool:
        place = bisect_right(self._spans, (span.start, span.stop))
        return any(other.overlaps(span) for other in self._spans[max(0, place - 1) : place + 1])


def _in_body(change: Change, old: _Around, new: _Around) -> bool:
    outside = [around.covers(span) for around, span in ((old, change.old), (new, change.new)) if span is not None]
    return not all(outside)


def _count(changes: Iterable[Change], old_text: str, new_text: str) -> tuple[int, int]:
    """Words of the new text that were not in the old one in their place, and the reverse."""
    added = removed = 0
    for change in changes:
        if change.kind is ChangeKind.MOVED:
            continue
        for part in change.words or (change,):
            added += count_words(new_text, part.new) if part.new else 0
            removed += count_words(old_text, part.old) if part.old else 0
    return added, removed


def count_words(text: str, span: Span | None = None) -> int:
    """How many words and numbers stand in a text, or in a stretch of it."""
    start, stop = span or (0, len(text))
    return sum(1 for _ in _COUNTED.finditer(text, start, stop))
