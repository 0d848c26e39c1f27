"""What was said: the words after the verb, or those before "..., he said", or both."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from firmground.documents.statements.verbs import TELLING, Needs, Sort
from firmground.documents.statements.wordkinds import (
    COORDINATORS,
    DASHES,
    OCCASIONS,
    PREPOSITIONS,
    RELATIVES,
    SUBORDINATORS,
    is_adverb,
    is_ing,
)

if TYPE_CHECKING:
    from firmground.documents.statements.cues import Cue
    from firmground.documents.statements.line import Line
    from firmground.documents.statements.subjects import Range

LONGEST = 400  # words: what is said in one sentence is no longer; beyond it is cut, and the statement says so
_COMMENTS = frozenset(
    "charge claim allegation accusation assertion figure view position remark comment reference".split()
)
_JOINTS = frozenset(("and", "but", "while", "though", "although", "whereas", "yet", ";"))


@dataclass
class Frame:
    """A statement of one line while it is put together.

    `follows`: what was said stands before the speaker. `tail`: where the verb ends with time, place and addressee;
    `body`: where what is said begins if it comes after. `joint`: where its clause begins if it goes on with that of an
    earlier frame ("and", ", adding"), -1 if not. `quoted`: it stands in somebody's quotation. `cut`: it goes on beyond
    what is read. `begins`, `ends`: where who passes it on is named, if before the speaker or after what was said.
    """

    cue: Cue
    subject: Range | None
    follows: bool
    body: int
    tail: int
    content: list[Range] = field(default_factory=list)
    relay: Range | None = None
    time: Range | None = None
    joint: int = -1
    quoted: bool = False
    cut: bool = False
    begins: int = -1
    ends: int = -1

    @property
    def first(self) -> int:
        """Where its own words begin, who passes it on among them."""
        if self.begins >= 0:
            return self.begins
        return min(self.cue.start, self.subject[0] if self.subject else self.cue.start)


def after_verb(line: Line, cue: Cue, stop: int) -> tuple[int, Range | None]:
    """Where what is said may begin after a verb whose words end at `stop`; and the words that say when it was said."""
    place, time = stop, None
    for _ in range(3):
        past_time = line.skip_time(place)
        if past_time > place and time is None:
            time = (place, past_time)
        place = _past_condition(line, line.skip_occasion(past_time))
    if cue.verb.lemma in TELLING and cue.start < stop and line.at(place) not in {",", ":", "that"}:
        place = line.skip_told(place)
        past_time = line.skip_time(place)
        if past_time > place and time is None:
            time = (place, past_time)
        place = line.skip_occasion(past_time)
        place = line.skip_time(place)
    return _past_place(line, place), time


def _past_condition(line: Line, place: int) -> int:
    words = ("on", "condition", "of", "anonymity")
    return place + 4 if line.low[place : place + 4] == words else place


def _past_place(line: Line, place: int) -> int:
    """Past "in Moscow" where a clause begins after it."""
    if line.at(place) not in {"in", "at", "from", "to"} or line.is_quoted(place):
        return place
    at = place + 1
    while at < place + 8 and (line.is_capital(at) or line.at(at) in {"the", "of"}) and not line.is_quoted(at):
        at += 1
    return at if at > place + 1 and (line.at(at) == "that" or line.is_mark(at)) and not line.is_quoted(at) else place


def after_quotation(line: Line, cue: Cue, start: int, stop: int) -> tuple[Range, Range | None] | None:
    """What is said that ends with a closed quotation, and the words behind it that say when; None if nothing of the
    kind stands behind it. Outside the quotation the verb is the only one that "on Monday" or "in an interview" can go
    with.
    """
    closed = _quotation(line, cue, start, stop)
    number = line.quoted[closed] if line.is_quoted(closed) else -1
    while number >= 0 and closed < stop and line.quoted[closed] == number:
        closed += 1
    place, time, occasion = closed, None, False
    for _ in range(3):
        past = line.skip_time(place)
        time = time or ((place, past) if past > place else None)
        place = line.skip_occasion(past)
        held = not OCCASIONS.isdisjoint(line.low[past:place])
        within = next((at for at in range(past, place) if line.skip_time(at) > at), -1) if held else -1
        time = time or ((within, line.skip_time(within)) if within >= 0 else None)
        occasion = occasion or held
        place = place if held else _past_name(line, past)
    if not (time or occasion) or not (place == stop or line.is_mark(place) or _goes_on(line, place)):
        return None
    return ((start, closed), time) if closed > start else None


def _quotation(line: Line, cue: Cue, start: int, stop: int) -> int:
    """Where the quotation opens that is all that is said, or what something is called: 'called the raid "a shame"'."""
    for at in range(start, min(stop, start + 12)):
        if line.is_quoted(at):
            return at if at == start or cue.verb.lemma == "call" or line.at(at - 1) == "as" else start
        if line.is_finite(at) or line.at(at) in RELATIVES:
            return start
    return start


def _past_name(line: Line, place: int) -> int:
    """Past "in Moscow"."""
    at = place + 1 if line.at(place) in {"in", "at", "from"} and not line.is_quoted(place) else place
    while place < at < place + 8 and line.is_capital(at) and not line.is_quoted(at):
        at += 1
    return at if at > place + 1 else place


def _goes_on(line: Line, place: int) -> bool:
    """As in "... and left", "... but that"."""
    after = line.at(place + 1)
    return line.at(place) in COORDINATORS and (
        after == "that" or line.is_finite(place + 1) or bool(line.verb(place + 1))
    )


def content_after(line: Line, cue: Cue, place: int) -> tuple[int, bool]:
    """Where what is said begins, and whether anything is: "that ...", a quotation, a thing that is denied."""
    explicit = False
    if line.at(place) == ",":
        that = _that_after_aside(line, place)
        if that < 0 and not line.is_quoted(place + 1):
            return place, False
        place = that if that >= 0 else place + 1
    elif cue.verb.sort in {Sort.SAY, Sort.ADMIT, Sort.THINK} and line.at(place) in PREPOSITIONS:
        that = line.next_that(place, 10)
        place = that if that >= 0 else place
    if line.at(place) == ":":
        place, explicit = place + 1, True
    if line.at(place) == "that" and line.at(place + 1) not in {"is", "was"}:
        place, explicit = place + 1, True
    if line.is_quoted(place):
        explicit = True
    return place, explicit or _suffices(line, cue, place)


def _that_after_aside(line: Line, comma: int) -> int:
    """As in "said, without giving details, that", "said, citing X,": where what was said may begin, -1 if nowhere."""
    named = line.at(comma + 1) in {"citing", "quoting"}
    for at in range(comma + 1, min(len(line), comma + 20)):
        if named and line.at(at) == "," and line.at(at + 1) != "that":
            return at + 1
        if line.at(at) == "," and line.at(at + 1) == "that":
            return at + 1
        if line.is_quoted(at):
            return -1
    return -1


def _suffices(line: Line, cue: Cue, place: int) -> bool:
    low = line.at(place)
    if place >= len(line) or (line.is_mark(place) and not line.is_quoted(place)) or low == "as":
        return False
    if cue.verb.needs is Needs.QUOTE:
        return any(line.is_quoted(at) for at in range(place, min(len(line), place + 6)))
    if cue.verb.needs is Needs.CLAUSE:
        return line.opens_clause(place)
    return _is_thing(line, cue, place, low)


def _is_thing(line: Line, cue: Cue, place: int, low: str) -> bool:
    if low == "at" and line.at(place + 1) in {"least", "most"}:
        return True
    if low == "up" and line.at(place + 1) == "to" and not line.at(place + 2)[:1].isdigit():
        return False
    if cue.verb.lemma in {"say", "tell"} and low in {"nothing", "little", "so", "much", "anything"}:
        return False
    if cue.verb.lemma in {"say", "tell"}:
        return low not in PREPOSITIONS or line.has_finite(place, min(len(line), place + 20))
    if cue.verb.lemma == "threaten":
        return low in {"to", "that"} or line.is_quoted(place)
    return low not in PREPOSITIONS or low in {"of", "against", "about", "to", "for", "on"}


def content_before(line: Line, start: int, floor: int) -> Range | None:
    """What stands before the speaker, down to `floor`, without the comma between."""
    stop = start
    while stop > floor and line.at(stop - 1) in {",", "—", "–", "--"} and not line.is_quoted(stop - 1):
        stop -= 1
    while floor < stop and (line.at(floor) in {",", ";"} or (floor > 0 and line.at(floor) in COORDINATORS)):
        floor += 1
    return (floor, stop) if stop > floor else None


def content_beyond(line: Line, before: Range, place: int, free: int) -> Range | None:
    """What goes on after "..., he said, ...": a quotation, the rest of a sentence, not an aside. `free`: up to where no
    other statement begins.
    """
    if place >= free:
        return None
    if line.at(place) != ",":
        nearest = next((at for at in range(place, min(free, place + 3)) if line.is_quoted(at)), -1)
        return (nearest, free) if nearest >= 0 else None
    begins = place + 1
    if line.is_quoted(begins):
        return (begins, free)
    low = line.at(begins)
    if is_ing(low) or low in RELATIVES or low in SUBORDINATORS or low in PREPOSITIONS or low == "as":
        return None
    quotes = any(line.is_quoted(at) for at in range(begins, min(free, begins + 3)))
    if quotes or not line.has_finite(*before) or (low in {"and", "because", "so"} and free == len(line)):
        return (begins, free)
    return None


def comment_on(line: Line, cue: Cue, start: int, stop: int) -> int:
    """Where the author goes on about it (", a charge that Moscow denies", "rejected it, raising ..."), or `stop`."""
    thing = cue.verb.sort in {Sort.JUDGE, Sort.ADMIT} and not line.opens_clause(start)
    thing = thing and "that" not in line.low[start : start + 6]
    for at in range(start + 1, stop - 2):
        if line.at(at) != "," or line.is_quoted(at):
            continue
        if (line.at(at + 1) in {"a", "an", "the"} and line.at(at + 2) in _COMMENTS) or (
            thing and is_ing(line.at(at + 1))
        ):
            return at
    return stop


def joint_before(line: Line, start: int, floor: int) -> int:
    """Where the clause before `start` is joined to an earlier one (its "and", or the comma before that), or -1."""
    if start - 1 <= floor or line.at(start - 1) not in _JOINTS:
        return -1
    return start - 2 if line.at(start - 2) == "," else start - 1


def inner_joint(line: Line, start: int, stop: int) -> int:
    """The last comma and joint between two clauses of this stretch ("..., though Damascus puts ..."), or -1."""
    for at in range(stop - 1, max(start, stop - LONGEST), -1):
        if line.at(at) in _JOINTS and line.at(at - 1) == "," and line.has_finite_or_verb(at + 1, stop):
            return at - 1
    return -1


def strip(line: Line, stretch: Range) -> Range | None:
    """Without the marks at its ends that are not part of a quotation."""
    start, stop = stretch
    while (
        stop > start
        and not line.is_quoted(stop - 1)
        and (line.is_mark(stop - 1) and line.at(stop - 1) not in {")", "]"})
    ):
        stop -= 1
    while (
        start < stop
        and not line.is_quoted(start)
        and (line.at(start) in {",", ":"} or line.at(start) in DASHES - {"("})
    ):
        start += 1
    if stop - start == 1 and is_adverb(line.at(start)):
        return None
    return (start, stop) if stop > start else None
