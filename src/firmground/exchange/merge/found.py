"""What is found once both sides stand in one case: who held what, and which rows may tell of one event."""

from __future__ import annotations

import csv
from dataclasses import astuple, dataclass, fields
from typing import TYPE_CHECKING, Final

from firmground.case.gazetteer import fold_name
from firmground.exchange.merge.holders import MOST, differing_holders
from firmground.exchange.merge.kept import QUESTIONS
from firmground.exchange.merge.model import Disagreement
from firmground.exchange.merge.references import Ref
from firmground.locate import locate_events
from firmground.read import read_case
from firmground.review.doubles import find_doubles

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from firmground.case.case import Case
    from firmground.exchange.merge.actors import JoinedActors
    from firmground.exchange.merge.model import Merged
    from firmground.exchange.merge.sides import NewNames
    from firmground.review import Windows

DISAGREEMENTS: Final = "disagreements.csv"
_SHOWN: Final = 20  # pairs of rows that are named in the account; all of them wait in the review


@dataclass(frozen=True)
class Found:
    """`holders`: the first of those who differ. `doubles`: how many pairs of rows wait; `double_rows`: ids of the first
    pairs, one's own before the other's. `notes`: what is not listed, a sentence each.
    """

    holders: tuple[Disagreement, ...]
    doubles: int
    double_rows: tuple[tuple[str, str], ...]
    notes: tuple[str, ...] = ()


def find_after(
    folder: Path, names: NewNames, actors: JoinedActors, windows: Windows, tell: Callable[[str], None]
) -> Found:
    """Reads the new case as any case is read."""
    case = read_case(folder, progress=tell)
    tell("setting holders side by side")
    mark = f"{names.name}."
    their_maps = [one for one in case.maps if one.startswith(mark)]
    own_maps = [one for one in names.own.case.maps if one in case.maps]
    holders = differing_holders(case, own_maps, their_maps, find_twins(names), actors.likely)
    notes = [f"{len(holders) - MOST:,} further disagreements on holders are not listed."] * (len(holders) > MOST)
    tell("looking for events that may be the same")
    pairs, left_out = _pairs(case, mark, windows)
    return Found(
        tuple(holders[:MOST]), len(pairs), tuple((case.events.id[a], case.events.id[b]) for a, b in pairs[:_SHOWN]),
        (*notes, *left_out),
    )  # fmt: skip


def find_twins(names: NewNames) -> dict[str, str]:
    """For places of the other's with an id of their own: one's own place of that id or, if there is one only, name."""
    own, found = names.own.case.gazetteer, {}
    for theirs in names.other.case.gazetteer.places.values():
        new = names.ids[Ref.PLACE].get(theirs.id, theirs.id)
        if new in own.places:
            continue
        named = {place.id for text in (theirs.name, *theirs.aliases) for place in own.find(text)}
        if theirs.id in own.places:
            found[new] = theirs.id
        elif len(named) == 1:
            found[new] = next(iter(named))
        # A place that only the rows of a list name is called there by its folded name.
        found.setdefault(fold_name(new), found.get(new, new))
    return found


def _pairs(case: Case, mark: str, windows: Windows) -> tuple[list[tuple[int, int]], tuple[str, ...]]:
    """Pairs of rows, one of each side, that may tell of one event, the likelier first."""
    sides = [dataset.startswith(mark) for dataset in case.events.dataset]
    if not any(sides) or all(sides):
        return [], ()
    found = find_doubles(case, locate_events(case), windows, sides=sides)
    pairs: list[tuple[int, int]] = []
    for double in found.found:
        mine = [event for event in double.events if not sides[event]]
        theirs = [event for event in double.events if sides[event]]
        pairs += [(a, b) for a in mine for b in theirs]
    return pairs, found.left_out


def write_found(folder: Path, merged: Merged) -> None:
    """`disagreements.csv` and `questions.csv` in the other's folder."""
    place = folder / "from" / merged.name
    names = [field.name for field in fields(Disagreement)]
    _write(place / DISAGREEMENTS, names, (astuple(one) for one in merged.disagreements))
    _write(place / "questions.csv", QUESTIONS, (astuple(one) for one in merged.questions))


def _write(path: Path, names: Sequence[str], rows: Iterable[tuple[object, ...]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(names)
        writer.writerows([_safe(str(cell)) for cell in row] for row in rows)


def _safe(text: str) -> str:
    """A text of a stranger's that a spreadsheet would take for a formula is marked as text."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text
