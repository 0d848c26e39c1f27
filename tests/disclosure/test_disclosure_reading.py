"""How releases, publishers and questions about them are read, and what is said of faults."""

from __future__ import annotations

import pytest
from told_records import check, release, silence, write_case

from firmground.case.questions import Disclosed
from firmground.case.releases import ReleaseKind
from firmground.dates import Days, parse_when
from firmground.errors import Effect

WATCHED = '[[disclosure]]\nby = "p"\nfrom = "2015-10-01"\nuntil = "2015-10-31"'
ROWS = (release("a", "2015-10-02"), release("b", "2015-10-20"))
ASKED = 'measure = "disclosed"\npublisher = "p"\nvalue = ">= 0.5"\n'
LONGEST = ASKED.replace("disclosed", "silence").replace("0.5", "5")
CHANGE = 'measure = "disclosed-change"\npublisher = "p"\nvalue = "< 0"\nfrom = "2015-10-16"\n'


def day(text):
    return parse_when(text).possible.start


def whats(case):
    return [problem.what for problem in case.problems]


def test_a_release_keeps_its_kind_its_witness_and_where_it_stands(tmp_path):
    case = write_case(
        tmp_path, release("a", "2015-10-02", "place;count", kind="total"), silence("s", "2015-10-05", "2015-10-06")
    )
    total, silent = case.releases
    assert (total.kind, total.gives, total.file, total.row) == (
        ReleaseKind.TOTAL, ("place", "count"), "releases/p.csv", 2,
    )  # fmt: skip
    assert (silent.status, silent.attested_by, silent.covers.certain) == (
        "silence", "w", Days(day("2015-10-05"), day("2015-10-07")),
    )  # fmt: skip
    assert whats(case) == []


def test_a_publisher_and_a_witness_may_be_named_as_people_name_them(tmp_path):
    case = write_case(
        tmp_path,
        "a,The press office,2015-10-02,,,published,,place,,,",
        "s,the press office,,2015-10-05,2015-10-06,silence,,,,A witness,",
    )
    assert {one.by for one in case.releases} == {"p"}
    assert case.releases[1].attested_by == "w"


def test_faults_of_a_row_name_it_and_leave_the_rest(tmp_path):
    case = write_case(
        tmp_path,
        release("a", "2015-10-02", "place;plaice", kind="sum"),
        release("b", "2015-10-03", status="publishd"),
        "s,p,,,,silence,,,,w,",
    )
    found = {(problem.row, problem.what, problem.hint) for problem in case.problems}
    assert found == {
        (2, "`gives` has 'plaice'", 'did you mean "place"? Otherwise it is left out'),
        (2, "`kind` is 'sum'", "known: release, total"),
        (3, "`status` is 'publishd'", 'did you mean "published"?'),
        (4, "a silence of days that are not known",
         "write its first and last day in `from` and `until`; until then it is not used"),
    }  # fmt: skip
    assert [(one.id, one.gives) for one in case.releases] == [("a", ("place",)), ("s", ())]


def test_a_release_gives_each_detail_once(tmp_path):
    assert write_case(tmp_path, release("a", "2015-10-02", "place;count;place")).releases[0].gives == ("place", "count")


# Publishers


def test_a_publisher_of_many_releases_is_watched_without_being_asked_for(tmp_path):
    rows = [release(str(number), f"2015-10-{number:02}") for number in range(2, 7)]
    case = write_case(tmp_path, *rows)
    assert case.publishers["p"].days == Days(day("2015-10-02"), day("2015-10-07"))
    assert not case.publishers["p"].complete


@pytest.mark.parametrize("last", [silence("s", "2015-10-06", "2015-10-06"), release("t", "2015-10-06", kind="total")])
def test_a_publisher_of_few_releases_is_not(tmp_path, last):
    rows = [release(str(number), f"2015-10-{number:02}") for number in range(2, 6)]
    assert write_case(tmp_path, *rows, last).publishers == {}


def test_the_period_of_the_case_is_what_was_watched_unless_it_is_said(tmp_path):
    period = 'period = "2015-10-01/2015-10-31"'
    by = '[[disclosure]]\nby = "p"'
    october = Days(day("2015-10-01"), day("2015-11-01"))
    assert write_case(tmp_path / "a", *ROWS, head=f"{period}\n{by}").publishers["p"].days == october
    found = write_case(tmp_path / "b", *ROWS, head=f'{period}\n{by}\nfrom = "2015-10-10"').publishers["p"].days
    assert found == Days(day("2015-10-10"), day("2015-11-01"))


@pytest.mark.parametrize(
    ("entry", "what"),
    [
        ('by = "q"', "`by` is 'q', which is no actor and put nothing out"),
        ('by = "p"\nevents = ["x"]', "'x' in `events` is no [[events]] of the case"),
        ('by = "p"\nfrom = "2015-11-01"\nuntil = "2015-10-01"', "the days watched run backwards or have no end"),
        ('by = "p"\ncolumns = { placee = "c" }', "`columns` has 'placee'"),
        ('by = "p"\ncolumns = { outcome = "c" }', "no file of events has the column 'c'"),
        ('by = "p"\nuntill = "2015-10-01"', "the key 'untill' is not known here"),
        ("complete = true", "`by` is missing"),
        ('by = "p"\n[[disclosure]]\nby = "The press office"', "'p' has two entries"),
    ],
)
def test_a_fault_of_an_entry_is_told(tmp_path, entry, what):
    assert what in whats(write_case(tmp_path, *ROWS, head=f"[[disclosure]]\n{entry}"))


def test_what_others_recorded_is_not_what_it_put_out(tmp_path):
    (tmp_path / "e.csv").write_text("date,reported\n2015-10-02,2015-10-02\n", encoding="utf-8")
    head = '[[events]]\nid = "e"\nfile = "e.csv"\n[[disclosure]]\nby = "p"\nevents = ["e"]\nbeside = ["e"]'
    case = write_case(tmp_path, *ROWS, head=head)
    assert ("'e' stands in `events` and in `beside`", Effect.REFUSED) in [(p.what, p.effect) for p in case.problems]
    assert case.publishers == {}


# Questions


def test_a_question_is_read_whole(tmp_path):
    test = CHANGE + 'gives = ["place", "count"]\nbefore = { until = "2015-10-10" }'
    case = write_case(tmp_path, *ROWS, head=WATCHED, test=test)
    assert case.claims["c"].test.about == Disclosed(
        "p", ("place", "count"), parse_when("2015-10-16"), None, None, parse_when("2015-10-10")
    )
    assert case.problems == ()


@pytest.mark.parametrize(("of", "published"), [("", False), ('of = "days"', False), ('of = "published"', True)])
def test_of_which_days_the_share_is_can_be_said(tmp_path, of, published):
    case = write_case(tmp_path, *ROWS, head=WATCHED, test=ASKED + f'gives = ["place"]\n{of}')
    assert case.claims["c"].test.about.of_published is published
    assert case.problems == ()


@pytest.mark.parametrize(
    ("test", "fault"),
    [
        (ASKED.replace('"p"', '"q"'), "the case has no record of what 'q' put out"),
        (ASKED.replace('publisher = "p"\n', ""), "the measure disclosed needs `publisher`"),
        (ASKED + 'gives = ["plaice"]', "`gives` has 'plaice'"),
        (ASKED + "gives = []", "`gives` names nothing"),
        (ASKED + 'from = "2015-10-15~"', "`from` is '2015-10-15~', which is no certain day"),
        (ASKED + 'from = "2015-10-15"\nuntil = "2015-10-14"', "the days run backwards"),
        (ASKED + 'before = { until = "2015-10-10" }', "`before` compares two periods, and this measure has one"),
        (CHANGE, "the measure disclosed-change needs `before`"),
        (CHANGE + 'before = { until = "2015-10-16" }', "the earlier period reaches into the later one"),
        (CHANGE + 'before = { untill = "2015-10-15" }', "the key 'untill' is not known here"),
        (CHANGE + 'before = "2015-10-15"', "`before` is not a table"),
        (ASKED + 'givess = ["place"]', "the key 'givess' is not known here"),
        (ASKED + 'gives = ["place"]\nof = "publishd"', "`of` is 'publishd'"),
        (ASKED + 'gives = ["place"]\nof = ["published"]', "`of`"),
        (ASKED + 'of = "published"', "it was on all: `of` needs `gives`"),
        (LONGEST + 'gives = ["place"]\nof = "published"', "the key 'of' is not known here"),
    ],
)
def test_what_is_not_understood_is_not_tested(tmp_path, test, fault):
    case = write_case(tmp_path, *ROWS, head=WATCHED, test=test)
    assert case.claims["c"].test is None
    assert fault in case.claims["c"].cannot_test


@pytest.mark.parametrize("until", ["2015-10-15", "2015-10"])
def test_a_day_and_a_month_are_certain_limits(tmp_path, until):
    case = write_case(tmp_path, *ROWS, head=WATCHED, test=ASKED + f'until = "{until}"')
    assert case.claims["c"].test is not None


@pytest.mark.parametrize(
    ("test", "why"),
    [
        (ASKED + 'from = "2015-11-02"', "lie outside those that were watched"),
        (CHANGE + 'before = { from = "2015-10-20" }', "has no day, or reaches into the later one"),
    ],
)
def test_days_that_cannot_be_told_leave_a_claim_untested_with_the_reason(tmp_path, test, why):
    findings, found = check(write_case(tmp_path, *ROWS, head=WATCHED, test=test))
    assert found is None
    assert why in findings.untested[0][1]


def test_a_publisher_without_any_day_leaves_the_days_to_the_question(tmp_path):
    head = '[[disclosure]]\nby = "p"'
    row = release("a", "")
    findings, _ = check(write_case(tmp_path / "a", row, head=head, test=ASKED))
    assert "have no end" in findings.untested[0][1]
    _, found = check(
        write_case(tmp_path / "b", row, head=head, test=ASKED + 'from = "2015-10-01"\nuntil = "2015-10-02"')
    )
    assert (found.headline.bounds.low, found.headline.bounds.high) == (0, 1)
