"""What a merge writes into case.toml: the other's files, and the choice between the sides.

What one's own case said must go on saying the same of one's own rows. So "own" takes the place of "all" in
`[choices] subset`, one's own subsets and questions of nearness are limited to one's own data sets, and the other's
data sets, maps and definitions come behind what is there.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from firmground.case.withheld import NOTHING_RESTS_ON
from firmground.edit.change import At
from firmground.edit.toml_text import TomlText
from firmground.edit.toml_values import write_key
from firmground.errors import BadRequestError
from firmground.exchange.merge.additions import add_entries
from firmground.exchange.merge.references import Ref, rewrite
from firmground.exchange.plain.toml_text import write_toml
from firmground.exchange.tables import Json, Kind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from firmground.exchange.merge.sides import NewNames, Side

CASE: Final = "case.toml"
OWN: Final = "own"
ALL: Final = "all"
# Kinds of which it moves no number how many are withheld; what hangs on others is kept to the other's own records.
COUNTED: Final = NOTHING_RESTS_ON - {"disclosure", "actors"}


@dataclass
class CaseChanges:
    """What is to be written. `subsets`: new ones by name. `withheld`: counts to be added."""

    entries: list[tuple[str, dict[str, Json]]] = field(default_factory=list)
    maps: list[str] = field(default_factory=list)
    definitions: list[str] = field(default_factory=list)
    datasets: list[str] = field(default_factory=list)
    subsets: dict[str, dict[str, Json]] = field(default_factory=dict)
    withheld: dict[str, int] = field(default_factory=dict)


def own_datasets(own: Side, others: tuple[str, ...] = ()) -> list[str]:
    """Data sets of one's own; `others`: how the ids of those begin that were merged in before."""
    found = (str(record.get("id") or "") for record in own.records(Kind.EVENTS_ENTRY))
    return [one for one in found if one and not one.startswith(others)]


def sided(selection: Json, datasets: Sequence[str]) -> dict[str, Json]:
    """A selection of one side only: of its data sets, unless it names some itself."""
    found = dict(selection) if isinstance(selection, dict) else {}
    return found if found.get("datasets") or not datasets else found | {"datasets": list(datasets)}


def take_questions(names: NewNames, changes: CaseChanges, shared_incidents: frozenset[str]) -> int:
    """The other's subsets, encounters, incidents looked around and publishers watched; how many are left out."""
    left = 0
    for record in names.other.records(Kind.SUBSETS):
        new = rewrite(Kind.SUBSETS, record, names.turn)
        changes.subsets[str(new["id"])] = sided(new.get("selection"), changes.datasets)
    taken = set(names.own.by_id[Kind.ENCOUNTERS])
    for record in names.other.records(Kind.ENCOUNTERS):
        new = rewrite(Kind.ENCOUNTERS, record, names.turn)
        identity = str(record.get("id") or "")
        new["id"] = names.turn(Ref.DATASET, identity)
        new["title"] = f"{new.get('title') or identity} ({names.name})"
        for side in ("among", "other"):
            if side == "among" or side in new:
                new[side] = sided(new.get(side), changes.datasets)
        left += new["id"] in taken
        if new["id"] not in taken:
            changes.entries.append(("encounters", new))
    for record in names.other.records(Kind.AROUND):
        if str(record.get("incident")) in shared_incidents:
            left += 1
            continue
        new = rewrite(Kind.AROUND, record, names.turn)
        changes.entries.append(("around", new | {"among": sided(new.get("among"), changes.datasets)}))
    for record in names.other.records(Kind.DISCLOSURE):
        new = rewrite(Kind.DISCLOSURE, record, names.turn)
        if names.other.actor(str(record.get("by") or "")) in names.ids[Ref.PUBLISHER]:
            changes.entries.append(("disclosure", new))
        else:
            left += 1
    return left


def write_case_file(
    names: NewNames, content: bytes, changes: CaseChanges, others: tuple[str, ...] = ()
) -> tuple[bytes, list[str], list[str]]:
    """The new case.toml, the text of every entry that was put in, and sentences about what could not be done."""
    mine = own_datasets(names.own, others)
    content, notes = _limit_own(names.own, content, mine)
    content, written = add_entries(CASE, content, changes.entries)
    known = names.own.case.choices.subsets
    if mine and OWN not in known:
        # It stays when the other side is taken out again: a second one may rest on it.
        content, _ = _add_subsets(content, {OWN: {"datasets": mine}})
    elif mine and set(known[OWN].datasets) != set(mine):
        # Files of one's own that were added since.
        text = TomlText(CASE, content)
        text.change(At(CASE, table=f"subsets.{OWN}"), {"datasets": list(mine)})
        content = text.build()
    theirs = {names.name: {"datasets": changes.datasets}} if changes.datasets else {}
    content, subsets = _add_subsets(content, theirs | changes.subsets)
    content = _set(content, "choices", _choices(names, changes, has_own=bool(mine)))
    withheld = names.own.case.withheld
    content = _set(content, "withheld", {key: withheld.get(key, 0) + n for key, n in changes.withheld.items()})
    return content, [*written, *subsets], notes


def _add_subsets(content: bytes, subsets: Mapping[str, Mapping[str, Json]]) -> tuple[bytes, list[str]]:
    """Further `[subsets.name]` at the end of the file, and the text of each."""
    text = content.decode()
    data = tomllib.loads(text.removeprefix("\ufeff"))
    newline = _newline(text)
    written: list[str] = []
    for name, values in subsets.items():
        raw = write_toml({"subsets": {name: dict(values)}}, CASE).strip("\n") + "\n"
        raw = raw.removeprefix("[subsets]\n").lstrip("\n").replace("\n", newline)
        text += ("" if text.endswith("\n") else newline) + newline + raw
        written.append(raw)
        data.setdefault("subsets", {})[name] = dict(values)
    try:
        same = tomllib.loads(text.removeprefix("\ufeff")) == data
    except tomllib.TOMLDecodeError:
        same = False
    if not same:
        raise BadRequestError("case.toml has its subsets in one line: write each as [subsets.name] and merge again")
    return text.encode(), written


def _newline(text: str) -> str:
    return "\r\n" if "\r\n" in text and text.count("\n") == text.count("\r\n") else "\n"


def _limit_own(own: Side, content: bytes, mine: Sequence[str]) -> tuple[bytes, list[str]]:
    """One's own subsets, encounters and incidents looked around go on speaking of one's own rows alone."""
    wishes: list[tuple[At, dict[str, Any]]] = [
        (At(CASE, table=f"subsets.{record['id']}"), {"datasets": list(mine)})
        for record in (own.records(Kind.SUBSETS) if mine else ())
        if not sided(record.get("selection"), ()).get("datasets")
    ]
    for part, kind in (("encounters", Kind.ENCOUNTERS), ("around", Kind.AROUND)) if mine else ():
        for number, record in enumerate(own.records(kind), start=1):
            sides = [side for side in ("among", "other") if side == "among" or side in record]
            lacking = [side for side in sides if not sided(record.get(side), ()).get("datasets")]
            if lacking:
                fields = {f"{side}.datasets": list(mine) for side in lacking}
                wishes.append((At(CASE, table=part, number=number), fields))
    text, notes = TomlText(CASE, content), []
    for at, fields in wishes:
        try:
            text.change(at, fields)
        except BadRequestError:
            notes.append(f"{at} now speaks of the rows of both sides: add `datasets` to it if it should not.")
    return text.build(), notes


def _choices(names: NewNames, changes: CaseChanges, *, has_own: bool) -> dict[str, Json]:
    own = names.own.case.choices
    values: dict[str, Json] = {}
    if changes.maps:
        values["map"] = [*own.map, *changes.maps]
    if changes.definitions and own.definition != ("",):
        values["definition"] = [*own.definition, *changes.definitions]
    if changes.datasets:
        values["subset"] = _subsets(own.subset, names.name, has_own=has_own)
    return values


def _subsets(own: Sequence[str], name: str, *, has_own: bool) -> list[str]:
    """One's own rows in the place of "all", what else is there, the other side, and both together at the end."""
    kept = [OWN if subset == ALL and has_own and OWN not in own else subset for subset in own]
    return list(dict.fromkeys([*(subset for subset in kept if subset != ALL), name, ALL]))


def _set(content: bytes, table: str, values: Mapping[str, Json]) -> bytes:
    """Sets values of a table of case.toml, which is added where it is missing."""
    if not values:
        return content
    text = content.decode()
    if isinstance(tomllib.loads(text.removeprefix("\ufeff")).get(table), dict):
        changed = TomlText(CASE, content)
        changed.change(At(CASE, table=table), {write_key(key): value for key, value in values.items()})
        return changed.build()
    newline = _newline(text)
    raw = write_toml({table: dict(values)}, CASE).strip("\n").replace("\n", newline) + newline
    return (text + ("" if text.endswith("\n") else newline) + newline + raw).encode()
