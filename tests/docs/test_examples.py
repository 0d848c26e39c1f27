"""Every example of the manual is run or read, in the order in which a reader meets it."""

from __future__ import annotations

import contextlib
import io
import re
import shlex
import shutil
import subprocess
import tomllib
import warnings

import manual
import pytest

import firmground as fg
from firmground.formats.tables import read_table

KNOWN = {"python", "console", "toml", "csv", "sh", "text"}
ALL_BLOCKS = [block for page in manual.PAGES for block in manual.read_blocks(page)]


def named(language):
    return [pytest.param(block, id=block.where) for block in ALL_BLOCKS if block.language == language]


def test_every_block_is_of_a_kind_that_is_tried():
    strange = [
        f"{block.where}: {block.language or 'no language'}" for block in ALL_BLOCKS if block.language not in KNOWN
    ]
    assert strange == []


def test_every_shown_text_stands_under_what_writes_it():
    lone = []
    for page in manual.PAGES:
        blocks = manual.read_blocks(page)
        lone += [
            block.where
            for number, block in enumerate(blocks)
            if block.language == "text" and (number == 0 or blocks[number - 1].language != "python")
        ]
    assert lone == []


@pytest.mark.parametrize("page", manual.PAGES)
def test_the_examples_of_a_page_do_what_it_shows(page, workshop, type_command):
    write_files(page, workshop)
    names: dict[str, object] = {"__name__": "example"}
    blocks = manual.read_blocks(page)
    for number, block in enumerate(blocks):
        following = blocks[number + 1] if number + 1 < len(blocks) else None
        if block.language == "console":
            for command, shown in manual.split_console(block.text):
                written = type_command(command)
                check(shown, written, f"{block.where}: $ {command}")
        elif block.language == "python":
            written = run_python(block, names)
            shown = following.text if following is not None and following.language == "text" else ""
            check(shown, written, block.where)


def check(shown, written, where):
    if not manual.same_output(shown, written):
        pytest.fail(f"{where}\n{manual.first_difference(shown, written)}\nwritten was\n{written}", pytrace=False)


def run_python(block, names):
    written = io.StringIO()
    code = compile(block.text, block.where, "exec")
    with contextlib.redirect_stdout(written), warnings.catch_warnings():
        warnings.simplefilter("error")
        exec(code, names)  # noqa: S102 - the manual is ours
    return written.getvalue()


def write_files(page, folder):
    """The blocks whose fence names a file, as that file."""
    for block in manual.read_blocks(page):
        if block.name:
            path = folder / block.name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(block.text, encoding="utf-8")


@pytest.mark.parametrize("page", manual.PAGES)
def test_a_case_that_a_page_spells_out_is_read_without_a_problem(page, tmp_path):
    write_files(page, tmp_path)
    for head in sorted(tmp_path.glob("*/case.toml")):
        case = fg.read_case(head.parent)
        assert [str(problem) for problem in case.problems] == []
        assert len(case.events)
        assert case.claims


@pytest.mark.parametrize("block", named("toml"))
def test_every_toml_block_is_toml(block):
    tomllib.loads(block.text)


@pytest.mark.parametrize("block", named("csv"))
def test_every_csv_block_is_a_table_with_a_header(block, tmp_path):
    path = tmp_path / "block.csv"
    path.write_text(block.text, encoding="utf-8")
    table, problems = read_table(path, name=block.where)
    assert problems == []
    assert len(table.names) > 1
    assert table.read >= 1


@pytest.mark.parametrize("block", named("sh"))
def test_every_shell_block_is_a_list_of_commands_that_exist(block):
    bash = shutil.which("bash")
    assert bash
    subprocess.run([bash, "-n", "-c", block.text], check=True)
    for line in block.text.splitlines():
        words = shlex.split(line, comments=True)
        if words and words[0].startswith("scripts/"):
            script = manual.PROJECT / words[0]
            assert script.is_file(), line
            assert script.stat().st_mode & 0o100, f"{words[0]} cannot be run"
            subprocess.run([bash, "-n", str(script)], check=True)
        elif words:
            assert words[0] in {".", "python3", "python", "pip", "firmground"}, line


def test_the_two_commands_of_the_front_page_do_what_it_says_of_them():
    # They install from the network, so they are read here and not run.
    demo = (manual.PROJECT / "scripts" / "demo").read_text(encoding="utf-8")
    assert re.search(r"firmground demo", demo)
    assert "scripts/setup" in demo
    assert "pytest" in (manual.PROJECT / "scripts" / "test").read_text(encoding="utf-8")
    front = manual.read_page("README.md")
    assert front.index("scripts/demo") < front.index("scripts/test")


def test_the_reference_of_a_case_uses_only_keys_that_are_read(tmp_path):
    page = "docs/case-format.md"
    for block in manual.read_blocks(page):
        if block.language == "toml" and block.heading.endswith(".toml"):
            (tmp_path / block.heading).write_text(block.text, encoding="utf-8")
    assert {path.name for path in tmp_path.iterdir()} >= {"case.toml", "claims.toml", "actors.toml", "sources.toml"}
    told = [str(problem) for problem in fg.read_case(tmp_path).problems]
    assert [text for text in told if "not known" in text or "which is no column" in text] == []


@pytest.mark.parametrize(
    ("shown", "written", "same"),
    [
        ("a\nb", "a\nb\n", True),
        ("a\nb", "a\nc\n", False),
        ("a\n...\nd", "a\nb\nc\nd\n", True),
        ("a\n...\nd", "a\nd\n", True),
        ("a\n...", "a\nb\nc", True),
        ("...\nc", "a\nb\nc", True),
        ("a\n...\nd", "a\nb\n", False),
        ("run 12...89 here", "run 12345689 here", True),
        ("run 12...89 here", "run 12345\n89 here", False),
        ("", "", True),
        ("", "a", False),
        ("a", "a\nb", False),
    ],
)
def test_shown_output_must_be_the_written_output_but_for_three_dots(shown, written, same):
    assert manual.same_output(shown, written) is same
