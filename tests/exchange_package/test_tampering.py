"""Whatever is changed in a package, by accident or by somebody who knows how it is made, is told in one sentence."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from datetime import date

import pytest
from small_package import DAY, EVENTS, PROOF, fresh_key, put_together, signed_again, unpacked, write_small_case

from firmground.exchange.package.archive import write_archive
from firmground.exchange.package.faults import Step
from firmground.exchange.package.findings import FILE as FINDINGS
from firmground.exchange.package.findings import Inside
from firmground.exchange.package.opened import SIGNATURE, STATEMENT
from firmground.exchange.package.pack import pack_case
from firmground.exchange.package.verify import verify_package

INFO, MANIFEST = "bag-info.txt", "manifest-sha256.txt"


def fault_of(path, step: Step) -> str:
    found = verify_package(path)
    assert not found.ok
    assert found.step is step, found.fault
    assert found.proven == ()
    assert found.fault.endswith(".")
    assert "\n" not in found.fault
    return found.fault


def lines(members, name) -> list[bytes]:
    return members[name].splitlines(keepends=True)


def with_lines(members, name, changed) -> dict[str, bytes]:
    return members | {name: b"".join(changed)}


def test_flipped_bits_are_seen_or_change_nothing(partial, tmp_path):
    content, path = partial.path.read_bytes(), tmp_path / "flipped.zip"
    members = unpacked(partial.path)
    draw = random.Random(2026)  # noqa: S311 - the same draws each time
    for _ in range(150):
        flipped = bytearray(content)
        bit = draw.randrange(len(content) * 8)
        flipped[bit // 8] ^= 1 << bit % 8
        path.write_bytes(flipped)
        found = verify_package(path)
        assert found.fault or unpacked(path) == members, bit


def test_a_package_cut_off_anywhere_is_refused(whole, tmp_path):
    content, path = whole.path.read_bytes(), tmp_path / "cut.zip"
    draw = random.Random(3)  # noqa: S311 - as above
    for length in (0, 1, 3, 4, 29, 30, 100, *draw.sample(range(len(content)), 12), len(content) - 22, len(content) - 1):
        path.write_bytes(content[:length])
        fault_of(path, Step.ARCHIVE)


@pytest.mark.parametrize("name", sorted({"bagit.txt", INFO, MANIFEST, STATEMENT, SIGNATURE, EVENTS, PROOF, FINDINGS}))
def test_a_changed_file_under_an_unchanged_manifest(whole, tmp_path, name):
    members = unpacked(whole.path)
    members[name] += b" "
    (tmp_path / "x.zip").write_bytes(write_archive(members))
    assert "changed" in fault_of(tmp_path / "x.zip", Step.BAG)


def test_a_changed_cell_under_a_manifest_made_anew(whole, tmp_path):
    members = unpacked(whole.path)
    members[EVENTS] = members[EVENTS].replace(b"2031-01-05", b"2031-01-06")
    fault = fault_of(put_together(members, tmp_path / "x.zip"), Step.SIGNATURE)
    assert fault == "Its signed statement is for other files than these: files were changed after it was signed."


def test_an_added_and_a_removed_file(whole, tmp_path):
    members = unpacked(whole.path)
    (tmp_path / "x.zip").write_bytes(write_archive(members | {"data/case/more.csv": b"x\n"}))
    assert "somebody added it" in fault_of(tmp_path / "x.zip", Step.BAG)
    fault_of(put_together(members | {"data/case/more.csv": b"x\n"}, tmp_path / "x.zip"), Step.SIGNATURE)
    del members["data/case/places.csv"]
    (tmp_path / "x.zip").write_bytes(write_archive(members))
    assert "somebody removed it" in fault_of(tmp_path / "x.zip", Step.BAG)
    fault_of(put_together(members, tmp_path / "x.zip"), Step.SIGNATURE)
    del members[SIGNATURE]
    fault_of(put_together(members, tmp_path / "x.zip"), Step.BAG)


def test_a_changed_bag_info_whose_digest_was_changed_too(whole, tmp_path):
    members = unpacked(whole.path)
    good = members[INFO]
    members[INFO] = good.replace(b"2026-11-29", b"2025-11-29")
    tags = members["tagmanifest-sha256.txt"].decode()
    from hashlib import sha256  # noqa: PLC0415 - only here

    tags = tags.replace(sha256(good).hexdigest(), sha256(members[INFO]).hexdigest())
    (tmp_path / "x.zip").write_bytes(write_archive(members | {"tagmanifest-sha256.txt": tags.encode()}))
    assert "'bag-info.txt' is not what follows from the rest" in fault_of(tmp_path / "x.zip", Step.BAG)


def test_a_signature_by_another_key(whole, tmp_path):
    members = unpacked(whole.path)
    theirs = unpacked(signed_again(members, fresh_key(), tmp_path / "theirs.zip"))
    fault = fault_of(put_together(members | {SIGNATURE: theirs[SIGNATURE]}, tmp_path / "x.zip"), Step.SIGNATURE)
    assert fault == "Its signature is by another key than its statement names."
    # A statement signed as a whole by somebody else is sound, and theirs: the key is for the user to demand.
    path = signed_again(members, fresh_key(), tmp_path / "y.zip")
    assert verify_package(path).ok
    own = verify_package(whole.path).fingerprint
    assert verify_package(path, keys=[own]).fault.startswith("It is signed by another key than you ask for")
    assert verify_package(whole.path, keys=[own]).ok


def test_a_statement_of_another_package_of_the_same_sender(whole, tmp_path):
    earlier = pack_case(whole.case, tmp_path / "e.zip", audience=None, key=whole.key, day=date(2026, 1, 1))
    old = unpacked(earlier.path)
    replayed = unpacked(whole.path) | {STATEMENT: old[STATEMENT], SIGNATURE: old[SIGNATURE]}
    assert "other files than these" in fault_of(put_together(replayed, tmp_path / "x.zip"), Step.SIGNATURE)
    half = unpacked(whole.path) | {STATEMENT: old[STATEMENT]}
    assert "does not fit" in fault_of(put_together(half, tmp_path / "x.zip"), Step.SIGNATURE)


class TestRows:
    """Rows that are not those of the root, in a package that its own sender signed anew: what the tree is for."""

    def again(self, made, tmp_path, members, **changed):
        return signed_again(members, made.key, tmp_path / "x.zip", **changed)

    def test_a_changed_cell(self, whole, tmp_path):
        members = unpacked(whole.path)
        members[EVENTS] = members[EVENTS].replace(b"2031-01-05", b"2031-01-06")
        assert "a row was changed" in fault_of(self.again(whole, tmp_path, members), Step.ROWS)

    def test_a_cell_that_became_empty(self, whole, tmp_path):
        members = unpacked(whole.path)
        members[EVENTS] = members[EVENTS].replace(b"first", b"")
        fault_of(self.again(whole, tmp_path, members), Step.ROWS)

    def test_a_removed_row(self, whole, tmp_path):
        members = unpacked(whole.path)
        rows, proofs = lines(members, EVENTS), lines(members, PROOF)
        fault = fault_of(self.again(whole, tmp_path, with_lines(members, EVENTS, rows[:-1])), Step.ROWS)
        assert "shows 5 rows and has proofs for 6" in fault
        without = with_lines(with_lines(members, EVENTS, rows[:-1]), PROOF, proofs[:-1])
        assert "its statement says 6" in fault_of(self.again(whole, tmp_path, without), Step.ROWS)

    def test_an_added_row(self, whole, tmp_path):
        members = unpacked(whole.path)
        rows, proofs = lines(members, EVENTS), lines(members, PROOF)
        more = with_lines(members, EVENTS, [*rows, rows[-1].replace(b"s6", b"s7")])
        assert "shows 7 rows and has proofs for 6: more" in fault_of(self.again(whole, tmp_path, more), Step.ROWS)
        fault_of(self.again(whole, tmp_path, with_lines(more, PROOF, [*proofs, proofs[-1]])), Step.ROWS)

    def test_swapped_rows(self, whole, tmp_path):
        members = unpacked(whole.path)
        rows, proofs = lines(members, EVENTS), lines(members, PROOF)
        rows[1], rows[2] = rows[2], rows[1]
        swapped = with_lines(members, EVENTS, rows)
        assert "swapped" in fault_of(self.again(whole, tmp_path, swapped), Step.ROWS)
        proofs[0], proofs[1] = proofs[1], proofs[0]
        fault_of(self.again(whole, tmp_path, with_lines(swapped, PROOF, proofs)), Step.ROWS)

    def test_a_row_of_an_earlier_package_of_the_same_case(self, whole, tmp_path):
        earlier = pack_case(whole.case, tmp_path / "e.zip", audience=None, key=whole.key, day=DAY)
        members, old = unpacked(whole.path), unpacked(earlier.path)
        assert members[EVENTS] == old[EVENTS]
        proofs = [lines(old, PROOF)[0], *lines(members, PROOF)[1:]]
        fault_of(self.again(whole, tmp_path, with_lines(members, PROOF, proofs)), Step.ROWS)

    def test_a_row_of_another_table(self, whole, tmp_path):
        members = unpacked(whole.path)
        other = lines(members, "data/proof/places.csv.jsonl")[0]
        fault_of(
            self.again(whole, tmp_path, with_lines(members, PROOF, [other, *lines(members, PROOF)[1:]])), Step.ROWS
        )

    def test_a_table_without_proofs_and_proofs_without_a_table(self, whole, tmp_path):
        members = unpacked(whole.path)
        more = members | {"data/case/incidents.csv": b"id,name,place\ni,Something,a\n"}
        assert "'incidents.csv', of which its statement says nothing" in fault_of(
            self.again(whole, tmp_path, more), Step.ROWS
        )
        strange = members | {"data/proof/other.jsonl": b""}
        assert "no table of its statement" in fault_of(self.again(whole, tmp_path, strange), Step.ROWS)
        del members[PROOF]
        assert "no proofs for the rows" in fault_of(self.again(whole, tmp_path, members), Step.ROWS)

    @pytest.mark.parametrize(
        "line", [b"x\n", b'"short"\n', b"[]\n", b'{"leaf":1}\n', b'{"salts":{},"digests":{"a":"b"}}\n', b'"']
    )
    def test_a_proof_that_is_none(self, whole, tmp_path, line):
        members = unpacked(whole.path)
        changed = with_lines(members, PROOF, [*lines(members, PROOF)[:-1], line])
        assert "Line 6 of the proofs of 'events/strikes.csv'" in fault_of(
            self.again(whole, tmp_path, changed), Step.ROWS
        )

    def test_a_withheld_field_that_the_reader_is_not_told_of(self, partial, tmp_path):
        members = unpacked(partial.path)
        rows = lines(members, EVENTS)
        at = next(number for number, row in enumerate(rows) if b"place" in row and number)
        rows[at] = rows[at].replace(b"place;", b"").replace(b";place", b"").replace(b"place", b"note")
        fault = fault_of(self.again(partial, tmp_path, with_lines(members, EVENTS, rows)), Step.ROWS)
        assert "withholds 'place' without saying so" in fault

    def test_hidden_records_that_the_case_does_not_count(self, partial, tmp_path):
        members = unpacked(partial.path)
        assert b"[withheld]" in members["data/case/case.toml"]
        members["data/case/case.toml"] = members["data/case/case.toml"].replace(b"places = 1", b"places = 0")
        fault = fault_of(self.again(partial, tmp_path, members), Step.CASE)
        assert "records of the kind 'places' are not shown" in fault

    def test_less_is_withheld_than_the_statement_says(self, partial, tmp_path):
        members = unpacked(partial.path)
        statement = json.loads(members[STATEMENT])
        tables = [
            table | {"withheld": {}} if table["name"] == "events/strikes.csv" else table
            for table in statement["tables"]
        ]
        fault = fault_of(self.again(partial, tmp_path, members, tables=tables), Step.ROWS)
        assert "than its statement says" in fault


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"rows": 5}, "do not add up"),
        ({"rows": -1}, "does not say what one must say"),
        ({"format": "firmground package 2"}, "this version reads"),
        ({"day": "yesterday"}, "does not say what one must say"),
        ({"audience": "TLP:PINK"}, "does not say what one must say"),
        ({"root": "short"}, "does not say what one must say"),
        ({"more": 1}, "does not say what one must say"),
        ({"tables": []}, "do not add up"),
    ],
)
def test_a_statement_that_is_none(whole, tmp_path, changed, says):
    path = signed_again(unpacked(whole.path), whole.key, tmp_path / "x.zip", **changed)
    assert says in fault_of(path, Step.SIGNATURE)


def test_a_statement_written_in_another_way(whole, tmp_path):
    members = unpacked(whole.path)
    members[STATEMENT] = members[STATEMENT].replace(b":", b": ", 1)
    assert "canonical" in fault_of(put_together(members, tmp_path / "x.zip"), Step.SIGNATURE)


class TestBounds:
    """The sender's own bounds, which he can make up: they must lie inside what the rows allow."""

    def changed(self, made, tmp_path, claim: str, **ends):
        members = unpacked(made.path)
        document = json.loads(members[FINDINGS])
        for entry in document["findings"]:
            if entry["claim"] == claim:
                entry.update(ends)
        members[FINDINGS] = json.dumps(document).encode()
        return verify_package(signed_again(members, made.key, tmp_path / "x.zip"))

    def test_honest_ones_are_inside(self, partial):
        found = verify_package(partial.path)
        assert found.ok
        assert {one.inside for one in found.findings} == {Inside.YES}
        assert any(one.theirs != one.ours for one in found.findings)

    @pytest.mark.parametrize(("low", "high"), [("0", "1/10"), ("9/10", "1"), ("0", "1"), ("2/3", "1/2")])
    def test_others_are_told(self, partial, tmp_path, low, high):
        found = self.changed(partial, tmp_path, "most", low=low, high=high)
        assert not found.ok
        assert not found.fault
        assert {one.claim for one in found.outside} == {"most"}

    @pytest.mark.parametrize("number", ["x", "1/0", "nan", "9" * 1000, "1e999"])
    def test_what_is_no_number_is_told(self, whole, tmp_path, number):
        found = self.changed(whole, tmp_path, "most", low=number)
        assert found.step is Step.FINDINGS

    def test_findings_that_are_left_out_are_no_fault_but_a_change_of_the_file_is(self, whole, tmp_path):
        members = unpacked(whole.path)
        members[FINDINGS] = members[FINDINGS].replace(b'"most"', b'"some"', 1)
        assert "other files" in fault_of(put_together(members, tmp_path / "x.zip"), Step.SIGNATURE)


def test_a_case_that_cannot_be_read_is_told(whole, tmp_path):
    members = unpacked(whole.path)
    members["data/case/case.toml"] = b"title = \n"
    path = signed_again(members, whole.key, tmp_path / "x.zip")
    assert fault_of(path, Step.ROWS)


def test_two_packages_of_one_case_have_no_secret_in_common(whole, tmp_path):
    other = pack_case(whole.case, tmp_path / "o.zip", audience=None, key=replace(whole.key), day=DAY)
    assert set(lines(unpacked(whole.path), PROOF)).isdisjoint(lines(unpacked(other.path), PROOF))
    assert write_small_case(tmp_path / "case")
