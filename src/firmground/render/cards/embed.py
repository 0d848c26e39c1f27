"""A claim's card: what was claimed, what the data allow, and why, in one HTML file for another page.

It is written again, lighter, until it is small enough: first the map's places get coarser, then the map goes.
Whatever was left out is said on the card. It needs no script, asks nobody for anything, and its own policy lets
in its one style sheet by hash and nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Final

from markupsafe import Markup

from firmground.render.cards.namespace import HOME, confine
from firmground.render.cards.thin import thin_marks
from firmground.render.figures.bar import FILLED, draw_bar
from firmground.render.figures.map import draw_map
from firmground.render.figures.projection import find_view
from firmground.render.numbers import counted_or_measured, say_digits
from firmground.render.pages import environment, policy, read_text, seal
from firmground.render.pictures.claim import say_choices, say_honestly, say_undrawn
from firmground.render.pictures.letters import fold_words
from firmground.render.visible import one_line
from firmground.render.words import emphasise

if TYPE_CHECKING:
    from collections.abc import Iterator

    from firmground.render.pages import Sheet
    from firmground.report.model import BestValue, ClaimSection, Report, Settling, SourceNote

MOST_BYTES: Final = 150_000
# Letters of one text and names in one list. A card is a digest; the report has every word.
_MOST_LETTERS: Final = 700
_MOST_NAMES: Final = 12
_MOST_LABEL: Final = 80
_COLUMN: Final = 650.0  # pixels
# Steps of the map's grid, in units of its frame of 1,200 by 900: the last is still finer than a thumb.
_GRIDS: Final = (3.0, 6.0, 12.0, 24.0, 48.0)


@dataclass(frozen=True, slots=True)
class Card:
    """What the template prints. Texts are raw and cut to length; `cut` says what is not all there."""

    title: str
    version: str
    run: str
    by: str
    role: str
    on: str
    anonymous: bool
    counted: str
    unit_words: str
    says: str
    sentence: Markup
    bar: Markup
    best: str
    before: str
    key: list[tuple[str, str]]
    choices: list[tuple[str, str]]
    that: str
    map: Markup
    map_caption: str
    settling: list[tuple[str, list[str]]]
    tipping: str
    honest: str
    source: SourceNote | None
    cut: list[str]


def render_embed(report: Report, claim: ClaimSection) -> str:
    """The card as an HTML document of at most `MOST_BYTES` bytes."""
    short, shortened = _shorten_claim(claim)
    notes = ["Long texts are cut short on this card; the report has them in full."] if shortened else []
    for drawn, caption in _maps(short):
        page = _print(_make_card(report, short, drawn, caption, notes))
        if len(page.encode()) <= MOST_BYTES:
            return page
    raise AssertionError("a card without a map is small, since its texts are cut")


def _maps(claim: ClaimSection) -> Iterator[tuple[Markup, str]]:
    """The map and its caption, heaviest first; at last none."""
    if not claim.marks:
        yield Markup(""), ""
        return
    yield draw_map(claim, "card-m")
    scale = find_view(claim.marks).scale
    for grid in _GRIDS:
        km = grid / scale
        thinned = replace(claim, marks=thin_marks(claim.marks, km))
        drawn, _ = draw_map(thinned, "card-m")
        yield drawn, _say_thinned(km * 2, len(thinned.marks), len(claim.marks))
    number = say_digits(len(claim.marks), 0)
    yield Markup(""), f"Its {number} places are too many for a map on this card; the report shows them."


def _say_thinned(wider_km: float, left: int, whole: int) -> str:
    wider = say_digits(wider_km, 0 if wider_km > 5 else 1)
    return (
        f"A simplified map: places are drawn up to {wider} km wider than they are known, and those that then coincide "
        f"are drawn once, {say_digits(left, 0)} of {say_digits(whole, 0)}. The report has them all."
    )


def _make_card(report: Report, claim: ClaimSection, drawn: Markup, caption: str, notes: list[str]) -> Card:
    before, key = _key(claim)
    return Card(
        title=_cut(report.title),
        version=_cut(report.version, 40),
        run=_cut(report.run),
        by=claim.by,
        role=claim.role,
        on=claim.on,
        anonymous=claim.anonymous,
        counted=counted_or_measured(claim.measure),
        unit_words=claim.unit_words,
        says=claim.says,
        sentence=emphasise(claim.sentence, claim.verb, claim.bounds.text if claim.bounds else ""),
        bar=draw_bar(claim),
        best=" ".join(claim.best.sentences) if claim.best else "",
        before=before,
        key=key,
        choices=list(claim.choices.items()),
        that=claim.that,
        map=drawn,
        map_caption=" ".join(part for part in (caption, say_undrawn(claim)) if part),
        settling=[(option.sentence, _first(option)) for option in claim.settling],
        tipping=claim.tipping,
        honest=say_honestly(claim),
        source=claim.source,
        cut=notes,
    )


def _key(claim: ClaimSection) -> tuple[str, list[tuple[str, str]]]:
    counts = claim.counts
    if counts is not None:
        perhaps = f" ({counts.perhaps} of which may not count)" if counts.perhaps else ""
        before = f"of {counts.total}{perhaps}{', ' + claim.that if claim.that else ''}:"
        numbers = (("must", counts.must), ("may", counts.may), ("cannot", counts.cannot))
        return before, [(name, f"{number} {name} be") for name, number in numbers]
    if claim.bounds is None:
        return "", []
    names = ["must", "may", "cannot"] if claim.measure in FILLED else ["may", "cannot"]
    return f"{claim.that}:" if claim.that else "", [(name, f"{name} be") for name in names]


def _first(option: Settling) -> list[str]:
    """The units by name, each after the number under which the map shows it."""
    numbers = option.numbers or (0,) * len(option.units)
    names = [f"{number} {unit}" if number else unit for unit, number in zip(option.units, numbers, strict=False)]
    more = len(names) - _MOST_NAMES
    return [*names[:_MOST_NAMES], *([f"and {more} more"] if more > 0 else [])]


def _cut(words: str, most: int = _MOST_LETTERS) -> str:
    return words if len(words) <= most else words[: most - 1].rstrip() + "…"


def _shorten_claim(claim: ClaimSection) -> tuple[ClaimSection, bool]:
    """The claim with no text longer than a card can bear, and whether any was."""
    short = replace(
        claim,
        says=_cut(claim.says),
        sentence=_cut(claim.sentence),
        tipping=_cut(claim.tipping),
        by=_cut(claim.by, 200),
        role=_cut(claim.role, 200),
        on=_cut(claim.on, 80),
        that=_cut(claim.that, 200),
        unit_words=_cut(claim.unit_words, 200),
        choices={_cut(name, 60): _cut(value, 160) for name, value in list(claim.choices.items())[:_MOST_NAMES]},
        settling=tuple(
            replace(one, sentence=_cut(one.sentence), units=tuple(_cut(name, _MOST_LABEL) for name in one.units))
            for one in claim.settling[:4]
        ),
        marks=tuple(
            replace(mark, label=_cut(one_line(mark.label), _MOST_LABEL), title=_cut(one_line(mark.title), 160))
            for mark in claim.marks
        ),
        bounds=claim.bounds and replace(claim.bounds, text=_cut(claim.bounds.text, 200)),
        claimed=claim.claimed and replace(claim.claimed, text=_cut(claim.claimed.text, 80)),
        source=claim.source and _shorten_source(claim.source),
        best=claim.best and _shorten_best(claim.best),
    )
    titles = tuple(replace(mark, label="", title="") for mark in claim.marks)
    plain = replace(short, marks=titles) != replace(claim, marks=titles)
    return short, plain


def _shorten_best(best: BestValue) -> BestValue:
    return replace(
        best,
        sentences=tuple(_cut(sentence) for sentence in best.sentences[:_MOST_NAMES]),
        value=replace(best.value, text=_cut(best.value.text, 200)),
        interval=replace(best.interval, text=_cut(best.interval.text, 200)),
    )


def _shorten_source(source: SourceNote) -> SourceNote:
    """An address that is too long to be kept is left out: half an address leads nowhere."""
    return replace(
        source,
        id=_cut(source.id, 300),
        title=_cut(source.title, 300),
        by=_cut(source.by, 300),
        published=_cut(source.published, 80),
        url=source.url if len(source.url) <= 2000 else "",
    )


def card_height(claim: ClaimSection) -> int:
    """Pixels that the card takes in a column of about 650; on a phone the map is smaller and the texts are longer."""
    short, _ = _shorten_claim(claim)
    texts = (
        (short.says, 30, 34), (short.sentence, 19, 27), (short.tipping, 16, 24), (say_choices(short), 13, 20),
        *((" ".join((one.sentence, *_first(one))), 16, 26) for one in short.settling),
    )  # fmt: skip
    lines = sum(len(fold_words(words, _COLUMN, size)) * tall for words, size, tall in texts if words)
    return round((350 + lines + (60 + _COLUMN * 3 / 4 if short.marks else 0)) / 20 + 1) * 20


@cache
def card_style() -> Sheet:
    """The sheet of every card."""
    return seal(f"body.{HOME}-page {{ margin: 0; }}\n" + confine(read_text("tokens.css") + read_text("embed.css")))


def _print(card: Card) -> str:
    sheet = card_style()
    return environment().get_template("embed.html.j2").render(card=card, style=sheet, policy=policy([sheet]))
