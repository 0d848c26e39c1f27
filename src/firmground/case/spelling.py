"""Which known name a written one may mean, when it is written another way.

Names of places travel through several scripts, and every outlet spells them its own way: اللطامنة is Al-Latamneh,
Lataminah and Латамна. Here a name is compared in three steps, each looser than the one before: without its article and
words such as "town"; by its consonants alone, in one alphabet for Latin, Arabic and Cyrillic; and by plain likeness of
spelling, which is always marked as doubtful. It is no transliteration, and it decides nothing: it suggests.

The table of consonants is our own and coarse on purpose. Letters that romanisations confuse fall together (ḥ, h, kh;
q, k, c; d, ḍ, dh; s, ṣ, th; t, ṭ), vowels and semivowels fall away, doubled letters count once. It errs towards
suggesting too much: a person looks at the map and says no.
"""

# ruff: noqa: RUF001 - letters of three alphabets, some of which look alike, are the subject here

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Generic, TypeVar

from rapidfuzz import fuzz, process

from firmground.case.gazetteer import fold_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

Known = TypeVar("Known")

# Words that say what a place is, and not which. From GeoNames-like lists in English, French, German, Russian, Arabic.
_GENERIC = """
    town city village area region district governorate province oblast raion near north south east west northern
    southern eastern western countryside suburb suburbs outskirts of the in around camp airport airbase airfield base
    air mountain mount plain valley gorod selo derevnya район область город село северный северная южный южная восточный
    восточная западный западная بلدة مدينة قرية ريف محافظة منطقة ناحية قضاء مطار سهل شمال جنوب شرق غرب
    الشمالية الجنوبية الشرقية الغربية
"""
GENERIC = frozenset(_GENERIC.split())
# The Arabic article as it is written before different letters, in Latin and in Cyrillic.
_ARTICLES = """
    al el ul l as es ash esh an en ar er at et az ez ad ed ath adh аль эль ас эс аш эш ан эн ар эр ат эт аз эз ад эд
"""
ARTICLES = frozenset(_ARTICLES.split())
_WORDS = re.compile(r"[^\W_]+(?:['’ʿʾ`][^\W_]+)*")

_DIGRAPHS = (("sch", "š"), ("sh", "š"), ("kh", "h"), ("gh", "g"), ("ch", "č"), ("th", "t"), ("dh", "d"), ("zh", "ž"),
             ("ph", "f"), ("dj", "j"), ("tz", "z"), ("ts", "z"), ("дж", "j"))  # fmt: skip
_LETTERS = {
    **dict.fromkeys("qkc", "k"), **dict.fromkeys("vwf", "f"), **dict.fromkeys("bp", "b"), "x": "ks",
    **dict.fromkeys("aeiouyw", ""), "j": "j", "g": "g", "š": "š", "č": "č", "ž": "j", "h": "h",
    # Arabic, Persian: one letter each; hamza, ayn, alif, waw, ya and ta marbuta fall away.
    **dict.fromkeys("اأإآىءئؤوياعةٱی", ""), **dict.fromkeys("بپ", "b"), **dict.fromkeys("تطث", "t"), "ج": "j", "چ": "č",
    **dict.fromkeys("حهخھہ", "h"), **dict.fromkeys("دضذ", "d"), "ر": "r", **dict.fromkeys("زظ", "z"),
    **dict.fromkeys("سص", "s"),
    "ش": "š", "غ": "g", "گ": "g", "ف": "f", **dict.fromkeys("قكک", "k"), "ل": "l", "م": "m", "ن": "n", "ژ": "j",
    # Russian, Ukrainian.
    **dict.fromkeys("аеёиоуыэюяйьъіїє", ""), **dict.fromkeys("бп", "b"), "в": "f", "г": "g", "ґ": "g", "д": "d",
    "ж": "j",
    "з": "z", "к": "k", "л": "l", "м": "m", "н": "n", "р": "r", "с": "s", "т": "t", "ф": "f", "х": "h", "ц": "z",
    "ч": "č", "ш": "š", "щ": "š",
}  # fmt: skip
# Fewer consonants than this fit by chance: they are suggested as doubtful only.
LEAST_CONSONANTS = 3
# Likeness of spelling (rapidfuzz ratio of folded names, 0 to 100) from which a name is worth a look.
LEAST_LIKENESS = 82.0
MOST_SUGGESTED = 6
_SHORTEST = 4  # letters of a known name that is looked for inside a longer text


class Fit(StrEnum):
    """How a written name fits a known one. The last two are doubtful: they say "look here", and no more."""

    NAME = "the same name"
    PLAIN = "the same but for the article or a word such as town"
    CONSONANTS = "the same consonants"
    PART = "a part of what is written"
    SPELLING = "a similar spelling"


DOUBTFUL = frozenset({Fit.PART, Fit.SPELLING})


@dataclass(frozen=True, slots=True)
class Match(Generic[Known]):
    """`matched`: the known name as it is written in the case. `likeness` 0 to 100, only to order equals."""

    known: Known
    matched: str
    fit: Fit
    doubtful: bool
    likeness: float


@lru_cache(maxsize=1 << 16)
def words_of(text: str) -> tuple[str, ...]:
    """The words of a name that say which place it is: without articles and generic words, unless nothing is left."""
    words = _WORDS.findall(unicodedata.normalize("NFC", text))
    telling = tuple(_bare(word) for word in words if word.casefold() not in ARTICLES)
    return tuple(word for word in telling if word.casefold() not in GENERIC) or telling or tuple(words)


def _bare(word: str) -> str:
    """An Arabic word without the article that is joined to it."""
    return word[2:] if word.startswith("ال") and len(word) > 4 else word


@lru_cache(maxsize=1 << 16)
def plain_name(text: str) -> str:
    """The name folded, without its article and generic words."""
    return "".join(fold_name(word) for word in words_of(text))


@lru_cache(maxsize=1 << 16)
def consonants(text: str) -> str:
    """The consonants of a name in one coarse alphabet; words do not matter, doubled letters count once."""
    words = words_of(text)
    # ta marbuta is heard as t before another word, and not at the end.
    return "".join(
        _consonants_of(word.replace("ة", "ت") if place < len(words) - 1 else word) for place, word in enumerate(words)
    )


def _consonants_of(word: str) -> str:
    decomposed = unicodedata.normalize("NFKD", word.casefold().replace("й", "и"))
    letters = "".join(letter for letter in decomposed if unicodedata.category(letter)[0] == "L")
    # At the end it is often written as ha, and romanised as a, ah, eh or not at all; the h of "sheikh" is another.
    letters = re.sub(r"(?<=\w{3})ه$", "", letters)
    letters = re.sub(r"(?<=[aeiou])h$", "", letters)
    for pair, one in _DIGRAPHS:
        letters = letters.replace(pair, one)
    mapped = "".join(_LETTERS.get(letter, letter) for letter in letters)
    return re.sub(r"(.)\1+", r"\1", mapped)


class NameIndex(Generic[Known]):
    """Known names, findable by the looser readings of a written one; each reading is indexed when it is first asked."""

    def __init__(self, named: Mapping[Known, Iterable[str]]) -> None:
        self._names = tuple((known, name) for known, names in named.items() for name in names)

    def suggest(self, text: str, most: int = MOST_SUGGESTED) -> list[Match[Known]]:
        """What the text may mean, the closest first; each known thing once, by its closest fit."""
        found: dict[Known, Match[Known]] = {}
        steps = (
            (Fit.NAME, self._folded.get(fold_name(text), {})),
            (Fit.PLAIN, self._plain.get(plain_name(text), {})),
        )
        for fit, names in steps:
            for known, name in names.items():
                found.setdefault(known, Match(known, name, fit, False, _likeness(text, name)))  # noqa: FBT003 - doubtful, by position
        for match in self.same_consonants(text):
            found.setdefault(match.known, match)
        for known, name in self.named_in(text):
            found.setdefault(known, Match(known, name, Fit.PART, True, 0.0))  # noqa: FBT003 - as above
        for match in self.similar(text):
            found.setdefault(match.known, match)
        order = list(Fit)
        ranked = sorted(found.values(), key=lambda m: (m.doubtful, order.index(m.fit), -m.likeness, m.matched))
        return ranked[:most]

    def same_consonants(self, text: str) -> list[Match[Known]]:
        """What has the same consonants; doubtful where they are fewer than `LEAST_CONSONANTS`."""
        key = consonants(text)
        short = len(key) < LEAST_CONSONANTS
        names = self._consonants.get(key, {})
        return [
            Match(known, name, Fit.CONSONANTS, short, _likeness(text, name)) for known, name in names.items()
        ]  # fmt: skip

    def similar(self, text: str) -> list[Match[Known]]:
        """What is spelled alike, from `LEAST_LIKENESS` on: always doubtful. Compares with every known name."""
        near = process.extract(
            plain_name(text), self._spellings, scorer=fuzz.ratio, score_cutoff=LEAST_LIKENESS, limit=MOST_SUGGESTED
        )
        return [
            Match(known, name, Fit.SPELLING, True, likeness)  # noqa: FBT003 - doubtful, by position
            for spelling, likeness, _ in near
            for known, name in self._plain[spelling].items()
        ]

    def named_in(self, text: str) -> list[tuple[Known, str]]:
        """The known names that stand in a longer text as words of their own, in any spelling that folds alike."""
        words = _WORDS.findall(unicodedata.normalize("NFC", text))
        folded = [fold_name(word) for word in words]
        found: dict[Known, str] = {}
        for first in range(len(words)):
            key = ""
            for last in range(first, min(first + 4, len(words))):
                key += folded[last]
                if len(key) > self._longest:
                    break
                names = self._folded.get(key)
                if names and len(key) >= _SHORTEST and key not in GENERIC:
                    for known, name in names.items():
                        found.setdefault(known, name)
        return list(found.items())

    @cached_property
    def _folded(self) -> dict[str, dict[Known, str]]:
        return self._by(fold_name)

    @cached_property
    def _plain(self) -> dict[str, dict[Known, str]]:
        return self._by(plain_name)

    @cached_property
    def _consonants(self) -> dict[str, dict[Known, str]]:
        return self._by(consonants)

    @cached_property
    def _spellings(self) -> list[str]:
        return list(self._plain)

    @cached_property
    def _longest(self) -> int:
        return max((len(key) for key in self._folded), default=0)

    def _by(self, read: Callable[[str], str]) -> dict[str, dict[Known, str]]:
        index: dict[str, dict[Known, str]] = {}
        for known, name in self._names:
            if key := read(name):
                index.setdefault(key, {}).setdefault(known, name)
        return index


def _likeness(text: str, name: str) -> float:
    return fuzz.ratio(plain_name(text), plain_name(name))
