"""Some states of a map, ready to be asked: what is needed is made when it is first asked for, or taken from a shelf."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from firmground.engine.discs.bins import DiscBins
from firmground.engine.points.grid import PointGrid
from firmground.engine.points.runs import Runs
from firmground.engine.territory.apart import Apart, lay_apart
from firmground.engine.territory.coverings import IN_GROUP, ON_BORDER, Coverings
from firmground.engine.territory.joining import crossed, merged, rows_of, without

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from firmground.engine.discs.shares import DiscRuns
    from firmground.engine.edges.edges import Edges

    Floats = NDArray[np.float64]
    Codes = NDArray[np.int32]
    Flags = NDArray[np.bool_]
    Columns = Callable[[tuple[int, ...]], Sequence[bool]]
    Arrays = dict[str, NDArray[Any]]
    Numbers = dict[str, int | float]


class Shelf(Protocol):
    """Where parts of a territory are kept, as arrays and numbers by name."""

    def take(self, part: str) -> tuple[Arrays, Numbers] | None:
        """None where the part is not there, or cannot be trusted."""

    def put(self, part: str, arrays: Arrays, numbers: Numbers) -> None: ...


@dataclass
class Block:
    """All methods: degrees, states counted from the first of the block, answers in codes of `coverings`.

    `rows`: how many points will be asked for, if that is known.
    """

    edges: Edges
    coverings: Coverings
    shelf: Shelf | None = None
    rows: int | None = None
    tell: Callable[[str], None] | None = None

    def points(self, lon: Floats, lat: Floats, state: Codes) -> Codes:
        return self.coverings.of_points([grid.masks(lon, lat, state) for grid in self.grids], lon, lat)

    def points_over(self, lon: Floats, lat: Floats, first: Codes, stop: Codes) -> Runs:
        groups = [grid.masks_over(lon, lat, first, stop) for grid in self.grids]
        masks = [runs.mask for runs in groups]
        runs = Runs(groups[0].row_first, groups[0].start, groups[0].stop, np.zeros(0, np.int32))
        if len(groups) > 1:
            runs, held = crossed([Runs(one.row_first, one.start, one.stop, np.zeros(0, np.int32)) for one in groups])
            masks = [mask[place] for mask, place in zip(masks, held, strict=True)]
        row = rows_of(runs.row_first)
        return merged(replace(runs, value=self.coverings.of_points(masks, lon[row], lat[row])))

    def discs_over(self, lon: Floats, lat: Floats, radius_km: Floats, first: Codes, stop: Codes) -> DiscRuns:
        runs = self.bins.shares_over(lon, lat, radius_km, first, stop)
        runs = replace(runs, covering=self._code_of_ground[runs.covering])
        unsound = self._unsound(first, stop)
        return without(runs, unsound) if unsound.any() else runs

    def extremes_over(
        self, lon: Floats, lat: Floats, radius_km: Floats, first: Codes, stop: Codes, columns: Columns
    ) -> tuple[Floats, Floats, Floats]:
        found = self.bins.extremes_over(lon, lat, radius_km, first, stop, self._member(columns))
        for one in found:
            one[self._unsound(first, stop)] = np.nan
        return found

    def nearest_km(self, lon: Floats, lat: Floats, first: Codes, stop: Codes, columns: Columns) -> Floats:
        nearest = self.bins.nearest_km(lon, lat, first, stop, self._member(columns))
        nearest[self._unsound(first, stop)] = np.inf
        return nearest

    def presence_over(
        self, lon: Floats, lat: Floats, radius_km: Floats, first: Codes, stop: Codes, columns: Columns
    ) -> tuple[Flags, Flags, Flags, Flags]:
        found = self.bins.presence_over(lon, lat, radius_km, first, stop, self._member(columns))
        unsound = self._unsound(first, stop)
        found[0][unsound] = True
        for one in found[1:]:
            one[unsound] = False
        return found

    def _member(self, columns: Columns) -> Flags:
        """Which columns each covering counts for, in the codes of `bins`."""
        return np.array([columns(held) for held in [(), *self.apart.held]], np.bool_)

    def _unsound(self, first: Codes, stop: Codes) -> Flags:
        """The rows that ask for a state of which some border is not closed."""
        before = np.append(0, np.cumsum(self.apart.unsound))
        return np.asarray(before[stop] > before[first])

    @cached_property
    def grids(self) -> list[PointGrid]:
        """One for each group of holdings."""
        return [self._grid(group) for group in range(max(1, -(-self.edges.holdings // IN_GROUP)))]

    def _grid(self, group: int) -> PointGrid:
        edges, part = _of_group(self.edges, group), f"points-{group}"
        kept = self.shelf.take(part) if self.shelf else None
        if kept is not None:
            return PointGrid.unpacked(kept[0], edges)
        grid = PointGrid.build(edges, self.rows, self.tell)
        if self.shelf:
            self.shelf.put(part, grid.packed(), {})
        return grid

    @cached_property
    def apart(self) -> Apart:
        """The ground without overlaps."""
        kept = self.shelf.take("apart") if self.shelf else None
        if kept is not None:
            return Apart.unpacked(*kept, self.edges)
        apart = lay_apart(self.edges, self.points_over, self.coverings.held, self.tell)
        if self.shelf:
            self.shelf.put("apart", *apart.packed())
        return apart

    @cached_property
    def bins(self) -> DiscBins:
        """Its codes are 0 for bare ground and c + 1 for `apart.held[c]`."""
        kept = self.shelf.take("discs") if self.shelf else None
        if kept is not None:
            return DiscBins.unpacked(*kept, self._ground_over)
        bins = DiscBins.build(self.apart.edges, self._ground_over, self.tell)
        if self.shelf:
            self.shelf.put("discs", *bins.packed())
        return bins

    @cached_property
    def _code_of_ground(self) -> Codes:
        return np.append(np.int32(0), self.coverings.codes(self.apart.held))

    def _ground_over(self, lon: Floats, lat: Floats, first: Codes, stop: Codes) -> Runs:
        """As `points_over`, in the codes of `bins`; ground that was too thin to be laid apart counts as a border."""
        codes = self._code_of_ground  # before the coverings are counted: it may add some
        runs = self.points_over(lon, lat, first, stop)
        ground = np.full(len(self.coverings.held) + 1, ON_BORDER, np.int32)  # the last is for ON_BORDER itself
        ground[codes] = np.arange(len(codes))
        ground[-1] = ON_BORDER
        return replace(runs, value=ground[runs.value])


def _of_group(edges: Edges, group: int) -> Edges:
    if edges.holdings <= IN_GROUP:
        return edges
    some = edges.some(np.flatnonzero(edges.holding // IN_GROUP == group))
    holding = (some.holding % IN_GROUP).astype(np.int32)
    return replace(some, holding=holding, holdings=min(IN_GROUP, edges.holdings - group * IN_GROUP))
