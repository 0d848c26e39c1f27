"""The records of a case as they stand in their files, each with its place: to list them, and to find who names whom."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from firmground.edit import At
from firmground.edit.toml_values import flatten
from firmground.formats.tables import TEXT_ENDINGS, read_table
from firmground.web.record_kinds import files_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from firmground.web.desk import Snapshot
    from firmground.web.record_kinds import RecordKind

_NAMED_BY = ("title", "name", "says", "what", "actor", "kind", "by")


@dataclass(frozen=True, slots=True)
class Listed:
    """A record where it stands. `fields`: what it says, as text, without what is empty."""

    at: At
    fields: dict[str, str]

    @property
    def id(self) -> str:
        return self.fields.get("id", "")

    @property
    def words(self) -> str:
        """What a reader knows it by."""
        said = next((self.fields[name] for name in _NAMED_BY if name in self.fields), "")
        if self.at.table == "ties":
            said = " ".join(self.fields.get(name, "?") for name in ("actor", "tie", "to"))
        return said or self.id or str(self.at)


def list_records(seen: Snapshot, kind: RecordKind) -> tuple[Listed, ...]:
    """All records of a kind, read anew once for each check. Those of a file that cannot be read are told elsewhere."""

    def collect() -> tuple[Listed, ...]:
        folder = seen.case.folder
        if kind.table:
            return tuple(one for one in toml_records(folder, kind.file) if one.at.table == kind.table)
        return tuple(one for file in files_of(seen, kind) for one in table_records(folder, file))

    return seen.remember(("records of a kind", kind.name), collect)


def toml_records(folder: Path, file: str) -> Iterator[Listed]:
    """Every entry of a TOML file: those of lists by their ids or numbers, a table by its name, the rest as the top."""
    try:
        data = tomllib.loads((folder / file).read_bytes().decode("utf-8-sig"))
    except (OSError, ValueError, RecursionError):
        return
    top = {}
    for key, value in data.items():
        if isinstance(value, list) and value and all(isinstance(entry, dict) for entry in value):
            ids = [entry.get("id") for entry in value]
            for number, entry in enumerate(value, start=1):
                own = entry.get("id")
                alone = isinstance(own, str) and own and ids.count(own) == 1
                at = At(file, table=key, id=own) if alone else At(file, table=key, number=number)
                yield Listed(at, _said(entry))
        elif isinstance(value, dict):
            yield Listed(At(file, table=key), _said(value))
        else:
            top[key] = value
    if top:
        yield Listed(At(file), _said(top))


def table_records(folder: Path, file: str) -> Iterator[Listed]:
    """Every row of a table of text that can be read."""
    if not file.lower().endswith(TEXT_ENDINGS) or not (folder / file).is_file():
        return
    table, _ = read_table(folder / file, name=file)
    for index, row in enumerate(table.rows):
        said = {name: cells[index].strip() for name, cells in table.columns.items()}
        yield Listed(At(file, row=row), {name.casefold(): text for name, text in said.items() if text})


def _said(entry: dict[str, object]) -> dict[str, str]:
    return {name: text for name, text, _ in flatten(entry) if text}
