"""JSON and CSV keep every byte; only the spreadsheet's table is made safe."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import asdict, replace

import pytest
from hostile import fill, small_report
from sample import Range, sample_report, share_claim

from firmground.render.csv_tables import (
    outcomes_csv,
    outcomes_spreadsheet_csv,
    spreadsheet_safe,
    undecided_csv,
)
from firmground.render.json import render_json


def _read(text):
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_json_holds_every_field_of_the_report():
    read = json.loads(render_json(sample_report()))
    assert read.pop("firmground_report") == 1
    written = json.loads(json.dumps(asdict(sample_report())))
    written.pop("scene", None)  # what the moving map shows: the case's own files again
    assert read == written


def test_json_is_the_same_each_time_and_keeps_the_order_of_the_model():
    assert render_json(sample_report()) == render_json(sample_report())
    assert list(json.loads(render_json(sample_report())))[1:4] == ["title", "period", "summary"]


def test_json_survives_half_a_surrogate_pair():
    report = replace(sample_report(), title="a\ud800b \\ud800")
    assert json.loads(render_json(report))["title"] == "a\ud800b \\ud800"


def test_json_refuses_infinity_which_a_report_never_holds():
    claim = replace(share_claim(), bounds=Range(0.0, float("inf")))
    with pytest.raises(ValueError, match="JSON"):
        render_json(replace(sample_report(), claims=(claim,)))


def test_every_outcome_is_a_row_with_its_exact_bounds():
    rows = _read(outcomes_csv(sample_report()))
    outcomes = [o for claim in sample_report().claims for facet in claim.facets for o in facet.outcomes]
    assert len(rows) == len(outcomes)
    assert [row["low"] for row in rows] == [repr(o.bounds.low) if o.bounds else "" for o in outcomes]
    assert rows[0]["choice: map"] in {"hand-coded places", "ISW, digitised"}


def test_a_limit_that_is_not_known_is_an_empty_cell():
    strikes = [row for row in _read(outcomes_csv(sample_report())) if row["claim"] == "diplomat-count"]
    assert {row["high"] for row in strikes} == {""}


@pytest.mark.parametrize("text", ['"quoted", and\nbroken', "=1+1", "a\rb", " spaced ", "é\u202e\x1b", ";\t|"])
def test_plain_tables_give_back_every_text_as_it_was(text):
    rows = _read(outcomes_csv(fill(small_report(), text)))
    assert {row["by"] for row in rows} == {text}
    assert {row["why"] for row in _read(undecided_csv(fill(small_report(), text)))} == {text}


def test_every_undecided_unit_is_a_row():
    rows = _read(undecided_csv(sample_report()))
    assert [row["label"] for row in rows] == [unit.label for unit in share_claim().undecided]
    assert rows[5]["radius_km"] == ""


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "\ufeff=1", "\uff1d1"])
def test_a_cell_that_begins_like_a_formula_is_made_safe(cell):
    assert spreadsheet_safe(cell) == "'" + cell


@pytest.mark.parametrize("cell", ["", "a=1", "49/64", "حلب", "'=1", "1-2"])
def test_any_other_cell_stays_as_it_is(cell):
    assert spreadsheet_safe(cell) == cell


def test_the_spreadsheet_has_no_cell_that_begins_like_a_formula():
    text = outcomes_spreadsheet_csv(fill(small_report(), '=cmd|"/c calc"!A1;=2'))
    cells = [cell for row in csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")) for cell in row]
    assert cells
    assert not any(cell.startswith(("=", "+", "-", "@")) for cell in cells)
    assert text.startswith('\ufeff"')
    assert outcomes_spreadsheet_csv(sample_report()).count("\r\n") == outcomes_csv(sample_report()).count("\r\n")
