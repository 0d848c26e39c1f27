"""A claim as pages show it: its section of the report with its figures drawn and its numbers said."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from markupsafe import Markup

from firmground.render.figures.axis import Axis
from firmground.render.figures.bar import draw_bar, draw_small_bar
from firmground.render.figures.curve import (
    Heights,
    constant_choices,
    draw_curve,
    find_heights,
)
from firmground.render.figures.map import draw_map
from firmground.render.figures.rivals import RivalRow, draw_rivals
from firmground.render.numbers import say_range
from firmground.render.words import emphasise, say_drivers, say_tally

if TYPE_CHECKING:
    from firmground.report.model import ClaimSection, Facet, Outcome


@dataclass(frozen=True, slots=True)
class FacetView:
    """A facet as the page shows it."""

    title: str
    figure: Markup
    tally: str
    drivers: str
    constant: list[tuple[str, str]]
    names: list[str]
    outcomes: tuple[Outcome, ...]


@dataclass(frozen=True, slots=True)
class ClaimView:
    """A claim with its figures. `id` is ours, so that no text of a case becomes an anchor."""

    id: str
    claim: ClaimSection
    reading: str
    sentence: Markup
    bar: Markup
    rivals: list[RivalRow]
    rival_axis: Markup
    map: Markup
    map_caption: str
    facets: list[FacetView]
    outcomes: int


def view_claim(claim: ClaimSection, number: int, *, prefix: str = "claim") -> ClaimView:
    """The claim with its figures. A second view of one claim on a page needs another `prefix` for its ids."""
    name = f"{prefix}-{number}"
    reading = say_range(claim.bounds, claim.measure)
    rivals, rival_axis = draw_rivals(claim, f"{name}-r") if claim.rivals else ([], Markup(""))
    drawn_map, caption = draw_map(claim, f"{name}-m") if claim.marks else (Markup(""), "")
    facets = [facet for facet in claim.facets if facet.outcomes]
    heights = find_heights(claim)
    return ClaimView(
        id=name,
        claim=claim,
        reading=reading,
        sentence=emphasise(claim.sentence, claim.verb, claim.bounds.text if claim.bounds else ""),
        bar=draw_bar(claim, f"{name}-b"),
        rivals=rivals,
        rival_axis=rival_axis,
        map=drawn_map,
        map_caption=caption,
        facets=[_view_facet(claim, facet, heights, f"{name}-f{n}") for n, facet in enumerate(facets)],
        outcomes=sum(len(facet.outcomes) for facet in facets),
    )


def _view_facet(claim: ClaimSection, facet: Facet, heights: Heights, name: str) -> FacetView:
    tally = say_tally(facet.outcomes)
    if len(facet.outcomes) == 1:
        bounds = facet.outcomes[0].bounds
        title = f"{facet.title}: {say_range(bounds, claim.measure)}"
        figure = draw_small_bar(bounds, claim.claimed, Axis.of(claim.axis, claim.measure), name, title)
    else:
        figure = draw_curve(claim, facet, heights, name)
    return FacetView(
        title=facet.title,
        figure=figure,
        tally=tally[:1].upper() + tally[1:],
        drivers=say_drivers(facet.drivers),
        constant=constant_choices(facet),
        names=list(dict.fromkeys(choice for outcome in facet.outcomes for choice in outcome.choices)),
        outcomes=facet.outcomes,
    )
