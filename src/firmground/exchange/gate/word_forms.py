"""The forms in which a word of a name stands in running text: with endings, articles and joined little words.

A form is never shown. Two words are taken for the same if they share one. The rules are few and generous: Russian and
Ukrainian endings fall away, Arabic and Hebrew words lose what is joined in front, Latin ones a genitive s. What other
languages add to a name of six letters or more is met by looking inside of words (`find_names`).
"""
# ruff: noqa: RUF001 - letters of several alphabets, some of which look alike, are the subject here

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import product
from typing import Final

from firmground.case.folding import fold_text, squeeze

_CYRILLIC: Final = re.compile(r"[а-яёіїєґ]+")
_ARABIC: Final = re.compile(r"[ء-يٱ-ۓ]+")
_HEBREW: Final = re.compile(r"[א-ת]+")
_LATIN: Final = re.compile(r"[a-z]+")
# Endings of Russian and Ukrainian nouns and adjectives, as `fold_text` leaves them (й is и there).
_ENDINGS: Final = (
    "ами", "ями", "иеи", "ого", "его", "ому", "ему", "ыми", "ими", "ови", "еви",
    "ои", "еи", "ою", "ею", "ом", "ем", "ам", "ям", "ах", "ях", "ов", "ев", "ыи", "ии", "ая", "яя", "ое", "ее", "ие",
    "ые", "ым", "им", "ых", "их", "ую", "юю", "а", "я", "ы", "и", "у", "ю", "е", "о", "ь",
)  # fmt: skip
_VOWELS: Final = "аяыиуюеоь"
_LEAST: Final = 3  # letters of a word that are left when something was taken away
_LEAST_WITHOUT_ARTICLE: Final = 4
_MOST_FORMS: Final = 48  # of a name of several words
# Cyrillic and Greek letters that are drawn like Latin ones (Unicode TR 39, confusables.txt, the plainest of them).
_DRAWN_ALIKE: Final = str.maketrans("асеорхуіјѕһԛԝкмтвнαοινρτυκχ", "aceopxyijshqwkmtbhaoivptukx")


@lru_cache(maxsize=1 << 17)
def fold_word(word: str) -> str:
    """A word as it is compared: without case, marks and joiners, in one spelling of letters that stand for others."""
    folded = squeeze(fold_text(word))
    return folded if folded.isascii() else _one_script(folded)


def _one_script(folded: str) -> str:
    """A word of Latin letters with some that are only drawn like them becomes Latin."""
    if _LATIN.search(folded) is None:
        return folded
    drawn = folded.translate(_DRAWN_ALIKE)
    return drawn if drawn.isascii() else folded


@lru_cache(maxsize=1 << 17)
def forms_of(word: str) -> frozenset[str]:
    """Every form of a folded word, itself among them."""
    found = {word}
    if _CYRILLIC.fullmatch(word):
        found |= {word[: -len(end)] for end in _ENDINGS if word.endswith(end) and len(word) - len(end) >= _LEAST}
    elif _ARABIC.fullmatch(word):
        found |= _arabic_forms(word)
    elif _HEBREW.fullmatch(word):
        found |= {word[n:] for n in (1, 2) if set(word[:n]) <= set("בלמהושכ") and len(word) - n >= _LEAST}
    elif _LATIN.fullmatch(word) and word.endswith("s") and len(word) > _LEAST:
        found.add(word[:-1])
    return frozenset(found)


def _arabic_forms(word: str) -> set[str]:
    """Without a joined and, so, in, for, as, with or without the article."""
    found = {word}
    for _ in range(2):  # "and in the": two little words before the article
        found |= {one[1:] for one in found if one[0] in "وفبكل" and len(one) > _LEAST}
    found |= {"ال" + one[2:] for one in found if one.startswith("لل") and len(one) >= 2 + _LEAST}
    return found | {one[2:] for one in found if one.startswith("ال") and len(one) - 2 >= _LEAST_WITHOUT_ARTICLE}


def keys_of_word(word: str) -> frozenset[str]:
    """The forms by which a word of a name is looked for: those that text of any ending shares."""
    found = {word}
    if _CYRILLIC.fullmatch(word):
        bare = word.rstrip(_VOWELS) if len(word.rstrip(_VOWELS)) >= len(word) - 2 else word
        adjective = re.sub(r"(?:ыи|ии|ая|яя|ое|ее|ие|ые)$", "", word)
        found |= {one for one in (bare, adjective) if len(one) >= _LEAST}
    elif _ARABIC.fullmatch(word) and word.startswith("ال") and len(word) - 2 >= _LEAST_WITHOUT_ARTICLE:
        found.add(word[2:])
    return frozenset(found)


def keys_of_name(words: list[str]) -> set[str]:
    """Every way in which the folded words of a name may follow each other, without gaps."""
    options = [sorted(keys_of_word(word)) for word in words if word]
    if not options:
        return set()
    keys = {"".join(words)}
    for chosen in product(*options):
        if len(keys) >= _MOST_FORMS:
            break
        keys.add("".join(chosen))
    return keys


def script_of(word: str) -> str:
    """The script of a word's first letter, as Unicode names it: "LATIN", "CYRILLIC", "ARABIC", ..."""
    return next((unicodedata.name(one, "").split(" ")[0] for one in word if one.isalpha()), "")
