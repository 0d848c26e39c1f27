"""Real records as people have them: what they leave open is asked, sensibly, and in numbers that a person can work through."""

from __future__ import annotations

import shutil

import pytest
from open_questions import ask

import firmground as fg
from firmground.places import Disc, disc_distance
from firmground.review import Kind

ARCHIVE = """
title = "Syrian Archive"
[[events]]
file = "syrianarchive.csv.gz"
header = ["url", "place", "north", "east", "date", "violation", "weapons", "note"]
date_format = "%d/%m/%Y"
"""
UCDP = 'title = "UCDP"\n[[events]]\nfile = "ucdp_ged_syria_652_1601_1911.csv.gz"\nlayout = "ucdp-ged"\n'
VIINA = """
title = "VIINA"
[[events]]
file = "VIINA_2023_REBUILD.csv.gz"
layout = "viina"
[events.constants]
radius_km = "10"
"""


@pytest.fixture(scope="module")
def asked(tmp_path_factory, request):
    """The queue and the case of a real file, with the places of the built-in case."""
    known = {}

    def open_case(shared, file, case):
        if file not in known:
            folder = tmp_path_factory.mktemp("real")
            shutil.copy(shared(f"data/{file}"), folder)
            shutil.copy(fg.example_folder("syria-2015") / "places.csv", folder)
            (folder / "case.toml").write_text(case, encoding="utf-8")
            known[file] = ask(folder), fg.read_case(folder)
        return known[file]

    return open_case


@pytest.fixture
def archive(asked, shared):
    return asked(shared, "syrian_archive_incidents/syrianarchive.csv.gz", ARCHIVE)


def test_every_name_of_the_archive_that_is_not_known_is_asked_once(archive):
    queue, case = archive
    names = [proposal.subject for proposal in queue.of_kind(Kind.UNPLACED)]
    assert len(names) == len(set(names)) == 295
    rows = sum(proposal.row_count for proposal in queue.of_kind(Kind.UNPLACED))
    assert rows == sum(bool(place) and not case.gazetteer.find(place) for place in case.events.place) == 3553


@pytest.mark.parametrize(
    ("written", "place"),
    [
        ("DAMASCUS : Marj al sultan", "marj-al-sultan"),
        ("ALEPPO : Kafr hamrah", "aleppo-area"),
    ],
)
def test_a_place_behind_its_province_is_suggested_as_a_hint_and_no_more(archive, written, place):
    (proposal,) = [p for p in archive[0].of_kind(Kind.UNPLACED) if p.subject == written]
    found = {candidate.id: candidate.doubtful for candidate in proposal.candidates}
    assert found[place] is True


def test_films_of_one_incident_are_one_question(archive):
    queue, case = archive
    groups = [proposal for proposal in queue.of_kind(Kind.DUPLICATE) if proposal.row_count > 2]
    assert groups
    for proposal in groups:
        notes = {case.events.note[row.event] for row in proposal.rows}
        days = {(int(case.events.start[row.event]), case.events.place[row.event]) for row in proposal.rows}
        assert len(notes) == len(days) == 1


def test_what_a_packed_file_cannot_take_is_said_and_the_rest_can_be_answered(archive):
    proposal = next(p for p in archive[0].of_kind(Kind.UNPLACED) if p.candidates)
    blocked = {option.id.partition(":")[0]: bool(option.blocked) for option in proposal.options}
    assert blocked["place"]
    assert not blocked["alias"]
    assert not blocked["new-place"]


def test_ucdp_asks_no_more_than_a_limit_and_says_how_many_it_left_out(asked, shared):
    queue, case = asked(shared, "ucdp_ged_syria_2016_2019/ucdp_ged_syria_652_1601_1911.csv.gz", UCDP)
    pairs = [proposal for proposal in queue.of_kind(Kind.DUPLICATE) if proposal.row_count == 2]
    assert len(pairs) == 1000
    assert "further pairs of rows could be one event" in " ".join(queue.left_out)
    events = case.events
    for proposal in pairs[::25]:
        a, b = (row.event for row in proposal.rows)
        assert events.start[a] < events.stop[b] + 1
        assert events.start[b] < events.stop[a] + 1
        if all(events.radius_km[i] >= 0 for i in (a, b)):  # the others are known to a unit, and share their words
            discs = [Disc(events.lon[i], events.lat[i], events.radius_km[i]) for i in (a, b)]
            assert disc_distance(*discs).low <= 100


def test_reports_of_one_strike_by_several_outlets_are_found_in_viina(asked, shared):
    queue, case = asked(shared, "viina_events_subset/VIINA_2023_REBUILD.csv.gz", VIINA)
    doubles = queue.of_kind(Kind.DUPLICATE)
    assert 50 < len(doubles) <= 1100
    first = doubles[0]
    assert len({case.events.place[row.event] for row in first.rows}) == 1
    assert len({int(case.events.start[row.event]) for row in first.rows}) <= 2
