"""Maps of the world (GeoJSON, KML, GeoParquet, GeoPackage, FlatGeobuf, Shapefile) as features in degrees.

The ending of a file's name says which reader takes it, and no reader tries to be another. Whatever the
format, one judge (`geometry.settle_features`) decides which outlines can be used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from firmground.formats.feature import Feature, FeatureSet
from firmground.formats.files import check_file, read_bytes
from firmground.formats.findings import Findings, UnreadableFileError
from firmground.formats.geojson import note_winding, read_geojson
from firmground.formats.geometry import REPAIRS, settle_features
from firmground.formats.kml import read_kml, read_kmz

if TYPE_CHECKING:
    from pathlib import Path

    from firmground.errors import CaseProblem
    from firmground.formats.geojson import Known

__all__ = ["MAP_ENDINGS", "REPAIRS", "Feature", "FeatureSet", "read_features"]

_JSON_ENDINGS = (".geojson", ".json")
_GDAL_ENDINGS = (".gpkg", ".fgb", ".shp", ".parquet", ".geoparquet", ".zip")
MAP_ENDINGS = (*_JSON_ENDINGS, ".kml", ".kmz", *_GDAL_ENDINGS)

_NOT_MAPS = {
    ".gpx": "GPX files hold tracks, not areas",
    ".tcx": "TCX files hold training records, not areas",
    ".xml": "XML of any other kind than KML is not read",
    ".vrt": "a virtual layer points to other files, which is never followed",
    ".gml": "GML is not read",
    ".tif": "an image is not a map of areas",
    ".png": "an image is not a map of areas",
    ".jpg": "an image is not a map of areas",
    ".pdf": "an image is not a map of areas",
}


def read_features(
    path: Path,
    *,
    name: str,
    layer: str = "",
    repair: frozenset[str] = frozenset(),
    known: Known | None = None,
) -> tuple[FeatureSet, list[CaseProblem]]:
    """A map's features and what is wrong with it; a file that cannot be read is an empty set and one problem.

    `name`: the path to show in problems. `layer`: of a GeoPackage with several. `repair`: names of `REPAIRS`,
    each done only if named here and told where it was done. Features without a geometry are kept, with None.
    `known`: one dictionary for all files of a map, in which GeoJSON finds the geometries of the others again.
    """
    found = Findings(name)
    for unknown in sorted(repair - set(REPAIRS)):
        found.note(None, f"no repair is called {unknown!r}", f"the repairs are {', '.join(REPAIRS)}")
    features: list[Feature] = []
    read = 0
    try:
        raw, read = _read(path, found, layer, repair, known)
        features = settle_features(raw, repair, found)
        if _plain_ending(path) in _JSON_ENDINGS and "swap-axes" not in repair:
            untouched = set(raw)
            note_winding([feature for feature in features if feature in untouched], found)
    except UnreadableFileError as fault:
        found.refuse_file(fault)
    return FeatureSet(features, read, dict(found.refused)), found.finish()


def _plain_ending(path: Path) -> str:
    return (path.with_suffix("") if path.suffix.lower() == ".gz" else path).suffix.lower()


def _read(
    path: Path, found: Findings, layer: str, repair: frozenset[str], known: Known | None
) -> tuple[list[Feature], int]:
    check_file(path)
    ending = _plain_ending(path)
    packed = path.suffix.lower() == ".gz"
    if layer and ending != ".gpkg":
        found.note(None, f"layer = {layer!r} is not used: only a GeoPackage has layers")
    if ending in _JSON_ENDINGS:
        return read_geojson(read_bytes(path), found, repair, known)
    if ending == ".kml":
        return read_kml(read_bytes(path), found, repair)
    if not packed and ending == ".kmz":
        return read_kmz(path, found, repair)
    if not packed and ending in _GDAL_ENDINGS:
        from firmground.formats.gdal import read_with_gdal  # noqa: PLC0415 - only who has such a file pays for it

        return read_with_gdal(path, found, layer=layer if ending == ".gpkg" else "", repair=repair)
    what = _NOT_MAPS.get(ending, f"{ending or 'a file without an ending'} is not a map that firmground reads")
    raise UnreadableFileError(what, "export it as GeoJSON")
