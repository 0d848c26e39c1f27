"""coarsened.csv: to which cell or unit each site was coarsened, for ever.

Two packages with two different cells for one place would tell together what neither tells alone. So what a site was
once shown as stands here, and later it is shown as that or as something coarser. The file never leaves the case folder.
"""

from __future__ import annotations

import csv
import io
from contextlib import suppress
from dataclasses import dataclass
from secrets import token_hex
from typing import TYPE_CHECKING, Final

from firmground.edit.disk import Replacement
from firmground.errors import BadRequestError
from firmground.exchange.coarsen.cells import resolution_of
from firmground.formats.tables import read_table

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

LEDGER_FILE: Final = "coarsened.csv"
COLUMNS: Final = ("site", "cell", "unit", "settlements", "since")


@dataclass(frozen=True, slots=True)
class Site:
    """What a site is shown as: a cell of H3, or the unit "level:id" of the case; exactly one of the two.

    `site`: id of a place of the case, else its exact coordinates. `settlements`: how many the cell or unit held when it
    was fixed. `since`: the first day on which it was shown so.
    """

    site: str
    cell: str
    unit: str
    settlements: int
    since: str


def read_ledger(folder: Path) -> dict[str, Site]:
    """The sites that are fixed, by their keys. Raises BadRequestError if the ledger cannot be read: without it a site
    might be shown as something else than before.
    """
    path = folder / LEDGER_FILE
    if not path.exists():
        return {}
    table, problems = read_table(path, name=LEDGER_FILE)
    found: dict[str, Site] = {}
    fault = str(problems[0]) if problems else ""
    if not fault and table.names and not set(COLUMNS) <= set(table.names):
        fault = f"it lacks the column {next(name for name in COLUMNS if name not in table.names)}"
    for row in range(0 if fault else len(table.rows)):
        site, cell, unit, settlements, since = (table.columns[name][row].strip() for name in COLUMNS)
        if not site or bool(cell) == bool(unit) or site in found or not settlements.isdigit():
            fault = f"row {table.rows[row]} is none that firmground wrote"
            break
        with suppress(ValueError):
            resolution_of(cell) if cell else None
            found[site] = Site(site, cell, unit, int(settlements), since)
            continue
        fault = f"row {table.rows[row]} has a cell that H3 does not know"
        break
    if fault:
        raise BadRequestError(
            f"{LEDGER_FILE} cannot be read ({fault}): put back an older copy, for what was shown once must stay so"
        )
    return found


def keep_sites(folder: Path, sites: Iterable[Site]) -> None:
    """Adds sites to the ledger, in the order of their keys; the file is replaced whole or not at all.

    To be called before anything that shows them leaves. Raises OSError, and BadRequestError as `read_ledger` does.
    """
    before = read_ledger(folder)
    after = before | {one.site: one for one in sites}
    if after == before:
        return
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    for key in sorted(after):
        one = after[key]
        writer.writerow((one.site, one.cell, one.unit, one.settlements, one.since))
    replacement = Replacement(folder / LEDGER_FILE, token_hex(8))
    replacement.write(text.getvalue().encode())
    replacement.put()
