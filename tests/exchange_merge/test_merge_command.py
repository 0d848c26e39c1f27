"""firmground merge, as a person types it."""

from __future__ import annotations

import json

import pytest
from rich.cells import cell_len

from firmground.cli import app
from firmground.errors import BadRequestError
from firmground.exchange.merge import say_merged


def run(capsys, *words):
    with pytest.raises(SystemExit) as ended:
        app([str(word) for word in words], exit_on_error=False)
    return ended.value.code, capsys.readouterr().out


def test_the_account_says_what_came_in_what_differs_and_what_waits(sides, tmp_path, capsys):
    code, text = run(capsys, "merge", *sides, "-o", tmp_path / "both", "--as", "them")
    assert code == 0
    assert text.splitlines()[:2] == ["them: Their small war", "signed by nobody"]
    text = " ".join(text.split())
    assert "events 4 rows beside your own" in text
    assert "Alpha, 2031-01-01/.." in text
    assert "you The North (holders, control/holders.csv:2)" in text
    assert "which of them is it?" in text
    assert f"firmground check {tmp_path / 'both'}" in text


def test_json_says_the_same(sides, tmp_path, capsys):
    code, text = run(capsys, "merge", *sides, "-o", tmp_path / "both", "--as", "them", "--json")
    account = json.loads(text)
    assert code == 0
    assert [one["kind"] for one in account["disagreements"]] == ["holder", "place", "names"]
    assert account["questions"][0]["theirs"] == "south"


def test_windows_are_ones_own(sides, tmp_path, capsys):
    events = sides[1] / "events" / "strikes.csv"
    text = events.read_text(encoding="utf-8").replace("s1,2031-01-05", "s1,2031-01-09")
    events.write_text(text, encoding="utf-8")
    found = {}
    for days in (1, 6):
        _, text = run(
            capsys, "merge", *sides, "-o", tmp_path / f"both{days}", "--as", "them", "--within-days", days,
            "--within-km", 0, "--json",
        )  # fmt: skip
        found[days] = {tuple(pair) for pair in json.loads(text)["double_rows"]}
    assert ("s1", "them.s1") not in found[1]
    assert ("s1", "them.s1") in found[6]


def test_a_window_that_is_none_is_refused(sides, tmp_path):
    with pytest.raises(BadRequestError, match="--within-km is -1"):
        app(["merge", *map(str, sides), "-o", str(tmp_path / "x"), "--as", "them", "--within-km", "-1"])


@pytest.mark.parametrize("width", [40, 61, 100])
def test_lines_fit(variant, width):
    for line in say_merged(variant.merged, width=width).splitlines():
        assert cell_len(line) <= width or line.startswith("  firmground "), line
