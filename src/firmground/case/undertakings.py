"""What was agreed and what was promised: agreements with their clauses, pledges with their conditions."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from firmground.dates import When


class PledgeState(StrEnum):
    OPEN = "open"
    CONDITION_UNMET = "condition-unmet"
    KEPT = "kept"
    BROKEN = "broken"
    NOT_VERIFIABLE = "not-verifiable"


@dataclass(frozen=True, slots=True)
class Clause:
    """Parties undertake that no event of this kind (`act`) hits what is protected in `zone` during `period`."""

    id: str
    parties: tuple[str, ...]
    act: str
    protects: tuple[str, ...]
    zone: str
    period: When
    exempt: tuple[str, ...] = ()
    says: str = ""


@dataclass(frozen=True, slots=True)
class Agreement:
    id: str
    title: str
    parties: tuple[str, ...]
    on: When
    said_by: str
    source: str
    says: str
    clauses: tuple[Clause, ...] = ()
    note: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Stage:
    """A state that a pledge was in from `on`, and the source that says so."""

    state: PledgeState
    on: When
    source: str = ""
    note: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Pledge:
    id: str
    by: tuple[str, ...]
    to: tuple[str, ...]
    what: str
    condition: str
    on: When
    said_by: str
    source: str
    stages: tuple[Stage, ...] = ()
    note: str = ""
    url: str = ""
