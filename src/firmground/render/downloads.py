"""Tables that a reader takes from the page itself: small files inside its links, so that nobody has to be asked.

What people open from a page they open in a spreadsheet, so texts like formulas are made safe, and a cell with any
separator in it is quoted. A table that would make the page too large is cut, and its link says so; `firmground
export` writes all.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from markupsafe import Markup

from firmground.render.csv_tables import spreadsheet_safe
from firmground.render.numbers import say_digits

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from firmground.report.model import ClaimSection

MOST_BYTES: Final = 15_000  # of one whole table before it is packed for the link
MOST_OF_A_PART: Final = 6_000  # the same, of one that is cut in any case
_UNDECIDED: Final = ("number", "undecided", "within_km", "what_is_known", "rows", "links")
_OUTCOMES: Final = ("headline", "standing", "low", "high", "must", "may", "cannot", "of", "perhaps")

# An address is read whole, spaces, quotes and letters of any script (URL Standard, opaque paths); these alone would
# mean something else in it, or end the attribute, which stands in single quotes.
_SPECIAL: Final = frozenset("%#?'<>&\\")
_UNQUOTED: Final = re.compile(r"[\w .:/()&%+-]*")

Cell = str | int | float | None


@dataclass(frozen=True, slots=True)
class Download:
    """A link's words, the name under which the file is saved, and the file itself as an address."""

    words: str
    name: str
    href: Markup


def offer_downloads(claim: ClaimSection) -> list[Download]:
    """The claim's undecided units, and its outcomes under every combination of choices."""
    offers = []
    if claim.undecided:
        rows = [
            (n, unit.label, unit.radius_km, unit.why, " ".join(unit.rows), " ".join(unit.urls))
            for n, unit in enumerate(claim.undecided, start=1)
        ]
        offers.append(_offer(claim, "undecided", _UNDECIDED, rows, count_undecided(claim)))
    outcomes = _list_outcomes(claim)
    if len(outcomes) > 2:  # one outcome is the claim's own section
        offers.append(_offer(claim, "outcomes", outcomes[0], outcomes[1:], len(outcomes) - 1))
    return offers


def count_undecided(claim: ClaimSection) -> int:
    """All units that are undecided: of thousands the report names the first, but it counts every one."""
    named = len(claim.undecided)
    return max(named, claim.counts.may) if named and claim.counts else named


def _list_outcomes(claim: ClaimSection) -> list[tuple[Cell, ...]]:
    """A header and a row for each outcome; an empty number is no limit, or undefined."""
    fixed = list(dict.fromkeys(name for facet in claim.facets for name in facet.choices))
    varied = list(
        dict.fromkeys(name for facet in claim.facets for o in facet.outcomes for name in o.choices if name not in fixed)
    )
    rows: list[tuple[Cell, ...]] = [(*fixed, *varied, *_OUTCOMES, "claimed")]
    claimed = claim.claimed.text if claim.claimed else ""
    for facet in claim.facets:
        for o in facet.outcomes:
            chosen = {**facet.choices, **o.choices}
            ends = (o.bounds.low, o.bounds.high) if o.bounds else (None, None)
            c = o.counts
            counts = (c.must, c.may, c.cannot, c.total, c.perhaps) if c else (None,) * 5
            head = "yes" if o.headline else ""
            rows.append((*(chosen.get(n) for n in (*fixed, *varied)), head, o.standing, *ends, *counts, claimed))
    return rows


def _offer(
    claim: ClaimSection, what: str, header: Sequence[Cell], rows: Sequence[Sequence[Cell]], number: int
) -> Download:
    """A link to the rows, of which there are `number` in all."""
    text, written = _write(header, rows)
    total = say_digits(number, 0)
    said = f"all {total} {what}" if written == number else f"the first {say_digits(written, 0)} of {total} {what}"
    return Download(said, f"{_file_name(claim.id)}-{what}.csv", _address(text))


def _address(text: str) -> Markup:
    """The text as an address (RFC 2397) that ends no attribute in single quotes."""
    whole = text.encode("utf-8", "replace").decode()  # half of a surrogate pair has no UTF-8
    plain = "".join(quote(each) if each in _SPECIAL or not each.isprintable() else each for each in whole)
    return Markup("data:text/csv;charset=utf-8," + plain)  # noqa: S704 - _SPECIAL is written as %XX


def _write(header: Sequence[Cell], rows: Iterable[Sequence[Cell]]) -> tuple[str, int]:
    """As many rows as fit, and their number. It opens with a byte-order mark, without which Excel reads no UTF-8."""
    lines, sizes = ["\ufeff" + _line(header)], [0]
    for row in rows:
        lines.append(_line(row))
        sizes.append(sizes[-1] + len(lines[-1].encode("utf-8", "replace")))
        if sizes[-1] > MOST_BYTES:
            lines = lines[: bisect_right(sizes, MOST_OF_A_PART)]
            break
    return "".join(lines), len(lines) - 1


def _line(cells: Iterable[Cell]) -> str:
    return ",".join(_cell(cell) for cell in cells) + "\r\n"


def _cell(cell: Cell) -> str:
    """A cell that no spreadsheet takes for a formula, quoted if it holds what any of them takes for a separator."""
    if isinstance(cell, float):
        return f"{cell:.6g}"
    text = spreadsheet_safe(cell) if isinstance(cell, str) else "" if cell is None else str(cell)
    return text if _UNQUOTED.fullmatch(text) else '"' + text.replace('"', '""') + '"'


def _file_name(text: str) -> str:
    """Letters that every system takes for a file's name, of what may be anything."""
    return re.sub(r"[^A-Za-z0-9_-]+", "-", text).strip("-")[:60] or "claim"
