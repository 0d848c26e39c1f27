"""Writes down what one cell holds."""

from __future__ import annotations

# mypy: allow-untyped-defs, allow-untyped-calls
import numpy as np

from firmground.engine.compiled import inlined, kernel
from firmground.engine.points.layout_kernels import TABLE, bit, by_epochs
from firmground.engine.points.room_kernels import with_room, with_rows


@inlined
def _drop_ended(stop, living, lives, state, states):
    """Keeps the edges that still stand: how many, and the state with which the first of them ends."""
    kept, until = 0, np.int64(states)
    for place in range(lives):
        if stop[living[place]] > state:
            living[kept] = living[place]
            until = min(until, stop[living[place]])
            kept += 1
    return kept, until


@inlined
def _insert(holding, living, lives, edge):
    """Enters an edge among those that stand, which are sorted by holding."""
    place = lives
    while place > 0 and holding[living[place - 1]] > holding[edge]:
        living[place] = living[place - 1]
        place -= 1
    living[place] = edge
    return lives + 1


@inlined
def _write_groups(holding, living, lives, wind, words, at):
    """Writes the groups of the edges that stand: where they end, and the holdings they are of."""
    edged, place = np.uint64(0), 0
    while place < lives:
        code, head, begin = holding[living[place]], at, place
        at += 2
        while place < lives and holding[living[place]] == code:
            words[at] = living[place]
            at += 1
            place += 1
        words[head], words[head + 1] = code | ((place - begin) << 6), wind[code]
        edged |= bit(code)
    return at, edged


@kernel(
    f"Tuple((uint64, uint16[::1], uint64[:, ::1], int32[::1]))({TABLE}, int32[::1], int64[:, ::1], int64, int64[::1],"
    "int32[::1], int64[::1], uint16[::1], uint64[:, ::1], int32[::1])"
)
def write_cell(table, here, changes, count, wind, living, used, epoch_first, epochs, words):
    """Writes the epochs of a cell: what the cell says (see `layout_kernels`), and the arrays, grown where need was.

    `here`: its edges by `first`. `changes`, `count`: of the winding numbers at its reference point. `wind`: 64 zeros,
    and so it is left; `living` has room for all of `here`. `used`: how many epochs and words there are, moved on.
    """
    _, holding, first, stop, states = table
    begin = used[0]
    state, change, coming, lives, inside = 0, 0, 0, 0, np.uint64(0)
    while state < states:
        while change < count and changes[change, 0] >> 6 == state:
            code = changes[change, 0] & 63
            wind[code] += changes[change, 1]
            inside = inside | bit(code) if wind[code] != 0 else inside & ~bit(code)
            change += 1
        lives, until = _drop_ended(stop, living, lives, state, states)
        while coming < len(here) and first[here[coming]] <= state:
            until = min(until, stop[here[coming]])
            lives = _insert(holding, living, lives, here[coming])
            coming += 1
        if used[0] + 2 > min(len(epoch_first), len(epochs)) or used[1] + 3 * lives > len(words):
            epoch_first, epochs = with_room(epoch_first, used[0] + 2), with_rows(epochs, used[0] + 2)
            words = with_room(words, used[1] + 3 * lives)
        words_from = used[1]
        used[1], edged = _write_groups(holding, living, lives, wind, words, used[1])
        mask = inside & ~edged
        last = used[0] - 1
        if lives > 0 or used[0] == begin or epochs[last, 1] != words_from or epochs[last, 0] != mask:
            epoch_first[used[0]], epochs[used[0], 0], epochs[used[0], 1] = state, mask, words_from
            used[0] += 1
        if change < count:
            until = min(until, changes[change, 0] >> 6)
        if coming < len(here):
            until = min(until, first[here[coming]])
        state = until
    for change in range(count):
        wind[changes[change, 0] & 63] = 0
    if used[0] == begin + 1 and epochs[begin, 1] == used[1]:
        used[0] = begin
        return epochs[begin, 0], epoch_first, epochs, words
    return by_epochs(begin, used[0] - begin), epoch_first, epochs, words
