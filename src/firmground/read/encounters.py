"""What `case.toml` asks about nearness: `[[encounters]]` between events and `[[around]]` its incidents.

An entry that cannot be understood is left out, as a test is: half a question would answer another one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from firmground.case.claims import Selection
from firmground.case.encounters import AROUND_DAYS, AROUND_KM, Around, Asked
from firmground.errors import Effect
from firmground.read.questions.met import FARTHEST_KM, read_limit, read_met
from firmground.read.test_parts import Reading, check_keys, read_selection_parts
from firmground.read.wording import show, suggest

if TYPE_CHECKING:
    from collections.abc import Iterable

    from firmground.read.known import Known
    from firmground.read.records import Record

MOST_DAYS = 36_525  # a century


def read_encounters(entries: Iterable[Record], known: Known) -> tuple[Asked, ...]:
    """The `[[encounters]]` that can be understood, in their order; without `other` events meet others of `among`."""
    found: dict[str, Asked] = {}
    for record in entries:
        reading = Reading(known)
        key = record.identity(found)
        among = _selection(record, reading)
        met = read_met(record, reading)
        for needed in ("km", "hours"):
            if needed not in record:
                reading.fail(record, f"an encounter needs `{needed}`", f"add {needed} = 24")
        title = record.text("title", key)
        if "other" not in record and met is not None:
            met = type(met)(among, met.km, met.hours, met.different_actors)
        check_keys(record, reading)
        if key and met is not None and not reading.faults:
            found[key] = Asked(key, title, among, met)
    return tuple(found.values())


def read_around(entries: Iterable[Record], known: Known) -> tuple[Around, ...]:
    """The `[[around]]` that can be understood, in their order; what an entry leaves open keeps its usual value."""
    found: list[Around] = []
    for record in entries:
        reading = Reading(known)
        incident = _incident(record, reading)
        among = _selection(record, reading)
        km = read_limit(record, "km", FARTHEST_KM, "km = 25", reading)
        before, after = (_days(record, key, reading) for key in ("days_before", "days_after"))
        title = record.text("title")
        check_keys(record, reading)
        if incident and not reading.faults:
            found.append(Around(incident, AROUND_KM if km is None else km, before, after, among, title))
    return tuple(found)


def _incident(record: Record, reading: Reading) -> str:
    text = record.required("incident")
    if text and text not in reading.known.incidents:
        hint = suggest(text, reading.known.incidents, "write the id of a row of incidents.csv")
        reading.faults.append(record.problem(f"{show(text)} is no incident of the case", hint, Effect.REFUSED))
        return ""
    return text


def _selection(record: Record, reading: Reading) -> Selection:
    table = record.table("among")
    if table is None:
        if "among" in record:
            reading.faults.append("`among` is not a table")
        return Selection()
    return read_selection_parts(table, reading)


def _days(record: Record, key: str, reading: Reading) -> int:
    number = read_limit(record, key, MOST_DAYS, f"{key} = 30", reading)
    if number is not None and number != int(number):
        reading.fail(record, f"`{key}` is {number:g}", "write a whole number of days")
    return AROUND_DAYS if number is None else int(number)
