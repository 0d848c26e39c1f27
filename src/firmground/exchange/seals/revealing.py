"""Reveals entries of a sealed list, or records of a package, with what proves that they were part of it.

A reveal is for whoever holds the seal or the package: it shows the entries that were asked for and nothing of the rest.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from firmground.errors import BadRequestError
from firmground.proofs.canonical import canonical
from firmground.proofs.commitments import SECRET_BYTES, to_text
from firmground.proofs.merkle import Tree
from firmground.proofs.seals import NAMED_BY, REVEAL_FORMAT, write_entry
from firmground.proofs.table_leaves import row_leaves

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from firmground.exchange.package.kept import Kept, KeptTable
    from firmground.proofs.canonical import Json
    from firmground.proofs.seals import KeptList

_ID = "id"


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be revealed: an entry by its `id`, or by its `row` from 1; of it only these `fields`, () for all."""

    id: str = ""
    row: int | None = None
    fields: tuple[str, ...] = ()


def reveal_list(kept: KeptList, numbers: Sequence[int], fields: tuple[str, ...] = ()) -> bytes:
    """These entries of a list with their proofs, in one file; all of them at once need no proofs one by one.

    BadRequestError: there is no such entry or field.
    """
    unknown = [name for name in fields if name not in kept.columns]
    if unknown:
        raise BadRequestError(f"the list has no field {unknown[0]!r}; it has {', '.join(kept.columns)}")
    tree = Tree(kept.leaves())
    if to_text(tree.root) != kept.statement["root"]:
        raise BadRequestError("what was kept is not whole any more: it does not lead to the root of its seal")
    document: dict[str, Any] = {"format": REVEAL_FORMAT, "of": str(kept.statement["root"])[:NAMED_BY]}
    if not fields and list(numbers) == list(range(1, len(kept) + 1)) and len(kept) > 1:
        columns = {name: list(column) for name, column in kept.columns.items()}
        document["all"] = {"columns": columns, "secrets": to_text(b"".join(kept.secrets))}
        return canonical(document) + b"\n"
    document["entries"] = [
        write_entry(
            number,
            kept.entry(number).fields,
            kept.secrets[number - 1],
            fields,
            tree.inclusion_path(number - 1),
        )
        for number in numbers
    ]
    return canonical(document) + b"\n"


def find_entry(columns: Mapping[str, Sequence[Json]], rows: int, asked: Asked) -> int:
    """The number, from 1, of the entry that is asked for. BadRequestError: there is none, or more than one."""
    if asked.row is not None:
        if not 1 <= asked.row <= rows:
            raise BadRequestError(f"there is no entry {asked.row:,}: there are {rows:,}")
        return asked.row
    if _ID not in columns:
        raise BadRequestError("the entries have no id: name one by its number, with --row")
    found = [number for number, own in enumerate(columns[_ID], start=1) if own == asked.id]
    if len(found) != 1:
        many = f"{len(found):,} entries have" if found else "no entry has"
        raise BadRequestError(f"{many} the id {asked.id!r}: name one by its number, with --row")
    return found[0]


def reveal_package(kept: Kept, table: str, asked: Asked, *, with_path: bool = False) -> bytes:
    """One record of a package, or some of its fields, for whoever holds the package; with its path for whoever has
    only the statement.

    BadRequestError: there is no such table, record or field.
    """
    found = next((one for one in kept.tables if one.name == table), None)
    if found is None:
        names = ", ".join(one.name for one in kept.tables)
        raise BadRequestError(f"the package has no table {table!r}: name one of {names} with --table")
    number = find_entry(found.columns, _rows(found), asked)
    fields = found.fields(number - 1)
    unknown = [name for name in asked.fields if name not in fields]
    if unknown:
        raise BadRequestError(f"the record has no field {unknown[0]!r}; it has {', '.join(fields)}")
    entry = write_entry(
        number,
        fields,
        found.secret(number - 1),
        asked.fields,
        _path(kept, table, number - 1) if with_path else None,
    )
    document = {"format": REVEAL_FORMAT, "of": kept.statement["root"][:NAMED_BY], "table": table, "entries": [entry]}
    return canonical(document) + b"\n"


def _path(kept: Kept, table: str, row: int) -> list[bytes]:
    leaves: list[bytes] = []
    at = 0
    for one in kept.tables:
        if one.name == table:
            at = len(leaves) + row
        leaves += leaves_of(one)
    tree = Tree(leaves)
    if to_text(tree.root) != kept.statement["root"]:
        raise BadRequestError("what was kept is not whole any more: it does not lead to the root of its package")
    return tree.inclusion_path(at)


def leaves_of(table: KeptTable) -> list[bytes]:
    """The leaves of all records of a table of a package."""
    nulls: dict[str, set[int]] = {}
    for row, names in table.withheld.items():
        for name in names:
            if name in table.columns:
                nulls.setdefault(name, set()).add(row)
    secrets = [table.secret(row) for row in range(_rows(table))]
    return row_leaves(table.name, table.columns, secrets, nulls)


def _rows(table: KeptTable) -> int:
    return len(table.secrets) // SECRET_BYTES
