"""Where a text names a secret: as written, with endings and articles, without gaps or with more, in another spelling.

Every different word of a text is read once; then the words are walked, and a walk goes on only as long as what was
read is the beginning of a name. So thousands of names cost hardly more than one.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from rapidfuzz import fuzz

from firmground.case.spelling import ARTICLES, GENERIC, consonants, plain_name, words_of
from firmground.exchange.gate.leaks import Sign
from firmground.exchange.gate.word_forms import fold_word, forms_of, keys_of_name, script_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from firmground.exchange.views import Secret

# Runs of letters, with marks, joiners and signs of direction that stand among them; or runs of digits.
_MARKS: Final = "\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u0640"
_UNSEEN: Final = "\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad"
_APOSTROPHES: Final = "'`\u2018\u2019\u02bc\u02be\u02bf"
_BEFORE_APOSTROPHE: Final = re.compile(rf"(.{{3,}})[{_APOSTROPHES}]")
_LETTERS: Final = r"[^\W\d_]+"
# What may stand between the words of a name, or between parts of a word that was set apart.
_GAP: Final = re.compile(
    rf"[\s_.\-\u2010-\u2015\u2212\u00b7\u30fb\u00ab\u00bb\u201c-\u201e\"{_MARKS}{_UNSEEN}{_APOSTROPHES}]{{0,24}}"
)
WORD: Final = re.compile(rf"{_LETTERS}(?:[{_MARKS}{_UNSEEN}{_APOSTROPHES}]+{_LETTERS})*|\d+")
_INSIDE: Final = 6  # letters from which on a name is found inside of a longer word
_INSIDE_ANYWHERE: Final = 8  # letters from which on it need not be at the beginning or the end of that word
_LONG_BARE: Final = 8  # letters from which on a name without its article is treated like one with it
_INSIDE_NONSENSE: Final = 8  # the same inside of what is no word, such as bytes in base64
_BY_CHANCE: Final = 5  # letters from which on a name is looked for among bytes that are no text
_CAPITAL: Final = 3  # a name of so few letters is a word of many languages: it must stand as written
_CONSONANTS: Final = 4  # a looser spelling is looked for from so many consonants on
_MOST_WORDS_SPELT: Final = 4
# How alike two spellings in one script must be that have the same consonants: of names of several words, of one
# word, and where one is a word and the other is several.
_LIKENESS: Final = (72.0, 80.0, 86.0)
_MOST_PIECES: Final = 24  # into which the letters of a name may be set apart
_LONG: Final = 6  # words of a name; what has more is looked for word by word, as it stands
_WINDOW: Final = 10  # words in a row of a text that is kept back, by which a part of it is known
_STEP: Final = 3
_MANY: Final = 20_000  # names; beyond, all are looked for word by word
_GRAM: Final = 4
# Scripts whose words are not set apart by gaps: a name is looked for anywhere.
_UNGAPPED_RUN: Final = re.compile(
    r"[\u0e00-\u0eff\u0f00-\u0fff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uff66-\uff9f\s\u30fb\-]{2,200}"
)
_UNGAPPED: Final = frozenset({"CJK", "HIRAGANA", "KATAKANA", "THAI", "LAO", "KHMER", "MYANMAR", "TIBETAN"})


@dataclass(frozen=True, slots=True)
class Met:
    """A place in a text where a secret was met: [`start`, `stop`) of the text."""

    start: int
    stop: int
    secret: int
    sign: Sign


@dataclass
class _Walk:
    """Keys to walk to, and every beginning of one."""

    keys: dict[str, list[int]] = field(default_factory=dict)  # key -> names
    beginnings: set[str] = field(default_factory=set)

    def add(self, key: str, name: int) -> None:
        self.keys.setdefault(key, []).append(name)
        self.beginnings.update(key[:n] for n in range(1, len(key) + 1))


class Windows:
    """Texts of many words, each known by some of its words in a row."""

    def __init__(self) -> None:
        self._by_size: dict[int, dict[str, list[int]]] = {}

    def add(self, words: list[str], name: int) -> None:
        """By all words if they are few, else by every third run of ten."""
        size = min(len(words), _WINDOW)
        own = self._by_size.setdefault(size, {})
        # The end of an address is what tells it from others of the same site.
        first = len(words) - size if words[0] in ("http", "https") else 0
        for at in {*range(first, len(words) - size + 1, _STEP), len(words) - size}:
            own.setdefault(" ".join(words[at : at + size]), []).append(name)

    def forget(self, shown: Collection[str]) -> None:
        """What stands in a text that is shown is no sign of another that is not."""
        if self._by_size:
            for text in shown:
                words = [fold_word(word) for word in WORD.findall(text)]
                for first, count, _ in list(self.find(words)):
                    self._by_size[count].pop(" ".join(words[first : first + count]), None)

    def find(self, words: list[str]) -> Iterator[tuple[int, int, int]]:
        """Places as (first word, number of words, name)."""
        for size, own in self._by_size.items():
            heads = {key.partition(" ")[0] for key in own}
            for first in range(len(words) - size + 1):
                if words[first] in heads:
                    for name in own.get(" ".join(words[first : first + size]), ()):
                        yield first, size, name


class Names:
    """The names of all secrets, ready to be looked for. `short`: names that cannot be looked for, as they stand.

    `shown`: texts that are shown as a whole; what a long text that is kept back shares with one is no sign of it.
    """

    def __init__(self, secrets: Sequence[Secret], shown: Collection[str] = ()) -> None:
        self._names: list[tuple[str, int]] = []  # name, number of the secret
        self._exact, self._loose = _Walk(), _Walk()
        self._inside: dict[str, list[tuple[str, int]]] = {}  # first letters -> (key, name)
        self._ungapped: list[tuple[str, int]] = []
        self._as_written: dict[int, str] = {}  # name -> its letters, where they must stand as written
        self._capital: set[int] = set()  # names that count only where they are not written small
        self.short: list[str] = []
        self._windows = Windows()
        few = sum(len(secret.names) for secret in secrets) <= _MANY
        for number, secret in enumerate(secrets):
            for name in dict.fromkeys(secret.names):
                self._add(name, number, few=few)
        self._windows.forget(shown)
        self._scripts = [{script_of(name) for name in secret.names} for secret in secrets]
        self._folded = [
            [(script_of(name), plain_name(name), len(words_of(name))) for name in secret.names] for secret in secrets
        ]

    def __bool__(self) -> bool:
        return bool(self._names)

    def find(self, text: str, *, chance: bool = False) -> list[Met]:
        """Every place where the text names a secret. `chance`: it is made of bytes that are no text."""
        if not self._names:
            return []
        words = WORD.findall(text)
        known = {word: fold_word(word) for word in set(words)}
        found: dict[tuple[int, int, int], Sign] = {}
        for first, count, name in self._walked(words, known, chance=chance):
            found.setdefault((first, count, self._names[name][1]), Sign.NAME)
        parts = {
            (first, count, self._names[name][1]): Sign.NAME
            for first, count, name in self._windows.find([known[word] for word in words])
        }
        for first, name in self._inside_words(words, known):
            found.setdefault((first, 1, self._names[name][1]), Sign.NAME)
        if not chance:
            for first, count, name in self._spelt(words):
                found.setdefault((first, count, self._names[name][1]), Sign.SPELLING)
        met = self._place(text, found, _GAP) + self._place(text, parts, None)
        return met + self._without_gaps(text)

    def find_in_nonsense(self, runs: str) -> list[Met]:
        """Long names inside of what is no word."""
        lower = runs.lower()
        return [
            Met(at, at + len(key), self._names[name][1], Sign.NAME)
            for keys in self._inside.values()
            for key, name in keys
            if len(key) >= _INSIDE_NONSENSE and key.isascii() and (at := lower.find(key)) >= 0
        ]

    # What is looked for.

    def _add(self, name: str, number: int, *, few: bool) -> None:
        words = [fold_word(word) for word in WORD.findall(unicodedata.normalize("NFKC", name))]
        whole = "".join(words)
        letters = sum(one.isalpha() for one in whole)
        if letters < 2 or len(whole) < 2:
            self.short.append(name)
            return
        index = len(self._names)
        self._names.append((name, number))
        if script_of(name) in _UNGAPPED:
            self._ungapped.append((whole, index))
            return
        if letters <= _CAPITAL and whole.isascii():
            self._as_written[index] = name.strip()
        if len(words) > _LONG or not few:
            self._windows.add(words, index)
            return
        keys = keys_of_name(words)
        telling = [word for word in words if word not in ARTICLES]
        bare = "".join(telling)
        for key in keys:
            self._exact.add(key, index)
            if len(key) >= _INSIDE:
                self._inside.setdefault(key[:_GRAM], []).append((key, index))
        if telling != words and len(bare) >= _BY_CHANCE and bare not in GENERIC:
            self._add_bare(name, number, telling)
        skeleton = consonants(name) if len(words) <= _MOST_WORDS_SPELT else ""
        if len(skeleton) >= _CONSONANTS and not any(one.isdigit() for one in skeleton):
            self._loose.add(skeleton, index)

    def _add_bare(self, name: str, number: int, telling: list[str]) -> None:
        """A name without its article, which may be a word of the language: written small it is no name."""
        index = len(self._names)
        self._names.append((name, number))
        if len("".join(telling)) < _LONG_BARE and telling[0].isascii():
            self._capital.add(index)
        for key in keys_of_name(telling):
            self._exact.add(key, index)
            if len(key) >= _LONG_BARE:
                self._inside.setdefault(key[:_GRAM], []).append((key, index))

    # How it is looked for: places as (first word, number of words, name).

    def _walked(self, words: list[str], known: dict[str, str], *, chance: bool) -> Iterator[tuple[int, int, int]]:
        walk = self._exact
        forms = {word: _forms(word, folded) for word, folded in known.items()}
        heads = {word for word, all_forms in forms.items() if any(one in walk.beginnings for one in all_forms)}
        if not heads:
            return
        for first in [place for place, word in enumerate(words) if word in heads]:
            read = [one for one in forms[words[first]] if one in walk.beginnings]
            for count in range(1, _MOST_PIECES + 1):
                for key in read:
                    for name in walk.keys.get(key, ()):
                        if (not chance or len(key) >= _BY_CHANCE) and self._stands(name, words, first, count):
                            yield first, count, name
                if first + count >= len(words):
                    break
                after = forms[words[first + count]]
                read = [longer for one in read for end in after if (longer := one + end) in walk.beginnings]
                if not read:
                    break

    def _stands(self, name: int, words: list[str], first: int, count: int) -> bool:
        """A very short name counts only as it is written, capitals and all, and in so many words."""
        if name in self._capital and words[first].islower():
            return False
        written = self._as_written.get(name)
        return written is None or " ".join(words[first : first + count]) == " ".join(WORD.findall(written))

    def _inside_words(self, words: list[str], known: dict[str, str]) -> Iterator[tuple[int, int]]:
        holding: dict[str, set[int]] = {}
        for word, folded in known.items():
            if len(folded) <= _INSIDE:
                continue
            for place in range(len(folded) - _GRAM + 1):
                for key, name in self._inside.get(folded[place : place + _GRAM], ()):
                    at_an_end = place == 0 or place + len(key) == len(folded)
                    if (at_an_end or len(key) >= _INSIDE_ANYWHERE) and folded.startswith(key, place):
                        holding.setdefault(word, set()).add(name)
        if holding:
            for first, word in enumerate(words):
                for name in holding.get(word, ()):
                    yield first, name

    def _spelt(self, words: list[str]) -> Iterator[tuple[int, int, int]]:
        walk = self._loose
        if not walk.keys:
            return
        skeletons = {word: _skeleton(word) for word in set(words)}
        heads = {word for word, one in skeletons.items() if one and one in walk.beginnings}
        for first in [place for place, word in enumerate(words) if word in heads]:
            read = ""
            for count in range(1, _MOST_WORDS_SPELT + 1):
                if first + count > len(words):
                    break
                last = skeletons[words[first + count - 1]]
                read += last
                if read not in walk.beginnings:
                    break
                for name in walk.keys.get(read, ()) if last else ():
                    if self._alike(name, " ".join(words[first : first + count])):
                        yield first, count, name

    def _alike(self, name: int, written: str) -> bool:
        """In a script in which the secret has names: much like one of them. In another: a name of as many words."""
        number = self._names[name][1]
        script, plain, words = script_of(written), plain_name(written), len(words_of(written))
        if script not in self._scripts[number]:
            # Where there are capitals a name has one.
            return not written[0].islower() and any(words == count for _, _, count in self._folded[number])
        for its, own, count in self._folded[number]:
            least = _LIKENESS[2 if (words > 1) != (count > 1) else 0 if count > 1 else 1]
            if its == script and fuzz.ratio(plain, own) >= least:
                return True
        return False

    def _without_gaps(self, text: str) -> list[Met]:
        if not self._ungapped or text.isascii():
            return []
        return [
            Met(*run.span(), self._names[name][1], Sign.NAME)
            for run in _UNGAPPED_RUN.finditer(text)
            for key, name in self._ungapped
            if key in fold_word(run[0])
        ]

    def _place(self, text: str, found: Mapping[tuple[int, int, int], Sign], gap: re.Pattern[str] | None) -> list[Met]:
        """Where it stands, if between its words is nothing but what may stand between the words of a name."""
        wanted = {place for first, count, _ in found for place in range(first, first + count)}
        spans = {
            place: match.span() for place, match in enumerate(WORD.finditer(text) if wanted else ()) if place in wanted
        }
        return [
            Met(spans[first][0], spans[first + count - 1][1], secret, sign)
            for (first, count, secret), sign in found.items()
            if gap is None
            or all(gap.fullmatch(text, spans[n][1], spans[n + 1][0]) for n in range(first, first + count - 1))
        ]


def _forms(word: str, folded: str) -> list[str]:
    """The forms of a word; of one with an apostrophe also those of what stands before it ("Idlib'de")."""
    forms = forms_of(folded)
    if len(word) != len(folded) and (before := _BEFORE_APOSTROPHE.match(word)) is not None:
        forms |= forms_of(fold_word(before[1]))
    return [one for one in forms if one]


def _skeleton(word: str) -> str:
    folded = word.casefold()
    if folded in ARTICLES or folded in GENERIC or not word[0].isalpha():
        return "" if not word[0].isdigit() else word
    return consonants(word)
