"""`firmground key` as a person types it: what is said, what is asked, what is written where."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys

import pytest

from firmground.cli import key_commands
from firmground.errors import BadRequestError
from firmground.proofs import keys

FINE, FAILED = 0, 2


@pytest.fixture(autouse=True)
def settings(tmp_path, monkeypatch):
    """Nobody's keys, and a folder to work in."""
    monkeypatch.setenv("FIRMGROUND_CONFIG", str(tmp_path / "settings"))
    monkeypatch.chdir(tmp_path)
    return tmp_path / "settings"


@pytest.fixture
def typed(settings):
    """Runs `firmground key ...` in a process of its own."""

    def run(*words, pasted=""):
        done = subprocess.run(
            [sys.executable, "-W", "error", "-m", "firmground", "key", *words],
            input=pasted.encode(), capture_output=True, check=False, timeout=60, env={**os.environ, "PYTHONUTF8": "1"},
        )  # fmt: skip
        out, err = done.stdout.decode(), done.stderr.decode()
        assert "Traceback" not in out + err, err
        return done.returncode, out, err

    return run


def test_a_key_is_made_shown_and_given_to_others_who_compare_it(typed, tmp_path, capsys, monkeypatch):
    code, out, _ = typed("make", "ana", "--passphrase", pasted="a long sentence\n")
    assert (code, "The key ana is made" in out, "a long sentence" in out) == (FINE, True, False)
    groups = out.split()[out.split().index("is", 5) + 1 :][:8]
    made = keys.get_key("ana")
    assert " ".join(groups) == made.fingerprint
    assert keys.is_locked(made)
    assert keys.open_key(made, "a long sentence").public == made.public

    key_commands.export("ana", tmp_path / "ana.pem")
    monkeypatch.setenv("FIRMGROUND_CONFIG", str(tmp_path / "another desk"))
    spoken = made.fingerprint.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
    key_commands.add("ana-of-the-agency", tmp_path / "ana.pem", fingerprint=spoken)
    assert keys.list_keys() == [keys.Key("ana-of-the-agency", made.public, own=False)]
    assert "before you rely on it" not in capsys.readouterr().out


def test_who_adds_a_key_without_its_fingerprint_is_told_to_compare_it(tmp_path, capsys, monkeypatch):
    made = keys.make_key("ana")
    key_commands.export("ana", tmp_path / "ana.pem")
    monkeypatch.setenv("FIRMGROUND_CONFIG", str(tmp_path / "another desk"))
    capsys.readouterr()
    key_commands.add("ana", tmp_path / "ana.pem")
    out = capsys.readouterr().out
    assert " ".join(out.split()).count(made.fingerprint) == 1
    assert "before you rely on it: by voice, or on paper" in out


def test_a_key_with_another_fingerprint_is_not_kept(tmp_path, monkeypatch):
    keys.make_key("ana")
    key_commands.export("ana", tmp_path / "ana.pem")
    monkeypatch.setenv("FIRMGROUND_CONFIG", str(tmp_path / "another desk"))
    with pytest.raises(BadRequestError, match="another fingerprint"):
        key_commands.add("ana", tmp_path / "ana.pem", fingerprint="1" * 40)
    with pytest.raises(BadRequestError, match="40 digits, and this has 3"):
        key_commands.add("ana", tmp_path / "ana.pem", fingerprint="123")
    assert keys.list_keys() == []


def test_all_keys_are_listed_for_people_and_for_programs(capsys):
    key_commands.list_()
    assert "firmground key make NAME" in capsys.readouterr().out
    keys.make_key("zoe")
    key_commands.list_(json=True)
    told = json.loads(capsys.readouterr().out)
    assert told == {
        "firmground_keys": 1,
        "keys": [{"name": "zoe", "own": True, "fingerprint": keys.get_key("zoe").fingerprint}],
    }
    key_commands.list_()
    assert capsys.readouterr().out.startswith("zoe (yours)\n")


def test_a_key_is_shown_with_how_to_read_it_aloud(capsys):
    made = keys.make_key("ana")
    key_commands.show("ana")
    out = capsys.readouterr().out
    assert keys.write_public(made.public) in out
    assert made.fingerprint in " ".join(out.split())
    assert "the eight\ngroups, digit by digit" in out


def test_nothing_is_written_over(tmp_path):
    keys.make_key("ana")
    (tmp_path / "ana.pem").write_text("mine")
    with pytest.raises(BadRequestError, match="is there already"):
        key_commands.export("ana", tmp_path / "ana.pem")
    assert (tmp_path / "ana.pem").read_text() == "mine"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("make", "../ana"), "letters and digits of any script"),
        (("make", "ana", "--passphrase"), "an empty passphrase locks nothing"),
        (("show", "nobody"), "there is no key nobody: make one with `firmground key make NAME`"),
        (("add", "bob", "nothing.pem"), "there is no file nothing.pem"),
        (("add", "bob", "."), "there is no file ."),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line(words, said, typed):
    code, out, err = typed(*words)
    assert (code, out, err.count("\n")) == (FAILED, "", 1)
    assert said in err


def test_a_large_file_is_no_key(tmp_path):
    (tmp_path / "big.pem").write_bytes(b"-" * 20_000)
    with pytest.raises(BadRequestError, match="too large"):
        key_commands.add("bob", tmp_path / "big.pem")


def test_a_locked_key_asks_for_its_passphrase_and_an_open_one_does_not(monkeypatch):
    keys.make_key("desk")
    assert key_commands.opened_key().name == "desk"
    locked = keys.make_key("ana", "sesame")
    monkeypatch.setattr("sys.stdin", io.StringIO("sesame\n"))
    assert key_commands.opened_key("ana").public == locked.public
    monkeypatch.setattr("sys.stdin", io.StringIO("sesam\n"))
    with pytest.raises(BadRequestError, match="passphrase is wrong"):
        key_commands.opened_key("ana")


def test_a_new_passphrase_is_typed_twice_at_a_terminal(monkeypatch):
    class Terminal(io.StringIO):
        def isatty(self):
            return True

    monkeypatch.setattr("sys.stdin", Terminal())
    answers = iter(["one", "other", "same", "same"])
    monkeypatch.setattr(key_commands, "getpass", lambda _: next(answers))
    with pytest.raises(BadRequestError, match="the two passphrases differ: no key was made"):
        key_commands.make("ana", passphrase=True)
    assert keys.list_keys() == []
    key_commands.make("ana", passphrase=True)
    assert keys.open_key(keys.own_key(), "same").name == "ana"
