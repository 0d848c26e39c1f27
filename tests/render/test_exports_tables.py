"""Tables that go with a claim: units true to the byte, the spreadsheet's made safe, Datawrapper's plain."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace

import pytest
import shapely
from sample import Outcome, Range, sample_report, share_claim

from firmground.places import Area, Candidates, Disc, Unknown
from firmground.render.csv_tables import units_csv, units_spreadsheet_csv
from firmground.render.export.datawrapper import datawrapper_tables
from firmground.render.export.names import number_names, plain_name
from firmground.report.units import UnitRow

UNIT = UnitRow(
    unit=1, label="Milltown", standing="may", counted="yes", number=1, why="contested", first=735872, last=735879,
    where=Disc(36.5, 35.25, 5.0), strikes_least=1, strikes_most=None, events=("e1", "e2"),
    rows=("events.csv:2", "events.csv:3"), sources=("agency",), urls=("https://example.org/1",),
)  # fmt: skip


def read(text):
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_every_counted_unit_is_a_row_with_its_standing_days_width_and_rows():
    (row,) = read(units_csv(share_claim(), [UNIT]))
    assert row["label"] == "Milltown"
    assert row["standing"] == "may"
    assert row["that"] == "not in areas of Islamic State"
    assert (row["first_day"], row["last_day"]) == ("2015-10-01", "2015-10-08")
    assert row["radius_km"] == "5.0"
    assert (row["strikes_least"], row["strikes_most"]) == ("1", "")
    assert row["rows"].split("\n") == ["events.csv:2", "events.csv:3"]


def test_a_day_without_a_limit_is_an_empty_cell():
    (row,) = read(units_csv(share_claim(), [replace(UNIT, first=None, last=None, where=None)]))
    assert (row["first_day"], row["last_day"], row["radius_km"]) == ("", "", "")


@pytest.mark.parametrize("text", ['"quoted", and\nbroken', "=1+1", "a\rb", " spaced ", "é\u202e\x1b", ";\t|"])
def test_the_table_for_programs_gives_back_every_text_as_it_was(text):
    (row,) = read(units_csv(share_claim(), [replace(UNIT, label=text, why=text)]))
    assert (row["label"], row["why" if "why" in row else "what_is_known"]) == (text, text)


@pytest.mark.parametrize("text", ["=1+1", "@SUM(A1)", "+1", "-1", "\t=1", '=cmd|"/c calc"!A1', "\uff1d1"])
def test_the_table_for_a_spreadsheet_has_no_cell_that_begins_like_a_formula(text):
    (row,) = read(units_spreadsheet_csv(share_claim(), [replace(UNIT, label=text)]).removeprefix("\ufeff"))
    assert row["label"] == "'" + text


def test_shares_are_plain_percent_for_datawrapper():
    tables = datawrapper_tables(share_claim(), [UNIT])
    rivals = read(tables["datawrapper-rivals.csv"])
    assert rivals[0] == {
        "who": "Reuters, 21 October 2015", "counted in": "named places", "from (%)": "75.0", "to (%)": "80.0",
    }  # fmt: skip
    assert rivals[-1]["who"] == "What the data allow"
    assert rivals[-1]["from (%)"] == "63.2653"
    choices = read(tables["datawrapper-choices.csv"])
    assert len(choices) == sum(len(facet.outcomes) for facet in share_claim().facets)
    assert all(float(row["low (%)"]) <= float(row["high (%)"]) <= 100 for row in choices if row["low (%)"])
    assert read(tables["datawrapper-bar.csv"])[0]["must be"] == "31"


def test_a_rival_in_another_measure_is_not_put_on_the_same_axis():
    who = [row["who"] for row in read(datawrapper_tables(share_claim(), ())["datawrapper-rivals.csv"])]
    assert sum(name.startswith("Reuters") for name in who) == 1  # the other one counts places


def test_an_open_end_is_an_empty_cell():
    facet = replace(share_claim().facets[0], outcomes=(Outcome({"map": "a"}, Range(0.5, None), "may", None),))
    rows = read(datawrapper_tables(replace(share_claim(), facets=(facet,)), ())["datawrapper-choices.csv"])
    assert (rows[0]["low (%)"], rows[0]["high (%)"]) == ("50.0", "")


def test_the_symbol_map_says_how_wide_each_place_is_and_the_areas_show_it():
    several = Candidates((Disc(36.0, 35.0, 2.0), Disc(37.0, 35.0, 2.0)))
    units = [UNIT, replace(UNIT, label="one of two", where=several), replace(UNIT, where=Unknown())]
    tables = datawrapper_tables(share_claim(), units)
    rows = read(tables["datawrapper-symbols.csv"])
    assert [row["name"] for row in rows] == ["Milltown", "one of two", "one of two"]
    assert (rows[0]["lat"], rows[0]["lon"], rows[0]["note"]) == ("35.25", "36.5", "somewhere within 5 km")
    features = json.loads(tables["datawrapper-areas.geojson"])["features"]
    assert {each["geometry"]["type"] for each in features} == {"MultiPolygon"}
    assert len(features) == 2


def test_an_area_is_somewhere_in_it():
    area = Area("x", "Idlib <b>", shapely.box(36, 35, 37, 36))
    (row,) = read(datawrapper_tables(share_claim(), [replace(UNIT, where=area)])["datawrapper-symbols.csv"])
    assert row["note"] == "somewhere in Idlib ‹b›"
    assert row["within km"] == ""


def test_labels_hold_neither_markup_nor_formulas():
    text = "<img src=x onerror=alert(1)>\n=1"
    claim = replace(share_claim(), by=f"={text}", unit_words=text)
    for name, table in datawrapper_tables(claim, [replace(UNIT, label=text)]).items():
        assert "<" not in table, name
        for row in csv.reader(io.StringIO(table, newline="")) if name.endswith(".csv") else ():
            assert not any(cell.startswith(("=", "+", "@")) for cell in row)


@pytest.mark.parametrize(
    ("id", "name"),
    [
        ("reuters-1021", "reuters-1021"),
        ("../../etc/passwd", "etc-passwd"),
        ("CON", "con"),
        ("وزارة", ""),
        ("é\u202eX y", "ex-y"),
        ("a" * 300, "a" * 48),
        ("a\0b/c\\d:e", "a-b-c-d-e"),
    ],
)
def test_a_name_of_a_file_holds_no_raw_text(id, name):  # noqa: A002 - what a claim's id is called
    assert plain_name(id) == name


def test_names_differ_even_where_nothing_of_them_is_left():
    names = number_names(["وزارة", "دفاع", "A", "a", "nul"])
    assert list(names.values()) == ["01", "02", "03-a", "04-a", "05-nul"]


def test_a_report_without_units_has_no_table_of_places():
    for claim in sample_report().claims:
        assert "datawrapper-symbols.csv" not in datawrapper_tables(claim, ())
