"""From undertakings to proposed agreements and pledges."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from firmground.dates import write_edtf
from firmground.documents.draft import Draft, DraftKind, Told
from firmground.documents.undertakings.cues import find_cues
from firmground.spans import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from firmground.documents.actors import ActorWords
    from firmground.documents.found import Found
    from firmground.documents.known import Known
    from firmground.documents.page import Page
    from firmground.documents.prose import Sentence
    from firmground.documents.undertakings.cues import Cue

READER = "undertakings"
_TITLE_LENGTH = 90
_ENDS = " ,.;:”\"»’'"


def propose_undertakings(page: Page, known: Known, found: Found) -> tuple[Draft, ...]:  # noqa: ARG001 - what every reader is given
    """An agreement or a pledge for each undertaking of the body, in order.

    Parties are actors of the case where the text names them, else the words as they stand, with a doubt.
    """
    return tuple(
        _Undertaking(page, found, sentence, _within_speech(cue, found, page.text)).draft()
        for paragraph in page.paragraphs
        for sentence in paragraph.sentences
        for cue in find_cues(sentence)
        if not cue.will or _somebody_said(cue, found)
    )


def _within_speech(cue: Cue, found: Found, text: str) -> Cue:
    """The deed ends where the words of whoever speaks of it end: "We will stay, she said"."""
    for statement in found.statements:
        for part in statement.content:
            if part.covers(cue.verb) and cue.deed.start < part.stop < cue.deed.stop:
                said = Span(cue.deed.start, part.stop).of(text).rstrip(_ENDS)
                return replace(cue, deed=Span(cue.deed.start, cue.deed.start + len(said)))
    return cue


def _somebody_said(cue: Cue, found: Found) -> bool:
    """“Will” alone binds nobody; in the mouth of somebody who speaks for a known actor it may be a promise."""
    subject = cue.subject
    if subject is None or not any(one.span.overlaps(subject) for one in found.actors):
        return False
    return any(part.covers(cue.verb) for statement in found.statements for part in statement.content)


@dataclass(frozen=True)
class _Undertaking:
    page: Page
    found: Found
    sentence: Sentence
    cue: Cue

    def draft(self) -> Draft:
        parties = self._actors(self.cue.subject)
        many = self.cue.agrees and (len({one.ids for one in parties}) > 1 or self._plural())
        kind = DraftKind.AGREEMENT if many else DraftKind.PLEDGE
        fields = self._agreement(parties) if many else self._pledge(parties)
        facts = [Told("verb", self.cue.verb.of(self.page.text), (self.cue.verb,))]
        doubts = []
        if self.cue.offer:
            doubts.append("it is offered: whether it was taken has to be seen elsewhere")
        if self.cue.will:
            doubts.append("“will” may be a forecast and no promise")
        title = " ".join(self.sentence.span.of(self.page.text).split())[:_TITLE_LENGTH]
        return Draft(kind, self.sentence.span, title, tuple(fields), READER, tuple(facts), tuple(doubts))

    def _plural(self) -> bool:
        words = self.cue.subject.of(self.page.text).lower().split() if self.cue.subject else []
        return "and" in words or bool({"both", "sides", "parties", "they", "states", "presidents"} & set(words))

    def _agreement(self, parties: Sequence[ActorWords]) -> Iterator[Told]:
        yield Told("title", self.cue.deed.of(self.page.text)[:_TITLE_LENGTH], (self.cue.deed,))
        yield self._party("parties", parties, self.cue.subject)
        yield from self._said()
        yield Told("says", self.sentence.span.of(self.page.text), (self.sentence.span,))
        if self.cue.condition:
            yield Told("note", self.cue.condition.of(self.page.text), (self.cue.condition,))
        yield Told("cannot_test", "", doubt="write a clause that events can be set against, or why there is none")

    def _pledge(self, parties: Sequence[ActorWords]) -> Iterator[Told]:
        yield self._party("by", parties, self.cue.subject)
        towards = self._towards(parties)
        if towards is not None:
            yield Told("to", ";".join(towards.ids), (towards.span,), doubt=_several(towards))
        deed = self.cue.deed if towards is None else self._without(towards.span)
        yield Told("what", deed.of(self.page.text), (deed,))
        if self.cue.condition:
            yield Told("condition", self.cue.condition.of(self.page.text), (self.cue.condition,))
        yield from self._said()

    def _party(self, name: str, parties: Sequence[ActorWords], subject: Span | None) -> Told:
        if parties:
            ids = list(dict.fromkeys(one.ids[0] for one in parties))
            doubt = next((several for one in parties if (several := _several(one))), "")
            return Told(name, ";".join(ids), tuple(one.span for one in parties), doubt=doubt)
        if subject is None:
            return Told(name, "", doubt="the sentence does not say who is bound")
        words = subject.of(self.page.text)
        return Told(name, words, (subject,), doubt=f"“{words}” is no actor of the case: choose one, or add it")

    def _towards(self, parties: Sequence[ActorWords]) -> ActorWords | None:
        """The actor that a promise is made to: right after the verb ("promised Turkey to ...")."""
        start = self.cue.deed.start
        own = {one.ids for one in parties}
        near = (one for one in self.found.actors if one.span.start == start and not one.adjective)
        return next((one for one in near if one.ids not in own), None)

    def _without(self, towards: Span) -> Span:
        """The deed without the party it is promised to, unless that is all there is."""
        rest = Span(towards.stop, self.cue.deed.stop).trimmed(self.page.text)
        return rest if rest.start < rest.stop else self.cue.deed

    def _said(self) -> Iterator[Told]:
        published = self.page.document.published
        day = write_edtf(published) if published.known else ""
        how, doubt = (
            ("the document's date", "") if day else ("", "the document has no date: say when it was undertaken")
        )
        yield Told("on", day, how=how, doubt=doubt)
        speaker = next(
            (
                one.speaker
                for one in self.found.statements
                if one.speaker and any(part.overlaps(self.cue.verb) for part in one.content)
            ),
            None,
        )
        if speaker is not None:
            yield Told("said_by", speaker.of(self.page.text), (speaker,))

    def _actors(self, span: Span | None) -> list[ActorWords]:
        return [] if span is None else [one for one in self.found.actors if span.covers(one.span)]


def _several(words: ActorWords) -> str:
    return f"it may be {' or '.join(words.ids)}" if len(words.ids) > 1 else ""
