"""What a model leaves of a number, world by world: each draw makes events surely so, surely not, or leaves them open."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise, product

import numpy as np

from firmground.case.claims import MeasureKind, Unit
from firmground.measures.units import count_bounds, make_units, part_bounds, place_codes, share_bounds


def bounds_by_draw(held, test, specification, counted, draws, *, every, complete=True):
    """All pairs of a chance and the bounds that are left: one number for each place, from 0 to 1, decides its events."""
    places = place_codes(held)
    found = defaultdict(float)
    for draw in draws:
        cuts = {
            int(place): sorted({0.0, 1.0, *draw.least[places == place], *draw.most[places == place]})
            for place in np.unique(places)
        }
        for cells in product(*([*pairwise(own)] for own in cuts.values())):
            chance = draw.chance * float(np.prod([high - low for low, high in cells]))
            if not chance:
                continue
            middle = {place: (low + high) / 2 for place, (low, high) in zip(cuts, cells, strict=True)}
            u = np.array([middle[int(place)] for place in places])
            that = np.where(draw.least > u, 2, np.where(draw.most > u, 1, 0)).astype(np.int8)
            units = make_units(held, Unit(specification.unit), counted, that, every=every)
            if test.measure is MeasureKind.COUNT:
                bounds = count_bounds(units, complete=complete)
            elif test.out_of is not None:
                bounds = part_bounds(units, test.out_of)
            else:
                bounds, _ = share_bounds(units)
            found[bounds.low, bounds.high] += chance
    return [(chance, *ends) for ends, chance in found.items()]
