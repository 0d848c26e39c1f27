"""A second package of the same sender: the first is taken out, and what was decided about it stays.

A row that was changed here (placed, or called the repeat of another) and that the sender left as it was, stays as it
was changed. Where both changed it, the sender's row comes in and the decisions on it are put back. What is gone, new or
changed is told, one sentence each.
"""

from __future__ import annotations

import tomllib
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from firmground.edit.change import At
from firmground.edit.toml_text import TomlText
from firmground.exchange.merge.additions import take_out, take_rows_out
from firmground.exchange.merge.kept import Remembered, fingerprint, rows_of
from firmground.exchange.merge.model import Told
from firmground.exchange.tables import Kind, RecordTable
from firmground.formats.tables import read_table
from firmground.phrases import several

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from firmground.exchange.tables import Json

_MOST_NAMED: Final = 8
Rows = dict[str, dict[str, dict[str, Any]]]


def read_rows_here(folder: Path, kept: Remembered) -> Rows:
    """The other's rows as they stand in the merged case now, by file and id."""
    found: Rows = {}
    for file in kept.seen:
        if (folder / file).is_file():
            table, _ = read_table(folder / file, name=file)
            records = rows_of(table.columns, len(table.rows))
            found[file] = {str(record.get("id") or ""): record for record in records}
    return found


def take_earlier_out(folder: Path, kept: Remembered) -> list[Told]:
    """Takes out of a copy of the merged case what the last merge of this name put in. What was changed here by hand
    stays where it is, as one's own, and is told.
    """
    told: list[Told] = []
    for file in kept.files:
        (folder / file).unlink(missing_ok=True)
    for name, raws in kept.entries.items():
        path = folder / name
        if path.is_file():
            text, changed = take_out(path.read_bytes().decode(), raws)
            path.write_bytes(text.encode())
            told += [_kept_here(name, raw) for raw in changed]
    for name, raws in kept.rows.items():
        path = folder / name
        if path.is_file():
            content, changed = take_rows_out(name, path.read_bytes(), raws)
            path.write_bytes(content)
            told += [_kept_here(name, raw) for raw in changed]
    _clear_case_file(folder / "case.toml", kept)
    return told


def _kept_here(name: str, raw: str) -> Told:
    first = next((line for line in raw.splitlines() if line.startswith("id")), raw.splitlines()[0])
    return Told(
        "kept", f"{name}: {first}", "changed here since it came in: it stays as it is, and is yours from now on"
    )


def _clear_case_file(path: Path, kept: Remembered) -> None:
    """Takes the other side out of the choices and of what is withheld."""
    text = TomlText("case.toml", path.read_bytes())
    data = tomllib.loads(path.read_bytes().decode("utf-8-sig"))
    choices = data.get("choices")
    for key in ("map", "definition", "subset"):
        values = choices.get(key) if isinstance(choices, dict) else None
        if isinstance(values, list):
            left = [value for value in values if value != kept.name and not str(value).startswith(f"{kept.name}.")]
            if left != values:
                text.change(At("case.toml", table="choices"), {key: left or None})
    withheld = data.get("withheld")
    for key, number in kept.withheld.items():
        if isinstance(withheld, dict) and isinstance(withheld.get(key), int):
            rest = withheld[key] - number
            dotted = key if key.isalpha() else f'"{key}"'
            text.change(At("case.toml", table="withheld"), {dotted: rest if rest > 0 else None})
    path.write_bytes(text.build())


def carry_rows(table: RecordTable, came: RecordTable, here: Rows, kept: Remembered) -> tuple[RecordTable, list[Told]]:
    """A table of events with what was changed here, and what is different since.

    `came`: the table as it came in, its rows in the same order.
    """
    before, now = kept.seen.get(table.file, {}), here.get(table.file, {})
    if not before:
        return table, []
    told: list[Told] = []
    changed: list[str] = []
    new: list[str] = []
    met: set[str] = set()
    columns = {name: list(cells) for name, cells in table.columns.items()}
    sources = rows_of(came.columns, came.rows)
    for row, (record, source) in enumerate(zip(rows_of(table.columns, table.rows), sources, strict=True)):
        identity = str(record.get("id") or "")
        met.add(identity)
        was, stands = before.get(identity), now.get(identity)
        if not identity or was is None:
            new.append(identity)
            continue
        by_sender = fingerprint(source) != was[0]
        changed += [identity] * by_sender
        if stands is None or fingerprint(stands) == was[1]:
            continue
        if fingerprint(record) == was[1]:
            _put(columns, row, table.rows, stands)
            told.append(Told("kept", identity, "as it was decided here"))
        else:
            given = {key: cell for key, cell in stands.items() if cell and not record.get(key)}
            _put(columns, row, table.rows, given)
            says = "the sender changed it, and it was changed here: look whether what was decided still holds"
            told.append(
                Told("changed", identity, f"{says} ({', '.join(sorted(given)) or 'nothing of it could be kept'})")
            )
    gone = [identity for identity in before if identity and identity not in met]
    told += [*_tell("gone", gone, "no longer in what was sent"), *_tell("changed", changed, "changed by the sender")]
    told += _tell("new", [identity for identity in new if identity], "new in what was sent")
    for identity in gone:
        stands = now.get(identity)
        if stands is not None and fingerprint(stands) != before[identity][1]:
            told.append(Told("gone", identity, "a decision was made on it, which went with it"))
    return replace(table, columns=dict(columns)), told


def _put(columns: dict[str, list[Json]], row: int, rows: int, cells: Mapping[str, Json]) -> None:
    for name, cell in cells.items():
        if cell and name not in columns:
            columns[name] = [None] * rows
        if name in columns:
            columns[name][row] = cell or None


def _tell(what: str, ids: Iterable[str], says: str) -> list[Told]:
    every = list(ids)
    if not every:
        return []
    more = f" and {len(every) - _MOST_NAMED:,} more" if len(every) > _MOST_NAMED else ""
    return [
        Told(
            what,
            f"{', '.join(every[:_MOST_NAMED])}{more}",
            f"{several(len(every), 'row')} {says}",
        )
    ]


def compare_records(before: Mapping[str, Mapping[str, str]], now: Mapping[str, Mapping[str, str]]) -> list[Told]:
    """Records other than rows: which are gone, changed or new since the last merge."""
    told: list[Told] = []
    for kind in dict.fromkeys([*before, *now]):
        was, stands = before.get(kind, {}), now.get(kind, {})
        for what, ids, says in (
            ("gone", [key for key in was if key not in stands], "no longer in what was sent"),
            ("changed", [key for key in was if key in stands and stands[key] != was[key]], "changed by the sender"),
            ("new", [key for key in stands if key not in was], "new in what was sent"),
        ):
            if ids:
                more = f" and {len(ids) - _MOST_NAMED:,} more" if len(ids) > _MOST_NAMED else ""
                told.append(Told(what, f"{', '.join(ids[:_MOST_NAMED])}{more}", f"{kind}: {says}"))
    return told


def record_prints(tables: Iterable[RecordTable]) -> dict[str, dict[str, str]]:
    """The fingerprint of every record that has an id, by kind; rows of events have their own (`Remembered.seen`)."""
    found: dict[str, dict[str, str]] = {}
    for table in tables:
        if table.kind in (Kind.EVENTS, Kind.FACES, Kind.AREAS, Kind.CASE):
            continue
        for row in range(table.rows):
            record: dict[str, Any] = table.record(row)
            identity = str(record.get("id") or record.get("place") or "")
            if identity:
                own = found.setdefault(str(table.kind), {})
                # Rows of one place are one record here: several say when it changed hands.
                own[identity] = fingerprint({"before": own.get(identity), **record})
    return found
