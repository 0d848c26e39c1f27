"""What a file comes apart into when everything in it is opened: texts, points, columns of numbers, plain bytes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Text:
    """`chance`: letters that were met among bytes which are no text, where short names stand by chance.
    `nonsense`: runs of letters that are no words.
    """

    where: str
    text: str
    chance: bool = False
    nonsense: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Points:
    """Pairs of numbers that stand together, as degrees in either order; shape (n, 2). `within`: how exact each is, in
    degrees, shape (n,).
    """

    where: str
    pairs: NDArray[np.float64]
    within: NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """Columns of numbers of one table: any two of a row may be a point."""

    where: str
    columns: Mapping[str, NDArray[Any]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Raw:
    """Bytes in which numbers may stand as computers write them."""

    where: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Unread:
    """`why`: what keeps it from being looked at, as the end of a sentence that begins with its name."""

    where: str
    why: str


Piece: TypeAlias = Text | Points | Rows | Raw | Unread


def inside(where: str, part: str) -> str:
    """A place within a place, from the outside in."""
    return f"{where}, {part}" if where and part else where or part
