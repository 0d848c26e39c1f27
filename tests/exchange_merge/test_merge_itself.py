"""A case beside itself: everything is the same but for what is always set apart, and one's own findings stay."""

from __future__ import annotations

import difflib

from two_sides import headlines

from firmground.read import read_case


def test_own_findings_start_where_they_started(itself, own_findings):
    assert headlines(itself.findings) == headlines(own_findings)
    assert {claim.id for claim, _ in itself.findings.untested} == {claim.id for claim, _ in own_findings.untested}


def test_own_files_stay_byte_for_byte_where_nothing_is_added(itself):
    changed = {
        path.relative_to(itself.own).as_posix()
        for path in itself.own.rglob("*")
        if path.is_file() and (itself.merged.folder / path.relative_to(itself.own)).read_bytes() != path.read_bytes()
    }
    assert changed == {"case.toml"}


def test_case_toml_keeps_every_line_but_the_choices_and_the_sides(itself):
    before, after = (
        (folder / "case.toml").read_text(encoding="utf-8").splitlines() for folder in (itself.own, itself.merged.folder)
    )
    gone = [line[2:] for line in difflib.ndiff(before, after) if line.startswith("- ")]
    assert [line.split("=")[0].strip() for line in gone] == ["among", "among", "map", "subset"]


def test_nothing_is_read_with_a_fault(itself):
    assert read_case(itself.merged.folder).problems == read_case(itself.own).problems


def test_a_side_agrees_with_itself(itself):
    assert itself.merged.disagreements == ()
    assert itself.merged.questions == ()


def test_every_row_is_asked_whether_it_is_the_same(itself):
    case = read_case(itself.merged.folder)
    assert len(case.events) == 230
    assert {"own", "them", "all"} <= set(case.choices.subset)
    assert case.choices.subset[0] == "own"
    assert case.choices.map == ("hand-coded", "holders", "them.hand-coded", "them.holders")
    assert itself.merged.doubles > 100
    assert all(
        not mine.startswith("them.") and theirs.startswith("them.") for mine, theirs in itself.merged.double_rows
    )


def test_their_side_alone_says_what_the_case_said(itself, own_findings):
    before = {
        (one.claim.id, finding.specification.map, finding.specification.definition, finding.specification.unit,
         finding.specification.contested, finding.specification.subset): finding.bounds
        for one in own_findings.claims for finding in one.every
    }  # fmt: skip
    compared = 0
    for one in itself.findings.claims:
        for finding in one.every:
            asked = finding.specification
            if asked.map.startswith("them.") and asked.subset == "them":
                key = (one.claim.id, asked.map[5:], asked.definition, asked.unit, asked.contested, "all")
                assert finding.bounds == before[key], key
                compared += 1
    assert compared > 100
