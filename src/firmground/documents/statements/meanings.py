"""Whom "he", "the general" or a last name means: the speaker before, and a doubt where it could be another.

Nothing is known of the world here: a pronoun means the person of whom the text spoke last. Where two are near, both
are told.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from firmground.documents.statements.nameparts import OFFICES, Parts, could_be_name, full_names, take_apart
from firmground.documents.statements.nouns import Naming
from firmground.spans import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from firmground.documents.prose import Word

_LONGEST_NAME = 6  # words: what is longer and says nothing is no name of an institution
_SMALL = frozenset("the a an of for and in on at".split())
_GENERAL = frozenset("syrian russian human rights international state national news agency ministry".split())
_NEAR = 2  # paragraphs: a person not spoken of for longer is no longer "he"
_REMEMBERED = 60  # persons: the memory of a page has an end, so that its reading has one
_RANKS = {"general": "gen", "admiral": "adm", "colonel": "col", "captain": "capt", "major": "maj", "sergeant": "sgt"}
_ANY_BODY = frozenset(
    "group organization organisation agency body paper newspaper network watchdog association".split()
)
_FEMALE = frozenset(
    ("she", "her", "ms", "ms.", "mrs", "mrs.", "spokeswoman", "chairwoman", "queen", "sister", "mother")
)
_MALE = frozenset(("he", "him", "mr", "mr.", "spokesman", "chairman", "king", "brother", "father"))


@dataclass(eq=False)
class _Known:
    """Somebody of whom the text has spoken. `words` in lower case, of every mention."""

    name: Span
    naming: Naming
    words: set[str]
    noun: str
    plural: bool
    paragraph: int
    female: bool | None = None
    core: set[str] = field(default_factory=set)


@dataclass(frozen=True)
class Meant:
    """How a speaker is named, and the words before that name the same one."""

    naming: Naming
    means: Span | None = None
    doubt: str = ""


class Memory:
    """Who has been spoken of so far, the last one last."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._known: list[_Known] = []
        self._overheard: list[_Known] = []

    def hear(self, words: Sequence[Word], paragraph: int) -> None:
        """Takes note of somebody who is spoken of but says nothing."""
        parts = take_apart(words)
        unknown_word = parts.name[1] - parts.name[0] < 2 and self._same_name(words, parts) is None
        short = len(words) <= _LONGEST_NAME
        if (parts.naming is Naming.INSTITUTION and short) or (parts.naming is Naming.NAMED and not unknown_word):
            self._note(words, parts, paragraph)

    def overhear(self, words: Sequence[Word]) -> None:
        """Takes note of full names that stand anywhere, so that a last name after them is known."""
        for start, stop in full_names(words):
            core = {word.text.lower() for word in words[start:stop]}
            if any(core <= one.core for one in (*self._known, *self._overheard)):
                continue
            name = Span(words[start].start, words[stop - 1].stop)
            titles = {word.text.lower() for word in words[max(0, start - 4) : start]}
            self._overheard.append(
                _Known(name, Naming.NAMED, core | titles, "", plural=False, paragraph=-_NEAR - 1, core=core)
            )
            del self._overheard[:-_REMEMBERED]

    def meant(self, words: Sequence[Word], paragraph: int, *, note: bool = True) -> Meant:
        """Who these words mean; and takes note of them unless they stand in somebody's quotation."""
        parts = take_apart(words)
        low = [word.text.lower() for word in words]
        if parts.naming is Naming.PRONOUN:
            return self._pronoun(low[0], paragraph) if parts.plain else Meant(Naming.PRONOUN)
        if parts.plain and (found := self._titled(parts, low, paragraph)) is not None:
            return found
        known = self._same_name(words, parts)
        if note:
            self._note(words, parts, paragraph)
        shorter = known is not None and len(known.core) > parts.name[1] - parts.name[0]
        return Meant(parts.naming, known.name if known is not None and shorter else None)

    def _note(self, words: Sequence[Word], parts: Parts, paragraph: int) -> None:
        low = {word.text.lower() for word in words}
        female = True if low & _FEMALE else False if low & _MALE else None
        known = self._same_name(words, parts)
        if known is not None:
            known.words |= low
            known.female = known.female if female is None else female
            self._spoken(known, paragraph)
            return
        start, stop = parts.name
        name = Span(words[start].start, words[stop - 1].stop)
        core = {word.text.lower() for word in words[start:stop]}
        self._known.append(_Known(name, parts.naming, low, parts.noun, parts.plural, paragraph, female, core))
        del self._known[:-_REMEMBERED]

    def _same_name(self, words: Sequence[Word], parts: Parts) -> _Known | None:
        """Somebody known whose name holds all words of this one."""
        if parts.naming is Naming.ANONYMOUS:
            return None
        start, stop = parts.name
        core = {word.text.lower() for word in words[start:stop] if word.text[:1].isupper()} - {"the"}
        everybody = (*self._overheard, *self._known)
        alike = [one for one in everybody if core and one.naming is parts.naming and core <= one.core]
        if parts.naming is Naming.INSTITUTION:  # "Russia" is not "Russia's ambassador to Syria"
            alike = [one for one in alike if core == one.core - _SMALL or one.core - _SMALL - core <= _GENERAL]
        return alike[-1] if alike else None

    def _pronoun(self, low: str, paragraph: int) -> Meant:
        near = [one for one in self._known if paragraph - one.paragraph <= _NEAR]
        fits = [one for one in reversed(near) if _fits(one, low)]
        if not fits:
            return Meant(Naming.PRONOUN, doubt=f"whom “{low}” means is not told nearby")
        first = fits[0]
        rivals = [
            one for one in fits[1:] if one.paragraph >= first.paragraph - 1 and one.naming is not Naming.INSTITUTION
        ]
        if low in {"he", "him", "she", "her"}:
            first.female = low in _FEMALE
        self._spoken(first, paragraph)
        doubt = ""
        if rivals and low != "it":
            doubt = f"“{low}” may also mean {rivals[0].name.of(self._text)}"
        return Meant(Naming.PRONOUN, first.name, doubt)

    def _spoken(self, known: _Known, paragraph: int) -> None:
        known.paragraph = paragraph
        for heard in (self._known, self._overheard):
            if known in heard:
                heard.remove(known)
        self._known.append(known)
        del self._known[:-_REMEMBERED]

    def _titled(self, parts: Parts, low: list[str], paragraph: int) -> Meant | None:
        """As in "the general", "the agency": the last one whose words have that title."""
        rank = _RANKS.get(parts.noun, parts.noun)
        wanted = {word for word in low if could_be_name(word) or word == parts.noun} - {"the", "this", "that"}
        newest = next((one for one in reversed(self._known) if one.naming is Naming.NAMED), None)
        for known in reversed(self._known):
            titled = any(word.rstrip(".").startswith(rank) for word in known.words) or parts.noun == known.noun
            if not titled or (parts.naming is Naming.INSTITUTION) != (known.naming is Naming.INSTITUTION):
                continue
            if len(wanted) > 1 and known.naming is Naming.ANONYMOUS and not wanted & known.words:
                continue
            unnamed = known.naming is Naming.ANONYMOUS and parts.noun in OFFICES
            if unnamed and newest is not None and self._known.index(newest) > self._known.index(known):
                break  # "the Pentagon's press secretary" of the first line has been named since
            self._spoken(known, paragraph)
            named = known.naming is Naming.NAMED
            return Meant(Naming.PRONOUN if named else known.naming, known.name)
        return self._last_of_kind(parts, paragraph)

    def _last_of_kind(self, parts: Parts, paragraph: int) -> Meant | None:
        """No title fits: the last person, or for "the group" the last institution, with a doubt."""
        kind = Naming.NAMED if parts.naming is Naming.ANONYMOUS else Naming.INSTITUTION
        near = [one for one in self._known if one.naming is kind and paragraph - one.paragraph <= _NEAR]
        if not near or parts.plural or (kind is Naming.INSTITUTION and parts.noun not in _ANY_BODY):
            return None
        known = near[-1]
        self._spoken(known, paragraph)
        doubt = f"that “the {parts.noun}” is {known.name.of(self._text)} is not said in so many words"
        return Meant(Naming.PRONOUN if kind is Naming.NAMED else kind, known.name, doubt)


def _fits(known: _Known, low: str) -> bool:
    if low == "it":
        return known.naming is Naming.INSTITUTION
    if low in {"they", "them"}:
        return known.plural or known.naming is Naming.INSTITUTION
    if known.naming is Naming.INSTITUTION or known.plural:
        return False
    return known.female is None or known.female == (low in _FEMALE)
