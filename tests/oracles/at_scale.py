"""A small war for files: boxes that change hands, and events of every kind near their borders."""

from __future__ import annotations

from datetime import date, timedelta

import geopandas
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import shapely

FIRST = date(2015, 10, 1)
PARTIES = ("north", "south")


def _day(number: int) -> date:
    return FIRST + timedelta(number)


def drawn(*, snapshots: bool) -> geopandas.GeoDataFrame:
    """North and south of a front that moves every five days; a pocket held by both; some bare ground."""
    rows = []
    for step in range(6):
        front = 35.0 + 0.1 * step
        faces = [
            ("north", shapely.box(36, front, 38, 36)),
            ("south", shapely.box(36, 34, 38, front)),
            ("north;south", shapely.Point(38.5, 35).buffer(0.2, quad_segs=4)),
        ]
        days = {"date": str(_day(5 * step))}
        if not snapshots:
            days = {"from": str(_day(5 * step)), "until": str(_day(5 * step + 4))}
        rows += [{"holder": holder, "geometry": shape, **days} for holder, shape in faces]
    return geopandas.GeoDataFrame(rows, crs="EPSG:4326")


def events(count: int, seed: int = 1) -> pa.Table:
    """Points and discs, of a day, of several, of none; some on a border, some nowhere."""
    random = np.random.default_rng(seed)
    lon, lat = random.uniform(35.8, 39, count), random.uniform(34.8, 35.7, count)
    lat[::20], lon[::20] = 35.2, 37.0
    radius = random.choice([0.0, 0.0, 0.0, 2.0, 20.0], count)
    start = random.integers(-2, 32, count)
    long = random.choice([0, 0, 0, 4], count)
    texts = [
        None if number % 50 == 7 else f"{_day(a)}/{_day(a + b)}" if b else str(_day(a))
        for number, (a, b) in enumerate(zip(start.tolist(), long.tolist(), strict=True))
    ]
    return pa.table(
        {
            "id": [f"e{number:05}" for number in range(count)],
            "kind": random.choice(["raid", "shelling"], count).tolist(),
            "lon": pa.array(lon, mask=np.arange(count) % 60 == 11),
            "lat": lat,
            "radius_km": radius,
            "date": texts,
        }
    )


def moments(count: int, seed: int = 2, lon: float = 37.0, lat: float = 35.0) -> pa.Table:
    """Points at instants and discs of a day, crowded, on both sides of the antimeridian if so asked."""
    random = np.random.default_rng(seed)
    start = np.datetime64(FIRST, "s") + random.integers(0, 5 * 86_400, count)
    return pa.table(
        {
            "id": [f"m{number:05}" for number in random.permutation(count)],
            "by": random.choice(["one", "other", None], count).tolist(),
            "lon": (lon + random.normal(0, 0.15, count) + 180) % 360 - 180,
            "lat": np.clip(lat + random.normal(0, 0.15, count), -90, 90),
            "radius_km": random.choice([0.0, 0.0, 1.0], count),
            "date": pa.array(start, pa.timestamp("s")),
        }
    )


def in_files(table: pa.Table, folder, parts: int = 3) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    size = -(-len(table) // parts)
    for part in range(parts):
        pq.write_table(table.slice(part * size, size), folder / f"part-{part}.parquet", row_group_size=40)
