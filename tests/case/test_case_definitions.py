"""Definitions: whose word means whom, on which day."""

from __future__ import annotations

from firmground.case.definitions import Definition, Label
from firmground.case.parties import meant, names_party
from firmground.dates import parse_when
from firmground.modality import CANNOT, MAY, MUST
from oracles.worlds import actors, as_of, day, member

NOW = day("2015-10-10")
EVERYONE = actors(
    "is", "nusra", "jund", "army", "fsa", "brigade",
    ties=(member("nusra", "army", "2015-03-24/.."), member("brigade", "fsa"), member("fsa", "army", as_of("2015-10-10"))),
)  # fmt: skip


def label(*covers, excludes=(), period="../..", **more):
    return Label("terrorist", covers, tuple(excludes), parse_when(period), **more)


def definition(*labels):
    return Definition("d", "d", "somebody", labels)


def test_a_list_means_those_on_it_and_their_members():
    own = definition(label("is", "army"))
    assert own.includes("terrorist", "is", NOW, EVERYONE) is MUST
    assert own.includes("terrorist", "nusra", NOW, EVERYONE) is MUST
    assert own.includes("terrorist", "nusra", day("2015-03-23"), EVERYONE) is CANNOT
    assert own.includes("terrorist", "jund", NOW, EVERYONE) is CANNOT


def test_an_open_list_may_mean_anybody_who_is_not_excluded():
    own = definition(label("is", excludes=("jund",), open=True))
    assert own.includes("terrorist", "is", NOW, EVERYONE) is MUST
    assert own.includes("terrorist", "nusra", NOW, EVERYONE) is MAY
    assert own.includes("terrorist", "jund", NOW, EVERYONE) is CANNOT


def test_an_exclusion_goes_before_a_covered_coalition():
    own = definition(label("army", excludes=("nusra",)))
    assert own.includes("terrorist", "nusra", NOW, EVERYONE) is CANNOT
    assert own.includes("terrorist", "army", NOW, EVERYONE) is MUST


def test_the_members_of_an_excluded_actor_are_excluded_with_it():
    own = definition(label("army", excludes=("fsa",)))
    assert own.includes("terrorist", "brigade", NOW, EVERYONE) is CANNOT
    assert (
        definition(label("is", excludes=("fsa",), open=True)).includes("terrorist", "brigade", NOW, EVERYONE) is CANNOT
    )


def test_who_is_covered_by_name_is_meant_even_as_a_member_of_an_excluded_coalition():
    own = definition(label("nusra", excludes=("army",)))
    assert own.includes("terrorist", "nusra", NOW, EVERYONE) is MUST
    assert own.includes("terrorist", "army", NOW, EVERYONE) is CANNOT


def test_a_list_that_changes_means_others_before_and_after():
    own = definition(label("is", period="2014-12-29/.."), label("nusra", period="2015-10-01/2015-10-09"))
    assert own.includes("terrorist", "is", day("2014-12-28"), EVERYONE) is CANNOT
    assert own.includes("terrorist", "is", day("2014-12-29"), EVERYONE) is MUST
    assert own.includes("terrorist", "nusra", day("2015-10-09"), EVERYONE) is MUST
    assert own.includes("terrorist", "nusra", day("2015-10-10"), EVERYONE) is CANNOT
    assert {day("2014-12-29"), day("2015-10-01"), day("2015-10-10")} <= own.change_days()


def test_a_list_of_which_the_first_day_is_known_only_to_the_month_may_stand_in_it():
    own = definition(label("is", period="2015-10/.."))
    assert own.includes("terrorist", "is", day("2015-09-30"), EVERYONE) is CANNOT
    assert own.includes("terrorist", "is", day("2015-10-30"), EVERYONE) is MAY
    assert own.includes("terrorist", "is", day("2015-10-31"), EVERYONE) is MUST


def test_a_word_that_a_definition_does_not_have_says_nothing():
    assert definition(label("is")).includes("moderate", "is", NOW, EVERYONE) is MAY


def test_a_coalition_of_which_some_members_are_meant_may_be_meant():
    own = definition(label("nusra"))
    assert meant("terrorist", "army", NOW, EVERYONE, own) is MAY
    assert meant("terrorist", "fsa", NOW, EVERYONE, own) is CANNOT


def test_a_label_without_a_definition_may_mean_anybody():
    assert meant("terrorist", "is", NOW, EVERYONE, None) is MAY


def test_an_attribution_to_several_names_each_and_one_of_several_may_be_any():
    def named(*readings):
        return names_party("is", readings, NOW, EVERYONE, None)

    assert named(("is",)) is MUST
    assert named(("is", "jund")) is MUST
    assert named(("is",), ("jund",)) is MAY
    assert named(("is",), ("is", "jund")) is MUST
    assert named(("jund",), ("fsa",)) is CANNOT
    assert named(("?",)) is MAY
    assert named() is MAY
