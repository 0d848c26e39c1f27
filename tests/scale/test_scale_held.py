"""Files in, files out: the answers are those of `who_held`, event by event."""

from __future__ import annotations

import json

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import firmground as fg
from firmground.errors import BadRequestError
from firmground.scale import EventColumns, lay_ground, open_ground, stream, who_held_files
from oracles import at_scale


@pytest.fixture(params=["periods", "snapshots"])
def laid(request, tmp_path):
    drawn = at_scale.drawn(snapshots=request.param == "snapshots")
    return drawn, lay_ground(drawn, tmp_path / "ground")


def answers(folder):
    files = sorted(folder.rglob("*.parquet"))
    return pa.concat_tables(pq.read_table(file) for file in files).to_pylist()


def assert_as_who_held(told, table, drawn, **more):
    expected = {(row["event"], row["party"]): row for row in fg.who_held(table, drawn, **more).to_pylist()}
    assert len(told) == len(table)
    for row in told:
        must, may = (set(filter(None, row[name].split(";"))) for name in ("must", "may"))
        shares = dict(zip(filter(None, row["may"].split(";")), row["share"], strict=True))
        for party in at_scale.PARTIES:
            one = expected[row["id"], party]
            assert (one["must"], one["may"]) == (party in must, party in may), (row, one)
            assert shares.get(party, 0.0) == pytest.approx(one["share"], abs=1e-4), (row, one)


@pytest.mark.parametrize("contested", [True, False])
def test_files_are_answered_as_who_held_answers(laid, tmp_path, monkeypatch, contested):
    drawn, ground = laid
    table = at_scale.events(240)
    at_scale.in_files(table, tmp_path / "events")
    monkeypatch.setattr(stream, "ROWS", 64)
    said = []
    told = who_held_files(tmp_path / "events", ground, tmp_path / "out", contested=contested, tell=said.append)
    assert (told.files, told.rows, told.faults) == (3, 240, {})
    assert len(said) == 3
    assert_as_who_held(answers(tmp_path / "out"), table, drawn, contested=contested)


def test_points_on_a_border_go_the_plain_way_and_are_counted(laid, tmp_path):
    drawn, ground = laid
    table = pa.table({"id": ["a", "b"], "lon": [37.0, 37.0], "lat": [35.0, 35.5], "date": ["2015-10-01"] * 2})
    pq.write_table(table, tmp_path / "two.parquet")
    told = who_held_files(tmp_path / "two.parquet", ground, tmp_path / "out")
    assert told.on_border == 1
    assert "1 of them points on a border" in str(told)
    assert_as_who_held(answers(tmp_path / "out"), table, drawn)


def test_ground_elsewhere_and_limits_are_kept(tmp_path):
    drawn = at_scale.drawn(snapshots=False)
    within = drawn.geometry.union_all().convex_hull
    ground = lay_ground(drawn, tmp_path / "ground", elsewhere="south", within=within)
    table = at_scale.events(120)
    at_scale.in_files(table, tmp_path / "events", 1)
    who_held_files(tmp_path / "events", ground, tmp_path / "out")
    assert_as_who_held(answers(tmp_path / "out"), table, drawn, elsewhere="south", within=within)


def test_a_bad_file_is_told_by_name_and_the_others_are_done(laid, tmp_path):
    _, ground = laid
    at_scale.in_files(at_scale.events(30), tmp_path / "events")
    (tmp_path / "events" / "broken.parquet").write_bytes(b"PAR1 not really")
    pq.write_table(pa.table({"x": [1]}), tmp_path / "events" / "other.parquet")
    told = who_held_files(tmp_path / "events", ground, tmp_path / "out")
    assert told.rows == 30
    assert sorted(path.rpartition("/")[2] for path in told.faults) == ["broken.parquet", "other.parquet"]
    assert "cannot be read as Parquet" in str(told)
    assert "name them with EventColumns" in str(told)
    assert sorted(file.name for file in (tmp_path / "out").iterdir()) == [f"part-{part}.parquet" for part in range(3)]


@pytest.mark.parametrize(
    ("columns", "words"),
    [
        ({"lon": [400.0]}, "not on Earth"),
        ({"lon": ["east"]}, "not numbers"),
        ({"date": ["once"]}, "once"),
        ({"date": [7]}, "dates, times or texts"),
        ({"radius_km": [-1.0]}, "no radius"),
    ],
)
def test_what_cannot_be_read_is_told_in_a_sentence(laid, tmp_path, columns, words):
    row = {"id": ["a"], "lon": [37.0], "lat": [35.0], "date": ["2015-10-01"]} | columns
    pq.write_table(pa.table(row), tmp_path / "one.parquet")
    with pytest.raises(BadRequestError, match=words):
        who_held_files(tmp_path / "one.parquet", laid[1], tmp_path / "out")
    assert not list((tmp_path / "out").rglob("*")) if (tmp_path / "out").exists() else True


def test_folders_without_files_and_without_ground_are_told(tmp_path):
    (tmp_path / "empty").mkdir()
    with pytest.raises(BadRequestError, match=r"no files \*.parquet"):
        who_held_files(tmp_path / "empty", tmp_path, tmp_path / "out")
    with pytest.raises(BadRequestError, match="no ground in"):
        open_ground(tmp_path / "empty")
    (tmp_path / "empty" / "mine.txt").write_text("kept")
    with pytest.raises(BadRequestError, match="name another folder"):
        lay_ground(at_scale.drawn(snapshots=False), tmp_path / "empty")


def test_a_ground_whose_index_was_lost_is_asked_all_the_same(laid, tmp_path):
    import shutil  # noqa: PLC0415 - here alone

    drawn, ground = laid
    shutil.rmtree(ground / "territory")
    table = at_scale.events(60)
    at_scale.in_files(table, tmp_path / "events", 1)
    who_held_files(tmp_path / "events", ground, tmp_path / "out")
    assert_as_who_held(answers(tmp_path / "out"), table, drawn)


def test_ground_of_another_version_is_refused(laid):
    words = json.loads((laid[1] / "ground.json").read_text())
    (laid[1] / "ground.json").write_text(json.dumps(words | {"format": 0}))
    with pytest.raises(BadRequestError, match="another version"):
        open_ground(laid[1])


def test_an_empty_file_is_answered_with_an_empty_file(laid, tmp_path):
    pq.write_table(at_scale.events(3).slice(0, 0), tmp_path / "none.parquet")
    told = who_held_files(tmp_path / "none.parquet", laid[1], tmp_path / "out", columns=EventColumns(keep=()))
    assert (told.files, told.rows) == (1, 0)
    assert pq.read_table(tmp_path / "out" / "none.parquet").column_names == ["must", "may", "share"]
