"""A proposal that the case may have already is told as a doubt, and nothing is left out for it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from paper_case import EVENTS, QUOTED, TEXT, claim_draft, event_draft, pledge_draft, release_draft, tie_draft, told

from firmground.review.passages import doubt_repeats, find_repeated


def doubts(desk, draft):
    once = doubt_repeats(desk.case, desk.reading(draft))
    assert doubt_repeats(desk.case, once) == once
    (found,) = once.drafts
    assert found.key("paper-1") == draft.key("paper-1")
    return list(found.doubts)


def with_field(draft, name, value):
    fields = tuple(one for one in draft.fields if one.name != name)
    return replace(draft, fields=(*fields, told(TEXT, name, value)) if value else fields)


@pytest.mark.parametrize(
    ("changes", "repeats"),
    [
        ({}, True),
        ({"place": "تدمر"}, True),
        ({"place": "palmyra", "by": ""}, True),
        ({"by": "Russia"}, True),
        ({"by": "france"}, False),
        ({"by": "france|russia"}, True),
        ({"date": "2015-10-06"}, False),
        ({"date": "2015-10-04/2015-10-06"}, True),
        ({"date": "2015-10"}, False),
        ({"date": "no day"}, False),
        ({"date": "", "date_from": "2015-10-05", "date_until": "2015-10-06"}, True),
        ({"place": "aleppo"}, False),
        ({"place": ""}, False),
    ],
)
def test_an_event_of_the_same_day_place_and_actor(desk, changes, repeats):
    draft = event_draft()
    for name, value in changes.items():
        draft = with_field(draft, name, value)
    assert doubts(desk, draft) == (["may repeat s001: the same day and place"] if repeats else [])


def test_many_repeats_are_counted(desk):
    rows = "".join(f"t{number},2015-10-05,palmyra,russia,air-strike\n" for number in range(9))
    (desk.folder / "events/told.csv").write_text(EVENTS + rows, encoding="utf-8")
    assert doubts(desk, event_draft()) == ["may repeat s001, t0, t1 and 7 more: the same day and place"]


def test_the_same_words_of_a_claim_whatever_the_typography(desk):
    desk.accept(claim_draft())
    again = with_field(claim_draft(), "says", f"“{QUOTED.upper()}.”")
    again = replace(again, title="another title")
    known = "a-french-official-2015-10-07-share"
    assert doubts(desk, again) == [f"a record was made of these words before: {known}"]
    assert [one.record for one in find_repeated(desk.case, again)] == [known]
    # What was decided is not doubted again.
    assert doubts(desk, claim_draft()) == []


def test_a_tie_a_release_and_a_pledge_that_the_case_has(desk):
    for draft, values, record in (
        (tie_draft(), {"to": "islamic-state"}, "russia backs islamic-state: the same tie"),
        (release_draft(), {}, "russia-2015-10-07: the same publisher and day"),
        (pledge_draft(), {}, "france-2015-10-07: the same day and party"),
    ):
        desk.accept(draft, values)
        other = replace(
            with_field(draft, "to", values["to"]) if values else draft, title="t", span=type(draft.span)(0, 7)
        )
        assert doubts(desk, other) == [f"may repeat {record}"]


def test_a_release_of_some_day_or_later_is_not_taken_for_every_later_one(desk):
    desk.accept(release_draft(), {"published": "2015-10-01/"})
    other = replace(release_draft(), title="t", span=type(release_draft().span)(0, 7))
    assert doubts(desk, other) == []


def test_doubtful_ones_come_first(desk):
    quiet = replace(event_draft(), span=type(event_draft().span)(0, 7), fields=())
    found = doubt_repeats(desk.case, desk.reading(quiet, event_draft()))
    assert [bool(draft.doubts) for draft in found.drafts] == [True, False]
