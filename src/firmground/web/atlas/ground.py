"""One map of control for the browser: pieces of ground and listed places, each with the days on which it stood so.

A piece crosses over as up to three runs of days: those on which it surely stood so, and those before and after on
which it only may have. On days that no piece covers, the ground is unknown and is left to the screen of dots.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from firmground.render.basemap.land import cut_land
from firmground.render.visible import one_line
from firmground.web.atlas.columns import DEGREE_DIGITS, find_bounds, plain_geometry

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator

    from firmground.report.scene_model import Scene, SceneMap, ScenePiece, Span


def ground_data(scene: Scene, control: SceneMap) -> dict[str, Any]:
    """Faces as GeoJSON features with `h` (holding), `a`, `z` (days, z excluded), `s` (1 sure); listed places beside.

    `rows` of listed places: site, holding, first day, day after the last, sure. `lost`: listed places without
    coordinates, which no map can show.
    """
    if control.listed:
        return {"faces": [], "base": [], "within": None, **_listed(scene, control)}
    faces = [
        {"h": piece.holding, "a": a, "z": z, "s": int(sure), "g": number}
        for number, piece in enumerate(control.pieces)
        if piece.geometry is not None
        for a, z, sure in _runs(scene, piece)
    ]
    shapes = {number: plain_geometry(control.pieces[number].geometry) for number in {face["g"] for face in faces}}
    within = None if control.within is None else plain_geometry(control.within)
    base = [] if control.elsewhere < 0 else [_base(scene, control.elsewhere, span) for span in control.spoken]
    return {
        "faces": [_feature(face, shapes[face.pop("g")]) for face in faces],
        "base": [_feature(props, within) for props in base if within is not None],
        "within": within,
        "sites": [],
        "rows": [],
        "lost": 0,
    }


def _feature(properties: dict[str, int], geometry: Any) -> dict[str, Any]:
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def _base(scene: Scene, holding: int, span: Span) -> dict[str, int]:
    first, stop = _clip(scene, span)
    return {"h": holding, "a": first, "z": stop, "s": 1}


def _runs(scene: Scene, piece: ScenePiece) -> Iterator[tuple[int, int, bool]]:
    """The piece's days as runs that are surely or only perhaps so, empty ones left out."""
    (a, z), (c, d) = _clip(scene, piece.possible), _clip(scene, piece.certain)
    runs = [(a, z, False)] if c >= d else [(a, c, False), (c, d, True), (d, z, False)]
    yield from ((first, stop, sure) for first, stop, sure in runs if first < stop)


def _clip(scene: Scene, span: Span) -> Span:
    """Days from the scene's first, no farther out than one day beyond its ends."""
    days = scene.stop - scene.first
    return max(-1, min(days + 1, span[0] - scene.first)), max(-1, min(days + 1, span[1] - scene.first))


def _listed(scene: Scene, control: SceneMap) -> dict[str, Any]:
    sites: dict[Hashable, int] = {}
    points: list[list[Any]] = []
    rows: list[list[int]] = []
    lost: set[str] = set()
    for piece in control.pieces:
        if piece.geometry is None:
            lost.add(piece.place or piece.name)
            continue
        key = (piece.place, piece.geometry.x, piece.geometry.y)
        if key not in sites:
            sites[key] = len(points)
            points.append(
                [*(round(float(each), DEGREE_DIGITS) for each in key[1:]), one_line(piece.name or piece.place)]
            )
        rows += [[sites[key], piece.holding, a, z, int(sure)] for a, z, sure in _runs(scene, piece)]
    return {"sites": points, "rows": rows, "lost": len(lost)}


def land_data(scene: Scene) -> dict[str, Any]:
    """Land and borders around all that the case speaks of, with room to look beyond; `box` is how far they reach."""
    west, south, east, north = find_bounds(scene)
    room = max(6.0, 0.75 * (east - west), 0.75 * (north - south))
    box = (max(-180.0, west - room), max(-85.0, south - room), min(180.0, east + room), min(85.0, north + room))
    land, borders = cut_land(box)
    return {
        "box": box,
        "land": {"type": "MultiPolygon", "coordinates": [[ring.round(3).tolist() for ring in part] for part in land]},
        "borders": {"type": "MultiLineString", "coordinates": [line.round(3).tolist() for line in borders]},
    }
