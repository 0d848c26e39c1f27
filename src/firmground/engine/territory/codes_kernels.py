"""From masks to the codes of coverings, for millions of rows that have few different masks."""

from __future__ import annotations

# mypy: allow-untyped-defs, allow-untyped-calls
import numpy as np

from firmground.engine.compiled import kernel

EMPTY = np.uint64(0xFFFFFFFFFFFFFFFF)  # the key of a place that is free: no mask with bit 63 is ever a key
BORDER = np.uint64(1 << 63)


@kernel("int64(uint64, uint64[::1])")
def place_of(mask, keys):
    """Where a mask is among the keys, a power of two many, or where it would be put."""
    last = np.uint64(len(keys) - 1)
    mixed = mask * np.uint64(0x9E3779B97F4A7C15)
    place = (mixed ^ (mixed >> np.uint64(32))) & last
    while keys[place] != mask and keys[place] != EMPTY:
        place = (place + np.uint64(1)) & last
    return np.int64(place)


@kernel("int64(uint64[::1], int64, uint64[::1], int32[::1], int32, int32[::1])")
def look_up(masks, start, keys, values, on_border, codes):
    """Writes the codes of the masks from `start` on, up to the first mask that is no key; returns its row."""
    mask = EMPTY
    code = on_border
    for row in range(start, len(masks)):
        if masks[row] != mask:
            mask = masks[row]
            if mask >= BORDER:
                code = on_border
            else:
                place = place_of(mask, keys)
                if keys[place] == EMPTY:
                    return row
                code = values[place]
        codes[row] = code
    return len(masks)
