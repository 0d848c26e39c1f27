"""Who held this town? For every place of which maps of both sides speak, the days on which they contradict each other.

Both are quoted, with their sources; neither is called right.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

import shapely

from firmground.case.actors import SOMEBODY
from firmground.case.control import Ground
from firmground.dates import NO_START, NO_STOP, Days, When, write_edtf
from firmground.exchange.merge.model import Disagreement
from firmground.modality import MAY, MUST
from firmground.places import Disc

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from firmground.case.case import Case
    from firmground.case.control import ControlMap, Face, Holding

MOST: Final = 5_000  # disagreements on holders that are told; beyond them their number is


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Days for which a side surely says something of a place, stop excluded, and what."""

    days: Days
    face: Face


Spoken = dict[str, list[_Stretch]]


def differing_holders(
    case: Case, own_maps: Sequence[str], their_maps: Sequence[str], twins: Mapping[str, str], same: Mapping[str, str]
) -> list[Disagreement]:
    """`case`: the merged one. `twins`: for places of the other's that have an id of their own, one's own place of that
    id or name. `same`: for its actors the one of one's own case that is, or may be, the same; these are asked about
    elsewhere and are no disagreement here.
    """
    found: list[Disagreement] = []
    for own in own_maps:
        mine = _spoken(case, case.maps[own], {})
        for other in their_maps:
            theirs = _spoken(case, case.maps[other], twins)
            for place in mine.keys() & theirs.keys():
                found += _compare(case, place, (own, mine[place]), (other, theirs[place]), same)
    found.sort(key=lambda one: (one.about, one.days))
    return found


def _spoken(case: Case, control: ControlMap, twins: Mapping[str, str]) -> Spoken:
    """What a map surely says of each place, in the order of its days."""
    found: Spoken = defaultdict(list)
    if control.listed:
        for face in control.faces:
            if face.place and not face.period.certain.empty:
                found[twins.get(face.place, face.place)].append(_Stretch(face.period.certain, face))
        return found
    faces = [face for face in control.faces if face.geometry is not None and not face.period.certain.empty]
    tree = shapely.STRtree([face.geometry for face in faces])
    for place in case.gazetteer.places.values():
        if isinstance(place.where, Disc):
            centre = shapely.Point(place.where.lon, place.where.lat)
            for number in tree.query(centre, predicate="within").tolist():
                face = faces[number]
                found[twins.get(place.id, place.id)].append(_Stretch(face.period.certain, face))
    return found


def _compare(
    case: Case,
    place: str,
    own: tuple[str, list[_Stretch]],
    other: tuple[str, list[_Stretch]],
    same: Mapping[str, str],
) -> Iterator[Disagreement]:
    runs: list[tuple[int, int, Face, Face]] = []
    ends = sorted({end for _, said in (own, other) for one in said for end in (one.days.start, one.days.stop)})
    for start, stop in pairwise(ends):
        mine = [one.face for one in own[1] if one.days.start <= start < one.days.stop]
        theirs = [one.face for one in other[1] if one.days.start <= start < one.days.stop]
        pairs = [(a, b) for a in mine for b in theirs]
        # On the day of a change of hands a side may say two things: where any two of them agree, so do the sides.
        if not all(_contradict(a.holding, b.holding, same) for a, b in pairs):
            continue
        for pair in pairs:
            if runs and runs[-1][1] == start and _alike(runs[-1][2:], pair):
                runs[-1] = (runs[-1][0], stop, *runs[-1][2:])
            else:
                runs.append((start, stop, *pair))
    name = case.gazetteer.places[place].name if place in case.gazetteer.places else place
    for start, stop, one, another in runs:
        yield Disagreement(
            "holder",
            name,
            say_holding(case, one.holding),
            say_holding(case, another.holding),
            _days(start, stop),
            _source(one, own[0]),
            _source(another, other[0]),
        )


def _alike(pair: Iterable[Face], other: Iterable[Face]) -> bool:
    return [face.holding for face in pair] == [face.holding for face in other]


def _days(start: int, stop: int) -> str:
    """As people write them: both ends included, open where there is no limit."""
    first = max(NO_START, start)
    last = min(NO_STOP, stop)
    return write_edtf(When(Days(first, last), Days(first, last)))


def _source(face: Face, map_id: str) -> str:
    at = f"{face.file}:{face.row}" if face.row else face.file
    return f"{map_id}, {face.source or face.url}" if face.source or face.url else f"{map_id}, {at}"


def _contradict(one: Holding, other: Holding, same: Mapping[str, str]) -> bool:
    """Can both not be so? Where a side leaves it open who else holds the ground it contradicts nobody about it."""
    if one.ground is Ground.CODED or other.ground is Ground.CODED:
        return _coded_contradict(one, other, same)
    if Ground.UNMAPPED in (one.ground, other.ground):
        return False
    mine, theirs = (frozenset(same.get(holder, holder) for holder in side.holders) for side in (one, other))
    named, their_named = mine - {SOMEBODY}, theirs - {SOMEBODY}
    if SOMEBODY in mine or SOMEBODY in theirs:
        held = bool(named or their_named) and Ground.NOBODY in (one.ground, other.ground)
        return held or not (named <= their_named or their_named <= named)
    return named != their_named


def _coded_contradict(one: Holding, other: Holding, same: Mapping[str, str]) -> bool:
    coded, beside = (one, other) if one.coded is not None else (other, one)
    if coded.coded is None:
        return False
    party, standing = coded.coded
    party = same.get(party, party)
    if beside.coded is not None:
        return same.get(beside.coded[0], beside.coded[0]) == party and beside.coded[1] is not standing
    if beside.ground is Ground.UNMAPPED or standing is MAY:
        return False
    holders = {same.get(holder, holder) for holder in beside.holders}
    return (party in holders) is not (standing is MUST) and SOMEBODY not in holders


def say_holding(case: Case, holding: Holding) -> str:
    """A holding in words."""
    if holding.coded is not None:
        party, standing = holding.coded
        return f"{case.actors.name(party)}: {standing}"
    if holding.ground is Ground.NOBODY:
        return "nobody"
    named = [case.actors.name(holder) for holder in holding.holders if holder != SOMEBODY]
    if not named:
        return "not said who"
    others = " and perhaps others" if SOMEBODY in holding.holders else ""
    return ("contested by " if len(named) > 1 else "") + " and ".join(named) + others
