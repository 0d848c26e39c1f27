"""Where too many rows of a list are uncertain at once, nothing is known; it is not read as a gap."""

from __future__ import annotations

from firmground.case.control import UNMAPPED, ControlMap, Face, Ground, Holding, Timing
from firmground.dates import Days, When, parse_when
from firmground.hold.timeline import Timeline


def rows(*periods):
    return tuple(
        Face(Holding(Ground.HELD, (f"party-{number}",)), period, place="town") for number, period in enumerate(periods)
    )


def readings(faces, day):
    control = ControlMap("m", "m", "", faces, Timing.INTERVALS, listed=True)
    start = parse_when(day).possible.start
    spells = Timeline(control).listed_spells(("town",), Days(start, start + 1))
    return {spell.reading[0][0] for spell in spells}


def test_three_uncertain_rows_are_told_apart_and_four_are_unknown():
    early, late = parse_when("2015-01-01/2015-01-31"), parse_when("2015-12-01/2015-12-31")
    uncertain = When.between(parse_when("2015-05"), parse_when("2015-07"))
    three = readings(rows(early, *[uncertain] * 3, late), "2015-05-10")
    assert any(len(holdings) == 3 for holdings in three)
    four = readings(rows(early, *[uncertain] * 4, late), "2015-05-10")
    assert four == {(UNMAPPED,)}
