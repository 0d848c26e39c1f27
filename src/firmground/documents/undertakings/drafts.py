"""From undertakings to proposed agreements and pledges."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from firmground.dates import write_edtf
from firmground.documents.by_sentence import BySentence, within
from firmground.documents.draft import Draft, DraftKind, Told, title_of
from firmground.documents.undertakings.cues import find_cues
from firmground.spans import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from firmground.documents.actors import ActorWords
    from firmground.documents.days import DayWords
    from firmground.documents.found import Found
    from firmground.documents.known import Known
    from firmground.documents.page import Page
    from firmground.documents.prose import Sentence
    from firmground.documents.statements import Statement
    from firmground.documents.undertakings.cues import Cue

READER = "undertakings"
_TITLE_LENGTH = 90  # of an agreement
_ENDS = " ,.;:”\"»’'"


def propose_undertakings(page: Page, known: Known, found: Found) -> tuple[Draft, ...]:  # noqa: ARG001 - what every reader is given
    """An agreement or a pledge for each undertaking of the body, in order.

    Parties are actors of the case where the text names them, else the words as they stand, with a doubt.
    """
    by_sentence = BySentence(page, found)
    drafts: list[Draft] = []
    for sentence in by_sentence.sentences:
        if cues := find_cues(sentence):
            drafts += _in_sentence(page, sentence, cues, by_sentence.near(sentence.span))
    return tuple(drafts)


def _in_sentence(page: Page, sentence: Sentence, cues: Sequence[Cue], near: Found) -> Iterator[Draft]:
    speeches = _Speeches(near.statements)
    starts = [one.span.start for one in near.actors]
    for cue in cues:
        speech = speeches.at(cue.verb.start)
        parties = [] if cue.subject is None else list(within(near.actors, cue.subject, starts))
        # "Will" alone binds nobody; in the mouth of somebody who speaks for a known actor it may be a promise.
        if cue.will and not (parties and speech):
            continue
        clipped = cue if speech is None else _within_speech(cue, speech[0], page.text)
        first = bisect_left(starts, clipped.deed.start)
        after = near.actors[first] if first < len(starts) and starts[first] == clipped.deed.start else None
        told = [one for one in near.days if one.kind == "date" and one.when.known and one.span.stop <= cue.verb.start]
        day = told[0] if len(told) == 1 else None
        yield _Undertaking(page, sentence, clipped, parties, after, speech and speech[1].speaker, day).draft()


class _Speeches:
    """The stretches that statements of a sentence hold, asked for place after place from left to right."""

    def __init__(self, statements: Sequence[Statement]) -> None:
        parts = ((part, statement) for statement in statements for part in statement.content)
        self._waiting = sorted(parts, key=lambda one: (one[0].start, -one[0].stop), reverse=True)
        self._open: list[tuple[Span, Statement]] = []

    def at(self, place: int) -> tuple[Span, Statement] | None:
        """The innermost stretch that holds this place. Places must not go backwards."""
        while self._waiting and self._waiting[-1][0].start <= place:
            self._open.append(self._waiting.pop())
        while self._open and self._open[-1][0].stop <= place:
            self._open.pop()
        return self._open[-1] if self._open else None


def _within_speech(cue: Cue, speech: Span, text: str) -> Cue:
    """The deed ends where the words of whoever speaks of it end: "We will stay, she said"."""
    if not cue.deed.start < speech.stop < cue.deed.stop:
        return cue
    said = Span(cue.deed.start, speech.stop).of(text).rstrip(_ENDS)
    return replace(cue, deed=Span(cue.deed.start, cue.deed.start + len(said)))


@dataclass(frozen=True)
class _Undertaking:
    """`parties`: actors that the subject names; `after`: the one right after the verb; `speaker`: who tells of it;
    `day`: the one date before the verb.
    """

    page: Page
    sentence: Sentence
    cue: Cue
    parties: Sequence[ActorWords]
    after: ActorWords | None
    speaker: Span | None
    day: DayWords | None

    def draft(self) -> Draft:
        many = self.cue.agrees and (len({one.ids for one in self.parties}) > 1 or self._plural())
        kind = DraftKind.AGREEMENT if many else DraftKind.PLEDGE
        fields = self._agreement() if many else self._pledge()
        facts = [Told("verb", self.cue.verb.of(self.page.text), (self.cue.verb,))]
        doubts = []
        if self.cue.offer:
            doubts.append("it is offered: whether it was taken has to be seen elsewhere")
        if self.cue.will:
            doubts.append("“will” may be a forecast and no promise")
        title = title_of(self.sentence.span, self.page.text)
        return Draft(kind, self.sentence.span, title, tuple(fields), READER, tuple(facts), tuple(doubts))

    def _plural(self) -> bool:
        words = self.cue.subject.of(self.page.text).lower().split() if self.cue.subject else []
        return "and" in words or bool({"both", "sides", "parties", "they", "states", "presidents"} & set(words))

    def _agreement(self) -> Iterator[Told]:
        yield Told("title", self.cue.deed.of(self.page.text)[:_TITLE_LENGTH], (self.cue.deed,))
        yield self._party("parties")
        yield from self._said()
        yield Told("says", self.sentence.span.of(self.page.text), (self.sentence.span,))
        if self.cue.condition:
            yield Told("note", self.cue.condition.of(self.page.text), (self.cue.condition,))
        yield Told("cannot_test", "", doubt="write a clause that events can be set against, or why there is none")

    def _pledge(self) -> Iterator[Told]:
        yield self._party("by")
        towards = self._towards()
        if towards is not None:
            yield Told("to", ";".join(towards.ids), (towards.span,), doubt=_several(towards))
        deed = self.cue.deed if towards is None else self._without(towards.span)
        yield Told("what", deed.of(self.page.text), (deed,))
        if self.cue.condition:
            yield Told("condition", self.cue.condition.of(self.page.text), (self.cue.condition,))
        yield from self._said()

    def _party(self, name: str) -> Told:
        if self.parties:
            ids = list(dict.fromkeys(one.ids[0] for one in self.parties))
            doubt = next((several for one in self.parties if (several := _several(one))), "")
            return Told(name, ";".join(ids), tuple(one.span for one in self.parties), doubt=doubt)
        subject = self.cue.subject
        if subject is None:
            return Told(name, "", doubt="the sentence does not say who is bound")
        words = subject.of(self.page.text)
        return Told(name, words, (subject,), doubt=f"“{words}” is no actor of the case: choose one, or add it")

    def _towards(self) -> ActorWords | None:
        """The actor that a promise is made to: right after the verb ("promised Turkey to ...")."""
        after = self.after
        own = any(after and one.ids == after.ids for one in self.parties)
        return None if after is None or after.adjective or own else after

    def _without(self, towards: Span) -> Span:
        """The deed without the party it is promised to, unless that is all there is."""
        rest = Span(towards.stop, self.cue.deed.stop).trimmed(self.page.text)
        return rest if rest.start < rest.stop else self.cue.deed

    def _said(self) -> Iterator[Told]:
        published = self.page.document.published
        if self.day is not None:
            yield Told("on", write_edtf(self.day.when), (self.day.span,), how=self.day.how, doubt=self.day.doubt)
        elif published.known:
            yield Told("on", write_edtf(published), how="the document's date")
        else:
            yield Told("on", "", doubt="the document has no date: say when it was undertaken")
        if self.speaker is not None:
            yield Told("said_by", self.speaker.of(self.page.text), (self.speaker,))


def _several(words: ActorWords) -> str:
    return f"it may be {' or '.join(words.ids)}" if len(words.ids) > 1 else ""
