"""Sealed lists of a case: their seals, stamps and what was revealed go with it, byte for byte; the lists never do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from firmground.errors import BadRequestError
from firmground.exchange.plain.toml_text import plain_value
from firmground.exchange.tables import Kind
from firmground.read.files import CaseFiles
from firmground.read.records import Origin, Record

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from firmground.case.case import Case
    from firmground.exchange.plain.paths import PlainPaths
    from firmground.exchange.views import ViewTable

_ORIGIN: Final = Origin("case.toml")
_KEYS: Final = ("seal", "stamp", "authority", "revealed")
_LIST: Final = "list"


def sealed_entries(files: CaseFiles, paths: PlainPaths, entries: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The entries without the lists that they name. Their files keep their names, which no other file may have then."""
    for raw in entries:
        for named in sealed_files(raw):
            if files.find(named, _ORIGIN) is not None:
                paths.reserve(named)
    return [{key: plain_value(value) for key, value in raw.items() if key != _LIST} for raw in entries]


def sealed_files(entry: dict[str, Any]) -> list[str]:
    """The files of an entry that may be shown."""
    record = Record(entry, _ORIGIN, [])
    return [named for key in _KEYS for named in record.texts(key)]


def copy_sealed(case: Case, tables: Iterable[ViewTable], folder: Path) -> None:
    """Puts the files of the sealed lists that are shown into a plain case, as they are."""
    files = CaseFiles(case.folder)
    for view in tables:
        if view.table.kind is not Kind.SEALED_ENTRY:
            continue
        for row in range(view.table.rows):
            entry = {name: view.shown(name, row) for name in view.table.columns}
            for named in sealed_files(entry):
                path = files.find(named, _ORIGIN)
                if path is not None:
                    _copy(path, folder / path.relative_to(files.root), named)


def _copy(path: Path, target: Path, named: str) -> None:
    if target.exists() and target.read_bytes() != path.read_bytes():
        raise BadRequestError(f"{named} of [[sealed]] has the name of another file of the case: rename it")
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(path.read_bytes())
