"""A stretch of text painted: what was found in it underlined, what stands behind a record marked, all of it escaped.

Findings overlap and nest as they like, so a text is cut at every end of every finding, and each piece carries all that
covers it, the widest outermost. A piece that is covered by something has an id made of its place ("c291"), which is how
other pages link to words.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from markupsafe import Markup, escape

from firmground.render.visible import make_visible
from firmground.spans import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from firmground.documents.found import Found


class Paint(StrEnum):
    """What a stretch is, in the order of nesting: the outermost first."""

    CONTENT = "content"
    SPEAKER = "speaker"
    CUE = "cue"
    ACTOR = "actor"
    PLACE = "place"
    DATE = "date"
    NUMBER = "number"


class Layer(NamedTuple):
    """A stretch that is to be seen or pointed at.

    `paint`: how it is underlined, None for words that a record only points at. `record`: number of the record whose
    passage it is, 0 for none. `link`: an address of the app that it leads to.
    """

    span: Span
    paint: Paint | None = None
    record: int = 0
    link: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters that the same layers cover. `records`: by number, the narrowest passage first."""

    span: Span
    paints: tuple[Paint, ...] = ()
    records: tuple[int, ...] = ()
    link: str = ""
    covered: bool = False


@dataclass(frozen=True, slots=True)
class Look:
    """What of a text stands out. `lit`: number of the record that is looked at; `asked`: words that a link led to;
    `starts`: the numbers of the records whose passages begin at a character.
    """

    lit: int = 0
    asked: Span | None = None
    starts: Mapping[int, tuple[int, ...]] = field(default_factory=dict)


def paint_layers(found: Found) -> list[Layer]:
    """What was found in a page. The name of a government is no place, and is left to the actors."""
    layers = [
        *(Layer(one.span, Paint.DATE) for one in found.days),
        *(Layer(one.span, Paint.PLACE) for one in found.places if not one.government),
        *(Layer(one.span, Paint.ACTOR) for one in found.actors),
    ]
    for said in found.statements:
        layers += [Layer(span, Paint.SPEAKER) for span in (said.speaker,) if span]
        layers += [Layer(span, Paint.CUE) for span in (said.cue,) if span]
        layers += [Layer(span, Paint.CONTENT) for span in said.content]
    return layers


def cut_pieces(block: Span, layers: Iterable[Layer]) -> Iterator[Piece]:
    """The block in pieces, in order and without a gap."""
    opens: dict[int, list[Layer]] = defaultdict(list)
    closes: dict[int, list[Layer]] = defaultdict(list)
    for layer in layers:
        if layer.span.overlaps(block):
            opens[max(layer.span.start, block.start)].append(layer)
            closes[min(layer.span.stop, block.stop)].append(layer)
    ends = sorted({block.start, block.stop, *opens, *closes})
    over: dict[Layer, int] = {}
    for start, stop in pairwise(ends):
        for layer in closes[start]:
            over[layer] -= 1
            if not over[layer]:
                del over[layer]
        for layer in opens[start]:
            over[layer] = over.get(layer, 0) + 1
        yield _piece(Span(start, stop), over)


def _piece(span: Span, over: Iterable[Layer]) -> Piece:
    layers = list(over)
    kinds = {layer.paint for layer in layers}
    passages = sorted((layer.span.stop - layer.span.start, layer.record) for layer in layers if layer.record)
    return Piece(
        span,
        tuple(paint for paint in Paint if paint in kinds),
        tuple(record for _, record in passages),
        next((layer.link for layer in layers if layer.link), ""),
        bool(layers),
    )


def paint_block(text: str, block: Span, layers: Iterable[Layer], look: Look) -> Markup:
    """The block as a page shows it."""
    return Markup("").join(_paint(text, piece, look) for piece in cut_pieces(block, layers))


def _paint(text: str, piece: Piece, look: Look) -> Markup:
    words = escape(make_visible(piece.span.of(text)))
    if not piece.covered:
        return words
    kinds = ["w", *(f"w-{paint}" for paint in piece.paints[-1:])]
    if look.lit in piece.records:
        kinds.append("lit")
    if look.asked is not None and look.asked.covers(piece.span):
        kinds.append("asked")
    shown = _element(piece, " ".join(kinds), words)
    for paint in reversed(piece.paints[:-1]):
        shown = Markup('<span class="w-{}">{}</span>').format(paint.value, shown)
    references = Markup("").join(
        Markup('<a class="ref" href="#d{0}" aria-label="Record {0}">{0}</a>').format(number)
        for number in look.starts.get(piece.span.start, ())
    )
    return references + shown


def _element(piece: Piece, kinds: str, words: Markup) -> Markup:
    start, stop = piece.span
    given = {"kinds": kinds, "start": start, "stop": stop, "of": " ".join(map(str, piece.records)), "words": words}
    if piece.link:
        link = Markup('<a class="{kinds}" id="c{start}" data-stop="{stop}" data-of="{of}" href="{link}">{words}</a>')
        return link.format(link=piece.link, **given)
    plain = Markup('<span class="{kinds}" id="c{start}" data-stop="{stop}" data-of="{of}">{words}</span>')
    return plain.format(**given)
