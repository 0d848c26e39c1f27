"""A view as a plain case folder, which anybody reads as any other case: what an audience has of it, and no more."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from firmground.exchange.plain import copy_sealed, kind_counts, write_tables

if TYPE_CHECKING:
    from pathlib import Path

    from firmground.case.case import Case
    from firmground.exchange.views import View


def write_view(case: Case, view: View, folder: Path) -> None:
    """Writes what `view` shows of `case`, and how much it does not, into a folder that is new or empty.

    What the case itself says that it lacks counts on top of what the view hides.
    """
    withheld = Counter(case.withheld)
    withheld.update(kind_counts(view.tables))
    write_tables(view.tables, folder, withheld=dict(withheld), open_maps=view.open_maps)
    copy_sealed(case, view.tables, folder)
