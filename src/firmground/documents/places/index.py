"""Names of a gazetteer by their folded letters: looked up alone, and found in a text, the longest first.

A name has a key with all its letters, one without articles and as it is heard, and both without what kind of place it
is ("town", "governorate"), so that "Deir Ezzor", "Deir al-Zor" and "Deir ez-Zor" meet. A text is walked once: at each
word at most `LONGEST` words are put together and looked up, whatever the gazetteer holds.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from firmground.documents.places.tokens import (
    adjoining,
    apart,
    bare,
    is_article,
    read_tokens,
    sound,
    stem,
    without_prefix,
)
from firmground.documents.places.vocabulary import EDGES, PARTS, PHRASES, SETTLEMENT, SETTLEMENTS, UNIT_LEVELS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from firmground.documents.places.tokens import Token

    _Growing = dict[str, dict[int, None]]

LONGEST: Final = 12
_SHORTEST: Final = 3  # letters of a name without its article: "al-Eis" is not "IS"


class Hit(NamedTuple):
    """A known name in a text: tokens `first` to `last`, included, and the numbers of what it may be a name of."""

    first: int
    last: int
    numbers: tuple[int, ...]


class NameKeys:
    """An index of names, each of the thing with that number."""

    def __init__(
        self, named: Iterable[tuple[int, Iterable[str]]], *, edges: bool = True, capitals: bool = True
    ) -> None:  # fmt: skip
        """`edges`: "Duma town" is found as "Duma" too. `capitals`: in a text a name begins with one, if its script has
        them, so that a strike that hit something was not in Hit.
        """
        self._edges = edges
        self._capitals = capitals
        self._reach: dict[str, int] = {}
        by_key: _Growing = {}
        by_stem: _Growing = {}
        for number, names in named:
            for name in names:
                self._add(number, name, by_key, by_stem)
        self._by_key = {key: tuple(numbers) for key, numbers in by_key.items()}
        self._by_stem = {key: tuple(numbers) for key, numbers in by_stem.items()}

    def __len__(self) -> int:
        return len(self._by_key)

    def _add(self, number: int, name: str, by_key: _Growing, by_stem: _Growing) -> None:
        folds = [token.fold for token in read_tokens(name)]
        for variant in {tuple(folds), core_of(folds) if self._edges else tuple(folds)}:
            if not variant or len(variant) > LONGEST or EDGES.issuperset(variant):
                continue
            for words in {variant, heard(variant)}:
                if len("".join(words)) < _SHORTEST and words != tuple(folds):
                    continue
                by_key.setdefault("".join(words), {})[number] = None
                self._starts(words, len(variant))
                self._starts(without_articles(variant), len(variant))
                if stemmed := _stemmed(words):
                    by_stem.setdefault(stemmed, {})[number] = None
                    self._starts((stem(words[0]) if len(words) == 1 else words[0],), len(variant))

    def _starts(self, words: tuple[str, ...], reach: int) -> None:
        # One word more than it has: a name may be written apart that the gazetteer writes as one.
        self._reach[words[0]] = max(self._reach.get(words[0], 1), min(reach + 1, LONGEST))

    def numbers(self, name: str) -> tuple[int, ...]:
        """What has this name, by any of its keys, in the order of the gazetteer."""
        folds = [token.fold for token in read_tokens(name[:400])][: LONGEST * 2]
        found: dict[int, None] = {}
        for variant in (tuple(folds), core_of(folds) if self._edges else tuple(folds)):
            for words in (variant, heard(variant)):
                found.update(dict.fromkeys(self._by_key.get("".join(words), ())))
        if not found and folds:
            found.update(dict.fromkeys(self._by_stem.get(_stemmed(tuple(folds)), ())))
        return tuple(sorted(found))

    def find(
        self, text: str, tokens: Sequence[Token], fits: Callable[[Hit], bool] | None = None
    ) -> list[Hit]:  # fmt: skip
        """The names in a text, in order, none within another; at each word the longest that begins there.

        `fits`: says no to one that is written otherwise than its kind is.
        """
        hits: list[Hit] = []
        place = 0
        while place < len(tokens):
            hit = self._at(text, tokens, place)
            if hit is None or (fits is not None and not fits(hit)):
                place += 1
            else:
                hits.append(hit)
                place = hit.last + 1
        return hits

    def _at(self, text: str, tokens: Sequence[Token], place: int) -> Hit | None:
        token = tokens[place]
        begin = place
        reach = self._reach.get(token.fold, 0)
        if place + 1 < len(tokens) and is_article(token.fold, tokens[place + 1].fold):
            following = tokens[place + 1]
            # An article belongs to the name where it is written as part of it: "Ar Raqqah", "al-Bab", not "at Raqqa".
            if (token.capital or token.stop + 1 == following.start) and adjoining(text, token, following):
                begin += 1
                reach = max(reach, self._reach.get(following.fold, 0) + 1, 2)
        if self._capitals and not token.capital:
            # "al-Bab", "eastern Ghouta"
            open_word = begin > place or token.fold in PARTS
            if not open_word or place + 1 == len(tokens) or not tokens[place + 1].capital:
                return None
        best = (
            self._longest(text, tokens, place, begin, token.fold, reach)
            if reach or token.fold in self._by_key
            else None
        )
        if best is None and token.fold[0] > "\u0400":
            best = self._written_together(text, tokens, place)
        return best

    def _written_together(self, text: str, tokens: Sequence[Token], place: int) -> Hit | None:
        """A word of another script with a prefix or the ending of a case."""
        token = tokens[place]
        for fold in (token.fold, bare(token.fold), *without_prefix(token.fold)):
            for head in dict.fromkeys((fold, bare(fold))):
                reach = self._reach.get(head, 0)
                if (reach or head in self._by_key) and (hit := self._longest(text, tokens, place, place, head, reach)):
                    return hit
        root = stem(token.fold)
        return self._longest(text, tokens, place, place, token.fold, max(2, self._reach.get(root, 0))) if root else None

    def _longest(
        self, text: str, tokens: Sequence[Token], place: int, begin: int, head: str, reach: int
    ) -> Hit | None:  # fmt: skip
        whole = head
        plain = "" if begin > place else sound(head)
        words = [head]
        best: Hit | None = None
        last = place
        ends_in_article = False
        while True:
            numbers = self._look_up(whole, "" if ends_in_article else plain, words)
            if numbers:
                best = Hit(place, last, numbers)
            last += 1
            if last >= min(place + max(reach, 1), len(tokens)) or not adjoining(text, tokens[last - 1], tokens[last]):
                return best
            fold = tokens[last].fold
            whole += fold
            words.append(fold)
            ends_in_article = last + 1 < len(tokens) and is_article(fold, tokens[last + 1].fold)
            if not ends_in_article:
                plain += sound(apart(fold))

    def _look_up(self, whole: str, plain: str, words: list[str]) -> tuple[int, ...]:
        found = self._by_key.get(whole, ())
        if plain != whole and plain and (more := self._by_key.get(plain, ())):
            found = tuple(sorted({*found, *more}))
        if not found and self._by_stem and (stemmed := _stemmed(tuple(words))):
            found = self._by_stem.get(stemmed, ())
        return found


def core_of(folds: Sequence[str]) -> tuple[str, ...]:
    """The words of a name without those at its ends that say what kind of place it is; a phrase stays whole."""
    if PHRASES.intersection(folds):
        return tuple(folds)
    first, last = 0, len(folds)
    while last - first > 1 and folds[last - 1] in EDGES:
        last -= 1
    while last - first > 1 and folds[first] in EDGES:
        first += 1
    return tuple(folds[first:last])


def level_of(folds: Sequence[str]) -> str:
    """The level of the unit that a name says it is of, "" if it says none."""
    if PHRASES.intersection(folds) or len(folds) < 2:
        return ""
    return UNIT_LEVELS.get(folds[-1]) or UNIT_LEVELS.get(folds[0]) or ""


def kind_of(folds: Sequence[str]) -> str:
    """The level of the unit that a name says it is of, `SETTLEMENT` for a town, "" if it says neither."""
    settled = len(folds) > 1 and not PHRASES.intersection(folds) and not SETTLEMENTS.isdisjoint((folds[0], folds[-1]))
    return level_of(folds) or (SETTLEMENT if settled else "")


def without_articles(folds: Sequence[str]) -> tuple[str, ...]:
    return tuple(
        fold for place, fold in enumerate(folds) if place + 1 == len(folds) or not is_article(fold, folds[place + 1])
    )


def heard(folds: Sequence[str]) -> tuple[str, ...]:
    """The words of a name without articles, as they are heard."""
    return tuple(sound(apart(fold) if place else fold) for place, fold in enumerate(without_articles(folds)))


def _stemmed(words: Sequence[str]) -> str:
    root = stem(words[-1])
    return "".join((*words[:-1], root)) if root else ""
