"""The peers asked which polygons a point lies in on a day, each at its best (see `benchmarks.engine.points`)."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from firmground.engine.edges.faces import Faces

    Floats = NDArray[np.float64]
    Codes = NDArray[np.int32]
    Ints = NDArray[np.int64]
    Pairs = tuple[Ints, Ints]

THREADS = 2


@dataclass(frozen=True)
class Job:
    """A map, events on it, and which peers are asked: the slow ones only where that takes no minutes."""

    faces: Faces
    lon: Floats
    lat: Floats
    state: Codes
    peers: tuple[str, ...]


class Sorted:
    """What the peers start from: events by state, polygons as shapely has them, the faces that stand on each state."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self.rows = np.argsort(job.state, kind="stable")
        self.limits = np.searchsorted(job.state[self.rows], np.arange(job.faces.states + 1))
        self.shapes = job.faces.shapes()
        faces = job.faces
        self.standing = [np.flatnonzero((faces.first <= at) & (at < faces.stop)) for at in range(faces.states)]
        self.states = [at for at in range(faces.states) if self.limits[at] < self.limits[at + 1]]

    def events(self, state: int) -> Ints:
        return self.rows[self.limits[state] : self.limits[state + 1]]


def joined(pairs: list[Pairs]) -> Pairs:
    return np.concatenate([a for a, _ in pairs]), np.concatenate([b for _, b in pairs])


def by_tree_on_points(sorted_job: Sorted) -> Callable[[], Pairs]:
    points = shapely.points(sorted_job.job.lon, sorted_job.job.lat)

    def one(state: int) -> Pairs:
        rows, standing = sorted_job.events(state), sorted_job.standing[state]
        face, row = shapely.STRtree(points[rows]).query(sorted_job.shapes[standing], predicate="intersects")
        return rows[row], standing[face]

    return lambda: _threaded(one, sorted_job.states)


def by_tree_on_polygons(sorted_job: Sorted) -> Callable[[], Pairs]:
    points = shapely.points(sorted_job.job.lon, sorted_job.job.lat)

    def one(state: int) -> Pairs:
        rows, standing = sorted_job.events(state), sorted_job.standing[state]
        row, face = shapely.STRtree(sorted_job.shapes[standing]).query(points[rows], predicate="intersects")
        return rows[row], standing[face]

    return lambda: _threaded(one, sorted_job.states)


def _threaded(one: Callable[[int], Pairs], states: list[int]) -> Pairs:
    with ThreadPoolExecutor(THREADS) as threads:
        return joined(list(threads.map(one, states)))


def by_geopandas(sorted_job: Sorted) -> Callable[[], Pairs]:
    import geopandas  # noqa: PLC0415 - a peer may be missing

    job = sorted_job.job
    points = shapely.points(job.lon, job.lat)
    events = [
        geopandas.GeoDataFrame({"row": sorted_job.events(at)}, geometry=points[sorted_job.events(at)])
        for at in sorted_job.states
    ]
    faces = [
        geopandas.GeoDataFrame({"face": sorted_job.standing[at]}, geometry=sorted_job.shapes[sorted_job.standing[at]])
        for at in sorted_job.states
    ]

    def run() -> Pairs:
        pairs = []
        for left, right in zip(events, faces, strict=True):
            # Copies, so that no index is kept from one round to the next. Polygons left: their side is prepared.
            found = geopandas.sjoin(right.copy(), left.copy(), predicate="intersects")
            pairs.append((found["row"].to_numpy(), found["face"].to_numpy()))
        return joined(pairs)

    return run


def by_sedona(sorted_job: Sorted) -> Callable[[], Pairs]:
    import pyarrow as pa  # noqa: PLC0415
    import sedonadb  # noqa: PLC0415

    job, connection = sorted_job.job, sedonadb.connect()
    wkb = shapely.to_wkb(sorted_job.shapes)
    for at in sorted_job.states:
        rows, standing = sorted_job.events(at), sorted_job.standing[at]
        table = pa.table({"row": rows, "x": job.lon[rows], "y": job.lat[rows]})
        connection.create_data_frame(table).to_view("raw", overwrite=True)
        connection.sql("SELECT row, ST_Point(x, y) AS place FROM raw").to_memtable().to_view(f"events{at}")
        table = pa.table({"face": standing, "wkb": pa.array(wkb[standing], pa.binary())})
        connection.create_data_frame(table).to_view("drawn", overwrite=True)
        connection.sql("SELECT face, ST_GeomFromWKB(wkb) AS ground FROM drawn").to_memtable().to_view(f"faces{at}")

    def run() -> Pairs:
        pairs = []
        for at in sorted_job.states:
            join = f"events{at} AS e JOIN faces{at} AS f ON ST_Intersects(f.ground, e.place)"
            found = pa.table(connection.sql(f"SELECT e.row, f.face FROM {join}"))  # noqa: S608 - numbers of ours
            pairs.append((found["row"].to_numpy(), found["face"].to_numpy()))
        return joined(pairs)

    return run


def by_duckdb(sorted_job: Sorted) -> Callable[[], Pairs]:
    import duckdb  # noqa: PLC0415
    import pyarrow as pa  # noqa: PLC0415

    job, connection = sorted_job.job, duckdb.connect()
    connection.execute("LOAD spatial")
    connection.execute(f"SET threads = {THREADS}")
    faces = job.faces
    said = pa.table(
        {
            "face": np.arange(len(faces)),
            "begin": faces.first,
            "until": faces.stop,
            "wkb": shapely.to_wkb(sorted_job.shapes),
        }
    )
    told = pa.table({"row": np.arange(len(job.lon)), "state": job.state, "x": job.lon, "y": job.lat})
    connection.register("said", said)
    connection.register("told", told)
    connection.execute("CREATE TABLE f AS SELECT face, begin, until, ST_GeomFromWKB(wkb) AS ground FROM said")
    connection.execute("CREATE TABLE e AS SELECT row, state, ST_Point(x, y) AS place FROM told")

    together = (
        "SELECT row, face FROM (SELECT * FROM e WHERE state = ?) "
        "JOIN (SELECT * FROM f WHERE begin <= ? AND until > ?) ON ST_Intersects(ground, place)"
    )

    def run() -> Pairs:
        pairs = []
        for at in sorted_job.states:
            found = connection.execute(together, [at, at, at]).fetchnumpy()
            pairs.append((found["row"], found["face"]))
        return joined(pairs)

    return run


PEERS: dict[str, tuple[str, Callable[[Sorted], Callable[[], Pairs]]]] = {
    "shapely, tree on points": ("shapely", by_tree_on_points),
    "shapely, tree on polygons": ("shapely", by_tree_on_polygons),
    "geopandas": ("geopandas", by_geopandas),
    "SedonaDB": ("sedonadb", by_sedona),
    "DuckDB": ("duckdb", by_duckdb),
}
