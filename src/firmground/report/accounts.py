"""Every row that was read is somewhere: used, partly withheld, undated, unplaced, unmapped, duplicate, not asked about,
refused.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import numpy as np

from firmground.case.events import WITHHELD_ALL, withheld_names
from firmground.case.questions import Breached, Contradicted, Met, Pledged
from firmground.dates import NO_START, NO_STOP
from firmground.modality import MAY
from firmground.phrases import list_words
from firmground.report.ground import placed_by_name, unmapped_everywhere
from firmground.report.model import RowAccount, UncountedRow
from firmground.texts import Texts, code_rows

if TYPE_CHECKING:
    from firmground.check import Findings

# In this order: a row has the first of these that fits. Only refused and duplicate rows take no part; withheld,
# undated, unplaced and unmapped ones count as MAY.
STATUSES = ("duplicate", "withheld", "undated", "unplaced", "unmapped", "outside", "used")
# Columns of events on which no number rests unless a claim asks for them by name.
_FREE = frozenset({"source", "url", "note"})


def row_statuses(findings: Findings) -> Texts:
    """The status of every event, in the order of the table."""
    held = findings.held
    events = held.case.events
    undated = (events.start == NO_START) & (events.stop == NO_STOP)
    unmapped = unmapped_everywhere(held)
    asked, by_name = _asked(findings), placed_by_name(held)
    unplaced = held.located.unplaced.filled()
    if held.case.maps:
        # A place that no gazetteer has is still placed if a list of places speaks of it by name.
        unplaced &= unmapped & ~by_name
    else:
        unmapped = np.zeros(len(events), dtype=np.bool_)
    withheld = events.withheld.mask(lambda cell: withheld_names(cell) - _FREE)
    fits = [events.duplicate_of.filled(), withheld, undated, unplaced, unmapped, ~asked]
    return Texts(STATUSES, np.select(fits, range(len(fits)), len(fits)))


def _asked(findings: Findings) -> np.ndarray:
    """Events that count, or may count, for at least one claim as it was meant."""
    asked = np.zeros(len(findings.case.events), dtype=bool)
    for found in findings.claims:
        measured = found.headline.measurement
        if isinstance(found.test.about, Breached | Contradicted | Pledged):
            # Nothing is asked of events but of those that are units.
            if measured is not None and measured.units is not None:
                asked[measured.units.members] = True
        elif measured is not None and found.test.numbers is None:
            other = (found.test.about.other,) if isinstance(found.test.about, Met) else ()
            for selection in (found.test.among, *other):
                asked |= findings.selector.counted(selection, found.headline.specification) >= MAY
    return asked


def account_rows(findings: Findings, statuses: Texts) -> tuple[RowAccount, ...]:
    """One account a file; the parts add up to the rows read."""
    events = findings.case.events
    with_events = events.file.used()
    code, first = code_rows(events.file.codes, events.dataset.codes, statuses.codes)
    number = np.bincount(code, minlength=len(first)).tolist()
    keys = ((events.file[row], events.dataset[row], statuses[row]) for row in first.tolist())
    tally = Counter(dict(zip(keys, number, strict=True)))
    result = []
    for count in findings.case.rows:
        refused, reasons = sum(count.refused.values()), tuple(count.refused.items())
        if count.file not in with_events:
            # Rows of a map are used as they stand; what is wrong with one is among the problems.
            result.append(RowAccount(count.file, count.read, count.kept, 0, 0, 0, 0, 0, refused, reasons))
            continue
        result.append(
            RowAccount(
                file=count.file,
                read=count.read,
                refused=refused,
                reasons=reasons,
                **{status: tally[count.file, count.dataset, status] for status in STATUSES},
            )
        )
    return tuple(result)


def _reason(findings: Findings, index: int, status: str) -> str:
    events = findings.case.events
    if status == "duplicate":
        return f"repeats {events.duplicate_of[index]}"
    if status == "withheld":
        return say_withheld(events.withheld[index])
    return findings.held.located.unplaced[index]


def say_withheld(cell: str) -> str:
    """What is not shown of a row of events, or only in part, from its cell of the column `withheld`."""
    names = withheld_names(cell)
    if WITHHELD_ALL in names:
        return "nothing of it is shown: it may be anything"
    order = {name: place for place, name in enumerate(_ORDER)}
    said = sorted(names, key=lambda name: (order.get(name, len(order)), name))
    return f"not shown, or only in part: {list_words(_WORDS.get(name, name) for name in said)}"


_WORDS = {
    "date": "its day", "reported": "the day on which it was reported", "by": "who did it", "target": "whom it hit",
    "place": "the name of its place", "lon": "longitude", "lat": "latitude", "radius_km": "radius",
    "area": "the unit it lies in", "level": "the order of that unit", "strikes": "the number of strikes",
    "duplicate_of": "whether it repeats another row", "unplaced": "whether its place was known", "id": "its id",
}  # fmt: skip
_ORDER = tuple(_WORDS)


def uncounted_rows(findings: Findings, statuses: Texts) -> tuple[UncountedRow, ...]:
    """Every row that is not plainly used, with the reason."""
    held = findings.held
    events = held.case.events
    reasons = {
        "undated": "no day is given: it may have happened on any day",
        "unmapped": "no map speaks of this ground on these days",
        "outside": "no claim asks about it",
    }
    return tuple(
        UncountedRow(
            file=events.file[index],
            row=int(events.row_number[index]),
            id=events.id[index],
            place=held.located.regions.label_of(int(held.located.region_of[index])),
            status=(status := statuses[index]),
            reason=reasons.get(status) or _reason(findings, index, status),
        )
        for index in np.flatnonzero(statuses.mask(lambda status: status not in ("used", "outside"))).tolist()
    )
