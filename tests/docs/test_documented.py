"""What the program has, the manual names: a new command, measure, layout, format, choice or repair fails here first."""

from __future__ import annotations

import inspect
import re
from dataclasses import fields

import manual
import pytest

import firmground as fg
from firmground.bounds import parse_accepted
from firmground.case.actors import TieKind
from firmground.case.choices import CHOICES, CONTESTED, RADII
from firmground.case.claims import MeasureKind, Model, Relation, Unit
from firmground.case.undertakings import PledgeState
from firmground.cli import FAILED, app, terminal
from firmground.dates import APPROXIMATE_DAYS
from firmground.errors import Effect
from firmground.formats.files import MOST_BYTES, MOST_ENTRIES, MOST_RATIO
from firmground.formats.geometry import REPAIRS
from firmground.formats.layouts import EVENT_LAYOUTS
from firmground.formats.maps import MAP_ENDINGS
from firmground.formats.tables import EXCEL_ENDINGS, PARQUET_ENDINGS, TEXT_ENDINGS
from firmground.frames import Columns
from firmground.measures.settle import MOST_UNITS_IN_PAIRS
from firmground.read import control
from firmground.read.claims import SAID
from firmground.read.event_files import COLUMNS as EVENT_COLUMNS
from firmground.read.map_entries import COLUMNS as MAP_COLUMNS
from firmground.read.map_entries import LAYOUTS as MAP_LAYOUTS
from firmground.read.places import LEVELS, PLACE_COLUMNS
from firmground.read.publications import DETAILS, INCIDENT_COLUMNS, RELEASE_COLUMNS, STATUSES
from firmground.read.records import Record
from firmground.render.write import FORMS
from firmground.report.model import Report

COMMANDS = [name for name in app if not name.startswith("-")]
# A command that only holds others is named by each of them: "key make".
WHOLE_COMMANDS = [
    f"{name} {inner}".strip()
    for name in COMMANDS
    for inner in ([one for one in app[name] if not one.startswith("-")] if app[name].default_command is None else [""])
]
FORMATS, DECIDES, CASE, COMMAND_PAGE, PYTHON = (
    f"docs/{name}.md" for name in ("formats", "how-it-decides", "case-format", "commands", "python")
)


def missing(page, words):
    """The words that a page nowhere writes as code, be it in a sentence or in a block."""
    inline = re.findall(r"`([^`\n]+)`", manual.prose(page))
    code = "\n".join([*inline, *(block.text for block in manual.read_blocks(page))])
    return [str(word) for word in words if not re.search(rf"(?<![\w-]){re.escape(str(word))}(?![\w-])", code)]


def rows_of(text):
    """The rows of the tables in a text, as lists of cells."""
    return [
        [cell.strip() for cell in line.strip().strip("|").split("|")]
        for line in text.splitlines()
        if line.startswith("|")
    ]


def test_there_are_commands_to_be_documented():
    assert {"new", "check", "report", "demo", "verify"} <= set(COMMANDS)


@pytest.mark.parametrize("command", WHOLE_COMMANDS)
def test_every_command_has_a_section_with_every_option(command):
    text = manual.section(COMMAND_PAGE, f"firmground {command}")
    found = app
    for word in command.split():
        found = found[word]
    for name in inspect.signature(found.default_command).parameters:
        option = "--" + name.rstrip("_").replace("_", "-")
        assert f"`{option}`" in text, f"{COMMAND_PAGE} does not say what {option} of {command} is"
    assert f"(#{manual.slug(f'firmground {command}')})" in manual.read_page(COMMAND_PAGE)


def test_every_exit_code_has_its_row():
    codes = {row[0] for row in rows_of(manual.section(COMMAND_PAGE, "Exit codes"))}
    wanted = {terminal.FINE, terminal.DIFFERENT, terminal.REFUSED, FAILED}
    assert {str(code) for code in wanted} == codes - {"code", "---"}


def test_every_part_of_the_json_report_is_named():
    assert missing(COMMAND_PAGE, [field.name for field in fields(Report)]) == []


@pytest.mark.parametrize("kind", list(MeasureKind))
def test_every_measure_is_explained_and_can_be_looked_up(kind):
    headings = re.findall(r"^### (.+)$", manual.read_page(DECIDES), flags=re.MULTILINE)
    assert any(f"`{kind}`" in heading for heading in headings)
    assert missing(CASE, [kind]) == []


def test_every_unit_and_relation_is_explained():
    assert missing(DECIDES, Unit) == []
    assert missing(DECIDES, [f'{relation} = "x"' for relation in Relation]) == []
    assert missing(CASE, [*Unit, *Relation]) == []


def test_every_model_of_best_values_is_explained():
    assert missing(CASE, ["model", *Model]) == []
    assert missing("docs/best-values.md", [f'model = "{model}"' for model in Model]) == []


def test_every_choice_and_its_values_are_explained():
    named = {row[0].strip("`"): row[1] for row in rows_of(manual.section(DECIDES, "Choices"))}
    assert set(CHOICES) <= set(named)
    assert all(f"`{value}`" in named["contested"] for value in CONTESTED)
    assert all(f"`{value}`" in named["radius"] for value in RADII)
    assert all(f"`{unit}`" in named["unit"] for unit in Unit)
    assert missing(CASE, CHOICES) == []


def test_every_repair_is_named_with_what_it_does():
    named = {row[0].strip("`") for row in rows_of(manual.section(FORMATS, "Repairs, by name"))}
    assert set(REPAIRS) == named - {"repair", "---"}


def test_every_ending_that_is_read_is_in_its_table():
    tables, maps = (
        {ending for row in rows_of(manual.section(FORMATS, part)) for ending in re.findall(r"`(\.[\w.]+)`", row[0])}
        for part in ("Tables", "Maps")
    )
    assert {*TEXT_ENDINGS, *EXCEL_ENDINGS, *PARQUET_ENDINGS} == tables - {".csv.gz"}
    assert set(MAP_ENDINGS) == maps


def test_every_kind_of_map_is_named():
    assert set(MAP_LAYOUTS) <= {row[0].strip("`") for row in rows_of(manual.section(FORMATS, "Maps"))}
    assert missing(CASE, MAP_LAYOUTS) == []


@pytest.mark.parametrize("layout", EVENT_LAYOUTS.values(), ids=lambda layout: layout.id)
def test_every_layout_has_its_codebook_and_what_each_code_becomes(layout):
    text = manual.section(FORMATS, layout.id)
    author = layout.codebook.split(",")[0].split("(edition")[0].strip()
    assert author in text, f"{layout.id}: the codebook is not named"
    becomes = {row[0]: row[1] for row in rows_of(text) if len(row) == 3}
    column, codes = layout.where_precision
    assert f"`{column}`" in becomes
    for code, precision in codes.items():
        said = becomes.get(f"`{code}`")
        assert said, f"{layout.id}: the code {code} of {column} is not in the table"
        assert said == words_of(precision, layout), f"{layout.id}: the code {code} of {column}"
    assert set(becomes) - {f"`{code}`" for code in codes} <= {f"`{column}`", "---", "no such column, or empty"}


def words_of(precision, layout):
    if precision.level is not None:
        return f"the unit `{layout.area_columns[precision.level]}` (level {precision.level})"
    if precision.radius_km is None:
        return "unplaced"
    return f"a disc of {precision.radius_km:g} km" if precision.radius_km else "a point"


@pytest.mark.parametrize(
    "layout", [item for item in EVENT_LAYOUTS.values() if item.date_precision], ids=lambda layout: layout.id
)
def test_every_code_of_time_has_its_row(layout):
    column, codes = layout.date_precision
    rows = rows_of(manual.section(FORMATS, layout.id))
    start = next(number for number, row in enumerate(rows) if row[0] == f"`{column}`")
    named = {code for row in rows[start + 1 :] if len(row) == 2 for code in re.findall(r"`(\w+)`", row[0])}
    assert set(codes) == named


def test_every_effect_of_a_fault_is_explained():
    named = {row[0].strip("`") for row in rows_of(manual.section(FORMATS, "What bad input gets"))}
    assert set(Effect) <= named
    assert missing(PYTHON, Effect) == []


def test_every_public_name_is_in_the_list():
    assert missing(PYTHON, fg.__all__) == []


def test_every_argument_of_who_held_is_explained():
    text = manual.section(PYTHON, "who_held")
    names = [name for name in inspect.signature(fg.who_held).parameters if name not in ("events", "control")]
    assert [name for name in names if not re.search(rf"\b{name}\b", text)] == []
    assert {field.name for field in fields(Columns)} >= {"date", "lon", "lat"}


@pytest.mark.parametrize(
    ("what", "names"),
    [
        ("columns of events", EVENT_COLUMNS),
        ("columns of maps", MAP_COLUMNS),
        ("columns of places.csv", PLACE_COLUMNS),
        ("columns of releases", RELEASE_COLUMNS),
        ("columns of incidents", INCIDENT_COLUMNS),
        ("parts of what was said", SAID),
        ("statuses of a release", STATUSES),
        ("details of a release", DETAILS),
        ("ties", TieKind),
        ("states of a pledge", PledgeState),
        ("measures", MeasureKind),
    ],
    ids=str,
)
def test_the_reference_of_a_case_names_all(what, names):
    assert missing(CASE, names) == [], what


def test_the_reference_of_a_case_names_every_key_that_is_read(monkeypatch, tmp_path):
    asked = set()
    close = Record.close

    def listen(record):
        asked.update(record._asked)
        close(record)

    monkeypatch.setattr(Record, "close", listen)
    fg.read_case(fg.example_folder("syria-2015"))
    for block in manual.read_blocks(CASE):
        if block.language == "toml" and block.heading.endswith(".toml"):
            (tmp_path / block.heading).write_text(block.text, encoding="utf-8")
    fg.read_case(tmp_path)
    assert {"title", "max_gap_days", "measure", "reported_until"} <= asked
    assert missing(CASE, sorted(asked)) == []


@pytest.mark.parametrize("level", LEVELS)
def test_every_level_of_a_unit_is_named(level):
    assert re.search(rf'"{level}"', manual.section(CASE, "case.toml"))


def test_every_form_of_an_accepted_value_that_is_shown_is_read():
    shown = re.search(r"A claim accepts certain values: (.+?)\. The bounds", manual.prose(DECIDES), flags=re.DOTALL)
    assert shown
    forms = re.findall(r"`([^`]+)`", shown[1])
    assert len(forms) >= 6
    for form in forms:
        parse_accepted(form)


def test_numbers_that_the_manual_quotes_are_those_of_the_program():
    decides, formats = manual.prose(DECIDES), manual.prose(FORMATS)
    assert APPROXIMATE_DAYS == {"day": 3, "month": 15, "year": 183}
    assert "three days wider" in decides
    assert "15 days, a year: 183" in decides
    assert f"(default {control.DEFAULT_GAP_DAYS})" in decides
    assert f"more than {MOST_UNITS_IN_PAIRS} undecided units" in decides
    assert f"{MOST_BYTES // 2**30} GB" in formats
    assert f"{MOST_RATIO} times" in formats
    assert f"{MOST_ENTRIES:,} files" in formats


def test_the_form_of_a_report_is_one_that_is_documented(tmp_path):
    text = manual.section(COMMAND_PAGE, "firmground report")
    findings = fg.check_claims(fg.hold_events(fg.locate_events(fg.read_case(fg.example_folder("syria-2015")))))
    endings = re.findall(r"`(\.(?:html|htm|txt|json|[a-z.]*csv))`", text)
    assert set(endings) == set(FORMS)
    for ending in endings:
        assert fg.write_report(findings, tmp_path / f"report{ending}").stat().st_size
    with pytest.raises(fg.errors.BadRequestError, match=r"\.html, \.htm, \.txt, \.json"):
        fg.write_report(findings, tmp_path / "report.pdf")
