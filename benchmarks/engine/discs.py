"""What part of a disc lies in whose ground: ours and its peers, on the same map and the same discs in one run.

Run it alone with  .venv/bin/python -m benchmarks.engine.discs [--small]

The war of `benchmarks.engine.invented`. Peers work on one Lambert sheet for the whole theatre, with discs of 64 sides,
both laid and loaded beforehand, not timed; their polygons do not overlap, so that summing areas is right. shapely at
its best: tree on the discs, asked with prepared polygons; discs inside a polygon answered by that; the others cut with
what a quick clip to their box leaves of large polygons. Peers answer runs of 30 states one state at a time; they are
asked for fewer discs, and their time is told for all. Each answer is compared with ours: the largest difference of a
share is in the note.
"""

from __future__ import annotations

import argparse
import resource
import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely
from benchmarks.engine.invented import SMALL, Plan, invent_events, invent_faces
from pyproj import Transformer

from firmground.engine.territory.territory import Territory
from firmground.engine.threads import processors

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from firmground.engine.edges.faces import Faces

    Floats = NDArray[np.float64]
    Codes = NDArray[np.int32]

Row = dict[str, Any]
Shared = tuple[Any, Any, Any]  # disc, polygon, area of what both cover, for all that share any
LARGE = 200  # vertices of a polygon from which clipping it to a box first pays
WINDOW = 30


@dataclass(frozen=True)
class Theatre:
    """Faces and discs, in degrees and on the sheet of the whole theatre, in km."""

    faces: Faces
    laid: NDArray[Any]
    lon: Floats
    lat: Floats
    radius_km: Floats
    state: Codes
    x: Floats
    y: Floats

    def some(self, rows: int) -> Theatre:
        parts = {name: getattr(self, name)[:rows] for name in ("lon", "lat", "radius_km", "state", "x", "y")}
        return replace(self, **parts)

    def standing(self, state: int) -> NDArray[np.intp]:
        return np.flatnonzero((self.faces.first <= state) & (state < self.faces.stop))


def theatre(plan: Plan, discs: int) -> Theatre:
    faces = invent_faces(plan)
    events = invent_events(plan, faces, discs)
    west, south, east, north = plan.box
    middle = f"+proj=laea +lat_0={(south + north) / 2} +lon_0={(west + east) / 2} +ellps=WGS84 +units=km"
    onto = Transformer.from_crs("EPSG:4326", middle, always_xy=True)
    laid = shapely.transform(faces.shapes(), lambda at: np.stack(onto.transform(*at.T), 1))
    x, y = onto.transform(events.lon, events.lat)
    return Theatre(faces, laid, events.lon, events.lat, events.radius_km, events.state, np.array(x), np.array(y))


def by_shapely(discs: NDArray[Any], polygons: NDArray[Any]) -> Callable[[], Shared]:
    def run() -> Shared:
        tree = shapely.STRtree(discs)
        shapely.prepare(polygons)
        polygon, disc = tree.query(polygons, predicate="intersects")
        pair = polygon * len(discs) + disc
        whole = tree.query(polygons, predicate="contains_properly")
        cut = ~np.isin(pair, whole[0] * len(discs) + whole[1])
        area = shapely.area(discs[disc])
        left = polygons[polygon[cut]]
        bounds = shapely.bounds(discs[disc[cut]])
        for row in np.flatnonzero(shapely.get_num_coordinates(left) > LARGE):
            piece = shapely.clip_by_rect(left[row], *bounds[row])
            left[row] = piece if shapely.is_valid(piece) else left[row]
        area[cut] = shapely.area(shapely.intersection(discs[disc[cut]], left))
        return disc, polygon, area

    return run


JOIN = (
    "SELECT d.row, p.row AS polygon, ST_Area(ST_Intersection(d.g, p.g)) AS area "
    "FROM discs d JOIN polygons p ON ST_Intersects(p.g, d.g)"
)


def by_sedona(discs: NDArray[Any], polygons: NDArray[Any]) -> Callable[[], Shared]:
    import pyarrow as pa  # noqa: PLC0415 - a peer that may not be there
    import sedonadb  # noqa: PLC0415 - the same

    base = sedonadb.connect()
    for name, shapes in (("discs", discs), ("polygons", polygons)):
        table = pa.table({"row": np.arange(len(shapes)), "wkb": pa.array(shapely.to_wkb(shapes), pa.binary())})
        base.create_data_frame(table).to_view("raw", overwrite=True)
        base.sql("SELECT row, ST_GeomFromWKB(wkb) AS g FROM raw").to_memtable().to_view(name, overwrite=True)

    def run() -> Shared:
        found = pa.table(base.sql(JOIN))
        return found["row"].to_numpy(), found["polygon"].to_numpy(), found["area"].to_numpy()

    return run


def by_duckdb(discs: NDArray[Any], polygons: NDArray[Any]) -> Callable[[], Shared]:
    import duckdb  # noqa: PLC0415 - a peer that may not be there
    import pyarrow as pa  # noqa: PLC0415 - the same

    base = duckdb.connect()
    base.execute("LOAD spatial")
    for name, shapes in (("discs", discs), ("polygons", polygons)):
        base.register(
            "raw", pa.table({"row": np.arange(len(shapes)), "wkb": pa.array(shapely.to_wkb(shapes), pa.binary())})
        )
        base.execute(f"CREATE TABLE {name} AS SELECT row, ST_GeomFromWKB(wkb) AS g FROM raw")  # noqa: S608 - names of ours
        base.unregister("raw")

    def run() -> Shared:
        found = base.execute(JOIN).fetchnumpy()
        return found["row"], found["polygon"], found["area"]

    return run


PEERS = {"shapely, prepared and clipped": by_shapely, "SedonaDB": by_sedona, "DuckDB": by_duckdb}


class OfPeer:
    """A peer with the discs of each state and its polygons as it takes them, ready; that is not timed."""

    def __init__(
        self, war: Theatre, peer: Callable[..., Callable[[], Shared]], rows_of: dict[int, NDArray[np.intp]]
    ) -> None:
        self.war, self.rows_of = war, rows_of
        discs = shapely.buffer(shapely.points(war.x, war.y), war.radius_km, quad_segs=16)
        self.area = shapely.area(discs)
        self.standing = {state: war.standing(state) for state in rows_of}
        self.runs = {state: peer(discs[rows], war.laid[self.standing[state]]) for state, rows in rows_of.items()}

    def on(self, state: int) -> Floats:
        """The share of each holder in the discs of a state."""
        rows, holding = self.rows_of[state], self.war.faces.holding[self.standing[state]]
        disc, polygon, area = self.runs[state]()
        shares = np.zeros((len(rows), self.war.faces.holdings))
        np.add.at(shares, (disc, holding[polygon]), area)
        return shares / self.area[rows, None]

    def one_day(self) -> Floats:
        shares = np.zeros((len(self.area), self.war.faces.holdings))
        for state, rows in self.rows_of.items():
            shares[rows] = self.on(state)
        return shares

    def window(self) -> tuple[Floats, Floats, Floats]:
        days = np.stack([self.on(state) for state in self.rows_of])
        return days.min(0), days.mean(0), days.max(0)


def day_by_day(war: Theatre, peer: Callable[..., Any]) -> Callable[[], Any]:
    return OfPeer(war, peer, {int(state): np.flatnonzero(war.state == state) for state in np.unique(war.state)}).one_day


def all_days(war: Theatre, peer: Callable[..., Any]) -> Callable[[], Any]:
    return OfPeer(war, peer, dict.fromkeys(range(WINDOW), np.arange(len(war.lon)))).window


def nearest_of_shapely(war: Theatre) -> Floats:
    """The distance to each holder by trees of its polygons, on the sheet of the theatre."""
    points = shapely.points(war.x, war.y)
    found = np.full((len(points), war.faces.holdings), np.nan)
    for state in np.unique(war.state):
        rows = np.flatnonzero(war.state == state)
        standing = war.standing(int(state))
        for holder in range(war.faces.holdings):
            own = war.laid[standing[war.faces.holding[standing] == holder]]
            if len(own):
                tree = shapely.STRtree(own)
                (row, _), away = tree.query_nearest(points[rows], return_distance=True, all_matches=False)
                found[rows[row], holder] = away
    return found


def timed(work: Callable[[], Any], times: int = 1) -> tuple[Any, float, float]:
    """The answer, and the least wall and processor time of several runs."""
    walls, used = [], []
    for _ in range(times):
        begun, begun_used = time.perf_counter(), time.process_time()
        answer = work()
        walls.append(time.perf_counter() - begun)
        used.append(time.process_time() - begun_used)
    return answer, min(walls), min(used)


def row_of(job: str, who: str, count: int, asked: int, wall: float, used: float, note: str) -> Row:
    scale = count / asked
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    told = note if asked == count else f"{note}; asked for {asked:,}, time told for {count:,}"
    return {
        "job": job, "who": who, "seconds": wall * scale, "cpu_seconds": used * scale, "peak_mb": peak,
        "events_per_second": count / (wall * scale), "note": told.strip("; "),
    }  # fmt: skip


def measure(size: str) -> list[Row]:
    """The rows of the table; `size` is "small" or "full"."""
    small = size == "small"
    plan = replace(SMALL, states=WINDOW) if small else Plan(states=WINDOW)
    count, asked, asked_window = (2_000, 500, 50) if small else (200_000, 6_000, 400)
    war = theatre(plan, count)
    territory = Territory(war.faces)
    _, wall, used = timed(lambda: territory.make_ready(discs=True))
    rows = [
        row_of("disc: make ready", "firmground", count, count, wall, used, f"{len(war.faces):,} faces, {WINDOW} states")
    ]
    at, zero = (war.lon, war.lat, war.radius_km), np.zeros(count, np.int32)

    def day() -> Any:
        return territory.extremes_over(*at, war.state, war.state + 1)[1]

    def window() -> Any:
        return territory.extremes_over(*at, zero, zero + WINDOW)

    def runs() -> Any:
        return territory.discs_over(*at, zero, zero + WINDOW)

    def nearest() -> Any:
        return territory.nearest_km(war.lon, war.lat, war.state, war.state + 1)

    for work in (day, runs, nearest):
        work()  # compiled, and memory touched
    job = f"disc: share on one day, {count:,} discs"
    ours, wall, used = timed(day, 3)
    rows.append(row_of(job, "firmground", count, count, wall, used, per_core(count, used)))
    rows += [peer_row(job, who, count, war.some(asked), day_by_day, [ours]) for who in PEERS]
    job = f"disc: least, mean, greatest share over {WINDOW} days, {count:,} discs"
    windows, wall, used = timed(window, 3)
    rows.append(row_of(job, "firmground", count, count, wall, used, per_core(count, used)))
    told, wall, used = timed(runs, 2)
    note = f"{len(told.start) / count:.1f} runs a disc, {told.doubtful.mean():.2%} doubtful; {per_core(count, used)}"
    rows.append(row_of(job, "firmground, all runs written", count, count, wall, used, note))
    rows += [peer_row(job, who, count, war.some(asked_window), all_days, windows) for who in PEERS]
    job = f"nearest ground of each holder, {count:,} points"
    found, wall, used = timed(nearest, 2)
    rows.append(row_of(job, "firmground", count, count, wall, used, per_core(count, used)))
    theirs, wall, used = timed(lambda: nearest_of_shapely(war.some(asked)))
    off = np.nanmax(np.abs(theirs - found[:asked]) / np.maximum(1, found[:asked]))
    rows.append(
        row_of(
            job, "shapely, tree on polygons", count, asked, wall, used, f"differs by up to {off:.1e} of the distance"
        )
    )
    return rows


def per_core(count: int, used: float) -> str:
    return f"{count / used:,.0f} a second and core"


def peer_row(job: str, who: str, count: int, some: Theatre, ready: Callable[..., Callable[[], Any]], ours: Any) -> Row:
    """A peer at a part of the discs; without figures, and why, where it is not on this machine."""
    try:
        answer, wall, used = timed(ready(some, PEERS[who]), 2)
    except Exception as why:  # noqa: BLE001 - whatever a peer raises, the table says it
        return {"job": job, "who": who, "seconds": None, "note": f"cannot be asked: {type(why).__name__}"}
    answers = answer if isinstance(answer, tuple) else (answer,)
    asked = len(some.lon)
    off = max(float(np.nanmax(np.abs(one - own[:asked]))) for one, own in zip(answers, ours, strict=True))
    note = f"{per_core(asked, used)}; differs by up to {off:.1e}"
    return row_of(job, who, count, asked, wall, used, note)


def main() -> None:
    asked = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    asked.add_argument("--small", action="store_true", help="small sizes, to try whether everything runs")
    size = "small" if asked.parse_args().small else "full"
    print(f"{processors()} processors")
    for row in measure(size):
        if row.get("seconds") is None:
            print(f"{row['job']:<70} {row['who']:<32} not measured: {row['note']}")
            continue
        print(
            f"{row['job']:<70} {row['who']:<32} {row['seconds']:>9.3f} s {row['cpu_seconds']:>9.3f} CPU s "
            f"{row['peak_mb']:>6.0f} MB {row['events_per_second']:>10,.0f}/s  {row['note']}"
        )


if __name__ == "__main__":
    main()
