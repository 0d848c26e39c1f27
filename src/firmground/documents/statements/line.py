"""A sentence laid out for reading: its words, which of them are quoted, and the small steps one takes along them.

Ranges are pairs of word numbers, the second excluded. Every step looks a bounded number of words ahead or back, so
that a line of a megabyte without a full stop costs no more than its length.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from firmground.documents.prose import AlongWords
from firmground.documents.statements.verbs import VERBS, Verb
from firmground.documents.statements.wordkinds import (
    AUXILIARIES,
    CLAUSE_OPENERS,
    DASHES,
    DAY_NAMES,
    DETERMINERS,
    FINITE,
    IRREGULAR_PASTS,
    OBJECT_PRONOUNS,
    OCCASIONS,
    POSSESSIVES,
    PREPOSITIONS,
    QUOTES,
    STOPS,
    SUBJECT_PRONOUNS,
    TIME_LEADS,
    TIMES,
    is_adverb,
    is_ed,
)

if TYPE_CHECKING:
    from firmground.documents.prose import Word

FAR = 40  # words: no noun phrase that names a speaker is longer
LONGEST = 400  # words: what goes on longer is no sentence and is read in pieces


@dataclass(frozen=True)
class Line(AlongWords):
    """`quoted`: for each word the number of the quotation that it stands in, -1 for none."""

    text: str
    words: tuple[Word, ...]
    quoted: tuple[int, ...]
    low: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "low", tuple(word.text.lower() for word in self.words))

    def __len__(self) -> int:
        return len(self.words)

    def at(self, place: int) -> str:
        """The word there in lower case, "" beyond the ends."""
        return self.low[place] if 0 <= place < len(self.low) else ""

    def verb(self, place: int) -> Verb | None:
        return VERBS.get(self.at(place))

    def is_quoted(self, place: int) -> bool:
        return 0 <= place < len(self.quoted) and self.quoted[place] >= 0

    def is_mark(self, place: int) -> bool:
        """Punctuation, or beyond the ends."""
        return not (0 <= place < len(self.low)) or (not self.low[place][0].isalnum() and self.low[place][0] not in "'’")

    def is_finite(self, place: int) -> bool:
        """A word that only the verb of a clause can be, as far as its letters tell."""
        low = self.at(place)
        if low in FINITE or low in IRREGULAR_PASTS:
            return True
        if not is_ed(low) or self.is_capital(place):
            return False
        after, before = self.at(place + 1), self.at(place - 1)
        if before in DETERMINERS or before in POSSESSIVES or before in PREPOSITIONS or before in AUXILIARIES:
            return False
        return after not in PREPOSITIONS and after not in TIMES and not is_adverb(before)

    def has_finite(self, start: int, stop: int) -> bool:
        return any(self.is_finite(place) for place in range(start, min(stop, start + FAR)))

    def has_finite_or_verb(self, start: int, stop: int) -> bool:
        return any(
            self.is_finite(at) or self.verb(at) or _is_third(self.at(at)) for at in range(start, min(stop, start + FAR))
        )

    def starts_noun(self, place: int) -> bool:
        """A thing or person may be named from here on."""
        low = self.at(place)
        return low in DETERMINERS or low in SUBJECT_PRONOUNS or self.is_capital(place) or low[:1].isdigit()

    def skip_time(self, place: int) -> int:
        """Past "on Monday", "late Tuesday", "last week", "in September", "Oct. 21"."""
        start = place
        while place < len(self) and not self.is_quoted(place):
            low, after = self.at(place), self.at(place + 1)
            if after in POSSESSIVES:
                break
            if low in TIMES or low in DAY_NAMES:
                place += 1
                while self.at(place)[:1].isdigit() and not self.is_quoted(place):
                    place += 1
            elif self._is_day_of_month(place) or (low in TIME_LEADS and self._leads_to_time(place + 1)):
                place += 1
            elif place > start and low == "," and self.at(place + 1).isdigit() and self.at(place + 2) in {",", "that"}:
                place += 3 if self.at(place + 3) == "that" else 2
            else:
                break
        return place

    def _leads_to_time(self, place: int) -> bool:
        low = self.at(place)
        return low in TIMES or low in DAY_NAMES or low in TIME_LEADS - {"that"} or self._is_day_of_month(place)

    def _is_day_of_month(self, place: int) -> bool:
        """The figure of "6 January"."""
        low = self.at(place)
        return low.isdigit() and len(low) <= 2 and self.at(place + 1) in TIMES

    def skip_occasion(self, place: int) -> int:
        """Past "in a statement on its website", "on state television", "at the Pentagon", "by telephone"."""
        if self.at(place) not in {"in", "on", "at", "during", "by", "via", "through", "over"} or self.is_quoted(place):
            return place
        stop = place + 1
        last = -1
        while stop < min(len(self), place + 12) and not self.is_mark(stop) and not self.is_quoted(stop):
            if self.is_finite(stop) or self.at(stop) in CLAUSE_OPENERS or self.at(stop) in SUBJECT_PRONOUNS:
                break
            if self.at(stop) in OCCASIONS or self.at(stop) in TIMES:
                last = stop + 1
            stop += 1
        return max(place, last)

    def skip_told(self, place: int) -> int:
        """Past the one who is told: "reporters", "VOA English to Africa", "Ukraine's military and security forces"."""
        if self.at(place) in OBJECT_PRONOUNS:
            return place + 1
        start = place
        if self.at(place) in DETERMINERS:
            place += 1
        while place < min(len(self), start + 15) and not self.is_quoted(place) and not self.is_mark(place):
            low = self.at(place)
            capital_again = self.is_capital(place) and place > start and not self._joined(place)
            if capital_again and (named := self._named_until_that(place)):
                return named
            if low in CLAUSE_OPENERS or low in SUBJECT_PRONOUNS or low in TIMES or low in DAY_NAMES or capital_again:
                break
            if low in DETERMINERS and self.at(place - 1) not in PREPOSITIONS:
                break
            if low == "to" and not self.is_capital(place + 1):
                break
            if low in {"in", "on", "at", "during", "by"}:
                break
            place += 1
        return place

    def _named_until_that(self, place: int) -> int:
        """As in "told the daily | Al-Hayat that": the place of "that" if only a name stands before it, else 0."""
        stop = place
        while stop < place + 8 and self.is_capital(stop):
            stop += 1
        return stop if self.at(stop) == "that" else 0

    def _joined(self, place: int) -> bool:
        """A capital that goes on with the name before it."""
        before = self.at(place - 1)
        return self.is_capital(place - 1) or before in PREPOSITIONS or before in DETERMINERS or before in {"and", "&"}

    def opens_clause(self, place: int) -> bool:
        """A sentence of its own, a quotation or "that ..." begins here."""
        low = self.at(place)
        if low in CLAUSE_OPENERS or self.is_quoted(place):
            return True
        if low in {",", ":"}:
            return self.is_quoted(place + 1) or self.at(place + 1) == "that"
        stop = place + 1
        while stop < min(len(self), place + 15) and not is_break(self.at(stop)) and self.at(stop) != "and":
            stop += 1
        return self.starts_noun(place) and self.has_finite(place + 1, stop)

    def next_that(self, place: int, within: int) -> int:
        """Where "that" stands within so many words of the same clause, -1 if nowhere."""
        for at in range(place, min(len(self), place + within)):
            if self.at(at) == "that":
                return at
            if self.is_quoted(at) or self.is_finite(at):
                return -1
        return -1


def _is_third(low: str) -> bool:
    """An ending that a verb may have: "puts". So may a noun, so this alone decides nothing."""
    return low.endswith("s") and len(low) > 3 and not low.endswith(("ss", "us", "is"))


def is_break(low: str) -> bool:
    return low in STOPS or low in DASHES or low in QUOTES
