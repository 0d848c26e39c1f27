"""What the ledger promises whoever changes a case: nobody is overwritten, everything is told, and all can be undone."""

from __future__ import annotations

import json
import os
import stat
import threading

import pytest
from small_case import write_small_case

from firmground.edit import At, CannotWriteError, Change, Ledger, More, NewRecord, Removal, StaleRecordError
from firmground.edit.disk import Replacement
from firmground.errors import BadRequestError, CaseNotFoundError
from firmground.read import read_case

ONE = At("claims.toml", table="claims", id="one")
TWO = At("claims.toml", table="claims", id="two")
ROW = At("events/e.csv", row=6)


@pytest.fixture
def folder(tmp_path):
    return write_small_case(tmp_path / "case")


@pytest.fixture
def ledger(folder):
    return Ledger(folder)


def test_a_folder_without_a_case_is_refused(tmp_path):
    with pytest.raises(CaseNotFoundError, match=r"there is no case\.toml"):
        Ledger(tmp_path)


def test_a_record_that_somebody_changed_is_not_overwritten_and_both_texts_are_shown(ledger):
    seen = ledger.record(ROW)
    ledger.change(Change(ROW, {"note": "theirs"}, base=seen.base), who="b")
    with pytest.raises(StaleRecordError, match="row 6 has been changed since you looked at it") as stale:
        ledger.change(Change(ROW, {"note": "yours"}, base=seen.base, was=seen.fields), who="a")
    assert (stale.value.base["note"], stale.value.theirs["note"], stale.value.yours) == (
        "-",
        "theirs",
        {"note": "yours"},
    )
    assert ledger.record(ROW).fields["note"] == "theirs"


def test_work_on_other_records_an_empty_column_and_moved_rows_are_no_conflict(ledger, folder):
    row, claim = ledger.record(ROW), ledger.record(ONE)
    ledger.change(Change(At("events/e.csv", row=2), {"note": "x", "extra": "y"}, new_columns=True), who="b")
    ledger.change(Change(TWO, {"says": "more"}), who="b")
    table = folder / "events/e.csv"
    lines = table.read_bytes().split(b"\n")
    table.write_bytes(b"\n".join([lines[0], b"new,2015-10-01,p1,air-strike,a,by hand,", *lines[1:]]))
    step = ledger.change(Change(ROW, {"note": "mine"}, base=row.base), who="a")
    ledger.change(Change(ONE, {"says": "mine"}, base=claim.base), who="a")
    assert step.records[0].at.row == 7
    assert ledger.record(At("events/e.csv", row=7)).fields | {"extra": ""} == row.fields | {"note": "mine", "extra": ""}


def test_a_record_that_was_taken_out_is_said_to_be_gone(ledger):
    seen = ledger.record(ROW)
    ledger.apply([Removal(ROW)], who="b")
    with pytest.raises(StaleRecordError, match="is gone") as stale:
        ledger.change(Change(ROW, {"note": "x"}, base=seen.base, was=seen.fields), who="a")
    assert stale.value.theirs is None


def test_several_files_are_one_step_with_one_undo(ledger, folder):
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    wishes = [
        Change(ROW, {"place": "p2", "duplicate_of": "s001"}, new_columns=True),
        Change(TWO, {"test.value": ">= 2", "test.among.where.town": More(["c"]), "anonymous": True, "note": "n"}),
        Removal(At("places.csv", row=2)),
        Removal(ONE),
    ]
    step = ledger.apply(wishes, who="a", why="because")
    assert read_case(folder).claims["two"].test.among.where == (("town", ("a", "b", "c")),)
    assert "one" not in read_case(folder).claims
    ledger.undo(step.number, who="a")
    assert {path: path.read_bytes() for path in before} == before
    ledger.undo(step.number + 1, who="a")
    assert ledger.record(ROW).fields["duplicate_of"] == "s001"
    assert [(one.number, one.undoes, one.undone_by) for one in ledger.history()] == [
        (3, 2, None),
        (2, 1, 3),
        (1, None, None),
    ]


def test_one_bad_wish_stops_the_whole_step(ledger, folder):
    before = (folder / "claims.toml").read_bytes()
    with pytest.raises(BadRequestError, match="no row 99"):
        ledger.apply([Change(ONE, {"note": "x"}), Change(At("events/e.csv", row=99), {"note": "x"})], who="a")
    assert (folder / "claims.toml").read_bytes() == before
    assert ledger.history() == ()


def test_an_undo_is_refused_when_the_field_has_been_changed_since_and_not_when_another_has(ledger):
    first = ledger.change(Change(ROW, {"note": "one"}), who="a")
    ledger.change(Change(ROW, {"town": "z"}), who="b")
    ledger.undo(first.number, who="a")
    assert (ledger.record(ROW).fields["note"], ledger.record(ROW).fields["town"]) == ("-", "z")
    again = ledger.change(Change(ROW, {"note": "two"}), who="a")
    ledger.change(Change(ROW, {"note": "three"}), who="b")
    with pytest.raises(StaleRecordError, match="has been changed since: take that back first") as stale:
        ledger.undo(again.number, who="a")
    assert stale.value.theirs["note"] == "three"
    with pytest.raises(BadRequestError, match="taken back already, by step 3"):
        ledger.undo(first.number, who="a")


def test_the_history_of_a_record_follows_it_through_moves_and_new_names(ledger):
    ledger.change(Change(At("events/e.csv", row=6), {"note": "first"}), who="a")
    ledger.apply([Removal(At("events/e.csv", row=2))], who="a")
    ledger.change(Change(At("events/e.csv", row=5), {"note": "second"}), who="a")
    ledger.change(Change(At("events/e.csv", row=6), {"note": "a neighbour"}), who="a")
    assert [step.number for step in ledger.history(At("events/e.csv", row=5))] == [3, 1]
    ledger.change(Change(ONE, {"id": "uno"}), who="a")
    ledger.change(Change(At("claims.toml", table="claims", id="uno"), {"note": "x"}), who="a")
    assert [step.number for step in ledger.history(At("claims.toml", table="claims", id="uno"))] == [6, 5]


def test_changes_by_hand_outside_are_told(ledger, folder):
    ledger.change(Change(ONE, {"note": "1"}), who="a")
    claims = folder / "claims.toml"
    claims.write_bytes(claims.read_bytes().replace(b"Almost 80", b"Some 70"))
    assert [(one.file, one.after, one.before) for one in ledger.outside()] == [("claims.toml", 1, None)]
    ledger.change(Change(ONE, {"note": "2"}), who="a")
    assert [(one.file, one.after, one.before) for one in ledger.outside()] == [("claims.toml", 1, 2)]


def test_an_editor_that_saves_between_reading_and_writing_is_not_overwritten(ledger, folder, monkeypatch):
    """The file is replaced from outside just before ours would take its name: the step looks again and keeps both."""
    claims, real, once = folder / "claims.toml", Replacement.write, []

    def interrupted(self, content):
        real(self, content)
        if not once:
            once.append(True)
            claims.write_bytes(claims.read_bytes().replace(b"95 percent", b"96 percent"))

    monkeypatch.setattr(Replacement, "write", interrupted)
    ledger.change(Change(ONE, {"note": "mine"}), who="a")
    assert b"96 percent" in claims.read_bytes()
    assert b'"mine"' in claims.read_bytes()
    assert len(ledger.history()) == 1


def test_a_file_deleted_meanwhile_is_said_to_be_missing(ledger, folder):
    seen = ledger.record(At("places.csv", row=2))
    (folder / "places.csv").unlink()
    with pytest.raises(BadRequestError, match=r"there is no file places\.csv"):
        ledger.change(Change(seen.at, {"note": "x"}, base=seen.base), who="a")
    step = ledger.apply([NewRecord("places.csv", {"id": "p9"}, create=("id", "name"))], who="a")
    assert (folder / "places.csv").read_bytes() == b"id,name\np9,\n"
    assert step.files[0].before is None


@pytest.mark.parametrize(
    ("file", "words"),
    [
        ("events.xlsx", "is a workbook: change it in a spreadsheet program, or save it as .csv"),
        ("events.parquet", "is a Parquet file"),
        ("control/map.gpkg", "is a map of binary form: change it in QGIS"),
        ("control/map.geojson", "is a map: change it in QGIS"),
        ("events/e.csv.gz", "is packed: unpack it"),
        ("../other/e.csv", "is no file of this case"),
        ("/etc/passwd.csv", "is no file of this case"),
        ("C:\\e.csv", "is no file of this case"),
        ("events/../e.csv", "is no file of this case"),
        (".firmground/edits.csv", "is hidden"),
        ("pyproject.toml", "is no file of a case"),
        ("run.py", "is neither a TOML file nor a table of text"),
        ("none.csv", "there is no file none.csv"),
    ],
)
def test_files_that_cannot_be_edited_say_what_to_do_instead(ledger, file, words):
    with pytest.raises(BadRequestError) as refused:
        ledger.change(Change(At(file, row=2), {"a": "b"}), who="a")
    assert words in str(refused.value)


def test_a_link_out_of_the_case_is_refused_and_one_inside_stays_a_link(ledger, folder, tmp_path):
    (tmp_path / "secret.csv").write_text("id\n1\n")
    (folder / "out.csv").symlink_to(tmp_path / "secret.csv")
    with pytest.raises(BadRequestError, match="a link that leads out of the case"):
        ledger.change(Change(At("out.csv", row=2), {"id": "2"}), who="a")
    (folder / "in.csv").symlink_to(folder / "places.csv")
    ledger.change(Change(At("in.csv", row=2), {"note": "x"}), who="a")
    assert (folder / "in.csv").is_symlink()
    assert b",x\r\n" in (folder / "places.csv").read_bytes()


def test_a_log_that_is_a_link_is_not_followed(ledger, folder, tmp_path):
    (folder / ".firmground").mkdir()
    (folder / ".firmground/edits.jsonl").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(CannotWriteError, match="is a link, or holds one"):
        ledger.change(Change(ONE, {"note": "x"}), who="a")
    assert not (tmp_path / "elsewhere").exists()


def test_a_forged_log_cannot_name_files_to_clear_away(ledger, folder, tmp_path):
    victim = tmp_path / "victim.new"
    victim.write_text("keep")
    (folder / ".firmground").mkdir()
    (folder / ".claims.toml.").mkdir()
    forged = {
        "step": 1, "state": "intent", "when": "", "who": "", "why": "", "records": [], "token": "/../../victim",
        "files": [{"file": "claims.toml", "before": "0", "after": "1"}],
    }  # fmt: skip
    (folder / ".firmground/edits.jsonl").write_text(json.dumps(forged) + "\n")
    ledger.change(Change(ONE, {"note": "x"}), who="a")
    assert victim.read_text() == "keep"
    assert ledger.torn() == 1


def test_a_read_only_file_is_left_alone_and_the_rights_of_others_are_kept(ledger, folder):
    claims = folder / "claims.toml"
    claims.chmod(0o640)
    ledger.change(Change(ONE, {"note": "x"}), who="a")
    assert stat.S_IMODE(claims.stat().st_mode) == 0o640
    claims.chmod(0o444)
    with pytest.raises(CannotWriteError, match=r"claims\.toml is read-only"):
        ledger.change(Change(ONE, {"note": "y"}), who="a")


@pytest.mark.skipif(os.name == "nt" or os.geteuid() != 0, reason="only root can become somebody who may not write")
def test_a_folder_that_may_not_be_written_gives_one_clear_sentence(folder):
    for parent in [folder, *folder.parents]:
        if "pytest" in str(parent):
            parent.chmod(0o755)
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        os.setuid(65534)
        try:
            Ledger(folder).change(Change(ONE, {"note": "x"}), who="a")
        except CannotWriteError as fault:
            os.write(writing, str(fault).encode())
        finally:
            os._exit(0)
    os.close(writing)
    os.waitpid(child, 0)
    assert os.read(reading, 1000) == b"this case cannot be changed here: you may not write in its folder"


def test_threads_of_one_process_share_a_ledger(ledger):
    def work(number):
        for turn in range(20):
            ledger.change(Change(At("events/e.csv", row=2 + number), {"note": f"{number}/{turn}"}), who=str(number))

    threads = [threading.Thread(target=work, args=(number,)) for number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(ledger.history()) == 40


def test_values_of_a_claim_keep_their_kind(ledger, folder):
    kinds = ledger.record(TWO).kinds
    assert (kinds["anonymous"], kinds["test.out_of"], kinds["on"], kinds["test.among.where.town"]) == (
        "boolean", "number", "date", "list",
    )  # fmt: skip
    wish = {
        "anonymous": "true",
        "test.out_of": "900",
        "on": "2015-11",
        "test.among.where.town": "x\ny",
        "said.unit": "u",
    }
    ledger.change(Change(TWO, wish), who="a")
    text = (folder / "claims.toml").read_text()
    for line in (
        "anonymous = true",
        "out_of  = 900",
        'on   = "2015-11"',
        'town = ["x", "y"]',
        "# not strikes",
        'unit = "u"',
    ):
        assert line in text
    for bad, words in (("test.out_of", "is a number"), ("anonymous", "write true or false")):
        with pytest.raises(BadRequestError, match=words):
            ledger.change(Change(TWO, {bad: "perhaps"}), who="a")


def test_a_trial_tells_what_the_reader_would_say_and_writes_nothing(ledger, folder):
    before = (folder / "claims.toml").read_bytes()
    trial = ledger.trial([Change(TWO, {"test.value": "many"})])
    assert [(one.file, str(one.effect)) for one in trial.came] == [("claims.toml", "refused")]
    assert "is not understood" in trial.came[0].what
    assert ledger.trial([Change(ONE, {"note": "x"})]).came == ()
    assert (folder / "claims.toml").read_bytes() == before


def test_lists_of_an_actor_get_more_items_and_keep_their_lines(ledger, folder):
    (folder / "actors.toml").write_text('[[actors]]\nid = "x"\nnames = [\n  "A", # first\n  "B",\n]\n')
    at = At("actors.toml", table="actors", id="x")
    step = ledger.change(Change(at, {"names": More(["C"])}), who="a")
    assert (
        folder / "actors.toml"
    ).read_text() == '[[actors]]\nid = "x"\nnames = [\n  "A", # first\n  "B",\n  "C",\n]\n'
    ledger.undo(step.number, who="a")
    assert ledger.record(at).fields["names"] == "A\nB"


def test_our_columns_are_found_under_the_names_of_the_file(ledger, folder):
    text = (folder / "case.toml").read_text()
    (folder / "case.toml").write_text(f'{text}[events.columns]\nnote = "remark"\nkind = ["sort", "kind"]\n')
    assert [ledger.column_of("events/e.csv", ours) for ours in ("place", "note", "kind", "duplicate_of")] == [
        "place", "remark", "kind", "duplicate_of",
    ]  # fmt: skip


def test_a_line_of_a_problem_leads_to_its_entry(ledger):
    assert ledger.locate(At("claims.toml", row=20)) == TWO
    assert ledger.locate(At("claims.toml", row=4)) == ONE
    assert ledger.locate(At("case.toml", row=2)) == At("case.toml")
    assert ledger.locate(ROW) == ROW
