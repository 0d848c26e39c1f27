"""GeoPackage, FlatGeobuf, Shapefile and GeoParquet: read by large foreign libraries, in a process of their
own.

The driver is named by the ending and forced, all others are switched off; the file's first bytes must agree.
The process that reads can reach no network and no other file (see `confine`). What comes back is Arrow, never
a pickle.
"""

from __future__ import annotations

import json
import shutil
import struct
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import shapely

from firmground.formats.child import library_places, run_confined
from firmground.formats.feature import Feature
from firmground.formats.files import check_file, open_zip, read_member
from firmground.formats.findings import Findings, UnreadableFileError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


@dataclass(frozen=True, slots=True)
class Format:
    """A driver of GDAL (or "Parquet") and the bytes that its files start with."""

    driver: str
    magic: bytes
    title: str


FORMATS = {
    ".gpkg": Format("GPKG", b"SQLite format 3\0", "GeoPackage"),
    ".fgb": Format("FlatGeobuf", b"fgb\x03", "FlatGeobuf"),
    ".shp": Format("ESRI Shapefile", b"\x00\x00\x27\x0a", "Shapefile"),
    ".parquet": Format("Parquet", b"PAR1", "Parquet"),
    ".geoparquet": Format("Parquet", b"PAR1", "Parquet"),
}
SHAPEFILE_PARTS = (".shp", ".shx", ".dbf", ".prj", ".cpg")

# https://gdal.org/en/stable/user/configoptions.html; on top of the walls, so that nothing is even tried.
_SETTINGS = {
    "GDAL_HTTP_TIMEOUT": "1",
    "GDAL_HTTP_MAX_RETRY": "0",
    "GDAL_PAM_ENABLED": "NO",
    "CPL_VSIL_CURL_ALLOWED_EXTENSIONS": ".none",
    "CPL_CURL_ENABLE_VSIMEM": "NO",
    "SHAPE_RESTORE_SHX": "NO",
    "OGR_SQLITE_JOURNAL": "OFF",
    "OGR_GPKG_NUM_THREADS": "1",
    "PROJ_NETWORK": "OFF",
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "ARROW_IO_THREADS": "1",
}


def read_with_gdal(path: Path, found: Findings, *, layer: str, repair: frozenset[str]) -> tuple[list[Feature], int]:
    """Features in degrees, and how many were met. Raises UnreadableFileError."""
    ending = path.suffix.lower()
    with tempfile.TemporaryDirectory(prefix="firmground-") as folder:
        place = Path(folder)
        if ending == ".zip":
            source, form = _unpack_shapefile(path, place), FORMATS[".shp"]
        else:
            form = FORMATS[ending]
            source = _place_beside(path, place, form)
        if form.driver == "ESRI Shapefile":
            _check_length(source)
            _note_encoding(source, found)
        with run_child(form.driver, source, layer=layer, close_rings="close-rings" in repair) as (
            answer,
            table,
        ):
            for note in answer["notes"]:
                found.note(None, note)
            return _make_features(answer["names"], table, found), table.num_rows


@contextmanager
def run_child(
    driver: str, source: Path, *, layer: str = "", close_rings: bool = False
) -> Iterator[tuple[dict[str, Any], Any]]:
    """The child's report and its Arrow table. Raises UnreadableFileError if it refuses, dies or takes too
    long.
    """
    readable = [str(source.parent), *{str(file.resolve()) for file in source.parent.iterdir()}, *library_places()]
    request = {
        "driver": driver,
        "path": str(source),
        "layer": layer,
        "close_rings": close_rings,
        "readable": readable,
    }
    settings = _settings(driver)
    hints = ("split it into smaller files", "export it again, or as GeoJSON")
    with run_confined("firmground.formats.gdal_child", request, settings=settings, hints=hints) as output:
        yield _receive(output)


def _receive(output: IO[bytes]) -> tuple[dict[str, Any], Any]:
    answer = json.loads(output.readline())
    if "fault" in answer:
        raise UnreadableFileError(*answer["fault"])
    with pa.ipc.open_stream(output) as stream:
        return answer, stream.read_all()


def _make_features(names: list[str], table: Any, found: Findings) -> list[Feature]:
    """Features of equal outlines share the object, so that it is judged once."""
    coded = table.column(0).combine_chunks()
    shapes = shapely.from_wkb(np.array(coded.dictionary.to_pylist(), dtype=object))
    shape_of = shapes[coded.indices.to_numpy()].tolist()
    marks = _decoded(table.column(1))
    texts = zip(*map(_decoded, table.columns[2:]), strict=True) if names else ((),) * table.num_rows
    features = []
    for number, (shape, mark, values) in enumerate(zip(shape_of, marks, texts, strict=True), start=1):
        if mark.startswith("bad: "):
            _refuse_shape(number, mark.removeprefix("bad: "), found)
            continue
        if mark == "closed":
            found.note(number, "its rings were closed, as `repair` asks")
        features.append(Feature(number, shape, dict(zip(names, values, strict=True))))
    return features


def _decoded(column: Any) -> Iterable[str]:
    coded = column.combine_chunks()
    values = coded.dictionary.to_pylist()
    return map(values.__getitem__, coded.indices.to_pylist())


def _refuse_shape(number: int, told: str, found: Findings) -> None:
    if "closed" in told:
        found.refuse(
            number,
            "open ring",
            "a ring is not closed",
            'close it in the source, or ask for repair = ["close-rings"]',
        )
    else:
        found.refuse(number, "bad geometry", f"its geometry cannot be read: {told}", "export it again")


def _settings(driver: str) -> dict[str, str]:
    """Every driver but one switched off."""
    import pyogrio  # noqa: PLC0415 - only to know the names of its drivers

    others = sorted(set(pyogrio.list_drivers()) - {driver})
    return _SETTINGS | {"GDAL_SKIP": ",".join(others)}


def _place_beside(path: Path, folder: Path, form: Format) -> Path:
    """The file and its parts under plain names in a folder of their own, so that no name of theirs means
    anything.
    """
    check_file(path)
    with path.open("rb") as file:
        start = file.read(16)
    if not start.startswith(form.magic):
        raise UnreadableFileError(f"is not a {form.title} inside, whatever its name says", "give it its true ending")
    if form.driver != "ESRI Shapefile":
        if path.with_name(path.name + "-wal").exists():
            raise UnreadableFileError(
                "is open in another program, and its latest changes are not in it yet",
                "close it there (QGIS, for one)",
            )
        return _link(path, folder / f"layer{path.suffix.lower()}")
    for part in path.parent.iterdir():
        if part.stem == path.stem and part.suffix.lower() in SHAPEFILE_PARTS and part.is_file():
            _link(part, folder / f"layer{part.suffix.lower()}")
    _check_parts({file.suffix for file in folder.iterdir()})
    return folder / "layer.shp"


def _link(path: Path, place: Path) -> Path:
    try:
        place.symlink_to(path.resolve())
    except OSError:
        shutil.copyfile(path, place)
    return place


def _check_parts(parts: set[str]) -> None:
    missing = {".shx", ".dbf"} - parts
    if missing:
        raise UnreadableFileError(
            f"lacks {' and '.join(sorted(missing))}: a Shapefile is several files of one name",
            "copy all of them together, or zip them",
        )


def _unpack_shapefile(path: Path, folder: Path) -> Path:
    with open_zip(path) as archive:
        members = [member for member in archive.infolist() if not member.filename.startswith("__MACOSX")]
        outlines = [member for member in members if member.filename.lower().endswith(".shp")]
        if len(outlines) != 1:
            listed = ", ".join(repr(member.filename) for member in outlines[:5]) or "none"
            raise UnreadableFileError(f"must hold exactly one Shapefile; it holds {listed}", "zip each one alone")
        stem = outlines[0].filename[:-4]
        for member in members:
            name, ending = member.filename[:-4], member.filename[-4:].lower()
            if name == stem and ending in SHAPEFILE_PARTS:
                (folder / f"layer{ending}").write_bytes(read_member(archive, member))
    _check_parts({file.suffix for file in folder.iterdir()})
    if not (folder / "layer.shp").read_bytes()[:4] == FORMATS[".shp"].magic:
        raise UnreadableFileError("holds a .shp file that is no Shapefile inside", "export it again")
    return folder / "layer.shp"


def _check_length(source: Path) -> None:
    """Every part of a Shapefile says how long it is; GDAL goes on without what is cut off.

    It hands such a feature over without its geometry, or not at all, and ground would be lost in silence. Bytes
    24 to 27 of .shp and .shx count words of 16 bits (ESRI 1998); bytes 4 to 11 of .dbf count records and bytes.
    """
    stated = {}
    for ending in (".shp", ".shx", ".dbf"):
        part = source.with_suffix(ending)
        with part.open("rb") as file:
            head = file.read(32).ljust(32, b"\0")
        if ending == ".dbf":
            records, header, each = struct.unpack("<IHH", head[4:12])
            stated[ending] = header + records * each
        else:
            stated[ending] = int.from_bytes(head[24:28], "big") * 2
        if part.stat().st_size < stated[ending]:
            raise UnreadableFileError(
                f"is cut off: its {ending} has {part.stat().st_size:,} of {stated[ending]:,} bytes",
                "fetch or export it again",
            )
    outlines = (stated[".shx"] - 100) // 8
    if outlines != records:
        raise UnreadableFileError(
            f"has {outlines:,} outlines and {records:,} rows of properties", "export it again: its parts do not match"
        )


def _note_encoding(source: Path, found: Findings) -> None:
    """A .dbf file says what its texts are in at byte 29, or a .cpg file does; else GDAL takes them for
    Latin-1.
    """
    table = source.with_suffix(".dbf").read_bytes()
    if not source.with_suffix(".cpg").exists() and table[29:30] == b"\0" and not table.isascii():
        found.note(
            None,
            "does not say in which encoding its texts are; they were read as ISO-8859-1 (Western Europe)",
            "put a .cpg file with one word beside it, such as UTF-8 or cp1256",
        )
