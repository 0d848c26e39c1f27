"""A reading page put together: one window of the text, painted, and the records that stand beside each block of it."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from firmground.documents.draft import DraftKind
from firmground.render.visible import shorten
from firmground.web.documents.blocks import split_blocks, split_windows, window_at
from firmground.web.documents.cards import worklist
from firmground.web.documents.paint import Layer, Look, Paint, paint_block, paint_layers

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markupsafe import Markup

    from firmground.documents.page import Page
    from firmground.documents.reading import Reading
    from firmground.spans import Span
    from firmground.web.documents.address import Asked
    from firmground.web.documents.blocks import Block, Window
    from firmground.web.documents.cards import Card

_EXCERPT: Final = 60  # cells of what is folded away


@dataclass(frozen=True, slots=True)
class Line:
    """A block as it is shown. `mark`: what it is if it is not the body, "" else."""

    words: Markup
    mark: str
    start: int


@dataclass(frozen=True, slots=True)
class Row:
    """Blocks of the text and the records beside them; several blocks only where they are folded away together."""

    lines: tuple[Line, ...]
    cards: tuple[Card, ...]
    excerpt: str = ""
    folded: bool = False
    unfolded: bool = False  # folded, but what was asked for stands in it


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a reading page shows. `chosen`: the record that is open, None where none is."""

    rows: tuple[Row, ...]
    window: Window
    cards: tuple[Card, ...]
    work: tuple[Card, ...]
    chosen: Card | None

    def place(self, card: Card) -> int:
        """Its place among what waits, from 1; 0 if it does not wait."""
        return next((number for number, one in enumerate(self.work, start=1) if one.key == card.key), 0)

    def beside(self, card: Card, step: int) -> Card | None:
        """The one before or after it among what waits; for one that was decided, the next that waits in the text."""
        place = self.place(card)
        if not place:
            later = [one for one in self.work if (one.number > card.number) == (step > 0)]
            return min(later, key=lambda one: abs(one.number - card.number), default=None)
        number = place - 1 + step
        return self.work[number] if 0 <= number < len(self.work) else None


def make_sheet(page: Page, reading: Reading | None, cards: tuple[Card, ...], asked: Asked) -> Sheet:
    """The window that was asked for, or the one where the record is that should be looked at first."""
    blocks = split_blocks(page.text, page.marks)
    windows = split_windows(blocks, (card.span.start for card in cards))
    work = worklist(cards, asked.order)
    chosen = _choose(cards, work, asked)
    if 1 <= asked.page <= len(windows):
        window = windows[asked.page - 1]
        if chosen and not asked.draft:
            inside = [card for card in work if window.blocks and window_at(windows, card.span.start) is window]
            chosen = inside[0] if inside else None
    else:
        place = asked.at.start if asked.at else chosen.span.start if chosen else 0
        window = window_at(windows, place)
    return Sheet(_rows(page, reading, cards, asked, window, chosen), window, cards, work, chosen)


def _choose(cards: Sequence[Card], work: Sequence[Card], asked: Asked) -> Card | None:
    """The record to open: that of the key, that of the words, else the first that waits."""
    if asked.draft:
        return next((card for card in cards if card.key == asked.draft), None) or next(iter(work), None)
    if asked.at:
        at = asked.at
        over = [card for card in cards if card.span.overlaps(at)]
        return min(over, key=lambda card: card.span.stop - card.span.start, default=None)
    return next(iter(work), None)


def _rows(
    page: Page, reading: Reading | None, cards: Sequence[Card], asked: Asked, window: Window, chosen: Card | None
) -> tuple[Row, ...]:
    if not window.blocks:
        return ()
    near = [card for card in cards if card.span.overlaps(window.span)]
    layers = [one for one in _layers(page, reading, near, asked) if one.span.overlaps(window.span)]
    starts: dict[int, tuple[int, ...]] = {}
    for card in cards:
        starts[card.span.start] = (*starts.get(card.span.start, ()), card.number)
    look = Look(chosen.number if chosen and not chosen.wide else 0, asked.at, starts)
    beside = _beside(window.blocks, cards, window)
    rows: list[Row] = []
    for number, block in enumerate(window.blocks):
        line = Line(paint_block(page.text, block.span, layers, look), block.mark or "", block.span.start)
        own = _stacked(beside.get(number, []), asked.order)
        asked_here = asked.at is not None and asked.at.overlaps(block.span)
        if block.aside and rows and rows[-1].folded:
            before = rows.pop()
            unfolded = before.unfolded or asked_here
            row = Row((*before.lines, line), (*before.cards, *own), before.excerpt, folded=True, unfolded=unfolded)
        else:
            excerpt = shorten(block.span.of(page.text), _EXCERPT) if block.aside else ""
            row = Row((line,), own, excerpt, folded=block.aside, unfolded=asked_here)
        rows.append(row)
    return tuple(rows)


def _stacked(cards: Sequence[Card], order: str) -> tuple[Card, ...]:
    """The records of one block: in the order of the text, or the doubtful first and the decided last."""
    ranks = {"doubtful": 0, "waits": 1}
    return tuple(sorted(cards, key=lambda card: (0 if order == "text" else ranks.get(card.state, 2), card.number)))


def _beside(blocks: Sequence[Block], cards: Sequence[Card], window: Window) -> dict[int, list[Card]]:
    """The records that begin in each block, by the block's place; what begins between two stands at the first."""
    begins = [block.span.start for block in blocks]
    found: dict[int, list[Card]] = {}
    for card in cards:
        first = window.number == 1 and card.span.start < begins[0]
        inside = begins[0] <= card.span.start and (card.span.start < blocks[-1].span.stop or window.number == window.of)
        if first or inside:
            found.setdefault(max(0, bisect_right(begins, card.span.start) - 1), []).append(card)
    return found


def _layers(page: Page, reading: Reading | None, cards: Sequence[Card], asked: Asked) -> list[Layer]:
    layers = [Layer(card.span, record=card.number) for card in cards]
    layers += [Layer(span) for card in cards for span in card.words]
    if asked.at and asked.at.fits(page.text):
        layers.append(Layer(asked.at))
    if reading is not None:
        layers += paint_layers(reading.found)
        layers += _number_layers(page, reading, cards, asked)
    return layers


def _number_layers(page: Page, reading: Reading, cards: Sequence[Card], asked: Asked) -> list[Layer]:
    """Each number leads to the claim that is drafted from it: one that is there, or one to be drafted."""
    claims: dict[Span, Card] = {}
    for card in cards:
        if card.draft is not None and card.draft.kind is DraftKind.CLAIM:
            tests = [told for told in card.draft.fields if told.name.startswith("test.")]
            claims |= {span: card for told in tests for span in told.spans if span not in claims}
    layers = []
    for quantity in reading.found.quantities:
        own = claims.get(quantity.span)
        plain = replace(asked, page=0, at=None, done=0, change=False, draft="", number=None)
        there = replace(plain, draft=own.key) if own else replace(plain, number=quantity.span)
        link = there.url(page.document.id)
        layers.append(Layer(quantity.span, Paint.NUMBER, link=link))
    return layers
