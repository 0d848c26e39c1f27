"""Records that are not shown: how many there are, what rests on them, and what is then still said."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest
from containing import Answered
from small_world import CLAIMS, make_world, write_world

from firmground.bounds import Bounds
from firmground.case.choices import Specification
from firmground.check import check_claims, headline_specification
from firmground.measures.withheld import WIDEST
from firmground.modality import CANNOT, MAY, MUST
from firmground.render.html import render_html
from firmground.render.text import render_text
from firmground.report.build import build_report


@pytest.fixture
def world():
    found = make_world(Random(5))  # noqa: S311 - worlds are no secrets
    return replace(found, radii=("1",), margins=("0",), withheld={}, open_maps=(), claims=CLAIMS)


def claim(number):
    return CLAIMS[number]["id"]


def numbered(measure, nth=0):
    return [one["id"] for one in CLAIMS if one["test"]["measure"] == measure][nth]


def found(folder, world, name, **choices):
    answered = Answered(write_world(world, folder))
    test = answered.case.claims[name].test
    specification = replace(headline_specification(answered.case, test), **choices)
    return next(iter(answered.ask(name, [specification])))[0].measurement


@pytest.mark.parametrize(
    ("kind", "names"),
    [
        ("ties", ["share", "count", "area", "places", "distance", "breaches", "contradictions", "encounters"]),
        ("releases", ["disclosed", "disclosed-change", "silence"]),
        ("disclosure", ["disclosed", "silence"]),
        ("events", ["share", "count", "distance", "breaches", "disclosed", "encounters"]),
        ("tie", [*{one["test"]["measure"] for one in CLAIMS}]),  # a kind that nobody knows
    ],
)
def test_what_rests_on_what_is_withheld_says_nothing(tmp_path, world, kind, names):
    world.withheld = {kind: 2}
    for name in names:
        which = numbered(name, 2 if name == "distance" and kind == "ties" else 1 if name == "count" else 0)
        on = {"map": "towns"} if name == "places" else {"map": "front"}
        measured = found(tmp_path / name, world, which, **on)
        assert (measured.bounds, measured.defined, measured.says_nothing) == (WIDEST[name], MAY, True), name
        assert "are not shown: the measure rests on that" in measured.withheld[0]


def test_what_rests_on_nothing_that_is_withheld_says_the_same(tmp_path, world):
    kinds = ("sources", "claims", "documents", "passages", "places", "incidents", "areas", "subsets", "maps")
    shown = replace(world, withheld=dict.fromkeys(kinds, 3))
    for number, one in enumerate(CLAIMS[::4]):
        plain = found(tmp_path / f"{number}-plain", world, one["id"], map="front")
        hidden = found(tmp_path / f"{number}-hidden", shown, one["id"], map="front")
        if plain is not None:
            assert (plain.bounds, plain.withheld) == (hidden.bounds, hidden.withheld)


def test_a_definition_that_is_not_shown_leaves_actors_who_they_are(tmp_path, world):
    world.withheld = {"definitions": 1}
    by_actor, by_label = CLAIMS[0]["id"], CLAIMS[1]["id"]
    assert not found(tmp_path / "a", world, by_actor, map="front").says_nothing
    assert found(tmp_path / "b", world, by_label, map="front").says_nothing


def test_places_of_a_list_that_are_not_shown_may_be_as_many_more(tmp_path, world):
    name = numbered("places")
    plain = found(tmp_path / "a", world, name, map="towns")
    hidden = found(tmp_path / "b", replace(world, withheld={"map:towns": 3}), name, map="towns")
    assert hidden.bounds == Bounds(plain.bounds.low, plain.bounds.high + 3)
    assert hidden.withheld == ("3 rows of the map towns are not shown: up to so many places more.",)
    assert len(hidden.labels) == len(hidden.units) == len(plain.units) + 3


def test_pledges_that_are_not_shown_may_count_in_any_state(tmp_path, world):
    world.all_pledges = True
    name, share = numbered("pledges"), numbered("pledges-share")
    plain = found(tmp_path / "a", world, name)
    world.withheld = {"pledges": 2}
    assert found(tmp_path / "b", world, name).bounds == Bounds(plain.bounds.low, plain.bounds.high + 2)
    assert found(tmp_path / "c", world, share).defined is not CANNOT


@pytest.mark.parametrize(
    "how", ["no file", "a polygon withheld", "a row withheld that speaks for the ground around it"]
)
def test_an_open_map_says_nothing_of_any_ground(tmp_path, world, how):
    world.reach = 20.0
    name = "around" if how.startswith("a row") else "front"
    if how == "no file":
        world.open_maps = (name,)
    else:
        world.withheld = {f"map:{name}": 1}
    answered = Answered(write_world(world, tmp_path))
    assert answered.case.maps[name].open
    assert answered.case.maps[name].faces == ()
    table = answered.held.table(Specification(map=name))
    assert table is not None
    assert table.unmapped().all()
    asked = answered.case.claims[numbered("area")].test
    specification = replace(headline_specification(answered.case, asked), map=name)
    measured = next(iter(answered.ask(numbered("area"), [specification])))[0].measurement
    assert measured.withheld == (
        f"the map {name} is not shown: the measure rests on that, so that it may be anything.",
    )


def test_a_list_whose_places_speak_for_themselves_keeps_its_answers_by_name(tmp_path, world):
    world.listed = [{"place": "p1", "holder": "a", "from": "2015-10-01", "until": ""}]
    row = dict.fromkeys(world.events[0], "") | {"date": "2015-10-05", "dataset": "one"}
    world.events = [row | {"id": "1", "place": "p1"}, row | {"id": "2", "lon": "36.2", "lat": "35.5", "radius_km": "0"}]
    name = CLAIMS[0]["id"]  # outside a
    held = [found(tmp_path / str(n), replace(world, withheld=own), name, map="towns", unit="event").units.states.tolist()
            for n, own in enumerate(({}, {"map:towns": 1}))]  # fmt: skip
    outside, either = 4, 6
    # It never speaks for ground that is given by coordinates alone.
    assert held == [[outside, either]] * 2


def test_a_number_that_cannot_be_read_is_at_least_one(tmp_path, world):
    world.withheld = {"ties": '"two"', "pledges": 0, "map:nowhere": 2}
    case = Answered(write_world(world, tmp_path)).case
    assert case.withheld == {"ties": 1, "map:nowhere": 2}
    told = [problem.what for problem in case.problems if "map:nowhere" in problem.what or "ties" in problem.what]
    assert told == ["`ties` is 'two', which is not a number", "'map:nowhere' is no map of the case"]


def test_the_report_counts_withheld_rows_and_names_what_is_not_shown(tmp_path, world):
    world.claims = CLAIMS[:2] + [one for one in CLAIMS if one["id"] == numbered("pledges")]
    world.withheld = {"places": 3, "sources": 1, "pledges": 1}
    row = dict.fromkeys(world.events[0], "") | {"date": "2015-10-05", "dataset": "one"}
    world.events = [row | {"id": "1"}, row | {"id": "2", "withheld": "place;lon;lat;note"}, row | {"withheld": "*"},
                    row | {"id": "4", "withheld": "note"}]  # fmt: skip
    answered = Answered(write_world(world, tmp_path))
    report = build_report(check_claims(answered.held))
    account = next(one for one in report.rows if one.file == "events/one.csv")
    assert (account.withheld, account.read) == (2, 4)
    assert [one.reason for one in report.uncounted if one.status == "withheld"] == [
        "not shown, or only in part: the name of its place, longitude, latitude and note",
        "nothing of it is shown: it may be anything",
    ]
    assert report.withheld == ("3 places are not shown.", "1 source is not shown.", "1 pledge is not shown.")
    text, page = render_text(report), render_html(report)
    for words in ("3 places are not shown.", "1 pledge is not shown: each may count, and in any state."):
        assert words in text.replace("\n  ", "\n").replace("\n", " ").replace("  ", " ")
        assert words in page
    assert "+ not shown in full" in page


def test_where_nothing_is_withheld_the_report_says_nothing_of_it(tmp_path, world):
    world.claims = CLAIMS[:2]
    for row in world.events:
        row["withheld"] = ""
    report = build_report(check_claims(Answered(write_world(world, tmp_path)).held))
    assert (report.withheld, [account.withheld for account in report.rows]) == ((), [0] * len(report.rows))
    page = render_html(report)
    assert ("not shown in full" in page, "Records that are not shown" in page) == (False, False)


def test_no_best_value_is_given_of_what_is_hidden(tmp_path, world):
    name = next(one["id"] for one in CLAIMS if one["test"].get("model"))
    world.claims = [one for one in CLAIMS if one["id"] == name]
    row = dict.fromkeys(world.events[0], "") | {"date": "2015-10-05", "dataset": "one", "lon": "36.5", "lat": "35.5"}
    world.events = [row | {"id": "1", "radius_km": "20", "withheld": "lon;lat;radius_km"}]
    outlook = check_claims(Answered(write_world(world, tmp_path)).held).claims[0].headline.outlook
    assert outlook == "something is withheld of what counts or may count, and nothing says how likely that is"


def test_a_widest_measurement_meets_only_a_claim_that_accepts_everything(tmp_path, world):
    world.withheld = {"ties": 1}
    answered = Answered(write_world(world, tmp_path))
    for one in answered.case.claims.values():
        if one.test is None:
            continue
        finding = next(iter(answered.ask(one.id, [headline_specification(answered.case, one.test)])))[0]
        if finding.measurement is not None and finding.measurement.says_nothing:
            assert finding.standing not in (MUST, CANNOT)
