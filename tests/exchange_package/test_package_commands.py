"""`firmground pack` and `firmground verify`, as they are typed."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
from small_package import RULES, put_together, unpacked, write_small_case

from firmground.cli import FAILED, app
from firmground.cli.terminal import DIFFERENT, FINE
from firmground.errors import FirmgroundError
from firmground.exchange.package.opened import STATEMENT
from firmground.proofs.keys import make_key
from firmground.render.visible import one_line


@pytest.fixture
def typed(capsys, monkeypatch, tmp_path):
    """Types a command; gives its exit code and what it wrote."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")

    def run(*words: str) -> tuple[int, str]:
        try:
            code = app(list(words), exit_on_error=False, result_action="return_value")
        except (FirmgroundError, OSError) as fault:  # as `main` says it
            code = FAILED
            print(f"firmground: {one_line(str(fault))}")  # noqa: T201 - what is compared below
        told = capsys.readouterr()
        return code, told.out + told.err

    return run


@pytest.fixture
def case(tmp_path):
    make_key("ana")
    return write_small_case(tmp_path / "case", RULES)


def test_packed_here_and_verified_there(typed, case):
    code, told = typed("pack", "case", "-o", "x.zip", "--for", "clear", "--on", "2031-12-31")
    assert code == FINE
    assert "gamma: places.csv: 1 record hidden" in told
    assert "most: 66.7 % becomes 33.3 to 66.7 %" in told.replace("\u00a0", " ")
    assert "signed with the key" in told
    code, told = typed("verify", "x.zip")
    assert code == FINE
    assert "SOUND." in told
    assert "TLP:CLEAR, packed on 2031-12-31" in told
    assert "key ana:" in told
    assert "most: 66.7 % says the sender, 33.3 to 66.7 % here: inside under all 2 combinations" in told.replace(
        "\u00a0", " "
    )


def test_a_preview_leaves_nothing_behind(typed, case, tmp_path):
    before = sorted(path.name for path in tmp_path.iterdir())
    code, told = typed("pack", "case", "--for", "clear", "--preview")
    assert code == FINE
    assert "What leaves" in told
    assert sorted(path.name for path in tmp_path.iterdir()) == before


def test_what_was_changed_ends_with_one_and_one_sentence(typed, case, tmp_path):
    typed("pack", "case", "-o", "x.zip", "--for", "clear")
    members = unpacked(tmp_path / "x.zip")
    put_together(members | {STATEMENT: members[STATEMENT].replace(b"A small war", b"A great war")}, tmp_path / "y.zip")
    code, told = typed("verify", "y.zip")
    assert code == DIFFERENT
    assert "NOT SOUND. Its signature does not fit its statement" in told
    assert "proven" not in told
    (tmp_path / "cut.zip").write_bytes((tmp_path / "x.zip").read_bytes()[:500])
    assert typed("verify", "cut.zip")[0] == DIFFERENT


def test_the_answer_for_programs(typed, case):
    typed("pack", "case", "-o", "x.zip", "--for", "clear")
    code, told = typed("verify", "x.zip", "--json")
    answer = json.loads(told)
    assert code == FINE
    assert answer["firmground_package"] == 1
    assert answer["ok"] is True
    assert answer["key_name"] == "ana"
    assert {one["inside"] for one in answer["findings"]} == {"inside"}
    assert sum(table["hidden"] for table in answer["tables"]) == 3


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["pack", "case"], "-o FILE.zip, or look first with --preview"),
        (["pack", "case", "-o", "x.tar"], "a package is a .zip"),
        (["pack", "case", "-o", "x.zip"], "say for whom"),
        (["pack", "case", "-o", "x.zip", "--for", "everybody"], "no audience"),
        (["pack", "case", "-o", "x.zip", "--for", "clear", "--on", "soon"], "no day"),
        (["pack", "case", "-o", "x.zip", "--for", "clear", "--key", "ben"], "no key"),
        (["pack", "nothing", "-o", "x.zip"], "no folder"),
        (["pack", "case", "-o", "no/x.zip", "--for", "clear"], "no folder"),
        (["verify", "none.zip"], "there is no file"),
        (["verify", "case"], ""),
        (["verify", "case/case.toml"], "no frozen run"),
        (["verify", "x.zip", "--case", "case"], "--case says nothing about packages"),
    ],
)
def test_what_is_asked_wrongly_is_said_in_one_line(typed, case, words, says):
    code, told = typed(*words)
    if not says:
        assert code == DIFFERENT
        assert "NOT SOUND" in told
        return
    assert code == FAILED
    assert says in told.splitlines()[-1]
    assert "Traceback" not in told


def test_a_strangers_words_do_not_reach_the_terminal_as_they_are(typed, tmp_path):
    make_key("ana")
    case = write_small_case(tmp_path / "case")
    text = (case / "case.toml").read_text().replace("A small war", "A small \\u001b[2J war \\u202e raw")
    (case / "case.toml").write_text(text)
    assert typed("pack", "case", "-o", "x.zip")[0] == FINE
    told = typed("verify", "x.zip")[1]
    assert "\x1b" not in told
    assert "\u202e" not in told


def test_a_frozen_run_is_verified_as_before(typed, tmp_path):
    write_small_case(tmp_path / "case")
    assert typed("check", "case", "--save", "run.json")[0] == FINE
    assert typed("verify", "run.json") == (FINE, "All 4 findings are the same.\n")
    (tmp_path / "case" / "control" / "holders.csv").write_text("place,holder,from,until\na,south,2031-01-01,\n")
    code, told = typed("verify", "run.json")
    assert code == DIFFERENT
    assert "control/holders.csv has changed" in told


def test_nothing_heavy_is_loaded_before_a_package_is_packed():
    code = "import sys, firmground.cli.pack_commands; print(sorted({'numpy', 'cryptography', 'bagit', 'msgspec'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
