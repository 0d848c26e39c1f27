"""The leaves of whole tables, column by column: what `commitments` gives for each row, ten times faster.

numpy writes salts and digests as text and keeps which row has which field; what is hashed stays with hashlib, and how
a value is written with `canonical_lines`.
"""

from __future__ import annotations

from hashlib import sha256
from itertools import compress
from typing import TYPE_CHECKING

from firmground.errors import BadRequestError
from firmground.proofs.canonical import canonical, canonical_lines
from firmground.proofs.commitments import SALT_BYTES, field_order, salt_bytes
from firmground.proofs.letters import letters_of, lines_of, read_letters
from firmground.proofs.merkle import HASH_BYTES, leaf_hash

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from firmground.proofs.canonical import Json

    Rows = NDArray[np.bool_]

_ROWS_AT_ONCE = 5_000  # bounds the memory, some 4 kB a row of 12 fields, and stays near the processor


def row_leaves(
    table: str,
    columns: Mapping[str, Sequence[Json]],
    secrets: Sequence[bytes],
    nulls: Mapping[str, Collection[int]] | None = None,
) -> list[bytes]:
    """The leaf hash of each row of a table. Columns in any order, each as long as `secrets`.

    None in a column: the row has no such field and its leaf does not name it, except in the rows `nulls[column]`, whose
    leaves have the field as null: a field that is withheld must not tell whether there is anything behind it.
    BadRequestError: columns are not as long as `secrets`, or a value has no canonical form.
    """
    leaves: list[bytes] = []
    for part in _parts(columns, secrets, nulls or {}):
        fields = []
        for name, column, has, salts in part.fields():
            digests = _digests(name, column, has, salts)
            fields.append(_in_rows(_said(name, letters_of(digests, HASH_BYTES)), has))
        leaves += _leaves(table, fields, len(part.secrets))
    return leaves


def opened_lines(
    columns: Mapping[str, Sequence[Json]],
    secrets: Sequence[bytes],
    nulls: Mapping[str, Collection[int]],
    withheld: Mapping[str, Rows],
) -> list[bytes]:
    """What each row that is shown in part is given out with, as canonical JSON: {"digests": {name: digest}, "salts":
    {name: salt}}, a digest for what is withheld and a salt for all else that its leaf names.

    `columns` and `nulls`: as for `row_leaves`, of these rows alone. BadRequestError: as there, and where a field is
    withheld that the leaf of its row does not name.
    """
    lines: list[bytes] = []
    for part in _parts(columns, secrets, nulls):
        digests, given = [], []
        for name, column, has, salts in part.fields():
            hidden = part.of(withheld, name)
            if (hidden & ~has).any():
                raise BadRequestError(f"the field {name!r} is withheld in a row whose leaf does not name it")
            behind = hidden[has]  # of the rows that have it
            found = _digests(name, column, hidden, salts[behind])
            digests.append(_in_rows(_said(name, letters_of(found, HASH_BYTES)), hidden))
            given.append(_in_rows(_said(name, salts[~behind]), has & ~hidden))
        pairs = zip(_joined(digests, len(part.secrets)), _joined(given, len(part.secrets)), strict=True)
        lines += [b'{"digests":{' + one + b'},"salts":{' + other + b"}}" for one, other in pairs]
    return lines


def partial_leaves(
    table: str,
    columns: Mapping[str, Sequence[Json]],
    salts: Sequence[Mapping[str, str]],
    digests: Sequence[Mapping[str, bytes]],
) -> list[bytes]:
    """The leaf hash of each of some rows that are shown in part, as `partial_leaf` of each.

    `salts[row]`: of the fields that are shown, whose values are in `columns`, of these rows alone; `digests[row]`: of
    those that are not. BadRequestError: a field is in both, a salt or digest has not its length, or there is no column
    for a salt.
    """
    leaves: list[bytes] = []
    for first in range(0, len(salts), _ROWS_AT_ONCE):
        rows = slice(first, first + _ROWS_AT_ONCE)
        shown, hidden = salts[rows], digests[rows]
        fields = []
        for name in field_order({name for row in (*shown, *hidden) for name in row}):
            column = columns[name][rows] if name in columns else None
            fields.append(_partly(name, column, [row.get(name) for row in shown], [row.get(name) for row in hidden]))
        leaves += _leaves(table, fields, len(shown))
    return leaves


class _Part:
    """Some rows of a table, and the salts that each of them has not used yet."""

    def __init__(
        self, columns: Mapping[str, Sequence[Json]], secrets: Sequence[bytes], has: Mapping[str, Rows], first: int
    ) -> None:
        import numpy as np  # noqa: PLC0415 - the command line starts without it

        self._rows = slice(first, first + _ROWS_AT_ONCE)
        self.secrets = secrets[self._rows]
        self._columns, self._has = columns, has
        self._letters = letters_of(b"".join([salt_bytes(one, len(has)) for one in self.secrets]), SALT_BYTES)
        self._next = np.arange(len(self.secrets)) * len(has)

    def fields(self) -> Iterator[tuple[str, Sequence[Json], Rows, NDArray[np.uint8]]]:
        """Each field in order: its name, its column, the rows that have it, and their salts."""
        for name, whole in self._has.items():
            has = whole[self._rows]
            salts = self._letters[self._next[has]]
            self._next += has
            yield name, self._columns[name][self._rows], has, salts

    def of(self, masks: Mapping[str, Rows], name: str) -> Rows:
        import numpy as np  # noqa: PLC0415 - as above

        return masks[name][self._rows] if name in masks else np.zeros(len(self.secrets), np.bool_)


def _parts(
    columns: Mapping[str, Sequence[Json]], secrets: Sequence[bytes], nulls: Mapping[str, Collection[int]]
) -> Iterator[_Part]:
    names = field_order(columns)
    if any(len(columns[name]) != len(secrets) for name in names):
        raise BadRequestError("the columns of a table and the secrets of its rows are not equally long")
    has = {name: _has(columns[name], nulls.get(name, ())) for name in names}
    for first in range(0, len(secrets), _ROWS_AT_ONCE):
        yield _Part(columns, secrets, has, first)


def _has(column: Sequence[Json], nulls: Collection[int]) -> Rows:
    import numpy as np  # noqa: PLC0415 - as above

    has = np.fromiter((value is not None for value in column), np.bool_, len(column))
    has[list(nulls)] = True
    return has


def _digests(name: str, column: Sequence[Json], rows: Rows, salts: NDArray[np.uint8]) -> bytes:
    """The digests of a field in these rows, one after the other. `salts`: theirs."""
    begun = lines_of(b'["', salts, b'",' + canonical(name) + b",")
    values = canonical_lines(column if rows.all() else list(compress(column, rows)), end=b"]")
    return b"".join([sha256(start + value).digest() for start, value in zip(begun, values, strict=True)])


def _said(name: str, letters: NDArray[np.uint8]) -> list[bytes]:
    """`,"name":"letters"` for each row of letters."""
    return lines_of(b"," + canonical(name) + b':"', letters, b'"')


def _in_rows(said: list[bytes], rows: Rows) -> list[bytes]:
    """What is said, in its rows; nothing in the others."""
    if rows.all():
        return said
    following = iter(said)
    return [next(following) if own else b"" for own in rows.tolist()]


def _partly(
    name: str, column: Sequence[Json] | None, salts: Sequence[str | None], digests: Sequence[bytes | None]
) -> list[bytes]:
    """What each row's leaf says of a field, whether it is shown or not; nothing where the row does not have it."""
    import numpy as np  # noqa: PLC0415 - as above

    shown = np.array([salt is not None for salt in salts], np.bool_)
    hidden = np.array([digest is not None for digest in digests], np.bool_)
    if (shown & hidden).any():
        raise BadRequestError("a field of a row is both shown and withheld")
    if shown.any() and column is None:
        raise BadRequestError(f"there is a salt for the field {name!r}, and nothing is shown of it")
    given = [digest for digest in digests if digest is not None]
    if not set(map(len, given)) <= {HASH_BYTES}:
        raise BadRequestError("the digest of a withheld field has not 32 bytes")
    letters = read_letters([salt for salt in salts if salt is not None], SALT_BYTES)
    found = _digests(name, column or (), shown, letters) if shown.any() else b""
    said_shown = iter(_said(name, letters_of(found, HASH_BYTES)))
    said_hidden = iter(_said(name, letters_of(b"".join(given), HASH_BYTES)))
    pairs = zip(shown.tolist(), hidden.tolist(), strict=True)
    return [next(said_shown) if one else next(said_hidden) if other else b"" for one, other in pairs]


def _joined(fields: Sequence[Sequence[bytes]], rows: int) -> list[bytes]:
    """What is said of all fields of each row, without the comma before the first."""
    return [b"".join(row)[1:] for row in zip(*fields, strict=True)] if fields else [b""] * rows


def _leaves(table: str, fields: Sequence[Sequence[bytes]], rows: int) -> list[bytes]:
    end = b'},"table":' + canonical(table) + b"}"
    return [leaf_hash(b'{"fields":{' + said + end) for said in _joined(fields, rows)]
