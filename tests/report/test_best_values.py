"""Best values from a case on disk to what people read: never unless asked for, and never without the bounds."""

from __future__ import annotations

import csv
import io
import json

import pytest

import firmground as fg
from firmground.bounds import Bounds
from firmground.explore import ask, try_claim
from firmground.render.csv_tables import best_values_csv
from firmground.render.export import write_export
from firmground.render.export.files import PURPOSES
from firmground.render.html import render_html
from firmground.render.json import render_json
from firmground.render.text import render_text
from firmground.report.best import chance_words
from firmground.report.build import build_report
from firmground.report.sections import write_section
from firmground.run import freeze_run, verify_run

CASE = """
title = "On the line"
[[events]]
id = "strikes"
file = "strikes.csv"
complete = true
[[maps]]
id = "towns"
file = "towns.csv"
layout = "place-list"
reach_km = 40
"""
TOWNS = "place,lon,lat,holder,from\nWestham,36.70,35.50,north,2024-01-01\nEastham,37.30,35.50,south,2024-01-01\n"
STRIKES = (
    "id,date,place,lon,lat,radius_km\ne1,2024-03-01,Mill,36.50,35.50,2\ne2,2024-03-01,Ford,36.97,35.50,10\n"
    "e3,2024-03-02,Ford,36.97,35.50,10\ne4,2024-03-02,Bridge,37.03,35.50,10\ne5,2024-03-04,Hill,37.60,35.50,2\n"
)
ACTORS = '[[actors]]\nid = "north"\nname = "the North"\n[[actors]]\nid = "south"\nname = "the South"\n'
CLAIM = """
[[claims]]
id = "c"
by = "the ministry"
on = "2024-04-01"
says = "Most of the strikes hit ground of the North"
[claims.test]
measure = "share"
that = {{ in = "north" }}
value = "> 0.5"
{model}
"""


@pytest.fixture
def checked(tmp_path):
    def check(model='model = "uniform"', strikes=STRIKES):
        texts = {
            "case.toml": CASE,
            "towns.csv": TOWNS,
            "strikes.csv": strikes,
            "actors.toml": ACTORS,
            "claims.toml": CLAIM.format(model=model),
        }
        for name, text in texts.items():
            (tmp_path / name).write_text(text, encoding="utf-8")
        case = fg.read_case(tmp_path)
        assert not case.problems
        return fg.check_claims(fg.hold_events(fg.locate_events(case)))

    return check


def test_without_a_model_no_likelihood_is_said_anywhere(checked):
    report = build_report(checked(model=""))
    assert report.claims[0].best is None
    assert any("no probability is used" in text for text in report.methods)
    for text in (render_text(report), render_html(report)):
        assert "Best value" not in text
        assert "┼" not in text
    assert json.loads(render_json(report))["claims"][0]["best"] is None


def test_with_a_model_the_best_value_stands_beside_the_bounds(checked):
    findings = checked()
    report = build_report(findings)
    section, headline = report.claims[0], findings.claims[0].headline
    best = section.best
    assert section.bounds.low <= best.interval.low < best.value.low == best.value.high < section.bounds.high
    assert headline.bounds.best == best.value.low
    assert (best.likely, best.partly, best.open) == (3, 0, 0)
    assert 0 < best.anyhow.low < best.accepted.low == best.accepted.high < best.anyhow.high
    assert best.holds >= 0.9
    text, page = render_text(report), render_html(report)
    for words in ("Best value if every point", "however places hang together"):
        assert words in " ".join(text.split())
        assert words in page
    assert section.bounds.text in " ".join(text.split())
    assert "┄" in text
    assert page.count('<g class="best">') == 1
    assert any("no bound rests on a probability" in words for words in report.methods)
    assert any("one draw, so they move together" in words for words in report.methods)
    assert json.loads(render_json(report))["claims"][0]["best"]["value"]["low"] == best.value.low


def test_bounds_and_standing_are_the_same_with_and_without(checked):
    plain, modelled = (checked(model).claims[0] for model in ("", 'model = "uniform"'))
    assert plain.headline.standing is modelled.headline.standing
    assert (plain.headline.bounds.low, plain.headline.bounds.high) == (
        modelled.headline.bounds.low,
        modelled.headline.bounds.high,
    )
    assert plain.require == modelled.require


def test_a_model_with_nothing_to_say_says_so(checked):
    section = build_report(checked(strikes=STRIKES.partition("e2")[0])).claims[0]
    assert section.best is None
    assert any("of which there are none: no undecided unit has a chance" in words for words in section.remarks)


def test_the_table_of_an_export_has_the_numbers_of_the_report(checked, tmp_path):
    findings = checked()
    report = build_report(findings)
    [row] = csv.DictReader(io.StringIO(best_values_csv(report)))
    best = report.claims[0].best
    assert (row["claim"], row["model"]) == ("c", "uniform")
    assert float(row["best_least"]) == float(row["best_most"]) == best.value.low
    assert float(row["claim_met_anyhow_most"]) == best.anyhow.high
    folder = write_export(findings, tmp_path / "out", formats=["csv", "embed", "svg"])
    assert (folder / "01-c" / "best-value.csv").read_text(encoding="utf-8").splitlines()[1].startswith("c,uniform,")
    for name in ("01-c/embed.html", "01-c/bar.svg", "index.html"):
        text = " ".join((folder / name).read_text(encoding="utf-8").split())
        assert "Best value" in text, name
    said = " ".join((folder / "README.txt").read_text(encoding="utf-8").split())
    assert "best-value.csv" in said
    assert next(one.what for one in PURPOSES if one.begins == "best-value.csv") in said


def test_a_trial_has_a_best_value_of_its_own(checked):
    """Borders that may be off by 5 km: by 0 or by 5, for all events together."""
    findings = checked()
    question = ask(findings.case, "c", {"margin_km": "5"})
    trial = try_claim(findings, question)
    meant, tried = findings.claims[0].headline.outlook, trial.found.headline.outlook
    assert (meant.margins, tried.margins) == ((0.0,), (0.0, 5.0))
    assert trial.found.headline.bounds in Bounds(0, 1)
    assert meant.best != tried.best
    section = write_section(trial.findings, trial.found)
    assert section.best.margins == (0.0, 5.0)
    assert trial.findings.claims[0].headline.outlook is meant


def test_a_frozen_run_holds_best_values(checked, tmp_path):
    frozen = tmp_path / "run.json"
    frozen.write_bytes(freeze_run(checked(), tmp_path))
    assert verify_run(frozen).same
    told = json.loads(frozen.read_text(encoding="utf-8"))
    told["findings"][0]["best"][0] = "0.1"
    frozen.write_text(json.dumps(told), encoding="utf-8")
    [difference] = verify_run(frozen).differing
    assert "best values 0.1 " in difference


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [
        (0.5, 0.5, "50 percent"),
        (0.0, 0.123456, "0 to 12.3 percent"),
        (0.0001, 0.99999, "less than 0.1 to more than 99.9 percent"),
        (1.0, 1.0, "100 percent"),
    ],
)
def test_a_chance_is_never_rounded_to_certainty(low, high, words):
    assert chance_words(Bounds(low, high)) == words
