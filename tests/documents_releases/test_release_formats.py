"""Formats as files: those that come with the program keep their word, and a faulty one is told with what to change."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from release_texts import BULLETIN, INCIDENT, WEEKLY, page_of

from firmground.documents.known import Known
from firmground.documents.releases import (
    built_in_formats,
    check_examples,
    propose_events,
    read_format,
    read_formats,
    recognise_format,
    reconcile,
)
from firmground.documents.releases.format_files import LARGEST_FILE, build_format
from firmground.errors import BadRequestError
from firmground.read.publications import RELEASE_COLUMNS

LEAST = """
id = "own"
title = "Own"
publisher = ["Own Ministry"]
by = ["Own Army"]
kind = "air-strike"
recognise = [["own ministry"]]
relations = ["near"]
reports = ["conducted"]
[units.strikes]
words = ["strike", "strikes"]
[effects]
destroyed = ["destroyed"]
[[examples]]
text = "The Own Ministry: near Salma, two strikes destroyed a tank."
events = [" | | Salma | 2 | destroyed 1 tank"]
"""


@pytest.mark.parametrize("form", built_in_formats(), ids=lambda form: form.id)
def test_the_examples_of_a_format_are_read_as_its_file_says(form):
    assert check_examples(form) == ()


def test_each_text_is_recognised_by_its_own_format():
    assert [recognise_format(text).id for text in (WEEKLY, BULLETIN, INCIDENT)] == ["coalition", "mod-ru", "isaf"]


def test_no_format_has_a_place_of_one_computer_or_a_pattern():
    for form in built_in_formats():
        text = (Path(recognise_format.__code__.co_filename).parent / "formats" / form.file).read_text(encoding="utf-8")
        assert tomllib.loads(text)["examples"]
        assert "\\b" not in text
        assert ".*" not in text


def test_an_own_format_goes_before_those_of_the_program_and_needs_no_more_than_this(tmp_path):
    (tmp_path / "own.toml").write_text(LEAST, encoding="utf-8")
    formats = read_formats(tmp_path)
    assert formats.faults == ()
    (own,) = formats.formats
    assert check_examples(own) == ()
    page = page_of("The Own Ministry said of the Russian aviation in Syria: near Salma, two strikes destroyed a tank.")
    release, event = propose_events(page, Known(formats=formats), None)
    assert (release.reader, release.value("by"), event.value("by")) == ("release:own", "Own Ministry", "Own Army")


def test_a_folder_that_is_not_there_has_no_formats(tmp_path):
    assert read_formats(tmp_path / "none") == type(read_formats(tmp_path))()


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (('id = "own"', ""), "`id` is missing"),
        (('by = ["Own Army"]', "by = 3"), "`by` is no list of words"),
        (("recognise = [[", "recogniser = [["), "'recogniser' is no key of a format"),
        (('recognise = [["own ministry"]]', ""), "of each list at least one has to be in the text"),
        (("[units.strikes]", "[units.raids]"), "write [units.strikes] with its words"),
        (('kind = "air-strike"', 'kind = "air-strike"\nscope = "page"'), "`scope` is 'page'"),
        (('kind = "air-strike"', 'kind = "air-strike"\njoined = "yes"'), "write joined = true"),
        (('kind = "air-strike"', 'kind = "air-strike"\nlongest = -1'), "`longest` is '-1'"),
        (("[effects]", "[numbers]\nplenty = 3\n[effects]"), "`numbers` has 'plenty'"),
        (("[effects]", '[numbers]\nmultiple = "lots"\n[effects]'), "`numbers`: 'lots' is not a number of things"),
        (("[effects]", "[levels]\nprovince = 3\n[effects]"), "`levels.province` is no table"),
        (("[effects]", "[people]\ncolumns = 3\n[effects]"), "`people.columns` is no table"),
        (("[[examples]]", "[[other]]"), "is no key of a format"),
        (("text =", "words ="), "an example has no text"),
        (("[effects]", "[effects"), "own.toml is no TOML"),
    ],
)
def test_a_faulty_format_takes_no_part_and_says_what_to_change(tmp_path, change, says):
    path = tmp_path / "own.toml"
    path.write_text(LEAST.replace(*change), encoding="utf-8")
    with pytest.raises(BadRequestError) as fault:
        read_format(path)
    assert says in str(fault.value)
    assert str(fault.value).startswith("own.toml")
    formats = read_formats(tmp_path)
    assert formats.formats == ()
    assert reconcile(page_of("Nothing."), Known(formats=formats)) == formats.faults


def test_a_format_of_hostile_size_or_depth_is_refused(tmp_path):
    for number, content in enumerate((b"#" * (LARGEST_FILE + 1), b"a = " + b"[" * 5000, b"\xff\xfe")):
        path = tmp_path / f"{number}.toml"
        path.write_bytes(content)
        with pytest.raises(BadRequestError):
            read_format(path)


def test_an_example_that_is_read_otherwise_is_told():
    values = tomllib.loads(LEAST)
    values["examples"][0]["events"] = [" | | Salma | 3 | destroyed 1 tank"]
    values["examples"][0]["totals"] = ["strikes | | 3"]
    assert check_examples(build_format(values, "own.toml")) == (
        "own.toml, example 1: this event was not read:  |  | Salma | 3 | destroyed 1 tank",
        "own.toml, example 1: this event was read and is not in the file:  |  | Salma | 2 | destroyed 1 tank",
        "own.toml, example 1: this total was not read: strikes |  | 3",
    )


def test_a_word_with_a_capital_letter_is_met_only_as_it_is_written():
    values = tomllib.loads(LEAST)
    values["targets"] = {"Islamic State": ["IS"]}
    form = build_format(values, "own.toml")
    from firmground.documents.releases import read_release  # noqa: PLC0415 - beside its one use

    (event,) = read_release(page_of("Near Salma, two strikes destroyed a tank that is old."), form=form).events
    assert event.target.value == ""
    (event,) = read_release(page_of("Near Salma, two strikes destroyed an IS tank."), form=form).events
    assert event.target.value == "Islamic State"


def test_what_is_proposed_for_a_release_are_columns_of_releases():
    for text, published in ((WEEKLY, ""), (BULLETIN, "2015-10-14"), (INCIDENT, "")):
        release, *_ = propose_events(page_of(text, published), Known(), None)
        assert {told.name for told in release.fields} <= set(RELEASE_COLUMNS)
