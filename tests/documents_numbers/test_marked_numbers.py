"""What was marked by hand is found: dates with the days that they mean, numbers with value and operator.

The figures are printed by `benchmarks/quantities.py`; here stand the limits that they must not fall below.
"""

from __future__ import annotations

import marked_numbers as marked
import pytest


@pytest.mark.parametrize("name", ["quantities_written.txt", "quantities_held_out.txt"])
def test_numbers_of_our_sentences_have_their_value_and_operator(name):
    score = marked.score_quantities(name)
    assert score.right >= 0.97 * score.marked, score.wrong
    assert score.found <= 1.03 * score.marked, score.wrong
    assert score.unit >= 0.95 * score.marked, score.wrong


@pytest.mark.parametrize("name", ["days_written.txt", "days_held_out.txt"])
def test_dates_of_our_sentences_mean_the_days_that_were_marked(name):
    score = marked.score_days(name)
    assert score.f1(score.right) >= 97, score.wrong


@pytest.mark.parametrize("last", [False, True])
def test_dates_and_numbers_of_public_texts(last):
    days, quantities = marked.score_texts(last=last)
    assert days.f1(days.right) >= 95, days.wrong
    assert quantities.right >= 0.95 * quantities.marked, quantities.wrong
    assert quantities.f1(quantities.right) >= 95, quantities.wrong


def test_there_are_as_many_sentences_as_were_promised():
    numbers = [
        one for name in ("quantities_written.txt", "quantities_held_out.txt") for one in marked.read_marked(name)
    ]
    dates = [one for name in ("days_written.txt", "days_held_out.txt") for one in marked.read_marked(name)]
    assert len(numbers) >= 120
    assert sum(len(one.items) for one in numbers) >= 100
    assert len(dates) >= 80
