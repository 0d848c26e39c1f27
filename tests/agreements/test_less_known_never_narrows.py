"""To know less of an event, of a tie or of a zone never makes an answer surer."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from watching import EVERYONE, agreement, answers, case_with, clause, definition, tie, trial_of

from firmground.case.definitions import Label
from firmground.dates import parse_when
from firmground.modality import MAY
from firmground.places import Area
from oracles.worlds import actors, as_of, box

IDLIB = Area("idlib", "Idlib", box(36, 35, 37, 36))
AREAS = {("1", "idlib"): IDLIB, ("", "idlib"): IDLIB}
ROW = st.fixed_dictionaries(
    {
        "date": st.sampled_from(["2015-11-18", "2015-11-20", "2015-11-26", "2015-11-27", "2015-11-26/2015-11-27"]),
        "by": st.sampled_from(["russia", "syria", "russia;syria", "russia|syria"]),
        "kind": st.sampled_from(["air-strike", "shelling"]),
        "target": st.sampled_from(["fsa", "army", "nusra", "is", "brigade", "is|fsa", "is;fsa"]),
        "lon": st.sampled_from([36.5, 36.95, 37.0, 37.5]),
        "lat": st.just(35.5),
        "radius_km": st.sampled_from([0.0, 3.0]),
    }
)
CLAUSE = st.sampled_from(
    [
        clause(),
        clause(zones=("idlib",)),
        clause(protects=("army", "fsa"), exempt=("nusra",)),
        clause(protects=(), zones=("idlib",)),
        clause(acts=(), period=parse_when("2015-11-26/2015-11-26")),
    ]
)


def answer(own, row, **more):
    return answers(agreement(own), row, areas=AREAS, **more)[0]


def assert_no_surer(less, more):
    assert less is more or less is MAY


@given(CLAUSE, ROW, st.sampled_from(["date", "by", "kind", "target"]))
@settings(deadline=None, max_examples=150)
def test_a_cell_that_is_forgotten(own, row, column):
    assert_no_surer(answer(own, row | {column: ""}), answer(own, row))


@given(CLAUSE, ROW)
@settings(deadline=None, max_examples=60)
def test_a_place_that_is_forgotten_or_wider(own, row):
    known = answer(own, row)
    assert_no_surer(answer(own, {key: value for key, value in row.items() if key not in ("lon", "lat")}), known)
    assert_no_surer(answer(own, row | {"radius_km": row["radius_km"] + 5}), known)


@given(CLAUSE, ROW, st.sampled_from(["2015-11-01/2015-11-30", "2015-11", "2015"]))
@settings(deadline=None, max_examples=60)
def test_a_wider_date(own, row, date):
    assert_no_surer(answer(own, row | {"date": date}), answer(own, row))


@given(CLAUSE, ROW, st.sampled_from(["by", "target"]), st.sampled_from(["is", "fsa", "?", ""]))
@settings(deadline=None, max_examples=80)
def test_another_reading(own, row, column, reading):
    assert_no_surer(answer(own, row | {column: f"{row[column]}|{reading}"}), answer(own, row))


@given(CLAUSE, ROW)
@settings(deadline=None, max_examples=60)
def test_an_open_list(own, row):
    shut, loose = (
        [definition(Label("fighters", (), ("is",), parse_when("../.."), open=is_open, bonds=definition().labels[0].bonds))]
        for is_open in (False, True)
    )  # fmt: skip
    assert_no_surer(answer(own, row, definitions=loose), answer(own, row, definitions=shut))


@given(CLAUSE, ROW)
@settings(deadline=None, max_examples=60)
def test_a_tie_that_is_known_for_one_day_only(own, row):
    rest = tuple(one for one in EVERYONE.ties if one.actor != "army")
    sure = actors(*EVERYONE.by_id, ties=(*rest, tie("army", "fights", "is")))
    known = actors(*EVERYONE.by_id, ties=(*rest, tie("army", "fights", "is", as_of("2015-11-20"))))
    assert_no_surer(answer(own, row, parties=known), answer(own, row, parties=sure))


@pytest.mark.parametrize("column", ["date", "by", "kind", "target"])
def test_no_event_is_dropped_for_what_it_does_not_say(column):
    row = {"date": "2015-11-22", "by": "russia", "kind": "air-strike", "target": "fsa", "lon": 36.5, "lat": 35.5}
    judged = trial_of(case_with(agreement(clause(zones=("idlib",))), row | {column: ""}, areas=AREAS)).judged
    assert (judged.breaks.tolist(), judged.theirs.tolist()) == ([1], [1 if column != "target" else 2])
