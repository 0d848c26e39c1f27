"""What is said of a claim about the detail of what came out: of both numbers, of what was found, of what is open."""

from __future__ import annotations

from fractions import Fraction

import pytest
from told_records import check, release, silence, write_case

import firmground as fg
from firmground.bounds import Bounds
from firmground.measures import detail_days, select
from firmground.measures.publishing import read_publishing
from firmground.report.build import build_report
from firmground.report.sections import write_section

OCTOBER = '[[disclosure]]\nby = "p"\nfrom = "2015-10-01"\nuntil = "2015-10-10"\n'
COMPLETE = OCTOBER + "complete = true\n"
SHARE = 'measure = "disclosed"\npublisher = "p"\ngives = ["place"]\nof = "published"\nvalue = ">= 0.6"\n'
CHANGE = (
    'measure = "disclosed-change"\npublisher = "p"\ngives = ["place"]\nof = "published"\nvalue = "< 0"\n'
    'from = "2015-10-06"\nbefore = { until = "2015-10-05" }\n'
)
# Places were named on the first four days; the three releases after them name none.
ROWS = [release(f"r{day}", f"2015-10-{day:02}", "place" if day < 5 else "count") for day in (1, 2, 3, 4, 6, 7, 8)]


def said(folder, *rows, test=SHARE, head=OCTOBER):
    findings, found = check(write_case(folder, *rows, head=head, test=test))
    return write_section(findings, found), found


def test_a_share_of_the_days_with_anything_names_both_numbers(tmp_path):
    section, found = said(tmp_path, *ROWS, silence("s", "2015-10-09", "2015-10-10"))
    # At least 4 of 8: something without a place on the 5th; at most 8 of 8: places on all but the silent days.
    assert found.headline.bounds == Bounds(Fraction(1, 2), 1)
    assert section.sentence.startswith(
        "The data allow it. The press office: of the 10 days from 1 October 2015 to 10 October 2015 it put anything out "
        "on 7 to 8, and something out that gives a place on 4 to 8. That is 50 to 100 percent of the days on which it "
        "put anything out."
    )
    assert section.settling[0].sentence == "The data would require it if 1 undecided day turned out in its favour."
    assert section.that.endswith("gives a place, of those on which it put anything out")
    assert any("would by itself be 57.1 percent, which misses the claim" in remark for remark in section.remarks)
    assert (section.counts.must, section.counts.may, section.counts.perhaps) == (4, 4, 3)


def test_fewer_places_when_it_did_publish_may_be_required_where_fewer_days_are_not(tmp_path):
    """On the later days it put out as much as before, and named no place; only the word of a witness says so."""
    silent = silence("s", "2015-10-06", "2015-10-10", "place")
    rows = [*ROWS, release("r9", "2015-10-09", "count")]
    section, found = said(tmp_path, *rows, silent, test=CHANGE)
    assert found.headline.bounds == Bounds(-1, Fraction(-4, 5))
    assert "That is a fall of 80 to 100 percentage points in the share of the days with anything." in section.sentence
    assert "That rests on the word of A witness" in section.sentence
    assert section.settling == ()
    assert any("would by itself be 4 of 4 days against 0 of 4" in remark for remark in section.remarks)


def test_of_no_days_with_anything_there_is_no_share(tmp_path):
    for number, test in enumerate((SHARE + 'from = "2015-10-05"', CHANGE)):
        section, found = said(tmp_path / str(number), *ROWS[:2], test=test, head=COMPLETE)
        assert found.headline.bounds is None
        assert "Nothing in these data can be counted for it" in section.sentence
        assert not any("decisive" in remark for remark in section.remarks)


@pytest.mark.parametrize(("test", "several"), [(SHARE, "2015-10-09/2015-10-10"), (CHANGE, "2015-10-05/2015-10-10")])
def test_a_release_without_a_certain_day_is_told_whether_it_gives_the_detail_or_not(
    tmp_path, test, several, monkeypatch
):
    rows = [*ROWS, release("x", several, "count")]
    section, _ = said(tmp_path / "a", *rows, test=test, head=COMPLETE)
    assert any("has no certain day and counts as possible only" in remark for remark in section.remarks)
    assert not any("wider" in remark for remark in section.remarks)
    monkeypatch.setattr(detail_days, "MOST_KEPT", 0)
    section, _ = said(tmp_path / "b", *rows, test=test, head=COMPLETE)
    assert any("the bounds are perhaps wider than they would have to be" in remark for remark in section.remarks)


def test_a_record_is_read_once_for_all_claims_and_the_chapter(tmp_path, monkeypatch):
    read = []

    def listen(case, publisher):
        read.append(publisher.by)
        return read_publishing(case, publisher)

    monkeypatch.setattr(select, "read_publishing", listen)
    write_case(tmp_path, *ROWS, silence("s", "2015-10-09", "2015-10-10"), head=OCTOBER, test=SHARE)
    claims = tmp_path / "claims.toml"
    one = claims.read_text(encoding="utf-8")
    claims.write_text(one + one.replace('"c"', '"d"').replace(SHARE, CHANGE), encoding="utf-8")
    findings, _ = check(fg.read_case(tmp_path))
    assert len(build_report(findings).disclosure) == 1
    assert len(findings.claims) == 2
    assert read == ["p"]
    assert findings.selector.afresh().publishing("p") is findings.selector.publishing("p")
