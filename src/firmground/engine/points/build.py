"""Chooses a grid for a table of edges and has it built, band by band."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from firmground.engine.compiled import load
from firmground.engine.threads import in_parts

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from firmground.engine.edges.edges import Edges

_SORT = "firmground.engine.points.sorting_kernels"
_BUILD = "firmground.engine.points.build_kernels"

MOST_HOLDINGS = 63
MOST_STATES = 65_535
MOST_EDGES = 2**31 - 1
# Cells for each edge that stands at a time: more of them take longer to build and less to ask. Processor seconds for a
# year's map of 260,000 edges a day: with 4, 0.18 to build and 1.06 for ten million points; with 12, 0.30 and 0.69.
CELLS_PER_EDGE = 6
MOST_CELLS = 4_000_000
# An edge crosses no more than this many of the borders between columns, on average, and between rows: what an edge in
# a cell costs to build is spent for each cell that it passes through.
CROSSINGS = 0.5
# Cells for each point that will be asked for, where these are few.
CELLS_PER_POINT = 2
# More edges than these in one cell, at a time, get a finer grid.
CROWDED = 48
_BANDS = 64
_FEW = 65_536  # edges below which a second thread costs more than it brings
_FINEST = 2.0**-26
_BY_EPOCHS = np.uint64(1 << 63)
_FINER = np.uint64(3 << 62)


@dataclass(frozen=True)
class Layout:
    """Where the cells of a grid are: `columns` x `rows` of them, from the south-west; degrees."""

    west: float
    south: float
    width: float
    height: float
    columns: int
    rows: int
    crowded: int


def build_grid(edges: Edges, rows: int | None, tell: Callable[[str], None] | None) -> dict[str, NDArray[Any]]:
    """The arrays of a grid over these edges, by name: see `layout_kernels`."""
    _refuse_more_than_fits(edges)
    table = (edges.ends, edges.holding, edges.first, edges.stop, edges.states)
    layout = choose_layout(_measured(table, tell), edges.states, rows)
    if layout is None:
        return _joined([], 0, 0)
    band_rows = -(-layout.rows // max(1, min(_BANDS, len(edges) // 2_000)))
    members, begins = _sorted_by_band(table, layout, band_rows)
    sort, build = load(_SORT, tell), load(_BUILD, tell)

    def build_bands(part: slice) -> list[tuple[Any, ...]]:
        bands = []
        for band in range(part.start, part.stop):
            mine = members[begins[band] : begins[band + 1]]
            sort.sort_by_first(mine, edges.first)
            places = np.array([[layout.west, layout.south, layout.width, layout.height]])
            shapes = np.zeros((1, build.SHAPE_COLUMNS), np.int64)
            row_first = band * band_rows
            shapes[0, [build.COLUMNS, build.ROWS]] = layout.columns, min(band_rows, layout.rows - row_first)
            shapes[0, [build.FIRST_ROW, build.EDGES_END]] = row_first, len(mine)
            bands.append(build.build_band(table, mine, layout.crowded, places, shapes))
        return bands

    built = [band for part in in_parts(build_bands, len(begins) - 1, least=1) for band in part]
    return _joined(built, layout.columns, layout.rows)


def choose_layout(measures: NDArray[np.float64], states: int, points: int | None) -> Layout | None:
    """The grid for edges of these measures (`sorting_kernels.measure`); None where there are none.

    Square cells, `CELLS_PER_EDGE` for each edge that stands at a time, but fewer where few points will be asked for,
    and wide or high enough that edges pass through few of them.
    """
    low_x, low_y, high_x, high_y, count, east, north, lasting = measures.tolist()
    if count == 0 or lasting == 0:
        return None
    if not np.isfinite(measures).all():
        raise ValueError("an edge of the map has a coordinate that is no finite number")
    standing = lasting / states
    wanted = min(CELLS_PER_EDGE * standing, MOST_CELLS)
    crowded = CROWDED
    if points is not None:
        wanted = min(wanted, CELLS_PER_POINT * points)
        crowded = max(crowded, int(64 * standing / max(points, 1)))
    wanted = max(wanted, 16.0)
    wide, tall = high_x - low_x, high_y - low_y
    side = math.sqrt(wide * tall / wanted)
    finest = _FINEST * max(abs(low_x), abs(low_y), abs(high_x), abs(high_y), 1e-100)
    width = max(side, wide / wanted, east / (CROSSINGS * count), finest)
    height = max(side, tall / wanted, north / (CROSSINGS * count), finest)
    # The map begins inside the first column and row, so that their west and south borders lie outside of it.
    west, south = low_x - 0.37 * width, low_y - 0.41 * height
    columns, rows = int((high_x - west) / width) + 2, int((high_y - south) / height) + 2
    return Layout(west, south, width, height, columns, rows, crowded)


def _refuse_more_than_fits(edges: Edges) -> None:
    if edges.holdings > MOST_HOLDINGS or edges.states > MOST_STATES or len(edges) > MOST_EDGES:
        raise ValueError(
            f"a grid takes up to {MOST_HOLDINGS} holdings, {MOST_STATES:,} states and {MOST_EDGES:,} edges, not "
            f"{edges.holdings}, {edges.states:,} and {len(edges):,}: split the map"
        )
    if len(edges) and not (
        edges.first.min() >= 0
        and edges.stop.max() <= edges.states
        and edges.holding.min() >= 0
        and edges.holding.max() < edges.holdings
    ):
        raise ValueError("an edge stands on a state, or is of a holding, that the map has not")


def _measured(table: tuple[Any, ...], tell: Callable[[str], None] | None) -> NDArray[np.float64]:
    kernels = load(_SORT, tell)

    def measure(part: slice) -> NDArray[np.float64]:
        out = np.zeros(8)
        kernels.measure(table, part.start, part.stop, out)
        return out

    parts = np.array(in_parts(measure, len(table[1]), least=_FEW)).reshape(-1, 8)
    if len(parts) == 0:
        return np.zeros(8)
    return np.concatenate([parts[:, :2].min(axis=0), parts[:, 2:4].max(axis=0), parts[:, 4:].sum(axis=0)])


def _sorted_by_band(
    table: tuple[Any, ...], layout: Layout, band_rows: int
) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
    """The edges of each band of rows, one band after another, and where each band's begin, with one entry more."""
    kernels = load(_SORT)
    bands = -(-layout.rows // band_rows)
    place = (layout.south, layout.height, layout.rows, band_rows)
    nobody = np.empty(0, np.int32)

    def count(part: slice) -> tuple[slice, NDArray[np.int64]]:
        counts = np.zeros(bands, np.int64)
        kernels.sort_by_band(table, part.start, part.stop, *place, counts, nobody)
        return part, counts

    parts = in_parts(count, len(table[1]), least=_FEW)
    counts = np.array([found for _, found in parts])
    begins = np.concatenate([[0], np.cumsum(counts.sum(axis=0))])
    fills = begins[:-1] + np.cumsum(counts, axis=0) - counts
    members = np.empty(begins[-1], np.int32)

    def fill(one: slice) -> None:
        for number in range(one.start, one.stop):
            part, _ = parts[number]
            kernels.sort_by_band(table, part.start, part.stop, *place, fills[number], members)

    if len(members):
        in_parts(fill, len(parts), least=1)
    return members, begins


def _joined(bands: list[tuple[Any, ...]], columns: int, rows: int) -> dict[str, NDArray[Any]]:
    """One grid over all rows, from the bands; their finer grids after it."""
    own = [int(band[5][0, 0] * band[5][0, 1]) for band in bands]
    cell_at = np.cumsum([columns * rows, *(len(band[0]) - cells for band, cells in zip(bands, own, strict=True))])
    grid_at = np.cumsum([1, *(len(band[4]) - 1 for band in bands)])
    epoch_at = np.cumsum([0, *(len(band[1]) for band in bands)])
    word_at = np.cumsum([0, *(len(band[3]) for band in bands)])
    cells, places = np.empty(cell_at[-1], np.uint64), np.ones((grid_at[-1], 4))
    shapes = np.zeros((grid_at[-1], 3), np.int64)
    epoch_first, epochs = np.empty(epoch_at[-1], np.uint16), np.zeros((epoch_at[-1] + 1, 2), np.uint64)
    words = np.empty(word_at[-1], np.int32)

    def join(part: slice) -> None:
        for number in range(part.start, part.stop):
            said, epoch_state, epoch, word, place, shape = bands[number]
            said[(said >= _BY_EPOCHS) & (said < _FINER)] += np.uint64(int(epoch_at[number]) << 22)
            said[said >= _FINER] += np.uint64(grid_at[number] - 1)
            row_first = int(shape[0, 3])
            cells[row_first * columns : row_first * columns + own[number]] = said[: own[number]]
            cells[cell_at[number] : cell_at[number + 1]] = said[own[number] :]
            epoch_first[epoch_at[number] : epoch_at[number + 1]] = epoch_state
            epochs[epoch_at[number] : epoch_at[number + 1]] = epoch[:-1]
            epochs[epoch_at[number] : epoch_at[number + 1], 1] += np.uint64(word_at[number])
            words[word_at[number] : word_at[number + 1]] = word
            places[grid_at[number] : grid_at[number + 1]] = place[1:]
            finer = shapes[grid_at[number] : grid_at[number + 1]]
            finer[:] = shape[1:, :3]
            finer[:, 2] += cell_at[number] - own[number]

    in_parts(join, len(bands), least=1)
    epochs[-1] = 0, word_at[-1]
    if bands:
        places[0], shapes[0] = bands[0][4][0], (columns, rows, 0)
    return {
        "places": places,
        "shapes": shapes,
        "cells": cells,
        "epoch_first": epoch_first,
        "epochs": epochs,
        "words": words,
    }
