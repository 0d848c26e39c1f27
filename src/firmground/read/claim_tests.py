"""What a claim is tested by: its measure, which events count, what makes an event "that", which values it accepts.

A name that the case does not have, a key that nobody knows, a missing part: each is a problem, and any of
them means that the test is not understood. It is then not run: half a test would answer another question.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from firmground.bounds import Accepted, Bounds, parse_accepted
from firmground.case.claims import (
    Condition,
    MeasureKind,
    Near,
    OwnNumbers,
    Relation,
    Selection,
    Test,
    Unit,
)
from firmground.errors import Effect
from firmground.read.choices import read_fixed_choices
from firmground.read.nouns import known_ground, names_ground
from firmground.read.wording import show, suggest

if TYPE_CHECKING:
    from firmground.dates import When
    from firmground.read.known import Known
    from firmground.read.records import Record

# What each measure cannot do without. Of "to" and "party" a distance needs either.
NEEDS: dict[MeasureKind, tuple[str, ...]] = {
    MeasureKind.SHARE: (),
    MeasureKind.COUNT: (),
    MeasureKind.AREA: ("party", "on"),
    MeasureKind.GAIN: ("party", "on", "until"),
    MeasureKind.PLACES: ("party", "on"),
    MeasureKind.DISTANCE: (),
}


@dataclass
class Reading:
    """One test while it is read: what it may name, and the faults found in it."""

    known: Known
    faults: list[str] = field(default_factory=list)

    def fail(self, record: Record, what: str, hint: str = "") -> None:
        """Notes a fault after which the test cannot be run."""
        self.faults.append(what)
        record.problem(what, hint, Effect.REFUSED)


def read_test(record: Record, known: Known) -> tuple[Test | None, list[str]]:
    """The test of a claim, or None and the faults for which it cannot be run."""
    reading = Reading(known)
    measure = _read_choice(record, "measure", MeasureKind, reading)
    unit = _read_choice(record, "unit", Unit, reading) if "unit" in record else Unit.EVENT
    among, that = record.table("among"), record.table("that")
    test = Test(
        measure=MeasureKind(measure or MeasureKind.SHARE),
        value=_read_value(record, reading),
        unit=Unit(unit or Unit.EVENT),
        among=_selection(among, reading) if among else Selection(),
        that=_condition(that, reading) if that else Condition(),
        out_of=_read_out_of(record, reading),
        numbers=_read_numbers(record, reading),
        party=_read_party(record, "party", reading),
        on=_read_day(record, "on", reading),
        until=_read_day(record, "until", reading),
        region=_read_region(record, reading),
        taken=record.flag("taken"),
        to=_read_target_place(record, reading) if "to" in record else "",
        greatest=record.flag("greatest"),
        choices=read_fixed_choices(record, known),
    )
    for key in ("among", "that"):
        if key in record and not isinstance(record.raw(key), dict):
            reading.faults.append(f"`{key}` is not a table")
    if measure:
        _check_needs(record, test, reading)
    _check_keys(record, reading)
    return (None, reading.faults) if reading.faults else (test, [])


def read_selection(record: Record, known: Known) -> Selection | None:
    """The events that a subset counts; None where it cannot be understood."""
    reading = Reading(known)
    selection = _selection(record, reading)
    return None if reading.faults else selection


def _read_choice(
    record: Record, key: str, kinds: type[MeasureKind | Unit], reading: Reading
) -> MeasureKind | Unit | None:
    word, known = record.text(key), [str(kind) for kind in kinds]
    if word in known:
        return kinds(word)
    reading.fail(record, f"`{key}` is {show(word)}" if word else f"`{key}` is missing", suggest(word, known))
    return None


def _read_value(record: Record, reading: Reading) -> Accepted | None:
    text = record.text("value")
    try:
        return parse_accepted(text) if text else None
    except ValueError as fault:
        reading.fail(record, f"`value`: {fault}")
        return None


def _read_out_of(record: Record, reading: Reading) -> int | None:
    if "out_of" not in record:
        return None
    whole = record.whole("out_of")
    if not whole:
        reading.fail(record, f"`out_of` is {show(record.raw('out_of'))}", "write a whole number, 1 or more")
    return whole or None


def _read_numbers(record: Record, reading: Reading) -> OwnNumbers | None:
    table = record.table("numbers")
    if table is None:
        if "numbers" in record:
            reading.faults.append("`numbers` is not a table")
        return None
    counted, words = table.whole("counted"), table.text("that")
    that = None if counted is None else _read_between(words, counted)
    _check_keys(table, reading)
    if counted is None or that is None:
        hint = 'write numbers = { counted = 64, that = "49..64" }, with "that" within "counted"'
        reading.fail(record, "`numbers` cannot be understood", hint)
        return None
    return OwnNumbers(counted, that)


def _read_between(text: str, counted: int) -> Bounds | None:
    """How many of the counted, exact or between two: "15", "49..64", "<= 15", "> 48"; None if that makes no sense."""
    try:
        accepted = parse_accepted(text)
    except ValueError:
        return None
    low = 0 if accepted.low is None else accepted.low + accepted.low_open
    high = counted if accepted.high is None else accepted.high - accepted.high_open
    whole = int(low) == low and int(high) == high
    return Bounds(int(low), int(high)) if whole and 0 <= low <= high <= counted else None


def _read_party(record: Record, key: str, reading: Reading) -> str:
    text = record.text(key)
    return _party(record, text, reading) if text else ""


def _party(record: Record, text: str, reading: Reading) -> str:
    """An actor or a label. A name that is neither would match nothing and read as a result."""
    found = reading.known.parties.party(text)
    if not found:
        hint = reading.known.parties.hint(text, labels=True, otherwise="add it to actors.toml or definitions.toml")
        reading.fail(record, f"{show(text)} is no actor of the case and no label of a definition", hint)
    return found or text


def _read_day(record: Record, key: str, reading: Reading) -> When | None:
    before = len(record.problems)
    found = record.when(key)
    if len(record.problems) > before:
        reading.faults.append(record.problems[-1].what)
    return found


def _read_region(record: Record, reading: Reading) -> str:
    text, gazetteer = record.text("region"), reading.known.gazetteer
    if text and not names_ground(gazetteer, text):
        reading.fail(record, f"the region {show(text)} is no area of the case", suggest(text, known_ground(gazetteer)))
    return text


def _read_target_place(record: Record, reading: Reading) -> str:
    """The id of an incident or place, which may also be given by a name that only one place has."""
    text, known = record.text("to"), reading.known
    if text in known.incidents:
        return text
    found = known.gazetteer.find(text)
    if len(found) == 1:
        return found[0].id
    if found:
        hint = f"write one of the ids {', '.join(place.id for place in found)}"
        reading.fail(record, f"{show(text)} is the name of several places", hint)
        return text
    names = [*known_ground(known.gazetteer), *known.incidents]
    reading.fail(record, f"`to` is {show(text)}, which is no place and no incident of the case", suggest(text, names))
    return text


def _near(record: Record, reading: Reading) -> tuple[Near, ...]:
    found: list[Near] = []
    for entry in record.entries("near"):
        before = len(entry.problems)
        km = entry.number("km", least=0)
        if km is None:
            what = entry.problems[-1].what if len(entry.problems) > before else "`near` has no km"
            reading.fail(entry, what, 'write near = { to = "a place or incident", km = 20 }')
        found.append(Near(_read_target_place(entry, reading), km or 0.0))
        _check_keys(entry, reading)
    if "near" in record and not found:
        reading.fail(record, "`near` cannot be understood", 'write near = { to = "a place or incident", km = 20 }')
    return tuple(found)


def _condition(record: Record, reading: Reading) -> Condition:
    ground = tuple(
        (relation, _party(record, text, reading)) for relation in Relation for text in record.texts(relation)
    )
    any_of, none_of = (tuple(_condition(entry, reading) for entry in record.entries(key)) for key in ("any", "none"))
    condition = Condition(
        ground=ground,
        target=_target(record, reading),
        near=_near(record, reading) if "near" in record else (),
        any_of=any_of,
        none_of=none_of,
    )
    _check_keys(record, reading)
    if condition == Condition():
        reading.fail(record, "a condition in `that` asks for nothing", 'write for example outside = "an-actor"')
    return condition


def _selection(record: Record, reading: Reading) -> Selection:
    selection = Selection(
        by=_by(record, reading),
        kind=_kinds(record, reading),
        target=_target(record, reading),
        first=_read_day(record, "from", reading),
        last=_read_day(record, "until", reading),
        reported_first=_read_day(record, "reported_from", reading),
        reported_last=_read_day(record, "reported_until", reading),
        datasets=_datasets(record, reading),
        near=_near(record, reading) if "near" in record else (),
        where=_columns(record, "where", reading),
        where_not=_columns(record, "where_not", reading),
    )
    _check_keys(record, reading)
    return selection


def _one(record: Record, key: str, reading: Reading) -> str:
    texts = record.texts(key)
    if len(texts) > 1:
        reading.fail(record, f"`{key}` names several parties", "make them one actor, with member-of ties")
    return texts[0] if texts else ""


def _by(record: Record, reading: Reading) -> str:
    """An actor, or a name that stands in the events although the case has no such actor."""
    text, known = _one(record, "by", reading), reading.known
    found = known.parties.actor(text) or (text if text in known.perpetrators else "")
    if text and not found:
        hint = known.parties.hint(text)
        reading.fail(record, f"{show(text)} is no actor of the case and did nothing in its events", hint)
    return found or text


def _target(record: Record, reading: Reading) -> str:
    """An actor, a label, or a name that stands in the events although the case has no such actor."""
    text = _one(record, "target", reading)
    return text if not text or text in reading.known.targets else _party(record, text, reading)


def _kinds(record: Record, reading: Reading) -> tuple[str, ...]:
    kinds = record.texts("kind")
    for kind in kinds:
        if kind not in reading.known.kinds:
            record.problem(f"no event is of the kind {show(kind)}", suggest(kind, reading.known.kinds))
    return kinds


def _datasets(record: Record, reading: Reading) -> tuple[str, ...]:
    found = record.texts("datasets")
    for text in found:
        if text not in reading.known.datasets:
            hint = suggest(text, reading.known.datasets)
            reading.fail(record, f"{show(text)} is no [[events]] of the case", hint)
    return found


def _columns(record: Record, key: str, reading: Reading) -> tuple[tuple[str, tuple[str, ...]], ...]:
    table = record.table(key)
    if table is None:
        if key in record:
            reading.faults.append(f"`{key}` is not a table")
        return ()
    found = []
    for column in table:
        if column not in reading.known.columns:
            hint = suggest(column, reading.known.columns)
            reading.fail(record, f"no file of events has the column {show(column)}", hint)
        # A value may itself hold ";": only a list of TOML makes several.
        raw = table.raw(column)
        found.append((column, table.texts(column) if isinstance(raw, list) else (table.text(column),)))
    return tuple(found)


def _check_needs(record: Record, test: Test, reading: Reading) -> None:
    for key in NEEDS[test.measure]:
        if key not in record:
            reading.fail(record, f"the measure {test.measure} needs `{key}`", f'add {key} = "…"')
    if test.measure is MeasureKind.DISTANCE and not (test.to or test.party):
        reading.fail(record, "the measure distance needs `to` or `party`", 'add to = "a place or incident"')
    if test.measure is MeasureKind.PLACES and test.taken and test.until is None:
        reading.fail(record, "places taken need `until`", "add the later day")
    if test.measure is MeasureKind.SHARE and "that" not in record and "numbers" not in record:
        reading.fail(record, "a share needs `that`", 'add that = { outside = "an-actor" }')


def _check_keys(record: Record, reading: Reading) -> None:
    """A key that is not understood may have been meant to narrow the question: the test is not run."""
    before = len(record.problems)
    record.close()
    refused = [
        replace(problem, hint=_untested(problem.hint), effect=Effect.REFUSED) for problem in record.problems[before:]
    ]
    record.problems[before:] = refused
    reading.faults.extend(problem.what for problem in refused)


def _untested(hint: str) -> str:
    return f"{hint.removesuffix(': it does nothing')}; until then the claim is not tested"
