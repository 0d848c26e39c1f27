"""Layouts: what the codes of a codebook mean, and what they do not."""

from __future__ import annotations

from datetime import date

import pytest

from firmground.case.events import parse_parties
from firmground.dates import Days, parse_when
from firmground.formats.layouts import DATE_SPREADS, EVENT_LAYOUTS, recognise_layout, spread_days
from firmground.formats.layouts.acled import read_date
from firmground.formats.tables import read_table

UCDP, ACLED, VIINA = (EVENT_LAYOUTS[name] for name in ("ucdp-ged", "acled", "viina"))

# The columns that an event may have, from docs/case-format.md.
OURS = {
    "id", "date", "date_from", "date_until", "reported", "place", "lon", "lat", "radius_km", "area", "level",
    "by", "kind", "target", "strikes", "source", "url", "note", "duplicate_of",
}  # fmt: skip


def precisions(layout):
    table = list(layout.where_precision[1].values()) if layout.where_precision else []
    return [*table, *([layout.where_default] if layout.where_default else [])]


@pytest.mark.parametrize("layout", EVENT_LAYOUTS.values(), ids=EVENT_LAYOUTS)
def test_every_layout_names_its_codebook_and_speaks_of_our_columns_only(layout):
    assert "http" in layout.codebook
    assert {*layout.columns, *layout.derived} <= OURS


@pytest.mark.parametrize("layout", EVENT_LAYOUTS.values(), ids=EVENT_LAYOUTS)
def test_every_code_of_place_precision_gives_a_radius_or_a_unit_or_neither_with_a_reason(layout):
    for precision in precisions(layout):
        assert precision.radius_km is None or precision.level is None
        assert precision.reason
        assert precision.level is None or precision.level in layout.area_columns


@pytest.mark.parametrize("layout", EVENT_LAYOUTS.values(), ids=EVENT_LAYOUTS)
def test_every_code_of_time_precision_is_one_that_days_can_be_spread_by(layout):
    assert set(layout.date_precision[1].values() if layout.date_precision else ()) <= set(DATE_SPREADS)


@pytest.mark.parametrize(
    ("code", "radius_km", "level"),
    [("1", 0.0, None), ("2", 25.0, None), ("3", None, "2"), ("4", None, "1"), ("5", None, None),
     ("6", None, "country"), ("7", None, None)],
)  # fmt: skip
def test_where_prec_of_ucdp_becomes_what_its_codebook_says(code, radius_km, level):
    found = UCDP.where_precision[1][code]
    assert (found.radius_km, found.level) == (radius_km, level)


def test_in_a_fight_of_ucdp_either_side_or_both_may_have_attacked():
    by, target = UCDP.derived["by"].read, UCDP.derived["target"].read
    assert parse_parties(by("1", "Government of Syria", "IS")) == (
        ("Government of Syria",), ("IS",), ("Government of Syria", "IS"),
    )  # fmt: skip
    assert target("1", "IS") == ""


def test_in_one_sided_violence_of_ucdp_side_a_attacks_side_b():
    assert UCDP.derived["by"].read("3", "IS", "Civilians") == "IS"
    assert UCDP.derived["target"].read("3", "Civilians") == "Civilians"
    assert UCDP.derived["kind"].read("3") == "one-sided"


def test_actors_of_acled_have_no_direction_except_that_civilians_attack_nobody():
    by, target = ACLED.derived["by"].read, ACLED.derived["target"].read
    assert by("Military Forces of Russia", "Military Forces of Ukraine").count("|") == 2
    assert by("Military Forces of Russia", "") == "Military Forces of Russia"
    assert by("Military Forces of Russia", "Civilians (Ukraine)") == "Military Forces of Russia"
    assert target("Military Forces of Russia", "Civilians (Ukraine)") == "Civilians (Ukraine)"
    assert target("A", "B") == ""


@pytest.mark.parametrize(
    ("text", "edtf"),
    [("2022-02-24", "2022-02-24"), ("24 February 2022", "2022-02-24"), ("24-Feb-2022", "2022-02-24"),
     ("1 March 2022", "2022-03-01"), ("31 February 2022", "31 February 2022"), ("24 M 2022", "24 M 2022"), ("", "")],
)  # fmt: skip
def test_both_date_forms_of_acled_are_read_and_nonsense_is_left_for_the_reader_to_refuse(text, edtf):
    assert read_date(text) == edtf


def test_flags_of_viina_name_who_attacked_and_what_happened():
    by = VIINA.derived["by"].read
    assert (by("1", "", "0", ""), by("", "1", "", "1"), by("0", "", "0", "")) == (
        "Russia",
        "Russia;Ukraine",
        "",
    )
    kinds = VIINA.derived["kind"]
    flags = ["1" if need in {"t_airstrike_b", "t_property_b"} else "0" for need in kinds.needs]
    assert kinds.read(*flags) == "airstrike;property"


def test_no_radius_is_published_for_a_place_of_viina():
    assert all(precision.radius_km is None for precision in precisions(VIINA))
    assert VIINA.where_default.reason


def days(text):
    return parse_when(text).possible


@pytest.mark.parametrize(
    ("meaning", "first", "last"),
    [("as-given", "2022-02-10", "2022-02-10"), ("week-around", "2022-02-04", "2022-02-16"),
     ("month-around", "2022-01-26", "2022-02-28")],
)  # fmt: skip
def test_a_code_of_time_precision_widens_the_days_and_never_narrows_them(meaning, first, last):
    assert spread_days(days("2022-02-10"), meaning) == Days(
        date.fromisoformat(first).toordinal(), date.fromisoformat(last).toordinal() + 1
    )
    assert spread_days(Days(), meaning) == Days()


@pytest.mark.parametrize(
    ("file", "layout"),
    [
        ("data/ucdp_ged_syria_2016_2019/ucdp_ged_syria_652_1601_1911.csv.gz", UCDP),
        ("data/viina_events_subset/VIINA_2022_REBUILD.csv.gz", VIINA),
    ],
    ids=["ucdp", "viina"],
)
def test_a_layout_is_recognised_by_the_header_of_real_data_and_finds_its_columns(shared, file, layout):
    table, _ = read_table(shared(file), name=file)
    assert recognise_layout(table.names) is layout
    for column in ("id", "place", "lon", "lat"):
        theirs = layout.columns[column]
        assert set(table.names) & set([theirs] if isinstance(theirs, str) else theirs)


def test_an_unknown_header_is_no_layout():
    assert recognise_layout(("id", "date", "place")) is None
