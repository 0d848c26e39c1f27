"""The coalition's days, 2014 to 2016, as the engine sees them: a habit of the week, changes of rate, silences.

570 of 669 days have a release (SOURCE.md of the data; its 99 absent days are "mostly" weekends up to August 2015).
"""

from __future__ import annotations

import csv
import gzip
from collections import Counter
from datetime import date, datetime, timedelta

import numpy as np
import pytest

from firmground.engine.changes import Series, find_change, find_changes, find_silences, find_weekdays


@pytest.fixture(scope="module")
def days(shared):
    """First day, lines of each day."""
    with gzip.open(shared("data/oir_strikes_centcom/all-edited-refined.csv.gz"), "rt", encoding="utf-8") as rows:
        lines = Counter(datetime.strptime(row["date"], "%m/%d/%Y").date() for row in csv.DictReader(rows))  # noqa: DTZ007 - a day, in no zone
    first = min(lines)
    number = (max(lines) - first).days + 1
    return first, np.array([lines[first + timedelta(days=day)] for day in range(number)])


@pytest.fixture(scope="module")
def habit(days):
    first, lines = days
    released = Series.of(np.minimum(lines, 1))
    return find_weekdays(released, (np.arange(len(lines)) + first.weekday()) % 7)


def test_all_days_with_a_release_are_there(days):
    first, lines = days
    assert (first, len(lines), np.count_nonzero(lines)) == (date(2014, 12, 19), 669, 570)


def test_the_weekends_of_the_first_months_are_a_habit_and_no_change_of_policy(days, habit):
    first, _ = days
    assert habit.found
    assert habit.rest == (5, 6)
    assert habit.likely > 0.9
    assert habit.rested / habit.rests > 0.5
    assert habit.log_against_change > 0
    assert habit.log_rate_too < 0  # on the other days the rate is the same inside and after it
    # It reaches from the first weeks of the record into the spring of 2015.
    assert first + timedelta(days=habit.starts[1]) <= date(2015, 1, 2)
    assert date(2015, 2, 1) < first + timedelta(days=habit.stops[0])
    assert first + timedelta(days=habit.stops[1]) < date(2015, 8, 1)
    # No change of rate is dated to where the habit ends, with its days left out.
    ends = range(habit.stops[0], habit.stops[1] + 1)
    found = find_change(habit.others)
    assert found.posterior[ends.start : ends.stop].sum() < 0.01
    assert not set(find_changes(habit.others).changes) & set(ends)


def test_releases_came_more_regularly_from_february_2016(days, habit):
    first, _ = days
    for series in (habit.others, Series.of(np.minimum(days[1], 1))):
        change = find_change(series)
        assert change.probability > 0.99
        assert change.fell < 0.001
        assert first + timedelta(days=change.first) <= date(2016, 2, 4) <= first + timedelta(days=change.last)
        assert change.before.high < change.after.low


def test_detail_and_rate_change_at_different_times(days):
    """Places named in a release rose in the spring of 2015, when the rate of releases did not."""
    first, lines = days
    change = find_change(Series.of(lines, lines > 0))
    assert date(2015, 5, 1) < first + timedelta(days=change.first)
    assert first + timedelta(days=change.last) < date(2015, 6, 15)
    assert change.before.high < 8
    assert change.after.low > 10


def test_the_week_of_september_2015_is_longer_than_chance_makes_silences_and_three_days_are_not(days, habit):
    first, _ = days
    silences = find_silences(habit.others, most=8)
    longest, short = silences[0], next(each for each in silences if each.days == 3)
    assert (first + timedelta(days=longest.start), longest.days) == (date(2015, 9, 17), 7)
    assert longest.somewhere < 0.01
    assert short.chance < 0.01  # these three days seem rare ...
    assert short.somewhere > 0.5  # ... and yet in so long a record three like them are to be expected
