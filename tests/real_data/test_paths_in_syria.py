"""UCDP's events in Syria on an invented map, by the plain path and by the engine; and the lists, which have one path."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import shapely

import firmground as fg
from firmground.case.actors import Actor, Actors
from firmground.case.choices import Choices
from firmground.case.control import UNMAPPED
from oracles.same_answers import assert_same_answers
from oracles.worlds import face, held_by, polygons, snapshots

FILE = "ucdp_ged_syria_2016_2019/ucdp_ged_syria_652_1601_1911.csv.gz"
CASE = f"""
title = "UCDP in Syria"
[[events]]
file = "{FILE.rsplit("/", 1)[-1]}"
layout = "ucdp-ged"
"""
PARTIES = ("north", "south", "east")
EVERY = 14  # of the events one is taken: the plain path is slow


def invented_ground(random):
    """Cells around cities, drawn a little differently every month, and who holds each."""
    sites = random.uniform([35.5, 32.3], [42.5, 37.3], (40, 2))
    limits = shapely.box(35.5, 32.3, 42.5, 37.3)
    for month in range(48):
        points = shapely.MultiPoint(sites + random.normal(0, 0.02, sites.shape) * (month % 3 == 0))
        for cell in shapely.voronoi_polygons(points, extend_to=limits).geoms:
            ground = shapely.intersection(cell, limits)
            middle = ground.centroid
            who = PARTIES[int(middle.x * 3 + middle.y * 2 + month / 6) % 3]
            contested = (who, PARTIES[0]) if random.random() < 0.1 and who != PARTIES[0] else (who,)
            if random.random() > 0.05:
                yield held_by(*contested), f"{2016 + month // 12}-{month % 12 + 1:02d}", ground


@pytest.mark.parametrize("timing", ["snapshots", "periods"])
def test_both_paths_agree_on_every_event(real_case, timing):
    case = fg.read_case(real_case(FILE, case__toml=CASE))
    ground = list(invented_ground(np.random.default_rng(2016)))
    if timing == "snapshots":
        control = snapshots(*(face(who, f"{month}-01", shape) for who, month, shape in ground), max_gap_days=31)
    else:
        rest = shapely.box(35.0, 32.0, 43.0, 38.0)
        control = polygons(*(face(who, month, shape) for who, month, shape in ground), elsewhere=UNMAPPED, within=rest)
    chosen = Choices(map=("map",), margin_km=(0.0, 3.0))
    parties = Actors({party: Actor(party, party) for party in PARTIES})
    assert_same_answers(_some(replace(case, maps={"map": control}, actors=parties, choices=chosen)))


def _some(case):
    events = case.events
    rows = np.arange(0, len(events), EVERY)
    columns = {}
    for name in events.__dataclass_fields__:
        column = getattr(events, name)
        if name == "extra":
            columns[name] = {}
        else:
            columns[name] = column.taken(rows) if hasattr(column, "taken") else column[rows]
    return replace(case, events=replace(events, **columns))


def test_both_paths_agree_on_the_built_in_case():
    assert_same_answers(fg.read_case(fg.example_folder("syria-2015")))
