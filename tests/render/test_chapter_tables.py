"""The tables of the chapters: every row of the chapters is there once, and no spreadsheet runs what stands in them."""

from __future__ import annotations

import csv
import io
from dataclasses import fields, is_dataclass, replace

import pytest

import firmground as fg
from firmground.render.chapter_tables import chapter_files, chapter_tables
from firmground.render.export.files import PURPOSES, purpose_of
from firmground.report.build import build_report
from firmground.report.chapters.room import WHOLE, Room

CHAPTERS = ("disclosure", "agreements", "pledges", "ties", "encounters")


@pytest.fixture(scope="module")
def findings():
    case = fg.read_case(fg.example_folder("syria-2015"))
    return fg.check_claims(fg.hold_events(fg.locate_events(case)))


@pytest.fixture(scope="module")
def report(findings):
    return build_report(findings, WHOLE)


@pytest.fixture(scope="module")
def tables(report):
    return {name: read(text) for name, text in chapter_files(report).items()}


def read(text):
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


def test_the_built_in_case_has_a_table_for_every_chapter_in_both_forms(tables):
    names = {"disclosure", "agreements", "pledges", "ties", "encounters", "near-incidents"}
    assert set(tables) == {f"{name}{ending}" for name in names for ending in (".csv", ".spreadsheet.csv")}


def test_every_table_is_as_wide_as_its_header(report):
    for name, rows in chapter_tables(report).items():
        assert {len(row) for row in rows} == {len(rows[0])}, name
        assert len(set(rows[0])) == len(rows[0]), name


def test_every_day_that_was_watched_has_one_row_a_publisher(report, tables):
    days = [(publisher.publisher, day.day) for publisher in report.disclosure for day in publisher.days]
    assert [(row["publisher"], row["day"]) for row in tables["disclosure.csv"]] == days
    assert {row["released"] for row in tables["disclosure.csv"]} <= {"must", "may", "cannot"}


def test_every_event_of_every_clause_is_told_or_counted(report, tables):
    tried = [
        (agreement.id, clause.id, monitor.definition, event.id, event.standing)
        for agreement in report.agreements
        for clause in agreement.clauses
        for monitor in clause.monitors
        for event in monitor.events
    ]
    rows = tables["agreements.csv"]
    told = [(r["agreement"], r["clause"], r["definition"], r["event"], r["breaks"]) for r in rows if r["event"]]
    assert told == tried
    none = sum(number for one in report.agreements for c in one.clauses for m in c.monitors for _, number in m.none_why)
    assert sum(int(row["events"]) for row in rows if row["breaks"] and not row["event"]) == none


def test_every_agreement_is_there_those_too_that_cannot_be_set_against_events(report, tables):
    assert {row["agreement"] for row in tables["agreements.csv"]} == {one.id for one in report.agreements}
    assert all(row["why"] for row in tables["agreements.csv"] if not row["breaks"])


def test_every_stage_of_every_pledge_has_a_row(report, tables):
    stages = [
        (pledge.id, stage.state, stage.on.first or "") for pledge in report.pledges.pledges for stage in pledge.stages
    ]
    assert [(row["pledge"], row["state"], row["from_first"]) for row in tables["pledges.csv"]] == stages


def test_a_pledge_of_which_nothing_more_was_found_has_a_row_of_its_own(report):
    bare = replace(report.pledges.pledges[0], stages=())
    rows = read(chapter_files(replace(report, pledges=replace(report.pledges, pledges=(bare,))))["pledges.csv"])
    assert [(row["pledge"], row["stage"], row["state"], row["at_last"]) for row in rows] == [
        (bare.id, "", "", "\n".join(bare.at_last.states))
    ]


def test_every_record_of_a_tie_has_a_row_and_those_that_contradict_the_blocs_are_marked(report, tables):
    assert len(tables["ties.csv"]) == sum(len(link.records) for link in report.ties.links)
    for split in report.ties.splits:
        against = {
            record.words: found.standing
            for found in split.contradicted
            for record in report.ties.links[found.link].records
        }
        marked = {row["tie"]: row[f"contradicts_division_of_{split.blocs}"] for row in tables["ties.csv"]}
        assert {words: standing for words, standing in marked.items() if standing != "cannot"} == against


def test_every_listed_pair_and_every_event_near_an_incident_has_a_row(report, tables):
    pairs = [(asked.id, pair.standing) for asked in report.encounters.asked for pair in asked.pairs]
    assert [(row["question"], row["met"]) for row in tables["encounters.csv"] if row["met"]] == pairs
    near = [(incident.id, event.standing) for incident in report.encounters.incidents for event in incident.events]
    assert [(row["incident"], row["near"]) for row in tables["near-incidents.csv"] if row["near"]] == near


def test_a_question_without_any_pair_is_seen_to_be_asked(report):
    asked = replace(report.encounters.asked[0], pairs=(), more=0)
    changed = replace(report, encounters=replace(report.encounters, asked=(asked,)))
    (row,) = read(chapter_files(changed)["encounters.csv"])
    assert (row["question"], row["met"], row["not_listed"]) == (asked.id, "", "0")


def test_what_a_page_has_no_room_for_is_counted_and_an_export_has_all_of_it(findings, report):
    short = chapter_files(build_report(findings, Room(pairs=3, incidents=1, near=2, tried=1)))
    pairs, near = read(short["encounters.csv"]), read(short["near-incidents.csv"])
    (asked,) = report.encounters.asked
    assert (len(pairs), {int(row["not_listed"]) for row in pairs}) == (3, {len(asked.pairs) - 3})
    first = report.encounters.incidents[0]
    assert (len(near), {int(row["not_listed"]) for row in near}) == (2, {len(first.events) - 2})
    assert asked.more == first.more == 0


def test_a_case_that_holds_nothing_of_them_has_no_such_table(report):
    nothing = replace(report, disclosure=(), agreements=(), pledges=None, ties=None, encounters=None)
    assert chapter_files(nothing) == {}


def test_every_file_says_what_it_is_for(tables):
    assert all(PURPOSES[purpose_of(name)].what for name in tables)
    assert len({purpose_of(name) for name in tables}) == len(tables) / 2


def fill(value, text):
    if isinstance(value, str):
        return text
    if is_dataclass(value):
        return replace(value, **{field.name: fill(getattr(value, field.name), text) for field in fields(value)})
    return tuple(fill(each, text) for each in value) if isinstance(value, tuple) else value


@pytest.mark.parametrize("text", ["=1+1", "+cmd|' /C calc'!A0", "@SUM(A1)", "-2+3", "\t=1", ' =HYPERLINK("x")', "=1;2"])
def test_a_spreadsheet_reads_no_text_of_a_case_as_a_formula_and_a_program_reads_it_as_it_is(report, text):
    hostile = replace(report, **{name: fill(getattr(report, name), text) for name in CHAPTERS})
    # Texts of records that the case repeats; other columns (a day, a place) are texts all the same.
    for name, body in chapter_files(hostile).items():
        cells = [cell for row in csv.reader(io.StringIO(body.removeprefix("\ufeff"), newline="")) for cell in row]
        if name.endswith(".spreadsheet.csv"):
            assert text not in cells, name
            assert f"'{text}" in cells, name
        else:
            assert text in cells, name
