"""Workbooks and Parquet: cells as the text that their values stand for."""

from __future__ import annotations

import zipfile
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from firmground.formats import files, tables_xlsx
from firmground.formats.tables import read_table


def read(path, **how):
    return read_table(path, name=path.name, **how)


@pytest.fixture
def workbook(tmp_path):
    def make(rows, *, more_sheets=(), change=None):
        book = openpyxl.Workbook()
        book.active.title = "Strikes"
        for row in rows:
            book.active.append(row)
        for title in more_sheets:
            book.create_sheet(title).append(["other"])
        if change:
            change(book.active)
        path = tmp_path / "book.xlsx"
        book.save(path)
        return path

    return make


def test_cells_of_a_workbook_become_plain_text(workbook):
    path = workbook(
        [
            ["id", "on", "n", "sure"],
            [1, date(2015, 10, 21), 2.5, True],
            ["x", datetime(2015, 10, 21, 14, 30), 3, None],  # noqa: DTZ001 - a workbook knows no zones
        ]
    )
    table, problems = read(path)
    assert table.columns == {
        "id": ["1", "x"],
        "on": ["2015-10-21", "2015-10-21T14:30:00"],
        "n": ["2.5", "3"],
        "sure": ["true", ""],
    }
    assert (list(table.rows), problems) == ([2, 3], [])


def test_rows_of_a_sheet_that_starts_further_down_keep_their_numbers(tmp_path):
    book = openpyxl.Workbook()
    book.active["B3"], book.active["B4"], book.active["B6"] = "id", "a", "b"
    book.save(tmp_path / "low.xlsx")
    table, _ = read(tmp_path / "low.xlsx")
    assert (table.columns, list(table.rows)) == ({"id": ["a", "b"]}, [4, 6])


def test_a_sheet_is_chosen_by_name_and_a_missing_one_lists_the_others(workbook):
    path = workbook([["id"], [1]], more_sheets=["Notes"])
    table, problems = read(path)
    assert (table.names, "first of 2 sheets" in problems[0].what) == (("id",), True)
    assert read(path, sheet="Notes")[0].names == ("other",)
    assert "'Strikes', 'Notes'" in read(path, sheet="Karte")[1][0].hint


def test_formulas_errors_and_merged_cells_that_would_be_lost_are_told(workbook):
    def change(sheet):
        sheet["A3"], sheet["B3"] = "=1+1", "#N/A"
        sheet.merge_cells("A4:A6")

    told = " ".join(problem.what for problem in read(workbook([["id", "n"], [1, 2]], change=change))[1])
    assert "1 formulas" in told
    assert "1 cells of this workbook hold an error" in told
    assert "1 merged cells" in told


def test_a_cell_at_the_end_of_the_world_is_refused_before_it_costs_memory(workbook):
    def change(sheet):
        sheet["XFD1048576"] = "boo"

    table, problems = read(workbook([["id"], [1]], change=change))
    assert (table.read, len(problems)) == (0, 1)
    assert "far apart" in problems[0].what


def test_a_zip_bomb_of_a_workbook_is_refused_before_it_is_unpacked(tmp_path, monkeypatch):
    monkeypatch.setattr(files, "RATIO_MATTERS_FROM", 2**20)
    monkeypatch.setattr(tables_xlsx, "read_member", pytest.fail)
    with zipfile.ZipFile(tmp_path / "bomb.xlsx", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 2**22)
    assert "times its size" in read(tmp_path / "bomb.xlsx")[1][0].what


def test_a_file_that_is_no_workbook_is_one_problem(tmp_path):
    (tmp_path / "a.xlsx").write_bytes(b"PK\x03\x04 and then nothing")
    with zipfile.ZipFile(tmp_path / "b.xlsx", "w") as archive:
        archive.writestr("hello.txt", "hello")
    assert "zip archive" in read(tmp_path / "a.xlsx")[1][0].what
    assert "not a workbook" in read(tmp_path / "b.xlsx")[1][0].what


def test_values_of_parquet_become_plain_text(tmp_path):
    kyiv = timezone(timedelta(hours=3))
    table = pa.table(
        {
            "utc": pa.array([datetime(2023, 5, 20, 16, 12, 18, tzinfo=UTC), None], pa.timestamp("ns", "UTC")),
            "kyiv": pa.array([datetime(2023, 5, 21, 1, 0, tzinfo=kyiv), None], pa.timestamp("us", "+03:00")),
            "days": pa.array([datetime(2023, 5, 20), None], pa.timestamp("ms")),  # noqa: DTZ001 - without a zone on purpose
            "date": pa.array([date(2023, 5, 20), None]),
            "whole": [3.0, None],
            "part": [33.515, float("nan")],
            "single": pa.array([0.1, None], pa.float32()),
            "int": pa.array([2**60, None]),
            "sure": [True, None],
            "list": [["a", "b"], None],
            "dict": pa.array(["x", None]).dictionary_encode(),
            "money": pa.array([Decimal("1.50"), None]),
            "deep": [{"a": [1]}, None],
            "bytes": [b"\xd8\xad", b"\xff"],
            "none": pa.nulls(2),
        }
    )
    pq.write_table(table, tmp_path / "t.parquet")
    read_back, problems = read(tmp_path / "t.parquet")
    assert {name: column[0] for name, column in read_back.columns.items()} == {
        "utc": "2023-05-20T16:12:18Z",
        "kyiv": "2023-05-21T01:00:00+03:00",
        "days": "2023-05-20",
        "date": "2023-05-20",
        "whole": "3",
        "part": "33.515",
        "single": "0.1",
        "int": str(2**60),
        "sure": "true",
        "list": "a;b",
        "dict": "x",
        "money": "1.50",
        "deep": '{"a":[1]}',
        "bytes": "ح",
        "none": "",
    }
    assert {column[1] for name, column in read_back.columns.items() if name != "bytes"} == {""}
    assert (list(read_back.rows), problems) == ([2, 3], [])


def test_every_row_of_every_snapshot_of_the_ukrainian_town_list_is_read(shared):
    table, problems = read(shared("data/ukraine_control_wikipedia/snapshots_2022-03_2024-08.parquet"))
    assert (table.read, len(table.names), problems) == (734_216, 11, [])
    assert table.columns["snapshot_utc"][0] == "2022-03-01T13:47:37Z"
    assert {len(column) for column in table.columns.values()} == {734_216}
    assert table.columns["held_by"].count("Contested") == 29_785


def test_a_corrupt_parquet_file_is_one_problem(tmp_path):
    path = tmp_path / "t.parquet"
    pq.write_table(pa.table({"a": list(range(1000))}), path)
    whole = path.read_bytes()
    for broken in (
        whole[:-4],
        whole[: len(whole) // 2],
        b"PAR1" + b"\0" * 50 + b"PAR1",
        b"PAR1" + whole[40:],
    ):
        path.write_bytes(broken)
        table, problems = read(path)
        assert (table.read, len(problems)) == (0, 1)


def test_a_parquet_file_with_two_columns_of_one_name_is_a_problem(tmp_path):
    pq.write_table(pa.Table.from_arrays([pa.array([1]), pa.array([2])], names=["a", "a"]), tmp_path / "t.parquet")
    assert "several columns of one name" in read(tmp_path / "t.parquet")[1][0].what
