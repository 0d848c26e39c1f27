"""Pledges of a few days around day 1000, each as imprecise as it happens to be."""

from __future__ import annotations

from hypothesis import strategies as st

from firmground.case.undertakings import Pledge, PledgeState, Stage
from firmground.dates import Days, When


def whens(first, last):
    days = st.integers(first, last)
    return st.tuples(days, days).map(lambda two: When(Days(min(two), max(two) + 1), Days(0, 0)))


PLEDGES = st.builds(
    lambda made, stages: Pledge("p", (), (), "", "", made, "", "", tuple(Stage(*stage) for stage in stages)),
    whens(1000, 1006),
    st.lists(st.tuples(st.sampled_from(PledgeState), whens(1000, 1008)), max_size=4),
)
