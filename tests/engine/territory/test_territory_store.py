"""What is kept in a folder is believed only if it is whole, of this map and this user's."""

from __future__ import annotations

import json
import shutil

import numpy as np
import pytest
from benchmarks.engine.invented import SMALL, invent_events, invent_faces

from firmground.engine.territory import store
from firmground.engine.territory.store import Folder, key_of, open_territory, territory_at


@pytest.fixture(scope="module")
def faces():
    return invent_faces(SMALL)


@pytest.fixture(autouse=True)
def cache(tmp_path, monkeypatch):
    """A user with an empty cache folder, except for the kernels."""
    monkeypatch.setattr(store, "cache_folder", lambda: tmp_path / "cache")


@pytest.fixture
def kept(tmp_path, faces):
    folder = tmp_path / "map"
    territory_at(folder, key_of(faces), lambda: faces).make_ready()
    return folder


def unasked():
    raise AssertionError("the faces are not needed")


def test_a_territory_is_opened_as_it_was_kept(kept, faces):
    opened, made = territory_at(kept, key_of(faces), unasked), store.Territory(faces)
    events = invent_events(SMALL, faces, 2_000)
    opened.make_ready()
    points = [territory.points(events.lon, events.lat, events.state) for territory in (opened, made)]
    np.testing.assert_array_equal(*points)
    columns = (events.lon[:200], events.lat[:200], events.radius_km[:200], events.state[:200], events.stop[:200])
    for one, other in zip(opened.extremes_over(*columns), made.extremes_over(*columns), strict=True):
        np.testing.assert_array_equal(one, other)


def test_arrays_are_mapped_and_what_is_written_to_them_is_not_kept(kept, faces):
    arrays, _ = Folder(kept, key_of(faces)).take("edges")
    assert isinstance(arrays["ends"].base, np.memmap)
    arrays["ends"][:] = 0
    assert Folder(kept, key_of(faces)).take("edges")[0]["ends"].any()


def test_no_unfinished_part_is_left(kept):
    assert {path.name for path in kept.iterdir()} == {"edges", "points-0", "apart", "discs"}


def _truncate(kept):
    path = kept / "points-0" / "cells.npy"
    path.write_bytes(path.read_bytes()[:-8])


def _change_one_byte(kept):
    path = kept / "edges" / "ends.npy"
    content = bytearray(path.read_bytes())
    content[-3] ^= 1
    path.write_bytes(content)


def _lose_an_array(kept):
    (kept / "edges" / "first.npy").unlink()


def _lose_the_seal(kept):
    (kept / "edges" / "part.seal").unlink()


def _claim_another_key(kept):
    path = kept / "edges" / "part.json"
    said = json.loads(path.read_text())
    path.write_text(json.dumps({**said, "numbers": {**said["numbers"], "states": 10**6}}))


def _swap_parts(kept):
    shutil.rmtree(kept / "edges")
    shutil.copytree(kept / "points-0", kept / "edges")


@pytest.mark.parametrize(
    "harm",
    [_truncate, _change_one_byte, _lose_an_array, _lose_the_seal, _claim_another_key, _swap_parts, shutil.rmtree],
)
def test_what_is_not_as_it_was_kept_is_made_anew(kept, faces, harm):
    part = "points-0" if harm is _truncate else "edges"
    harm(kept)
    assert Folder(kept, key_of(faces)).take(part) is None
    territory_at(kept, key_of(faces), lambda: faces).make_ready()
    assert Folder(kept, key_of(faces)).take(part) is not None
    assert open_territory(kept, key_of(faces)) is not None


def test_another_map_is_another_territory(kept, faces):
    assert open_territory(kept, "another key") is None


def test_another_format_is_not_read(kept, faces, monkeypatch):
    monkeypatch.setattr(store, "FORMAT", store.FORMAT + 1)
    assert open_territory(kept, key_of(faces)) is None


def test_what_another_user_kept_is_believed_only_when_asked_to(kept, faces, tmp_path, monkeypatch):
    monkeypatch.setattr(store, "cache_folder", lambda: tmp_path / "cache of somebody else")
    assert open_territory(kept, key_of(faces)) is None
    assert open_territory(kept, key_of(faces), trusted=True) is not None
    _change_one_byte(kept)
    assert open_territory(kept, key_of(faces), trusted=True) is None


def test_a_folder_that_cannot_be_written_to_is_told_of(tmp_path, faces):
    (tmp_path / "map").write_text("a file")
    told = []
    territory = territory_at(tmp_path / "map", "key", lambda: faces, told.append)
    assert territory.points(np.array([40.0]), np.array([35.0]), np.array([0])).shape == (1,)
    assert any("cannot be kept" in line for line in told)


def test_a_part_that_was_left_unfinished_long_ago_is_swept_away(tmp_path, faces, monkeypatch):
    folder = tmp_path / "map"
    left = folder / ".unfinished-edges-0123"
    left.mkdir(parents=True)
    monkeypatch.setattr(store, "_OLD_S", -1)
    territory_at(folder, "key", lambda: faces)
    assert not left.exists()


def test_keys_differ_where_faces_differ(faces):
    moved = faces.some(np.arange(len(faces)))
    assert key_of(moved) == key_of(faces)
    moved.xy[0, 0] += 1e-9
    assert key_of(moved) != key_of(faces)
