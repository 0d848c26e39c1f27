"""How many events break a clause of an agreement: a clause is a claim of its parties that there is no such event.

Units are the events of the parties, of the kinds and days of the clause; those that break it are "that". An event
that nobody is named for is among them and may be anybody's, so the bounds hold it; the chapter counts it apart.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from firmground.case.claims import MeasureKind, Selection, Unit
from firmground.case.questions import Breached
from firmground.dates import sure_window, window
from firmground.errors import BadRequestError
from firmground.measures.clauses import ClauseTrial, bound_days, bound_parties, strongest
from firmground.measures.complete import is_complete
from firmground.measures.measurement import Measurement
from firmground.measures.settle import Question
from firmground.measures.units import count_bounds, fill_units, lay_out
from firmground.modality import MUST

if TYPE_CHECKING:
    from firmground.case.case import Case
    from firmground.case.choices import Specification
    from firmground.case.claims import Test
    from firmground.case.undertakings import Agreement, Clause
    from firmground.hold import Held
    from firmground.measures.select import Selector


def measure_breaches(held: Held, test: Test, specification: Specification, selector: Selector) -> Measurement:
    """A count without a limit above, unless the record is known to be complete.

    Raises BadRequestError for an agreement or a clause that the case does not have.
    """
    trials = try_clauses(test, specification, selector)
    judged = [trial.judged for trial in trials]
    count = len(held.case.events)
    counted = selector.counted(_any_day(test.among), specification)
    theirs = np.minimum(strongest((one.theirs for one in judged), count), counted)
    breaks = np.minimum(strongest((one.breaks for one in judged), count), counted)
    units = fill_units(lay_out(held, Unit.EVENT, theirs), theirs, breaks, every=False)
    complete = is_complete(held, test.among, subset=specification.subset)
    question = Question(MeasureKind.COUNT, complete=complete)
    return Measurement(question, count_bounds(units, complete=complete), MUST, units)


def try_clauses(test: Test, specification: Specification, selector: Selector) -> list[ClauseTrial]:
    """The clauses that a test asks about, set against the events on the days of the clause and of the test."""
    agreement, clauses = asked_clauses(selector.case, test)
    sure, possible = (find(test.among.first, test.among.last) for find in (sure_window, window))
    trials = []
    for clause in clauses:
        surely, possibly = bound_days(agreement, clause)
        trial = ClauseTrial(
            selector,
            clause,
            bound_parties(agreement, clause),
            surely=surely.overlap(sure),
            possibly=possibly.overlap(possible),
            definition=specification.definition,
            radius=specification.radius,
            ground=specification if isinstance(test.about, Breached) and test.about.by_ground else None,
        )
        trials.append(trial)
    return trials


def asked_clauses(case: Case, test: Test) -> tuple[Agreement, tuple[Clause, ...]]:
    if not isinstance(test.about, Breached) or test.about.agreement not in case.agreements:
        raise BadRequestError("a count of breaches needs an agreement of the case: say agreement = ... in the test")
    agreement = case.agreements[test.about.agreement]
    clauses = agreement.asked(test.about.clause)
    if not clauses:
        raise BadRequestError(
            f"the agreement {agreement.id!r} has no clause {test.about.clause!r}"
            if test.about.clause
            else f"the agreement {agreement.id!r} has no clause: nothing says which events would break it"
        )
    return agreement, clauses


def _any_day(selection: Selection) -> Selection:
    """The selection on whatever day: its days are tried together with those of the clause."""
    return replace(selection, first=None, last=None)
