"""How far shares of discs are from the truth on the ellipsoid: 1,000 discs of 1 to 200 km at latitudes of 0 to 75.

Each disc lies over the border of rough ground of its own, which may have a hole. The truth: the circle as 4,096
geodesics of one length, borders cut so finely that each cut is straight, both intersected by GEOS on the sheet around
the centre, laid back on the ellipsoid, and their areas measured by GeographicLib between geodesics
(pyproj.Geod.polygon_area_perimeter). Nothing in it is shared with the fast path but the meaning of "straight": borders
are straight in degrees (RFC 7946).

    .venv/bin/python -m benchmarks.engine.discs_against_geodesics
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from firmground.engine.edges.faces import faces_of
from firmground.engine.plane import Plane, distance_on_ground, radius_on_sheet
from firmground.engine.territory.territory import Territory
from firmground.places import geod

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

_SIDES = 4096


@dataclass(frozen=True)
class Trial:
    """Discs, and for each the ground it lies over, a polygon in degrees."""

    lon: Floats
    lat: Floats
    radius_km: Floats
    ground: list[Any]


def invent_trial(discs: int, seed: int = 7, steepest: float = 75.0) -> Trial:
    rng = np.random.default_rng(seed)
    lat = rng.uniform(0, steepest, discs) * rng.choice([-1, 1], discs)
    lon = rng.uniform(-150, 150, discs)
    radius_km = np.exp(rng.uniform(0, np.log(200), discs))
    return Trial(lon, lat, radius_km, [_rough_ground(rng, *disc) for disc in zip(lon, lat, radius_km, strict=True)])


def _rough_ground(rng: np.random.Generator, lon: float, lat: float, radius_km: float) -> Any:
    """Ground around a point near the circle, about as large as the disc; every third has a hole."""
    turn, away = rng.uniform(0, 360), rng.uniform(0, 1.5) * radius_km * 1000
    x, y, _ = geod().fwd(lon, lat, turn, away)
    size = radius_km * rng.uniform(0.5, 1.5) * 1000
    count = int(rng.choice([5, 40, 400]))
    angles = np.sort(rng.uniform(0, 360, count))
    reach = size * np.exp(np.convolve(rng.normal(0, 0.3, count), np.ones(3) / 3, mode="same"))
    rings = [np.stack(geod().fwd(np.full(count, x), np.full(count, y), angles, reach)[:2], 1)]
    if rng.random() < 1 / 3:
        rings.append(np.stack(geod().fwd(np.full(count, x), np.full(count, y), angles, reach * 0.4)[:2], 1))
    return shapely.make_valid(shapely.Polygon(rings[0], rings[1:]))


def true_share(lon: float, lat: float, radius_km: float, ground: Any) -> float:
    """The part of the disc that the ground covers, by geodesic areas."""
    plane = Plane(lon, lat)
    # The sides of the circle are chords: their corners lie so far out that the polygon has the circle's area.
    corner = float(radius_on_sheet(radius_km * 1000)) / np.sqrt(np.sin(2 * np.pi / _SIDES) / (2 * np.pi / _SIDES))
    angles = 2 * np.pi * np.arange(_SIDES) / _SIDES
    circle = shapely.Polygon(corner * np.stack([np.cos(angles), np.sin(angles)], 1))
    laid = plane.lay(ground, min(0.01, radius_km / 111 / 20))
    both = shapely.intersection(laid, circle)
    return _geodesic_area(plane, both) / _geodesic_area(plane, circle)


def _geodesic_area(plane: Plane, shape: Any) -> float:
    """The area on the ellipsoid of a shape on the sheet, its corners laid back by azimuth and distance."""
    total = 0.0
    for part in shapely.get_parts(shape):
        if part.geom_type != "Polygon" or part.is_empty:
            continue  # ground that only touches the circle has no area
        for sign, ring in ((1, part.exterior), *((-1, hole) for hole in part.interiors)):
            east, north = shapely.get_coordinates(shapely.segmentize(ring, shapely.length(ring) / 2000)).T
            away = distance_on_ground(np.hypot(east, north))
            azimuth = np.degrees(np.arctan2(east, north))
            count = len(away)
            lon, lat, _ = geod().fwd(np.full(count, plane.lon), np.full(count, plane.lat), azimuth, away)
            total += sign * abs(geod().polygon_area_perimeter(lon, lat)[0])
    return total


def errors(trial: Trial) -> tuple[Floats, Floats]:
    """For each disc how far the fast path is from the truth, and the true share."""
    count = len(trial.lon)
    states = np.arange(count, dtype=np.int32)
    faces = faces_of(trial.ground, np.zeros(count, np.int32), states, states + 1, states=count, holdings=1)
    territory = Territory(faces)
    least, mean, greatest = territory.extremes_over(trial.lon, trial.lat, trial.radius_km, states, states + 1)
    assert (least == greatest).all()  # noqa: S101 - a trial that asks for one state
    truth = np.array(
        [true_share(*disc) for disc in zip(trial.lon, trial.lat, trial.radius_km, trial.ground, strict=True)]
    )
    return np.abs(mean[:, 0] - truth), truth


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000
    trial = invent_trial(count)
    off, truth = errors(trial)
    partly = (truth > 1e-6) & (truth < 1 - 1e-6)
    print(f"{count} discs, {int(partly.sum())} of them partly covered")
    print(f"{'radius, km':>12} {'latitude':>10} {'discs':>6} {'median error':>13} {'largest error':>14}")
    for low, high in ((1, 10), (10, 50), (50, 200)):
        for south, north in ((0, 30), (30, 60), (60, 75)):
            steep = np.abs(trial.lat)
            there = (trial.radius_km >= low) & (trial.radius_km < high) & (steep >= south) & (steep < north) & partly
            if there.any():
                print(
                    f"{f'{low}-{high}':>12} {f'{south}-{north}':>10} {int(there.sum()):>6} "
                    f"{np.median(off[there]):>13.1e} {off[there].max():>14.1e}"
                )
    print(f"largest error of all: {off.max():.2e} of the disc (wanted: at most 3e-05)")


if __name__ == "__main__":
    main()
