"""effects: what each rule does to each finding, before anything leaves.

For each rule alone, and for all together: the bounds of every claim in full and as the audience would find them, under
the claim's own specification. A view is written and read as a case would be, so that what is told here is what the
audience will compute.
"""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from firmground.case.claims import Test
from firmground.case.handling import Handling
from firmground.check import check_test, headline_specification
from firmground.errors import BadRequestError
from firmground.exchange.viewing.make import make_view
from firmground.exchange.viewing.rules import binding_rules
from firmground.exchange.viewing.write import write_view
from firmground.hold import hold_events
from firmground.locate import locate_events
from firmground.measures import Selector
from firmground.measures.withheld import widest
from firmground.read import read_case

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date

    from firmground.bounds import Bounds
    from firmground.case.case import Case
    from firmground.case.handling import Rule
    from firmground.check import Finding, Findings
    from firmground.exchange.tables import RecordTable
    from firmground.exchange.views import Applied, View
    from firmground.hold import Held
    from firmground.measures.measurement import Measurement


class Change(StrEnum):
    """What becomes of a finding."""

    SAME = "the same"
    WIDER = "wider"
    OPEN = "nothing left"  # the widest bounds that there are
    UNTESTABLE = "cannot be tested"
    HIDDEN = "not shown"  # the claim itself is hidden
    NEVER = "not tested"  # nor is it in full


@dataclass(frozen=True, slots=True)
class ClaimEffect:
    """A claim's bounds in full and in the view; None where it has none. `why`: what makes it untestable or open."""

    claim: str
    change: Change
    full: Bounds | None = None
    shown: Bounds | None = None
    standing_full: str = ""
    standing_shown: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class RuleEffect:
    """What one rule does alone, or all of them (`rule` is ""). `stopped`: why nothing could leave under it."""

    rule: str
    reason: str
    claims: tuple[ClaimEffect, ...] = ()
    applied: tuple[Applied, ...] = ()
    stopped: str = ""

    @property
    def moved(self) -> tuple[ClaimEffect, ...]:
        """The claims of which anything is lost."""
        return tuple(one for one in self.claims if one.change not in (Change.SAME, Change.NEVER))


@dataclass(frozen=True, slots=True)
class Effects:
    """All rules together, and each alone, in their order."""

    together: RuleEffect
    alone: tuple[RuleEffect, ...]


def effects_of_rules(
    case: Case,
    tables: Sequence[RecordTable],
    view: View,
    day: date,
    *,
    full: Findings | None = None,
    shown: Findings | None = None,
    without: Sequence[str] = (),
    progress: Callable[[str], None] | None = None,
) -> Effects:
    """The effect of every rule that binds the audience of `view` on `day`.

    `full`, `shown`: the findings of the case and of the view, where they are at hand. `without`: as for `make_view`, of
    all rules together only.
    """
    before = _in_full(case, full)
    after = _view_headlines(case, view) if shown is None else _headlines(case, shown.held, shown.selector)
    together = RuleEffect("", "all rules together", _compare_all(case, before, after), view.applied)
    binding = binding_rules(case.handling, view.audience, day)
    if len(binding) == 1 and case.handling.label is None and not without:
        only = binding[0]
        return Effects(together, (replace(together, rule=only.id, reason=only.reason),))
    alone = []
    for rule in binding:
        if progress:
            progress(f"the effect of the rule {rule.id}")
        alone.append(_alone(case, tables, view, day, rule, before))
    return Effects(together, tuple(alone))


def _alone(
    case: Case, tables: Sequence[RecordTable], view: View, day: date, rule: Rule, before: Mapping[str, Finding | str]
) -> RuleEffect:
    """A rule as if it were the only one."""
    single = replace(case, handling=Handling(None, (rule,)))
    try:
        seen = make_view(single, tables, view.audience, day)
    except BadRequestError as fault:
        return RuleEffect(rule.id, rule.reason, stopped=str(fault))
    return RuleEffect(rule.id, rule.reason, _compare_all(case, before, _view_headlines(case, seen)), seen.applied)


def _in_full(case: Case, full: Findings | None) -> dict[str, Finding | str]:
    """Each claim's finding under its own specification, or why it has none."""
    if full is None:
        held = hold_events(locate_events(case))
        return _headlines(case, held, Selector(held))
    found: dict[str, Finding | str] = {one.claim.id: one.headline for one in full.claims}
    return found | {claim.id: why for claim, why in full.untested}


def _view_headlines(case: Case, view: View) -> dict[str, Finding | str]:
    """Findings of what a view shows, read as whoever has it would read it."""
    with tempfile.TemporaryDirectory(prefix="firmground-") as folder:
        place = Path(folder) / "case"
        write_view(case, view, place)
        held = hold_events(locate_events(read_case(place)))
    return _headlines(case, held, Selector(held))


def _headlines(case: Case, held: Held, selector: Selector) -> dict[str, Finding | str]:
    """Findings of what is held under the specifications that the claims have in `case`."""
    found: dict[str, Finding | str] = {}
    for key, claim in held.case.claims.items():
        full = case.claims[key].test
        if claim.test is None or full is None:
            found[key] = claim.cannot_test or "no test is given"
            continue
        finding = check_test(held, claim.test, headline_specification(case, full), selector)
        found[key] = finding.problem or finding
    return found


def _compare_all(
    case: Case, before: Mapping[str, Finding | str], after: Mapping[str, Finding | str]
) -> tuple[ClaimEffect, ...]:
    return tuple(_compare(claim, before[claim], after.get(claim)) for claim in case.claims if claim in before)


def _compare(claim: str, before: Finding | str, after: Finding | str | None) -> ClaimEffect:
    if isinstance(before, str):
        return ClaimEffect(claim, Change.NEVER, why=before)
    standing = str(before.standing)
    if after is None:
        return ClaimEffect(claim, Change.HIDDEN, before.bounds, standing_full=standing, why="the claim is not shown")
    if isinstance(after, str):
        return ClaimEffect(claim, Change.UNTESTABLE, before.bounds, standing_full=standing, why=after)
    whole, part = before.bounds, after.bounds
    change = Change.WIDER
    if (whole is None and part is None) or (whole and part and (whole.low, whole.high) == (part.low, part.high)):
        change = Change.SAME
    elif part is None or (after.measurement is not None and _says_nothing(after.measurement)):
        change = Change.OPEN
    return ClaimEffect(claim, change, whole, part, standing, str(after.standing))


def _says_nothing(measured: Measurement) -> bool:
    """Are these every value that the measure can have at all?"""
    bounds, every = measured.bounds, widest(Test(measured.question.kind), "").bounds
    return bounds is not None and every is not None and bounds.low <= every.low and bounds.high >= every.high
