"""A claim as pages show it: its section of the report with its figures drawn and its numbers said."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from markupsafe import Markup

from firmground.render.downloads import Download, count_undecided, offer_downloads
from firmground.render.figures.axis import Axis
from firmground.render.figures.bar import draw_bar, draw_small_bar, draw_strip
from firmground.render.figures.chain import draw_chain
from firmground.render.figures.curve import Heights, constant_choices, draw_curve, find_heights, varied_choices
from firmground.render.figures.map import draw_map
from firmground.render.figures.rivals import RivalRow, draw_rivals
from firmground.render.numbers import PARTS_OF_ONE, say_range, say_span
from firmground.render.words import direction_of, emphasise, say_drivers, say_tally
from firmground.report.model import Facet

if TYPE_CHECKING:
    from firmground.render.figures.projection import View
    from firmground.render.figures.shelf import Shelf
    from firmground.report.model import ClaimSection, Outcome


@dataclass(frozen=True, slots=True)
class FacetView:
    """A facet as the page shows it.

    `own`: the claim's section speaks of an outcome in it. `like`: the outcome that differs from the section's own in
    nothing but this facet's choices, with its `strip`.
    """

    title: str
    figure: Markup
    tally: str
    drivers: str
    constant: list[tuple[str, str]]
    outcomes: tuple[Outcome, ...]
    own: bool
    like: Outcome | None
    strip: Markup


@dataclass(frozen=True, slots=True)
class ClaimView:
    """A claim with its figures. `id` is ours, so that no text of a case becomes an anchor.

    `keys`: each choice that varies, with its values and the letter of each in the table of outcomes; `constant`: those
    that do not. `counted`: an outcome at least counts units.
    `own_axis`: from where to where `strip` runs, "" for parts of a whole, which all run from 0 to 100 %.
    `rivals_at`, `chain_at`: the number of the claim where the page shows the same figure already, else 0.
    """

    id: str
    number: int
    claim: ClaimSection
    reading: str
    sentence: Markup
    bar: Markup
    rivals: list[RivalRow]
    rival_axis: Markup
    map: Markup
    map_caption: str
    facets: list[FacetView]
    keys: list[tuple[str, dict[str, str]]]
    constant: list[tuple[str, str]]
    counted: bool
    outcomes: int
    strip: Markup
    own_axis: str
    chain: Markup
    downloads: list[Download]
    direction: str
    undecided: int
    rivals_at: int = 0
    chain_at: int = 0


def view_claim(
    claim: ClaimSection, number: int, *, prefix: str = "claim", view: View | None = None, shelf: Shelf | None = None
) -> ClaimView:
    """The claim with its figures. A second view of one claim on a page needs another `prefix` for its ids.

    `view`: of its map, where it shares one with others. `shelf`: that of the page, if it holds what figures share.
    """
    name = f"{prefix}-{number}"
    reading = say_range(claim.bounds, claim.measure)
    rivals, rival_axis = draw_rivals(claim, shelf) if claim.rivals else ([], Markup(""))
    drawn_map, caption = draw_map(claim, f"{name}-m", view, shelf) if claim.marks else (Markup(""), "")
    facets = [facet for facet in claim.facets if facet.outcomes]
    heights = find_heights(claim)
    every = Facet("", {}, tuple(_chosen(facet, outcome) for facet in facets for outcome in facet.outcomes), ())
    head = next((o for facet in facets for o in facet.outcomes if o.headline), None)
    return ClaimView(
        id=name,
        number=number,
        claim=claim,
        reading=reading,
        sentence=emphasise(claim.sentence, claim.verb, claim.bounds.text if claim.bounds else ""),
        bar=draw_bar(claim),
        rivals=rivals,
        rival_axis=rival_axis,
        map=drawn_map,
        map_caption=caption,
        facets=[_view_facet(claim, facet, heights, head, shelf) for facet in facets],
        keys=_letter(every),
        constant=constant_choices(every),
        counted=any(outcome.counts for outcome in every.outcomes),
        outcomes=len(every.outcomes),
        strip=draw_strip(claim.bounds, claim.claimed, Axis.of(claim.axis, claim.measure), shelf),
        own_axis="" if claim.measure in PARTS_OF_ONE else say_span(*claim.axis, claim.measure),
        chain=draw_chain(claim) if len(claim.chain) > 1 else Markup(""),
        downloads=offer_downloads(claim),
        direction=direction_of(claim.says),
        undecided=count_undecided(claim),
    )


def show_once(views: list[ClaimView]) -> list[ClaimView]:
    """The claims of one page, with what would be the same figure again replaced by the way to the first of them."""
    shown: dict[object, int] = {}
    result = []
    for view in views:
        claim = view.claim
        if view.rivals:
            said = frozenset((rival.id, rival.claimed) for rival in claim.rivals) | {(claim.id, claim.claimed)}
            first = shown.setdefault((claim.measure, claim.axis, said), view.number)
            if first != view.number:
                view = replace(view, rivals=[], rivals_at=first)  # noqa: PLW2901 - the same claim, with less of it
        if view.chain:
            first = shown.setdefault((claim.measure, claim.axis, tuple(step.id for step in claim.chain)), view.number)
            if first != view.number:
                view = replace(view, chain=Markup(""), chain_at=first)  # noqa: PLW2901 - as above
        result.append(view)
    return result


def _view_facet(
    claim: ClaimSection, facet: Facet, heights: Heights, head: Outcome | None, shelf: Shelf | None
) -> FacetView:
    tally = say_tally(facet.outcomes)
    axis = Axis.of(claim.axis, claim.measure)
    if len(facet.outcomes) == 1:
        bounds = facet.outcomes[0].bounds
        title = f"{facet.title}: {say_range(bounds, claim.measure)}"
        figure = draw_small_bar(bounds, claim.claimed, axis, title, shelf)
    else:
        figure = draw_curve(claim, facet, heights, shelf)
    like = next((o for o in facet.outcomes if head is not None and o.choices == head.choices), None)
    return FacetView(
        title=facet.title,
        figure=figure,
        tally=tally[:1].upper() + tally[1:],
        drivers=say_drivers(facet.drivers),
        constant=constant_choices(facet),
        outcomes=facet.outcomes,
        own=any(outcome.headline for outcome in facet.outcomes),
        like=like,
        strip=draw_strip(like.bounds, claim.claimed, axis, shelf) if like is not None else Markup(""),
    )


def _chosen(facet: Facet, outcome: Outcome) -> Outcome:
    """The outcome without the choices that make its facet, which the facet's title says."""
    choices = {name: value for name, value in outcome.choices.items() if name not in facet.choices}
    return replace(outcome, choices=choices)


def _letter(facet: Facet) -> list[tuple[str, dict[str, str]]]:
    """A letter for each value of each choice that varies: a table of long values is read by nobody on a phone."""
    return [(name, {value: _letters(n) for n, value in enumerate(values)}) for name, values in varied_choices(facet)]


def _letters(n: int) -> str:
    """0 is "a", 25 "z", 26 "aa", as columns of a spreadsheet go on."""
    return (_letters(n // 26 - 1) if n > 25 else "") + "abcdefghijklmnopqrstuvwxyz"[n % 26]
