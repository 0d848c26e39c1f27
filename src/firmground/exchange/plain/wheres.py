"""Selections that ask for the words of a file follow them to where they stand in the plain case."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from firmground.exchange.tables import Kind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from firmground.exchange.tables import RecordTable

_SELECTING: Final = frozenset(
    {Kind.SUBSETS, Kind.CLAIMS, Kind.AGREEMENTS, Kind.PLEDGES, Kind.ENCOUNTERS, Kind.AROUND, Kind.DISCLOSURE}
)
_CONDITIONS: Final = frozenset({"where", "where_not"})


@dataclass(frozen=True)
class Moved:
    """`columns`: columns of events by their names now. `files`: what each file of events became; several, if several
    entries named it.
    """

    columns: Mapping[str, str]
    files: Mapping[str, tuple[str, ...]]

    def follow(self, table: RecordTable) -> RecordTable:
        """The table with its conditions on columns and files that have another name now."""
        files = {old for old, new in self.files.items() if new != (old,)}
        if table.kind not in _SELECTING or not (files or self.columns):
            return table
        return replace(table, columns={name: self._walk(list(column)) for name, column in table.columns.items()})

    def _walk(self, value: Any) -> Any:
        if isinstance(value, list):
            return [self._walk(item) for item in value]
        if not isinstance(value, dict):
            return value
        return {
            key: self._conditions(item) if key in _CONDITIONS and isinstance(item, dict) else self._walk(item)
            for key, item in value.items()
        }

    def _conditions(self, wanted: Mapping[str, Any]) -> dict[str, Any]:
        return {
            self.columns.get(column, column): self._files(texts) if column == "file" else texts
            for column, texts in wanted.items()
        }

    def _files(self, texts: Any) -> Any:
        named = texts if isinstance(texts, list) else [texts]
        if not any(isinstance(text, str) and text in self.files for text in named):
            return texts
        return [new for text in named for new in (self.files.get(text, (text,)) if isinstance(text, str) else (text,))]
