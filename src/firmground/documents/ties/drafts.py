"""From the words of a tie to a proposed tie between two actors of the case."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import replace
from itertools import takewhile
from typing import TYPE_CHECKING, Final

from firmground.dates import write_edtf
from firmground.documents.by_sentence import BySentence
from firmground.documents.draft import Draft, DraftKind, Told, title_of
from firmground.documents.ties.parties import is_party, party_behind, reaches_behind
from firmground.documents.ties.words import find_tie_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from firmground.documents.actors import ActorWords
    from firmground.documents.found import Found
    from firmground.documents.known import Known
    from firmground.documents.page import Page
    from firmground.documents.prose import Sentence
    from firmground.documents.statements import Statement
    from firmground.documents.ties.words import TieWords

READER = "ties"
# How many characters may lie between an actor and the words of the tie, and which words may not. Our judgement: with
# more between them, the words usually speak of somebody else.
_MOST_BETWEEN: Final = 48
_BREAKS: Final = frozenset("; . : ( ) said says that but while which or".split())
# After the words of a tie comes whom it is with; what follows a comma or "and" is somebody else.
_BREAKS_AFTER: Final = _BREAKS | {",", "and"}
_UNSURE: Final = frozenset(
    "not never n't n’t no deny denies denied if whether could may might would should accused accuses alleged "
    "allegedly claims claimed".split()
)
_UNSURE_REACH: Final = 30  # words
_HYPHENS: Final = frozenset("-‑–")


def propose_ties(page: Page, known: Known, found: Found) -> tuple[Draft, ...]:  # noqa: ARG001 - what every reader is given
    """A tie for each clause that says one between two actors of the case; the same tie once, where it is said first."""
    drafts: dict[tuple[str, str, str], Draft] = {}
    by_sentence = BySentence(page, found)
    for sentence in by_sentence.sentences:
        near = by_sentence.near(sentence.span)
        if len(near.actors) < 2:
            continue
        for draft in _in_sentence(page, sentence, near.actors, near.statements):
            drafts.setdefault((draft.value("actor"), draft.value("tie"), draft.value("to")), draft)
    return tuple(drafts.values())


def _in_sentence(
    page: Page, sentence: Sentence, actors: Sequence[ActorWords], statements: Sequence[Statement]
) -> Iterator[Draft]:
    starts = [one.span.start for one in actors]
    ties = list(find_tie_words(sentence.words))
    for earlier, words, further in zip([None, *ties], ties, [*ties[1:], None], strict=False):
        after = bisect_left(starts, words.span.stop)
        before = bisect_left(starts, words.span.start) - 1
        if before < 0 or after == len(actors) or actors[before].span.stop > words.span.start:
            continue
        first, second = actors[before], party_behind(sentence, actors, after)
        if second is None or not is_party(sentence, first, words.span.start):
            continue
        if earlier and earlier.backwards and (before == 0 or actors[before - 1].span.stop <= earlier.span.start):
            continue  # "rebels backed by Turkey fought Islamic State": whose deed it is stands before the first words
        if first.ids == second.ids or not _near(sentence, first, words, second):
            continue
        if further and further.span.stop <= second.span.start:
            continue  # "Turkish-backed rebels attacked Islamic State": it is whom the second deed is done to
        if _hangs(page.text, second) or (words.span.start > first.span.stop + 1 and _hangs(page.text, first)):
            continue
        draft = _draft(page, sentence, words, *((second, first) if words.backwards else (first, second)))
        yield replace(draft, doubts=(*draft.doubts, *_heard(page.text, words, statements)))


def _hangs(text: str, actor: ActorWords) -> bool:
    """“U.S.-backed rebels” are not the United States: the name hangs on another word."""
    return text[actor.span.stop : actor.span.stop + 1] in _HYPHENS


def _heard(text: str, words: TieWords, statements: Sequence[Statement]) -> Iterator[str]:
    """A tie that somebody speaks of is what he says."""
    for one in statements:
        if one.speaker and any(content.covers(words.span) for content in one.content):
            yield f"it is what “{title_of(one.speaker, text)}” says"
            return


def _near(sentence: Sentence, first: ActorWords, words: TieWords, second: ActorWords) -> bool:
    """Few words lie between the two and the words of the tie, and none that parts them."""
    if max(words.span.start - first.span.stop, second.span.start - words.span.stop) > _MOST_BETWEEN:
        return False
    before = takewhile(
        lambda one: one.start >= first.span.stop,
        reversed(sentence.words[max(0, words.first - _MOST_BETWEEN) : words.first]),
    )
    after = list(
        takewhile(
            lambda one: one.start < second.span.start, sentence.words[words.last + 1 : words.last + 1 + _MOST_BETWEEN]
        )
    )
    if words.span.start > sentence.words[words.first].start and not reaches_behind(after):
        return False  # "Turkish-backed": whom it is said of stands in the same noun phrase
    return not any(one.text.lower() in _BREAKS for one in before) and not any(
        one.text.lower() in _BREAKS_AFTER for one in after
    )


def _draft(page: Page, sentence: Sentence, words: TieWords, actor: ActorWords, to: ActorWords) -> Draft:
    published = page.document.published
    day = write_edtf(published) if published.known else ""
    low = {one.text.lower() for one in sentence.words[max(0, words.first - _UNSURE_REACH) : words.last + 1]}
    doubts = []
    if unsure := sorted(low & _UNSURE):
        doubts.append(f"the sentence says “{unsure[0]}”: it may deny the tie, or only suppose it")
    fields = (
        _party("actor", actor, page.text),
        Told("tie", words.kind.value, (words.span,)),
        _party("to", to, page.text),
        Told(
            "as_of",
            day,
            how="the document's date" if day else "",
            doubt="" if day else "the document has no date: say on which day the tie was seen",
        ),
    )
    title = title_of(sentence.span, page.text)
    return Draft(DraftKind.TIE, sentence.span, title, fields, READER, doubts=tuple(doubts))


def _party(name: str, words: ActorWords, text: str) -> Told:
    doubt = f"“{words.span.of(text)}” may be {' or '.join(words.ids)}" if len(words.ids) > 1 else ""
    if not doubt and words.adjective:
        doubt = f"“{words.span.of(text)}” may stand for somebody of that country, and not for its state"
    return Told(name, words.ids[0], (words.span,), doubt=doubt)
