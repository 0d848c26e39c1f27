"""`decisions.csv`: what people decided, kept beside the data and readable without the program.

An answer that changes the data shows in the data. An answer that changes nothing, such as "these are two events",
would be asked again at every opening; so each answer has a row here, with who gave it, when and why, and a fingerprint
of what it was given to. When the rows change the fingerprint differs, and the question is asked again.

The file takes no part in a check: no number rests on it, it is no input of a run, and it may be deleted, after which
everything is asked anew.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from firmground.formats.tables import read_table

if TYPE_CHECKING:
    from pathlib import Path

DECISIONS = "decisions.csv"
COLUMNS = ("kind", "about", "decided", "seen", "by", "at", "why")


@dataclass(frozen=True, slots=True)
class Decision:
    """A row of `decisions.csv`. `about`: for people, the name or the ids; `at`: the time, UTC; `row`: its row there."""

    row: int
    kind: str
    about: str
    decided: str
    seen: str
    by: str
    at: str
    why: str


def read_decisions(folder: Path) -> dict[tuple[str, str], Decision]:
    """The decisions of a case by kind and fingerprint; the latest wins. A row without either is passed over."""
    path = folder / DECISIONS
    if not path.is_file() or path.is_symlink():
        return {}
    table, _ = read_table(path, name=DECISIONS)
    ours = {name.casefold(): cells for name, cells in table.columns.items()}
    found: dict[tuple[str, str], Decision] = {}
    for index, row in enumerate(table.rows):
        texts = [ours[name][index].strip() if name in ours else "" for name in COLUMNS]
        decision = Decision(int(row), *texts)
        if decision.kind and decision.seen:
            found[decision.kind, decision.seen] = decision
    return found
