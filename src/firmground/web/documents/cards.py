"""A proposed record as it stands beside its text: what it says, which words say so, its doubts, what was decided."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from firmground.documents.draft import DraftKind
from firmground.review.passages import form_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from firmground.documents.draft import Draft, Told
    from firmground.documents.page import Page
    from firmground.review.passages import Decided, FormField
    from firmground.spans import Span

KINDS: Final = {
    DraftKind.STATEMENT: "Statement",
    DraftKind.CLAIM: "Claim",
    DraftKind.EVENT: "Event",
    DraftKind.RELEASE: "Release",
    DraftKind.AGREEMENT: "Agreement",
    DraftKind.PLEDGE: "Pledge",
    DraftKind.TIE: "Tie",
}
MODEL: Final = "model:"
_MOST_LIT: Final = 1_200  # characters
# What became of a record, as it is said of it.
DECIDED: Final = {
    "accepted": "Accepted",
    "changed": "Accepted as changed",
    "linked": "Found to be a record that the case has",
    "refused": "Refused",
}
# What a record may be, in the order in which the numbers of each are told.
STATES: Final = {
    "doubtful": "doubtful",
    "waits": "to look at",
    "accepted": "accepted",
    "changed": "accepted changed",
    "linked": "in the case already",
    "refused": "refused",
}


@dataclass(frozen=True, slots=True)
class FieldLine:
    """A field as it is shown. `words`: what the text says of it, with where it stands; `how` where no words do."""

    name: str
    value: str
    words: tuple[tuple[Span, str], ...] = ()
    how: str = ""
    doubt: str = ""

    @property
    def spans(self) -> str:
        """For the script that lights the words: "12-20 45-50"."""
        return " ".join(f"{span.start}-{span.stop}" for span, _ in self.words)

    @property
    def says_itself(self) -> bool:
        """The words are the value, so that showing both would be the same twice."""
        return len(self.words) == 1 and self.words[0][1] == self.value


@dataclass(frozen=True, slots=True)
class Card:
    """A record beside the text, numbered in the order of the text.

    `state`: one of STATES. `draft`: None where a decision stands and nothing is proposed
    there any more.
    """

    number: int
    key: str
    kind: str
    title: str
    span: Span
    state: str
    draft: Draft | None = None
    decided: Decided | None = None

    @property
    def doubts(self) -> tuple[str, ...]:
        return self.draft.doubts if self.draft else ()

    @property
    def model(self) -> bool:
        """A language model pointed at it."""
        return bool(self.draft and self.draft.reader.startswith(MODEL))

    @property
    def words(self) -> tuple[Span, ...]:
        """Every stretch that a field of it rests on."""
        if self.draft is None:
            return tuple(one.span for one in self.decided.passages) if self.decided else ()
        told = (*self.draft.fields, *self.draft.facts)
        return tuple({span for one in told for span in one.spans})

    @property
    def wide(self) -> bool:
        """Its passage is so long that lighting it would light the page."""
        release = self.draft is not None and self.draft.kind is DraftKind.RELEASE
        return release or self.span.stop - self.span.start > _MOST_LIT

    @property
    def open(self) -> bool:
        """Nobody has decided on it yet."""
        return self.decided is None


def list_cards(document: str, drafts: Iterable[Draft], decided: Mapping[str, Decided]) -> tuple[Card, ...]:
    """A card for each draft, and for each decision on what is not proposed any more, by place in the text."""
    keyed = {draft.key(document): draft for draft in drafts}
    gone = [one for key, one in decided.items() if key not in keyed and one.passages]
    # Of one passage and kind they stay in the order in which they were proposed: that of their words.
    places = [(draft.span, str(draft.kind), order, key) for order, (key, draft) in enumerate(keyed.items())]
    places += [(one.passages[0].span, one.kind, len(keyed), one.key) for one in gone]
    by_key = {one.key: one for one in gone}
    cards = []
    for number, (span, _, _, key) in enumerate(sorted(places), start=1):
        if key in keyed:
            cards.append(_card(number, key, keyed[key], decided.get(key)))
        else:
            cards.append(_past(number, span, by_key[key]))
    return tuple(cards)


def _card(number: int, key: str, draft: Draft, decided: Decided | None) -> Card:
    state = decided.decided if decided else "doubtful" if draft.doubtful else "waits"
    return Card(number, key, KINDS.get(draft.kind, str(draft.kind)), draft.title, draft.span, state, draft, decided)


def _past(number: int, span: Span, decided: Decided) -> Card:
    title = next((one.words for one in decided.passages), "")
    kind = KINDS[DraftKind(decided.kind)] if decided.kind in list(DraftKind) else decided.kind
    return Card(number, decided.key, kind, title, span, decided.decided, decided=decided)


def field_lines(page: Page, card: Card) -> tuple[FieldLine, ...]:
    """The fields of a record, those among them that the text does not fill and that it cannot be without."""
    if card.draft is not None:
        return tuple(_line(page.text, one) for one in form_of(page, card.draft))
    decided = card.decided.passages if card.decided else ()
    return tuple(FieldLine(one.field, one.value or one.words, ((one.span, one.words),)) for one in decided if one.field)


def fact_lines(page: Page, card: Card) -> tuple[FieldLine, ...]:
    """What the words say beside the record: cue, hedges, who passes it on."""
    return tuple(_line(page.text, one) for one in card.draft.facts) if card.draft else ()


def _line(text: str, told: Told | FormField) -> FieldLine:
    return FieldLine(told.name, told.value, tuple((span, span.of(text)) for span in told.spans), told.how, told.doubt)


def together(cards: Iterable[Card], card: Card) -> tuple[Card, ...]:
    """What waits of the same words and kind as a record, itself among it: one list in a sentence is many proposals."""
    waiting = (one for one in cards if one.open and one.draft)
    return tuple(one for one in waiting if (one.span, one.kind) == (card.span, card.kind))


def worklist(cards: Sequence[Card], order: str) -> tuple[Card, ...]:
    """What waits for a decision, the doubtful first or in the order of the text."""
    waiting = [card for card in cards if card.open]
    return tuple(waiting if order == "text" else sorted(waiting, key=lambda card: card.state != "doubtful"))
