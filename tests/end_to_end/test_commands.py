"""The commands from the first to the last, with what goes wrong in between."""

from __future__ import annotations

import contextlib
import json
import os
import re
import subprocess
import sys

import pytest

FINE, DIFFERENT, FAILED, REFUSED = 0, 1, 2, 3
CLAIM = '[[claims]]\nid = "c"\nby = "X"\non = "2024-03-31"\nsays = "S"\n[claims.test]\n'


def test_a_new_case_is_checked_reported_and_verified(firmground, tmp_path):
    folder = tmp_path / "mine"
    assert firmground("new", folder).code == FINE
    assert firmground("check", folder).code == FINE
    assert firmground("report", folder).code == FINE
    assert (folder / "report.html").stat().st_size < 1_000_000
    said = firmground("verify", folder / "report.run.json")
    assert (said.code, "are the same" in said.out) == (FINE, True)


def test_a_new_case_does_not_overwrite_a_folder_in_use(firmground, case_of):
    folder = case_of()
    said = firmground("new", folder)
    assert (said.code, "not empty" in said.err) == (FAILED, True)


def test_the_built_in_case_runs_in_one_command(firmground, tmp_path):
    assert firmground("demo", tmp_path / "d").code == FINE
    assert (tmp_path / "d" / "report.html").stat().st_size < 1_000_000
    assert firmground("verify", tmp_path / "d" / "report.run.json").code == FINE


def test_check_as_json_is_json_and_holds_every_claim(firmground, case_of):
    found = json.loads(firmground("check", case_of(), "--json").out)
    assert [claim["id"] for claim in found["claims"]] == ["c"]


def test_one_claim_is_shown_alone_and_an_unknown_one_is_refused(firmground, case_of):
    folder = case_of(claims__toml=CLAIM + 'measure = "count"\nvalue = ">= 1"\n')
    assert "1. X" in firmground("check", folder, "-c", "c").out
    said = firmground("check", folder, "-c", "nope")
    assert (said.code, said.out) == (FAILED, "")
    assert "the case has no claim nope; it has c" in said.err


@pytest.mark.parametrize("name", ["", "case.toml"])
def test_a_case_may_be_named_by_its_folder_or_its_case_toml(firmground, case_of, name):
    folder = case_of()
    assert firmground("check", folder / name).code == FINE
    assert firmground("report", folder / name).code == FINE
    assert (folder / "report.html").exists()


@pytest.mark.parametrize("words", [("check", "nowhere"), ("report", "nowhere"), ("verify", "nowhere.json")])
def test_what_is_not_there_is_said_in_one_line(firmground, words):
    said = firmground(*words)
    assert said.code == FAILED
    assert said.err.startswith("firmground: there is no f")
    assert said.err.count("\n") == 1


# verify: what a critic would try.


@pytest.fixture
def frozen(firmground, case_of):
    folder = case_of()
    firmground("report", folder)
    return folder, folder / "report.run.json"


def test_one_changed_byte_of_an_input_is_found(firmground, frozen):
    folder, run = frozen
    path = folder / "events.csv"
    path.write_text(path.read_text().replace("strike", "Strike", 1))
    said = firmground("verify", run)
    assert said.code == DIFFERENT
    assert "events.csv has changed" in said.out
    assert "No finding differs; 1 input file is not what it was" in said.out


def test_one_changed_number_of_the_run_is_found(firmground, frozen):
    _, run = frozen
    document = json.loads(run.read_text())
    document["findings"][0]["low"] = "2/3"
    run.write_text(json.dumps(document))
    said = firmground("verify", run)
    assert said.code == DIFFERENT
    assert "was may 2/3 to 1/2, is" in said.out or "was cannot 2/3 to 1/2, is" in said.out
    found = json.loads(firmground("verify", run, "--json").out)
    assert (found["same"], len(found["differing"])) == (False, 1)


def test_a_case_that_moved_is_found_by_naming_it(firmground, frozen):
    folder, run = frozen
    run = run.rename(folder.parent / "kept.run.json")
    moved = folder.rename(folder.parent / "moved")
    said = firmground("verify", run)
    assert (said.code, "--case" in said.err) == (FAILED, True)
    assert firmground("verify", run, "--case", moved).code == FINE


def test_another_version_is_told_and_the_numbers_are_compared_all_the_same(firmground, frozen):
    _, run = frozen
    run.write_text(run.read_text().replace(json.loads(run.read_text())["firmground"], "0.0.7", 1))
    said = firmground("verify", run)
    assert said.code == FINE
    assert "Frozen by version 0.0.7" in said.out


@pytest.mark.parametrize(
    "damage",
    [
        b"",
        b"[]",
        b"{}",
        b"null",
        b"\xff\xfe",
        b'{"firmground": 1, "case": ".", "inputs": [{}], "findings": []}',
        b'{"firmground": "1", "case": ".", "inputs": [], "findings": [1]}',
        b'{"firmground": "1", "case": ".", "inputs": [], "findings": {"a": 1}}',
        b'{"firmground": "1", "case": "\\u0000", "inputs": [], "findings": []}',
        b'{"firmground": "1", "case": ".", "inputs": [], "findings": [{"claim": "c", "choices": {}}]}',
        b"[" * 100_000,
    ],
)
def test_a_damaged_run_is_refused_in_one_line(firmground, frozen, damage):
    _, run = frozen
    run.write_bytes(damage)
    said = firmground("verify", run)
    assert said.code == FAILED
    assert said.err.startswith(f"firmground: {run} is no frozen run of firmground")
    assert said.err.count("\n") == 1


# The terminal.


@pytest.mark.parametrize("columns", [20, 40, 80, 200])
def test_no_line_is_wider_than_the_terminal_and_none_is_cut(firmground, case_of, columns):
    folder = case_of()
    said = firmground("check", folder, env={"COLUMNS": str(columns)})
    assert max(map(len, said.out.splitlines())) <= max(columns, 40)
    words = " ".join(re.sub(r"\s+", " ", said.out).split())
    assert "Of the 2 events, 1 were in ground held by Army of the South" in words


@pytest.mark.skipif(sys.platform == "win32", reason="needs a terminal of our own making")
@pytest.mark.parametrize(("setting", "coloured"), [({}, True), ({"NO_COLOR": "1"}, False), ({"TERM": "dumb"}, False)])
def test_a_terminal_gets_colours_unless_it_asks_for_none(case_of, setting, coloured):
    import pty  # noqa: PLC0415 - Windows has none

    environment = {key: value for key, value in os.environ.items() if key != "NO_COLOR"} | {"TERM": "xterm"} | setting
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "firmground", "check", str(case_of())], stdout=theirs, stderr=theirs, env=environment
    ) as process:
        os.close(theirs)
        told = b""
        with contextlib.suppress(OSError):  # so a terminal ends on Linux
            while part := os.read(ours, 65_536):
                told += part
        process.wait(60)
    os.close(ours)
    assert b"Army of the South" in told
    assert (b"\x1b[1m" in told) is coloured


def test_what_is_piped_has_no_colours(firmground, case_of):
    assert "\x1b" not in firmground("check", case_of()).out


@pytest.mark.parametrize("unbuffered", ["", "1"])
@pytest.mark.parametrize("words", [(), ("--json",)])
def test_a_reader_that_goes_away_ends_the_command_quietly(case_of, unbuffered, words):
    folder = case_of()
    with subprocess.Popen(
        [sys.executable, "-m", "firmground", "check", str(folder), *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONUNBUFFERED": unbuffered},
    ) as process:
        process.stdout.close()
        told = process.stderr.read()
        code = process.wait(60)
    assert (told, code) == (b"", FAILED)


def test_a_report_that_cannot_be_written_is_said_in_one_line(firmground, case_of):
    folder = case_of()
    said = firmground("report", folder, "-o", folder / "nowhere" / "r.html")
    assert said.code == FAILED
    assert said.err.startswith("firmground: ")
    assert said.err.count("\n") == 1


def test_a_report_says_how_many_problems_it_tells(firmground, case_of):
    said = firmground("report", case_of(claims__toml=CLAIM + 'measure = "sharp"\n'))
    assert said.code == REFUSED
    assert "1 problem in the files is told in the report" in said.out


def test_a_terminal_that_cannot_show_our_letters_gets_others(firmground, case_of):
    said = firmground("check", case_of(), env={"PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii"})
    assert said.code == FINE
    assert "ALLOWED" in said.out or "RULED OUT" in said.out
