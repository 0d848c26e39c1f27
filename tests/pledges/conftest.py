"""Pledges made in a line, and cases of them."""

from __future__ import annotations

import pytest

from firmground.case.undertakings import Pledge, PledgeState, Stage
from firmground.dates import parse_when


@pytest.fixture
def pledge_of():
    def make(on, *stages, by=("a",), to=("b",), **more):
        made = tuple(Stage(PledgeState(state), parse_when(day)) for state, day in stages)
        return Pledge("p", by, to, "help", "", parse_when(on), "", "", made, **more)

    return make
