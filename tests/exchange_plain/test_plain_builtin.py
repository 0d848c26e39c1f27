"""The case that comes with firmground, written in plain form: every number is the same, and nothing new is wrong."""

from __future__ import annotations

import shutil
from importlib.resources import files

import pytest

from firmground.case.events import WITHHELD_ALL
from firmground.check import check_claims
from firmground.errors import BadRequestError
from firmground.exchange.plain import read_tables, record_tables, stays_behind, write_case
from firmground.exchange.tables import Kind
from firmground.hold import hold_events
from firmground.locate import locate_events
from firmground.read import read_case
from firmground.run import all_numbers

BUILT_IN = files("firmground") / "examples" / "syria-2015"


def numbers(case):
    return all_numbers(check_claims(hold_events(locate_events(case))))


def test_every_number_is_the_same_and_no_problem_is_new(rewritten):
    case, plain = rewritten(BUILT_IN)
    own = numbers(case)
    assert len(own) > 400
    assert numbers(plain) == own
    assert plain.problems == ()


def test_the_plain_form_of_the_plain_form_is_itself(rewritten, tmp_path):
    _, plain = rewritten(BUILT_IN)
    write_case(plain, tmp_path / "again")
    names = sorted(path.relative_to(tmp_path / "plain") for path in (tmp_path / "plain").rglob("*"))
    assert names == sorted(path.relative_to(tmp_path / "again") for path in (tmp_path / "again").rglob("*"))
    for name in names:
        if (tmp_path / "plain" / name).is_file():
            assert (tmp_path / "plain" / name).read_bytes() == (tmp_path / "again" / name).read_bytes(), name


def test_every_record_is_in_a_table_of_its_kind():
    tables = {table.name: table for table in record_tables(read_case(BUILT_IN))}
    counts = {name: table.rows for name, table in tables.items()}
    assert counts["events/disclosed.csv"] == 115
    assert counts["sources.toml/sources"] == 160
    assert counts["case.toml/subsets"] == 2
    assert tables["control/holders.csv"].of == "holders"
    assert tables["case.toml"].kind is Kind.CASE
    assert tables["actors.toml/ties"].record(0)["tie"] == "member-of"
    assert set(Kind) >= {table.kind for table in tables.values()}


def test_constants_stand_in_the_rows_and_dates_as_they_were_written():
    table = next(table for table in record_tables(read_case(BUILT_IN)) if table.kind is Kind.EVENTS)
    first = table.record(0)
    assert (first["by"], first["kind"]) == ("russia", "air-strike")
    assert (first["date_from"], first["date_until"], first["reported"]) == ("2015-09-30", "2015-09-30", "2015-10-01")
    assert "date" not in first
    assert WITHHELD_ALL not in first.values()


def test_kept_copies_and_their_checksums_stay_behind(tmp_path):
    case = read_case(BUILT_IN)
    write_case(case, tmp_path / "plain")
    written = b"".join(path.read_bytes() for path in (tmp_path / "plain").rglob("*") if path.is_file())
    for document in case.documents.values():
        assert document.sha256.encode() not in written
        assert document.text_sha256.encode() not in written
    described = (tmp_path / "plain/documents/described.csv").read_text()
    assert all(document in described for document in case.documents)
    assert "the kept copies and texts of documents" in " ".join(stays_behind(case))


def test_a_file_that_changed_since_the_case_was_read_is_told(tmp_path):
    shutil.copytree(BUILT_IN, tmp_path / "case")
    case = read_case(tmp_path / "case")
    with (tmp_path / "case/places.csv").open("a") as file:
        file.write("new,New,,36,36,1,,,\n")
    with pytest.raises(BadRequestError, match=r"places.csv has changed since the case was read"):
        record_tables(case)


def test_a_folder_with_something_in_it_is_left_alone(tmp_path):
    (tmp_path / "notes.txt").write_text("mine")
    with pytest.raises(BadRequestError, match="is not empty"):
        write_case(read_case(BUILT_IN), tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]


def test_only_a_case_is_read(tmp_path):
    with pytest.raises(BadRequestError, match=r"case.toml"):
        read_tables(tmp_path)
