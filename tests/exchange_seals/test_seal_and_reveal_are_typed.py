"""The commands `seal` and `reveal`: what they write, what they say, and what they refuse."""

from __future__ import annotations

import json
import stat
import zipfile
from datetime import date

import pytest
from sealed_case import EVENTS, PLACES, SEALED_ON, answers, check, holder_case, make_seal, signing_key, table

from firmground.case.handling import Label
from firmground.cli.seal_commands import reveal, seal
from firmground.errors import BadRequestError
from firmground.exchange.package.opened import open_package, unpack_case
from firmground.exchange.package.pack import pack_case
from firmground.exchange.seals import verify_reveal
from firmground.proofs.seals import read_seal


@pytest.fixture
def desk(tmp_path, monkeypatch):
    """A folder with a list, in which one types."""
    signing_key()
    monkeypatch.chdir(tmp_path)
    (tmp_path / "list.csv").write_text(table(PLACES), encoding="utf-8")
    return tmp_path


def sealed(desk, **how):
    return seal(desk / "list.csv", desk / "x.seal.json", title="T", key="editor", **how)


def test_a_list_is_sealed_and_an_entry_revealed(desk, capsys):
    assert sealed(desk, on="2015-10-01", pad=10, show_columns=True) == 0
    told = read_seal((desk / "x.seal.json").read_bytes())
    assert (told.size, told.day, told.ordered, len(told.columns)) == (10, SEALED_ON, False, 5)
    said = capsys.readouterr().out
    assert "The seal of 10 entries, 6 of them empty" in said
    assert "Nobody else may have\nthis file" in said
    assert reveal(desk / "x.kept.json", desk / "h2.json", id="h2") == 0
    assert "Entry no." in capsys.readouterr().out
    assert "School" in verify_reveal(desk / "h2.json", desk / "x.seal.json").shown[0]


def test_the_private_file_is_for_its_owner_alone_and_no_seal_is_written_over(desk):
    sealed(desk)
    assert stat.S_IMODE((desk / "x.kept.json").stat().st_mode) == 0o600
    before = (desk / "x.seal.json").read_bytes(), (desk / "x.kept.json").read_bytes()
    with pytest.raises(BadRequestError, match="never written over"):
        sealed(desk)
    (desk / "x.seal.json").unlink()
    with pytest.raises(BadRequestError, match="never written over"):
        sealed(desk)
    assert (desk / "x.kept.json").read_bytes() == before[1]


@pytest.mark.parametrize(
    ("how", "words"),
    [
        ({"output": "x.json"}, "a seal is called NAME.seal.json: write  -o x.seal.json"),
        ({"output": ".seal.json"}, "a seal is called"),
        ({"on": "5 October"}, "is no day"),
        ({"on": "2999-01-01"}, "lies ahead"),
        ({"pad": -1}, "--pad takes"),
        ({"title": ""}, "a title that everybody will read"),
        ({"list": "none.csv"}, "there is no file"),
        ({"key": "nobody"}, "no key nobody"),
    ],
)
def test_what_cannot_be_sealed_is_said_and_nothing_is_written(desk, how, words):
    asked = {"list": "list.csv", "output": "x.seal.json", "title": "T", "key": "editor"} | how
    paths = [desk / asked.pop(name) for name in ("list", "output")]
    with pytest.raises(BadRequestError, match=words):
        seal(*paths, **asked)
    assert sorted(path.name for path in desk.iterdir() if path.is_file()) == ["list.csv"]


@pytest.mark.parametrize(
    ("how", "words"),
    [
        ({}, "say what to reveal"),
        ({"id": "h1", "all": True}, "say what to reveal"),
        ({"id": "h9"}, "no entry has the id 'h9'"),
        ({"row": 9}, "there is no entry 9: there are 4"),
        ({"row": 0}, "there is no entry 0"),
        ({"id": "h1", "table": "events.csv"}, "this is a sealed list"),
        ({"id": "h1", "with_path": True}, "this is a sealed list"),
        ({"id": "h1", "field": ("colour",)}, "no field 'colour'"),
        ({"for_case": "case"}, "go together"),
        ({"claim": "c"}, "go together"),
    ],
)
def test_what_cannot_be_revealed_is_said_and_nothing_is_written(desk, how, words):
    sealed(desk)
    with pytest.raises(BadRequestError, match=words):
        reveal(desk / "x.kept.json", desk / "out.json", **how)
    assert not (desk / "out.json").exists()


def test_something_else_than_what_was_kept_is_told(desk):
    sealed(desk)
    with pytest.raises(BadRequestError, match="not what was kept"):
        reveal(desk / "x.seal.json", desk / "out.json", row=1)
    (desk / "list.kept").write_text("{}")
    with pytest.raises(BadRequestError, match="name the table"):
        reveal(desk / "list.kept", desk / "out.json", row=1)
    with pytest.raises(BadRequestError, match="no file"):
        reveal(desk / "none.kept.json", desk / "out.json", row=1)
    changed = (desk / "x.kept.json").read_bytes().replace(b"School", b"Palace")
    (desk / "changed.kept.json").write_bytes(changed)
    with pytest.raises(BadRequestError, match="does not lead to the root"):
        reveal(desk / "changed.kept.json", desk / "out.json", row=1)


def test_the_entries_that_decide_a_claim_are_revealed(desk, capsys):
    made, _, _ = make_seal(desk)
    (desk / "x.kept.json").write_bytes(made.kept)
    folder = holder_case(desk / "case", made)
    assert reveal(desk / "x.kept.json", desk / "out.json", for_case=folder, claim="hit") == 0
    assert "2 entries decide 2 of the events of hit, under every choice" in capsys.readouterr().out
    assert len(json.loads((desk / "out.json").read_bytes())["entries"]) == 2
    (folder / "events.csv").write_text(EVENTS.replace("2015-10", "2015-08"))
    assert reveal(desk / "x.kept.json", desk / "none.json", for_case=folder, claim="hit") == 0
    assert "Nothing was written: no event that the claim can count" in capsys.readouterr().out
    assert not (desk / "none.json").exists()


def test_a_package_of_a_case_carries_the_seal_and_never_the_list(desk):
    made, _, _ = make_seal(desk)
    folder = holder_case(desk / "case", made)
    packed = pack_case(folder, desk / "p.zip", audience=Label.CLEAR, key=signing_key(), day=date(2015, 11, 1))
    with zipfile.ZipFile(packed.path) as archive:
        every = b"".join(archive.read(name) for name in archive.namelist())
        assert archive.read("data/case/sealed/x.seal.json") == made.seal
        assert not any("kept" in name for name in archive.namelist())
    assert b"Hospital" not in every
    assert b"x.kept.json" not in every
    target = desk / "theirs"
    target.mkdir()
    unpack_case(open_package(packed.path), target)
    theirs, own = check(target), check(folder)
    assert theirs.case.problems == ()
    assert set(answers(theirs).values()) == {"may", "cannot"}
    mine, others = (found.claims[0].headline.bounds for found in (own, theirs))
    assert others.low <= mine.low <= mine.high <= others.high
