"""Sources, places, incidents, definitions, agreements, pledges and claims of the other side: the same, or others?

The same id with the same content is one record. What no comparison rests on, such as a note, may differ; it is told.
The same id with other content is another record, and gets the other side's name before its id.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from firmground.case.gazetteer import fold_name
from firmground.exchange.merge.case_file import ALL, OWN
from firmground.exchange.merge.model import Disagreement, Taken
from firmground.exchange.merge.naming import free_id
from firmground.exchange.merge.references import Ref, rewrite
from firmground.exchange.tables import Json, Kind
from firmground.exchange.viewing.free_fields import FREE

if TYPE_CHECKING:
    from collections.abc import Callable

    from firmground.exchange.merge.sides import NewNames, Side

# By kind: what refers to its records, and the fields that may differ between two forms of one record. They add to what
# is known of it and say nothing else of the world; a package may leave each of them out.
_KINDS: Final[Mapping[Kind, tuple[Ref | None, frozenset[str]]]] = {
    Kind.SOURCES: (Ref.SOURCE, frozenset({"note", "licence", "file", "sha256"})),
    Kind.PLACES: (Ref.PLACE, frozenset({"aliases", "unit", "url", "note"})),
    Kind.INCIDENTS: (Ref.INCIDENT, frozenset({"url", "note"})),
    Kind.DEFINITIONS: (Ref.DEFINITION, frozenset({"note", "source"})),
    Kind.AGREEMENTS: (Ref.AGREEMENT, frozenset({"note", "url"})),
    Kind.PLEDGES: (None, frozenset({"note", "url"})),
    Kind.CLAIMS: (Ref.CLAIM, frozenset({"note", "url"})),
    Kind.RELEASES: (None, frozenset({"note", "url"})),
}
_EMPTY: Final[tuple[Any, ...]] = (None, "", [])
_SHOWN: Final = 160  # characters of a record in a disagreement


@dataclass
class JoinedRecords:
    """`entries`: records to add to one's own file, with their new ids. `old`: their ids on the other side."""

    kind: Kind
    entries: list[dict[str, Json]] = field(default_factory=list)
    old: list[str] = field(default_factory=list)
    disagreements: list[Disagreement] = field(default_factory=list)
    taken: Taken = field(default_factory=lambda: Taken(""))
    same: frozenset[str] = frozenset()


def join_records(
    names: NewNames,
    kind: Kind,
    *,
    add: Callable[[dict[str, Json], str], dict[str, Json]] = lambda record, _: record,
    taken_ids: Callable[[str], bool] = lambda _: False,
) -> JoinedRecords:
    """Sorts the other's records of a kind and enters their new ids. `add`: what is done to one that is taken over,
    given with its id on the other side.

    `taken_ids`: is an id taken by something else than a record of this kind? Records that refer to others of their
    kind (a claim that restates one) are looked at again until nothing changes.
    """
    ref, words = _KINDS[kind]
    mine, theirs = names.own.by_id[kind], names.other.by_id[kind]
    renamed: set[str] = {identity for identity in theirs if identity not in mine and taken_ids(identity)}

    def new_id(identity: str) -> str:
        # Nor may a new id be what a row of theirs calls a place that they do not have.
        written = names.other.texts[1] if kind in (Kind.PLACES, Kind.INCIDENTS) else frozenset()
        return free_id(
            names.name,
            identity,
            lambda text: text in mine or text in theirs or taken_ids(text) or fold_name(text) in written,
        )

    while True:
        if ref is not None:
            names.ids[ref] |= {identity: new_id(identity) for identity in renamed}
        found = {
            identity
            for identity, record in theirs.items()
            if identity not in renamed
            and identity in mine
            and not is_same(kind, _own(names.own, kind, mine[identity]), _compared(names, kind, record), words)
        }
        if not found:
            break
        renamed |= found
    joined = JoinedRecords(kind, same=frozenset(key for key in theirs if key in mine and key not in renamed))
    for identity, record in theirs.items():
        if identity in joined.same:
            joined.disagreements += _tell_words(kind, identity, mine[identity], record, words)
            continue
        if identity in renamed and identity in mine:
            if _waits(names, kind, mine[identity], record, words):
                names.likely[new_id(identity)] = identity
            else:
                joined.disagreements.append(_differ(kind, identity, mine[identity], record))
        new = new_id(identity) if identity in renamed else identity
        joined.entries.append(add(rewrite(kind, record, names.turn) | {"id": new}, identity))
        joined.old.append(identity)
    joined.taken = Taken(str(kind), len(joined.same), len(joined.entries) - len(renamed), len(renamed))
    return joined


def is_same(kind: Kind, mine: Mapping[str, Json], theirs: Mapping[str, Json], words: frozenset[str]) -> bool:
    """Do two records say the same, apart from words, and from what the other leaves out and no number rests on?"""
    left_out = {key for key in FREE.get(kind, ()) if theirs.get(key) in (None, "", [])}
    keys = (mine.keys() | theirs.keys()) - words - left_out
    return all(_alike(mine.get(key), theirs.get(key)) for key in keys)


def _alike(one: Any, other: Any) -> bool:
    """Numbers as numbers, however they are written; what is empty is as good as absent."""
    if isinstance(one, dict) and isinstance(other, dict):
        return all(_alike(one.get(key), other.get(key)) for key in one.keys() | other.keys())
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(_alike, one, other))
    if one in _EMPTY or other in _EMPTY or isinstance(one, bool) or isinstance(other, bool):
        return one is other or (one in _EMPTY and other in _EMPTY)
    return _number_or_text(one) == _number_or_text(other)


def _number_or_text(value: Any) -> float | str:
    text = str(value).strip()
    try:
        return float(text)
    except ValueError:
        return text


def _own(own: Side, kind: Kind, record: Mapping[str, Json]) -> dict[str, Json]:
    """One's own record with ids for names, as the other's is compared."""

    def turn(ref: Ref, text: str) -> str:
        if ref in (Ref.ACTOR, Ref.PUBLISHER):
            return own.actor(text)
        if ref is Ref.PARTY:
            return own.party(text)
        if ref is Ref.SUBSET and text == OWN:
            return ALL  # what an earlier merge wrote in its place
        if ref in (Ref.PLACE, Ref.GROUND):
            found = own.case.gazetteer.find(text)
            return found[0].id if len(found) == 1 else text
        return text

    return rewrite(kind, record, turn)


def _compared(names: NewNames, kind: Kind, record: Mapping[str, Json]) -> dict[str, Json]:
    """The other's record in the names of the merged case, but for maps, data sets and subsets: these have names of
    their own on either side, and a statement is the same whatever map it is held against.
    """
    kept = (Ref.MAP, Ref.DATASET, Ref.SUBSET, Ref.EVENT, Ref.PUBLISHER)

    def turn(ref: Ref, text: str) -> str:
        return (names.other.actor(text) if ref is Ref.PUBLISHER else text) if ref in kept else names.turn(ref, text)

    return rewrite(kind, record, turn)


def _waits(
    names: NewNames, kind: Kind, mine: Mapping[str, Json], theirs: Mapping[str, Json], words: frozenset[str]
) -> bool:
    """Would they say the same, if actors that may be one are? That is asked already."""
    if not names.likely:
        return False
    compared = rewrite(kind, _compared(names, kind, theirs), lambda _, text: names.likely.get(text, text))
    return is_same(kind, _own(names.own, kind, mine), compared, words | {"restates"})


def _differ(kind: Kind, identity: str, mine: Mapping[str, Json], theirs: Mapping[str, Json]) -> Disagreement:
    """Only what differs is said; of places `places.differing_places` says more."""
    said, their_words = _apart(mine, theirs)
    if not (said or their_words):
        said = their_words = "the same words, of other records"
    return Disagreement(
        str(kind).removesuffix("s"), identity, said, their_words, "",
        str(mine.get("source") or ""), str(theirs.get("source") or ""),
    )  # fmt: skip


def _apart(mine: Json, theirs: Json) -> tuple[str, str]:
    """What differs in two values, in words, as deep as they are built alike."""
    if isinstance(mine, Mapping) and isinstance(theirs, Mapping):
        parts = [
            (key, *_apart(mine.get(key), theirs.get(key)))
            for key in dict.fromkeys([*mine, *theirs])
            if not _alike(mine.get(key), theirs.get(key))
        ]
        return _short([(key, one) for key, one, _ in parts]), _short([(key, other) for key, _, other in parts])
    if isinstance(mine, list) and isinstance(theirs, list) and len(mine) == len(theirs):
        entries = [
            _apart(one, other)
            for one, other in zip(mine, theirs, strict=True)
            if isinstance(one, dict) and isinstance(other, dict) and not _alike(one, other)
        ]
        if entries:
            return "; ".join(one for one, _ in entries), "; ".join(other for _, other in entries)
    return _text(mine), _text(theirs)


def _short(parts: list[tuple[str, str]]) -> str:
    said = ", ".join(f"{key}: {text}" for key, text in parts)
    return said if len(said) <= _SHOWN else f"{said[: _SHOWN - 1]}…"


def _tell_words(
    kind: Kind, identity: str, mine: Mapping[str, Json], theirs: Mapping[str, Json], words: frozenset[str]
) -> list[Disagreement]:
    """Words that both have and that differ: one's own stand."""
    keys = [key for key in sorted(words) if mine.get(key) and theirs.get(key) and not _alike(mine[key], theirs[key])]
    keys = [key for key in keys if key not in ("file", "sha256")]
    if not keys:
        return []
    said = _apart({key: mine[key] for key in keys}, {key: theirs[key] for key in keys})
    return [Disagreement(f"{str(kind).removesuffix('s')} (words)", identity, *said)]


def _text(value: Json) -> str:
    if value in _EMPTY:
        return "not said"
    if isinstance(value, list):
        return "; ".join(map(_text, value))
    if isinstance(value, dict):
        return ", ".join(f"{key} = {_text(part)}" for key, part in value.items())
    return str(value)
