"""What a case asks about nearness besides its claims: which events met, and what was near its incidents.

It looks back at what was recorded. An event is as wide as it is known and as long as its days; nothing here is
finer than the sources, and nothing is live.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from firmground.case.claims import Selection

if TYPE_CHECKING:
    from firmground.case.questions import Met

# What is looked at around an incident of which case.toml says nothing: our judgement, named wherever it is shown.
AROUND_KM = 25.0
AROUND_DAYS = 30


@dataclass(frozen=True, slots=True)
class Asked:
    """An `[[encounters]]` entry: which events of `among` met which of `met.other`."""

    id: str
    title: str
    among: Selection
    met: Met


@dataclass(frozen=True, slots=True)
class Around:
    """An `[[around]]` entry: which events of `among` were within `km` of an incident, so many days before and after."""

    incident: str
    km: float = AROUND_KM
    days_before: int = AROUND_DAYS
    days_after: int = AROUND_DAYS
    among: Selection = field(default_factory=Selection)
    title: str = ""
