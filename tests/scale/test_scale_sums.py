"""Counts over files add up to those of one table, and pairs over tiles are those of one join."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import firmground as fg
from firmground.engine.meetings.happenings import Happenings, Reach
from firmground.engine.meetings.join import pairs_within
from firmground.errors import BadRequestError
from firmground.scale import Counting, count_files, encounters_files, lay_ground, share_table, stream
from firmground.scale.encounters import Meetings, happened
from oracles import at_scale


def test_counts_are_those_of_who_held_and_do_not_depend_on_files(tmp_path, monkeypatch):
    drawn = at_scale.drawn(snapshots=False)
    ground, table = lay_ground(drawn, tmp_path / "ground"), at_scale.events(150)
    asked = Counting(by=("kind",), radius=(1.0, 2.0), contested=(True, False))
    for folder, parts in (("one", 1), ("many", 4)):
        at_scale.in_files(table, tmp_path / folder, parts)
    whole, told = count_files(tmp_path / "one", ground, asked)
    assert told.rows == 150
    monkeypatch.setattr(stream, "ROWS", 17)
    assert count_files(tmp_path / "many", ground, asked)[0].equals(whole)
    kinds = dict(zip(table["id"].to_pylist(), table["kind"].to_pylist(), strict=True))
    for factor in (1.0, 2.0):
        wider = table.set_column(4, "radius_km", pa.array(np.array(table["radius_km"]) * factor))
        for contested in (True, False):
            expected: dict[tuple[str, str], list[int]] = {}
            for row in fg.who_held(wider, drawn, contested=contested).to_pylist():
                sums = expected.setdefault((kinds[row["event"]], row["party"]), [0, 0, 0])
                for place, value in enumerate((1, row["must"], row["may"])):
                    sums[place] += int(value)
            found = {
                (row["kind"], row["party"]): [row["events"], row["must"], row["may"]]
                for row in whole.to_pylist()
                if (row["radius"], row["contested"]) == (factor, contested)
            }
            assert found == expected


def test_shares_follow_from_counts(tmp_path):
    ground = lay_ground(at_scale.drawn(snapshots=False), tmp_path / "ground")
    at_scale.in_files(at_scale.events(150), tmp_path / "events")
    counts, _ = count_files(tmp_path / "events", ground, Counting(by=("kind",), by_day=True))
    for row in share_table(counts).to_pylist():
        assert row["events"] == 150
        assert (row["low"], row["high"]) == (row["must"] / 150, row["may"] / 150)
    assert share_table(counts, ["kind"]).num_rows == 8
    with pytest.raises(BadRequestError, match="no column 'place'"):
        share_table(counts, ["place"])


def expected_pairs(table: pa.Table, asked: Meetings) -> set[tuple[str, str, bool]]:
    columns, known = happened(table, asked)
    rows = np.flatnonzero(known)
    events = Happenings(*(columns[name][rows] for name in ("lon", "lat", "radius_km", "start", "stop")))
    names, by = np.array(table["id"].to_pylist())[rows], [table["by"].to_pylist()[row] for row in rows]
    return {
        (*sorted((names[i], names[j])), bool(must))
        for i, j, must in zip(
            *(
                getattr(pairs_within(events, None, Reach(asked.km, asked.hours)), name)
                for name in ("first", "second", "must")
            ),
            strict=True,
        )
        if not asked.different or by[i] is None or by[i] != by[j]
    }


@pytest.mark.parametrize("place", [(37.0, 35.0), (180.0, -60.0), (0.0, 90.0)])
@pytest.mark.parametrize("tiles", [1, 40])
@pytest.mark.parametrize("different", ["", "by"])
def test_no_pair_is_lost_or_told_twice_at_the_borders_of_tiles(tmp_path, place, tiles, different):
    table = at_scale.moments(400, 3, *place)
    at_scale.in_files(table, tmp_path / "events")
    out = tmp_path / "pairs.parquet"
    encounters_files(tmp_path / "events", out, 4, 6, different=different, tiles=tiles)
    rows = pq.read_table(out).to_pylist()
    told = [(row["first"], row["second"], row["must"]) for row in rows]
    assert len(told) == len(set(told)) > 50
    assert set(told) == expected_pairs(table, Meetings(4, 6, different=different))
    assert all(row["km_low"] <= row["km_high"] and row["km_low"] <= 4 + 1e-6 for row in rows)


def test_events_without_place_or_day_are_left_out_and_told(tmp_path):
    at_scale.in_files(at_scale.events(120), tmp_path / "events")
    said = []
    encounters_files(tmp_path / "events", tmp_path / "pairs.parquet", 10, 24, tell=said.append)
    assert "events of unknown place or day are left out" in said[-1]
    with pytest.raises(BadRequestError, match="no column 'by'"):
        encounters_files(tmp_path / "events", tmp_path / "pairs.parquet", 10, 24, different="by")
