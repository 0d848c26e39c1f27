"""The command as a person types it: what it says, what it asks, how it ends; nothing untrusted reaches the terminal raw."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import unicodedata

import pytest
from kept_pages import PAGE

from firmground.cli import app, document_commands
from firmground.documents.texts import read_text
from firmground.errors import BadRequestError
from firmground.read import read_case

FINE, FAILED, REFUSED = 0, 2, 3


@pytest.fixture
def typed(case, tmp_path):
    """Runs `firmground collect CASE ...` in a process of its own."""

    def run(*words, pasted=b""):
        done = subprocess.run(
            [sys.executable, "-W", "error", "-m", "firmground", "collect", str(case), *map(str, words)],
            input=pasted, capture_output=True, cwd=tmp_path, check=False, timeout=120, env={**os.environ, "PYTHONUTF8": "1"},
        )  # fmt: skip
        out, err = done.stdout.decode(), done.stderr.decode()
        assert "Traceback" not in out + err, err
        return done.returncode, out, err

    return run


def test_a_page_is_kept_recognised_and_its_change_shown(typed, page, case):
    code, out, _ = typed(page())
    assert (code, out.splitlines()[0].startswith("Kept: strikes-near-milltown-")) == (FINE, True)
    assert "published 2024-03-09 (first lines)" in out
    assert f"firmground read {case}" in out
    assert "is the same, to the bit" in typed(page())[1]
    code, out, _ = typed(page(PAGE.replace("at least 12", "14")))
    assert code == FINE
    assert "changed: “The spokesman said [at least 12 -> 14] people were killed near Milltown.”" in out


def test_several_are_summed_up_and_what_is_refused_ends_with_its_code(typed, page):
    code, out, _ = typed(page(), "nothing.html", page(b"", "empty.txt"))
    assert code == REFUSED
    assert "Not kept: nothing.html: there is no such file" in out
    assert out.splitlines()[-2] == "3 looked at: 1 new, 2 not kept."


def test_a_text_is_pasted(typed, case):
    code, out, _ = typed("-", "--published", "2024-03-09", pasted=PAGE.encode())
    assert (code, "from pasted" in out) == (FINE, True)
    assert [one.origin for one in read_case(case).documents.values()] == ["pasted"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "name a file, a folder, an address with --url"),
        (("--publishd", "2024"), "there is no option --publishd"),
        (("x.txt", "--published", "last week"), "--published: 'last week' is not a date"),
        (("x.txt", "--source", "nobody"), "--source: 'nobody' is not in sources.toml"),
        (("x.txt", "--replaces", "nothing"), "--replaces: there is no document 'nothing'"),
    ],
)
def test_what_is_asked_wrongly_is_said_in_one_sentence(case, words, said):
    with pytest.raises(BadRequestError) as fault:
        app(["collect", str(case), *words], exit_on_error=False, result_action="return_value")
    assert said in str(fault.value)
    assert "\n" not in str(fault.value)
    assert not (case / "documents").exists()


def test_and_ends_with_its_code(typed):
    code, out, err = typed("--publishd", "2024")
    assert (code, out, err) == (
        FAILED,
        "",
        "firmground: there is no option --publishd; write ./--publishd if it is a file\n",
    )


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1/",
        "http://localhost:80/",
        "http://0x7f.1/",
        "file:///etc/passwd",
        "http://a:b@example.org/",
        "http://[::1]/",
    ],
)
def test_an_address_that_may_not_be_asked_is_refused_from_the_command_too(case, capsys, address):
    assert document_commands.collect(case, url=(address,)) == REFUSED
    assert capsys.readouterr().out.startswith(f"Not kept: {address}: ")


def test_programs_get_json_with_spans_in_both_texts(page, case, keep, capsys):
    keep(page())
    names = (str(page(PAGE.replace("at least 12", "14"))), "nothing.html")
    code = document_commands.collect(case, names, json=True)
    told = json.loads(capsys.readouterr().out)
    version, refused = told["outcomes"]
    assert (code, told["firmground_collect"], version["came"], refused["came"]) == (REFUSED, 1, "version", "refused")
    old, new = read_case(case).documents.values()
    (word,) = version["changes"][0]["words"]
    for side, document in (("old", old), ("new", new)):
        text = (case / document.text_file).read_text(encoding="utf-8")
        assert text[word[side]["start"] : word[side]["stop"]] == word[side]["words"]
    assert version["replaces"] == old.id


def test_a_day_that_nobody_knows_is_told_with_the_way_to_give_it(case, page, capsys):
    assert document_commands.collect(case, (str(page("No head. Nothing is known of this.")),)) == FINE
    assert "--published 2024-03-09" in capsys.readouterr().out


@pytest.mark.skipif(sys.platform == "win32", reason="terminals of Unix")
@pytest.mark.parametrize(("answers", "day"), [(b"soon\n2024-03-08\n", "2024-03-08"), (b"\n", ""), (b".\n", "")])
def test_in_a_terminal_the_day_is_asked_for(case, page, tmp_path, answers, day):
    import pty  # noqa: PLC0415 - of Unix

    paths = [page("No head. Nothing is known of this.", "a.txt"), page("No head. This is another one.", "b.txt")]
    parent, child = pty.openpty()
    running = subprocess.Popen(
        [sys.executable, "-m", "firmground", "collect", str(case), *map(str, paths[: 1 + (answers == b".\n")])],
        stdin=child, stdout=child, stderr=subprocess.PIPE, cwd=tmp_path,
    )  # fmt: skip
    os.close(child)
    os.write(parent, answers)
    seen = b""
    while True:
        try:
            part = os.read(parent, 65536)
        except OSError:  # the other end is closed
            break
        if not part:
            break
        seen += part
    _, err = running.communicate(timeout=60)
    os.close(parent)
    assert running.returncode == FINE, err
    assert seen.count(b"was it published" if False else b"published? The page does not say it.") == 1
    assert (b"'soon' is not a date" in seen) is answers.startswith(b"soon")
    assert next(iter(read_case(case).documents.values())).published_on.value == day


HOSTILE = [
    "\x1b[2J\x1b]0;owned\x07",
    "\u202e51 tsom ta\u202c",
    "a\rb",
    "line\nbreak",
    "\x9b31m",
    "[bold]x[/bold]",
    "=cmd|'/c'!A1",
    "\ufffe",
]


@pytest.mark.parametrize("title", HOSTILE)
@pytest.mark.parametrize("name", ["x.html", "x.txt"])
def test_untrusted_words_are_made_visible(case, page, capsys, title, name):
    for words in ("At least 12 people.", "14 people."):
        body = f"<p>{words} {title} It named no unit at all, said {title} on Monday.</p>"
        document_commands.collect(case, (str(page(f"<html><title>{title}</title><body>{body}</body></html>", name)),))
        out = capsys.readouterr().out
        unseen = [letter for letter in out if unicodedata.category(letter) in {"Cc", "Cf", "Cs"} and letter != "\n"]
        assert unseen == []
        assert all(
            line.startswith(("Kept", "Not kept", "A new", "  ", "Nobody", "--", "See")) for line in out.splitlines()
        )


def test_a_hostile_file_name_is_made_visible(case, tmp_path, capsys):
    path = tmp_path / "a\x1b[31m\n.txt"
    path.write_text(PAGE)
    assert document_commands.collect(case, (str(path), "b\x1b[31m.txt")) == REFUSED
    assert "\x1b" not in capsys.readouterr().out


def test_a_page_that_breaks_its_reader_is_refused_and_the_others_go_on(case, page, capsys, monkeypatch):
    def broken(content, *_):
        if content.startswith(b"Break"):
            raise ValueError("no such node")
        return read_text(content, "x.txt")

    monkeypatch.setattr("firmground.documents.keep.candidate.read_text", broken)
    names = (str(page("Break it. Now.", "a.txt")), str(page(name="b.txt")))
    assert document_commands.collect(case, names) == REFUSED
    out = capsys.readouterr().out
    assert "it breaks the program that reads pages" in out
    assert "ValueError: no such node" in out
    assert "1 new, 1 not kept" in out
