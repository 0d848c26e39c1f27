"""Whatever stops a collection leaves the case whole, and two at once keep each page once."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from firmground.documents.keep import Arrival, Came, collect_pages, gather_files
from firmground.documents.keep.judge import Judge
from firmground.edit import At, CannotWriteError, Change, Ledger, Removal
from firmground.read import read_case

HERE = Path(__file__).parent


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_a_run_that_is_shot_at_any_write_is_finished_by_the_next(tmp_path):
    done = subprocess.run(
        [sys.executable, HERE / "stopped_collects.py", tmp_path], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-3000:]
    assert int(done.stdout.split()[0]) > 20


def test_two_processes_that_collect_at_once_keep_each_page_once(case, tmp_path):
    folder = tmp_path / "pages"
    folder.mkdir()
    for number in range(60):
        (folder / f"{number}.txt").write_text(
            f"Report number {number}.\n\nOn day {number} nothing was struck near Milltown.\n"
        )
    words = [sys.executable, "-m", "firmground", "collect", str(case), str(folder), "--json"]
    running = [subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE) for _ in range(3)]
    told = [one.communicate(timeout=120) for one in running]
    assert [one.returncode for one in running] == [0, 0, 0], told
    found = read_case(case)
    assert found.problems == ()
    assert len(found.documents) == 60
    assert sum(out.count(b'"came": "new"') for out, _ in told) == 60


def test_what_was_read_before_a_fault_or_a_keystroke_is_kept(case, page, documents):
    def offers():
        yield from gather_files([str(page())])
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        collect_pages(case, offers(), who="a tester")
    assert len(documents()) == 1


def test_a_full_disk_is_told_and_leaves_no_row_without_files(case, page, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("firmground.documents.keep.store.write_all", full)
    (outcome,) = collect_pages(case, gather_files([str(page())]), who="a tester")
    assert outcome.came is Came.REFUSED
    assert "cannot be written: No space left on device" in outcome.told[0]
    assert not (case / "documents/documents.csv").exists()
    assert list((case / "documents/kept").iterdir()) == []


def test_where_files_have_no_second_names_they_are_renamed(case, page, monkeypatch, documents):
    def none(*_):
        raise OSError(95, "Operation not supported")

    monkeypatch.setattr(os, "link", none)
    collect_pages(case, gather_files([str(page())]), who="a tester")
    assert len(documents()) == 1


@pytest.mark.parametrize("place", ["documents", "documents/kept", ".firmground"])
def test_a_folder_that_is_a_link_out_of_the_case_is_not_written_into(case, page, tmp_path, place):
    away = tmp_path / "away"
    away.mkdir()
    (case / place).parent.mkdir(exist_ok=True)
    (case / place).symlink_to(away)
    try:
        (outcome,) = collect_pages(case, gather_files([str(page())]), who="a tester")
    except CannotWriteError as fault:
        assert "is a link" in str(fault)  # noqa: PT017 - either answer will do
    else:
        assert outcome.came is Came.REFUSED
        assert "is a link that leads out of the case" in outcome.told[0]
    assert list(away.iterdir()) == []


def test_a_case_on_a_disk_that_can_only_be_read_says_so(case, page, monkeypatch):
    def refuse(*_, **__):
        raise PermissionError(30, "Read-only file system")

    path = page()
    monkeypatch.setattr(Path, "mkdir", refuse)
    with pytest.raises(CannotWriteError, match="this case cannot be changed here"):
        collect_pages(case, gather_files([str(path)]), who="a tester")


def test_a_row_that_changed_meanwhile_in_the_app_is_not_lost(case, page, keep, documents):
    """A note that the app wrote between two collections stands beside the one that is added."""
    kept = keep(page())[0].document
    Ledger(case).change(Change(At("documents/documents.csv", row=2), {"note": "seen in print"}), who="somebody")
    keep(page(name="other.txt"))
    assert documents()[kept.id].note.startswith("seen in print; also from other.txt (")


def test_pages_are_entered_some_at_a_time(case, monkeypatch):
    monkeypatch.setattr("firmground.documents.keep.collect._MOST_PAGES", 3)
    told = []
    offers = (
        Arrival(f"Page {n}. It is short.".encode(), f"{n}.txt", f"{n}.txt", "2024-03-10T08:00:00Z") for n in range(7)
    )
    collect_pages(
        case, offers, who="a tester", tell=lambda outcome: told.append((outcome.came, len(Ledger(case).history())))
    )
    assert told == [(Came.NEW, step) for step in (1, 1, 1, 2, 2, 2, 3)]


def test_a_row_that_the_app_changes_in_the_very_moment_is_looked_at_again(case, page, keep, documents, monkeypatch):
    """The app writes a note and takes a row out while a page is being judged: both stand, and the right row is noted."""
    first, second = (outcome.document for outcome in keep(page(), page("Another page. It is short.", "b.txt")))
    table, judge, left = "documents/documents.csv", Judge.judge, [1]

    def judge_slowly(self, candidate):
        outcome = judge(self, candidate)
        if left:
            left.pop()
            wishes = [Removal(At(table, row=2)), Change(At(table, row=3), {"note": "seen in print"})]
            Ledger(case).apply(wishes, who="somebody")
        return outcome

    monkeypatch.setattr(Judge, "judge", judge_slowly)
    keep(page("Another page. It is short.", "c.txt"))
    (document,) = documents().values()
    assert document.id == second.id != first.id
    assert document.note.startswith("seen in print; also from c.txt (")


def test_a_table_with_capital_letters_in_its_header_gets_no_second_columns(case, page, keep, documents):
    keep(page())
    path = case / "documents/documents.csv"
    header, rest = path.read_text(encoding="utf-8").split("\n", 1)
    path.write_text(header.replace("note", "Note").replace("id,", "ID,", 1) + "\n" + rest, encoding="utf-8")
    keep(page(name="other.txt"), page("Another page. It is short.", "b.txt"))
    assert path.read_text(encoding="utf-8").split("\n")[0] == header.replace("note", "Note").replace("id,", "ID,", 1)
    assert [one.note[:9] for one in documents().values()] == ["also from", ""]
