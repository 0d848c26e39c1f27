"""Lines of strike releases: what each says, and how its day and country are known."""

from __future__ import annotations

import pytest
from release_texts import WEEKLY, read, told

HEAD = "SOUTHWEST ASIA, Aug. 17, 2017 — Coalition military forces continued to attack ISIS yesterday, conducting four strikes.\n"


def test_a_weekly_release_with_days_of_their_own_and_a_part_for_earlier_ones():
    assert [told(event) for event in read(WEEKLY).events] == [
        ("2018-08-14", "Syria", "Abu Kamal", "2", ["engaged 2 tactical units", "destroyed 1 vehicle"]),
        ("2018-08-14", "Syria", "Hajin", "1", ["damaged 1 line of communication"]),
        ("2018-08-16", "Syria", "Hajin", "5", ["destroyed 2 vehicles"]),
        ("2018-08-17", "Iraq", "Rutbah", "2", ["destroyed 3 supply routes"]),
        ("2018-08-10", "Syria", "Shadaddi", "2", ["destroyed 1 weapons cache"]),
        ("2018-08-10/2018-08-12", "Iraq", "Makhmur", "1", ["destroyed 1 tunnel"]),
        ("2018-08-10/2018-08-12", "", "Kisik", "4", ["destroyed 2 caves"]),
    ]


@pytest.mark.parametrize(
    ("line", "place", "relation"),
    [
        ("Near Tal Afar, a strike destroyed a tank.", "Tal Afar", "near"),
        ("-- Near Dayr az Zawr, a strike destroyed a tank.", "Dayr az Zawr", "near"),
        ("* Near Al Hawijah a strike destroyed a tank.", "Al Hawijah", "near"),
        ("An airstrike northwest of Ayn al-Asad destroyed a tank.", "Ayn al-Asad", "northwest of"),
        ("In and around Ramadi, a strike destroyed a tank.", "Ramadi", "in and around"),
        ("Near the city of Mosul, a strike destroyed a tank.", "Mosul", "near"),
        ("Near the Iraqi town of Bayji, a strike destroyed a tank.", "Bayji", "near"),
        ("Near Mosul Dam, a strike destroyed a tank.", "Mosul Dam", "near"),
        ("On Aug. 16 near Raqqa one strike destroyed a tank.", "Raqqa", "near"),
        ("Near Hit, a strike hit a tank.", "Hit", "near"),
        ("Near Mar’a, a strike destroyed a tank.", "Mar’a", "near"),
        ("A strike near Kisik destroyed a tank.", "Kisik", "near"),
        ("Two tanks were destroyed by a strike near Kisik.", "Kisik", "near"),
    ],
)
def test_a_place_is_the_name_after_the_words_that_lead_to_it(line, place, relation):
    (event,) = read(HEAD + line).events
    assert (event.place.value, event.relation) == (place, relation)
    (span,) = event.place.spans
    assert span.of(HEAD + line) == place
    assert [one.object for one in event.effects] in (["tank"], ["tanks"])


def test_two_places_for_one_number_are_told():
    (event,) = read(HEAD + "Near Al Hasakah and Dayr Az Zawr, three strikes destroyed a tank.").events
    assert event.place.value == "Al Hasakah and Dayr Az Zawr"
    assert "which was where is not said" in event.place.doubt


def test_what_explains_every_release_is_no_event():
    # https://www.defense.gov/News/Article/Article/1038685/, a work of the US government
    text = HEAD + (
        "A strike, as defined in the CJTF releases, means one or more kinetic events that occur in roughly the same "
        "geographic location to produce a single, sometimes cumulative effect for that location. So having a single "
        "aircraft deliver a single weapon against a lone ISIL vehicle is one strike, but so is multiple aircraft "
        "delivering dozens of weapons against a group of buildings and vehicles and weapon systems in a compound.\n"
        "The strikes were conducted as part of Operation Inherent Resolve.\n"
    )
    assert read(text).events == ()
    assert read(text).unread == ()


def test_a_sentence_that_goes_on_belongs_to_the_event_before():
    text = HEAD + "-- Near Kisik, a strike destroyed a tank. The strike also damaged two vehicles.\n"
    (event,) = read(text).events
    assert [str(one) for one in event.effects] == ["destroyed 1 tank", "damaged 2 vehicles"]
    assert event.span.of(text).endswith("two vehicles.")


def test_a_country_is_known_from_the_line_the_heading_or_a_sentence_of_one_country_alone():
    text = (
        HEAD + "Near Qaim, Iraq, a strike destroyed a tank.\nStrikes in Syria\nNear Raqqa, a strike destroyed a tank.\n"
    )
    beside, under = read(text).events
    assert (beside.country.value, beside.country.how) == ("Iraq", "")
    assert (under.country.value, under.country.how) == ("Syria", "the heading above")
    both = "In Syria, coalition military forces conducted one strike. In Iraq, coalition military forces conducted two strikes.\n"
    (open_,) = read(HEAD + both + "Near Raqqa, a strike destroyed a tank.\n").events
    assert open_.country.value == ""


def test_a_party_with_countries_in_its_name_is_no_country():
    text = "SOUTHWEST ASIA, Dec. 28, 2016 — Coalition military forces continued to attack Islamic State of Iraq and the Levant terrorists yesterday.\nNear Kirkuk, a strike destroyed a tank.\n"
    (event,) = read(text).events
    assert event.country.value == ""


def test_days_are_reckoned_from_the_dateline_and_not_from_when_somebody_spoke():
    text = HEAD.replace("yesterday, conducting", "Aug. 15, officials reported today, conducting")
    assert str(read(text, "2017-08-20").day.when) == "2017-08-15"
    assert "its dateline says 2017-08-17, the document's date is 2017-08-20" in read(text, "2017-08-20").doubt


def test_without_any_date_yesterday_stays_unknown():
    text = "Coalition military forces continued to attack ISIS yesterday, conducting one strike.\nNear Raqqa, a strike destroyed a tank.\n"
    (event,) = read(text).events
    assert not event.day.when.known
    assert event.day.doubt == "the release has no date to reckon this from"
    (dated,) = read(text, "2017-08-17").events
    assert str(dated.day.when) == "2017-08-16"


def test_a_window_of_hours_is_both_days():
    text = "May 16, 2015\nCoalition military forces continued to attack ISIL terrorists in Syria and Iraq between 8 a.m., May 15, and 8 a.m., May 16, local time.\nNear Bayji, three airstrikes struck three ISIL tactical units, destroying two ISIL structures.\n"
    (event,) = read(text).events
    assert told(event)[0] == "2015-05-15/2015-05-16"
    assert [span.of(text) for span in event.day.spans] == ["between 8 a.m., May 15, and 8 a.m., May 16"]


def test_when_an_account_was_closed_is_a_last_day_alone():
    text = (
        HEAD.replace(" yesterday", "")
        + "Near Raqqa, two strikes that closed within the last 24 hours destroyed a tank.\n"
    )
    (event,) = read(text).events
    assert str(event.day.when) == "/2017-08-17"
    assert "was closed" in event.day.doubt


def test_a_line_cut_by_a_narrow_column_is_put_together():
    (event,) = read(HEAD + "-- Near Raqqa, two strikes destroyed three\nvehicles and a\ntank.\n").events
    assert [str(one) for one in event.effects] == ["destroyed 3 vehicles", "destroyed 1 tank"]


def test_two_releases_in_one_text_are_told():
    text = HEAD + "Near Raqqa, a strike destroyed a tank.\n" + HEAD.replace("Aug. 17", "Aug. 18")
    assert "2017-08-18" in read(text).doubt
    assert read(HEAD).doubt == ""


def test_a_line_that_cannot_be_read_is_told_and_not_dropped():
    release = read(WEEKLY)
    whys = {unread.span.of(WEEKLY): unread.why for unread in release.unread}
    assert "no number and nothing hit" in whys["Near Qayyarah."]
    assert any(words.startswith("Correction: ") for words in whys)


def test_the_verb_of_a_hit_that_nobody_knows_leaves_a_doubt():
    (event,) = read(HEAD + "Near Kirkuk, an airstrike on ISIL fighters was reported as ineffective.").events
    assert event.doubts == ("what was hit is not said in words that are known",)


def test_what_is_no_release_is_none():
    assert read("The council met on Tuesday and discussed three strikes of bus drivers.") is None


def test_a_sentence_without_an_end_is_told():
    text = HEAD + "-- Near Raqqa, two strikes destroyed " + "a tank, " * 500 + "a truck.\n"
    (unread,) = read(text).unread
    assert unread.why == "it is one sentence of more than 1,000 words"


def test_the_day_of_a_line_is_that_of_no_other():
    text = "SOUTHWEST ASIA, Aug. 20, 2018 — Coalition military forces conducted four strikes against ISIS.\n-- On Aug. 14, near Hajin, two strikes destroyed a vehicle.\n-- Near Hajin, two strikes destroyed a tank.\n"
    first, second = read(text).events
    assert str(first.day.when) == "2018-08-14"
    assert not second.day.when.known


def test_another_place_in_a_line_is_told():
    text = HEAD + "Near Hajin, two strikes destroyed a bridge near Abu Kamal in Syria."
    (event,) = read(text).events
    assert event.place.value == "Hajin"
    assert "another place is named in the line: Abu Kamal" in event.doubts
