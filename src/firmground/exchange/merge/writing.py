"""The files of the new case, written one after the other, with a note of everything that was put in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from firmground.edit.change import At
from firmground.edit.toml_text import TomlText
from firmground.exchange.merge.additions import add_entries, add_rows
from firmground.exchange.plain.features import write_features
from firmground.exchange.plain.table_text import write_csv
from firmground.exchange.tables import Kind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from firmground.exchange.tables import Json, RecordTable


class OwnFiles:
    """`entries`, `rows`: by file, the text of what was put in. `added`: files that are new as a whole."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.entries: dict[str, list[str]] = {}
        self.rows: dict[str, list[str]] = {}
        self.added: list[str] = []

    def read(self, file: str) -> bytes:
        path = self.folder / file
        return path.read_bytes() if path.is_file() else b""

    def write(self, file: str, content: bytes) -> None:
        (self.folder / file).write_bytes(content)

    def add_entries(self, file: str, part: str, records: Sequence[Mapping[str, Json]]) -> None:
        """Entries of a TOML file. BadRequestError: nothing can be added to it."""
        if records:
            content, written = add_entries(file, self.read(file), [(part, record) for record in records])
            self.write(file, content)
            self.entries.setdefault(file, []).extend(written)

    def add_rows(self, file: str, records: Sequence[Mapping[str, Json]]) -> None:
        """Rows of a table of text. BadRequestError: nothing can be added to it."""
        if records:
            content, written = add_rows(file, self.read(file), records)
            self.write(file, content)
            self.rows.setdefault(file, []).extend(written)

    def add_table(self, table: RecordTable) -> None:
        """A file of its own: a table of text, or features of a map."""
        path = self.folder / table.file
        path.parent.mkdir(parents=True, exist_ok=True)
        if table.kind in (Kind.FACES, Kind.AREAS):
            write_features(path, table.columns)
        else:
            write_csv(path, table.columns, table.file)
        self.added.append(table.file)

    def pin_claims(self, claims: Sequence[str]) -> None:
        """Claims on "all" events go on meaning all of one's own."""
        if claims:
            text = TomlText("claims.toml", self.read("claims.toml"))
            for claim in claims:
                text.change(At("claims.toml", table="claims", id=claim), {"test.choices.subset": "own"})
            self.write("claims.toml", text.build())
