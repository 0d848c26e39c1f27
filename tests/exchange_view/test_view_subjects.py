"""Hidden places, sources and actors: nothing that is shown names one or leads to one."""

from __future__ import annotations

from datetime import date

import pytest
from tests.exchange_view.conftest import CASE, EVENTS, LIST, PLACES

from firmground.case.handling import Label
from firmground.errors import BadRequestError
from firmground.exchange.plain import record_tables
from firmground.exchange.tables import Kind, RecordTable
from firmground.exchange.viewing.make import make_view

RAIDS = "events/raids.csv"
CLAIMS = "claims.toml/claims"
LOCATION = {"place", "lon", "lat", "radius_km"}


@pytest.fixture
def without_rastan(small, shown, rule):
    return shown(small(rule('places = ["rastan"]')))


def test_a_hidden_place_is_in_no_gazetteer_and_no_list(without_rastan):
    assert without_rastan.ids("places.csv") == {"tell", "twin-one", "twin-two", "plain"}
    assert "rastan" not in {one["place"] for one in without_rastan.rows("control/towns.csv")}


def test_events_at_a_hidden_place_keep_what_does_not_tell_it(without_rastan):
    # By its id, by another of its names, and by coordinates inside its disc.
    for own in ("e1", "e2", "e3"):
        row = without_rastan.row(RAIDS, own)
        assert not row.keys() & {*LOCATION, "note", "url", "source", "district"}
        assert row.keys() & {"date", "by", "kind"} == {"date", "by", "kind"}
    assert without_rastan.row(RAIDS, "e4")["place"] == "plain"


def test_a_field_may_be_kept_all_the_same(small, shown, rule):
    seen = shown(small(rule('places = ["rastan"]\nfields = { url = "keep", by = "withhold" }')))
    row = seen.row(RAIDS, "e1")
    assert row["url"] == "https://x.org/1"
    assert "by" not in row


def test_claims_and_subsets_that_ask_for_it_are_hidden(without_rastan):
    assert without_rastan.ids(CLAIMS) == {"most", "again"}
    assert without_rastan.rows("case.toml/subsets") == []
    assert without_rastan.rows("case.toml")[0]["choices"]["subset"] == ["all"]


def test_texts_that_name_it_are_withheld_wherever_they_stand(without_rastan):
    assert "note" not in without_rastan.row(CLAIMS, "most")
    assert "note" not in without_rastan.row("places.csv", "plain")
    assert "title" not in without_rastan.row("sources.toml/sources", "wire")
    row = next(one for one in without_rastan.rows("control/towns.csv") if one["place"] == "plain")
    assert "evidence" not in row


def test_a_text_that_names_it_may_stop_everything(small, shown, rule):
    with pytest.raises(BadRequestError, match=r"nothing leaves: .* names what the rule r hides"):
        shown(small(rule('places = ["rastan"]\nmentions = "stop"')))


def test_a_place_that_shares_a_name_is_hidden_too_and_so_are_events_that_may_mean_it(small, shown, rule):
    seen = shown(small(rule('places = ["twin-one"]')))
    assert "twin-two" not in seen.ids("places.csv")
    assert "place" not in seen.row(RAIDS, "e5")
    assert "it names what is hidden" in seen.why("places.csv")


def test_a_place_on_the_same_point_is_hidden_too(small, shown, rule):
    seen = shown(small(rule('places = ["rastan"]'), {"places.csv": PLACES + "hill,Hill,,36.7301,34.9201,,\n"}))
    assert "hill" not in seen.ids("places.csv")
    assert "it lies on the same point" in seen.why("places.csv")


@pytest.mark.parametrize("turned", [False, True])
@pytest.mark.parametrize("event", ["hill", "", "both"])
def test_of_two_hidden_places_on_one_point_the_rules_of_both_are_obeyed(small, shown, rule, event, turned):
    """Whether a row names one of them, gives the point, or has a name that may mean either."""
    places = PLACES + "hill,Hill,Both,36.73,34.92,,\nmill,Mill,Both,36.73,34.92,,\n"
    row = f"e9,2015-10-09,{event},{'' if event else '36.73'},{'' if event else '34.92'},,alpha,beta,raid,4,,,,,\n"
    one = rule('places = ["hill"]\nfields = { by = "withhold" }')
    other = rule('places = ["mill"]\nfields = { strikes = "withhold" }', "other")
    rules = other + one if turned else one + other
    seen = shown(small(rules, {"places.csv": places, RAIDS: EVENTS + row})).row(RAIDS, "e9")
    assert not seen.keys() & {"by", "strikes", *LOCATION}
    assert seen.keys() >= {"date", "target", "kind"}


@pytest.mark.parametrize("turned", [False, True])
def test_of_two_hidden_places_of_one_name_the_rules_of_both_are_obeyed(small, shown, rule, turned):
    one = rule('places = ["twin-one"]\nfields = { by = "withhold" }')
    other = rule('places = ["twin-two"]\nfields = { strikes = "withhold" }', "other")
    seen = shown(small(other + one if turned else one + other)).row(RAIDS, "e5")
    assert not seen.keys() & {"by", "strikes", *LOCATION}
    assert seen.keys() >= {"date", "kind"}


def test_a_rule_on_the_record_of_a_place_hides_the_place(small, shown, rule):
    seen = shown(small(rule('table = "places.csv"\nids = ["rastan"]')))
    assert not seen.row(RAIDS, "e2").keys() & LOCATION


def test_a_hidden_source_is_told_by_no_address_and_no_note(small, shown, rule):
    seen = shown(small(rule('sources = ["paper"]')))
    assert seen.ids("sources.toml/sources") == {"wire"}
    assert not seen.row(RAIDS, "e1").keys() & {"source", "url", "note"}
    assert seen.row(RAIDS, "e1")["place"] == "rastan"
    assert seen.row(RAIDS, "e2")["url"] == "https://x.org/2"
    (tie,) = seen.rows("actors.toml/ties")
    assert tie == {"actor": "alpha", "tie": "fights", "to": "beta"}
    (row,) = [one for one in seen.rows("control/towns.csv") if one["place"] == "rastan"]
    assert not row.keys() & {"source", "evidence"}


def test_the_source_that_stands_for_all_rows_is_hidden_from_each(small, shown, rule):
    seen = shown(small(rule('sources = ["wire"]')))
    assert "source" not in seen.row("case.toml/events", "raids")
    assert not seen.row(RAIDS, "e4").keys() & {"source", "url", "note"}
    assert seen.row(RAIDS, "e1")["url"] == "https://x.org/1"


def test_the_source_of_a_file_is_withheld_of_each_row_even_if_none_names_it(small, shown, rule):
    bare = EVENTS.replace(",paper,", ",,").replace(",wire,", ",,")
    seen = shown(small(rule('sources = ["wire"]'), {RAIDS: bare}))
    assert seen.tables[RAIDS].withheld["source"].all()


def test_a_hidden_actor_did_nothing_that_is_shown(small, shown, rule):
    seen = shown(small(rule('actors = ["beta"]')))
    assert seen.ids("actors.toml/actors") == {"alpha"}
    assert seen.rows("actors.toml/ties") == []
    assert "by" not in seen.row(RAIDS, "e2")
    assert "target" not in seen.row(RAIDS, "e1")
    assert seen.row(RAIDS, "e1")["by"] == "alpha"
    assert "by" not in seen.row(CLAIMS, "most")


def test_who_held_a_place_is_left_open_where_it_was_a_hidden_actor(small, shown, rule):
    seen = shown(small(rule('actors = ["beta"]')))
    held = {one["place"]: one for one in seen.rows("control/towns.csv")}
    assert held["plain"]["holder"] == "?"
    assert held["rastan"]["holder"] == "?"
    assert "present" not in held["rastan"]
    assert held["twin-one"]["holder"] == "alpha"


def test_a_word_of_the_map_for_a_hidden_actor_goes_with_it(small, shown, rule):
    words = CASE.replace("reach_km = 0", 'reach_km = 0\n[maps.holders]\n"the others" = "beta"\n"ours" = "alpha"')
    seen = shown(
        small(
            rule('actors = ["beta"]'),
            {"case.toml": words, "control/towns.csv": LIST.replace("plain,beta", "plain,the others")},
        )
    )
    held = {one["place"]: one["holder"] for one in seen.rows("control/towns.csv")}
    assert held["plain"] == "?"
    assert seen.row("case.toml/maps", "towns")["holders"] == {"ours": "alpha"}


def test_what_cannot_be_withheld_is_told(small, shown, rule):
    seen = shown(small(rule('places = ["rastan"]'), {"case.toml": CASE.replace('"T"', '"The road to Rastan"', 1)}))
    assert "the case's title names what the rule r hides and cannot be withheld: change it" in seen.view.notes


def test_a_column_or_a_file_that_is_called_like_it_is_told(small, shown, rule):
    files = {
        "events/raids.csv": "",
        "events/rastan.csv": EVENTS.replace("district", "seen_from_rastan"),
        "case.toml": CASE.replace("events/raids.csv", "events/rastan.csv"),
    }
    notes = shown(small(rule('places = ["rastan"]'), files)).view.notes
    assert "the name of the file events/rastan.csv names what the rule r hides: change it" in notes
    assert any("the column seen_from_rastan of events/rastan.csv" in note for note in notes)


def test_secrets_are_every_name_id_and_point(without_rastan):
    secret = next(one for one in without_rastan.view.secrets if one.what == "the place rastan")
    assert set(secret.names) == {"Rastan", "Ar Rastan", "Растан"}
    assert secret.ids == ("rastan",)
    assert secret.points == ((36.73, 34.92),)


def test_nothing_that_is_written_holds_a_secret(without_rastan, tmp_path):
    without_rastan.write(tmp_path / "view")
    written = (
        b"\n".join(path.read_bytes() for path in (tmp_path / "view").rglob("*") if path.is_file()).decode().lower()
    )
    for secret in (one for one in without_rastan.view.secrets if one.rule):
        for text in (*secret.names, *secret.ids):
            assert text.lower() not in written, text
    assert "36.73" not in written


def test_a_hidden_place_with_the_name_of_a_shown_actor_is_told(small, shown, rule):
    seen = shown(small(rule('places = ["alpha"]'), {"places.csv": PLACES + "alpha,Alpha Town,,30,30,,\n"}))
    # The actor alpha has that very id, so it is hidden as well: nothing that is shown may name the place.
    assert "alpha" not in seen.ids("actors.toml/actors")


def test_words_of_documents_behind_a_withheld_field_are_hidden_with_it(small, rule):
    """A passage gives the words on which a field rests, and the value that was read from them."""
    case = small(rule(f'table = "{RAIDS}"\nids = ["e4"]\nfields = {{ by = "withhold", "*" = "keep" }}'))
    columns = {
        "document": ["page", "page", "page"],
        "words": ["Alpha came", "the road", "on Rastan"],
        "record": ["e4", "e4", "e1"],
        "field": ["by", "note", "place"],
    }
    quoted = RecordTable("documents/quoted.csv", Kind.PASSAGES, columns, 3)
    view = make_view(case, [*record_tables(case), quoted], Label.CLEAR, date(2026, 1, 1))
    table = next(one for one in view.tables if one.table.name == quoted.name)
    assert [table.table.columns["record"][row] for row in range(3) if not table.hidden[row]] == ["e1"]
