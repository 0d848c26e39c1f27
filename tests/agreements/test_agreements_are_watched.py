"""What the report says of an agreement: what breaks it, on which days, against which days before."""

from __future__ import annotations

import pytest
from agreed_texts import ACTORS, AGREEMENT, DEFINITIONS, HEAD

import firmground as fg
from firmground.report.chapters.agreements_model import DaysWith, Tally

STAYS_OPEN = "2015-11-22,russia,"


def spans(monitor):
    return {span.title: span for span in monitor.spans}


def test_events_in_force_are_sorted_by_whether_they_break_it_and_the_nameless_stand_apart(monitored):
    found = monitored(
        "2015-11-22,russia,fsa", STAYS_OPEN, "2015-11-22,russia,is", "2015-11-22,,fsa", "2015-11-22,,is",
        "2015-11-22,is,fsa", "2015-11-18,russia,fsa",
    )  # fmt: skip
    own = spans(found)["in force"]
    assert own.tally == Tally(must=1, may=1, none=1, nameless=1)
    assert [(event.id, event.standing, event.nameless) for event in found.events] == [
        ("1", "must", False), ("2", "may", False), ("4", "may", True),
    ]  # fmt: skip
    assert found.none_why == (("it hit Islamic State, who is not protected", 1),)


def test_a_row_that_repeats_another_is_counted_once(monitored):
    rows = "id,date,by,target,kind,duplicate_of\n1,2015-11-22,russia,fsa,air-strike,\n2,2015-11-22,russia,fsa,air-strike,1\n"
    found = monitored(events=rows)
    assert (spans(found)["in force"].tally.must, [event.id for event in found.events]) == (1, ["1"])
    assert [bar.count for bar in found.bars] == [1]


def test_each_event_has_its_row_and_its_reason(monitored):
    (event,) = monitored(STAYS_OPEN).events
    assert (event.row, event.why) == ("events.csv:2", ("who was hit is not said",))
    assert (event.by, event.hit, event.place) == ("Russia", "not said", "place not named")


def test_the_same_rule_is_asked_of_as_many_days_before(monitored):
    before = ["2015-11-09,russia,fsa", "2015-11-08,russia,fsa", "2015-11-01,russia,fsa"]
    found = spans(monitored(*before, "2015-11-20,russia,fsa"))
    assert (found["in force"].words, found["in force"].days) == ("20 November 2015 to 30 November 2015", 11)
    assert found["as long before"].words == "9 November 2015 to 19 November 2015"
    assert found["as long before"].tally == Tally(1, 0, 0, 0)
    assert found["all of the record before"].tally == Tally(3, 0, 0, 0)
    assert (found["in force"].least, found["in force"].most) == (1 / 11, 1 / 11)


def test_a_record_that_begins_late_gives_fewer_days_before(monitored):
    found = spans(monitored("2015-11-22,russia,fsa", case=HEAD.replace("2015-10-01", "2015-11-15")))
    assert found["as long before"].days == 5
    assert "all of the record before" not in found


def test_an_event_of_the_day_before_and_after_counts_on_both_sides_as_one_that_may(monitored):
    found = spans(monitored("2015-11-19/2015-11-20,russia,fsa"))
    assert found["in force"].tally == found["as long before"].tally == Tally(0, 1, 0, 0)


def test_days_are_told_by_whether_the_record_has_anything_for_them(monitored):
    rows = ("2015-11-21,is,russia", "2015-11-22/2015-11-24,russia,is", "2015-11-22,russia,is")
    found = monitored(*rows)
    assert spans(found)["in force"].recorded == DaysWith(must=2, may=2, none=7)
    assert any(
        "2 surely had, 2 may have had, 7 had none on record, which may be peace or a gap" in one
        for one in found.remarks
    )


def test_several_parties_stand_each_in_a_line_and_an_event_of_both_counts_for_both(monitored):
    found = monitored("2015-11-22,russia,fsa", "2015-11-22,russia;france,fsa", "2015-11-01,france,fsa")
    assert [(row.party, row.in_force.must) for row in found.parties] == [("Russia", 2), ("France", 1)]
    assert spans(found)["in force"].tally.must == 2


def just_before(in_last_week, in_weeks_before):
    """Air strikes on one day of the last week before the 20th, and on one day of the four weeks before it."""
    return ["2015-11-13,russia,fsa"] * in_last_week + ["2015-11-12,russia,fsa"] * in_weeks_before


@pytest.mark.parametrize(("last", "earlier", "rise"), [(2, 7, "must"), (2, 8, "cannot"), (1, 4, "cannot")])
def test_violence_that_was_higher_just_before_is_told_with_its_numbers(monitored, last, earlier, rise):
    found = monitored(*just_before(last, earlier)).rise
    assert found.standing == rise
    assert found.sentence.startswith(
        f"In the 7 days before it, {last} air strikes by Russia or France are recorded, whoever was hit"
    )
    assert f"in the 28 days before those, {earlier} (" in found.sentence


def test_violence_may_have_been_higher_where_the_day_is_not_known(monitored):
    assert monitored("2015-11-12/2015-11-13,russia,is").rise.standing == "may"


def test_a_record_that_is_too_short_says_nothing_of_the_days_before(monitored):
    enough = HEAD.replace("2015-10-01", "2015-11-06")
    assert monitored("2015-11-22,russia,fsa", case=enough).rise is not None
    assert monitored("2015-11-22,russia,fsa", case=HEAD.replace("2015-10-01", "2015-11-07")).rise is None


def test_who_is_protected_is_told_with_the_tie(monitored):
    (one,) = monitored("2015-11-22,russia,fsa").protected
    assert (one.name, one.standing, one.why) == (
        "Free Syrian Army", "must", ("Free Syrian Army fights Islamic State (from 1 January 2015 on)",),
    )  # fmt: skip


def test_a_clause_after_the_record_or_before_it_is_not_tried_and_says_so(reported):
    (clause,) = reported(undertakings=AGREEMENT.replace("2015-11-20", "2015-12-01")).agreements[0].clauses
    assert (clause.monitors, clause.not_tried) == ((), "the record ends on 30 November 2015, before it was in force")
    ended = AGREEMENT.replace('from = "2015-11-20"', 'until = "2015-09-30"')
    (clause,) = reported(undertakings=ended).agreements[0].clauses
    assert clause.not_tried == "the record begins on 1 October 2015, after it was in force"


def test_a_clause_of_the_last_day_of_the_record_is_watched_on_that_one_day(monitored):
    found = monitored("2015-11-30,russia,fsa", undertakings=AGREEMENT.replace("2015-11-20", "2015-11-30"))
    assert found.sentence == (
        "Watched on 1 day, to 30 November 2015, the last day of the record: 1 event breaks it, and none may."
    )


def test_a_clause_that_ended_is_watched_to_its_own_last_day(monitored):
    found = monitored("2015-11-26,russia,fsa", undertakings=AGREEMENT + 'until = "2015-11-25"\n')
    assert "to 25 November 2015, its own last day: no event is sure to break it, and none may." in found.sentence
    assert not any("Nothing is known here of the time after" in one for one in found.remarks)


def test_every_definition_that_has_the_word_is_watched_apart(reported):
    wide = DEFINITIONS.replace('"d"', '"wide"').replace("Somebody", "Another").replace(
        'fights = ["is"]', 'covers = ["is", "fsa"]'
    )  # fmt: skip
    (clause,) = reported("2015-11-22,russia,is", definitions=DEFINITIONS + wide).agreements[0].clauses
    assert [(one.definition, one.spans[0].tally.must) for one in clause.monitors] == [
        ("Somebody (2015)", 0),
        ("Another (2015)", 1),
    ]


def test_a_word_that_nobody_defines_is_told(monitored):
    found = monitored("2015-11-22,russia,is", definitions="", claims="")
    assert found.definition == ""
    assert found.anybody == "Nobody in this case says who is meant by “fighters”: it may be anybody."
    assert found.spans[0].tally.may == 1


def test_an_agreement_without_a_clause_says_why_it_is_not_set_against_events(reported):
    bare = AGREEMENT.partition("[[agreements.clauses]]")[0]
    (one,) = reported(undertakings=bare, claims="").agreements
    assert (one.clauses, one.not_tried) == (
        (), "No clause of it says who must not do what, to whom and from when.",
    )  # fmt: skip
    (own,) = reported(undertakings=bare + 'cannot_test = "No day was set."\n', claims="").agreements
    assert own.not_tried == "No day was set."


def test_bars_stand_on_the_days_that_are_possible_and_no_other(monitored):
    found = monitored("2015-11-22,russia,fsa", "2015-11-22,russia,fsa", "2015-11-10/2015-11-21,russia,is", ",russia,is")
    assert [(bar.first, bar.last, bar.standing, bar.count) for bar in found.bars] == [
        ("2015-10-16", "2015-11-30", "cannot", 1),
        ("2015-11-10", "2015-11-21", "cannot", 1),
        ("2015-11-22", "2015-11-22", "must", 2),
    ]
    assert (found.shown_first, found.agreed, found.shown_last) == ("2015-10-16", "2015-11-20", "2015-11-30")


def test_a_case_without_agreements_has_no_chapter(reported):
    assert reported(undertakings="", claims="").agreements == ()


def test_a_case_without_a_dated_event_and_a_period_cannot_be_watched(reported):
    head = HEAD.replace('period = "2015-10-01/2015-11-30"\n', "")
    (clause,) = reported(",russia,fsa", case=head).agreements[0].clauses
    assert clause.not_tried == "the case has no dated event"


@pytest.fixture(scope="module")
def builtin():
    return fg.check_claims(fg.hold_events(fg.locate_events(fg.read_case(fg.example_folder("syria-2015")))))


def test_the_agreement_of_26_november_is_watched_to_the_end_of_the_data(builtin):
    agreed = {one.id: one for one in fg.build_report(builtin).agreements}
    (clause,) = agreed["fr-ru-not-strike"].clauses
    (found,) = clause.monitors
    assert found.definition == "France and Russia (26 November 2015)"
    assert found.sentence == (
        "Watched on 1 day, to 26 November 2015, the last day of the record: no event is sure to break it, and 2 may."
    )
    # Two villages of which Reuters gave no day up to the 27th.
    assert [(event.place, event.row) for event in found.events] == [
        ("Ghmam", "events/disclosed.csv:115"),
        ("Kesladjuk", "events/disclosed.csv:116"),
    ]
    assert [one.tally for one in found.spans] == [Tally(0, 2, 0, 0), Tally(0, 2, 0, 0), Tally(0, 44, 71, 0)]
    assert found.rise.standing == "must"
    assert "10 to 12 air strikes" in found.rise.sentence
    assert {one.standing for one in found.protected} == {"may"}  # no tie is known for the day itself
    assert all(one.not_tried for key, one in agreed.items() if key != "fr-ru-not-strike")


def test_actors_that_only_belong_to_the_texts_are_known(written):
    assert written(actors=ACTORS).problems == ()


def test_the_methods_state_the_rule_where_there_is_a_clause(reported):
    assert any(
        "least number a day of the last 7 days is above the greatest of the 28" in text for text in reported().methods
    )
    bare = AGREEMENT.partition("[[agreements.clauses]]")[0]
    assert not any("A clause of an agreement" in text for text in reported(undertakings=bare, claims="").methods)


def test_an_event_has_its_days_for_programs_too(monitored):
    found = {one.id: (one.first, one.last) for one in monitored(STAYS_OPEN, ",russia,fsa").events}
    assert found == {"1": ("2015-11-22", "2015-11-22"), "2": ("", "")}


def test_a_clause_of_unknown_days_is_watched_on_the_whole_record_and_nothing_must_break_it(monitored):
    found = monitored("2015-11-22,russia,fsa", undertakings=AGREEMENT.replace("2015-11-20", "?"))
    (own,) = found.spans
    assert (own.days, own.tally, found.rise) == (61, Tally(0, 1, 0, 0), None)
    assert found.events[0].why == ("it is not known on which days the undertaking held",)


def test_a_case_whose_events_are_all_refused_is_watched_and_has_nothing(monitored):
    found = monitored(events="id,date,by,target,kind\n")
    assert (found.spans[0].tally, found.spans[0].recorded) == (Tally(0, 0, 0, 0), DaysWith(0, 0, 11))
    assert (found.events, found.bars) == ((), ())
