"""One spelling for all spellings of a word, for finding it: in every script, and never for showing it.

Two texts that fold to the same letters are taken for the same by the search, and by the readers of documents, which
only propose. It is generous on purpose: a search that finds too much is read through, one that finds too little is
believed. What a row of a table means is decided by the stricter `gazetteer.fold_name`.
"""
# ruff: noqa: RUF001 - letters that look like Latin ones are the subject here

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

# Letters that writers of one language use for each other, and that Unicode's own folding keeps apart. Arabic and
# Persian: Unicode FAQ on Arabic, and the usual normalisations of Arabic search (hamza seats, alef maqsura, teh
# marbuta, Persian kaf and yeh). The rest: letters without a decomposition.
_SAME: Final = {
    **dict.fromkeys("أإآٱٲٳ", "ا"), "ؤ": "و", "ئ": "ي", "ى": "ي", "ی": "ي", "ې": "ي", "ێ": "ي", "ے": "ي",
    "ک": "ك", "ڪ": "ك", "گ": "ك", "ة": "ه", "ہ": "ه", "ھ": "ه", "ە": "ه", "ۀ": "ه", "ۆ": "و", "ۇ": "و", "ڤ": "ف",
    "ך": "כ", "ם": "מ", "ן": "נ", "ף": "פ", "ץ": "צ",
    "ё": "е", "й": "и", "ґ": "г", "і": "и", "ї": "и", "є": "е", "ў": "у", "ђ": "д", "ј": "и",
    "ø": "o", "ł": "l", "đ": "d", "ð": "d", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th", "ə": "a",
    # What a transliteration writes where the original has a letter of its own, and others leave out.
    **dict.fromkeys("ʿʾʼʻ'’‘`´ء", ""),
}  # fmt: skip
_TABLE: Final = str.maketrans(_SAME)
_DROPPED: Final = frozenset({"Mn", "Me", "Cf"})  # marks on letters; joiners, and signs of direction
_TATWEEL: Final = "ـ"
_GAPS: Final = re.compile(r"[\W_]+")


@lru_cache(maxsize=1 << 16)
def fold_words(text: str) -> str:
    """`fold_text` of a name or a query, remembered: the same few come again and again."""
    return fold_text(text)


def fold_text(text: str) -> str:
    """The words of a text, folded, with one space between them: "Dayr az-Zawr" -> "dayr az zawr".

    Digits of all scripts become those of ASCII. Marks are dropped, so vowel signs of Arabic and Hebrew do not count.
    """
    if text.isascii():
        return _GAPS.sub(" ", text.lower().replace("'", "").replace("`", "")).strip()
    decomposed = unicodedata.normalize("NFKD", text.translate(_TABLE)).casefold()
    kept = [_letter(one) for one in decomposed if one != _TATWEEL and unicodedata.category(one) not in _DROPPED]
    return _GAPS.sub(" ", "".join(kept).translate(_TABLE)).strip()


def squeeze(folded: str) -> str:
    """The same without gaps, so that "Deir Ezzor" finds "Deir ez-Zor"."""
    return folded.replace(" ", "")


def _letter(one: str) -> str:
    if unicodedata.category(one) == "Nd":
        return str(unicodedata.decimal(one))
    return one
