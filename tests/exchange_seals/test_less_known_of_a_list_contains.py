"""Whoever knows less of a sealed list, or of the events, has bounds that contain those of whoever knows all."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sealed_case import ACTORS, SEALED, SEALED_ON, answers, make_seal, table

import firmground as fg
from firmground.check import check_test, specifications
from firmground.engine.containment import lies_in
from firmground.exchange.seals import reveal_list
from firmground.exchange.seals.of_claim import entries_for_claim
from firmground.measures import Selector
from firmground.modality import CANNOT, MAY, MUST
from firmground.places import Candidates, Disc
from firmground.proofs.seals import read_kept_list

COLUMNS = ("id", "lon", "lat", "radius_km", "place")
EVENT_COLUMNS = ("id", "date", "by", "kind", "place", "lon", "lat", "radius_km", "strikes", "withheld")
PLACES = "id,name,lon,lat,radius_km,aliases\np1,Town,36.1,35.0,2,Polis\np2,Village,36.4,35.0,1,Polis\np3,Camp,,,,\n"
HEAD = """title = "T"
[[events]]
id = "e"
file = "events.csv"
complete = true
[choices]
radius = ["as-coded", "doubled"]
unit = ["place", "event", "strike"]
"""
CLAIMS = "".join(
    f"""[[claims]]
id = "{measure}-{name}"
by = "a"
on = "2015-11-01"
says = "S"
[claims.test]
measure = "{measure}"
unit = "event"
among = {{ {among} }}
that = {{ {that} }}
value = ">= 0.5"
"""
    for measure in ("count", "share")
    for name, that, among in (
        ("list", 'on_list = "protected"', ""),
        ("near", 'on_list = { list = "protected", km = 3 }', 'from = "2015-10-01"'),
        ("not", 'none = [{ on_list = "protected" }]', 'until = "2015-10-03"'),
        ("both", 'on_list = "protected", near = [{ to = "p1", km = 20 }]', ""),
    )
)
LON = st.integers(0, 8).map(lambda tenth: f"{36 + tenth / 10:.1f}")
RADIUS = st.sampled_from(("", "0", "1", "3", "12", "30"))
NAME = st.sampled_from(("Town", "Polis", "Camp", "p2", "Elsewhere"))
DAY = st.integers(-4, 4).map(lambda days: (SEALED_ON + timedelta(days)).isoformat())
DAYS = st.one_of(DAY, st.tuples(DAY, DAY).map(lambda two: "/".join(sorted(two))), st.just(""))
ENTRY = st.one_of(
    st.tuples(LON, st.just("35.0"), RADIUS, st.just("")),
    st.tuples(st.just(""), st.just(""), st.just(""), NAME),
    st.just(("", "", "", "")),  # it does not say where it is
)
EVENT = st.tuples(
    DAYS,
    st.one_of(st.tuples(st.just(""), LON, st.just("35.0"), RADIUS), st.tuples(NAME, *[st.just("")] * 3)),
    st.sampled_from(("", "1", "2..4")),
)
# More events than entries and the other way round take two ways through the kernel.
WORLDS = st.tuples(st.lists(ENTRY, min_size=1, max_size=6), st.lists(EVENT, min_size=1, max_size=8))


def rows_of(entries):
    return [(f"h{number}", *entry) for number, entry in enumerate(entries)]


def event_rows(events):
    return [
        (f"e{number}", days, "a", "strike", *where, strikes, "") for number, (days, where, strikes) in enumerate(events)
    ]


def build(folder, made, rows, *, kept=b"", shown=()):
    """The case of somebody who holds the list (`kept`), or was shown so much of it."""
    (folder / "sealed").mkdir(parents=True)
    files = {f"shown-{number}.json": raw for number, raw in enumerate(shown)}
    named = ", ".join(f'"sealed/{name}"' for name in files)
    entry = f"revealed = [{named}]\n" + ('list = "sealed/x.kept.json"\n' if kept else "")
    files |= {"x.seal.json": made.seal} | ({"x.kept.json": kept} if kept else {})
    texts = {
        "case.toml": HEAD + SEALED + entry,
        "actors.toml": ACTORS,
        "claims.toml": CLAIMS,
        "places.csv": PLACES,
        "events.csv": table(rows, EVENT_COLUMNS),
    }
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    for name, content in files.items():
        (folder / "sealed" / name).write_bytes(content)
    return fg.check_claims(fg.hold_events(fg.locate_events(fg.read_case(folder))))


def contains(wide, narrow):
    """Do the findings of one case contain those of the other, under every combination of choices?"""
    assert [found.claim.id for found in wide.claims] == [found.claim.id for found in narrow.claims]
    for outer, inner in zip(wide.claims, narrow.claims, strict=True):
        told = {finding.specification: finding for finding in inner.every}
        for finding in outer.every:
            other = told[finding.specification]
            where = f"{outer.claim.id} {finding.specification}: {finding.bounds} {other.bounds}"
            if other.bounds is not None:
                assert finding.bounds is not None, where
                assert finding.bounds.low <= other.bounds.low, where
                assert finding.bounds.high >= other.bounds.high, where
            assert finding.standing in (MAY, other.standing), where


@settings(max_examples=40)
@given(WORLDS)
def test_the_answers_are_those_of_each_event_and_each_entry_alone(world):
    entries, events = world
    with tempfile.TemporaryDirectory() as name:
        made, _, _ = make_seal(Path(name), rows_of(entries), columns=COLUMNS)
        findings = build(Path(name) / "case", made, event_rows(events), kept=made.kept)
        wheres = [entry.where for entry in findings.case.sealed["protected"].entries if entry.where is not None]
        expected = {
            f"e{number}": ("cannot", "may", "must")[_one_event(findings, number, wheres)]
            for number in range(len(events))
        }
        assert answers(findings, "count-list") == expected


def _one_event(findings, number, wheres):
    table_of = findings.case.events
    days = range(int(table_of.start[number]), int(table_of.stop[number]))
    sealed_on = SEALED_ON.toordinal()
    if days[-1] < sealed_on:
        return CANNOT
    when = MUST if days[0] > sealed_on else MAY
    place = findings.held.located.region(number).where
    # Of several places that a name may mean it was one, whichever: there must be an entry in each.
    options = place.options if isinstance(place, Candidates) else (place,)
    each = [max((lies_in(where, option) for where in wheres), default=CANNOT) for option in options]
    return min(when, each[0] if len(set(each)) == 1 else MAY)


@settings(max_examples=25)
@given(WORLDS, st.data())
def test_bounds_of_the_holder_lie_inside_those_of_everybody_else(world, data):
    entries, events = world
    rows = event_rows(events)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        made, _, kept = make_seal(folder, rows_of(entries), columns=COLUMNS, pad=data.draw(st.sampled_from((0, 4))))
        numbers = range(1, len(kept) + 1)
        shown = data.draw(st.lists(st.sampled_from(numbers), unique=True))
        fields = data.draw(st.lists(st.sampled_from(COLUMNS), unique=True, max_size=4))
        holder = build(folder / "holder", made, rows, kept=made.kept)
        nothing = build(folder / "nothing", made, rows)
        some = build(folder / "some", made, rows, shown=[reveal_list(kept, shown)] if shown else [])
        parts = build(folder / "parts", made, rows, shown=[reveal_list(kept, shown, tuple(fields))] if shown else [])
        for wide, narrow in ((nothing, parts), (parts, some), (some, holder)):
            contains(wide, narrow)


@settings(max_examples=25)
@given(WORLDS, st.data())
def test_the_entries_revealed_for_a_claim_give_the_same_sure_answers(world, data):
    entries, events = world
    rows = event_rows(events)
    claim = data.draw(st.sampled_from(("count-list", "share-near")))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        made, _, kept = make_seal(folder, rows_of(entries), columns=COLUMNS)
        holder = build(folder / "holder", made, rows, kept=made.kept)
        found = entries_for_claim(kept, folder / "holder", claim)
        shown = [reveal_list(kept, found.numbers)] if found.numbers else []
        others = build(folder / "others", made, rows, shown=shown)
        contains(others, holder)
        for theirs, own in zip(_every_answer(others, claim), _every_answer(holder, claim), strict=True):
            assert [one == MUST for one in theirs] == [one == MUST for one in own]
        assert len(found.numbers) <= max(1, len(events)) * 2


def _every_answer(findings, claim):
    """The answers to the list's own question, for events that can count, under every combination of choices."""
    found = next(found for found in findings.claims if found.claim.id == claim)
    for specification in specifications(findings.case, found.test):
        counted = findings.selector.counted(found.test.among, specification)
        that = findings.selector.that(found.test.that, found.test.among, specification)
        yield [int(one) for one, how in zip(that, counted, strict=True) if how >= MAY]


@settings(max_examples=25)
@given(WORLDS, st.data())
def test_regions_that_are_only_shown_coarser_contain_the_answers(world, data):
    entries, events = world
    rows = event_rows(events)
    coarser = [data.draw(st.sampled_from(("as it is", "wider", "no day", "no place", "nothing"))) for _ in rows]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        made, _, _ = make_seal(folder, rows_of(entries), columns=COLUMNS)
        full = build(folder / "full", made, rows, kept=made.kept)
        view = build(
            folder / "view",
            made,
            [_less(row, full, number, how) for number, (row, how) in enumerate(zip(rows, coarser, strict=True))],
            kept=made.kept,
        )
        contains(view, full)


def _less(row, full, number, how):
    """The row with less known of it, as a view shows it."""
    own, days, by, kind, place, lon, lat, radius, strikes, _ = row
    where = full.held.located.region(number).where
    if how == "nothing":
        return ("", "", "", "", "", "", "", "", "", "*")
    if how == "no day":
        return (own, "", by, kind, place, lon, lat, radius, strikes, "date")
    if how == "no place":
        return (own, days, by, kind, "", "", "", "", strikes, "place;lon;lat;radius_km")
    if how == "wider" and isinstance(where, Disc):
        wide = where.radius_km + 15
        return (own, days, by, kind, "", str(where.lon), str(where.lat), f"{wide}", strikes, "place;lon;lat;radius_km")
    return row


@settings(max_examples=20)
@given(WORLDS)
def test_events_sorted_into_kinds_give_the_bounds_of_single_ones(world):
    entries, events = world
    with tempfile.TemporaryDirectory() as name:
        made, _, _ = make_seal(Path(name), rows_of(entries), columns=COLUMNS)
        findings = build(Path(name) / "case", made, event_rows(events), kept=made.kept)
    selector = Selector(findings.held)
    for found in findings.claims:
        for finding in found.every:
            alone = check_test(findings.held, found.test, finding.specification, selector)
            assert (finding.bounds, finding.standing) == (alone.bounds, alone.standing)


@pytest.mark.parametrize("number", [1, 3, 40])
def test_many_entries_and_many_events_are_answered_alike(tmp_path, number):
    """The loop runs over the shorter side: both ways have the same answers."""
    entries = [(f"h{one}", f"{36 + one / 50:.2f}", "35.0", str(one % 4), "") for one in range(number)]
    events = [
        (f"e{one}", "2015-10-05", "a", "s", "", f"{36 + one / 9:.3f}", "35.0", str(one % 7), "", "") for one in range(9)
    ]
    made, _, _ = make_seal(tmp_path, entries, columns=COLUMNS)
    findings = build(tmp_path / "case", made, events, kept=made.kept)
    wheres = [entry.where for entry in findings.case.sealed["protected"].entries]
    expected = [_one_event(findings, one, wheres) for one in range(len(events))]
    assert list(answers(findings, "count-list").values()) == [("cannot", "may", "must")[one] for one in expected]
    assert len(set(expected)) > 1


def test_the_day_of_the_sealing_is_the_only_one_on_which_the_order_is_open(tmp_path):
    """Both sides of the boundary, and a seal that is dated otherwise."""
    made, _, _ = make_seal(tmp_path, [("h", "36.0", "35.0", "0", "")], columns=COLUMNS, day=date(2015, 10, 5))
    days = ("2015-10-04", "2015-10-05", "2015-10-06", "2015-10-04/2015-10-06")
    rows = [(day, day, "a", "s", "", "36.0", "35.0", "1", "", "") for day in days]
    findings = build(tmp_path / "case", made, rows, kept=made.kept)
    assert list(answers(findings, "count-list").values()) == ["cannot", "may", "must", "may"]
    later = replace(findings.case.sealed["protected"], by=date(2015, 10, 6).toordinal(), stamped=True)
    held = replace(
        findings.held, located=replace(findings.held.located, case=replace(findings.case, sealed={"protected": later}))
    )
    assert list(answers(fg.check_claims(held), "count-list").values()) == ["cannot", "may", "may", "may"]


def test_what_was_kept_is_read_as_it_was_written(tmp_path):
    made, _, kept = make_seal(tmp_path, [("h", "36.0", "35.0", "0", "")], columns=COLUMNS)
    assert read_kept_list(made.kept) == kept
