"""What comes from a stranger: ids that look like paths, text that a terminal would obey, packages that were touched."""

from __future__ import annotations

import json
import zipfile
from datetime import date

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from two_sides import OTHER, OWN, write_side

from firmground.case.handling import Label
from firmground.errors import BadRequestError
from firmground.exchange.merge import merge_cases, other, say_merged
from firmground.exchange.package.pack import pack_case
from firmground.exchange.plain import record_tables
from firmground.exchange.tables import Kind
from firmground.exchange.viewing.rules import label_of
from firmground.proofs.keys import SigningKey
from firmground.read import read_case

HOSTILE = {
    "case.toml": OWN["case.toml"]
    .replace('id = "strikes"', 'id = "../../../evil"')
    .replace("A small war", "\\u001b[2J!"),
    "events/strikes.csv": "id,date,by,kind,place,side\n=cmd()|1,2031-01-05,=evil,air-strike,../x,a\n",
    "actors.toml": '[[actors]]\nid = "../../actor"\nname = "=HYPERLINK(1)"\n[[actors]]\nid = "n"\nname = "The North"\n',
}


def test_ids_of_a_stranger_never_become_paths(tmp_path):
    own = write_side(tmp_path / "own", OWN)
    stranger = write_side(tmp_path / "other", {**OTHER, **HOSTILE})
    merged = merge_cases(own, stranger, tmp_path / "both", name="them")
    files = sorted(path.relative_to(merged.folder).as_posix() for path in (merged.folder / "from").rglob("*.csv"))
    assert "from/them/events/evil.csv" in files
    assert sorted(path.name for path in tmp_path.iterdir()) == ["both", "other", "own"]
    assert read_case(merged.folder).events.dataset[-1] == "them.../../../evil"


def test_what_is_shown_is_nothing_that_a_terminal_obeys(tmp_path):
    own = write_side(tmp_path / "own", OWN)
    stranger = write_side(tmp_path / "other", {**OTHER, **HOSTILE})
    merged = merge_cases(own, stranger, tmp_path / "both", name="them")
    assert "\x1b" not in say_merged(merged)
    cells = (merged.folder / "from" / "them" / "questions.csv").read_text(encoding="utf-8").splitlines()
    assert not [line for line in cells if line.startswith("=") or ",=" in line]


@pytest.fixture
def package(tmp_path, monkeypatch):
    monkeypatch.setenv("FIRMGROUND_CONFIG", str(tmp_path / "config"))
    case = write_side(tmp_path / "theirs", OTHER)
    (case / "handling.toml").write_text(
        'label = "TLP:GREEN"\n[[rules]]\nid = "r"\nlabel = "TLP:RED"\nreason = "x"\nplaces = ["c"]\n', encoding="utf-8"
    )
    private = Ed25519PrivateKey.generate()
    key = SigningKey("sender", private.public_key().public_bytes_raw(), private)
    return pack_case(case, tmp_path / "theirs.zip", audience=Label.GREEN, key=key, day=date(2031, 12, 31)).path


def test_a_package_comes_in_with_its_sender_and_its_label(package, tmp_path):
    own = write_side(tmp_path / "own", OWN)
    merged = merge_cases(own, package, tmp_path / "both", name="them")
    assert len(merged.sender.replace(" ", "")) == 40
    assert merged.audience == "TLP:GREEN"
    case = read_case(merged.folder)
    assert {rule.label for rule in case.handling.rules} == {Label.GREEN}
    day = date(2031, 12, 31).toordinal()
    for table in record_tables(case):
        theirs = [row for row in range(table.rows) if str(table.record(row).get("id", "")).startswith("them.")]
        if table.kind not in (Kind.EVENTS_ENTRY, Kind.MAPS_ENTRY, Kind.SUBSETS):
            assert {label_of(case.handling, table, row, day) for row in theirs} <= {Label.GREEN}, table.name
        assert table.kind is not Kind.EVENTS or len(theirs) in (0, 4)
    assert not [problem for problem in case.problems if problem.file == "handling.toml"]
    assert case.withheld["map:them.holders"] == 1


def test_a_package_that_was_touched_is_refused_unless_asked_for(package, tmp_path):
    own = write_side(tmp_path / "own", OWN)
    touched = tmp_path / "touched.zip"
    with zipfile.ZipFile(package) as old, zipfile.ZipFile(touched, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b"Alpha", b"Alpho"))
    with pytest.raises(BadRequestError, match=r"does not verify: .*--unverified"):
        merge_cases(own, touched, tmp_path / "both", name="them")
    assert not (tmp_path / "both").exists()
    merged = merge_cases(own, touched, tmp_path / "both", name="them", unverified=True)
    assert merged.sender == ""
    assert "did not verify" in merged.notes[0]


@pytest.mark.parametrize("name", ["../evil", "/evil", "a/../../evil", "C:/evil", "..\\evil"])
def test_a_zip_that_leads_out_is_refused_also_when_asked_for(tmp_path, name):
    own, path = write_side(tmp_path / "own", OWN), tmp_path / "x.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("case.toml", OTHER["case.toml"])
        archive.writestr(name, "x")
    with pytest.raises(BadRequestError, match="leads out of it"):
        merge_cases(own, path, tmp_path / "both", name="them", unverified=True)
    assert sorted(found.name for found in tmp_path.rglob("*evil*")) == []


def test_a_case_that_is_too_large_is_told_before_it_is_read(sides, tmp_path, monkeypatch):
    monkeypatch.setattr(other, "MOST_FILES", 3)
    with pytest.raises(BadRequestError, match="too large to merge"):
        merge_cases(*sides, tmp_path / "both", name="them")


@pytest.mark.parametrize(
    "change",
    [
        lambda kept: kept["files"].append("../../own.txt"),
        lambda kept: kept["files"].append("from/them/../../case.toml"),
        lambda kept: kept.update(name="others"),
        lambda kept: kept.update(format="x"),
        lambda kept: kept.pop("seen") and kept.update(more=1),
    ],
)
def test_what_a_merge_remembers_is_not_believed_when_it_was_changed(sides, tmp_path, change):
    merged = merge_cases(*sides, tmp_path / "both", name="them")
    path = merged.folder / "from" / "them" / "merged.json"
    kept = json.loads(path.read_text(encoding="utf-8"))
    change(kept)
    path.write_text(json.dumps(kept), encoding="utf-8")
    with pytest.raises(BadRequestError, match="not as it was written"):
        merge_cases(merged.folder, sides[1], tmp_path / "again", name="them")


def test_a_label_of_a_plain_case_goes_with_all_of_it(sides, tmp_path):
    (sides[1] / "handling.toml").write_text('label = "TLP:AMBER"\n', encoding="utf-8")
    merged = merge_cases(*sides, tmp_path / "both", name="them")
    assert merged.audience == "TLP:AMBER"
    assert {rule.label for rule in read_case(merged.folder).handling.rules} == {Label.AMBER}
