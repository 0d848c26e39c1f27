"""The engine's index of a map is kept beside a case on disk, follows the map, and is never believed when it is of another."""

from __future__ import annotations

import json
import shutil

import numpy as np
import pytest
import shapely

import firmground as fg
from firmground.dates import Days
from firmground.hold import hold_events


def feature(west, holder, day):
    ground = json.loads(shapely.to_geojson(shapely.box(west, 35, west + 1, 36)))
    return {"type": "Feature", "geometry": ground, "properties": {"holder": holder, "date": day}}


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "case.toml").write_text(
        'title = "Kept"\n[[events]]\nfile = "events.csv"\n[[areas]]\nfile = "units.geojson"\nlevel = "1"\n'
        '[[maps]]\nid = "drawn"\nfile = "map.geojson"\n[choices]\nmap = ["drawn"]\n',
        encoding="utf-8",
    )
    (tmp_path / "actors.toml").write_text(
        '[[actors]]\nid = "a"\nname = "A"\n[[actors]]\nid = "b"\nname = "B"\n', encoding="utf-8"
    )
    (tmp_path / "events.csv").write_text(
        "id,date,lon,lat,radius_km,area,level\n1,2024-01-02,36.5,35.5,0,,\n2,2024-01-02,37.0,35.5,5,,\n3,2024-01-02,,,,unit,1\n",
        encoding="utf-8",
    )
    unit = {
        "type": "Feature",
        "geometry": json.loads(shapely.to_geojson(shapely.box(36.5, 35.2, 37.5, 35.8))),
        "properties": {"id": "u", "name": "unit"},
    }
    (tmp_path / "units.geojson").write_text(
        json.dumps({"type": "FeatureCollection", "features": [unit]}), encoding="utf-8"
    )
    draw(tmp_path, "a", "b")
    return tmp_path


def draw(folder, *holders):
    drawn = [feature(36 + n, holder, day) for n, holder in enumerate(holders) for day in ("2024-01-01", "2024-01-03")]
    (folder / "map.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": drawn}), encoding="utf-8")


def shares(folder, party="a"):
    case = fg.read_case(folder)
    table = hold_events(fg.locate_events(case), path="engine").tables["drawn", 1.0, 0.0]
    return table.share(case, party, None, Days(), contested=True)


def parts(folder):
    room = folder / ".firmground" / "territory"
    return sorted(path.name for path in room.glob("*/*")) if room.exists() else []


def test_the_index_is_made_once_and_taken_the_next_time(folder, monkeypatch):
    first = shares(folder)
    assert first == pytest.approx([1, 0.5, 0.5], abs=1e-3)
    assert {"edges", "areas-0"} <= set(parts(folder))
    assert (folder / ".firmground" / "territory" / ".gitignore").read_text() == "*\n"
    monkeypatch.setattr("firmground.hold.map_areas.area_runs", None)  # would fail if an area were cut again
    monkeypatch.setattr("firmground.hold.states.faces_of", None)  # and this if the map were laid out again
    np.testing.assert_array_equal(shares(folder), first)


def test_another_map_is_not_answered_from_the_old_index(folder):
    assert shares(folder) == pytest.approx([1, 0.5, 0.5], abs=1e-3)
    draw(folder, "b", "a")
    assert shares(folder) == pytest.approx([0, 0.5, 0.5], abs=1e-3)
    draw(folder, "a", "a")
    assert shares(folder) == pytest.approx([1, 1, 1], abs=1e-6)


def test_the_index_may_be_deleted_and_a_case_that_cannot_be_written_to_keeps_none(folder, monkeypatch):
    before = shares(folder)
    shutil.rmtree(folder / ".firmground")
    np.testing.assert_array_equal(shares(folder), before)
    shutil.rmtree(folder / ".firmground")
    (folder / ".firmground").write_text("in the way", encoding="utf-8")
    np.testing.assert_array_equal(shares(folder), before)


def test_a_small_case_keeps_no_index(folder):
    hold_events(fg.locate_events(fg.read_case(folder)))
    assert parts(folder) == []


@pytest.mark.parametrize(("seconds", "kept"), [(0.0, True), (60.0, False)])
def test_the_engine_is_asked_where_the_plain_path_would_take_longer(folder, monkeypatch, seconds, kept):
    monkeypatch.setattr("firmground.hold.ask._PLAIN_S", seconds)
    hold_events(fg.locate_events(fg.read_case(folder)))
    assert bool(parts(folder)) is kept
