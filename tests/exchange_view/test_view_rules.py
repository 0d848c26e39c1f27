"""Rules on records: what an audience is shown of the records that they speak of."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from tests.exchange_view.conftest import ACTORS, CASE, EVENTS

from firmground.case.handling import Label
from firmground.errors import BadRequestError
from firmground.exchange.plain import record_tables
from firmground.exchange.viewing.rules import label_of

RAIDS = "events/raids.csv"
CLAIMS = "claims.toml/claims"


def test_without_rules_everything_is_shown(small, shown):
    seen = shown(small(), audience=None)
    assert all(not one.hidden.any() and not one.withheld for one in seen.view.tables)
    assert seen.view.secrets == ()


def test_with_rules_it_must_be_said_for_whom(small, shown, rule):
    with pytest.raises(BadRequestError, match="say for whom"):
        shown(small(rule('places = ["rastan"]')), audience=None)


@pytest.mark.parametrize(
    ("label", "audience", "whole"),
    [
        ("TLP:GREEN", Label.CLEAR, False),
        ("TLP:GREEN", Label.GREEN, True),
        ("TLP:GREEN", Label.AMBER, True),
        ("TLP:AMBER+STRICT", Label.AMBER, False),
        ("TLP:AMBER", Label.AMBER_STRICT, True),
        ("TLP:RED", Label.AMBER_STRICT, False),
        ("TLP:RED", Label.RED, True),
    ],
)
def test_a_record_goes_whole_to_whom_its_label_allows(small, shown, rule, label, audience, whole):
    seen = shown(small(rule(f'table = "{RAIDS}"\nids = ["e1"]', label=label)), audience)
    assert ("e1" in seen.ids(RAIDS)) == whole


def test_a_label_changes_with_its_days(small, shown, rule):
    case = small(rule(f'table = "{RAIDS}"\nids = ["e1"]\nuntil = "2026-03-31"'))
    assert "e1" not in shown(case, day=date(2026, 3, 31)).ids(RAIDS)
    assert "e1" in shown(case, day=date(2026, 4, 1)).ids(RAIDS)


def test_a_day_that_may_be_one_of_the_rule_counts(small, shown, rule):
    case = small(rule(f'table = "{RAIDS}"\nids = ["e1"]\nfrom = "2026-03"'))
    assert "e1" in shown(case, day=date(2026, 2, 28)).ids(RAIDS)
    assert "e1" not in shown(case, day=date(2026, 3, 1)).ids(RAIDS)


def test_the_label_of_every_record_can_be_asked(small, rule):
    case = small(
        'label = "TLP:GREEN"\n'
        + rule(f'table = "{RAIDS}"\nids = ["e1"]', "one", "TLP:AMBER")
        + rule(f'table = "{RAIDS}"\nwhere = {{ by = "alpha" }}\nuntil = "2026-01-31"', "two")
        + rule('places = ["rastan"]', "three", "TLP:RED")
    )
    tables = {one.name: one for one in record_tables(case)}
    raids, places = tables[RAIDS], tables["places.csv"]

    def labels(table, day):
        asked = date.fromisoformat(day).toordinal()
        return {table.columns["id"][row]: label_of(case.handling, table, row, asked) for row in range(table.rows)}

    assert labels(raids, "2026-01-31") == {
        "e1": Label.RED, "e2": Label.GREEN, "e3": Label.RED, "e4": Label.RED, "e5": Label.GREEN,
    }  # fmt: skip
    assert labels(raids, "2026-02-01")["e1"] is Label.AMBER
    assert labels(raids, "2026-02-01")["e4"] is Label.GREEN
    assert labels(places, "2026-02-01")["rastan"] is Label.RED


def test_the_label_of_the_case_hides_what_no_rule_speaks_of(small, shown, rule):
    case = small('label = "TLP:AMBER"\n' + rule(f'table = "{RAIDS}"\nids = ["e4"]', label="TLP:CLEAR"))
    seen = shown(case)
    assert seen.ids(RAIDS) == {"e4"}
    assert seen.rows(CLAIMS) == []
    assert seen.rows("sources.toml/sources") == []
    # The entry of the file of events stays, or its rows would be lost; who they are by is hidden with the actors.
    assert seen.rows("case.toml/events") == [{"id": "raids", "file": RAIDS}]
    assert "by" not in seen.row(RAIDS, "e4")


def test_where_nothing_may_go_nothing_does(small, shown):
    with pytest.raises(
        BadRequestError, match=r"nothing of this case may go to TLP:CLEAR: handling\.toml labels it TLP:RED"
    ):
        shown(small('label = "TLP:RED"'))


def test_events_are_treated_field_by_field(small, shown, rule):
    body = f'table = "{RAIDS}"\nids = ["e2"]\nfields = {{ strikes = "coarsen", date = "coarsen", target = "withhold", "*" = "keep" }}'
    seen = shown(small(rule(body)))
    assert seen.row(RAIDS, "e2") == {
        "id": "e2", "date": "2015-10", "place": "Ar Rastan", "by": "beta", "kind": "raid", "strikes": "10..99",
        "url": "https://x.org/2",
    }  # fmt: skip


def test_a_field_that_a_rule_does_not_name_is_withheld(small, shown, rule):
    seen = shown(small(rule(f'table = "{RAIDS}"\nids = ["e2"]\nfields = {{ kind = "keep" }}')))
    assert {"kind": "raid"} in seen.rows(RAIDS)


def test_a_rule_that_keeps_nothing_hides_the_row(small, shown, rule):
    seen = shown(small(rule(f'table = "{RAIDS}"\nids = ["e2"]\nfields = {{ "*" = "withhold" }}')))
    assert seen.tables[RAIDS].hidden.sum() == 1


def test_what_says_where_is_withheld_together(small, shown, rule):
    seen = shown(small(rule(f'table = "{RAIDS}"\nids = ["e4"]\nfields = {{ lat = "withhold", "*" = "keep" }}')))
    row = seen.row(RAIDS, "e4")
    assert not row.keys() & {"place", "lon", "lat", "radius_km"}
    assert row["note"] == "seen from the road"


def test_other_columns_of_the_file_would_tell_and_go_too_unless_they_are_named(small, shown, rule):
    body = f'table = "{RAIDS}"\nids = ["e4"]\nfields = {{ lon = "withhold", "*" = "keep"%s }}'
    assert "district" not in shown(small(rule(body % ""))).row(RAIDS, "e4")
    assert shown(small(rule(body % ', district = "keep"'))).row(RAIDS, "e4")["district"] == "Aleppo"


def test_a_note_that_names_the_withheld_place_goes_too(small, shown, rule):
    seen = shown(small(rule(f'table = "{RAIDS}"\nids = ["e1"]\nfields = {{ place = "withhold", "*" = "keep" }}')))
    row = seen.row(RAIDS, "e1")
    assert "note" not in row
    assert row["url"] == "https://x.org/1"


def test_a_duplicate_of_a_hidden_row_leads_nowhere(small, shown, rule):
    seen = shown(small(rule(f'table = "{RAIDS}"\nids = ["e1"]')))
    assert "duplicate_of" not in seen.row(RAIDS, "e2")


def test_a_duplicate_does_not_show_what_is_withheld_of_the_other(small, shown, rule):
    body = f'table = "{RAIDS}"\nids = ["e1"]\nfields = {{ place = "withhold", "*" = "keep" }}'
    assert "duplicate_of" not in shown(small(rule(body))).row(RAIDS, "e2")
    both = shown(small(rule(body.replace('["e1"]', '["e1", "e2"]')))).row(RAIDS, "e2")
    assert both["duplicate_of"] == "e1"


def test_an_id_made_of_the_row_number_goes_where_anything_is_withheld(small, shown, rule):
    """The rows of a file stand in some order, of days perhaps."""
    rows = "".join(
        line.partition(",")[2] + "\n" for line in EVENTS.replace("e1,e", "e").replace(",e1,", ",,").splitlines()
    )
    body = f'table = "{RAIDS}"\nwhere = {{ by = "alpha" }}\nfields = {{ date = "withhold", "*" = "keep" }}'
    seen = shown(small(rule(body), {RAIDS: rows}))
    assert seen.ids(RAIDS) == {"raids:3", "raids:6"}
    assert "it would tell in which row of its file it stood" in seen.why(RAIDS)


def test_free_fields_are_withheld_singly(small, shown, rule):
    seen = shown(small(rule('table = "claims.toml"\nids = ["most"]\nfields = { note = "withhold", "*" = "keep" }')))
    row = seen.row(CLAIMS, "most")
    assert "note" not in row
    assert "test" in row


def test_fields_that_numbers_rest_on_go_with_their_record(small, shown, rule):
    seen = shown(small(rule('table = "claims.toml"\nids = ["near"]\nfields = { test = "withhold", "*" = "keep" }')))
    assert seen.ids(CLAIMS) == {"most", "again"}
    assert "what the rule withholds of the record could not be withheld without the rest" in seen.why(CLAIMS)
    # Another claim that restates the hidden one does not lead to it.
    assert "restates" not in seen.row(CLAIMS, "again")


def test_who_held_a_place_may_be_left_open(small, shown, rule):
    body = 'table = "control/towns.csv"\nwhere = { place = "plain" }\nfields = { holder = "withhold", "*" = "keep" }'
    seen = shown(small(rule(body)))
    row = next(one for one in seen.rows("control/towns.csv") if one["place"] == "plain")
    assert row["holder"] == "?"
    assert seen.view.open_maps == ()


def test_a_row_of_a_list_whose_place_is_named_elsewhere_opens_the_map(small, shown, rule):
    seen = shown(small(rule('table = "control/towns.csv"\nwhere = { place = "plain" }')))
    assert seen.view.open_maps == ("towns",)
    assert seen.rows("control/towns.csv") == []
    assert "file" not in seen.row("case.toml/maps", "towns")


def test_a_place_that_is_hidden_everywhere_opens_no_map(small, shown, rule):
    seen = shown(small(rule('places = ["rastan"]')))
    assert seen.view.open_maps == ()
    assert {one["place"] for one in seen.rows("control/towns.csv")} == {"plain", "twin-one"}


def test_a_list_that_speaks_for_the_ground_around_is_opened(small, shown, rule):
    seen = shown(small(rule('places = ["rastan"]'), {"case.toml": CASE.replace("reach_km = 0", "reach_km = 5")}))
    assert seen.view.open_maps == ("towns",)


def test_a_table_can_be_left_out(small, shown):
    seen = shown(small(), audience=None, without=("control/towns.csv", "claims.toml"))
    assert seen.rows("control/towns.csv") == []
    assert seen.rows(CLAIMS) == []
    with pytest.raises(BadRequestError, match=r"the case has no table control/town\.csv; it has .*control/towns\.csv"):
        shown(small(), audience=None, without=("control/town.csv",))


def test_a_hidden_subset_is_no_choice_any_more(small, shown, rule):
    seen = shown(small(rule('table = "case.toml/subsets"')))
    (row,) = seen.rows("case.toml")
    assert row["choices"] == {"map": ["towns"], "subset": ["all"]}


def test_the_order_of_rows_tells_nothing_of_what_is_withheld(small, shown, rule):
    body = f'table = "{RAIDS}"\nids = ["e1", "e3"]\nfields = {{ date = "withhold", "*" = "keep" }}'
    seen = shown(small(rule(body) + rule(f'table = "{RAIDS}"\nids = ["e2"]', "hidden")))
    table = seen.tables[RAIDS]
    assert np.flatnonzero(table.hidden).tolist() == [4]
    # Whole rows in their order, then those of which something is withheld, by what is shown of them.
    assert [row.get("id") for row in seen.rows(RAIDS)] == ["e4", "e5", "e1", "e3"]


def test_a_file_is_meant_by_the_name_that_its_author_gave_it(small, shown, rule):
    release = "id,by,published,note\nr1,alpha,2015-10-01,first\n"
    seen = shown(small(rule('table = "releases/by the week.csv"'), {"releases/by the week.csv": release}))
    (table,) = [one for name, one in seen.tables.items() if name.startswith("releases/")]
    assert table.hidden.all()
    assert seen.view.notes == ()


def test_a_rule_on_nothing_is_told(small, shown, rule):
    bare = ACTORS.partition("[[ties]]")[0]
    seen = shown(small(rule('table = "actors.toml/ties"'), {"actors.toml": bare}))
    assert seen.view.notes == ("the rule r speaks of actors.toml/ties, of which the case has no records",)
