"""The drafts that a release becomes: columns of events and releases, each with its words."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from release_texts import BULLETIN, INCIDENT, WEEKLY, page_of

from firmground.documents.draft import DraftKind, check_spans
from firmground.documents.known import Known
from firmground.documents.reading import read_page
from firmground.documents.releases import propose_events
from firmground.read.records import read_count

COALITION = """SOUTHWEST ASIA, Aug. 17, 2017 — U.S. and coalition military forces continued to attack ISIS yesterday, conducting four strikes consisting of six engagements.

Strikes in Syria

-- Near Raqqa, three strikes engaged two ISIS tactical units and destroyed a vehicle.
-- On Aug. 15, southwest of Kobani, a strike destroyed two trucks.
"""


def fields(draft):
    return {told.name: told.value for told in draft.fields}


def words(draft, name, text):
    return [span.of(text) for told in draft.fields if told.name == name for span in told.spans]


def test_a_line_becomes_a_row_of_events():
    release, first, second = propose_events(page_of(COALITION), Known(), None)
    assert fields(first) == {
        "date": "2017-08-16",
        "reported": "2017-08-17",
        "place": "Raqqa",
        "by": "US-led coalition",
        "kind": "air-strike",
        "target": "ISIS",
        "strikes": "3",
        "note": "near Raqqa",
        "object": "engaged 2 tactical units; destroyed 1 vehicle",
        "country": "Syria",
    }
    assert words(first, "date", COALITION) == ["yesterday"]
    assert words(first, "strikes", COALITION) == ["three strikes"]
    assert words(first, "country", COALITION) == ["Strikes in Syria"]
    assert words(first, "reported", COALITION) == ["Aug. 17, 2017"]
    assert first.title == "3 strikes, near Raqqa, 2017-08-16"
    assert not first.doubtful
    assert fields(second)["date"] == "2017-08-15"
    assert "it was southwest of Kobani, not there" in [told.doubt for told in second.fields]
    assert [told.value for told in first.facts] == ["engaged 2 tactical units", "destroyed 1 vehicle"]
    assert release.kind is DraftKind.RELEASE


def test_the_release_becomes_a_row_of_what_was_put_out():
    release, *_ = propose_events(page_of(COALITION), Known(), None)
    assert fields(release) == {
        "by": "Combined Joint Task Force - Operation Inherent Resolve",
        "published": "2017-08-17",
        "from": "2017-08-15",
        "until": "2017-08-16",
        "gives": "date;place;target;count;outcome",
        "places_named": "2",
        "note": "4 strikes, 6 engagements",
    }


def test_a_bulletin_gives_sorties_targets_and_an_event_in_each_province():
    release, *events = propose_events(page_of(BULLETIN, "2015-10-14"), Known(), None)
    told = fields(release)
    assert (told["sorties"], told["targets"], told["units_named"]) == ("33", "32", "Idlib;Hama;Deir ez-Zor;Latakia")
    assert (told["from"], told["until"]) == ("2015-10-13", "2015-10-14")
    assert [(event.value("place"), event.value("strikes")) for event in events] == [
        ("Idlib", ""), ("Hama", ""), ("Deir ez-Zor", ""), ("Salma", ""),
    ]  # fmt: skip
    assert all(event.value("date_from") == "2015-10-13" for event in events)
    assert events[0].doubtful
    assert [told.value for told in release.facts] == ["Su-34", "Su-25SM"]


def test_an_incident_becomes_one_event_with_people():
    _, event = propose_events(page_of(INCIDENT), Known(), None)
    told = fields(event)
    assert (told["date"], told["place"], told["district"], told["province"]) == (
        "2011-10-11",
        "Sabari",
        "Sabari",
        "Khost",
    )
    assert (told["killed"], told["captured"], told["leaders_captured"]) == ("2", "2", "1")
    assert words(event, "captured", INCIDENT) == ["a Haqqani network leader", "one additional suspected insurgent"]


def test_a_sum_of_weeks_without_places_is_proposed_as_a_total():
    text = "Over the past week the Russian aviation has flown 210 sorties over Syria, destroying 21 command posts."
    (release,) = propose_events(page_of(text, "2015-10-16"), Known(), None)
    assert (release.value("kind"), release.value("sorties")) == ("total", "210")
    assert release.doubtful
    assert [told.value for told in release.facts] == ["destroyed 21 command posts"]


class Names:
    """Finders of a case, by a plain table."""

    def __init__(self, **names):
        self.names = names

    def match(self, name):
        return self.names.get(name, ())


def place(key, gazetteer="case", doubt="", level=""):
    return SimpleNamespace(
        id=key, name=key, match="the same name", gazetteer=gazetteer, doubt=doubt, level=level, country=""
    )


def test_names_of_the_case_become_its_ids_where_they_can_mean_one_thing_only():
    known = Known(
        actors=Names(ISIS=("islamic-state",), Coalition=("us-coalition",), CENTCOM=("centcom",)),
        places=Names(Raqqa=(place("raqqa-city"),), Kobani=(place("kobani"), place("kobani-2"))),
    )
    release, first, second = propose_events(page_of(COALITION), known, None)
    assert (first.value("place"), first.value("target"), first.value("by")) == (
        "raqqa-city",
        "islamic-state",
        "us-coalition",
    )
    assert release.value("by") == "centcom"
    assert second.value("place") == "Kobani"
    assert "it may be kobani or kobani-2 of the case" in next(t.doubt for t in second.fields if t.name == "place")


def test_a_likeness_or_a_place_of_another_list_is_never_taken():
    known = Known(
        places=Names(Raqqa=(place("raqqa", doubt="only the consonants are the same"), place("r", "geonames")))
    )
    _, first, _ = propose_events(page_of(COALITION), known, None)
    told = next(t for t in first.fields if t.name == "place")
    assert told.value == "Raqqa"
    assert told.doubt == "it may be raqqa of the case"


def test_a_name_of_several_actors_is_one_of_them():
    known = Known(actors=Names(ISIS=("is-syria", "is-iraq")))
    _, first, _ = propose_events(page_of(COALITION), known, None)
    assert first.value("target") == "is-syria|is-iraq"
    assert next(t.doubt for t in first.fields if t.name == "target")


@pytest.mark.parametrize("text", [COALITION, WEEKLY, BULLETIN, INCIDENT])
def test_drafts_point_into_the_text_have_keys_of_their_own_and_numbers_that_can_be_read(text):
    drafts = propose_events(page_of(text, "2015-10-14"), Known(), None)
    assert all(check_spans(draft, text) for draft in drafts)
    assert len({draft.key("d1") for draft in drafts}) == len(drafts)
    for draft in drafts:
        assert len({told.name for told in draft.fields}) == len(draft.fields)
        for name in ("strikes", "sorties", "targets", "killed", "captured"):
            if value := draft.value(name):
                read_count(value)


def test_a_text_with_the_words_of_a_format_alone_proposes_nothing():
    assert (
        propose_events(
            page_of("Russian aviation in Syria is what the sortie was about, said Konashenkov."), Known(), None
        )
        == ()
    )


def test_all_readers_read_a_release_together():
    reading = read_page(page_of(COALITION))
    assert sum(draft.kind is DraftKind.EVENT for draft in reading.drafts) == 2
    assert reading.totals[0] == (
        "It says 4 strikes; its 1 line has 3 strikes: 1 fewer (1 strike of other days in a line beside them left out)."
    )


PIECES = st.sampled_from(
    [
        "near Raqqa",
        "two",
        "strikes",
        "destroyed",
        "a tank",
        "and",
        ",",
        ".",
        "\n",
        "-- ",
        "Aug. 16",
        "yesterday",
        "in",
        "Syria",
        "Strikes in Syria",
        "several",
        "killed",
        "insurgents",
        "district",
        "province",
        "Hama",
        "of",
        "were",
        "(",
        ")",
        "“",
        "”",
        "33",
        "sorties",
        "that",
        "Kabul",
        "the",
        "against",
        "targets",
        "\u200b",
        "’s",
        "عين",
        "é",
    ]
)


@given(st.lists(PIECES, max_size=60).map(" ".join), st.sampled_from(["", "2015-10-14"]))
def test_whatever_the_words_every_span_lies_in_the_text(body, published):
    for head in (COALITION[:140], BULLETIN, INCIDENT[:80]):
        text = f"{head}\n{body}"
        for draft in propose_events(page_of(text, published), Known(), None):
            assert check_spans(draft, text)
            for told in (*draft.fields, *draft.facts):
                assert told.value or told.doubt or not told.spans


def test_a_town_and_a_province_of_one_name_are_told_apart_by_the_words():
    known = Known(places=Names(Idlib=(place("idlib-city"), place("gov-idlib", level="1"))))
    text = "Su-34 planes of the Russian air group in Syria flew.\nNear Idlib, a tank was destroyed.\nIn Idlib province, a truck was destroyed.\n"
    _, town, province = propose_events(page_of(text, "2015-10-14"), known, None)
    assert (town.value("place"), province.value("place")) == ("idlib-city", "gov-idlib")


def test_a_word_for_those_hit_that_names_no_party_is_no_target():
    text = "Su-34 planes of the Russian air group in Syria flew.\nNear Salma, a camp of the terrorists was destroyed.\n"
    _, event = propose_events(page_of(text, "2015-10-14"), Known(), None)
    assert (event.value("target"), event.value("called")) == ("", "terrorists")
