"""The ministry's record of autumn 2015: what was said of it, when it fell silent, and of which days it named no place."""

from __future__ import annotations

from fractions import Fraction

import pytest

import firmground as fg
from firmground.modality import MAY, MUST


@pytest.fixture(scope="module")
def findings():
    return fg.check_claims(fg.hold_events(fg.locate_events(fg.read_case(fg.example_folder("syria-2015")))))


@pytest.fixture(scope="module")
def report(findings):
    return fg.build_report(findings)


@pytest.fixture(scope="module")
def ministry(report):
    (found,) = report.disclosure
    return found


def claim(findings, key):
    return next(found for found in findings.claims if found.claim.id == key)


def section(report, key):
    return next(found for found in report.claims if found.id == key)


def test_that_it_put_something_out_on_fewer_days_is_required(findings):
    """15 or 16 of 16 days up to mid-October; after it 17 were found and 7 of the other 25 are said to be silent."""
    found = claim(findings, "reuters-1126-fewer-data").headline
    assert found.standing is MUST
    low, high = Fraction(17, 42) - Fraction(16, 16), Fraction(35, 42) - Fraction(15, 16)
    assert (found.bounds.low, found.bounds.high) == (low, high)


def test_that_it_named_places_on_fewer_days_is_only_allowed(findings):
    found = claim(findings, "reuters-1126-less-detail")
    assert found.headline.standing is MAY
    low, high = Fraction(15, 42) - Fraction(16, 16), Fraction(35, 42) - Fraction(13, 16)
    assert (found.headline.bounds.low, found.headline.bounds.high) == (low, high)
    assert found.require.fewest == 1


def test_the_report_says_on_whose_word_it_rests_and_what_it_would_be_without(report):
    remarks = " ".join(section(report, "reuters-1126-fewer-data").remarks)
    assert "7 days count as silent on the word of Institute for the Study of War" in remarks
    assert "Without that word the data would only allow it." in remarks
    assert "Of 28 October 2015 it is said that nothing came out, and yet a release was found" in remarks
    assert "15 of 16 days against 17 of 42" in remarks


def test_both_silences_are_told_with_who_attests_them_and_what_was_said_later(ministry):
    first, second = [silence for silence in ministry.silences if silence.attested]
    assert (first.first, first.last, first.days, first.attested) == ("2015-10-23", "2015-10-25", 3, 3)
    assert (second.first, second.last, second.days, second.attested) == ("2015-10-29", "2015-11-01", 4, 4)
    assert first.attested_by == second.attested_by == "Institute for the Study of War"
    assert "163 to 164 sorties and 285 targets" in first.later[0]
    assert first.later[-1] == "By its own later word there was no lull on these days."
    assert "no lull" not in " ".join(second.later)
    assert first.doubt == ""
    assert "28 October 2015" in second.doubt
    assert max(first.chance, second.chance) < 0.01


def test_the_days_from_17_november_are_spoken_of_without_the_name_of_a_place(ministry):
    found = ministry.unnamed[-1]
    assert (found.first, found.last, found.days) == ("2015-11-17", "2015-11-20", 4)
    assert found.releases == ("mod-ru-2015-11-17", "mod-ru-2015-11-19", "mod-ru-2015-11-20-total")


def test_its_days_add_up(ministry):
    tally = ministry.tally
    assert (tally.must, tally.may, tally.cannot, tally.attested) == (32, 19, 7, 7)
    assert len(ministry.days) == 58
    assert [sum(day.standing == standing for day in ministry.days) for standing in ("must", "may", "cannot")] == [
        32, 19, 7,
    ]  # fmt: skip
    assert sum(left.rows for left in ministry.not_used) + sum(row.rows for row in ministry.entries if row.counted) == (
        ministry.rows
    )


def test_the_change_of_what_was_found_is_not_in_the_other_extreme(ministry):
    rate = ministry.series[0]
    found, filled = rate.readings
    assert (found.reading, filled.reading) == ("found", "filled")
    assert found.low <= "2015-10-23" <= found.high
    assert found.low >= "2015-10-15"
    assert found.evidence > 100
    assert filled.evidence < 1
    assert found.before.low > found.after.high
    assert "it may be a change of what was found" in rate.conclusion
    assert "Had 6 of the 17 open days after it" in rate.conclusion


def test_of_what_it_did_put_out_no_less_was_found(ministry):
    """Rate and detail apart: it spoke on fewer days, and named as many places when it spoke."""
    details = [series for series in ministry.series if series.what == "detail"]
    assert len(details) == 2
    assert all(reading.evidence < 1 for series in details for reading in series.readings)


@pytest.mark.parametrize("what", ["posterior", "counts", "exposure"])
def test_columns_of_a_change_are_as_long_as_the_period(ministry, what):
    columns = [getattr(reading, what) for series in ministry.series for reading in series.readings]
    assert {len(column) for column in columns} == {58}


def test_posteriors_sum_to_one(ministry):
    for series in ministry.series:
        for reading in series.readings:
            assert sum(reading.posterior) == pytest.approx(1, abs=1e-4)


def test_no_record_by_others_is_passed_off_as_one(ministry):
    assert all(day.others is None for day in ministry.days)
    assert all("Nobody else's record" in silence.others for silence in ministry.silences)
