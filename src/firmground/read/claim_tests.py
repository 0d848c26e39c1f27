"""What a claim is tested by: its measure, which events count, what makes an event "that", which values it accepts.

A name that the case does not have, a key that nobody knows, a missing part: each is a problem, and any of
them means that the test is not understood. It is then not run: half a test would answer another question.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from firmground.bounds import Accepted, Bounds, parse_accepted
from firmground.case.claims import Condition, MeasureKind, Model, OwnNumbers, Selection, Test, Unit
from firmground.read.choices import read_fixed_choices
from firmground.read.questions import read_question
from firmground.read.test_parts import (
    Reading,
    check_keys,
    read_condition,
    read_day,
    read_party,
    read_region,
    read_selection_parts,
    read_target_place,
)
from firmground.read.wording import show, suggest

if TYPE_CHECKING:
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
    MeasureKind.DISCLOSED: ("publisher",),
    MeasureKind.LESS_DISCLOSED: ("publisher", "before"),
    MeasureKind.SILENCE: ("publisher",),
    MeasureKind.BREACHES: ("agreement",),
    MeasureKind.PLEDGES: ("state",),
    MeasureKind.PLEDGES_SHARE: ("state",),
    MeasureKind.CONTRADICTIONS: ("on",),
    MeasureKind.ENCOUNTERS: ("other", "km", "hours"),
}


# Measures with best values under a model: those whose units are events, or stand for some.
MODELLED = (MeasureKind.SHARE, MeasureKind.COUNT)


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
        among=read_selection_parts(among, reading) if among else Selection(),
        that=read_condition(that, reading) if that else Condition(),
        out_of=_read_out_of(record, reading),
        numbers=_read_numbers(record, reading),
        party=read_party(record, "party", reading),
        on=read_day(record, "on", reading),
        until=read_day(record, "until", reading),
        region=read_region(record, reading),
        taken=record.flag("taken"),
        to=read_target_place(record, reading) if "to" in record else "",
        greatest=record.flag("greatest"),
        about=read_question(MeasureKind(measure), record, reading) if measure else None,
        choices=read_fixed_choices(record, known),
        model=_read_model(record, reading),
    )
    for key in ("among", "that"):
        if key in record and not isinstance(record.raw(key), dict):
            reading.faults.append(f"`{key}` is not a table")
    if measure:
        _check_needs(record, test, reading)
    check_keys(record, reading)
    return (None, reading.faults) if reading.faults else (test, [])


def read_selection(record: Record, known: Known) -> Selection | None:
    """The events that a subset counts; None where it cannot be understood."""
    reading = Reading(known)
    selection = read_selection_parts(record, reading)
    return None if reading.faults else selection


def _read_choice(
    record: Record, key: str, kinds: type[MeasureKind | Unit], reading: Reading
) -> MeasureKind | Unit | None:
    word, known = record.text(key), [str(kind) for kind in kinds]
    if word in known:
        return kinds(word)
    reading.fail(record, f"`{key}` is {show(word)}" if word else f"`{key}` is missing", suggest(word, known))
    return None


def _read_model(record: Record, reading: Reading) -> Model | None:
    """The model of best values. One that is not known is a fault: who asks for it must not do without in silence."""
    if "model" not in record:
        return None
    word = record.text("model")
    if word not in list(Model):
        reading.fail(record, f"`model` is {show(word)}", f'the one model there is: model = "{Model.UNIFORM}"')
        return None
    return Model(word)


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
    check_keys(table, reading)
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


def _check_needs(record: Record, test: Test, reading: Reading) -> None:
    for key in NEEDS[test.measure]:
        if key not in record:
            reading.fail(record, f"the measure {test.measure} needs `{key}`", f'add {key} = "…"')
    if test.measure is MeasureKind.DISTANCE and not (test.to or test.party):
        reading.fail(record, "the measure distance needs `to` or `party`", 'add to = "a place or incident"')
    if test.measure is MeasureKind.PLACES and test.taken and test.until is None:
        reading.fail(record, "places taken need `until`", "add the later day")
    if test.model is not None and (test.numbers is not None or test.measure not in MODELLED):
        without = "a test by numbers of its own" if test.numbers else f"the measure {test.measure}"
        reading.fail(record, f"`model` asks how likely events are, and {without} counts none", "leave it out")
    if test.measure is MeasureKind.SHARE and "that" not in record and "numbers" not in record:
        reading.fail(record, "a share needs `that`", 'add that = { outside = "an-actor" }')
