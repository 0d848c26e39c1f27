"""The table of edges: each stretch of border once, with the states on which it stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, eq=False)
class Edges:
    """Directed edges with the ground of `holding` on their left, standing on states `first` to `stop`, excluded.

    `ends`: shape (n, 4): longitude and latitude of where an edge begins and of where it ends, degrees. On any one
    state the edges of one holding are the border of all its ground: two faces of one holding that share a border are
    dissolved (the shared edges are gone), so that going round a point its edges wind as often as faces of that
    holding lie over it: 0 outside, 1 inside, more where its faces overlap.
    """

    ends: NDArray[np.float64]
    holding: NDArray[np.int32]
    first: NDArray[np.int32]
    stop: NDArray[np.int32]
    states: int
    holdings: int

    def __len__(self) -> int:
        return len(self.holding)

    def packed(self) -> tuple[dict[str, NDArray[Any]], dict[str, int | float]]:
        """As arrays and numbers by name, for a store."""
        arrays: dict[str, NDArray[Any]] = {
            "ends": self.ends,
            "holding": self.holding,
            "first": self.first,
            "stop": self.stop,
        }
        return arrays, {"states": self.states, "holdings": self.holdings}

    @classmethod
    def unpacked(cls, arrays: dict[str, NDArray[Any]], numbers: dict[str, int | float]) -> Edges:
        ends, holding, first, stop = (arrays[name] for name in ("ends", "holding", "first", "stop"))
        return cls(ends, holding, first, stop, int(numbers["states"]), int(numbers["holdings"]))

    def some(self, chosen: NDArray[np.int64] | NDArray[np.bool_]) -> Edges:
        """These rows; the holdings keep their numbers."""
        holding, first, stop = (column[chosen] for column in (self.holding, self.first, self.stop))
        return Edges(self.ends[chosen], holding, first, stop, self.states, self.holdings)
