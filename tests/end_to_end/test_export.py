"""`firmground export`: a folder that is whole or not there, with a file for everyone and a word on each."""

from __future__ import annotations

import csv
import io
import re

import pytest

import firmground as fg
from firmground.errors import BadRequestError
from firmground.render.export import FORMATS, write_export
from firmground.render.export.files import PURPOSES

QUICK = ("embed", "svg", "csv", "datawrapper", "geoparquet")
HOSTILE_CLAIM = """
[[claims]]
id = "../../=cmd /C calc!A0 <b>"
by = "<img src=x onerror=alert(1)>"
on = "2024-03-31"
says = "</script><script>alert(1)</script>"
[claims.test]
measure = "share"
that = { in = "south" }
value = "> 0.5"
"""


def tree(folder):
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def names(folder):
    return sorted(path.name for path in folder.iterdir())


@pytest.fixture(scope="module")
def findings():
    return fg.check_claims(fg.hold_events(fg.locate_events(fg.read_case(fg.example_folder("syria-2015")))))


@pytest.fixture(scope="module")
def exported(findings, tmp_path_factory):
    return write_export(findings, tmp_path_factory.mktemp("export") / "out", claims=["reuters-1021-share"])


def test_the_command_makes_a_folder_for_each_claim_and_says_where_to_start(firmground, case_of, tmp_path):
    said = firmground("export", case_of(), "--output", "out")
    assert said.code == 0
    assert "README.txt" in said.out
    made = tree(tmp_path / "out")
    assert {
        "README.txt", "index.html", "case.gpkg", "events.parquet", "places.parquet", "control-01-towns.parquet",
        "01-c/embed.html", "01-c/embed-to-paste.txt", "01-c/bar.svg", "01-c/bar-dark.svg", "01-c/bar.png",
        "01-c/map.png", "01-c/outcomes.csv", "01-c/outcomes.spreadsheet.csv", "01-c/units.csv",
        "01-c/units.spreadsheet.csv", "01-c/undecided.csv", "01-c/units.parquet", "01-c/datawrapper-bar.csv",
        "01-c/datawrapper-choices.csv", "01-c/datawrapper-symbols.csv", "01-c/datawrapper-areas.geojson",
    } <= made  # fmt: skip
    assert names(tmp_path) == ["case", "out"]


def test_only_what_is_asked_for_is_made(firmground, case_of, tmp_path):
    said = firmground("export", case_of(), "-o", "out", "--claim", "c", "--format", "embed", "--format", "csv")
    assert said.code == 0
    assert tree(tmp_path / "out") == {
        "README.txt", "index.html", "01-c/embed.html", "01-c/embed-to-paste.txt", "01-c/outcomes.csv",
        "01-c/outcomes.spreadsheet.csv", "01-c/units.csv", "01-c/units.spreadsheet.csv", "01-c/undecided.csv",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--claim", "nobody"), "the case has no claim nobody; it has c"),
        (("--format", "docx"), "there is no format docx; there are embed, svg, png"),
        (("--output", "no/such/out"), "there is no folder"),
    ],
)
def test_what_cannot_be_done_is_said_and_leaves_nothing(firmground, case_of, tmp_path, words, told):
    folder = case_of()
    said = firmground("export", folder, *(("--output", "out") if "--output" not in words else ()), *words)
    assert said.code == 2
    assert told in said.err
    assert names(tmp_path) == ["case"]


def test_a_folder_with_something_in_it_is_not_touched(firmground, case_of, tmp_path):
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine.txt").write_text("mine")
    said = firmground("export", case_of(), "--output", "out")
    assert said.code == 2
    assert "name another folder, or take that one away first" in said.err
    assert tree(tmp_path / "out") == {"mine.txt"}


def test_an_empty_folder_is_filled(findings, tmp_path):
    (tmp_path / "out").mkdir()
    assert write_export(findings, tmp_path / "out", claims=["kirby-1007"], formats=["csv"]) == tmp_path / "out"
    assert "README.txt" in tree(tmp_path / "out")


def test_a_fault_on_the_way_leaves_nothing_behind(findings, tmp_path):
    def stop(text):
        if "GeoPackage" in text:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_export(findings, tmp_path / "out", claims=["kirby-1007"], formats=["csv", "gpkg"], progress=stop)
    assert names(tmp_path) == []


def test_a_claim_that_was_not_tested_has_nothing_to_export(findings, tmp_path):
    name = findings.untested[0][0].id
    with pytest.raises(BadRequestError, match="was not tested, so there is nothing to export"):
        write_export(findings, tmp_path / "out", claims=[name])


def test_every_file_is_named_in_the_read_me_with_what_it_is_for(exported):
    said = " ".join((exported / "README.txt").read_text(encoding="utf-8").split())
    index = (exported / "index.html").read_text(encoding="utf-8")
    for path in tree(exported) - {"README.txt", "index.html"}:
        assert path.rpartition("/")[2] in said, path
        assert f'href="{path}"' in index, path
    # No claim of the built-in case asks for a model; tests/report/test_best_values.py has one that does.
    for purpose in (one for one in PURPOSES if one.begins != "best-value.csv"):
        assert " ".join(purpose.what.split()) in said, purpose.begins


def test_what_a_format_makes_is_all_in_the_whole_export(findings, tmp_path, exported):
    made = set()
    for name in FORMATS:
        if name != "png":
            made |= tree(write_export(findings, tmp_path / name, claims=["reuters-1021-share"], formats=[name]))
    assert made == {path for path in tree(exported) if not path.endswith(".png")}


def test_equal_cases_give_equal_folders(findings, tmp_path):
    one, other = (
        write_export(findings, tmp_path / name, claims=["reuters-1126-80"], formats=[*QUICK, "gpkg"]) for name in "ab"
    )
    assert tree(one) == tree(other)
    assert [path for path in tree(one) if (one / path).read_bytes() != (other / path).read_bytes()] == []


def test_the_units_behind_the_bar_add_up_to_the_bar(exported):
    text = (exported / "01-reuters-1021-share" / "units.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    standings = [row["standing"] for row in rows]
    assert [standings.count(name) for name in ("must", "may", "cannot")] == [31, 7, 11]
    assert sorted(int(row["undecided_number"]) for row in rows if row["undecided_number"]) == list(range(1, 8))


def test_hostile_ids_and_texts_make_plain_names_and_plain_text(firmground, case_of, tmp_path):
    said = firmground("export", case_of(claims__toml=HOSTILE_CLAIM), "--output", "out", *_formats(*QUICK, "gpkg"))
    assert said.code == 0
    made = tree(tmp_path / "out")
    assert all(re.fullmatch(r"(01-cmd-c-calc-a0-b/)?[A-Za-z0-9.-]+", path) for path in made)
    assert names(tmp_path) == ["case", "out"]
    for path in made:
        text = (tmp_path / "out" / path).read_bytes()
        if path.endswith((".html", ".svg")):
            assert b"<script" not in text
            assert b"<img" not in text
    safe = (tmp_path / "out" / "01-cmd-c-calc-a0-b" / "outcomes.spreadsheet.csv").read_text(encoding="utf-8-sig")
    cells = [cell for row in csv.reader(io.StringIO(safe, newline="")) for cell in row]
    assert not any(cell.startswith(("=", "+", "@")) for cell in cells)


def test_letters_that_cannot_be_drawn_are_told(firmground, case_of, tmp_path):
    claim = HOSTILE_CLAIM.replace("</script><script>alert(1)</script>", "It fell at \U000f1234.")
    said = firmground("export", case_of(claims__toml=claim), "--output", "out", *_formats("png"))
    assert said.code == 0
    assert "Not drawn: 01-cmd-c-calc-a0-b/bar.png: no font on this computer has the letters" in said.out
    assert "What could not be drawn" in (tmp_path / "out" / "README.txt").read_text(encoding="utf-8")
    assert not [path for path in tree(tmp_path / "out") if path.endswith(".png")]


def _formats(*names):
    return [word for name in names for word in ("--format", name)]


def test_a_case_with_nothing_on_the_ground_is_exported_without_a_geopackage(tmp_path):
    (tmp_path / "case").mkdir()
    (tmp_path / "case/case.toml").write_text('title = "nothing yet"\n')
    case = fg.read_case(tmp_path / "case")
    folder = fg.write_export(fg.check_claims(fg.hold_events(fg.locate_events(case))), tmp_path / "out")
    assert "case.gpkg: the case has nothing on the ground" in (folder / "README.txt").read_text(encoding="utf-8")
    assert not (folder / "case.gpkg").exists()
