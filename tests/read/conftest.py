"""A small case from a mapping of file names to texts."""

from __future__ import annotations

import json

import pytest

from firmground.read import read_case

ACTORS = """
[[actors]]
id = "russia"
name = "Russian Federation"
names = ["Россия"]
[[actors]]
id = "islamic-state"
name = "Islamic State"
names = ["ISIS", "داعش"]
[[actors]]
id = "ukraine"
name = "Ukraine"
"""


@pytest.fixture
def write_case(tmp_path):
    """Writes a case folder; `case.toml` has a title unless it is given whole."""

    def write(case="", **named):
        files = named.pop("files", {})
        folder = tmp_path / named.pop("folder", "case")
        texts = {"case.toml": f'title = "T"\n{case}', **{f"{key}.toml": text for key, text in named.items()}, **files}
        for name, content in texts.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return folder

    return write


@pytest.fixture
def case_of(write_case):
    """The case read from such a folder."""
    return lambda case="", **named: read_case(write_case(case, **named))


@pytest.fixture
def actors():
    return ACTORS


@pytest.fixture
def events_of(case_of):
    """The events of one table, and the problems of reading it."""

    def read(table, settings="", **named):
        files = {"events.csv": table, **named.pop("files", {})}
        found = case_of(f'[[events]]\nid = "e"\nfile = "events.csv"\n{settings}', files=files, **named)
        return found.events, told(found)

    return read


def told(case):
    """Problems as "row effect: what (hint)", of all files but without their names."""
    return [f"{problem.row} {problem.effect}: {problem.what} ({problem.hint})" for problem in case.problems]


@pytest.fixture
def tell():
    return told


def square(west, south, size=1.0):
    east, north = west + size, south + size
    return [[[west, south], [east, south], [east, north], [west, north], [west, south]]]


@pytest.fixture
def geojson():
    """A GeoJSON map: each feature a geometry (or the south-west corner of a square) and its properties."""

    def make(*features):
        made = []
        for where, properties in features:
            geometry = where
            if isinstance(where, tuple):
                geometry = {"type": "Polygon", "coordinates": square(*where)}
            made.append({"type": "Feature", "geometry": geometry, "properties": properties})
        return json.dumps({"type": "FeatureCollection", "features": made})

    return make
