"""Who counts as what, according to whom. Definitions belong to somebody and change over time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from firmground.case.actors import tie_kind
from firmground.modality import CANNOT, MAY, MUST, Modality, any_of

if TYPE_CHECKING:
    from firmground.case.actors import Actors, Bond, TieKind
    from firmground.dates import When


@dataclass(frozen=True, slots=True)
class Label:
    """One word of a definition and the actors it covers during `period`.

    `open` means that the list is not complete: an actor that is neither covered nor excluded MAY be meant. `bonds`:
    those are meant too who, on the day, are tied so to an actor.
    """

    label: str
    covers: tuple[str, ...]
    excludes: tuple[str, ...]
    period: When
    open: bool = False
    says: str = ""
    source: str = ""
    bonds: tuple[tuple[Bond, str], ...] = ()

    def includes(self, actor: str, day: int, actors: Actors) -> Modality:
        """Does the word, on that day, mean this actor?

        Members of a covered coalition are covered with it, members of an excluded one are excluded with it; what
        is said of an actor by name goes before what follows from its memberships and ties.
        """
        if self.period.holds_on(day) is CANNOT:
            return CANNOT
        if actor in self.excludes:
            return CANNOT
        named = any_of(actors.belongs(actor, covered, day) for covered in self.covers)
        for bond, to in self.bonds:
            named |= actors.tied(actor, bond, to, day)
        if named is CANNOT and self.open:
            named = MAY
        if actor not in self.covers:
            named &= ~any_of(actors.belongs(actor, excluded, day) for excluded in self.excludes)
        return named if self.period.holds_on(day) is MUST else named & MAY


@dataclass(frozen=True, slots=True)
class Definition:
    """A speaker's definition: its labels, several entries a label where it changed."""

    id: str
    title: str
    by: str
    labels: tuple[Label, ...]
    source: str = ""
    note: str = ""

    def has(self, label: str) -> bool:
        return any(entry.label == label for entry in self.labels)

    def includes(self, label: str, actor: str, day: int, actors: Actors) -> Modality:
        """MUST, MAY or CANNOT `label` mean this actor on that day? A label it does not have says nothing: MAY."""
        entries = [entry for entry in self.labels if entry.label == label]
        if not entries:
            return MAY
        return any_of(entry.includes(actor, day, actors) for entry in entries)

    @property
    def tie_kinds(self) -> frozenset[TieKind]:
        """The kinds of ties, besides memberships, on which it hangs who is meant."""
        return frozenset(tie_kind(bond) for entry in self.labels for bond, _ in entry.bonds)

    def change_days(self) -> set[int]:
        """Days on which a label begins or ends; ties have days of their own (`Actors.change_days`)."""
        return {day for entry in self.labels for day in (*entry.period.possible, *entry.period.certain)}
