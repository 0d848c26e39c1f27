"""The process in which foreign libraries open a file: GDAL through pyogrio with one driver, Parquet through
pyarrow.

It is started by `gdal`, builds walls around itself (see `confine`) and writes to its standard output one line
of JSON and then an Arrow stream: the geometry in longitude and latitude as WKB, a mark, and every property as
text. All of them are coded, for most polygons of a daily map are those of the day before. A coordinate reference
system that the file states is left for WGS84 here, and it is told; without one nothing is.
"""

from __future__ import annotations

import json
import logging
import sys
import warnings
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

from firmground.formats import confine

if TYPE_CHECKING:
    from collections.abc import Iterator

    from firmground.texts import Texts

# Libraries may warn once a feature, and at length.
MOST_NOTES = 20
MOST_TOLD = 300


class Refused(Exception):  # noqa: N818 - it is an answer, told to the parent, and no error of this program
    """The file cannot be used: what is wrong and what to do, for the user."""

    def __init__(self, what: str, hint: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.hint = hint


def main(request: str) -> None:
    """Answers one request: {driver, path, layer, close_rings, readable}."""
    walls = {"limits": confine.limit_work(), **confine.close_network()}
    asked = json.loads(request)
    import pyarrow as pa  # noqa: PLC0415 - no thread may start before the network is closed

    answer: dict[str, Any] = {"walls": walls, "notes": []}
    arrays: list[Any] = []
    try:
        _load_libraries()
        walls.update(confine.close_files(asked["readable"]))
        with _listening(answer["notes"]):
            arrays = _read(asked, answer)
    except Refused as refused:
        answer["fault"] = [refused.what, refused.hint]
    except Exception as fault:  # noqa: BLE001 - whatever a foreign library raises becomes a sentence for the user
        answer["fault"] = [f"cannot be read: {str(fault)[:MOST_TOLD]}", "export it again"]
    output = sys.stdout.buffer
    output.write(json.dumps(answer).encode() + b"\n")
    if arrays:
        table = pa.Table.from_arrays(arrays, names=[str(place) for place in range(len(arrays))])
        with pa.ipc.new_stream(output, table.schema) as stream:
            stream.write_table(table)
    output.flush()


@contextmanager
def _listening(notes: list[str]) -> Iterator[None]:
    """What libraries warn of while they read is passed on, for it is often a loss."""

    class Ear(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            notes.append(f"GDAL warns: {record.getMessage()}")

    ear = Ear(logging.WARNING)
    logging.getLogger().addHandler(ear)
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        yield
    logging.getLogger().removeHandler(ear)
    notes.extend(f"warning: {warning.message}" for warning in caught)
    notes[:] = [note[:MOST_TOLD] for note in dict.fromkeys(notes)][:MOST_NOTES]


def _load_libraries() -> None:
    import pyogrio  # noqa: F401, PLC0415 - loaded here so that nothing need be loaded behind the walls
    import pyproj  # noqa: PLC0415 - as above
    import shapely  # noqa: F401, PLC0415 - as above

    # Its database is opened on first use and found through files that will be out of reach.
    pyproj.CRS.from_user_input("OGC:CRS84")


def _read(asked: dict[str, Any], answer: dict[str, Any]) -> list[Any]:
    """The columns to send, as Arrow's coded arrays."""
    if asked["driver"] == "Parquet":
        geometries, names, texts, crs = _read_geoparquet(asked["path"], answer)
    else:
        geometries, names, texts, crs = _read_layer(asked, answer)
    answer["names"] = names
    import pyarrow as pa  # noqa: PLC0415 - see main
    import shapely  # noqa: PLC0415 - as above

    written = _code_geometries(geometries)
    shapes, marks = _make_shapes(written.dictionary, close_rings=asked["close_rings"])
    shapes = _to_degrees(shapes, crs, answer)
    wkb = pa.array(shapely.to_wkb(shapes, output_dimension=2), pa.binary())
    columns = [
        pa.DictionaryArray.from_arrays(written.indices, values) for values in (wkb, pa.array(marks, pa.string()))
    ]
    return columns + [pa.DictionaryArray.from_arrays(one.codes, pa.array(one.values, pa.string())) for one in texts]


def _code_geometries(geometries: Any) -> Any:
    """Outlines of the same bytes are one from here on."""
    import pyarrow as pa  # noqa: PLC0415 - see main
    import pyarrow.compute as pc  # noqa: PLC0415 - as above

    column = geometries.combine_chunks()
    if isinstance(column, pa.ExtensionArray):
        column = column.storage
    return pc.dictionary_encode(column, null_encoding="encode")


def _read_layer(asked: dict[str, Any], answer: dict[str, Any]) -> tuple[Any, list[str], list[Texts], Any]:
    import pyogrio  # noqa: PLC0415 - see main

    from firmground.formats.arrow_text import show_column  # noqa: PLC0415 - as above

    if set(pyogrio.list_drivers()) != {asked["driver"]}:
        raise Refused("could not be opened safely: GDAL would try other formats", "report this with your GDAL version")
    layers = [str(name) for name, kind in pyogrio.list_layers(asked["path"]) if kind is not None]
    about, table = pyogrio.raw.read_arrow(
        asked["path"], layer=_choose_layer(layers, asked["layer"], answer), datetime_as_string=True
    )
    place = about["geometry_name"] or "wkb_geometry"
    names = [name for name in table.column_names if name != place]
    answer["encoding"] = about["encoding"]
    texts = [show_column(table[name]).reading(_tidy_time) for name in names]
    return table[place], names, texts, about["crs"]


def _choose_layer(layers: list[str], wanted: str, answer: dict[str, Any]) -> str:
    listed = ", ".join(repr(layer) for layer in layers)
    if not layers:
        raise Refused("holds no layer with geometries")
    if wanted and wanted not in layers:
        raise Refused(f"has no layer {wanted!r}", f"its layers are {listed}")
    if not wanted and len(layers) > 1:
        raise Refused(
            f"has {len(layers)} layers: {listed}",
            "name one with layer = ..., or save it in a file of its own",
        )
    answer["layer"] = wanted or layers[0]
    return wanted or layers[0]


def _tidy_time(text: str) -> str:
    """GDAL hands moments over as 2015-10-21T14:30:00+00:00; a zone of zero is written Z everywhere else
    here.
    """
    return text.removesuffix("+00:00") + "Z" if text.endswith("+00:00") else text


def _read_geoparquet(path: str, answer: dict[str, Any]) -> tuple[Any, list[str], list[Texts], Any]:
    """GeoParquet 1.0 and 1.1 (OGC 24-013): WKB columns described by the metadata "geo"."""
    import pyarrow.parquet as pq  # noqa: PLC0415 - see main

    from firmground.formats.arrow_text import show_column  # noqa: PLC0415 - as above

    with pq.ParquetFile(path) as file:
        described = (file.schema_arrow.metadata or {}).get(b"geo")
        if described is None:
            raise Refused(
                "is Parquet without geometries",
                "as a table of events name it under [[events]]; as a map export GeoParquet",
            )
        table = file.read()
    try:
        geo = json.loads(described)
        main_column = geo["primary_column"]
        about = geo["columns"][main_column]
        encoding = about["encoding"]
        geometries = table[main_column]
    except (ValueError, KeyError, TypeError) as fault:
        raise Refused(f"describes its geometries in a way that is not GeoParquet: {fault}", "export it again") from None
    if encoding != "WKB":
        raise Refused(f"stores its geometries as {encoding}", "export it with the geometry encoding WKB")
    if about.get("edges", "planar") != "planar":
        answer["notes"].append("says that its edges are arcs on the sphere; they are read as straight lines on the map")
    names = [name for name in table.column_names if name not in geo["columns"]]
    crs = about.get("crs", "OGC:CRS84")
    return geometries, names, [show_column(table[name]) for name in names], crs


def _make_shapes(geometries: Any, *, close_rings: bool) -> tuple[Any, list[str]]:
    """Shapes as an array and, for each, a mark: "" or "closed", or "bad: ..." in place of a shape."""
    import numpy as np  # noqa: PLC0415 - see main
    import shapely  # noqa: PLC0415 - as above

    written = np.array(geometries.to_pylist(), dtype=object)
    with suppress(shapely.errors.ShapelyError):
        return shapely.from_wkb(written), [""] * len(written)
    # One of them is bad; each is asked alone.
    marks: list[str] = []
    for place, one in enumerate(written.tolist()):
        shape, mark = None, ""
        try:
            shape = None if one is None else shapely.from_wkb(one)
        except shapely.errors.ShapelyError as fault:
            mark = f"bad: {fault}"
            if close_rings:
                shape = shapely.from_wkb(one, on_invalid="fix")
                mark = mark if shape is None else "closed"
        written[place] = shape
        marks.append(mark)
    return written, marks


def _to_degrees(shapes: Any, stated: Any, answer: dict[str, Any]) -> Any:
    import numpy as np  # noqa: PLC0415 - see main
    import pyproj  # noqa: PLC0415 - as above
    import shapely  # noqa: PLC0415 - as above

    crs = _known_crs(stated)
    wgs84 = pyproj.CRS.from_user_input("OGC:CRS84")
    if crs.to_2d().equals(wgs84, ignore_axis_order=True) or crs.to_authority() in {
        ("EPSG", "4326"),
        ("OGC", "CRS84"),
    }:
        return shapes
    label = ":".join(crs.to_authority() or ()) or crs.name
    try:
        # A "ballpark" transformation leaves the shift between two datums out, without a word.
        forward = pyproj.Transformer.from_crs(crs, wgs84, always_xy=True, allow_ballpark=False)
    except pyproj.exceptions.ProjError:
        raise Refused(
            f"is in {label}, from which there is no exact way to WGS84", "reproject it to EPSG:4326"
        ) from None
    accuracies = [0.0]

    def to_degrees(positions: Any) -> Any:
        moved = np.column_stack(forward.transform(positions[:, 0], positions[:, 1]))
        accuracies.append(forward.get_last_used_operation().accuracy)
        return moved

    moved = np.array(
        [None if shape is None else shapely.transform(shapely.force_2d(shape), to_degrees) for shape in shapes],
        dtype=object,
    )
    accuracy = f"; the way there is exact to about {max(accuracies):g} m" if max(accuracies) >= 1 else ""
    answer["notes"].append(
        f"reprojected from {label} ({crs.name}) to longitude and latitude, corner by corner{accuracy}"
    )
    return moved


def _known_crs(stated: Any) -> Any:
    import pyproj  # noqa: PLC0415 - see main

    hint = "say in its source which one it is (for a Shapefile: the .prj file), or reproject it to EPSG:4326"
    if not stated:
        raise Refused("does not say which coordinate reference system (CRS) it is in", hint)
    try:
        crs = pyproj.CRS.from_user_input(stated)
    except pyproj.exceptions.CRSError as fault:
        raise Refused(f"states a coordinate reference system that is not known: {fault}", hint) from None
    if crs.name.lower().startswith(("undefined", "unknown")) or crs.is_engineering:
        raise Refused(f"does not say which coordinate reference system (CRS) it is in, but {crs.name!r}", hint)
    return crs
