"""The desk: what was checked, what changed since, and which findings a change moved."""

from __future__ import annotations

import os
import shutil
import threading

import pytest

import firmground as fg
from firmground.web.desk import Desk
from firmground.web.moved import Stand


@pytest.fixture
def folder(tmp_path):
    target = tmp_path / "case"
    shutil.copytree(fg.example_folder("syria-2015"), target)
    return target


@pytest.fixture
def desk(folder):
    made = Desk(folder)
    made.recheck()
    assert made.wait(120)
    return made


def append(path, line):
    with path.open("a", encoding="utf-8") as file:
        file.write(line)


def test_nothing_has_changed_after_a_check(desk):
    state = desk.state()
    assert (state.changed, state.running, state.failed) == ((), False, "")
    assert (state.snapshot.number, state.snapshot.moved) == (1, ())


def test_a_file_that_was_touched_but_says_the_same_has_not_changed(desk, folder):
    os.utime(folder / "claims.toml")
    assert desk.changed_files() == ()


def test_a_file_that_says_something_else_is_named(desk, folder):
    append(folder / "claims.toml", "\n# a note\n")
    assert desk.changed_files() == ("claims.toml",)


def test_a_file_that_is_gone_and_one_that_is_new_are_named(desk, folder):
    (folder / "incidents.csv").unlink()
    shutil.copy(folder / "releases" / "mod-ru.csv", folder / "releases" / "another.csv")
    assert desk.changed_files() == ("incidents.csv", "releases/another.csv")


def test_a_file_that_the_case_does_not_read_is_none_of_its_business(desk, folder):
    (folder / "report.html").write_text("x", encoding="utf-8")
    assert desk.changed_files() == ()


def test_a_new_check_says_which_findings_moved(desk, folder):
    holders = folder / "control" / "hand-coded.csv"
    text = holders.read_text(encoding="utf-8")
    holders.write_text(text.replace("talbiseh,islamic-state,cannot", "talbiseh,islamic-state,must"), encoding="utf-8")
    assert text != holders.read_text(encoding="utf-8")
    desk.recheck()
    assert desk.wait(120)
    seen = desk.snapshot
    assert seen.number == 2
    assert desk.changed_files() == ()
    moved = {one.id: one for one in seen.moved}
    share = moved["reuters-1021-share"]
    assert share.headline_moved
    assert share.was.bounds.text == "63.3 to 77.6 percent"
    assert share.now.bounds.high < share.was.bounds.high
    assert 0 < share.others <= share.of


def test_a_claim_that_came_and_one_that_went_have_moved(desk, folder):
    claims, last = folder / "claims.toml", desk.snapshot.findings.claims[-1].claim.id
    text = claims.read_text(encoding="utf-8")
    claims.write_text(text.replace(f'"{last}"', '"under-another-name"'), encoding="utf-8")
    desk.recheck()
    assert desk.wait(120)
    ends = {(one.was is None, one.now is None) for one in desk.snapshot.moved}
    assert {(True, False), (False, True)} <= ends


def test_a_case_that_cannot_be_read_any_more_leaves_the_old_numbers_and_says_so(desk, folder):
    (folder / "case.toml").rename(folder / "case.away")
    desk.recheck()
    assert desk.wait(120)
    state = desk.state()
    assert "no case.toml" in state.failed
    assert state.snapshot.number == 1
    assert "case.toml" in state.changed


def test_a_check_that_is_asked_for_during_a_check_follows_it(desk):
    for _ in range(5):
        desk.recheck()
    assert desk.wait(120)
    assert desk.snapshot.number in (2, 3)


def test_what_pages_ask_of_a_snapshot_is_made_once(desk):
    made = []

    def make():
        made.append(1)
        return len(made)

    threads = [threading.Thread(target=lambda: desk.snapshot.remember("x", make)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert made == [1]


def test_a_page_that_cannot_be_made_ready_does_not_stop_the_check(folder, caplog):
    def fail(seen):
        raise ZeroDivisionError

    desk = Desk(folder, prepare=[fail])
    desk.recheck()
    assert desk.wait(120)
    assert desk.snapshot is not None
    assert "could not be made ready" in caplog.text


def test_a_claim_that_is_not_tested_has_a_stand_too():
    assert Stand("", None, "no day") != Stand("may")
