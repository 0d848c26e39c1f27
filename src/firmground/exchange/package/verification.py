"""What came out when a package was checked: plain data, for a terminal, a page or a program."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from firmground.exchange.package.findings import Inside

if TYPE_CHECKING:
    from firmground.exchange.package.faults import Step
    from firmground.exchange.package.findings import Compared
    from firmground.exchange.package.statement import TableLine


@dataclass(frozen=True, slots=True)
class Stamped:
    """A time stamp. `time`: ISO, UTC. `by`: the service, as its certificate names it. `checked`: against a root that
    the user named; else it is only what the reply says of itself.
    """

    time: str
    by: str
    checked: bool


@dataclass(frozen=True, slots=True)
class PackageVerification:
    """`fault`: the first thing that is wrong, a sentence, found at `step`; "" if nothing is.

    What was known before the fault was met is filled in, all else is empty. `demanded`: the user named this very key.
    `tables`: in the order of the tree. `untested`: claims that cannot be tested on what is shown, with the reason.
    `refused`: records of what is shown that cannot be read. `proven`, `not_proven`, `held_back`: a sentence each.
    """

    fault: str = ""
    step: Step | None = None
    title: str = ""
    day: str = ""
    audience: str = ""
    made_by: str = ""
    key: str = ""
    fingerprint: str = ""
    key_name: str = ""
    demanded: bool = False
    stamped: Stamped | None = None
    rows: int = 0
    tables: tuple[TableLine, ...] = ()
    has_findings: bool = False
    findings: tuple[Compared, ...] = ()
    untested: tuple[tuple[str, str], ...] = ()
    refused: int = 0
    proven: tuple[str, ...] = ()
    not_proven: tuple[str, ...] = ()
    held_back: tuple[str, ...] = ()

    @property
    def outside(self) -> tuple[Compared, ...]:
        """The findings of the sender that cannot be true of the rows of this package."""
        return tuple(found for found in self.findings if found.inside is Inside.NO)

    @property
    def ok(self) -> bool:
        """Nothing is wrong, and the sender's bounds, if he gave any, lie inside those of what is shown."""
        return not self.fault and not self.outside
