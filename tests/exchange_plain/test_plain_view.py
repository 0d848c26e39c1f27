"""Views of a case as folders: what is hidden is nowhere in them but as a number, and what is shown comes back."""

from __future__ import annotations

import shutil
from dataclasses import replace
from importlib.resources import files

import numpy as np
import pytest

from firmground.errors import BadRequestError
from firmground.exchange.plain import (
    kind_counts,
    nothing_hidden,
    read_tables,
    record_tables,
    write_case,
    write_tables,
)
from firmground.exchange.tables import Kind, RecordTable
from firmground.exchange.views import ViewTable
from firmground.read import read_case

BUILT_IN = files("firmground") / "examples" / "syria-2015"


@pytest.fixture(scope="module")
def tables():
    return {table.name: table for table in record_tables(read_case(BUILT_IN))}


def moved_last(table, rows):
    """The table with these rows at its end, and which those are: as a view has them."""
    order = [row for row in range(table.rows) if row not in rows] + sorted(rows)
    columns = {name: [column[row] for row in order] for name, column in table.columns.items()}
    hidden = np.zeros(table.rows, dtype=np.bool_)
    hidden[table.rows - len(rows) :] = True
    return replace(table, columns=columns), hidden


def hiding(table, *rows):
    return ViewTable(*moved_last(table, set(rows)))


def test_hidden_records_are_absent_and_counted(tables, tmp_path):
    views = {name: nothing_hidden(table) for name, table in tables.items()}
    views["sources.toml/sources"] = hiding(tables["sources.toml/sources"], 3)
    views["places.csv"] = hiding(tables["places.csv"], 0, 82)
    views["control/holders.csv"] = hiding(tables["control/holders.csv"], 0)
    views["events/disclosed.csv"] = hiding(tables["events/disclosed.csv"], 0, 5)
    counts = kind_counts(list(views.values()))
    assert counts == {"map:holders": 1, "places": 2, "sources": 1}
    write_tables(list(views.values()), tmp_path / "view", withheld=counts)
    assert tables["sources.toml/sources"].record(3)["url"] not in (tmp_path / "view/sources.toml").read_text()
    assert "Эль-Латамна" not in (tmp_path / "view/places.csv").read_text()
    case = read_case(tmp_path / "view")
    assert dict(case.withheld) == counts
    assert list(case.events.withheld).count("*") == 2
    assert len(case.events) == 115
    back = {table.name: table for table in read_tables(tmp_path / "view")}
    assert (back["places.csv"].rows, back["events/disclosed.csv"].rows) == (81, 115)
    assert back["events/disclosed.csv"].record(114) == {"withheld": "*"}
    assert back["case.toml"].record(0)["withheld"] == counts
    for name, view in views.items():
        shown = int((~view.hidden).sum())
        assert [back[name].record(row) for row in range(shown)] == [view.table.record(row) for row in range(shown)] or (
            name == "case.toml"
        )


def test_withheld_and_coarser_fields_of_events(tables, tmp_path):
    table = tables["events/disclosed.csv"]
    place, date = np.zeros(115, dtype=np.bool_), np.zeros(115, dtype=np.bool_)
    place[[0, 7]] = True
    date[[7, 9]] = True
    view = ViewTable(
        table,
        np.zeros(115, dtype=np.bool_),
        {"place": place, "date": date, "date_from": date, "date_until": date},
        {"date": {7: "2015-10", 9: None}},
    )
    views = [nothing_hidden(one) for one in tables.values() if one is not table]
    write_tables([*views, view], tmp_path / "view", withheld={})
    back = next(one for one in read_tables(tmp_path / "view") if one.kind is Kind.EVENTS)
    expected = table.record(0)
    del expected["place"]
    assert back.record(0) == expected | {"withheld": "place"}
    assert back.record(7)["withheld"] == "date;date_from;date_until;place"
    assert back.record(7).keys() & {"place", "date_from"} == set()
    assert back.record(7).get("date") == (None if "date" not in table.columns else "2015-10")
    assert back.record(1) == table.record(1)
    case = read_case(tmp_path / "view")
    assert case.events.withholds("place").tolist() == place.tolist()


def test_a_view_of_a_view_says_all_that_is_withheld(case_folder, tmp_path):
    text = "id,date,place,note,withheld\n1,2015-10,,x,date;place\n2,2015-10-03,homs,y,\n,,,,*\n"
    case = read_case(case_folder('[[events]]\nid = "e"\nfile = "e.csv"\n[withheld]\nsources = 2\n', **{"e.csv": text}))
    write_case(case, tmp_path / "plain")
    assert (tmp_path / "plain/events/e.csv").read_text() == text
    assert "[withheld]\nsources = 2\n" in (tmp_path / "plain/case.toml").read_text()
    *others, table = sorted(record_tables(case), key=lambda one: one.kind is Kind.EVENTS)
    note = np.array([True, True, False])
    none = np.zeros(3, dtype=np.bool_)
    told = ViewTable(table, none, {"note": note})
    views = [nothing_hidden(one) for one in others]
    with pytest.raises(BadRequestError, match="`withheld` of a row is shown and changed"):
        write_tables([*views, told], tmp_path / "told", withheld={})
    kept = ViewTable(table, none, {"note": note, "withheld": np.array([True, False, False])})
    write_tables([*views, kept], tmp_path / "view", withheld={"sources": 2})
    assert (tmp_path / "view/events/e.csv").read_text() == (
        "id,date,place,note,withheld\n1,2015-10,,,date;note;place\n2,2015-10-03,homs,,note\n,,,,*\n"
    )


def test_an_open_map_has_no_file(tables, tmp_path):
    entries = tables["case.toml/maps"]
    no_file = {name: np.array([name in {"file", "within"}, False]) for name in entries.columns}
    views = {name: nothing_hidden(table) for name, table in tables.items()}
    views["control/hand-coded.csv"] = ViewTable(tables["control/hand-coded.csv"], np.ones(90, dtype=np.bool_))
    with pytest.raises(BadRequestError, match="still names its files"):
        write_tables(list(views.values()), tmp_path / "named", withheld={}, open_maps=["hand-coded"])
    views["case.toml/maps"] = ViewTable(entries, np.zeros(2, dtype=np.bool_), no_file)
    write_tables(list(views.values()), tmp_path / "view", withheld={"map:hand-coded": 90}, open_maps=["hand-coded"])
    assert not (tmp_path / "view/control/hand-coded.csv").exists()
    case = read_case(tmp_path / "view")
    assert (case.maps["hand-coded"].open, case.maps["holders"].open) == (True, False)
    assert case.problems == ()
    back = {table.name: table for table in read_tables(tmp_path / "view")}
    assert back["case.toml/maps"].record(0)["open"] is True
    assert "control/hand-coded.csv" not in back
    write_case(case, tmp_path / "again")
    assert "open = true" in (tmp_path / "again/case.toml").read_text()


def test_rows_of_a_map_that_is_not_named_are_never_left_over(tables, tmp_path):
    views = [nothing_hidden(table) for name, table in tables.items() if name != "case.toml/maps"]
    hidden = ViewTable(tables["case.toml/maps"], np.ones(2, dtype=np.bool_))
    with pytest.raises(BadRequestError, match="what names it is not"):
        write_tables([*views, hidden], tmp_path / "view", withheld={})


def test_of_a_hidden_map_only_its_number_is_told(tables, tmp_path):
    views = {name: nothing_hidden(table) for name, table in tables.items()}
    views["case.toml/maps"] = hiding(tables["case.toml/maps"], 0)
    views["control/hand-coded.csv"] = ViewTable(tables["control/hand-coded.csv"], np.ones(90, dtype=np.bool_))
    counts = kind_counts(list(views.values()))
    assert counts == {"maps": 1}
    write_tables(list(views.values()), tmp_path / "view", withheld=counts)
    assert not (tmp_path / "view/control/hand-coded.csv").exists()
    assert [table.name for table in read_tables(tmp_path / "view") if table.of] == [
        "events/disclosed.csv",
        "control/holders.csv",
    ]


def test_hidden_rows_that_do_not_come_last_are_refused(tables, tmp_path):
    hidden = np.zeros(115, dtype=np.bool_)
    hidden[3] = True
    with pytest.raises(BadRequestError, match="hidden rows do not come last"):
        write_tables([ViewTable(tables["events/disclosed.csv"], hidden)], tmp_path, withheld={})


def test_a_shown_row_of_which_nothing_is_left_is_refused(tables, tmp_path):
    table = RecordTable("places.csv", Kind.PLACES, {"id": ["a", "b"]}, 2)
    view = ViewTable(table, np.zeros(2, dtype=np.bool_), {"id": np.array([False, True])})
    with pytest.raises(BadRequestError, match="hide the row whole"):
        write_tables([nothing_hidden(tables["case.toml"]), view], tmp_path, withheld={})


def test_files_of_sealed_lists_go_with_the_case_and_the_list_does_not(case_folder, tmp_path):
    text = '[[sealed]]\nid = "s"\nseal = "seals/a.json"\nrevealed = ["seals/r.json"]\nlist = "seals/list.csv"\n'
    content = {"seals/a.json": "{}", "seals/r.json": "[1]", "seals/list.csv": "secret places"}
    write_case(read_case(case_folder(text, **content)), tmp_path / "plain")
    names = {path.relative_to(tmp_path / "plain").as_posix() for path in (tmp_path / "plain").rglob("*.*")}
    assert names == {"case.toml", "seals/a.json", "seals/r.json"}
    assert "list" not in (tmp_path / "plain/case.toml").read_text()
    assert [table.name for table in read_tables(tmp_path / "plain")] == ["case.toml", "case.toml/sealed"]


@pytest.mark.parametrize(
    ("file", "content", "what"),
    [
        ("control/extra.csv", "place\nx\n", "belongs to nothing in the case"),
        ("readme.txt", "x", "belongs to nothing in the case"),
        ("sources.toml", 'x = 1\n[[sources]]\nid = "s"\n', "a key that no plain case has"),
        ("sources.toml", "[[sources", "cannot be read"),
        ("places.csv", "id,name\na\n", "not as a plain case holds it"),
        ("places.csv", "", "not as a plain case holds it"),
        ("events/e.csv", 'id\n"a\n', "not as a plain case holds it"),
        ("case.toml", '[[events]]\nid = "e"\nfile = "events/e.csv"\nencoding = "cp1256"\n', "says by `encoding`"),
        ("case.toml", '[[events]]\nid = "e"\nfile = "events/e.csv"\n[events.constants]\nby = "x"\n', "says by `constants`"),
        ("case.toml", '[[events]]\nid = "e"\nfile = "events/e.csv"\n[[events]]\nid = "f"\nfile = "events/e.csv"\n', "named twice"),
        ("case.toml", '[[events]]\nid = "e"\nfile = "places.csv"\n', "named twice"),
    ],
)  # fmt: skip
def test_anything_else_in_the_folder_is_refused(file, content, what, case_folder):
    folder = case_folder(
        '[[events]]\nid = "e"\nfile = "events/e.csv"\n', **{"events/e.csv": "id\n1\n", "places.csv": "id\na\n"}
    )
    assert len(read_tables(folder)) == 4
    (folder / file).parent.mkdir(exist_ok=True)
    (folder / file).write_text(content)
    with pytest.raises(BadRequestError, match=what):
        read_tables(folder)


@pytest.mark.parametrize(
    "text",
    ["events = 3", 'events = ["x"]', "[[events]]\nfile = 3", '[[maps]]\nfile = "../*"', '[[maps]]\nfile = "/etc"', "subsets = 1",
     '[[sealed]]\nseal = "../secret"', '[[areas]]\nfile = ["a"]', '[[maps]]\nwithin = "\\u0000"', "[subsets]\nx = 3"],
)  # fmt: skip
def test_entries_that_make_no_sense_stay_fields_of_the_case(text, case_folder, rewritten):
    folder = case_folder(text + "\n")
    assert len(read_tables(folder)) >= 1
    rewritten(folder)


def test_a_cache_beside_the_files_changes_nothing(tables, tmp_path):
    write_case(read_case(BUILT_IN), tmp_path / "plain")
    before = len(read_tables(tmp_path / "plain"))
    (tmp_path / "plain/.firmground").mkdir()
    (tmp_path / "plain/.firmground/cache").write_text("x")
    assert len(read_tables(tmp_path / "plain")) == before == len(tables)


def test_a_link_is_no_file_of_a_case(case_folder, tmp_path):
    folder = case_folder(**{"places.csv": "id\na\n"})
    shutil.move(folder / "places.csv", tmp_path / "elsewhere.csv")
    (folder / "places.csv").symlink_to(tmp_path / "elsewhere.csv")
    with pytest.raises(BadRequestError, match="no plain file"):
        read_tables(folder)
