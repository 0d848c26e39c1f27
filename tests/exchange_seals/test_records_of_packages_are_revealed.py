"""A record of a package that was withheld is revealed later, whole or in part, to whoever holds the package."""

from __future__ import annotations

import json
import zipfile
from datetime import date

import pytest
from sealed_case import ACTORS, EVENTS, signing_key

from firmground.case.handling import Label
from firmground.errors import BadRequestError
from firmground.exchange.package.kept import read_kept
from firmground.exchange.package.pack import pack_case
from firmground.exchange.seals import Asked, reveal_package, verify_reveal
from firmground.proofs.canonical import canonical

TABLE = "events/events.csv"
CASE = 'title = "T"\n[[events]]\nid = "e"\nfile = "events/events.csv"\n'
HANDLING = """
[[rules]]
id = "hidden"
label = "TLP:RED"
reason = "it would name a source"
table = "events/events.csv"
ids = ["around"]
fields = { "*" = "withhold" }
[[rules]]
id = "day"
label = "TLP:RED"
reason = "it would tell when a patrol left"
table = "events/events.csv"
ids = ["partly"]
fields = { date = "withhold", "*" = "keep" }
"""


@pytest.fixture(scope="module")
def packed(tmp_path_factory):
    folder = tmp_path_factory.mktemp("packed")
    case = folder / "case"
    (case / "events").mkdir(parents=True)
    files = {"case.toml": CASE, "actors.toml": ACTORS, TABLE: EVENTS, "handling.toml": HANDLING}
    for name, text in files.items():
        (case / name).write_text(text, encoding="utf-8")
    made = pack_case(case, folder / "p.zip", audience=Label.CLEAR, key=signing_key(), day=date(2015, 11, 1))
    with zipfile.ZipFile(made.path) as archive:
        for name in ("statement.json", "statement.sig"):
            (folder / name).write_bytes(archive.read(name))
    return made, read_kept(made.kept)


@pytest.fixture
def proof_of(packed, tmp_path):
    """What the reveal in a document proves against a package, or against something else."""

    def prove(raw, against=None):
        path = tmp_path / "record.json"
        path.write_bytes(raw)
        return verify_reveal(path, against or packed[0].path)

    return prove


@pytest.mark.parametrize("own", ["around", "partly", "nowhere"])
def test_a_record_is_proven_to_have_been_in_the_package(packed, proof_of, own):
    """One that was hidden whole, one of which a field was, and one that is shown."""
    _, kept = packed
    found = proof_of(reveal_package(kept, TABLE, Asked(own)))
    assert found.wrong == ()
    assert f"id = {own}" in found.shown[0]
    assert f"of {TABLE}, among {kept.statement['rows']:,} records that the key editor" in found.proven[0]


def test_a_withheld_field_is_proven_alone(packed, proof_of):
    _, kept = packed
    raw = reveal_package(kept, TABLE, Asked("partly", fields=("date",)))
    assert b"35.02" not in raw
    found = proof_of(raw)
    assert found.wrong == ()
    assert "date = 2015-10-10" in found.shown[0]
    assert any("fields that are not shown" in sentence for sentence in found.not_proven)


def test_with_its_path_the_signed_statement_is_enough(packed, proof_of):
    made, kept = packed
    raw = reveal_package(kept, TABLE, Asked("around"), with_path=True)
    for against in (made.path.with_name("statement.json"), made.path):
        assert proof_of(raw, against).wrong == ()
    changed = made.path.with_name("changed.json")
    changed.write_bytes(made.path.with_name("statement.json").read_bytes().replace(b'"T"', b'"U"'))
    made.path.with_name("changed.sig").write_bytes(made.path.with_name("statement.sig").read_bytes())
    assert "signature" in proof_of(raw, changed).wrong[0]


@pytest.mark.parametrize("with_path", [False, True])
@pytest.mark.parametrize(
    "change",
    [
        lambda told: told["entries"][0]["fields"].update(kind="rescue"),
        lambda told: told["entries"][0]["fields"].pop("kind"),
        lambda told: told["entries"][0]["fields"].update(note="added"),
        lambda told: told["entries"][0]["fields"].update(note=None),
        lambda told: told["entries"][0].update(number=1),
        lambda told: told["entries"][0].update(number=99),
        lambda told: told["entries"][0].update(secret="A" * 22),
        lambda told: told.update(table="actors.toml/actors"),
        lambda told: told.update(table="nothing.csv"),
        lambda told: told.update(of="A" * 16),
        lambda told: told["entries"].append(told["entries"][0]),
    ],
)
def test_a_record_that_was_tampered_with_is_told(packed, proof_of, change, with_path):
    _, kept = packed
    document = json.loads(reveal_package(kept, TABLE, Asked("around"), with_path=with_path))
    change(document)
    found = proof_of(canonical(document))
    assert (len(found.wrong), found.proven, found.shown) == (1, (), ())


def test_what_cannot_be_revealed_is_said(packed):
    _, kept = packed
    for table, asked, words in (
        ("events.csv", Asked("around"), "no table 'events.csv'"),
        (TABLE, Asked("nobody"), "no entry has the id 'nobody'"),
        (TABLE, Asked(row=99), "there is no entry 99"),
        (TABLE, Asked("around", fields=("colour",)), "no field 'colour'"),
    ):
        with pytest.raises(BadRequestError, match=words):
            reveal_package(kept, table, asked)


def test_a_reveal_of_a_package_is_not_one_of_a_seal(packed, proof_of, tmp_path):
    _, kept = packed
    raw = reveal_package(kept, TABLE, Asked("around"))
    other = tmp_path / "x.seal.json"
    other.write_text("{}")
    assert len(proof_of(raw, other).wrong) == 1
