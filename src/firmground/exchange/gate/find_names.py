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
from firmground.exchange.gate.find_long_texts import LongTexts, is_address
from firmground.exchange.gate.leaks import Sign
from firmground.exchange.gate.vocabulary import MARKS, UNSEEN, Vocabulary
from firmground.exchange.gate.word_forms import fold_word, forms_of, keys_of_name, script_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from firmground.exchange.views import Secret

_APOSTROPHES: Final = "'`\u2018\u2019\u02bc\u02be\u02bf"
# What may stand between the words of a name, or between parts of a word that was set apart.
_GAP: Final = (
    rf"[\s_.\-\u2010-\u2015\u2212\u00b7\u30fb\u00ab\u00bb\u201c-\u201e\"{MARKS}{UNSEEN}{_APOSTROPHES}]{{0,24}}"
)
_IN_BRACKETS: Final = re.compile(r"\s*[(\[\uff08][^()\[\]\uff08\uff09]*[)\]\uff09]")
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


@dataclass(frozen=True, slots=True)
class _Found:
    """Words in a row, as the vocabulary gives them, that may be a name."""

    words: tuple[str, ...]
    name: int
    sign: Sign


class Names:
    """The names of all secrets, ready to be looked for. `short`: names that cannot be looked for, as they stand.

    `shown`: texts that are shown as a whole; what a long text that is kept back shares with one is no sign of it.
    """

    def __init__(self, secrets: Sequence[Secret], shown: Collection[str] = ()) -> None:
        self._names: list[tuple[str, int]] = []  # name, number of the secret
        self._exact, self._loose, self._long = _Walk(), _Walk(), LongTexts()
        self._inside: dict[str, list[tuple[str, int]]] = {}  # first letters -> (key, name)
        self._ungapped: list[tuple[str, int]] = []
        self._as_written: dict[int, str] = {}  # name -> its letters, where they must stand as written
        self._capital: set[int] = set()  # names that count only where they are not written small
        self._digits = False  # has any name digits?
        self.short: list[str] = []
        few = sum(len(secret.names) for secret in secrets) <= _MANY
        for number, secret in enumerate(secrets):
            for name in dict.fromkeys(secret.names):
                self._add(name, number, few=few, spelt=bool(secret.rule))
        self._long.forget(shown)
        self._scripts = [{script_of(name) for name in secret.names} for secret in secrets]
        self._folded = [
            [(script_of(name), plain_name(name), len(words_of(name))) for name in secret.names] for secret in secrets
        ]

    def __bool__(self) -> bool:
        return bool(self._names)

    def find(self, vocabulary: Vocabulary, *, chance: bool = False) -> list[Met]:
        """Every place where the text names a secret. `chance`: it is made of bytes that are no text."""
        if not self._names:
            return []
        words = vocabulary.words(digits=self._digits)
        known = {word: fold_word(word) for word in set(words)}
        found: set[_Found] = set()
        found.update(_Found(*one, Sign.NAME) for one in self._walked(words, known, chance=chance))
        found.update(_Found((word,), name, Sign.NAME) for word, name in self._inside_words(known))
        lettered = [word for word in words if not word.isdecimal()] if self._digits else words
        parts = {_Found(*one, Sign.NAME) for one in self._long.find(lettered, known)}
        if not chance:
            found.update(_Found(*one, Sign.SPELLING) for one in self._spelt(words, known))
        return [
            *(met for one in found for met in self._place(vocabulary, one, _GAP)),
            *(met for one in parts for met in self._place(vocabulary, one, r"[\W\d_]{0,40}")),
            *(
                Met(start, stop, self._names[name][1], Sign.NAME)
                for start, stop, name in self._long.find_addresses(vocabulary.text)
            ),
            *self._without_gaps(vocabulary),
        ]

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

    def _add(self, name: str, number: int, *, few: bool, spelt: bool) -> None:
        if (outside := _IN_BRACKETS.sub("", name).strip()) not in ("", name.strip()):
            # "Jdaydeh (Aleppo)" is called Jdaydeh.
            self._add(outside, number, few=few, spelt=spelt)
        if is_address(name):
            self._names.append((name, number))
            self._long.add_address(name, len(self._names) - 1)
        else:
            self._add_words(name, number, few=few, spelt=spelt)

    def _add_words(self, name: str, number: int, *, few: bool, spelt: bool) -> None:
        plain = unicodedata.normalize("NFKC", name)
        words = [fold_word(word) for word in Vocabulary(plain).words(digits=True)]
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
            lettered = [word for word in words if not word.isdecimal()]
            self._long.add(lettered, index)
            return
        self._digits |= any(word.isdecimal() for word in words)
        keys = keys_of_name(words)
        telling = [word for word in words if word not in ARTICLES]
        bare = "".join(telling)
        for key in keys:
            self._exact.add(key, index)
            if len(key) >= _INSIDE:
                self._inside.setdefault(key[:_GRAM], []).append((key, index))
        if telling != words and len(bare) >= _BY_CHANCE and bare not in GENERIC:
            self._add_bare(name, number, telling)
        # Words of fields that no rule names are no names: they have one spelling. And where the town is named,
        # "Deir ez-Zor airport" is not spelt another way.
        spelt = spelt and len(words) <= _MOST_WORDS_SPELT and GENERIC.isdisjoint(words)
        skeleton = consonants(name) if spelt else ""
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

    # How it is looked for: words in a row, as the vocabulary gives them, and the name that they are.

    def _walked(
        self, words: list[str], known: Mapping[str, str], *, chance: bool
    ) -> Iterator[tuple[tuple[str, ...], int]]:
        walk = self._exact
        forms = {word: [one for one in forms_of(folded) if one] for word, folded in known.items()}
        heads = {word for word, all_forms in forms.items() if any(one in walk.beginnings for one in all_forms)}
        if not heads:
            return
        for first in [place for place, word in enumerate(words) if word in heads]:
            read = [one for one in forms[words[first]] if one in walk.beginnings]
            for count in range(1, _MOST_PIECES + 1):
                for key in read:
                    for name in walk.keys.get(key, ()):
                        if not chance or len(key) >= _BY_CHANCE:
                            yield tuple(words[first : first + count]), name
                if first + count >= len(words):
                    break
                after = forms[words[first + count]]
                read = [longer for one in read for end in after if (longer := one + end) in walk.beginnings]
                if not read:
                    break

    def _inside_words(self, known: Mapping[str, str]) -> Iterator[tuple[str, int]]:
        if not self._inside:
            return
        for word, folded in known.items():
            for place in range(len(folded) - _GRAM + 1 if len(folded) > _INSIDE else 0):
                for key, name in self._inside.get(folded[place : place + _GRAM], ()):
                    at_an_end = place == 0 or place + len(key) == len(folded)
                    if (at_an_end or len(key) >= _INSIDE_ANYWHERE) and folded.startswith(key, place):
                        yield word, name

    def _spelt(self, words: list[str], known: Mapping[str, str]) -> Iterator[tuple[tuple[str, ...], int]]:
        walk = self._loose
        if not walk.keys:
            return
        skeletons = {word: _skeleton(word) for word in known}
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
                        yield tuple(words[first : first + count]), name

    def _alike(self, name: int, written: str) -> bool:
        """In a script in which the secret has names: much like one of them. In another: a name of as many words."""
        number = self._names[name][1]
        script, plain, words = script_of(written), plain_name(written), len(words_of(written))
        if script not in self._scripts[number]:
            return any(words == count for _, _, count in self._folded[number])
        for its, own, count in self._folded[number]:
            least = _LIKENESS[2 if (words > 1) != (count > 1) else 0 if count > 1 else 1]
            if its == script and fuzz.ratio(plain, own) >= least:
                return True
        return False

    def _without_gaps(self, vocabulary: Vocabulary) -> list[Met]:
        if not self._ungapped or vocabulary.plain:
            return []
        return [
            Met(*run.span(), self._names[name][1], Sign.NAME)
            for run in _UNGAPPED_RUN.finditer(vocabulary.text)
            for key, name in self._ungapped
            if key in fold_word(run[0])
        ]

    def _place(self, vocabulary: Vocabulary, found: _Found, gap: str) -> Iterator[Met]:
        """Where it stands, if between its words is nothing but what may stand between the words of a name."""
        own = "".join(dict.fromkeys(one for one in self._names[found.name][0] if not (one.isalnum() or one.isspace())))
        gap = f"(?:{gap}|[{re.escape(own)}\\s]{{1,8}})" if own else gap
        inner = gap.join(re.escape(word) for word in found.words)
        # Runs of letters and runs of digits are words of their own here, as in the vocabulary.
        before = r"(?<!\d)" if found.words[0].isdecimal() else r"(?<![^\W\d_])"
        after = r"(?!\d)" if found.words[-1].isdecimal() else r"(?![^\W\d_])"
        pattern = re.compile(before + inner + after, re.IGNORECASE if vocabulary.plain else 0)
        text, first = vocabulary.text, found.words[0]
        at = vocabulary.folded.find(first)
        while at >= 0:
            # From where its first word stands: much faster than looking for the whole.
            match = pattern.match(text, at)
            if match is not None and self._stands(found, match[0]):
                yield Met(*match.span(), self._names[found.name][1], found.sign)
            at = vocabulary.folded.find(first, at + 1 if match is None else match.end())

    def _stands(self, found: _Found, written: str) -> bool:
        """Is it written as a name of its kind is, with capitals where those tell it from a word?"""
        if found.sign is Sign.SPELLING:
            known = script_of(written) in self._scripts[self._names[found.name][1]]
            return known or not written[0].islower()
        if found.name in self._capital and written[0].islower():
            return False
        as_written = self._as_written.get(found.name)
        return as_written is None or written == as_written


def _skeleton(word: str) -> str:
    folded = word.casefold()
    if folded in ARTICLES or folded in GENERIC:
        return ""
    return consonants(word) if word[0].isalpha() else word
