"""Events of any layout in our own columns: understood the same by a reader who is told nothing of their file."""

from __future__ import annotations

import csv
import io

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from firmground.exchange.plain import record_tables, write_case
from firmground.exchange.tables import Kind
from firmground.read import read_case

GED = (
    "id,relid,year,active_year,type_of_violence,side_a,side_b,where_prec,where_coordinates,adm_1,adm_2,latitude,"
    "longitude,date_prec,date_start,date_end,best,high,low,source_article,conflict_name,dyad_name\n"
    "1,r1,2016,1,1,Government of Syria,IS,1,Homs town,Homs,Homs,34.73,36.71,1,2016-01-02 00:00:00.000,2016-01-02 00:00:00.000,1,1,1,A,c,d\n"
    "2,r2,2016,1,1,Government of Syria,IS,3,Homs,Homs,Homs,34.73,36.71,3,2016-01-02 00:00:00.000,2016-01-08 00:00:00.000,1,1,1,B,c,d\n"
    "3,r3,2016,1,1,Government of Syria,IS,7,Sea,,,34.0,35.0,5,2016-01-01 00:00:00.000,2016-12-31 00:00:00.000,1,1,1,C,c,d\n"
)
ACLED = (
    "event_id_cnty,event_date,time_precision,event_type,sub_event_type,actor1,actor2,admin1,admin2,admin3,location,"
    "latitude,longitude,geo_precision,source,notes,fatalities\n"
    "SYR1,3 March 2017,1,Explosions/Remote violence,Air/drone strike,Military Forces of Russia,,Idleb,,,Saraqab,35.86,36.8,1,SOHR,n,0\n"
    "SYR2,2017-03-05,3,Battles,Armed clash,A,B,Idleb,Ariha,,Ariha,35.81,36.6,3,SOHR; other,n,0\n"
)
VIINA = (
    "viina_version,event_id,date,time,geonameid,feature_code,asciiname,ADM1_NAME,ADM2_NAME,longitude,latitude,"
    "GEO_PRECISION,GEO_API,location,address,report_id,source,url,text,lang,t_airstrike_b,a_rus_b\n"
    "2,e1,20220301,10:00,1,PPL,Kharkiv,Kharkiv,K,36.25,50,STREET,x,x,x,r,liveuamap,http://x,t,en,1,1\n"
    "2,e2,20220302,,1,ADM1,Kharkiv,Kharkiv,K,36.25,50,ADM1,x,x,x,r,liveuamap,http://y,t,en,1,1\n"
)


@pytest.mark.parametrize(("layout", "table"), [("ucdp-ged", GED), ("acled", ACLED), ("viina", VIINA)])
def test_a_published_layout_needs_no_layout_any_more(layout, table, case_folder, rewritten):
    folder = case_folder(f'[[events]]\nid = "e"\nfile = "e.csv"\nlayout = "{layout}"\n', **{"e.csv": table})
    case, plain = rewritten(folder)
    assert len(case.events) >= 2
    entry = next(one for one in record_tables(case) if one.name == "case.toml/events").record(0)
    assert entry == {"id": "e", "file": "events/e.csv", "rewritten_from": layout}
    assert plain.assumes == case.assumes
    before = {problem.what for problem in case.problems}
    assert [problem.what for problem in plain.problems if problem.what not in before] == []


def test_real_records_are_the_same_in_plain_form(shared, case_folder, rewritten):
    content = shared("data/viina_events_subset/VIINA_2025_REBUILD.csv.gz").read_bytes()
    text = '[[events]]\nid = "e"\nfile = "e.csv.gz"\nlayout = "viina"\n'
    case, _ = rewritten(case_folder(text, **{"e.csv.gz": content}))
    assert len(case.events) == 325


def test_settings_of_a_file_go_with_the_file(case_folder, rewritten):
    book = openpyxl.Workbook()
    book.active.title = "first"
    sheet = book.create_sheet("strikes")
    for row in (["Wann", "Wo", "Wer"], ["21/10/2015", "Homs", "RU"], ["2015-10", "Idlib", "RU|SY"], ["bald", "", ""]):
        sheet.append(row)
    content = io.BytesIO()
    book.save(content)
    settings = (
        '[[events]]\nid = "e"\nfile = "e.xlsx"\nsheet = "strikes"\ndate_format = "%d/%m/%Y"\ntitle = "ours"\n'
        '[events.columns]\ndate = "Wann"\nplace = "Wo"\nby = "Wer"\n[events.constants]\nkind = "air-strike"\nstrikes = "2..4"\n'
    )
    case, plain = rewritten(case_folder(settings, **{"e.xlsx": content.getvalue()}))
    table = next(one for one in record_tables(case) if one.kind is Kind.EVENTS)
    assert table.record(0) | {"id": ""} == {
        "id": "", "date": "2015-10-21", "place": "Homs", "by": "RU", "kind": "air-strike", "strikes": "2..4",
        "Wann": "21/10/2015", "Wo": "Homs", "Wer": "RU",
    }  # fmt: skip
    assert table.record(1)["by"] == "RU|SY"
    assert plain.events.start[2] == case.events.start[2]


@pytest.mark.parametrize("ending", ["cp1256.csv", "headless.csv", "parquet", "geojson"])
def test_any_kind_of_file_becomes_the_same_kind(ending, case_folder, rewritten):
    rows = [("1", "حمص", "36.7", "34.7"), ("2", "Idlib", "", "")]
    if ending == "cp1256.csv":
        text = "id,place,lon,lat\n" + "".join(",".join(row) + "\n" for row in rows)
        content, settings = text.encode("cp1256"), 'encoding = "cp1256"'
    elif ending == "headless.csv":
        text = "".join(";".join(row) + "\n" for row in rows)
        content, settings = text.encode(), 'header = ["id", "place", "lon", "lat"]'
    elif ending == "parquet":
        columns = dict(zip(("id", "place", "lon", "lat"), map(list, zip(*rows, strict=True)), strict=True))
        stream = io.BytesIO()
        pq.write_table(pa.table(columns), stream)
        content, settings = stream.getvalue(), ""
    else:
        polygon = '{"type":"Polygon","coordinates":[[[36,34],[37,34],[37,35],[36,34]]]}'
        content = (
            '{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"id":"1","other":"x"},'
            '"geometry":{"type":"Point","coordinates":[36.7,34.7]}},{"type":"Feature","properties":{"id":"2"},'
            f'"geometry":{polygon}}}]}}'
        ).encode()
        settings = ""
    case, plain = rewritten(
        case_folder(f'[[events]]\nid = "e"\nfile = "e.{ending}"\n{settings}\n', **{f"e.{ending}": content})
    )
    assert list(case.events.id) == ["1", "2"]
    assert list(plain.events.unplaced) == list(case.events.unplaced)


def test_a_property_with_spaces_round_its_name_is_not_taken_for_ours(case_folder, tmp_path):
    content = (
        '{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"id":"1"," place ":"x","":"y"},'
        '"geometry":{"type":"Point","coordinates":[36.7,34.7]}}]}'
    )
    case = read_case(case_folder('[[events]]\nid = "e"\nfile = "e.geojson"\n', **{"e.geojson": content}))
    write_case(case, tmp_path / "plain")
    plain = read_case(tmp_path / "plain")
    assert (list(case.events.place), list(plain.events.place)) == ([""], [""])
    assert plain.events.extra["place (2)"] == ["x"]
    assert ["y"] in plain.events.extra.values()


def test_what_was_set_aside_stays_set_aside(case_folder, rewritten):
    text = "id,lon,lat,radius_km\n1,200,10,\n2,0,0,\n3,36,34,far\n4,36,,\n5,36,34,2.50\n"
    case, plain = rewritten(case_folder('[[events]]\nid = "e"\nfile = "e.csv"\n', **{"e.csv": text}))
    assert all(case.events.unplaced[:4])
    assert list(plain.events.unplaced) == list(case.events.unplaced)


def test_a_record_that_lost_rows_is_no_longer_called_complete(case_folder, rewritten):
    good, bad = "id,date\n1,2015-10-01\n", "id,date\n1,2015-10-01,x\n2,2015-10-01\n"
    entries = '[[events]]\nid = "good"\nfile = "g.csv"\ncomplete = true\n[[events]]\nid = "bad"\nfile = "b.csv"\ncomplete = true\n'
    case, plain = rewritten(case_folder(entries, **{"g.csv": good, "b.csv": bad}))
    assert case.complete == {"good", "bad"}
    assert plain.complete == {"good"}
    assert [table.refused for table in record_tables(case) if table.kind is Kind.EVENTS] == [0, 1]


def test_one_file_under_two_entries_becomes_two_files(case_folder, rewritten):
    table = "id,by,to\n1,a,b\n2,c,d\n"
    entries = (
        '[[events]]\nid = "one"\nfile = "e.csv"\n[[events]]\nid = "two"\nfile = "e.csv"\n[events.columns]\nby = "to"\n'
    )
    case, _ = rewritten(case_folder(entries, **{"e.csv": table}))
    assert list(case.events.id) == ["1", "2", "two:1", "two:2"]
    assert [one.file for one in record_tables(case) if one.kind is Kind.EVENTS] == ["events/e.csv", "events/e-2.csv"]


def test_columns_of_the_file_that_look_like_ours_are_not_taken_for_them(case_folder, rewritten):
    table = "id,when,date,Date,Strikes,n,Area,place (file),start,Place\n1,2015-10-01,x,y,z,3,w,v,u,t\n"
    entries = '[[events]]\nid = "e"\nfile = "e.csv"\n[events.columns]\ndate = "when"\nstrikes = "n"\narea = "none"\nplace = "none"\n'
    case, plain = rewritten(case_folder(entries, **{"e.csv": table}))
    assert (case.events.area[0], plain.events.area[0]) == ("", "")
    assert plain.events.extra["date (file)"] == ["x"]
    assert plain.events.extra["Date"] == ["y"]
    assert plain.events.strikes_high[0] == 3


def test_an_entry_without_a_file_that_can_be_opened_stays_as_it_is(case_folder, tmp_path):
    entry = '[[events]]\nid = "e"\nfile = "../outside.csv"\nlayout = "acled"\nnote = "kept"\n'
    case = read_case(case_folder(entry))
    write_case(case, tmp_path / "plain")
    assert [problem.what for problem in read_case(tmp_path / "plain").problems] == [
        problem.what for problem in case.problems
    ]
    assert not (tmp_path / "outside.csv").exists()


def test_conditions_on_words_of_a_file_follow_them(case_folder, rewritten):
    """Whoever asks for dates as one publisher writes them asks for another column once ours are plain."""
    text = (
        '[[events]]\nid = "e"\nfile = "e.xlsx"\ndate_format = "%d/%m/%Y"\n[[events]]\nid = "f"\nfile = "f.csv"\n'
        '[choices]\nsubset = ["all", "s"]\n[subsets.s]\n'
        'where = { date = ["21/10/2015", "2015-10-03"], file = ["e.xlsx", "f.csv"] }\nwhere_not = { file = "x.csv" }\n'
    )
    book, content = openpyxl.Workbook(), io.BytesIO()
    for row in (["id", "date"], ["1", "21/10/2015"], ["2", "2015-10-22"]):
        book.active.append(row)
    book.save(content)
    files = {"e.xlsx": content.getvalue(), "f.csv": "id,date\n3,2015-10-03\n4,2015-10-04\n"}
    folder = case_folder(text, **files)
    case = read_case(folder)
    subset = next(table for table in record_tables(case) if table.kind is Kind.SUBSETS)
    assert subset.record(0)["selection"] == {
        "where": {"date (file)": ["21/10/2015", "2015-10-03"], "file": ["events/e.csv", "events/f.csv"]},
        "where_not": {"file": "x.csv"},
    }
    write_case(case, folder.parent / "plain")
    plain = read_case(folder.parent / "plain")
    for one, selection in ((case, case.choices.subsets["s"]), (plain, plain.choices.subsets["s"])):
        columns = {name: one.events.column(name) for name, _ in selection.where}
        wanted = dict(selection.where)
        chosen = [
            row for row in range(4) if all(column[row] in wanted[name] for name, column in columns.items() if column)
        ]
        assert chosen == [0, 2]


def test_a_party_whose_rows_may_be_hidden_stays_a_party(case_folder, rewritten):
    """A name that only rows call a party goes before a label of that name, whether the rows are shown or not."""
    text = '[[events]]\nid = "e"\nfile = "e.csv"\n'
    files = {
        "e.csv": "id,by\n1,terrorists\n2,others\n",
        "definitions.toml": '[[definitions]]\nid = "d"\n[[definitions.labels]]\nlabel = "terrorists"\ncovers = []\n',
    }
    case, plain = rewritten(case_folder(text, **files))
    assert record_tables(case)[0].record(0)["parties"] == ["terrorists"]
    assert "terrorists" in plain.actors.by_id
    events = plain.folder / "events/e.csv"
    events.write_text("id,withheld\n1,by\n2,by\n")
    assert set(read_case(plain.folder).actors.by_id) == {"terrorists"}


CELLS = st.one_of(
    st.sampled_from(
        ["", "?", "2015-10", "2015-10-01/..", "2015-1-1", "2015~", "2015-10-03", "3", "2..4", "3+", "0", "a;b|c", "|", "36.50",
         "-0.0", "1e3", "200", "nan", "1", "2", "country", "Homs", "homs", "e:2", "*", "date;place", "x", " y "]
    ),
    st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0"), max_size=6),
)  # fmt: skip
COLUMNS = (
    "id", "date", "date_from", "date_until", "reported", "place", "lon", "lat", "radius_km", "area", "level", "by",
    "kind", "target", "strikes", "source", "url", "note", "duplicate_of", "unplaced", "withheld", "other", "Date",
)  # fmt: skip


@given(
    columns=st.lists(st.sampled_from(COLUMNS), min_size=1, max_size=8, unique=True),
    data=st.data(),
)
def test_any_table_of_events_is_understood_the_same(columns, data, tmp_path_factory, rewrite):
    folder = tmp_path_factory.mktemp("any")
    rows = data.draw(st.lists(st.tuples(*[CELLS] * len(columns)), max_size=5))
    (folder / "case").mkdir()
    (folder / "case/case.toml").write_text('title = "T"\n[[events]]\nid = "e"\nfile = "e.csv"\nsource = "x"\n')
    with (folder / "case/e.csv").open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([columns, *rows])
    rewrite(folder / "case", folder / "plain")
