"""What a publisher put out is counted once, whichever rows show it."""

from __future__ import annotations

from told_records import release, write_case

from firmground.dates import NO_STOP, Days, parse_when
from firmground.measures.publishing import OTHERS, REPEATED, UNREPORTED, count_by_day, read_publishing

HEAD = (
    '[[events]]\nid = "e"\nfile = "e.csv"\n[events.columns]\nstrikes = "number"\n'
    '[[disclosure]]\nby = "p"\nevents = ["e"]\nfrom = "2015-10-01"\nuntil = "2015-10-31"\n'
)
EVENTS = "id,date,reported,place,lon,lat,target,number,duplicate_of,means,what\n"


def day(text):
    return parse_when(text).possible.start


def published(folder, *rows, events=(), head=HEAD):
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "e.csv").write_text(EVENTS + "".join(f"{row}\n" for row in events), encoding="utf-8")
    case = write_case(folder, *rows, head=head)
    return read_publishing(case, case.publishers["p"])


def test_the_events_of_one_day_of_report_are_one_issue_with_all_that_any_of_them_says(tmp_path):
    rows = [
        "1,2015-10-01,2015-10-02,Ghmam,,,,3,,,",
        "2,,2015-10-02,,36,35,rebels,,,bombs,",
        "3,,2015-10-03,Ghmam,,,,,,,",
    ]
    first, second = published(tmp_path, events=rows).issues
    assert first.gives == {"date", "place", "coordinates", "target", "count", "means"}
    assert (first.rows, first.places, first.single) == (2, 1, False)
    assert (second.gives, second.rows) == ({"place"}, 1)


def test_a_column_can_be_named_for_a_detail(tmp_path):
    row = "1,2015-10-01,2015-10-02,Ghmam,,,,,,,destroyed a truck"
    plain = published(tmp_path / "a", events=[row]).issues[0]
    named = published(tmp_path / "b", events=[row], head=HEAD + 'columns = { outcome = "what" }\n').issues[0]
    assert named.gives - plain.gives == {"outcome"}


def test_events_reported_on_one_of_several_days_are_an_issue_of_one_of_them(tmp_path):
    found = published(tmp_path, events=["1,2015-10-01,2015-10-02/2015-10-03,Ghmam,,,,,,,"]).issues
    assert [issue.days for issue in found] == [Days(day("2015-10-02"), day("2015-10-04"))]


def test_an_event_without_a_day_of_report_may_be_of_any_later_day_of_a_complete_record(tmp_path):
    rows = ["1,2015-10-05,,Ghmam,,,,,,,", "2,2015-10-05,,Ghmam,,,,,,,"]
    found = published(tmp_path / "a", events=rows, head=HEAD + "complete = true\n")
    assert [issue.days for issue in found.issues] == [Days(day("2015-10-05"), NO_STOP)] * 2
    open_record = published(tmp_path / "b", events=rows)
    assert (open_record.issues, open_record.left_out) == ((), {UNREPORTED: 2})


def test_events_add_no_release_to_a_day_that_has_one_and_one_to_a_day_that_has_none(tmp_path):
    rows = ["1,,2015-10-02,Ghmam,,,,,,,", "2,,2015-10-03,Ghmam,,,,,,,", "3,,2015-10-03,Hama,,,,,,,"]
    found = published(tmp_path, release("a", "2015-10-02"), release("b", "2015-10-02"), events=rows)
    assert count_by_day(found) == {day("2015-10-02"): 2, day("2015-10-03"): 1}


def test_a_sum_of_other_releases_is_no_further_release_of_its_day(tmp_path):
    with_others = published(tmp_path / "a", release("a", "2015-10-02"), release("t", "2015-10-02", kind="total"))
    alone = published(tmp_path / "b", release("t", "2015-10-02", kind="total"))
    assert count_by_day(with_others) == count_by_day(alone) == {day("2015-10-02"): 1}


def test_what_others_made_of_its_figures_is_left_out_and_counted(tmp_path):
    found = published(tmp_path, release("a", "2015-10-02"), "b,an agency,2015-10-03,,,published,total,count,,,")
    assert found.left_out == {OTHERS: 1}
    assert count_by_day(found) == {day("2015-10-02"): 1}


def test_rows_of_another_publisher_that_is_watched_are_its_own(tmp_path):
    head = HEAD + '[[disclosure]]\nby = "w"\n'
    found = published(tmp_path, release("a", "2015-10-02"), "b,w,2015-10-03,,,published,,count,,,", head=head)
    assert found.left_out == {}


def test_an_event_that_repeats_another_is_left_out_and_counted(tmp_path):
    rows = ["1,,2015-10-02,Ghmam,,,,,,,", "2,,2015-10-03,Ghmam,,,,,1,,"]
    found = published(tmp_path, events=rows)
    assert found.left_out == {REPEATED: 1}
    assert count_by_day(found) == {day("2015-10-02"): 1}


def test_every_row_is_accounted_for(tmp_path):
    rows = ["1,,2015-10-02,Ghmam,,,,,,,", "2,,2015-10-03,Ghmam,,,,,1,,", "3,,,,,,,,,,"]
    releases = (
        release("a", "2015-10-02"),
        release("t", "2015-10-02", kind="total"),
        "s,p,,2015-10-05,2015-10-06,silence,,,,w,",
        "o,an agency,2015-10-03,,,published,total,count,,,",
    )
    assert published(tmp_path, *releases, events=rows).rows == len(rows) + len(releases)
