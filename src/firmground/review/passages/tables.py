"""Into which file a record goes, and what the case must say of that file so that it is read."""

from __future__ import annotations

import tomllib
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final

from firmground.documents.draft import DraftKind
from firmground.edit import NewRecord
from firmground.errors import BadRequestError
from firmground.formats.tables import TEXT_ENDINGS, read_table
from firmground.review.passages.records import FROM_DOCUMENTS, SHAPES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from firmground.case.case import Case
    from firmground.edit import Ledger, Wish

_EVENT_HEADER: Final = ("id", "date", "place", "by", "kind", "target", "strikes", "source", "url", "note")
_RELEASE_HEADER: Final = (
    "id",
    "by",
    "published",
    "from",
    "until",
    "status",
    "gives",
    "sorties",
    "targets",
    "url",
    "note",
)


def targets(case: Case, kind: DraftKind) -> tuple[str, ...]:
    """The files that a record of this kind may go into, the one for records from documents first."""
    shape = SHAPES[kind]
    if kind is DraftKind.EVENT:
        entries = (entry["file"] for entry in _event_entries(case.folder) if "layout" not in entry)
        plain = (name for name in entries if name.lower().endswith(TEXT_ENDINGS) and (case.folder / name).is_file())
        return tuple(dict.fromkeys((shape.file, *plain)))
    if kind is DraftKind.RELEASE:
        there = sorted(path.name for path in (case.folder / "releases").glob("*.csv"))
        return tuple(dict.fromkeys((shape.file, *(f"releases/{name}" for name in there))))
    return (shape.file,)


def row_wishes(ledger: Ledger, kind: DraftKind, file: str, fields: Mapping[str, str]) -> tuple[Wish, ...]:
    """A row at the end of a table; the table, and its entry in case.toml, where there is none yet."""
    header = _EVENT_HEADER if kind is DraftKind.EVENT else _RELEASE_HEADER
    create = tuple(dict.fromkeys((*header, *fields)))
    there = (ledger.folder / file).is_file()
    theirs = {_own_name(ledger, kind, file, name) if there else name: text for name, text in fields.items()}
    wishes: list[Wish] = [NewRecord(file, theirs, create=create, new_columns=True)]
    if kind is DraftKind.EVENT and all(entry["file"] != file for entry in _event_entries(ledger.folder)):
        wishes.append(NewRecord("case.toml", {"id": _fresh_table(ledger.folder), "file": file}, table="events"))
    return tuple(wishes)


def ids_in(folder: Path, file: str) -> set[str]:
    """The ids that stand in a table, those of refused rows too."""
    if not (folder / file).is_file():
        return set()
    table, _ = read_table(folder / file, name=file)
    return {text.strip() for name, cells in table.columns.items() if name.casefold() == "id" for text in cells} - {""}


def ids_of(folder: Path, file: str, table: str) -> set[str]:
    """The ids of the entries of a list, those of refused entries too."""
    found = _read_toml(folder / file).get(table)
    entries = found if isinstance(found, list) else []
    return {str(entry["id"]) for entry in entries if isinstance(entry, dict) and "id" in entry}


def _own_name(ledger: Ledger, kind: DraftKind, file: str, name: str) -> str:
    if kind is DraftKind.EVENT:
        own = ledger.column_of(file, name)
        if not own:
            raise BadRequestError(f"{file} has no column of its own for `{name}`: its layout makes it out of several")
        return own
    table, _ = read_table(ledger.folder / file, name=file)
    return next((column for column in table.names if column.casefold() == name), name)


def _event_entries(folder: Path) -> list[dict[str, str]]:
    """The `[[events]]` of a case, each with the file that it names."""
    found = _read_toml(folder / "case.toml").get("events")
    entries: Sequence[object] = found if isinstance(found, list) else ()
    return [
        {str(key): str(value) for key, value in entry.items()}
        for entry in entries
        if isinstance(entry, dict) and "file" in entry
    ]


def _fresh_table(folder: Path) -> str:
    taken = {entry.get("id") or PurePosixPath(entry["file"]).stem for entry in _event_entries(folder)}
    name, number = FROM_DOCUMENTS, 2
    while name in taken:
        name, number = f"{FROM_DOCUMENTS}-{number}", number + 1
    return name


def _read_toml(path: Path) -> dict[str, object]:
    try:
        return dict(tomllib.loads(path.read_bytes().decode("utf-8-sig")))
    except (OSError, ValueError, RecursionError):
        return {}  # what is wrong with it is told when the case is read; nothing is written into it then
