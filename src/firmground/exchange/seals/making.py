"""Seals a list: what is published of it, and what is kept.

Protected places, the order of a method that was announced beforehand, a prediction: a table is one entry a row, any
other text is one entry. Nothing of an entry can be guessed from the seal, for each has a secret of its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from firmground.errors import BadRequestError, Effect
from firmground.formats.files import read_bytes
from firmground.formats.findings import UnreadableFileError
from firmground.formats.tables import EXCEL_ENDINGS, PARQUET_ENDINGS, read_table
from firmground.proofs.canonical import canonical
from firmground.proofs.commitments import field_order, fresh_secrets, to_text
from firmground.proofs.merkle import root
from firmground.proofs.seals import MOST_ENTRIES, SEAL_FORMAT, TABLE, KeptList, write_kept_list
from firmground.proofs.signatures import sign
from firmground.proofs.table_leaves import row_leaves

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from pathlib import Path

    from firmground.proofs.keys import SigningKey

TABLE_ENDINGS = (".csv", ".tsv", ".tab", ".csv.gz", ".tsv.gz", *EXCEL_ENDINGS, *PARQUET_ENDINGS)
TEXT_FIELD = "text"  # the one field of a list that is a plain text
MOST_TITLE = 200


@dataclass(frozen=True, slots=True)
class Made:
    """A seal that was made. `seal`, `kept`: the bytes of the two files. `entries`: how many are public, empty ones with
    which the list was filled up (`filled`) among them. `columns`: of the list.
    """

    seal: bytes
    kept: bytes
    entries: int
    filled: int
    columns: tuple[str, ...]


def seal_list(
    path: Path,
    title: str,
    key: SigningKey,
    *,
    day: date | None = None,
    ordered: bool = False,
    pad: int = 0,
    show_columns: bool = False,
) -> Made:
    """Commits to the list in a file. `day`: today if None, in UTC. `ordered`: the order of the list is a part of what
    is sealed; else entries stand in an order that tells nothing. `pad`: filled up with empty entries to a multiple.

    BadRequestError: the file cannot be read, a row of it would be left out, or the title is none.
    """
    if not title.strip() or len(title) > MOST_TITLE:
        raise BadRequestError(f"a seal needs a title of up to {MOST_TITLE} letters, which everybody will read")
    columns = _read_list(path)
    listed = len(next(iter(columns.values())))
    size = -(-listed // pad) * pad if pad > 0 else listed
    if size > MOST_ENTRIES:
        raise BadRequestError(f"a list of {size:,} entries is too long: the most is {MOST_ENTRIES:,}")
    columns = {name: [*column, *[""] * (size - listed)] for name, column in columns.items()}
    secrets = fresh_secrets(size)
    leaves = row_leaves(TABLE, columns, secrets)
    if not ordered:
        # Leaves are as random as the secrets: their order is no order of the list.
        order = sorted(range(size), key=leaves.__getitem__)
        columns = {name: [column[row] for row in order] for name, column in columns.items()}
        secrets, leaves = [secrets[row] for row in order], [leaves[row] for row in order]
    statement = {
        "format": SEAL_FORMAT,
        "title": title.strip(),
        "day": (day or datetime.now(UTC).date()).isoformat(),
        "entries": size,
        "order": "as-listed" if ordered else "by-hash",
        "root": to_text(root(leaves)),
        "key": to_text(key.public),
        **({"columns": field_order(columns)} if show_columns else {}),
    }
    signature = sign(key.private, canonical(statement))
    seal = canonical({"statement": statement, "signature": signature}) + b"\n"
    return Made(seal, write_kept_list(KeptList(statement, columns, secrets)), size, size - listed, tuple(columns))


def _read_list(path: Path) -> dict[str, Sequence[str]]:
    """The columns of a table, or the one field of a text, each cell to the letter."""
    name = path.name
    if not name.casefold().endswith(TABLE_ENDINGS):
        return {TEXT_FIELD: [_read_text(path)]}
    table, problems = read_table(path, name=name)
    lost = [problem for problem in problems if problem.effect is Effect.REFUSED]
    if lost:
        raise BadRequestError(f"nothing was sealed, for something would be left out: {lost[0]}")
    if not table.columns or not len(table.rows):
        raise BadRequestError(f"there is no entry in {name}: write a header, and one entry a row")
    return {column: list(cells) for column, cells in table.columns.items()}


def _read_text(path: Path) -> str:
    try:
        text = read_bytes(path).decode("utf-8-sig")
    except UnreadableFileError as fault:
        raise BadRequestError(f"{path.name}: {fault}") from None
    except UnicodeDecodeError:
        raise BadRequestError(f"{path.name} is no table and no text in UTF-8: save it as .csv or as text") from None
    if not text.strip():
        raise BadRequestError(f"{path.name} is empty")
    return text
