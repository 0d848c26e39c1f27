"""What only may break a clause and what cannot, each beside the case that differs from it in one thing."""

from __future__ import annotations

import pytest
from watching import EVERYONE, FIGHTERS, agreement, answers, case_with, clause, definition, strike, tie, trial_of

from firmground.case.definitions import Label
from firmground.case.gazetteer import Place
from firmground.dates import parse_when
from firmground.modality import CANNOT, MAY, MUST
from firmground.places import Area, Candidates, Disc
from firmground.report.breach_words import say_doubts, say_none
from oracles.worlds import actors, as_of, box, hold, member

IDLIB = Area("idlib", "Idlib", box(36, 35, 37, 36))
AREAS = {("1", "idlib"): IDLIB, ("", "idlib"): IDLIB}
HOMS = Place("homs", "Homs", Disc(36.7, 34.7, 5.0))


def why(case, event=0):
    return say_doubts(hold(case), trial_of(case), event)


def why_none(case, event=0):
    return say_none(case, trial_of(case), event)


def test_a_strike_on_whom_it_protects_breaks_it_and_every_part_can_undo_that():
    assert answers(agreement(), strike()) == [MUST]
    assert answers(agreement(), strike(by="syria")) == [CANNOT]
    assert answers(agreement(), strike(kind="shelling")) == [CANNOT]
    assert answers(agreement(), strike(target="is")) == [CANNOT]
    assert answers(agreement(), strike(date="2015-11-19")) == [CANNOT]


def test_what_is_not_said_may_be_it():
    rows = [strike(**{column: ""}) for column in ("by", "kind", "target", "date")]
    assert answers(agreement(), *rows) == [MAY] * 4
    told = [why(case_with(agreement(), row))[0] for row in rows]
    assert told == [
        "nobody is named as the one who did it",
        "of which kind it was is not said",
        "who was hit is not said",
        "no day is given",
    ]


# An imprecise zone.


def in_zone(**place):
    agreed = agreement(clause(zones=("idlib",)))
    return answers(agreed, strike(**place), areas=AREAS, places=(HOMS,))


def test_a_place_inside_the_zone_breaks_it_and_one_beyond_its_border_does_not():
    assert in_zone(lon=36.5, lat=35.5) == [MUST]
    assert in_zone(lon=37.5, lat=35.5) == [CANNOT]
    assert in_zone(place="Homs") == [CANNOT]


def test_on_the_border_it_may_lie_on_either_side():
    assert in_zone(lon=37.0, lat=35.5) == [MAY]
    assert in_zone(lon=36.9999999, lat=35.5) == [MUST]
    assert in_zone(lon=37.0000001, lat=35.5) == [CANNOT]


def test_a_place_that_is_known_too_roughly_may_lie_in_it():
    near = {"lon": 36.9, "lat": 35.5}  # 9.1 km from the border
    assert in_zone(**near, radius_km=9.0) == [MUST]
    assert in_zone(**near, radius_km=9.2) == [MAY]
    assert in_zone(lon=37.1, lat=35.5, radius_km=9.0) == [CANNOT]
    assert in_zone(lon=37.1, lat=35.5, radius_km=9.2) == [MAY]
    case = case_with(agreement(clause(zones=("idlib",))), strike(**near, radius_km=9.2), areas=AREAS)
    assert why(case) == ("its place is known too roughly to say that it lies in Idlib",)


def test_a_place_that_is_not_known_may_lie_in_it():
    assert in_zone() == [MAY]
    assert in_zone(place="Nowhere") == [MAY]
    case = case_with(agreement(clause(zones=("idlib",))), strike(), areas=AREAS)
    assert why(case) == ("where it was is not known (no place is given)",)


def test_an_event_known_only_to_the_unit_that_is_the_zone_lies_in_it():
    assert in_zone(area="idlib", level="1") == [MUST]
    neighbour = Area("hama", "Hama", box(37, 35, 38, 36))
    areas = {**AREAS, ("1", "hama"): neighbour, ("", "hama"): neighbour}
    row = strike(area="hama", level="1")
    assert answers(agreement(clause(zones=("idlib",))), row, areas=areas) == [CANNOT]
    assert answers(agreement(clause(zones=("idlib", "hama"))), row, areas=areas) == [MUST]


def test_a_place_as_a_zone_holds_what_happened_there_by_name():
    agreed = agreement(clause(zones=("homs",)))
    assert answers(agreed, strike(place="Homs"), places=(HOMS,)) == [MUST]
    assert answers(agreed, strike(lon=36.7, lat=34.72, radius_km=1), places=(HOMS,)) == [MUST]
    assert answers(agreed, strike(lon=36.7, lat=34.75, radius_km=1), places=(HOMS,)) == [MAY]
    assert answers(agreed, strike(lon=36.7, lat=34.8, radius_km=1), places=(HOMS,)) == [CANNOT]


def test_one_of_several_places_of_a_name_may_be_in_the_zone():
    two = tuple(Place(f"salma-{lon}", "Salma", Disc(lon, 35.5)) for lon in (36.5, 37.5))
    both = tuple(Place(f"salma-{lon}", "Salma", Disc(lon, 35.5)) for lon in (36.4, 36.5))
    agreed = agreement(clause(zones=("idlib",)))
    assert answers(agreed, strike(place="Salma"), areas=AREAS, places=two) == [MAY]
    assert answers(agreed, strike(place="Salma"), areas=AREAS, places=both) == [MUST]


def test_of_a_zone_that_the_case_does_not_know_nothing_is_known():
    assert answers(agreement(clause(zones=("atlantis",))), strike(lon=36.5, lat=35.5)) == [MAY]


def test_a_wider_radius_is_asked_about_and_the_zone_stays_as_it_is():
    case = case_with(agreement(clause(zones=("idlib",))), strike(lon=36.9, lat=35.5, radius_km=5), areas=AREAS)
    assert trial_of(case).judged.breaks.tolist() == [2]
    assert trial_of(case, radius=2.0).judged.breaks.tolist() == [1]


# A day that is not known, or not exactly.


def test_an_undated_event_may_lie_in_the_period_whatever_it_is():
    assert answers(agreement(), strike(date="")) == [MAY]
    assert answers(agreement(), strike(date="", target="is")) == [CANNOT]


def test_a_date_of_several_days_must_lie_in_the_period_with_all_of_them():
    assert answers(agreement(), strike(date="2015-11-20/2015-11-24")) == [MUST]
    assert answers(agreement(), strike(date="2015-11-19/2015-11-24")) == [MAY]
    assert answers(agreement(), strike(date="2015-11-18/2015-11-19")) == [CANNOT]
    case = case_with(agreement(), strike(date="2015-11-19/2015-11-24"))
    assert why(case) == (
        "it happened on one of the days 19 November 2015 to 24 November 2015, and may have come before it was in force",
    )


def test_on_the_day_of_the_agreement_it_may_have_come_before_it():
    agreed = agreement(on="2015-11-20")
    days = ("2015-11-19", "2015-11-20", "2015-11-21")
    assert answers(agreed, *(strike(date=day) for day in days)) == [CANNOT, MAY, MUST]
    assert why(case_with(agreed, strike(date="2015-11-20"))) == (
        "on the day itself it may have come before the agreement",
    )


def test_a_clause_that_begins_later_than_it_was_agreed_binds_on_the_whole_of_its_first_day():
    assert answers(agreement(on="2015-11-19"), strike(date="2015-11-20")) == [MUST]


def test_a_clause_of_which_the_first_day_is_not_known_may_bind():
    agreed = agreement(clause(period=parse_when("2015-11/..")))
    assert answers(agreed, strike(date="2015-10-31")) == [CANNOT]
    assert answers(agreed, strike(date="2015-11-22")) == [MAY]
    assert answers(agreed, strike(date="2015-12-01")) == [MUST]


# An actor of unknown allegiance.


def test_an_actor_of_whom_no_tie_is_known_is_protected_only_if_the_list_is_open():
    assert answers(agreement(), strike(target="syria")) == [CANNOT]
    loose = definition(Label("fighters", (), ("is",), parse_when("../.."), open=True, bonds=FIGHTERS.bonds))
    assert answers(agreement(), strike(target="syria"), definitions=[loose]) == [MAY]
    assert answers(agreement(), strike(target="is"), definitions=[loose]) == [CANNOT]


def test_an_actor_who_may_belong_to_a_party_may_have_broken_it():
    loose = actors(*EVERYONE.by_id, ties=(*EVERYONE.ties, member("syria", "russia", as_of("2015-10-01"))))
    assert answers(agreement(), strike(by="syria"), parties=loose) == [MAY]
    assert answers(agreement(), strike(by="syria", date="2015-11-19"), parties=loose) == [CANNOT]
    case = case_with(agreement(), strike(by="syria"), parties=loose)
    assert why(case) == ("it is put down to syria, and whether that is russia is not sure",)


def test_a_member_of_a_party_is_bound_with_it_on_the_days_on_which_it_belongs():
    bound = actors(*EVERYONE.by_id, ties=(*EVERYONE.ties, member("syria", "russia", "2015-11-22/..")))
    assert answers(agreement(), strike(by="syria"), parties=bound) == [MUST]
    assert answers(agreement(), strike(by="syria", date="2015-11-21"), parties=bound) == [CANNOT]


def test_a_group_whose_coalition_fights_may_fight():
    assert answers(agreement(), strike(target="army")) == [MUST]
    assert answers(agreement(), strike(target="nusra")) == [MAY]
    assert why(case_with(agreement(), strike(target="nusra"))) == (
        (
            "whether nusra was protected is not sure: army fights is (from 1 October 2015 to 26 November 2015); not known: "
            "whether nusra did so with it"
        ),
    )


def test_one_of_two_readings_leaves_it_open_unless_both_say_the_same():
    assert answers(agreement(), strike(target="fsa|is")) == [MAY]
    assert answers(agreement(), strike(target="fsa|army")) == [MUST]
    assert answers(agreement(), strike(target="is|syria")) == [CANNOT]
    assert answers(agreement(), strike(target="is;fsa")) == [MUST]
    both = agreement(clause(parties=("russia", "syria")))
    assert answers(both, strike(by="russia|syria")) == [MUST]
    assert answers(agreement(), strike(by="russia|syria")) == [MAY]


# A tie that ends that very day.


@pytest.mark.parametrize(
    ("date", "found"),
    [("2015-11-26", MUST), ("2015-11-27", CANNOT), ("2015-11-26/2015-11-27", MAY)],
)
def test_a_tie_protects_on_the_day_on_which_it_ends_and_not_on_the_next(date, found):
    assert answers(agreement(), strike(target="army", date=date)) == [found]


def test_whom_a_tie_protected_until_the_clause_began_it_does_not_protect():
    late = agreement(clause(period=parse_when("2015-11-27/..")))
    two_days = strike(target="army", date="2015-11-26/2015-11-27")
    # On the 26th it was protected and the clause did not bind, on the 27th the other way round.
    assert answers(late, two_days) == [CANNOT]
    assert answers(agreement(clause(period=parse_when("2015-11-26/.."))), two_days) == [MAY]
    assert why_none(case_with(late, two_days)) == "it hit army, who is not protected on the days in force"


def test_a_tie_known_as_of_a_day_protects_on_that_day_and_may_on_the_next():
    known = actors("russia", "is", "jaysh", ties=(tie("jaysh", "fights", "is", as_of("2015-11-22")),))
    rows = [strike(target="jaysh", date=date) for date in ("2015-11-22", "2015-11-23")]
    assert answers(agreement(), *rows, parties=known) == [MUST, MAY]
    assert why(case_with(agreement(), *rows, parties=known), 1) == (
        (
            "whether jaysh was protected is not sure: jaysh fights is (known as of 22 November 2015); not known: whether "
            "it did so on 23 November 2015"
        ),
    )


def test_who_is_fought_may_fight_back():
    fought = actors("russia", "is", "jaysh", ties=(tie("is", "fights", "jaysh"),))
    assert answers(agreement(), strike(target="jaysh"), parties=fought) == [MAY]


# Exemptions, and clauses that name nobody.


def test_who_is_exempt_is_not_protected():
    agreed = agreement(clause(exempt=("nusra",)))
    assert answers(agreed, strike(target="fsa")) == [MUST]
    assert answers(agreed, strike(target="nusra")) == [CANNOT]
    assert answers(agreed, strike(target="nusra;fsa")) == [MUST]
    assert answers(agreed, strike(target="army")) == [MAY]
    assert why_none(case_with(agreed, strike(target="nusra"))) == "it hit nusra, who is exempt"


def test_a_clause_that_names_nobody_protects_whoever_it_is():
    agreed = agreement(clause(protects=()))
    assert answers(agreed, strike(target="is"), strike(target="")) == [MUST, MUST]
    assert answers(agreement(clause(protects=(), exempt=("is",))), strike(target="is"), strike(target="")) == [
        CANNOT,
        MAY,
    ]


def test_a_clause_without_kinds_is_broken_by_any_and_one_without_parties_by_perhaps_anybody():
    assert answers(agreement(clause(acts=())), strike(kind="shelling")) == [MUST]
    assert answers(agreement(clause(parties=())), strike()) == [MUST]
    nobody = agreement(clause(parties=()), parties=())
    assert answers(nobody, strike()) == [MAY]
    assert why(case_with(nobody, strike())) == ("the clause does not say whom it binds",)


def test_a_label_that_nobody_defines_may_mean_anybody():
    assert answers(agreement(), strike(), strike(target="is"), definitions=[]) == [MAY, MAY]


def test_a_candidate_place_that_is_not_known_is_no_reason_to_be_sure():
    from firmground.engine.containment import lies_in  # noqa: PLC0415 - one test of the engine by itself

    assert lies_in(Candidates(()), IDLIB) is MAY
