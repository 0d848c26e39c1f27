"""What was said, by whom, in which unit, and the test that it stands for."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from firmground.bounds import Accepted, Bounds
    from firmground.case.actors import Bond
    from firmground.case.questions import Question
    from firmground.dates import When


class Unit(StrEnum):
    """What is counted: different places, events (one a row), or strikes (a row's number of them)."""

    PLACE = "place"
    EVENT = "event"
    STRIKE = "strike"


class MeasureKind(StrEnum):
    SHARE = "share"  # of the counted units, the part that is "that"
    COUNT = "count"  # of the counted units, how many are "that"
    AREA = "area"  # km² a party holds on a day
    GAIN = "gain"  # km² held on the later day less km² held on the earlier; a loss is negative
    PLACES = "places"  # how many listed places a party holds on a day, or took between two days
    DISTANCE = "distance"  # km from the nearest (or farthest) counted event to a place, incident or territory
    DISCLOSED = "disclosed"  # of the days of a period, the part on which a publisher put something out
    LESS_DISCLOSED = "disclosed-change"  # that part less the part of an earlier period; a fall is negative
    SILENCE = "silence"  # the longest run of days in a period on which a publisher put nothing out
    BREACHES = "breaches"  # how many events break a clause of an agreement
    PLEDGES = "pledges"  # how many pledges were in a state on a day
    PLEDGES_SHARE = "pledges-share"  # of the pledges, the part that was
    CONTRADICTIONS = "contradictions"  # the fewest ties that contradict any division into blocs
    ENCOUNTERS = "encounters"  # how many pairs of events came within a distance and a time of each other


class Model(StrEnum):
    """What is taken for likely inside the bounds, where a claim's test asks for it. Nothing is unless it does."""

    UNIFORM = "uniform"  # every point of a place and every day of a date is as likely as any other


class Relation(StrEnum):
    """How an event's place stands to a party's ground. Published figures mix these up; they are different."""

    IN = "in"  # held by it (contested ground: see the choice `contested`)
    OUTSIDE = "outside"  # not held by it
    WITH = "with"  # any presence of it, as holder or not
    WITHOUT = "without"  # no presence of it at all


@dataclass(frozen=True, slots=True)
class Near:
    """Within `km` of a place or an incident (an id of the case)."""

    to: str
    km: float


@dataclass(frozen=True, slots=True)
class TargetTie:
    """Whoever was hit stands so to `of` on the day: an actor, a label, or "partners" (those of the event's own actor).

    `complete`: the ties of the case are taken for all there are of this kind. Without it a target of which no such tie
    is known may be tied so all the same.
    """

    bond: Bond
    of: str
    complete: bool = False


@dataclass(frozen=True, slots=True)
class OnList:
    """A place on a sealed list (an id of the case) lies inside the event's region or within `km` of it, and the list
    was sealed before the event.
    """

    list: str
    km: float = 0.0


@dataclass(frozen=True, slots=True)
class Condition:
    """What an event must be to be "that": all of the parts given. Empty is always true.

    `ground`: pairs of relation and party (an actor id, or a label that is read under the chosen definition).
    `target`: the party that the publisher says was hit. `inside`: areas or places of the case, in any one of them.
    `any_of`: at least one of these. `none_of`: none.
    """

    ground: tuple[tuple[Relation, str], ...] = ()
    target: str = ""
    target_tie: TargetTie | None = None
    near: tuple[Near, ...] = ()
    any_of: tuple[Condition, ...] = ()
    none_of: tuple[Condition, ...] = ()
    inside: tuple[str, ...] = ()
    on_list: OnList | None = None

    def parties(self) -> Iterator[str]:
        """Every party, actor or label, that it or a part of it names; "" where a part names none."""
        yield self.target
        if self.target_tie is not None:
            yield self.target_tie.of
        yield from (party for _, party in self.ground)
        for part in (*self.any_of, *self.none_of):
            yield from part.parties()

    def lists(self) -> Iterator[OnList]:
        """Every question about a sealed list that it or a part of it asks."""
        if self.on_list is not None:
            yield self.on_list
        for part in (*self.any_of, *self.none_of):
            yield from part.lists()


@dataclass(frozen=True, slots=True)
class Selection:
    """Which events are counted: all of the parts given.

    `by`: an actor (its members count too). `kind`: any of these kinds. `first`, `last`: the days on which the
    event happened; `reported_*`: on which its source named it; both ends included. `datasets`: ids of
    `[[events]]`. `near`, `inside`: as in a condition. `where`: for a column of the file, the values that count;
    `where_not`: that do not.
    """

    by: str = ""
    kind: tuple[str, ...] = ()
    target: str = ""
    first: When | None = None
    last: When | None = None
    reported_first: When | None = None
    reported_last: When | None = None
    datasets: tuple[str, ...] = ()
    near: tuple[Near, ...] = ()
    where: tuple[tuple[str, tuple[str, ...]], ...] = ()
    where_not: tuple[tuple[str, tuple[str, ...]], ...] = ()
    inside: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OwnNumbers:
    """A claim given by its own numbers: of `counted` units, between `that.low` and `that.high` were "that"."""

    counted: int
    that: Bounds


@dataclass(frozen=True, slots=True)
class Test:
    """The question that the data are asked, and the values with which the claim holds.

    `out_of`: the whole of which only a part was disclosed, in units. `party`, `on`, `until`, `region`: for
    area, gain, places and distance; `region` an area of the case, "" for all that the map covers.
    `taken`: places taken between `on` and `until` rather than held on `on`. `to`, `greatest`: for distance.
    `about`: what only its own measure understands (`case.questions`), None for those named above.
    `choices`: the specification in which the claim was meant, by name of the choice.
    `model`: the model by which best values are worked out beside the bounds of a share or a count; None: no model.
    """

    measure: MeasureKind
    value: Accepted | None = None
    unit: Unit = Unit.EVENT
    among: Selection = field(default_factory=Selection)
    that: Condition = field(default_factory=Condition)
    out_of: int | None = None
    numbers: OwnNumbers | None = None
    party: str = ""
    on: When | None = None
    until: When | None = None
    region: str = ""
    taken: bool = False
    to: str = ""
    greatest: bool = False
    about: Question | None = None
    choices: tuple[tuple[str, str], ...] = ()
    model: Model | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """One published statement. Exactly one of `test` and `cannot_test` (the reason) is given.

    `said`: the speaker's own words for value, unit, condition, period and definition, as far as quoted; the
    drift of a restated claim compares them. `restates`: id of the claim that this one repeats.
    """

    id: str
    by: str
    on: When
    says: str
    source: str = ""
    url: str = ""
    role: str = ""
    anonymous: bool = False
    test: Test | None = None
    cannot_test: str = ""
    restates: str = ""
    topic: str = ""
    said: tuple[tuple[str, str], ...] = ()
    note: str = ""
