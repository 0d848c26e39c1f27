"""The built-in case with three places withheld and one source hidden, verified elsewhere."""

from __future__ import annotations

import json
import shutil
from fractions import Fraction

import pytest
from small_package import DAY, fresh_key, unpacked

import firmground as fg
from firmground.case.handling import Label
from firmground.exchange.package.crate import FILE as CRATE
from firmground.exchange.package.findings import Inside
from firmground.exchange.package.pack import pack_case
from firmground.exchange.package.verify import verify_package
from firmground.run import all_numbers

RULES = """\
[[rules]]
id = "three-towns"
label = "TLP:RED"
reason = "The people who told us live there."
places = ["al-latamneh", "maarat-al-numan", "talbiseh"]
[[rules]]
id = "one-source"
label = "TLP:RED"
reason = "Its author asked not to be named."
sources = ["al-hayat-11444599"]
"""


@pytest.fixture(scope="module")
def packed(tmp_path_factory):
    folder = tmp_path_factory.mktemp("built-in")
    case = folder / "case"
    shutil.copytree(fg.example_folder("syria-2015"), case)
    (case / "handling.toml").write_text(RULES, encoding="utf-8")
    return pack_case(case, folder / "syria.zip", audience=Label.CLEAR, key=fresh_key(), day=DAY)


def value(text):
    return float("inf") if text == "no limit" else Fraction(text) if "/" in text or "." not in text else float(text)


def test_findings_are_wider_and_contain_those_of_the_full_case(packed, tmp_path):
    elsewhere = shutil.copy(packed.path, tmp_path / "x.zip")
    found = verify_package(elsewhere)
    assert found.ok, found.fault
    full = fg.check_claims(fg.hold_events(fg.locate_events(fg.read_case(fg.example_folder("syria-2015")))))
    numbers = {(one["claim"], json.dumps(one["choices"], sort_keys=True)): one for one in all_numbers(full)}
    wider = 0
    for one in found.findings:
        own = numbers[one.claim, json.dumps(dict(one.choices), sort_keys=True)]
        assert one.theirs == (own["low"], own["high"])
        if own["low"] is None:
            assert one.inside is Inside.UNTESTED
            continue
        assert one.inside is Inside.YES
        assert value(one.ours[0]) <= value(own["low"])
        assert value(own["high"]) <= value(one.ours[1])
        wider += one.ours != one.theirs
    assert wider > 100


def test_what_is_hidden_is_counted(packed):
    lines = {line.name: line for line in verify_package(packed.path).tables}
    assert lines["places.csv"].hidden == 3
    assert lines["sources.toml/sources"].hidden == 1
    assert lines["events/disclosed.csv"].hidden == 0
    assert lines["events/disclosed.csv"].withheld["place"] >= 3


def test_no_name_of_what_is_hidden_is_in_the_bytes(packed):
    for name, content in unpacked(packed.path).items():
        for secret in ("Latamneh", "Латамн", "اللطامنة", "Talbiseh", "تلبيسة", "al-hayat-11444599"):
            assert secret.encode() not in content, (name, secret)


def test_the_crate_says_what_archives_ask_for(packed):
    """https://w3id.org/ro/crate/1.2, "Root Data Entity": what must be there."""
    members = unpacked(packed.path)
    graph = {one["@id"]: one for one in json.loads(members[CRATE])["@graph"]}
    assert graph["ro-crate-metadata.json"]["about"] == {"@id": "./"}
    root = graph["./"]
    assert root["@type"] == "Dataset"
    assert root["datePublished"] == "2026-11-29"
    assert all(root[name] for name in ("name", "description", "license"))
    files = {part["@id"] for part in root["hasPart"]}
    assert files <= graph.keys()
    assert len(files) == sum(name.startswith("data/") for name in members) - 1  # all but the crate itself
    assert "3 of them not shown" in graph["case/places.csv"]["description"]
    assert "not shown" in root["description"]
