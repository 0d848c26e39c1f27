"""Which fields of which records name other records, and of what kind: so that nothing shown leads to what is hidden.

A field may name several ("a;b", a list), and a test or selection names things deep inside, under keys of its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from firmground.exchange.tables import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_GROUND: Final = (Kind.PLACES, Kind.AREAS, Kind.INCIDENTS)
# Keys inside tests, selections, conditions, clauses and stages.
_WITHIN: Final[Mapping[str, tuple[Kind, ...]]] = {
    **dict.fromkeys(
        (
            "by", "target", "party", "parties", "in", "outside", "with", "without", "of", "pledged_by", "pledged_to",
            "publisher", "covers", "excludes", "backs", "backed_by", "fights", "fought_by", "allied", "protects",
            "exempt",
        ),
        (Kind.ACTORS,),
    ),
    **dict.fromkeys(("to", "region", "inside", "zone"), _GROUND),
    "agreement": (Kind.AGREEMENTS,),
    "datasets": (Kind.EVENTS_ENTRY,),
    "map": (Kind.MAPS_ENTRY,),
    "definition": (Kind.DEFINITIONS,),
    "subset": (Kind.SUBSETS,),
    "source": (Kind.SOURCES,),
    "list": (Kind.SEALED_ENTRY,),
    "on_list": (Kind.SEALED_ENTRY,),
}  # fmt: skip
# Fields that hold such keys.
NESTED: Final[Mapping[Kind, tuple[str, ...]]] = {
    Kind.CLAIMS: ("test",),
    Kind.SUBSETS: ("selection",),
    Kind.ENCOUNTERS: ("among", "other"),
    Kind.AROUND: ("among",),
    Kind.DEFINITIONS: ("labels",),
    Kind.AGREEMENTS: ("clauses",),
    Kind.PLEDGES: ("stages",),
}
FIELDS: Final[Mapping[Kind, Mapping[str, tuple[Kind, ...]]]] = {
    Kind.EVENTS_ENTRY: {"source": (Kind.SOURCES,)},
    Kind.MAPS_ENTRY: {"source": (Kind.SOURCES,), "elsewhere": (Kind.ACTORS,), "holders": (Kind.ACTORS,)},
    Kind.DISCLOSURE: {"by": (Kind.ACTORS,), "events": (Kind.EVENTS_ENTRY,), "beside": (Kind.EVENTS_ENTRY,)},
    Kind.AROUND: {"incident": (Kind.INCIDENTS,)},
    Kind.ACTORS: {"source": (Kind.SOURCES,)},
    Kind.TIES: {"actor": (Kind.ACTORS,), "to": (Kind.ACTORS,), "source": (Kind.SOURCES,)},
    Kind.DEFINITIONS: {"source": (Kind.SOURCES,)},
    Kind.CLAIMS: {"source": (Kind.SOURCES,), "restates": (Kind.CLAIMS,)},
    Kind.AGREEMENTS: {"parties": (Kind.ACTORS,), "source": (Kind.SOURCES,)},
    Kind.PLEDGES: {"by": (Kind.ACTORS,), "to": (Kind.ACTORS,), "source": (Kind.SOURCES,)},
    Kind.PLACES: {"area": (Kind.AREAS,)},
    Kind.INCIDENTS: {"place": (Kind.PLACES,), "area": (Kind.AREAS,), "actors": (Kind.ACTORS,)},
    Kind.RELEASES: {"by": (Kind.ACTORS,), "attested_by": (Kind.ACTORS,)},
    Kind.DOCUMENTS: {"source": (Kind.SOURCES,), "replaces": (Kind.DOCUMENTS,)},
    Kind.PASSAGES: {
        "document": (Kind.DOCUMENTS,),
        "record": (
            Kind.EVENTS, Kind.CLAIMS, Kind.AGREEMENTS, Kind.PLEDGES, Kind.ACTORS, Kind.PLACES, Kind.INCIDENTS,
            Kind.RELEASES, Kind.TIES,
        ),
    },
    Kind.EVENTS: {
        "place": (Kind.PLACES,),
        "area": (Kind.AREAS,),
        "by": (Kind.ACTORS,),
        "target": (Kind.ACTORS,),
        "source": (Kind.SOURCES,),
        "duplicate_of": (Kind.EVENTS,),
    },
    Kind.PLACE_LIST: {
        "place": (Kind.PLACES,),
        "name": (Kind.PLACES,),
        "holder": (Kind.ACTORS,),
        "present": (Kind.ACTORS,),
        "party": (Kind.ACTORS,),
        "source": (Kind.SOURCES,),
    },
    Kind.FACES: {"holder": (Kind.ACTORS,), "present": (Kind.ACTORS,), "source": (Kind.SOURCES,)},
}  # fmt: skip


def named_within(value: Any, kinds: tuple[Kind, ...] = ()) -> Iterator[tuple[str, tuple[Kind, ...]]]:
    """Every text in a test or selection that may name a record, with the kinds of record that it may name."""
    if isinstance(value, dict):
        for key, own in value.items():
            if key in {"where", "where_not"} and isinstance(own, dict):
                for column, values in own.items():
                    yield from named_within(values, FIELDS[Kind.EVENTS].get(column, ()))
            else:
                yield from named_within(own, _WITHIN.get(key, kinds))
    elif isinstance(value, list | tuple):
        for own in value:
            yield from named_within(own, kinds)
    elif isinstance(value, str) and kinds:
        yield value, kinds


def parts(value: Any) -> Iterator[str]:
    """The ids or names in a field that names records: one, a list, or a text with ";" or "|" between them."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list | tuple):
        for own in value:
            yield from parts(own)
    elif isinstance(value, str):
        yield value.strip()
        if ";" in value or "|" in value:
            yield from (part.strip() for part in value.replace("|", ";").split(";") if part.strip())
