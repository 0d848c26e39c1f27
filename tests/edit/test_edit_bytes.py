"""One record changes and no other byte moves: tables of every dialect, TOML of every style, forth and back."""

from __future__ import annotations

import os
import tempfile
import tomllib
from pathlib import Path

import pytest
from hypothesis import assume, given, reject, settings
from hypothesis import strategies as st

from firmground.edit import At, Change, Ledger, NewRecord, Removal
from firmground.errors import BadRequestError
from firmground.formats.tables import read_table
from firmground.read import read_case

# Every example writes to the disk several times; in memory that costs nothing.
MEMORY = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # noqa: S108 - each test makes a folder of its own in it
LETTERS = st.characters(codec="utf-8", exclude_characters="\0\ufeff\ufffd")
PLAIN = st.text(alphabet="abc;,|\t\"'\r\n =+@-ß9", max_size=8)
CELLS = st.one_of(PLAIN, st.text(LETTERS, max_size=6))
# Letters that the encodings of the world's tables have: Arabic, Cyrillic, Western Europe.
ENCODINGS = {"cp1256": 'حلبab ,;"\n', "cp1251": 'Халебab ,;"\n', "cp1252": 'éüab ,;"\n', "utf-16-le": 'حЖab ,;"\n'}


def write_cell(draw, text, delimiter):
    must = any(mark in text for mark in (delimiter, '"', "\r", "\n"))
    return '"' + text.replace('"', '""') + '"' if must or draw(st.booleans()) else text


@st.composite
def tables(draw):
    """(bytes, encoding, rows of the records that are whole, delimiter): quoting, line ends and blank lines at random."""
    encoding = draw(st.sampled_from(["utf-8", "utf-8", "utf-8", *ENCODINGS]))
    delimiter = draw(st.sampled_from([",", ";", "\t", "|"]))
    cells = st.text(ENCODINGS[encoding], max_size=6) if encoding in ENCODINGS else CELLS
    mark = draw(st.sampled_from(["", "\ufeff"])) if encoding.startswith("utf") else ""
    names = ["id", "name", "note", "place", "date", "kind"][: draw(st.integers(2, 6))]
    end = draw(st.sampled_from(["\n", "\r\n"]))
    # The line that spreadsheets read makes the delimiter certain, whatever the cells hold.
    text = f"sep={delimiter}{end}" + delimiter.join(write_cell(draw, name, delimiter) for name in names) + end
    row, rows = 2, []
    for _ in range(draw(st.integers(1, 6))):
        row += 1
        if draw(st.integers(0, 5)) == 0:
            text += end
            continue
        values = [draw(cells) for _ in names]
        values[0] = values[0] + "x"
        text += delimiter.join(write_cell(draw, value, delimiter) for value in values)
        text += draw(st.sampled_from([end, end, "\n"]))
        rows.append(row)
    assume(rows)
    if draw(st.booleans()):
        text = text.rstrip("\r\n")
    codec = "utf-8" if encoding == "utf-8" else encoding
    return (mark + text).encode(codec), encoding if encoding in ENCODINGS else "", rows


def open_case(body, encoding, folder):
    setting = f'encoding = "{encoding}"\n' if encoding else ""
    (folder / "case.toml").write_text(f'title = "T"\n[[events]]\nfile = "e.csv"\n{setting}', encoding="utf-8")
    (folder / "e.csv").write_bytes(body)
    return Ledger(folder), folder / "e.csv"


def cells_of(path, encoding):
    table, _ = read_table(path, name="e.csv", encoding=encoding)
    return {row: {name: table.columns[name][at] for name in table.names} for at, row in enumerate(table.rows)}


@settings(max_examples=60)
@given(tables(), st.data())
def test_a_changed_cell_is_all_that_the_reader_sees_and_undo_leaves_the_very_bytes(made, data):
    body, encoding, rows = made
    with tempfile.TemporaryDirectory(dir=MEMORY) as name:
        ledger, path = open_case(body, encoding, Path(name))
        before = cells_of(path, encoding)
        assume(set(rows) <= set(before))
        row = data.draw(st.sampled_from(rows))
        column = data.draw(st.sampled_from(sorted(before[row])))
        new = data.draw(st.text(ENCODINGS[encoding], max_size=6) if encoding else CELLS)
        assume(new != before[row][column])
        assume(any(text.strip() for text in (before[row] | {column: new}).values()))
        step = ledger.change(Change(At("e.csv", row=row), {column: new}), who="a")
        assert cells_of(path, encoding) == before | {row: before[row] | {column: new}}
        ledger.undo(step.number, who="a")
        assert path.read_bytes() == body


@settings(max_examples=60)
@given(tables(), st.data())
def test_rows_added_taken_out_and_a_new_column_come_and_go_without_a_trace(made, data):
    body, encoding, rows = made
    with tempfile.TemporaryDirectory(dir=MEMORY) as name:
        ledger, path = open_case(body, encoding, Path(name))
        before = cells_of(path, encoding)
        assume(set(rows) <= set(before))
        out = data.draw(st.lists(st.sampled_from(rows), unique=True, max_size=len(rows)))
        kept = [row for row in rows if row not in out]
        wishes = [Removal(At("e.csv", row=row)) for row in out]
        wishes += [NewRecord("e.csv", {"id": f"new{n}"}) for n in range(data.draw(st.integers(0, 2)))]
        wishes += [Change(At("e.csv", row=row), {"more": "x"}, new_columns=True) for row in kept[:1]]
        assume(wishes)
        step = ledger.apply(wishes, who="a")
        after = list(cells_of(path, encoding).values())
        assert [cells["id"] for cells in after] == [before[row]["id"] for row in kept] + [
            wish.fields["id"] for wish in wishes if isinstance(wish, NewRecord)
        ]
        changed = path.read_bytes()
        back = ledger.undo(step.number, who="a")
        assert path.read_bytes() == body
        ledger.undo(back.number, who="a")
        assert list(cells_of(path, encoding).values()) == after
        assert not kept or not out or path.read_bytes() == changed


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_formulas_of_spreadsheets_and_odd_quoting_stay_byte_for_byte(tmp_path, end, mark):
    lines = ['id,"name",note', 'a,"=1+1",  spaced  ', '"b",x"y,"two', 'lines"', "", "c,@SUM(A1),-3+2", "d,e", "f,g,h"]
    body = mark + end.join(lines).encode()
    ledger, path = open_case(body, "", tmp_path)
    ledger.change(Change(At("e.csv", row=3), {"note": "new"}), who="a")
    assert path.read_bytes() == body.replace(f'"two{end}lines"'.encode(), b'"new"')
    assert ledger.record(At("e.csv", row=2)).fields == {"id": "a", "name": "=1+1", "note": "  spaced  "}


def test_a_row_is_counted_as_problems_count_it_even_after_cells_with_line_breaks(tmp_path):
    body = b'id,date,place\n\n"a",2015,"x\ny"\nb,not a day,z\n'
    ledger, path = open_case(body, "", tmp_path)
    problem = next(one for one in read_case(tmp_path).problems if "date" in one.what and one.row)
    assert ledger.record(At("e.csv", row=problem.row)).fields["id"] == "b"
    ledger.change(Change(At("e.csv", row=problem.row), {"date": "2015-10-01"}), who="a")
    assert path.read_bytes() == body.replace(b"not a day", b"2015-10-01")


def test_a_table_without_a_header_row_is_edited_by_the_names_in_the_case(tmp_path):
    (tmp_path / "case.toml").write_text(
        'title="T"\n[[events]]\nfile="e.csv"\nheader=["id","place"]\n', encoding="utf-8"
    )
    (tmp_path / "e.csv").write_bytes(b"a,x\nb,y\n")
    Ledger(tmp_path).change(Change(At("e.csv", row=1), {"place": "z"}), who="a")
    assert (tmp_path / "e.csv").read_bytes() == b"a,z\nb,y\n"


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"nope": "x"}, "has no column 'nope'; it has id, place"),
        ({"place": "a\0b"}, "NUL"),
        ({"place": "حلب"}, "cp1252 cannot write"),
        ({"id": "", "place": " "}, "remove the row instead"),
    ],
)
def test_what_cannot_stand_in_a_cell_is_refused_and_nothing_is_written(tmp_path, fields, words):
    body = "id,place\né,x\n".encode("cp1252")
    ledger, path = open_case(body, "cp1252", tmp_path)
    with pytest.raises(BadRequestError, match=words):
        ledger.change(Change(At("e.csv", row=2), fields), who="a")
    assert path.read_bytes() == body
    assert ledger.history() == ()


def test_a_text_that_would_make_the_delimiter_uncertain_is_refused(tmp_path):
    ledger, path = open_case(b"a;b\n1;2\n", "", tmp_path)
    with pytest.raises(BadRequestError, match="which character divides the cells"):
        ledger.change(Change(At("e.csv", row=2), {"x,y,z": "p,q,r"}, new_columns=True), who="a")
    assert path.read_bytes() == b"a;b\n1;2\n"


def test_a_new_column_keeps_refused_rows_refused(tmp_path):
    ledger, path = open_case(b"id,place\na,x\nb,y,too many\nc\n", "", tmp_path)
    ledger.change(Change(At("e.csv", row=2), {"note": "n"}, new_columns=True), who="a")
    assert path.read_bytes() == b"id,place,note\na,x,n\nb,y,too many,\nc,\n"


KEYS = st.sampled_from(["by", "says", "note", "topic", "url", "n", "flag", "list"])
TOML_TEXT = st.text(st.one_of(st.sampled_from("ab\"'\\#[]{}=,\n حЖ"), LETTERS), max_size=10).map(
    lambda text: text.replace("\r", "").replace("\x7f", "")
)


def write_toml_text(draw, value):
    style = draw(st.sampled_from(["basic", "literal", "multi"]))
    if style == "literal" and all(char >= " " for char in value) and "'" not in value:
        return f"'{value}'"
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    kept = "\n" if style == "multi" else ""
    body = "".join(char if char >= " " or char in kept else f"\\u{ord(char):04x}" for char in escaped)
    return f'"""\n{body}"""' if style == "multi" else f'"{body}"'


def write_toml(draw, value):
    if isinstance(value, str):
        return write_toml_text(draw, value)
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        items = [write_toml(draw, item) for item in value]
        if draw(st.booleans()):
            return "[\n" + "".join(f"    {item}, # {n}\n" for n, item in enumerate(items)) + "]"
        return "[" + ", ".join(items) + "]"
    return str(value)


VALUES = st.one_of(TOML_TEXT, st.integers(-5, 5000), st.booleans(), st.lists(st.text("ab'x", max_size=3), max_size=3))
SPACE = st.sampled_from(["", "\n", "\n\n", "# a [[claims]] comment\n", "\n  # indented\n"])


@st.composite
def toml_files(draw):
    parts = [draw(SPACE), draw(st.sampled_from(["", 'title = "T" # t\n', "x = [\n 1, # [[claims]]\n]\n"]))]
    count = draw(st.integers(1, 4))
    for number in range(count):
        parts.append(f"{draw(SPACE)}[[claims]]{draw(st.sampled_from(['', '  # head', ' ']))}\nid = 'c{number}'\n")
        for key in draw(st.lists(KEYS, unique=True, max_size=4)):
            pad = " " * draw(st.integers(0, 4))
            note = draw(st.sampled_from(["", "  # why", " #"]))
            parts.append(f"{pad}{key}{pad} = {write_toml(draw, draw(VALUES))}{note}\n{draw(SPACE)}")
        if draw(st.booleans()):
            parts.append(f"[claims.test]{draw(SPACE) or chr(10)}measure = 'count'\namong = {{ by = 'x', km = 3 }}\n")
        if draw(st.integers(0, 3)) == 0:
            parts.append(f"{draw(SPACE)}[[other]]\nid = 'o'\n")
    text = "".join(parts) + draw(SPACE)
    if draw(st.booleans()):
        text = text.rstrip("\n")
    return text, count


@settings(max_examples=80)
@given(toml_files(), st.booleans(), st.data())
def test_one_field_of_a_toml_entry_changes_and_undo_leaves_the_very_bytes(made, crlf, data):
    text, count = made
    if crlf:
        text = text.replace("\n", "\r\n")
    try:
        before = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        reject()
    number = data.draw(st.integers(1, count))
    key = data.draw(st.sampled_from(["by", "says", "note", "flag", "list", "test.among.by", "test.value", "said.unit"]))
    value = data.draw(
        st.one_of(TOML_TEXT.filter(bool), st.integers(0, 9), st.booleans(), st.lists(st.text("ab'", max_size=3)))
    )
    with tempfile.TemporaryDirectory(dir=MEMORY) as name:
        folder = Path(name)
        (folder / "case.toml").write_bytes(b'title = "T"\n')
        path = folder / "claims.toml"
        path.write_bytes(text.encode())
        ledger, at = Ledger(folder), At("claims.toml", table="claims", id=f"c{number - 1}")
        entry = before["claims"][number - 1]
        if isinstance(value, str) and key in entry and not isinstance(entry[key], str):
            value = [value]
        try:
            step = ledger.change(Change(at, {key: value}), who="a")
        except BadRequestError as fault:
            assert "nothing would change" in str(fault)  # noqa: PT017 - the only fault that may be
            return
        holder = entry
        *way, last = key.split(".")
        for part in way:
            holder = holder.setdefault(part, {})
        holder[last] = value
        assert tomllib.loads(path.read_bytes().decode()) == before
        new = path.read_bytes().decode()
        assert new.count("# ") >= text.count("# a [[claims]] comment")
        ledger.undo(step.number, who="a")
        assert path.read_bytes() == text.encode()
