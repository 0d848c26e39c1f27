"""The chapter on a publisher: what it says of complete and of open records, of habits, silences and withdrawals."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from told_records import release, silence, write_case

import firmground as fg
from firmground.report.chapters.disclosure import build_disclosure
from firmground.report.chapters.disclosure_changes import times_words
from firmground.report.chapters.disclosure_silences import chance_words

START = date(2015, 1, 5)  # a Monday


def on(number):
    return (START + timedelta(number)).isoformat()


def head(days, more=""):
    return f'[[disclosure]]\nby = "p"\nfrom = "{on(0)}"\nuntil = "{on(days - 1)}"\n{more}\n'


def daily(numbers, gives="date;place"):
    return [release(f"r{number}", on(number), gives) for number in numbers]


def chapter(folder, *rows, days=60, more="", events=""):
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "e.csv").write_text(f"date\n{events}", encoding="utf-8")
    top = '[[events]]\nid = "e"\nfile = "e.csv"\n' if events else ""
    case = write_case(folder, *rows, head=top + head(days, more))
    findings = fg.check_claims(fg.hold_events(fg.locate_events(case)))
    found = build_disclosure(findings)
    return found[0] if found else None


def rate(found):
    return next(series for series in found.series if series.what == "rate")


def test_a_record_without_a_row_has_no_chapter(tmp_path):
    assert chapter(tmp_path) is None


def test_an_open_record_is_read_in_both_extremes_and_a_complete_one_in_one(tmp_path):
    rows = daily([*range(30), 40, 50])
    assert [change.reading for change in rate(chapter(tmp_path / "a", *rows)).readings] == ["found", "filled"]
    complete = chapter(tmp_path / "b", *rows, more="complete = true")
    assert [change.reading for change in rate(complete).readings] == ["found"]
    assert "open" not in rate(complete).conclusion


def test_the_day_on_which_it_stopped_is_found(tmp_path):
    found = rate(chapter(tmp_path, *daily(range(30)), more="complete = true")).readings[0]
    assert found.likely == on(30)
    assert found.low <= on(30) <= found.high
    assert found.fell > 0.999
    assert [(segment.first, segment.rate) for segment in found.segments] == [(on(0), 1.0), (on(30), 0.0)]


def test_a_steady_publisher_has_no_change(tmp_path):
    found = rate(chapter(tmp_path, *daily(range(60)), more="complete = true")).readings[0]
    assert found.evidence < 1
    assert "there is no change" in found.sentence


def test_so_many_releases_that_were_not_found_would_remove_a_change(tmp_path):
    series = rate(chapter(tmp_path, *daily([*range(30), 35, 40, 45, 50, 55])))
    number = int(series.conclusion.split("Had ")[1].split(" of")[0])
    assert 0 < number < 25


def test_weekends_are_a_habit_and_no_change_of_policy(tmp_path):
    working = [day for day in range(140) if day % 7 < 5 or day >= 70]
    found = chapter(tmp_path, *daily(working), days=140, more="complete = true")
    assert found.weekdays.pattern
    assert found.weekdays.rest == ("Saturday", "Sunday")
    assert rate(found).readings[0].evidence < 1
    assert [row.published for row in found.weekdays.rows] == [20] * 5 + [10] * 2
    assert found.silences == () or all(one.chance is None for one in found.silences)


def test_a_silence_is_told_with_its_chance_only_where_something_went_before(tmp_path):
    rows = [*daily([day for day in range(60) if day >= 5 and not 30 <= day < 36]), silence("s", on(30), on(35))]
    first, second = chapter(tmp_path, *rows, more="complete = true").silences
    assert (first.first, first.chance, first.attested) == (on(0), None, 0)
    assert (second.first, second.attested, second.attested_by) == (on(30), 6, "A witness")
    assert second.chance < 0.001


def test_a_silence_that_nobody_attests_is_only_nothing_found(tmp_path):
    rows = daily([day for day in range(60) if not 30 <= day < 36])
    (found,) = chapter(tmp_path / "a", *rows).silences
    assert found.sentence.startswith("Nothing was found of these 6 days; nobody says that nothing came out.")
    (found,) = chapter(tmp_path / "b", *rows, more="complete = true").silences
    assert found.sentence.startswith("Nothing came out on these 6 days: the record is complete.")


@pytest.mark.parametrize(
    ("events", "words"),
    [
        (f"{on(31)}\n{on(33)}\n{on(10)}\n", "Others recorded 2 events on these days: it was no lull."),
        (f"{on(31)}\n{on(35)}/{on(37)}\n", "Others recorded at least 1 and at most 2 events on these days: it was no lull."),
        (f"{on(35)}/{on(37)}\n", "Others recorded at least 0 and at most 1 events on these days."),
        (f"{on(10)}\n", "Others recorded nothing on these days either: it may have been a lull."),
    ],
)  # fmt: skip
def test_a_silence_is_set_against_what_others_recorded(tmp_path, events, words):
    rows = daily([day for day in range(60) if not 30 <= day < 36])
    found = chapter(tmp_path, *rows, more='beside = ["e"]', events=events)
    assert found.silences[0].others == words
    assert sum(day.others for day in found.days) == sum("/" not in line for line in events.split())


def test_details_are_looked_at_apart_from_how_often_it_spoke(tmp_path):
    rows = [*daily(range(30)), *daily(range(30, 60), gives="date")]
    found = chapter(tmp_path, *rows, more="complete = true")
    detail = next(series for series in found.series if series.title == "Days with a place, of those with a release")
    assert rate(found).readings[0].evidence < 1
    assert detail.readings[0].likely == on(30)
    assert detail.readings[0].evidence > 1000
    assert [(kind.kind, kind.days.must) for kind in found.kinds] == [("date", 60), ("place", 30)]


def test_a_detail_that_was_not_found_may_still_have_been_given(tmp_path):
    rows = [*daily(range(30)), *daily(range(30, 60), gives="date")]
    detail = next(one for one in chapter(tmp_path, *rows).series if one.what == "detail")
    assert [change.reading for change in detail.readings] == ["found", "filled"]
    assert detail.readings[1].evidence < 1


def test_withdrawn_and_changed_releases_count_and_are_told(tmp_path):
    rows = [
        *daily(range(10)),
        release("w", on(12), status="withdrawn"),
        release("c", on(14), status="changed"),
        release("v", on(5), status="withdrawn"),
    ]
    found = chapter(tmp_path, *rows)
    assert found.tally.must == 12
    told = {one.id: one for one in found.altered}
    assert set(told) == {"w", "c", "v"}
    assert "Nothing else is left of that day." in told["w"].sentence
    assert "Something else of that day is left." in told["v"].sentence
    assert told["c"].status == "changed"


def test_every_row_is_a_release_or_has_a_reason(tmp_path):
    rows = [
        *daily(range(10)),
        release("t", on(3), kind="total"),
        release("u", f"{on(20)}/{on(25)}"),
        release("v", on(100)),
        silence("s", on(40), on(45)),
        f"o,an agency,{on(3)},,,published,total,count,,,",
    ]
    found = chapter(tmp_path, *rows)
    assert found.rows == len(rows)
    assert sum(row.rows for row in found.entries if row.counted) == 10
    assert sorted(row.at for row in found.entries) == sorted(f"releases/p.csv:{2 + row}" for row in range(len(rows)))
    assert {left.reason: left.rows for left in found.not_used} == {
        "made by others from its figures": 1,
        "sums of other releases: nothing is added to the days, and no release to a day that has one": 1,
        "without a certain day: possible only": 1,
        "of days that were not watched": 1,
        "say that nothing came out": 1,
    }
    assert [day.perhaps for day in found.days].count(1) == 6


def test_days_spoken_of_without_a_place_are_runs_of_the_days_that_releases_cover(tmp_path):
    rows = [
        f"a,p,{on(1)},{on(0)},{on(1)},published,,place,,,",
        f"b,p,{on(4)},{on(2)},{on(4)},published,,date,,,",
        f"c,p,{on(6)},{on(4)},{on(5)},published,,count,,,",
        f"d,p,{on(9)},{on(8)},{on(9)},published,,count,,,",
        f"e,p,{on(9)},{on(9)},{on(9)},published,,place,,,",
    ]
    found = chapter(tmp_path, *rows)
    assert [(one.first, one.last, one.releases) for one in found.unnamed] == [
        (on(2), on(5), ("b", "c")),
        (on(8), on(8), ("d",)),
    ]


@pytest.mark.parametrize(
    ("factor", "words"),
    [(1.26, "1.3 times"), (9.96, "10.0 times"), (12.4, "12 times"), (502.7, "500 times"), (2e9, "more than a million times")],
)  # fmt: skip
def test_how_many_times_better_is_said_without_false_digits(factor, words):
    assert times_words(factor) == words


@pytest.mark.parametrize(
    ("chance", "words"),
    [
        (0.371, "about 37 times in 100"),
        (0.1, "about 10 times in 100"),
        (0.0999, "about once in 10 times"),
        (0.00342, "about once in 290 times"),
        (1e-7, "less than once in a million times"),
    ],
)
def test_chances_are_said_in_words(chance, words):
    assert chance_words(chance) == words
