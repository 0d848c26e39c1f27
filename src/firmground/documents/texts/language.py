"""The language of a text: from what the document says of itself, else from its letters, else from its script.

The detector (py3langid, models bundled, 4.6 MB) costs about a second once and is loaded only where nothing else tells.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from functools import cache
from typing import Any

from firmground.case.documents import Attested
from firmground.documents.texts.phrases import share_of_function_words

LEAST_LETTERS = 40  # ours: in fewer letters neighbours (Norwegian and Danish, Serbian and Bosnian) cannot be told apart
LEAST_SURE = 0.7
_SAMPLE = 20_000
_CERTAIN_ENGLISH = (
    0.25  # news in English has about .4; German, French, Dutch, Spanish stay below .12 (they share "in", "a")
)

# Scripts that stand for one language where nothing else is known, and the languages that are written in each.
_ONE_LANGUAGE = {"HEBREW": "he", "GREEK": "el", "HANGUL": "ko", "GEORGIAN": "ka", "ARMENIAN": "hy", "THAI": "th"}
_WRITTEN_IN = {
    "ARABIC": frozenset("ar fa ps ur ckb ku ug sd prs".split()),
    "CYRILLIC": frozenset("ru uk be bg sr mk kk ky tg mn uz ab os tt ce bs".split()),
    "HEBREW": frozenset({"he", "yi", "iw"}),
    "GREEK": frozenset({"el"}),
    "HANGUL": frozenset({"ko"}),
    "CJK": frozenset({"zh", "ja", "yue"}),
    "HIRAGANA": frozenset({"ja"}),
}


def tell_language(text: str, stated: Attested | None = None) -> tuple[Attested, str]:
    """The language as a code (en, ar, zh-hant), and a doubt or "".

    `stated`: what the document says of itself. It stands unless the text is in a script in which that language is not
    written.
    """
    script = main_script(text)
    if stated is not None and stated.value:
        code = stated.value.strip().lower().replace("_", "-")
        if _fits(code, script) or not script:
            return Attested(code, stated.how), ""
        found = _detect(text, script)
        told = f'the page says that it is in "{stated.value}", but its letters are {script.title()}'
        return found, f"{told}; it was taken for {found.value or 'a language that is not known'}"
    return _detect(text, script), ""


def main_script(text: str) -> str:
    """LATIN, ARABIC, CYRILLIC, … : the script of more than half of the letters, "" if there is none."""
    counts = Counter(_script_of(character) for character in text[:_SAMPLE] if character.isalpha())
    if not counts:
        return ""
    script, count = counts.most_common(1)[0]
    return script if count * 2 > counts.total() else ""


def language_of(text: str) -> tuple[str, float]:
    """What the detector says of these words, and how sure it is of it (0 to 1)."""
    code, sure = _detector().classify(text)
    return str(code), float(sure)


@cache
def _detector() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # noqa: PLC0415 - loaded only where nothing else tells

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


@cache
def _script_of(letter: str) -> str:
    return unicodedata.name(letter, "").partition(" ")[0]


def _fits(code: str, script: str) -> bool:
    language, _, rest = code.partition("-")
    if script == "LATIN":
        # Most languages have a Latin spelling; those that have no everyday one are named.
        return "latn" in rest or language not in {"ar", "fa", "ru", "uk", "he", "el", "zh", "ja", "ko", "bg", "mk"}
    return language in _WRITTEN_IN.get(script, frozenset({language}))


def _detect(text: str, script: str) -> Attested:
    if script == "LATIN" and share_of_function_words(text[:_SAMPLE]) >= _CERTAIN_ENGLISH:
        return Attested("en", "its function words")
    letters = sum(character.isalpha() for character in text[:_SAMPLE])
    if letters >= LEAST_LETTERS:
        code, sure = language_of(text[:_SAMPLE])
        if sure >= LEAST_SURE and _fits(code, script):
            return Attested(code, "its letters")
    if script in _ONE_LANGUAGE:
        return Attested(_ONE_LANGUAGE[script], "its script")
    return Attested()
