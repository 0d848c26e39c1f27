"""Reports and exports for an audience, as a user makes them: the built-in case, three villages and one source held back."""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from firmground.case.handling import Label
from firmground.cli import app
from firmground.examples import example_folder
from firmground.exchange.gate import publish
from firmground.exchange.views import Secret

if TYPE_CHECKING:
    from pathlib import Path

RULES = """
[[rules]]
id     = "villages"
label  = "TLP:RED"
reason = "families of those who filmed still live there"
places = ["al-latamneh", "hatla", "kafr-zita"]

[[rules]]
id      = "witness"
label   = "TLP:AMBER"
reason  = "the publisher asked for it"
sources = ["gazeta-ru-2015-10-01"]
"""
DAY = "2026-03-01"
NOTE = "eight night sorties in all on four targets"


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("gate") / "case"
    shutil.copytree(example_folder("syria-2015"), folder)
    (folder / "handling.toml").write_text(RULES, encoding="utf-8")
    return folder


def run(*words: str) -> int:
    return app([*words], exit_on_error=False, result_action="return_value")


def files_of(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def test_a_report_for_the_world_is_written_and_holds_nothing_that_is_kept_back(
    case: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    page = tmp_path / "page.html"
    assert run("report", str(case), "-o", str(page), "--for", "clear", "--on", DAY) == 0
    said = capsys.readouterr().out
    assert "nothing in them that handling.toml keeps from TLP:CLEAR" in said
    text = page.read_text(encoding="utf-8")
    assert "(TLP:CLEAR)" in text
    for word in (
        "Latam",
        "Латам",
        "لطامنة",
        "Hatla",
        "Хатла",
        "Kafr Zita",
        "36.6229",
        "n_7657619",
        "handling",
        str(case),
        tempfile.gettempdir(),
    ):
        assert word not in text, word
    frozen = json.loads((tmp_path / "page.run.json").read_text(encoding="utf-8"))
    assert frozen["case"] == "data/case"
    # The frozen run speaks of the files of the view alone: of no file that holds what is kept back is a hash given.
    originals = {(case / name).read_bytes() for name in ("places.csv", "sources.toml", "events/disclosed.csv")}
    assert {hashlib.sha256(content).hexdigest() for content in originals}.isdisjoint(
        item["sha256"] for item in frozen["inputs"]
    )
    assert "handling.toml" not in {item["path"] for item in frozen["inputs"]}


def test_the_gate_stops_a_report_in_which_one_alias_was_left_in_a_note(
    case: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    """The note spells the village as no list of names does, so no rule withheld it."""
    careless = tmp_path / "case"
    shutil.copytree(case, careless)
    events = careless / "events/disclosed.csv"
    text = events.read_text(encoding="utf-8")
    assert NOTE in text
    events.write_text(text.replace(NOTE, f"{NOTE}; filmed from Latamineh", 1), encoding="utf-8")
    page = tmp_path / "page.html"
    page.write_text("what was there before", encoding="utf-8")
    before = files_of(tmp_path)
    assert run("report", str(careless), "-o", str(page), "--for", "clear", "--on", DAY) == 1
    said = capsys.readouterr().out
    assert said.startswith("Nothing was written: ")
    assert "filmed from Latamineh" in said
    assert "may be another spelling of the place al-latamneh, which the rule villages keeps back" in said
    assert files_of(tmp_path) == before
    assert run("report", str(careless), "-o", str(page), "--for", "clear", "--on", DAY, "--harmless", "Latamineh") == 0
    assert page.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")


def test_an_export_is_looked_through_before_it_is_put_in_its_place(
    case: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    prepared = publish._prepare(case, Label.CLEAR, date.fromisoformat(DAY), (), lambda _: None)
    monkeypatch.setattr(publish, "_prepare", lambda *_: prepared)
    words = ["export", str(case), "--for", "clear", "-c", "isw-1103"]
    target = tmp_path / "export"
    assert run(*words, "-o", str(target), "-f", "gpkg", "-f", "geoparquet", "-f", "csv") == 0
    assert list(tmp_path.iterdir()) == [target]
    assert (target / "case.gpkg").is_file()
    # The same for one who keeps back more than the view does.
    findings, gate = prepared
    more = Secret("the place talbiseh", "more", ("Talbiseh",), ("talbiseh",), ((36.7309, 34.8406),))
    stricter = replace(gate, view=replace(gate.view, secrets=(more,)))
    monkeypatch.setattr(publish, "_prepare", lambda *_: (findings, stricter))
    assert run(*words, "-o", str(tmp_path / "other"), "-f", "gpkg", "-f", "geoparquet") == 1
    assert list(tmp_path.iterdir()) == [target]
    assert {"case.gpkg", "places.parquet"} <= {leak.file for leak in stricter.leaks}


def test_the_owner_is_told_that_a_report_without_an_audience_is_for_nobody_else(
    case: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    assert run("report", str(case), "-o", str(tmp_path / "mine.txt")) == 0
    assert "This is for the owner of the case only" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--for", "everybody"), "there is no audience 'everybody'; there are clear, green, amber, amber+strict, red"),
        (("--on", DAY), "say whom it is for"),
        (("--harmless", "x"), "say whom it is for"),
        (("--for", "clear", "--on", "yesterday"), "'yesterday' is no day: write it as 2015-10-21"),
        (("--for", "clear", "-o", "page.docx"), "a report ends in one of"),
    ],
)
def test_what_is_asked_wrongly_is_told_before_anything_is_read(case: Path, words: tuple[str, ...], told: str):
    with pytest.raises(ValueError, match=told.replace("+", r"\+")):
        run("report", str(case), *words)


def test_a_folder_that_is_not_there_is_told(case: Path, tmp_path: Path):
    with pytest.raises(ValueError, match="there is no folder"):
        publish.publish_report(case, tmp_path / "none" / "page.html", audience=Label.CLEAR, day=date.fromisoformat(DAY))


def test_where_nothing_is_kept_back_nothing_is_said_to_be_safe(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    assert run("new", str(tmp_path / "case")) == 0
    assert run("report", str(tmp_path / "case"), "-o", str(tmp_path / "page.txt"), "--for", "green") == 0
    assert "The case keeps nothing from TLP:GREEN" in capsys.readouterr().out
    # By its label alone nothing of this case may go to the world.
    (tmp_path / "case/handling.toml").write_text('label = "TLP:RED"\n', encoding="utf-8")
    with pytest.raises(ValueError, match="nothing of this case may go to TLP:CLEAR"):
        run("report", str(tmp_path / "case"), "-o", str(tmp_path / "page.html"), "--for", "clear")
    assert not (tmp_path / "page.html").exists()
