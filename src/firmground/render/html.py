"""One HTML file: everything that a report says, drawn and written, with no request to anyone.

The page says everything without a script. A `Clock` can be given to make its maps move; then, and only then, the
page carries scripts, each let in by its hash. Addresses become links only if they are plain http or https.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from markupsafe import Markup

from firmground.render.chapters import sheets_of, view_chapters
from firmground.render.claim_view import show_once, view_claim
from firmground.render.figures.account import MOST_FILES, account_parts, draw_account
from firmground.render.figures.axis import Axis
from firmground.render.figures.projection import views_of
from firmground.render.figures.rivals import draw_axis
from firmground.render.figures.shelf import Shelf
from firmground.render.figures.specimen import draw_specimen
from firmground.render.numbers import PARTS_OF_ONE
from firmground.render.pages import Clock, environment, policy, seal, style
from firmground.render.words import direction_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from firmground.render.pages import Block
    from firmground.report.model import Report, RowAccount, UncountedRow

# Columns of the account, in the order of the table, with their words; `read` is the sum of those after it.
_ACCOUNT: Final = {
    "read": "read",
    "used": "= used",
    "withheld": "+ not shown in full",
    "undated": "+ without a day",
    "unplaced": "+ without a place",
    "unmapped": "+ off the maps",
    "duplicate": "+ duplicate",
    "outside": "+ not asked about",
    "refused": "+ refused",
}
SHEETS: Final = ("tokens.css", "claim.css", "report.css")
_STILL: Final = Clock()


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


def render_html(report: Report, *, clock: Clock = _STILL) -> str:
    """The report as a complete HTML document. Equal reports (and clocks) give equal documents."""
    chapters = view_chapters(report)
    styles = [style(*SHEETS, *sheets_of(chapters)), *([seal(clock.style)] if clock.style else [])]
    scripts = [seal(script) for script in clock.scripts]
    shelf, views = Shelf(), views_of(report.claims)
    claims = show_once(
        [
            view_claim(claim, number, view=views.get(claim.id), shelf=shelf)
            for number, claim in enumerate(report.claims, start=1)
        ]
    )
    columns = [name for name in _ACCOUNT if name != "withheld" or any(account.withheld for account in report.rows)]
    accounts = [_view_account(account, columns) for account in report.rows]
    from_left = all(way == "ltr" for way in (direction_of(report.title), *(claim.direction for claim in claims)))
    return (
        environment(from_left=from_left)
        .get_template("report.html.j2")
        .render(
            report=report,
            claims=claims,
            glance=_glance(report),
            chapters=chapters,
            specimen=draw_specimen(),
            list_axis=_list_axis(report),
            shelf=shelf,
            account=draw_account(report.rows) if report.rows else Markup(""),
            account_parts=account_parts(report.rows),
            most_files=MOST_FILES,
            account_columns=[_ACCOUNT[name] for name in columns],
            accounts=accounts,
            uncounted=_view_uncounted(report.uncounted),
            totals=[sum(column) for column in zip(*(a.numbers for a in accounts), strict=True)],
            styles=styles,
            scripts=scripts,
            blocks=[_write_block(block) for block in clock.data],
            policy=policy(styles, [*scripts, *map(seal, clock.unpacked)]),
        )
    )


def _glance(report: Report) -> list[tuple[int, str, str]]:
    """The case in a few numbers, each with where it is accounted for; what there is none of is left out."""
    rows = sum(account.read for account in report.rows)
    numbers = [
        (len(report.claims), "claims tested", "#claims"),
        (len(report.untested), "could not be tested", "#untested"),
        (rows, "rows read, each accounted for", "#rows"),
        (len(report.maps), "maps of who held what", "#maps"),
        (len(report.sources), "sources", "#sources"),
    ]
    return [each for each in numbers if each[0]]


def _list_axis(report: Report) -> Markup:
    """The axis over the list of claims, if one at least is a share; other measures have their own."""
    shares = any(claim.measure in PARTS_OF_ONE for claim in report.claims)
    return draw_axis(Axis(0.0, 1.0, "share"), above=True) if shares else Markup("")


def _write_block(block: Block) -> dict[str, str | Markup]:
    # A script element's text is no HTML: escaped, its quotes would reach the reader of the data as entities.
    return {"id": block.id, "type": block.type, "text": Markup(block.text)}  # noqa: S704 - Block refuses any "<"


def _view_account(account: RowAccount, columns: Sequence[str]) -> AccountView:
    numbers = [int(getattr(account, name)) for name in columns]
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
