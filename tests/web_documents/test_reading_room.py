"""A document is read once for its text and the names of the case, and anew when either changes."""

from __future__ import annotations

import pytest
from shelf_case import CASE, LATER, NEWS, reading_by_hand, write_case

import firmground as fg
from firmground.documents.keep import open_page
from firmground.web.documents import room


@pytest.fixture
def folder(tmp_path):
    return write_case(tmp_path / "case", NEWS)


@pytest.fixture
def read(monkeypatch):
    """Reads the first document of a folder in one room; `read.times` counts how often the readers were asked."""
    own, asked = room.ReadingRoom(), []

    def count(page, known, more):
        asked.append(page)
        return reading_by_hand(page, known, more)

    monkeypatch.setattr(room, "read_page", count)

    def read_first(folder):
        case = fg.read_case(folder)
        found = own.read(case, open_page(folder, case.documents["doc-1"]), 30)
        read_first.times = len(asked)
        return found

    read_first.room = own
    return read_first


def test_it_is_read_once_as_long_as_nothing_changes(folder, read):
    assert read(folder) is read(folder)
    assert read.times == 1


def test_a_record_that_is_written_changes_nothing(folder, read):
    read(folder)
    (folder / "claims.toml").write_text('[[claims]]\nid = "c"\nsays = "More"\nby = "north"\non = "2020-01-01"\n')
    read(folder)
    assert read.times == 1


@pytest.mark.parametrize("name", ["actors.toml", "places.csv"])
def test_another_name_is_read_for(folder, read, name):
    read(folder)
    more = CASE[name].replace("Northern army", "Northern host").replace("Hilltown,,", "Hilltop,,")
    (folder / name).write_text(more, encoding="utf-8")
    read(folder)
    assert read.times == 2


def test_a_gazetteer_that_changes_is_read_again_and_what_is_wrong_with_it_is_told(folder, read):
    toml = folder / "case.toml"
    toml.write_text(toml.read_text() + '\n[[gazetteers]]\nfile = "SY.txt"\nkind = "geonames"\n', encoding="utf-8")
    line = "1\tHilltop\tHilltop\t\t35.0\t37.0\tP\tPPL\tSY\t\t\t\t\t\t100\t\t\tAsia/Damascus\t2020-01-01\n"
    (folder / "SY.txt").write_text(line, encoding="utf-8")
    assert read(folder).faults == ()
    (folder / "SY.txt").write_text(f"{line}nothing\n", encoding="utf-8")
    found = read(folder)
    assert read.times == 2
    assert any("columns" in fault for fault in found.faults)


def test_another_text_is_read(folder, read):
    read(folder)
    write_case(folder, LATER)
    assert read(folder).reading.page.text == LATER
    assert read.times == 2


def test_what_is_not_read_yet_is_not_waited_for(folder, read):
    case = fg.read_case(folder)
    assert read.room.peek(case, case.documents["doc-1"]) == room.Read()
    assert read(folder).reading is not None
    assert read.room.peek(case, case.documents["doc-1"]).reading is not None


def test_an_answer_of_a_model_to_another_text_is_told_and_left_out(folder, read):
    model = folder / "documents/model/doc-1.json"
    model.parent.mkdir()
    model.write_text('{"text_sha256": "0", "drafts": []}', encoding="utf-8")
    found = read(folder)
    assert found.reading is not None
    assert "doc-1.json" in found.without


def test_no_more_is_kept_than_a_few_large_texts(folder, read, monkeypatch):
    monkeypatch.setattr(room, "_MOST_LETTERS", 1)
    read(folder)
    write_case(folder, LATER)
    read(folder)
    write_case(folder, NEWS)
    read(folder)
    assert read.times == 3
