"""A large CSV in which nothing is odd goes to a faster parser, and no cell, row number or problem tells which one read it."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from firmground.formats import tables_csv
from firmground.formats.tables import read_table
from firmground.formats.tables_csv_plain import split_plain

PIECES = [
    "a",
    "b",
    " ",
    '"',
    '""',
    ",",
    ";",
    "\n",
    "\r\n",
    "\r",
    "é",
    "\u00a0",
    "\t",
    '"q,q"',
    '"a\nb"',
    "\0",
    "2015-10-21",
]
CELLS = ["", "a", " ", "x,y", 'say "so"', "two\nlines", "\r\n", "é", "\u2028", "\ufeff", "1"]


def both_ways(text, **how):
    answers = []
    with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        path = Path(folder) / "table.csv"
        path.write_bytes(text.encode())
        for large in (1 << 60, 0):
            patch.setattr(tables_csv, "LARGE", large)
            table, problems = read_table(path, name="table.csv", **how)
            columns = {name: list(cells) for name, cells in table.columns.items()}
            answers.append((table.names, columns, list(table.rows), table.read, table.refused, problems))
    return answers


@settings(max_examples=300)
@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=40).map("".join))
@example("\na\nb\n")
@example("\ufeff\ufeffa,b\n1,2\n")
@example('a,b\n"x"y,1\n')
@example("a,b\n1,2\n\n3,4\n\n\n")
@example("a,b\n1\n2,3\n")
def test_any_text_reads_the_same_both_ways(text):
    careful, fast = both_ways(text)
    assert fast == careful


@settings(max_examples=200)
@given(st.data())
def test_any_table_that_a_program_writes_reads_the_same_both_ways(data):
    width = data.draw(st.integers(1, 4))
    rows = data.draw(st.lists(st.lists(st.sampled_from(CELLS), min_size=width, max_size=width), max_size=8))
    text = io.StringIO()
    writer = csv.writer(
        text, delimiter=data.draw(st.sampled_from(",;|")), lineterminator=data.draw(st.sampled_from(["\n", "\r\n"]))
    )
    writer.writerows([[f"c{number}" for number in range(width)], *rows])
    header = data.draw(st.sampled_from([(), ("x",) * width, ("x", "y")]))
    careful, fast = both_ways(text.getvalue(), header=header)
    assert fast == careful


def test_quoted_cells_blank_records_and_all_row_numbers_are_those_of_the_file():
    grid = split_plain('id,note\n1,"a, ""b"""\n,\n2,"two\nlines"\n', ",")
    assert [list(column) for column in grid.columns] == [["id", "1", "2"], ["note", 'a, "b"', "two\nlines"]]
    assert grid.rows.tolist() == [1, 2, 4]


@pytest.mark.parametrize(
    "text",
    ['a,b\nx"y""z,1\n', 'a,b\n"x" ,1\n', "a,b\n1\n", "a,b\n1,\0\n", "a,b\r1,2\r", 'a,b\n"x,1\n'],
)
def test_what_is_odd_is_left_to_the_careful_parser(text):
    assert split_plain(text, ",") is None
