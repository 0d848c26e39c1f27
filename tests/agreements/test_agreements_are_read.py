"""Clauses, labels by ties and claims about them, and the faults in each."""

from __future__ import annotations

from agreed_texts import ACTORS, AGREEMENT, CLAIM, DEFINITIONS

from firmground.case.actors import Bond
from firmground.case.questions import Breached
from firmground.errors import Effect


def told(case):
    return [(problem.file, problem.row, str(problem.effect), problem.what, problem.hint) for problem in case.problems]


def test_a_clause_is_read_with_lists_where_there_may_be_several(written):
    text = AGREEMENT.replace('"air-strike"', '["air-strike", "shelling"]').replace('["fighters"]', '"fighters;fsa"')
    case = written(undertakings=text + 'exempt = ["Islamic State"]\n')
    assert case.problems == ()
    own = case.agreements["a"].clauses[0]
    assert (own.acts, own.protects, own.exempt) == (("air-strike", "shelling"), ("fighters", "fsa"), ("is",))
    assert (own.parties, own.zones) == ((), ())


def test_a_zone_that_the_case_does_not_know_is_told_and_leaves_everything_open(written):
    case = written(undertakings=AGREEMENT + 'zone = "Idlib"\n')
    ((file, row, effect, what, _),) = told(case)
    assert (file, row, effect) == ("undertakings.toml", 8, "widened")
    assert what == "the zone 'Idlib' is no area or place of the case"


def test_a_name_that_is_protected_and_that_nobody_knows_is_told_with_the_nearest(written):
    case = written(undertakings=AGREEMENT.replace('["fighters"]', '["figters"]'))
    ((_, row, effect, what, hint),) = told(case)
    assert (row, effect) == (8, "widened")
    assert "until then anybody MAY be meant" in what
    assert hint.startswith('did you mean "fighters"?')


def test_an_agreement_says_why_it_cannot_be_tested_or_has_clauses(written):
    without = AGREEMENT.partition("[[agreements.clauses]]")[0] + 'cannot_test = "No day was set."\n'
    case = written(undertakings=without, claims="")
    assert (case.problems, case.agreements["a"].cannot_test) == ((), "No day was set.")
    both = written(undertakings=AGREEMENT.replace("says =", 'cannot_test = "No day."\nsays ='))
    assert both.agreements["a"].cannot_test == ""
    assert [problem.what for problem in both.problems] == [
        "it has clauses and says that it cannot be set against events"
    ]


def test_a_label_is_read_with_its_ties(written):
    text = DEFINITIONS + 'backs = ["fsa"]\nbacked_by = ["France"]\nallied = ["russia"]\nfought_by = "is"\n'
    case = written(definitions=text)
    assert case.problems == ()
    assert set(case.definitions["d"].labels[0].bonds) == {
        (Bond.FIGHTS, "is"),
        (Bond.BACKS, "fsa"),
        (Bond.BACKED_BY, "france"),
        (Bond.ALLIED, "russia"),
        (Bond.FOUGHT_BY, "is"),
    }


def test_a_label_tied_to_a_stranger_may_mean_anybody(written):
    case = written(definitions=DEFINITIONS.replace('fights = ["is"]', 'fights = ["isil"]'))
    ((file, _, effect, what, _),) = told(case)
    assert (file, effect) == ("definitions.toml", "widened")
    assert what.startswith("'fighters' covers by `fights` whoever is tied to 'isil', which is no actor of the case")
    label = case.definitions["d"].labels[0]
    assert (label.bonds, label.open) == ((), True)


def test_a_claim_about_breaches_names_an_agreement_and_perhaps_a_clause(written):
    assert written().claims["c"].test.about == Breached("a")
    assert written(claims=CLAIM + 'clause = "1"\n').claims["c"].test.about == Breached("a", "1")


def refused(case):
    assert case.claims["c"].test is None
    assert all(problem.effect is Effect.REFUSED for problem in case.problems)
    return [(problem.what, problem.hint) for problem in case.problems]


def test_a_claim_about_no_agreement_or_another_is_not_tested(written):
    missing = refused(written(claims=CLAIM.replace('agreement = "a"\n', "")))
    assert missing == [("the measure breaches needs `agreement`", 'add agreement = "…"')]
    other = refused(written(claims=CLAIM.replace('agreement = "a"', 'agreement = "aa"')))
    assert other == [("'aa' is no agreement of the case", 'did you mean "a"?')]


def test_a_claim_about_a_clause_that_there_is_not_is_not_tested(written):
    assert refused(written(claims=CLAIM + 'clause = "2"\n'))[0][0] == "the agreement 'a' has no clause '2'"
    bare = AGREEMENT.partition("[[agreements.clauses]]")[0]
    assert refused(written(undertakings=bare)) == [
        (
            "the agreement 'a' has no clause that an event could break",
            "add [[agreements.clauses]] in undertakings.toml",
        )
    ]


def test_a_zone_in_a_claim_must_be_one_of_the_case(written):
    count = CLAIM.replace('measure = "breaches"\nagreement = "a"', 'measure = "count"\namong = { inside = "Idlib" }')
    assert refused(written(claims=count))[0][0] == "`inside`: 'Idlib' is no area and no place of the case"


def test_actors_of_the_small_case_are_read_without_a_fault(written):
    assert written(actors=ACTORS).problems == ()
