"""Do the findings of a view contain those of the case: every claim, under specifications that both have?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import firmground as fg
from firmground.check import check_curve, check_test, specifications
from firmground.hold import hold_events
from firmground.locate import locate_events
from firmground.measures import Selector
from firmground.modality import CANNOT, MAY

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from random import Random

    from firmground.bounds import Bounds
    from firmground.case.choices import Specification
    from firmground.check import Finding
    from firmground.hold import Held

# Areas and distances are floats, added up in another order.
ROUNDING = 1e-9


class Answered:
    """A folder, read and held, ready to be asked."""

    def __init__(self, folder: Path) -> None:
        self.case = fg.read_case(folder)
        self.held: Held = hold_events(locate_events(self.case))
        self.selector = Selector(self.held)

    def specifications(self, claim: str) -> list[Specification]:
        test = self.case.claims[claim].test
        return [] if test is None else list(specifications(self.case, test))

    def ask(self, claim: str, asked: list[Specification]) -> Iterator[list[Finding]]:
        """The findings one by one, and those of the condensed curve, which must be the same."""
        test = self.case.claims[claim].test
        assert test is not None
        yield [check_test(self.held, test, one, self.selector) for one in asked]
        yield list(check_curve(self.held, test, asked, self.selector))


def violations(full: Answered, view: Answered, random: Random, claims: int = 100, most: int = 4) -> list[str]:
    """Every finding of the view that says more than that of the full case, in words; of so many of the claims, under
    `most` specifications each.
    """
    found = []
    # A claim that names what is not shown cannot be asked.
    shown_claims = [claim for claim in full.case.claims if claim in view.case.claims]
    for claim in random.sample(shown_claims, min(claims, len(shown_claims))):
        shared = sorted(set(full.specifications(claim)) & set(view.specifications(claim)), key=repr)
        asked = random.sample(shared, min(most, len(shared)))
        if not asked:
            continue
        whole = next(iter(full.ask(claim, asked)))
        for shown in view.ask(claim, asked):
            found += [
                f"{claim} under {one.specification}: {why}"
                for one, other in zip(whole, shown, strict=True)
                if (why := says_more(one, other))
            ]
    return found


def says_more(full: Finding, view: Finding) -> str:
    """In what the finding of a view says more than that of the case; "" if in nothing."""
    whole, shown = full.measurement, view.measurement
    if whole is None:
        return ""
    if shown is None:
        return f"cannot be measured any more: {view.problem}"
    # No value meets no claim: where nothing at all is counted, whatever may have been counted can only miss it.
    nothing = whole.bounds is None and view.standing is CANNOT
    if view.standing is not MAY and view.standing is not full.standing and not nothing:
        return f"{view.standing} where it is {full.standing}"
    if shown.defined is not MAY and shown.defined is not whole.defined:
        return f"there {shown.defined} be a value, where there {whole.defined}"
    if whole.bounds is not None and (shown.bounds is None or not _holds(shown.bounds, whole.bounds)):
        return f"{shown.bounds} where it is {whole.bounds}"
    details = dict(shown.details)
    return "; ".join(
        f"{name}: {details[name]} where it is {bounds}"
        for name, bounds in whole.details
        if name in details and not _holds(details[name], bounds)
    )


def _holds(wide: Bounds, narrow: Bounds) -> bool:
    slack = ROUNDING * max(1.0, abs(float(narrow.low))) if _is_float(narrow) else 0
    return wide.low <= narrow.low + slack and wide.high >= narrow.high - slack


def _is_float(bounds: Bounds) -> bool:
    return any(isinstance(end, float) and end not in (float("inf"), float("-inf")) for end in (bounds.low, bounds.high))
