"""One HTML file: everything that a report says, drawn and written, with no request to anyone.

The page carries its style sheet and no script at all; its Content-Security-Policy lets in that style sheet by
its hash and nothing else. Every text of a report is untrusted. Jinja escapes all of them, `make_visible` runs
on each before that (`finalize`), and addresses become links only if they are plain http or https.
"""

from __future__ import annotations

import base64
import hashlib
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any, Final

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from firmground.render.figures.axis import Axis
from firmground.render.figures.bar import FILLED, draw_bar, draw_small_bar
from firmground.render.figures.curve import (
    Heights,
    constant_choices,
    draw_curve,
    find_heights,
)
from firmground.render.figures.map import draw_map
from firmground.render.figures.rivals import RivalRow, draw_rivals
from firmground.render.numbers import STANDING_WORDS, say_digits, say_range, say_standing, standing_class
from firmground.render.visible import make_visible
from firmground.render.words import emphasise, host_of, is_linkable, say_drivers, say_tally

if TYPE_CHECKING:
    from firmground.report.model import ClaimSection, Facet, Outcome, Report, RowAccount, UncountedRow

# Columns of the account, in the order of the table; `read` is the sum of those after it.
_ACCOUNT: Final = (
    "read", "used", "undated", "unplaced", "unmapped", "duplicate", "outside", "refused",
)  # fmt: skip


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


@dataclass(frozen=True, slots=True)
class UncountedView:
    """Rows of one file that share status and reason: each place with its rows as (row, id)."""

    file: str
    status: str
    reason: str
    count: int
    places: list[tuple[str, list[tuple[int, str]]]]


@dataclass(frozen=True, slots=True)
class AccountView:
    """A line of the account of rows. `gap` "" where it adds up, as it must."""

    file: str
    numbers: list[int]
    gap: str
    reasons: tuple[tuple[str, int], ...]


def render_html(report: Report) -> str:
    """The report as a complete HTML document. Equal reports give equal documents."""
    style, style_hash = _read_style()
    accounts = [_view_account(account) for account in report.rows]
    return (
        _environment()
        .get_template("report.html.j2")
        .render(
            report=report,
            claims=[_view_claim(claim, number) for number, claim in enumerate(report.claims, start=1)],
            accounts=accounts,
            uncounted=_view_uncounted(report.uncounted),
            totals=[sum(column) for column in zip(*(a.numbers for a in accounts), strict=True)],
            filled=FILLED,
            style=style,
            style_hash=style_hash,
        )
    )


@cache
def _read_style() -> tuple[Markup, str]:
    """The style sheet and the hash under which the page's policy lets it in."""
    source = resources.files("firmground.render.templates").joinpath("report.css")
    sheet = source.read_text(encoding="utf-8").replace("\r\n", "\n")
    digest = base64.b64encode(hashlib.sha256(sheet.encode()).digest()).decode()
    return Markup(sheet), f"sha256-{digest}"  # noqa: S704 - a file of this package, not a text of a report


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("firmground.render", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_finalize,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "digits": lambda value: say_digits(value, 1),
        "host": host_of,
        "linkable": is_linkable,
        "reading": say_range,
        "standing": standing_class,
        "claim_stands": lambda claim: say_standing(
            claim.standing, measured=claim.bounds is not None, claimed=claim.claimed is not None
        ),
        "standing_words": lambda standing: STANDING_WORDS.get(standing, standing),
    }
    return environment


def _finalize(value: Any) -> Any:
    """Runs on every value that the template prints, before it is escaped."""
    if isinstance(value, str) and not isinstance(value, Markup):
        return make_visible(value)
    return value


def _view_claim(claim: ClaimSection, number: int) -> ClaimView:
    name = f"claim-{number}"
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


def _view_account(account: RowAccount) -> AccountView:
    numbers = [int(getattr(account, name)) for name in _ACCOUNT]
    missing = numbers[0] - sum(numbers[1:])
    gap = f"{missing:+d} rows" if missing else ""
    return AccountView(account.file, numbers, gap, account.reasons)


def _view_uncounted(rows: tuple[UncountedRow, ...]) -> list[UncountedView]:
    """Grouped, because thousands of rows share a few reasons, and a reader looks for the reason first."""
    groups: dict[tuple[str, str, str], dict[str, list[tuple[int, str]]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        groups[(row.file, row.status, row.reason)][row.place].append((row.row, row.id))
    return [
        UncountedView(*key, count=sum(map(len, places.values())), places=list(places.items()))
        for key, places in groups.items()
    ]
