"""A column of texts in which every different text stands once, and each row has the number of its own.

Records name the same few parties, kinds and towns a million times. Kept so, a column of them costs four bytes a row,
and whatever has to be found out about its texts is found out once a text: `reading`, `mask` and `look_up` do that.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import chain
from typing import TYPE_CHECKING, Any, TypeVar, overload

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from numpy.typing import NDArray

Read = TypeVar("Read")

_BLOCK = 1 << 16


class Texts(Sequence[str]):
    """A sequence of texts that cannot be changed; equal to any list of the same texts.

    `values`: the different texts, each once; some may stand in no row. `codes[i]` is the place in `values` of the text
    of row `i`: int32, not writable.
    """

    __hash__ = None  # type: ignore[assignment]  # equal to lists, which have none either
    __slots__ = ("codes", "values")

    def __init__(self, values: Sequence[str], codes: NDArray[np.integer[Any]]) -> None:
        """For who has codes already. `values` must not repeat a text: `Texts.of` and `Texts.recoded` see to that."""
        self.values = values
        self.codes: NDArray[np.int32] = np.ascontiguousarray(codes, dtype=np.int32)
        self.codes.flags.writeable = False

    @classmethod
    def of(cls, texts: Iterable[str]) -> Texts:
        """Any texts, in their order; a column that is coded already stays as it is."""
        if isinstance(texts, Texts):
            return texts
        known: dict[str, int] = {}
        codes = np.fromiter((known.setdefault(text, len(known)) for text in texts), dtype=np.int32)
        return cls(list(known), codes)

    @classmethod
    def same(cls, text: str, length: int) -> Texts:
        """One text in every row."""
        return cls([text], np.zeros(length, dtype=np.int32))

    @classmethod
    def recoded(cls, values: Iterable[str], codes: NDArray[np.integer[Any]]) -> Texts:
        """As the class itself, for values of which several may be the same text."""
        every = list(values)
        if len(set(every)) == len(every):
            return cls(every, codes)
        own = cls.of(every)
        return cls(own.values, own.codes[codes])

    @classmethod
    def joined(cls, parts: Sequence[Texts]) -> Texts:
        """Several columns one under the other."""
        if len(parts) == 1:
            return parts[0]
        starts = np.cumsum([0, *(len(part.values) for part in parts)])
        codes = [part.codes + start for part, start in zip(parts, starts.tolist(), strict=False)]
        values = chain.from_iterable(part.values for part in parts)
        return cls.recoded(values, np.concatenate(codes) if codes else np.empty(0, dtype=np.int32))

    def __len__(self) -> int:
        return len(self.codes)

    @overload
    def __getitem__(self, index: int) -> str: ...

    @overload
    def __getitem__(self, index: slice) -> Texts: ...

    def __getitem__(self, index: int | slice) -> str | Texts:
        if isinstance(index, slice):
            return Texts(self.values, self.codes[index])
        return self.values[int(self.codes[index])]

    def __iter__(self) -> Iterator[str]:
        values = self.values
        for start in range(0, len(self.codes), _BLOCK):
            yield from map(values.__getitem__, self.codes[start : start + _BLOCK].tolist())

    def __contains__(self, text: object) -> bool:
        return self.count(text) > 0

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, list | tuple | Texts):
            return NotImplemented
        return len(other) == len(self) and all(own == their for own, their in zip(self, other, strict=True))

    def __repr__(self) -> str:
        return f"Texts({list(self[:20])!r}{', …' if len(self) > 20 else ''})"

    def rows_of(self, text: object) -> NDArray[np.int64]:
        """The rows in which a text stands."""
        return np.flatnonzero(self.codes == self._code(text))

    def _code(self, text: object) -> int:
        """The place of a text among the values; -1 if it is none of them."""
        try:
            return self.values.index(text)
        except ValueError:
            return -1

    def count(self, text: object) -> int:
        return len(self.rows_of(text))

    def index(self, text: object, start: int = 0, stop: int | None = None) -> int:
        rows = self.rows_of(text)
        within = rows[(rows >= start) & (rows < (len(self) if stop is None else stop))]
        if not len(within):
            raise ValueError(f"{text!r} stands in no row")
        return int(within[0])

    def used(self) -> dict[str, int]:
        """The texts that stand in some row, in the order of their first rows, each with its number of rows."""
        counts = np.bincount(self.codes, minlength=len(self.values))
        return {self.values[code]: int(counts[code]) for code in self.first_rows()[1].tolist()}

    def first_rows(self) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
        """The first row of each text that stands in some row, ascending, and the code of that text."""
        first = np.full(len(self.values), -1, dtype=np.int64)
        first[self.codes[::-1]] = np.arange(len(self.codes) - 1, -1, -1)
        rows = np.sort(first[first >= 0])
        return rows, self.codes[rows]

    def counts(self) -> Counter[str]:
        """As `Counter(self)`."""
        return Counter(self.used())

    def reading(self, read: Callable[[str], str]) -> Texts:
        """Every text as `read` turns it, asked once a text."""
        values = [read(text) for text in self.values]
        return self if values == self.values else Texts.recoded(values, self.codes)

    def stripped(self) -> Texts:
        """Every text without white space around it."""
        return self.reading(str.strip)

    def mask(self, holds: Callable[[str], object]) -> NDArray[np.bool_]:
        """For each row whether something is true of its text, asked once a text."""
        said = np.fromiter((bool(holds(text)) for text in self.values), dtype=np.bool_, count=len(self.values))
        return said[self.codes]

    def look_up(self, read: Callable[[str], Any], dtype: Any) -> NDArray[Any]:
        """For each row the number that `read` makes of its text, asked once a text."""
        return np.array([read(text) for text in self.values], dtype=dtype)[self.codes]

    def filled(self) -> NDArray[np.bool_]:
        """For each row whether it says anything."""
        filled: NDArray[np.bool_] = self.codes != self._code("")
        return filled

    def taken(self, rows: NDArray[np.integer[Any]] | NDArray[np.bool_]) -> Texts:
        """The texts of these rows, in their order."""
        return Texts(self.values, self.codes[rows])

    def trimmed(self) -> Texts:
        """The same rows, without the values that stand in none."""
        used = np.bincount(self.codes, minlength=len(self.values)) > 0
        if used.all():
            return self
        values = [text for text, stands in zip(self.values, used.tolist(), strict=True) if stands]
        return Texts(values, (np.cumsum(used) - 1)[self.codes])

    def changed(self, rows: NDArray[np.integer[Any]] | NDArray[np.bool_], texts: Texts | str) -> Texts:
        """The column with other texts in these rows: one for all of them, or a column as long as they are."""
        new = Texts.same(texts, int(np.zeros(len(self))[rows].size)) if isinstance(texts, str) else texts
        if not len(new):
            return self
        codes = self.codes.copy()
        codes[rows] = new.codes + len(self.values)
        return Texts.recoded([*self.values, *new.values], codes)


def code_rows(*columns: NDArray[np.integer[Any]]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """A number for each row, the same for rows whose columns of non-negative numbers agree, and the first row of each.

    Numbered from 0 in the order of their first rows, so that the second array ascends.
    """
    keys = np.zeros(len(columns[0]), dtype=np.int64)
    span = 1
    for own in columns:
        column, width = own.astype(np.int64), int(own.max(initial=0)) + 1
        if span * width >= 1 << 62:
            # No more than as many numbers as rows are needed of either.
            (keys, first), (column, met) = _numbered(keys, span), _numbered(column, width)
            span, width = len(first), len(met)
        keys, span = keys * width + column, span * width
    return _numbered(keys, span)


def _numbered(keys: NDArray[np.int64], span: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Keys below `span` numbered in the order of their first rows, and these rows."""
    if span > 4 * len(keys) + 1024:
        _, keys = np.unique(keys, return_inverse=True)
        span = int(keys.max(initial=-1)) + 1
    first = np.full(span, -1, dtype=np.int64)
    first[keys[::-1]] = np.arange(len(keys) - 1, -1, -1)
    rows = np.sort(first[first >= 0])
    number = np.empty(span, dtype=np.int64)
    number[keys[rows]] = np.arange(len(rows))
    return number[keys], rows
