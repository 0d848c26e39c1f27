"""A case as an audience may see it: built from what is allowed, written as a plain case, and read as anybody reads one.

Nothing of the case itself is at hand to what is made of it afterwards.
"""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from firmground.exchange.plain import record_tables
from firmground.exchange.viewing.make import make_view
from firmground.exchange.viewing.rules import check_day
from firmground.exchange.viewing.write import write_view
from firmground.read import read_case

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from firmground.case.case import Case
    from firmground.case.handling import Label
    from firmground.exchange.views import View

# Where the same files stand in a package for the same audience: a frozen run names it, and not the folder of the case.
SHOWN_CASE: Final = Path("data/case")


def audience_case(
    case_folder: Path, audience: Label, day: date, *, progress: Callable[[str], None] | None = None
) -> tuple[Case, View]:
    """The case as `audience` may see it on `day`, and the view that it was made from (which knows what is kept back).

    Its title ends in the label, as TLP 2.0 asks of documents. Raises CaseNotFoundError, and BadRequestError where the
    rules have a fault or nothing of the case may go to them.
    """
    tell = progress or (lambda _: None)
    case = read_case(case_folder, progress=tell)
    check_day(case.handling, audience, day)
    tables = record_tables(case, progress=tell)
    tell("holding back what the rules say")
    view = make_view(case, tables, audience, day)
    with tempfile.TemporaryDirectory(prefix="firmground-") as name:
        folder = Path(name) / "case"
        write_view(case, view, folder)
        shown = read_case(folder, progress=tell)
    return replace(shown, folder=SHOWN_CASE, title=f"{shown.title} ({audience})".strip()), view


def shown_texts(view: View) -> set[str]:
    """Every text that a field of the view shows as a whole."""
    texts: set[str] = set()
    for table in view.tables:
        for name, column in table.table.columns.items():
            kept_back = table.withheld.get(name)
            hidden = table.hidden if kept_back is None else table.hidden | kept_back
            texts |= {value for row in np.flatnonzero(~hidden).tolist() if isinstance(value := column[row], str)}
    return texts
