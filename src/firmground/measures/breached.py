"""Which events break a clause of an agreement: a clause is a claim of its parties that there is no such event."""

from __future__ import annotations

from typing import TYPE_CHECKING

from firmground.errors import BadRequestError

if TYPE_CHECKING:
    from firmground.case.choices import Specification
    from firmground.case.claims import Test
    from firmground.hold import Held
    from firmground.measures.measurement import Measurement
    from firmground.measures.select import Selector


def measure_breaches(held: Held, test: Test, specification: Specification, selector: Selector) -> Measurement:
    raise BadRequestError("not measured yet")
