"""A story about a bulletin, places of another country, and what is counted as a place."""

from __future__ import annotations

import pytest
from release_texts import BULLETIN, page_of

from firmground.case.actors import Actor
from firmground.case.gazetteer import Gazetteer, Place
from firmground.documents.actors import ActorFinder
from firmground.documents.draft import DraftKind
from firmground.documents.known import Known
from firmground.documents.places import PlaceFinder
from firmground.documents.places.nouns import Entry
from firmground.documents.reading import read_page
from firmground.documents.releases import propose_events
from firmground.places import Disc

STORY = """MOSCOW, October 21, 2015 – Interfax quoted Defence Ministry spokesman Igor Konashenkov as saying that Russian jets in Syria had flown 46 sorties and had struck 83 targets.

“Not a single strike has hit a residential area,” the agency quoted him as saying.
"""
LINES = """SOUTHWEST ASIA, Aug. 17, 2017 — Coalition military forces continued to attack ISIS yesterday, conducting two strikes.

Strikes in Iraq

-- Near Ramadi, a strike destroyed a vehicle.

Strikes in Syria

-- Near Ramadi, a strike destroyed a boat.
"""


def of_kind(reading, *kinds):
    return [draft for draft in reading.drafts if draft.kind in kinds]


def test_a_story_that_quotes_an_agency_is_no_release():
    reading = read_page(page_of(STORY))
    assert not of_kind(reading, DraftKind.RELEASE, DraftKind.EVENT)
    assert reading.totals == ()


def test_a_story_with_lines_of_a_release_is_doubtful_as_a_whole():
    reading = read_page(page_of(f"{STORY}\nNear Salma in Latakia province, a depot was destroyed.\n"))
    drafts = of_kind(reading, DraftKind.RELEASE, DraftKind.EVENT)
    assert {draft.kind for draft in drafts} == {DraftKind.RELEASE, DraftKind.EVENT}
    assert all(any("“Interfax” passes on" in doubt for doubt in draft.doubts) for draft in drafts)


def test_a_release_speaks_for_itself():
    drafts = of_kind(read_page(page_of(BULLETIN, "2015-10-14")), DraftKind.RELEASE)
    assert not any("passes on" in doubt for draft in drafts for doubt in draft.doubts)


def test_not_a_single_strike_is_none():
    text = STORY.replace("Interfax quoted Defence", "Defence").replace(" as saying that", " said that")
    assert not [
        told
        for draft in propose_events(page_of(text), Known(), None)
        for told in draft.fields
        if told.name == "strikes"
    ]


@pytest.mark.parametrize(
    ("country", "doubtful"), [("Syria", [True, False]), ("Iraq", [False, True]), ("", [False] * 2)]
)
def test_a_place_of_another_country_is_doubtful(country, doubtful):
    entry = Entry("ramadi", "Ramadi", (), Disc(40.0, 35.0, 5.0), "case", country=country)
    _, *events = propose_events(page_of(LINES), Known(places=PlaceFinder([entry])), None)
    places = [next(told for told in event.fields if told.name == "place") for event in events]
    assert [place.value for place in places] == ["ramadi", "ramadi"]
    assert [f"is in {country}" in place.doubt for place in places] == doubtful


def test_a_place_of_the_case_learns_its_country_from_another_gazetteer():
    places = [
        Entry("ramadi", "Ramadi", (), Disc(43.3, 33.42, 5.0), "case", centre=(43.3, 33.42)),
        Entry("geonames:1", "Ramadi", (), Disc(43.3, 33.43, 5.0), "geonames", centre=(43.3, 33.43), country="Iraq"),
    ]
    (match,) = PlaceFinder(places).match("Ramadi")
    assert (match.id, match.country) == ("ramadi", "Iraq")
    alone = Gazetteer({"r": Place("r", "Ramadi", Disc(43.3, 33.42, 5.0))}, {})
    assert PlaceFinder.of(alone).match("Ramadi")[0].country == ""


def test_provinces_are_units_and_no_named_places():
    release, *_ = propose_events(page_of(BULLETIN, "2015-10-14"), Known(), None)
    assert release.value("units_named") == "Idlib;Hama;Deir ez-Zor;Latakia"
    assert release.value("places_named") == "1"


def test_every_field_of_a_release_says_where_it_comes_from():
    text = "SOUTHWEST ASIA, Aug. 17, 2017 — Coalition military forces continued to attack ISIS.\n\nNear Hajin, a strike hit a bunker.\n"
    release, *_ = propose_events(page_of(text), Known(), None)
    assert release.value("note") == "1 strike in its lines"
    assert all(told.spans or told.how or not told.value for told in release.fields)


def claim_fields(known):
    drafts = of_kind(
        read_page(
            page_of(LINES.replace("yesterday, conducting", "yesterday. In Syria, coalition forces conducted")), known
        ),
        DraftKind.CLAIM,
    )
    assert drafts
    return [{told.name: told for told in draft.fields} for draft in drafts]


def test_a_number_of_a_release_is_its_publishers_and_of_its_own_strikes():
    actor = Actor("us-coalition", "US-led coalition")
    for fields in claim_fields(Known(actors=ActorFinder([actor]), doers=frozenset({"russia"}))):
        assert fields["test.among.by"].value == "us-coalition"
        assert fields["test.among.by"].how == "the format coalition"
        assert fields["by"].value.startswith("Combined Joint Task Force")


def test_whoever_is_no_actor_of_the_case_is_not_taken_for_another():
    for fields in claim_fields(Known(doers=frozenset({"russia"}))):
        assert fields["test.among.by"].value == ""
        assert "US-led coalition is no actor" in fields["test.among.by"].doubt
