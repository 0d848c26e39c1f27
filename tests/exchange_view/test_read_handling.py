"""handling.toml as it is read: what it says, and every fault told in one sentence."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from firmground import example_folder
from firmground.case.handling import Label, Mentions, Treatment
from firmground.errors import BadRequestError, Effect
from firmground.exchange.plain import record_tables
from firmground.exchange.viewing.effects import effects_of_rules
from firmground.exchange.viewing.make import make_view
from firmground.read import read_case


def faults(case):
    return [str(one) for one in case.problems if one.file == "handling.toml" and one.effect is Effect.REFUSED]


def test_a_case_without_the_file_has_no_rules(small):
    case = small()
    assert case.handling.label is None
    assert case.handling.rules == ()


def test_a_rule_says_what_is_meant_and_what_is_shown_of_it(small):
    case = small(
        """
        label = "TLP:GREEN"
        [[rules]]
        id = "embargo"
        label = "amber+strict"
        reason = "until it is out"
        table = "events/raids.csv"
        ids = ["e1"]
        where = { by = ["alpha", "beta"], district = "Homs" }
        from = "2026-01-01"
        until = "2026-03-31"
        fields = { lon = "coarsen", note = "withhold", "*" = "keep" }
        mentions = "stop"
        cell = 4
        settlements = 3
        """
    )
    assert faults(case) == []
    assert case.handling.label is Label.GREEN
    (rule,) = case.handling.rules
    assert (rule.label, rule.reason, rule.table) == (Label.AMBER_STRICT, "until it is out", "events:raids")
    assert rule.ids == ("e1",)
    assert rule.where == (("by", ("alpha", "beta")), ("district", ("Homs",)))
    assert dict(rule.fields) == {"lon": Treatment.COARSEN, "note": Treatment.WITHHOLD, "*": Treatment.KEEP}
    assert (rule.mentions, rule.cell, rule.settlements) == (Mentions.STOP, 4, 3)
    assert str(rule.period) == "2026-01-01/2026-03-31"


FAULTS = {
    'label = "TLP:PINK"': "`label` is 'TLP:PINK'",
    "": "`label` is missing",
    'label = "RED"\ntable = "events/raid.csv"': "the case has no table 'events/raid.csv' (did you mean \"events/raids.csv\"",
    'label = "RED"\ntable = "events/raids.csv"\nids = ["e9"]': "events/raids.csv has no record 'e9'",
    'label = "RED"\ntable = "events/raids.csv"\nids = []': "`ids` names no record",
    'label = "RED"\ntable = "actors.toml/ties"\nids = ["x"]': "the records of actors.toml/ties have no ids",
    'label = "RED"\ntable = "events/raids.csv"\nwhere = { plce = "x" }': "events/raids.csv has no column 'plce'",
    'label = "RED"\ntable = "events/raids.csv"\nwhere = { place = "" }': "`where` has no value for 'place'",
    'label = "RED"\ntable = "events/raids.csv"\nwhere = {}': "`where` names no column",
    'label = "RED"\ntable = "events/raids.csv"\nfields = { nte = "keep" }': "events/raids.csv has no column 'nte'",
    'label = "RED"\ntable = "events/raids.csv"\nfields = { note = "kep" }': "`fields`: 'note' is 'kep'",
    'label = "RED"\ntable = "events/raids.csv"\nfields = { note = "coarsen" }': "'note' cannot be coarsened",
    'label = "RED"\ntable = "places.csv"\nfields = { lon = "coarsen" }': "'lon' cannot be coarsened",
    'label = "RED"\ntable = "places.csv"\nfields = {}': "`fields` names no field",
    'label = "RED"\nplaces = ["rasten"]': "'rasten' is the id of no place of the case (did you mean \"rastan\"",
    'label = "RED"\nsources = ["x"]': "'x' is the id of no source of the case",
    'label = "RED"\nactors = ["x"]': "'x' is the id of no actor of the case",
    'label = "RED"\nactors = []': "`actors` names nobody and nothing",
    'label = "RED"': "it does not say what it is about",
    'label = "RED"\nplaces = ["rastan"]\ntable = "places.csv"': "it names a table and also places, sources or actors",
    'label = "RED"\nplaces = ["rastan"]\nids = ["x"]': "`ids` needs `table`",
    'label = "RED"\nplaces = ["rastan"]\nmentions = "stopp"': "`mentions` is 'stopp' (did you mean \"stop\"?)",
    'label = "RED"\nplaces = ["rastan"]\ncell = 12': "`cell` is '12' (write a whole number from 0 to 8)",
    'label = "RED"\nplaces = ["rastan"]\ncell = true': "`cell` is 'True'",
    'label = "RED"\nplaces = ["rastan"]\nsettlements = 0': "`settlements` is '0'",
    'label = "RED"\nplaces = ["rastan"]\nunit = "9"': "`unit` is '9'",
    'label = "RED"\nplaces = ["rastan"]\nunit = "1"': "the case has no units of level '1'",
    'label = "RED"\nplaces = ["rastan"]\nfrom = "soon"': "the days of the rule cannot be read",
    'label = "RED"\nplaces = ["rastan"]\nfrom = "2026-02-01"\nuntil = "2026-01-01"': "the days of the rule cannot be read",
}


@pytest.mark.parametrize("body", FAULTS)
def test_every_fault_is_told_and_nothing_leaves(small, shown, body):
    case = small(f'[[rules]]\nid = "r"\nreason = "so"\n{body}\n')
    told = faults(case)
    assert any(FAULTS[body] in one for one in told), told
    assert case.handling.rules == ()
    with pytest.raises(BadRequestError, match=r"nothing leaves while handling\.toml has a fault"):
        shown(case)


def test_a_file_that_is_no_toml_lets_nothing_leave(small, shown):
    with pytest.raises(BadRequestError, match=r"handling\.toml:1: this is not TOML"):
        shown(small("[[rules"))


def test_two_rules_of_one_id_are_told(small, rule):
    case = small(rule('places = ["rastan"]') + rule('places = ["tell"]'))
    assert faults(case) == ["handling.toml:6: the id 'r' is used twice (give each its own id)"]


@pytest.mark.parametrize(
    ("text", "key", "meant"),
    [
        (
            '[[rules]]\nid = "r"\nlabel = "RED"\nreason = "so"\nplaces = ["rastan"]\nsetlements = 50\n',
            "setlements",
            "settlements",
        ),
        ('lable = "TLP:RED"\n', "lable", "label"),
        ('[[rule]]\nid = "r"\nlabel = "RED"\nplaces = ["rastan"]\n', "rule", "rules"),
    ],
)
def test_a_key_that_nobody_knows_may_have_been_meant_to_hold_more_back(small, shown, text, key, meant):
    case = small(text)
    (told,) = faults(case)
    assert f"the key '{key}' is not known here (did you mean \"{meant}\"?" in told
    with pytest.raises(BadRequestError, match="nothing leaves while"):
        shown(case)


def test_the_rules_are_no_input_of_a_run(small, rule):
    case = small(rule('places = ["rastan"]'))
    assert "handling.toml" not in {one.path for one in case.inputs}


@pytest.mark.parametrize("name", ["events/raids.csv", "events:raids", "control/towns.csv", "maps:towns", "claims.toml"])
def test_a_table_is_called_by_its_file(small, rule, name):
    assert faults(small(rule(f'table = "{name}"'))) == []


def test_the_rules_of_the_manual_are_rules_of_the_built_in_case(tmp_path):
    folder = tmp_path / "syria"
    shutil.copytree(example_folder("syria-2015"), folder)
    page = (Path(__file__).parents[2] / "docs" / "handling.md").read_text(encoding="utf-8")
    (folder / "handling.toml").write_text(re.findall(r"^```toml\n(.*?)^```", page, re.DOTALL | re.MULTILINE)[0])
    case = read_case(folder)
    assert [str(one) for one in case.problems if one.file == "handling.toml"] == []
    assert len(case.handling.rules) == 4
    # The example of docs/proofs.md is the case under the first two of them.
    case = replace(case, handling=replace(case.handling, rules=case.handling.rules[:2]))
    tables = record_tables(case)
    view = make_view(case, tables, Label.CLEAR, date(2026, 3, 1))
    told = {one.claim: one for one in effects_of_rules(case, tables, view, date(2026, 3, 1)).together.claims}
    bounds = (told["reuters-1021-share"].full, told["reuters-1021-share"].shown)
    words = [" and ".join(f"{float(100 * end):.0f}" for end in (one.low, one.high)) for one in bounds]
    worked = (Path(__file__).parents[2] / "docs" / "proofs.md").read_text(encoding="utf-8")
    assert f"Between {words[1]} percent of the declared places" in worked
    assert f"own figure, {words[0].replace(' and ', ' to ')} percent" in worked
