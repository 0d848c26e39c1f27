"""Sealed lists of a case, `[[sealed]]` in case.toml: the seal, its time stamp, and what of the list is known here.

Whoever holds the list names it under `list`; everybody else has the seal and the entries that were revealed. What does
not prove to be what was sealed is told and not used: nothing is believed of a list but by its seal.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from firmground.case.sealed import SealedEntry, SealedList
from firmground.errors import BadRequestError, Effect
from firmground.phrases import several
from firmground.places import Candidates, Disc, Unknown
from firmground.proofs.commitments import to_text
from firmground.proofs.fingerprint import fingerprint
from firmground.proofs.seals import Entry, Seal, open_kept, open_reveal, read_kept_list, read_seal
from firmground.proofs.timestamps import check_timestamp
from firmground.read.records import read_number
from firmground.read.wording import show

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from firmground.case.gazetteer import Gazetteer
    from firmground.places import Where
    from firmground.read.files import CaseFiles
    from firmground.read.records import Record

# The columns of a list that say where an entry is, as the own tables of a case call them.
SITE = ("lon", "lat", "radius_km", "place")
# A stamp has the hour of UTC, and an event the day of its own place. What happened on a later day than it was in the
# easternmost zone (UTC+14) at the moment of the stamp happened after it, wherever it did.
EASTERNMOST = timedelta(hours=14)
_MOST_BYTES = 1 << 30


def read_sealed(
    files: CaseFiles, entries: Iterable[Record], gazetteer: Gazetteer, *, all_places: bool = True
) -> dict[str, SealedList]:
    """The sealed lists by id. `all_places`: the case shows all places that it has; where it does not, a name may be
    that of a place that is withheld, and only an id says which place is meant.
    """
    found: dict[str, SealedList] = {}
    for record in entries:
        key = record.identity(found)
        seal = _seal(files, record)
        if key and seal is not None:
            found[key] = _list(files, record, key, seal, gazetteer, all_places=all_places)
        else:
            record.expect("title", "stamp", "authority", "list", "revealed")
        record.close()
    return found


def _seal(files: CaseFiles, record: Record) -> Seal | None:
    named = record.required("seal")
    raw = _bytes(files, record, named) if named else None
    try:
        return None if raw is None else read_seal(raw)
    except BadRequestError as fault:
        hint = "ask whoever sealed the list for the file as it was published; until then nothing rests on the list"
        record.problem(f"{show(named)}: {fault}", hint, Effect.REFUSED)
        return None


def _list(
    files: CaseFiles, record: Record, key: str, seal: Seal, gazetteer: Gazetteer, *, all_places: bool
) -> SealedList:
    stamped = _stamp(files, record, seal)
    proven = _own_list(files, record, seal)
    for named in record.texts("revealed"):
        proven += _revealed(files, record, seal, named)
    placed = place_entries(proven, gazetteer, all_places=all_places)
    _tell_unplaced(record, placed)
    said = seal.day.toordinal()
    return SealedList(
        id=key,
        title=record.text("title", seal.title),
        size=seal.size,
        said=said if stamped is None else min(said, stamped),
        by=said if stamped is None else stamped,
        stamped=stamped is not None,
        key=fingerprint(seal.key),
        root=to_text(seal.root),
        entries=placed,
    )


def _stamp(files: CaseFiles, record: Record, seal: Seal) -> int | None:
    """The day of the time stamp, wherever on Earth it is latest; None where there is none that can be relied on."""
    named, authority = record.text("stamp"), record.text("authority")
    if not named:
        return None
    stamp = _bytes(files, record, named)
    roots = _bytes(files, record, authority) if authority else None
    if stamp is None or roots is None:
        if not authority:
            hint = 'add authority = "…", the certificate (PEM) of the time-stamping service that you rely on'
            record.problem("a time stamp without its `authority` cannot be checked", hint, Effect.WIDENED)
        return None
    try:
        return (check_timestamp(stamp, seal.digest, roots) + EASTERNMOST).toordinal()
    except BadRequestError as fault:
        hint = "the day of the seal is then only its maker's word"
        record.problem(f"the time stamp {show(named)}: {fault}", hint, Effect.WIDENED)
        return None


def _own_list(files: CaseFiles, record: Record, seal: Seal) -> list[Entry]:
    named = record.text("list")
    raw = _bytes(files, record, named) if named else None
    if raw is None:
        return []
    try:
        return open_kept(read_kept_list(raw), seal)
    except BadRequestError as fault:
        hint = "the list is not used; only entries that are revealed count"
        record.problem(f"{show(named)}: {fault}", hint, Effect.WIDENED)
        return []


def _revealed(files: CaseFiles, record: Record, seal: Seal, named: str) -> list[Entry]:
    raw = _bytes(files, record, named)
    try:
        return [] if raw is None else open_reveal(raw, seal)
    except BadRequestError as fault:
        record.problem(f"{show(named)}: {fault}", "nothing of this file is used", Effect.WIDENED)
        return []


def _bytes(files: CaseFiles, record: Record, named: str) -> bytes | None:
    path: Path | None = files.find(named, record.origin)
    if path is None:
        return None
    if path.stat().st_size > _MOST_BYTES:
        record.problem(f"{show(named)} is larger than 1 GB", "this cannot be what it should be", Effect.REFUSED)
        return None
    files.open(path)
    return path.read_bytes()


def place_entries(proven: Iterable[Entry], gazetteer: Gazetteer, *, all_places: bool = True) -> tuple[SealedEntry, ...]:
    """Proven entries by their numbers, each where it is. What several show of one entry is put together.

    `all_places`: see `read_sealed`.
    """
    known: dict[int, Entry] = {}
    for entry in proven:
        before = known.get(entry.number, entry)
        fields = {**before.fields, **entry.fields}
        known[entry.number] = Entry(entry.number, fields, (before.withheld & entry.withheld) - fields.keys())
    sites = _Sites(gazetteer, all_places)
    return tuple(SealedEntry(number, _texts(known[number]), sites.find(known[number])) for number in sorted(known))


def _texts(entry: Entry) -> dict[str, str]:
    return {name: str(value) for name, value in entry.fields.items()}


class _Sites:
    """Where entries are: at coordinates of their own, else at the place that they name."""

    def __init__(self, gazetteer: Gazetteer, all_places: bool) -> None:  # noqa: FBT001 - handed on as it came
        self._gazetteer, self._all_places = gazetteer, all_places

    def find(self, entry: Entry) -> Where | None:
        """None for an entry that is surely empty; unknown ground where it does not say where it is."""
        fields = {name.strip().casefold(): text.strip() for name, text in _texts(entry).items()}
        if not entry.withheld and not any(fields.values()):
            return None
        if {name.strip().casefold() for name in entry.withheld}.intersection(SITE):
            return Unknown("the entry does not show where it is")
        lon, lat, place = (fields.get(name, "") for name in ("lon", "lat", "place"))
        if lon or lat:
            return _disc(fields)
        return self._named(place) if place else Unknown("the entry does not say where it is")

    def _named(self, place: str) -> Where:
        by_id = self._gazetteer.places.get(place)
        if by_id is not None:
            return by_id.where
        found = self._gazetteer.find(place) if self._all_places else ()
        if not found:
            return Unknown(f"the place {place!r} is not in places.csv")
        return found[0].where if len(found) == 1 else Candidates(tuple(one.where for one in found))


def _disc(fields: Mapping[str, str]) -> Where:
    try:
        radius = fields.get("radius_km", "")
        return Disc(read_number(fields["lon"]), read_number(fields["lat"]), read_number(radius) if radius else 0.0)
    except (ValueError, KeyError):
        return Unknown("its coordinates cannot be read")


def _tell_unplaced(record: Record, entries: tuple[SealedEntry, ...]) -> None:
    lost = [entry for entry in entries if isinstance(entry.where, Unknown)]
    if lost:
        what = f"{several(len(lost), 'known entry', 'known entries')} of the list cannot be placed"
        first = lost[0].where
        why = first.reason if isinstance(first, Unknown) else ""
        hint = f"entry {lost[0].number:,}: {why}; such an entry may lie anywhere"
        record.problem(what, hint, Effect.WIDENED)
