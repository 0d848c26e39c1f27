"""The other's claims beside one's own: what they are held against, and what cannot be asked here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from firmground.case.choices import CHOICES, show_choice
from firmground.case.claims import MeasureKind
from firmground.exchange.merge.naming import prefixed
from firmground.exchange.merge.references import Ref, named
from firmground.exchange.tables import Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from firmground.exchange.merge.sides import NewNames, Side
    from firmground.exchange.tables import Json

OF_RELEASES: Final = frozenset({MeasureKind.DISCLOSED, MeasureKind.LESS_DISCLOSED, MeasureKind.SILENCE})
OF_CLAUSES: Final = frozenset({MeasureKind.BREACHES})
OF_PLEDGES: Final = frozenset({MeasureKind.PLEDGES, MeasureKind.PLEDGES_SHARE})


def measures(side: Side) -> frozenset[MeasureKind]:
    """What the claims of a side are measured by."""
    return frozenset(claim.test.measure for claim in side.case.claims.values() if claim.test is not None)


def pin_claim(
    names: NewNames, lacking: frozenset[MeasureKind], *, labels: bool = True
) -> Callable[[dict[str, Json], str], dict[str, Json]]:
    """A claim of the other's starts where it started there: with that side's rows, map, words and other choices.

    `lacking`: measures for which not everything that the other knows was taken over, `labels`: were all definitions? If
    not, what rests on them would be another question here.
    """
    spoken = {names.ids[Ref.LABEL].get(label, label) for label in names.other.labels}

    def add(record: dict[str, Json], _: str) -> dict[str, Json]:
        test = record.get("test")
        if not isinstance(test, dict):
            return record
        on_list = any(ref is Ref.SEALED and text not in names.ids[ref] for ref, text in named(Kind.CLAIMS, record))
        if on_list:
            return _untested(record, f"the sealed list that it asks about was not taken over from {names.name}")
        by_label = any(ref is Ref.PARTY and text in spoken for ref, text in named(Kind.CLAIMS, record))
        if test.get("measure") in lacking or (by_label and not labels):
            return _untested(record, f"what {names.name} knows of it was not taken over whole")
        given = test.get("choices")
        choices = _first(names) | (given if isinstance(given, dict) else {})
        return record | {"test": test | {"choices": choices}}

    return add


def _untested(record: Mapping[str, Json], why: str) -> dict[str, Json]:
    kept = {key: value for key, value in record.items() if key != "test"}
    return kept | {"cannot_test": f"{why}: it is tested in the case that it came in"}


def _first(names: NewNames) -> dict[str, Any]:
    """The first value of each of the other's choices, in the names of the merged case, as far as it is needed here."""
    own, other = names.own.case.choices, names.other.case.choices
    found: dict[str, Any] = {"subset": names.turn(Ref.SUBSET, other.subset[0])}
    if other.map:
        found["map"] = prefixed(names.name, other.map[0])
    if other.definition and other.definition[0]:
        found["definition"] = names.turn(Ref.DEFINITION, other.definition[0])
    for name in CHOICES:
        theirs, mine = getattr(other, name), getattr(own, name)
        if name in ("contested", "margin_km", "radius") and theirs and theirs[:1] != mine[:1]:
            found[name] = show_choice(name, theirs[0])
    return found


def own_claims_on_all(own: Side) -> list[str]:
    """One's own claims that name "all" as the part of the events that they mean: all of one's own."""
    return [
        str(record["id"])
        for record in own.records(Kind.CLAIMS)
        if isinstance(record.get("test"), dict)
        and isinstance(record["test"].get("choices"), dict)
        and record["test"]["choices"].get("subset") == "all"
        and record.get("id")
    ]
