"""The data of the moving map that a report carries: a header of texts, then columns of whole numbers.

The form is that of `render/clock`; this reader is its own, so that a fault there is no fault here.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from firmground.exchange.gate.pieces import Points, Text, inside
from firmground.exchange.gate.rings import centres

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numpy.typing import NDArray

    from firmground.exchange.gate.pieces import Piece

    Whole = NDArray[np.int64]

_DEGREE: Final = 10_000.0
_MOST: Final = 50_000_000  # numbers of a column


def open_clock(where: str, stream: bytes, deeper: Callable[[str, bytes], Iterator[Piece]]) -> Iterator[Piece]:
    """Texts, places and rings of such data; nothing of what is no such data."""
    size = int.from_bytes(stream[:4], "little")
    try:
        header = json.loads(stream[4 : 4 + size]) if 2 <= size <= len(stream) - 4 and stream[4:5] == b"{" else None
        columns = _columns(header, stream[4 + size :]) if header else {}
    except (ValueError, KeyError, TypeError, IndexError, RecursionError):
        return
    if not header or not columns:
        return
    yield from deeper(inside(where, "map"), stream[4 : 4 + size])
    yield Text(inside(where, "map"), "\n".join(_numbered(header.get("texts", []), columns)))
    steps = header.get("steps")
    for name in [name for name in columns if name.endswith((".lon", ".x"))]:
        whole = name.endswith(".lon") and not name.startswith(("s.", "l.", "b."))
        unit = _DEGREE if whole else float(steps or _DEGREE)
        other = name[: -len(".lon")] + ".lat" if name.endswith(".lon") else name[:-1] + "y"
        if len(columns[name]) != len(columns.get(other, ())):
            continue
        pairs = np.column_stack((columns[name], columns[other])) / unit
        yield Points(inside(where, f"map, column {name}"), pairs, np.full(len(pairs), 1.0 / unit))
        middles = centres(_rings(pairs, columns.get(name[:-1] + "points", ()))) if name == "s.x" else None
        if middles is not None:
            yield Points(inside(where, "map, middle of an area"), *middles)


def _columns(header: Any, body: bytes) -> dict[str, Whole]:
    raw = np.frombuffer(body, np.uint8)
    return {
        str(name): _numbers(raw, int(count), int(at), differences=bool(differences))
        for name, count, differences, at in header["columns"]
        if 0 <= int(count) <= min(_MOST, len(body))
    }


def _numbers(raw: NDArray[np.uint8], count: int, at: int, *, differences: bool) -> Whole:
    """`count` numbers in LEB128 and zigzag, from `at` on."""
    part = raw[at : at + 10 * count]
    ends = np.flatnonzero(part < 0x80)[:count]
    if len(ends) < count:
        raise ValueError("a column ends too early")
    if not count:
        return np.zeros(0, dtype=np.int64)
    part = part[: ends[-1] + 1].astype(np.uint64)
    starts = np.concatenate(([0], ends[:-1] + 1))
    place = np.arange(len(part)) - np.repeat(starts, ends - starts + 1)
    values = np.add.reduceat((part & np.uint64(0x7F)) << (place * 7).astype(np.uint64), starts)
    signed = (values >> np.uint64(1)).astype(np.int64) ^ -(values & np.uint64(1)).astype(np.int64)
    return np.cumsum(signed) if differences else signed


def _numbered(texts: list[str], columns: dict[str, Whole]) -> Iterator[str]:
    """Ids and addresses put together again from a text, a number, and how many digits it has."""
    for name in ("e.id", "e.url"):
        parts = [columns.get(name, ()), columns.get(f"{name}.number", ()), columns.get(f"{name}.digits", ())]
        for code, number, digits in zip(*(np.asarray(part).tolist() for part in parts), strict=False):
            head = texts[code] if 0 <= code < len(texts) else ""
            yield head + (str(number).zfill(digits) if digits else "")


def _rings(pairs: NDArray[np.float64], lengths: Any) -> list[NDArray[np.float64]]:
    sizes = np.asarray(lengths, dtype=np.int64)
    return np.split(pairs, np.cumsum(sizes)[:-1]) if len(sizes) and sizes.sum() == len(pairs) else []
