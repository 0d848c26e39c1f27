"""Text tables: the same cells come back, and what cannot be split is refused with its row."""

from __future__ import annotations

import csv
import gzip
import io
import json
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firmground.errors import Effect
from firmground.formats import files, tables_csv
from firmground.formats.tables import read_table


def write(path, content):
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def read(path, **how):
    return read_table(path, name=path.name, **how)


@pytest.fixture
def table_of(tmp_path):
    def make(content, name="events.csv", **how):
        return read(write(tmp_path / name, content), **how)

    return make


SPECTRUM = [
    "comma_in_quotes", "empty", "empty_crlf", "escaped_quotes", "json", "newlines", "newlines_crlf",
    "quotes_and_newlines", "simple", "simple_crlf", "utf8",
]  # fmt: skip


@pytest.mark.parametrize("case", SPECTRUM)
def test_every_file_of_csv_spectrum_gives_the_cells_it_expects(shared, case):
    table, problems = read(shared(f"corpora/csv-spectrum/csvs/{case}.csv"))
    expected = json.loads(shared(f"corpora/csv-spectrum/json/{case}.json").read_text())
    records = [dict(zip(table.names, cells, strict=True)) for cells in zip(*table.columns.values(), strict=True)]
    assert records == expected
    assert problems == []


def test_characters_that_were_lost_before_us_are_told(shared):
    table, problems = read(shared("corpora/csv-spectrum/csvs/location_coordinates.csv"))
    assert table.columns["Counties"] == ["Stanislaus"]
    assert [(problem.effect, "lost" in problem.what) for problem in problems] == [(Effect.NOTED, True)]


def test_the_syrian_file_of_ucdp_has_its_16566_events_with_its_counts_of_precision(shared):
    table, problems = read(shared("data/ucdp_ged_syria_2016_2019/ucdp_ged_syria_652_1601_1911.csv.gz"))
    assert (len(table.rows), table.read, table.refused, problems) == (16_566, 16_566, {}, [])
    assert Counter(table.columns["where_prec"]) == {
        "1": 9010, "2": 5786, "3": 334, "4": 620, "5": 562, "6": 254,
    }  # fmt: skip


cells = st.text(st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from(list("\"',;\t|\n")), max_size=12)


@given(
    rows=st.lists(st.lists(cells, min_size=3, max_size=3), max_size=8),
    delimiter=st.sampled_from(tables_csv.DELIMITERS),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL, csv.QUOTE_NONNUMERIC]),
    ending=st.sampled_from(["\n", "\r\n"]),
    mark=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
def test_any_cells_written_by_the_csv_module_come_back_the_same(
    tmp_path_factory, rows, delimiter, quoting, ending, mark
):
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=delimiter, quoting=quoting, lineterminator=ending)
    writer.writerows([["id", "place", "note"], *rows])
    path = write(tmp_path_factory.mktemp("fuzz") / "t.csv", text.getvalue().encode(mark))
    table, _ = read(path)
    kept = [row for row in rows if any(cell.strip() for cell in row)]
    assert [list(row) for row in zip(*table.columns.values(), strict=True)] == kept
    assert table.refused == {}


@pytest.mark.parametrize("delimiter", tables_csv.DELIMITERS)
def test_the_delimiter_is_the_one_under_which_records_agree(table_of, delimiter):
    other = ";" if delimiter != ";" else ","
    rows = [["id", "where", "what"], ["1", f"a{other}b", "x"], ["2", f"c{other}d{other}e", f'"{delimiter}"']]
    table, _ = table_of("\n".join(delimiter.join(row) for row in rows))
    assert table.columns["what"] == ["x", delimiter]


def test_decimal_commas_do_not_make_a_table_comma_separated(table_of):
    table, _ = table_of("id;lat;lon\n1;33,5;36,2\n2;33,6;36,3\n")
    assert table.columns["lat"] == ["33,5", "33,6"]


def test_a_table_of_one_column_may_hold_the_characters_that_part_columns_elsewhere(table_of):
    table, problems = table_of("place\nHoms\nHama; Idlib\n")
    assert (table.columns, problems) == ({"place": ["Homs", "Hama; Idlib"]}, [])


def test_the_separator_line_that_excel_writes_is_obeyed_and_counted_as_a_row(table_of):
    table, _ = table_of("sep=|\na|b\n1|2\n")
    assert (table.columns, list(table.rows)) == ({"a": ["1"], "b": ["2"]}, [3])


def test_rows_are_numbered_as_in_a_spreadsheet_across_blank_lines_and_line_breaks_in_cells(table_of):
    table, problems = table_of('id,note\n1,"two\nlines"\n\n,\n4,x\n')
    assert (list(table.rows), table.columns["id"], table.read, problems) == ([2, 5], ["1", "4"], 2, [])


def test_a_record_of_another_width_is_refused_with_its_row_and_the_rest_is_read(table_of):
    table, problems = table_of("id,note\n1,a\n2\n3,b,c\n4,d\n")
    assert table.columns["id"] == ["1", "4"]
    assert (table.read, table.refused) == (4, {"too few cells": 1, "too many cells": 1})
    assert [(problem.row, problem.effect) for problem in problems] == [
        (3, Effect.REFUSED),
        (4, Effect.REFUSED),
    ]


def test_a_quotation_mark_never_closed_is_told_with_its_line(table_of):
    table, problems = table_of('id,note\n1,a\n2,"b\n3,c\n')
    assert (table.columns["id"], table.read) == (["1"], 2)
    assert [(problem.row, "line 3" in problem.what) for problem in problems] == [(3, True)]


def test_text_after_a_closing_quotation_mark_refuses_that_record_only(table_of):
    table, problems = table_of('id,note\n1,"a" b\n2,c\n')
    assert (table.columns["id"], table.refused) == (["2"], {"wrong quotation marks": 1})
    assert problems[0].row == 2


def test_a_cell_beyond_the_limit_is_a_problem_and_the_limit_of_others_is_left_alone(table_of, monkeypatch):
    monkeypatch.setattr(tables_csv, "MOST_CELL_CHARACTERS", 100)
    before = csv.field_size_limit()
    table, problems = table_of("id,note\n1,a\n2," + "x" * 200 + "\n")
    assert (table.columns["id"], problems[0].row, csv.field_size_limit()) == (["1"], 3, before)


def test_a_record_with_nul_bytes_is_refused(table_of):
    table, problems = table_of(b"id,note\n1,a\n2,b\0b\n")
    assert (table.columns["id"], table.refused, problems[0].row) == (["1"], {"NUL bytes": 1}, 3)


def test_bytes_that_are_not_utf8_are_one_problem_that_names_the_line_and_the_way_out(table_of):
    content = "id,place\n1,Homs\n2,حمص\n".encode("cp1256")
    table, problems = table_of(content)
    assert (len(table.rows), len(problems)) == (0, 1)
    assert "line 3" in problems[0].what
    assert 'encoding = "cp1256"' in problems[0].hint
    assert table_of(content, encoding="cp1256")[0].columns["place"] == ["Homs", "حمص"]


def test_an_encoding_that_does_not_exist_is_a_problem(table_of):
    assert "not the name of an encoding" in table_of("a,b\n1,2\n", encoding="klingon")[1][0].what


def test_utf16_without_a_mark_is_told_apart_from_text(table_of):
    content = "id,place\n1,Homs\n".encode("utf-16-le")
    assert 'encoding = "utf-16-le"' in table_of(content)[1][0].hint
    assert table_of(content, encoding="utf-16-le")[0].columns["place"] == ["Homs"]


def test_two_columns_of_one_name_are_told_and_both_kept(table_of):
    table, problems = table_of("id,by,by\n1,a,b\n")
    assert table.columns == {"id": ["1"], "by": ["a"], "by (2)": ["b"]}
    assert [(problem.row, problem.effect) for problem in problems] == [(1, Effect.NOTED)]


def test_an_empty_column_without_a_name_is_a_trailing_delimiter_and_a_full_one_is_told(table_of):
    assert table_of("id,\n1,\n")[0].names == ("id",)
    table, problems = table_of("id,\n1,x\n")
    assert (table.columns["column 2"], len(problems)) == (["x"], 1)


def test_a_file_without_a_header_takes_the_one_that_the_case_gives(table_of):
    table, problems = table_of("http://x,Homs\nhttp://y,Hama\n", header=("link", "place"))
    assert (table.columns["place"], list(table.rows), problems) == (["Homs", "Hama"], [1, 2], [])


def test_a_gzip_bomb_is_one_problem(tmp_path, monkeypatch):
    monkeypatch.setattr(files, "RATIO_MATTERS_FROM", 2**20)
    path = write(tmp_path / "bomb.csv.gz", gzip.compress(b"0" * 2**22))
    table, problems = read(path)
    assert (table.read, len(problems)) == (0, 1)
    assert "times its size" in problems[0].what


def test_half_a_gzip_file_is_one_problem(tmp_path):
    path = write(tmp_path / "half.csv.gz", gzip.compress(b"a,b\n1,2\n" * 100)[:-10])
    assert "not a whole gzip file" in read(path)[1][0].what


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "is empty"),
        (b"\n\n\n", "no header"),
        (b"PK\x03\x04rest", "zip archive"),
        (b"PAR1rest", "Parquet"),
        (b"<!DOCTYPE html><html>", "web page"),
        (b"%PDF-1.7", "PDF"),
    ],
)
def test_a_file_that_is_no_table_of_text_says_what_it_is(table_of, content, told):
    table, problems = table_of(content)
    assert (table.names, len(problems)) == ((), 1)
    assert told in problems[0].what


def test_what_cannot_be_opened_is_a_problem_and_no_exception(tmp_path, monkeypatch):
    assert "no such file" in read(tmp_path / "missing.csv")[1][0].what
    (tmp_path / "folder.csv").mkdir()
    assert "folder" in read(tmp_path / "folder.csv")[1][0].what
    assert "not a table" in read(write(tmp_path / "a.ods", "x"))[1][0].what
    locked = write(tmp_path / "locked.csv", "a,b\n")

    def refuse(_path):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(type(locked), "read_bytes", refuse)
    assert "Permission denied" in read(locked)[1][0].what


def test_a_million_faults_of_one_kind_are_counted_and_a_thousand_shown(table_of):
    table, problems = table_of("a,b\n" + "1\n" * 1500)
    assert table.refused == {"too few cells": 1500}
    assert len(problems) == 1001
    assert "500 more" in problems[-1].what


@pytest.mark.parametrize("header", ["a,a (2),a", "a,a,a (2)"])
def test_no_column_is_lost_to_the_new_name_of_another(tmp_path, header):
    path = tmp_path / "t.csv"
    path.write_text(f"{header}\n1,2,3\n")
    table, _ = read_table(path, name="t.csv")
    assert len(table.names) == 3
    assert sorted(column[0] for column in table.columns.values()) == ["1", "2", "3"]
