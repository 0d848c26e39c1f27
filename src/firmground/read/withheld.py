"""`[withheld]`: how many records of each kind whoever gave the case away has and does not show."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from firmground.case.withheld import KINDS, OF_MAP
from firmground.read.wording import show, suggest

if TYPE_CHECKING:
    from collections.abc import Mapping

    from firmground.case.control import ControlMap
    from firmground.read.records import Record


def read_withheld(record: Record | None, maps: Mapping[str, ControlMap]) -> dict[str, int]:
    """The numbers by kind, those of 0 left out. A number that cannot be read stands for at least one record."""
    found: dict[str, int] = {}
    if record is None:
        return found
    for kind in record:
        number = record.whole(kind)
        if kind.startswith(OF_MAP) and kind.removeprefix(OF_MAP) not in maps:
            record.problem(f"{show(kind)} is no map of the case", suggest(kind, (f"{OF_MAP}{name}" for name in maps)))
        elif not kind.startswith(OF_MAP) and kind not in KINDS:
            what = f"{show(kind)} is no kind of record: whatever it is, every number may rest on it"
            record.problem(what, suggest(kind, KINDS))
        if number != 0:
            found[kind] = 1 if number is None else number
    return found


def open_maps(maps: Mapping[str, ControlMap], withheld: Mapping[str, int]) -> dict[str, ControlMap]:
    """The maps, open where something of them is withheld that what is shown may hang on: any polygon, and any row of a
    list whose places speak for the ground around them.
    """
    return {
        name: replace(control, open=True, faces=(), snapshot_days=())
        if withheld.get(f"{OF_MAP}{name}") and (control.reach_km > 0 or not control.listed)
        else control
        for name, control in maps.items()
    }
