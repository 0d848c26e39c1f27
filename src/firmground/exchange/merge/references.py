"""What the records of a case name: for every field that refers to something else, to what it refers.

One walk serves for reading and for renaming: `rewrite` copies a record and asks, for every reference that it meets,
what is to stand there instead. Fields that are not named here are copied as they are.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

from firmground.exchange.tables import Json, Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


class Ref(StrEnum):
    """What a text refers to."""

    ACTOR = "actor"
    PARTY = "party"  # an actor or a label
    CELL = "cell"  # actors of an attribution, "a;b|c"
    HOLDER = "holder"  # an actor, "unknown" or "nobody"
    LABEL = "label"
    PUBLISHER = "publisher"
    SOURCE = "source"
    PLACE = "place"  # of a row: an id or any name
    GROUND = "ground"  # a place, an area or an incident
    AREA = "area"
    EVENT = "event"
    DATASET = "dataset"
    MAP = "map"
    DEFINITION = "definition"
    SUBSET = "subset"
    CLAIM = "claim"
    AGREEMENT = "agreement"
    INCIDENT = "incident"
    SEALED = "sealed"


# Field -> what its texts refer to, or the shape of what stands under it. Where a text may stand instead of a table,
# _BARE says what that refers to.
Shape = dict[str, Any]
_BARE: Final = ""

_NEAR: Final[Shape] = {"to": Ref.GROUND}
_COLUMNS: Final[Shape] = {
    "by": Ref.CELL, "target": Ref.CELL, "place": Ref.PLACE, "source": Ref.SOURCE, "area": Ref.AREA,
    "id": Ref.EVENT, "duplicate_of": Ref.EVENT, "dataset": Ref.DATASET,
}  # fmt: skip
_SELECTION: Final[Shape] = {
    "by": Ref.ACTOR, "target": Ref.PARTY, "datasets": Ref.DATASET, "near": _NEAR, "inside": Ref.GROUND,
    "where": _COLUMNS, "where_not": _COLUMNS,
}  # fmt: skip
_CONDITION: Final[Shape] = {
    **dict.fromkeys(("in", "outside", "with", "without", "target"), Ref.PARTY),
    "target_tie": {"of": Ref.PARTY}, "near": _NEAR, "inside": Ref.GROUND,
    "on_list": {_BARE: Ref.SEALED, "list": Ref.SEALED},
}  # fmt: skip
_CONDITION.update({"any": _CONDITION, "none": _CONDITION})
_TEST: Final[Shape] = {
    "among": _SELECTION, "other": _SELECTION, "that": _CONDITION, "party": Ref.PARTY, "region": Ref.GROUND,
    "to": Ref.GROUND, "publisher": Ref.PUBLISHER, "agreement": Ref.AGREEMENT, "pledged_by": Ref.PARTY,
    "pledged_to": Ref.PARTY, "choices": {"map": Ref.MAP, "definition": Ref.DEFINITION, "subset": Ref.SUBSET},
}  # fmt: skip
_BONDS: Final = ("fights", "fought_by", "backs", "backed_by", "allied")
_LABEL: Final[Shape] = {
    "label": Ref.LABEL, "source": Ref.SOURCE, **dict.fromkeys(("covers", "excludes", *_BONDS), Ref.ACTOR),
}  # fmt: skip
_CLAUSE: Final[Shape] = {"parties": Ref.ACTOR, "protects": Ref.PARTY, "exempt": Ref.PARTY, "zone": Ref.GROUND}

SHAPES: Final[Mapping[Kind, Shape]] = {
    Kind.EVENTS: {name: ref for name, ref in _COLUMNS.items() if name != "dataset"},
    Kind.EVENTS_ENTRY: {"id": Ref.DATASET, "source": Ref.SOURCE, "constants": _COLUMNS},
    Kind.MAPS_ENTRY: {"id": Ref.MAP, "source": Ref.SOURCE, "elsewhere": Ref.HOLDER},
    Kind.ENCOUNTERS: {"among": _SELECTION, "other": _SELECTION},
    Kind.AROUND: {"incident": Ref.INCIDENT, "among": _SELECTION},
    Kind.DISCLOSURE: {"by": Ref.PUBLISHER, "events": Ref.DATASET, "beside": Ref.DATASET},
    Kind.SUBSETS: {"id": Ref.SUBSET, "selection": _SELECTION},
    Kind.SOURCES: {},
    Kind.ACTORS: {"source": Ref.SOURCE},
    Kind.TIES: {"actor": Ref.ACTOR, "to": Ref.ACTOR, "source": Ref.SOURCE},
    Kind.DEFINITIONS: {"source": Ref.SOURCE, "labels": _LABEL},
    Kind.CLAIMS: {"source": Ref.SOURCE, "restates": Ref.CLAIM, "test": _TEST},
    Kind.AGREEMENTS: {"parties": Ref.ACTOR, "source": Ref.SOURCE, "clauses": _CLAUSE},
    Kind.PLEDGES: {
        "by": Ref.ACTOR, "to": Ref.ACTOR, "source": Ref.SOURCE, "stages": {"source": Ref.SOURCE},
    },
    Kind.PLACES: {"area": Ref.AREA},
    Kind.INCIDENTS: {"place": Ref.PLACE, "area": Ref.AREA},
    Kind.RELEASES: {"by": Ref.PUBLISHER, "attested_by": Ref.ACTOR},
    Kind.PLACE_LIST: {"place": Ref.PLACE, "party": Ref.HOLDER, "source": Ref.SOURCE},
    Kind.FACES: {"source": Ref.SOURCE},
}  # fmt: skip
# Lists that may be written as one text with ";" between the parts.
_LISTED: Final = frozenset({
    Ref.ACTOR, Ref.PARTY, Ref.GROUND, Ref.DATASET, Ref.MAP, Ref.DEFINITION, Ref.SUBSET,
})  # fmt: skip


def rewrite(kind: Kind, record: Mapping[str, Json], turn: Callable[[Ref, str], str]) -> dict[str, Json]:
    """A copy of a record in which `turn(what, text)` stands for every reference."""
    return _within(record, SHAPES.get(kind, {}), turn)


def named(kind: Kind, record: Mapping[str, Json]) -> list[tuple[Ref, str]]:
    """Every reference of a record, in the order of its fields."""
    found: list[tuple[Ref, str]] = []

    def note(ref: Ref, text: str) -> str:
        found.append((ref, text))
        return text

    rewrite(kind, record, note)
    return found


def _within(values: Mapping[str, Json], shape: Shape, turn: Callable[[Ref, str], str]) -> dict[str, Json]:
    return {key: _value(value, shape.get(key), turn) for key, value in values.items()}


def _value(value: Json, what: Any, turn: Callable[[Ref, str], str]) -> Json:
    if what is None:
        return value
    if isinstance(value, list):
        return [_value(part, what, turn) for part in value]
    if isinstance(what, dict):
        return _within(value, what, turn) if isinstance(value, dict) else _value(value, what.get(_BARE), turn)
    if not isinstance(value, str) or not value.strip():
        return value
    if what in _LISTED and ";" in value:
        return ";".join(turn(what, part.strip()) for part in value.split(";") if part.strip())
    return turn(what, value.strip())
