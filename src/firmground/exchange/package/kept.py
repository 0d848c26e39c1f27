"""What whoever makes a package keeps, and gives to nobody: the secrets of its rows and their true values.

From it one row after the other can be revealed later. It lies beside the package, for the eyes of its owner alone.
"""

from __future__ import annotations

import os
from base64 import urlsafe_b64decode
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import msgspec

from firmground.errors import BadRequestError
from firmground.proofs.commitments import SECRET_BYTES, to_text
from firmground.proofs.seals import KEPT_FORMAT

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from firmground.exchange.tables import Json

SUFFIX: Final = ".kept"
EVERYTHING: Final = "*"


@dataclass(frozen=True, eq=False)
class KeptTable:
    """A table with its true values, rows in the order of the tree, each column as long as there are rows.

    `secrets`: 16 bytes a row, one after the other. `withheld`: by row, the fields that the package does not show; "*"
    for a row that it does not show at all. A field that is named there and is None is in the row's leaf, as null.
    """

    name: str
    columns: Mapping[str, Sequence[Json]]
    secrets: bytes
    withheld: Mapping[int, tuple[str, ...]] = field(default_factory=dict)

    def secret(self, row: int) -> bytes:
        return self.secrets[row * SECRET_BYTES : (row + 1) * SECRET_BYTES]

    def fields(self, row: int) -> dict[str, Json]:
        """Every field of the row's leaf with its true value."""
        named = self.withheld.get(row, ())
        return {
            name: value for name, column in self.columns.items() if (value := column[row]) is not None or name in named
        }


@dataclass(frozen=True, eq=False)
class Kept:
    """`statement`: the public one, as JSON has it. `tables`: in the order of the tree."""

    statement: Mapping[str, Any]
    tables: tuple[KeptTable, ...]


def write_kept(path: Path, kept: Kept) -> None:
    """Writes the file, readable by its owner alone (0600). Raises BadRequestError where it cannot be written."""
    document = {
        "format": KEPT_FORMAT,
        "statement": kept.statement,
        "tables": [
            {
                "name": table.name,
                "columns": {name: list(column) for name, column in table.columns.items()},
                "secrets": to_text(table.secrets),
                "withheld": {str(row): list(names) for row, names in sorted(table.withheld.items())},
            }
            for table in kept.tables
        ],
    }
    write_private(path, msgspec.json.encode(document) + b"\n")


def write_private(path: Path, content: bytes) -> None:
    """A file that nobody but its owner could read at any moment; the old one or the new one, never a part."""
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        # Made with its mode: a file that is made first and shut later was open in between.
        handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    except OSError as fault:
        beside.unlink(missing_ok=True)
        raise BadRequestError(f"{path} cannot be written: {fault.strerror}") from fault


def read_kept(path: Path) -> Kept:
    """Raises BadRequestError for a file that is none."""
    try:
        document = msgspec.json.decode(path.read_bytes())
        if document["format"] != KEPT_FORMAT:
            raise BadRequestError(f"{path} is of the form {document['format']!r}; this version reads {KEPT_FORMAT!r}")
        return Kept(document["statement"], tuple(_read_table(table) for table in document["tables"]))
    except OSError as fault:
        raise BadRequestError(f"{path} cannot be read: {fault.strerror}") from fault
    except (msgspec.MsgspecError, ValueError, KeyError, TypeError, AttributeError) as fault:
        if isinstance(fault, BadRequestError):
            raise
        raise BadRequestError(f"{path} is not what is kept of a package: {fault}") from fault


def _read_table(table: dict[str, Any]) -> KeptTable:
    text = str(table["secrets"])
    secrets = urlsafe_b64decode(text + "=" * (-len(text) % 4))
    rows = len(secrets) // SECRET_BYTES
    columns = {str(name): list(column) for name, column in table["columns"].items()}
    if len(secrets) % SECRET_BYTES or any(len(column) != rows for column in columns.values()):
        raise ValueError(f"its table {table['name']!r} has not a secret for each row")
    withheld = {int(row): tuple(names) for row, names in table["withheld"].items()}
    return KeptTable(str(table["name"]), columns, secrets, withheld)
