"""The coalition's releases of 2014 to 2016 as events: 5,531 lines on 570 days, with a habit of the week that ended.

Facts from the data's own SOURCE.md: 19 December 2014 to 17 October 2016, 99 calendar days absent.
"""

from __future__ import annotations

import gzip

import pytest

import firmground as fg
from firmground.modality import MAY, MUST

CASE = """title = "What the coalition put out"
[[events]]
id          = "strikes"
file        = "strikes.csv"
date_format = "%m/%d/%Y"
[events.columns]
reported = "date"
place    = "location"
strikes  = "number"
[events.constants]
by = "coalition"
[[disclosure]]
by      = "coalition"
events  = ["strikes"]
columns = { outcome = "description" }
"""
ACTORS = '[[actors]]\nid = "coalition"\nname = "The coalition"\n'
CLAIMS = """[[claims]]
id = "often"
by = "us"
on = "2016-10-18"
says = "It put out a release on four of five days."
[claims.test]
measure = "disclosed"
publisher = "coalition"
value = ">= 0.8"

[[claims]]
id = "less"
by = "us"
on = "2016-10-18"
says = "It put out less in 2016 than in 2015."
[claims.test]
measure = "disclosed-change"
publisher = "coalition"
from = "2016-01-01"
before = { from = "2015-01-01", until = "2015-12-31" }
value = "< 0"

[[claims]]
id = "longest"
by = "us"
on = "2016-10-18"
says = "It was never silent for more than a week."
[claims.test]
measure = "silence"
publisher = "coalition"
value = "<= 7"
"""


@pytest.fixture(scope="module")
def findings(shared, tmp_path_factory):
    folder = tmp_path_factory.mktemp("coalition")
    packed = shared("data/oir_strikes_centcom/all-edited-refined.csv.gz")
    (folder / "strikes.csv").write_bytes(gzip.decompress(packed.read_bytes()))
    for name, text in (("case.toml", CASE), ("actors.toml", ACTORS), ("claims.toml", CLAIMS)):
        (folder / name).write_text(text, encoding="utf-8")
    return fg.check_claims(fg.hold_events(fg.locate_events(fg.read_case(folder))))


@pytest.fixture(scope="module")
def chapter(findings):
    return fg.build_report(findings).disclosure[0]


def test_the_lines_of_a_day_are_one_release(chapter):
    assert (chapter.first, chapter.last) == ("2014-12-19", "2016-10-17")
    assert (chapter.releases, chapter.rows, chapter.not_used) == (570, 5531, ())
    assert (chapter.tally.must, chapter.tally.may, chapter.tally.cannot) == (570, 99, 0)


def test_claims_about_it_stand_as_the_days_allow(findings):
    standings = {found.claim.id: found.headline.standing for found in findings.claims}
    assert standings == {"often": MUST, "less": MAY, "longest": MUST}


def test_the_weekend_habit_is_found_with_its_end_and_is_no_change_of_policy(chapter):
    habit = chapter.weekdays
    assert habit.pattern
    assert habit.rest == ("Saturday", "Sunday")
    assert "2014-12-19" <= habit.first <= "2015-01-31"
    assert "2015-03-01" <= habit.last <= "2015-08-31"
    assert "a weekend is no change of policy" in habit.sentence
    found = chapter.series[0].readings[0]
    assert not habit.first <= found.likely <= habit.last


def test_what_is_open_is_said_with_the_change(chapter):
    rate = chapter.series[0]
    assert [change.reading for change in rate.readings] == ["found", "filled"]
    assert rate.readings[1].evidence < 1
    assert "it may be a change of what was found" in rate.conclusion


def test_its_longest_silences_are_listed(chapter):
    longest = max(chapter.silences, key=lambda silence: silence.days)
    assert (longest.first, longest.last, longest.days) == ("2015-09-17", "2015-09-23", 7)
    assert longest.sentence.startswith("Nothing was found of these 7 days; nobody says that nothing came out.")
