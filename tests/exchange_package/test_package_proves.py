"""What a package proves to somebody who has nothing but the file, what it does not, and what is withheld."""

from __future__ import annotations

import os
import shutil
import stat
import zipfile
from typing import TYPE_CHECKING

import pytest
from small_package import DAY, EVENTS, RULES, fresh_key, unpacked, write_small_case

from firmground.case.handling import Label
from firmground.errors import BadRequestError
from firmground.exchange.package.faults import PackageFaultError, Step
from firmground.exchange.package.opened import add_stamp, open_package, unpack_case
from firmground.exchange.package.pack import LeakError, pack_case, prepare_package, write_package
from firmground.exchange.package.verify import row_in_package, verify_package
from firmground.proofs.fingerprint import fingerprint
from firmground.proofs.keys import add_key, write_public

if TYPE_CHECKING:
    from pathlib import Path


def pack(case, path, key=None, **options):
    options = {"audience": Label.CLEAR, "day": DAY} | options
    return pack_case(case, path, key=key or fresh_key(), **options)


class TestProven:
    def test_how_many_rows_of_how_many(self, partial):
        found = verify_package(partial.path)
        hidden = sum(line.hidden for line in found.tables)
        assert hidden == 3
        assert f"The {found.rows - hidden} rows shown here were in the set of {found.rows}" in found.proven[0]
        assert fingerprint(partial.key.public) in found.proven[0]
        assert found.held_back == (
            "control/holders.csv: 1 of 3 not shown",
            "events/strikes.csv: note withheld in 3, place withheld in 2 and source withheld in 3",
            "places.csv: 1 of 3 not shown",
            "sources.toml/sources: 1 of 2 not shown",
        )

    def test_a_known_key_is_called_by_its_name_and_a_strangers_is_not_trusted(self, whole):
        assert "you have none with this fingerprint" in " ".join(verify_package(whole.path).not_proven)
        add_key("colleague", write_public(whole.key.public).encode())
        found = verify_package(whole.path)
        assert found.key_name == "colleague"
        assert "the key colleague (" in found.proven[0]

    def test_without_a_time_stamp_the_day_is_the_senders_word(self, whole):
        assert "When it was signed: 2026-11-29 is the sender's word." in verify_package(whole.path).not_proven

    def test_a_key_is_demanded_by_name_digits_or_file(self, whole, tmp_path):
        file = tmp_path / "key.pem"
        file.write_text(write_public(whole.key.public))
        add_key("colleague", file.read_bytes())
        for key in (
            "colleague",
            fingerprint(whole.key.public),
            fingerprint(whole.key.public).replace(" ", "-"),
            str(file),
        ):
            assert verify_package(whole.path, keys=[key]).demanded
        other = tmp_path / "other.pem"
        other.write_text(write_public(fresh_key().public))
        assert verify_package(whole.path, keys=[str(other)]).step is Step.SIGNATURE
        assert verify_package(whole.path, keys=[str(other), "colleague"]).ok
        with pytest.raises(BadRequestError, match="no key of yours, no file and no fingerprint"):
            verify_package(whole.path, keys=["nobody"])


class TestStamped:
    def test_it_was_there_before_that_time(self, whole, tmp_path, time_authority):
        path = shutil.copy(whole.path, tmp_path / "x.zip")
        statement = open_package(path).members["statement.json"]
        add_stamp(path, time_authority.stamp(statement))
        root = tmp_path / "root.pem"
        root.write_bytes(time_authority.root)
        found = verify_package(path, roots=[root])
        assert found.stamped is not None
        assert found.stamped.checked
        assert f"signed before {found.stamped.time}" in found.proven[0]
        unchecked = verify_package(path)
        assert unchecked.ok
        assert "before" not in unchecked.proven[0]
        assert "--root" in unchecked.not_proven[0]
        # A stamp changes nothing that was signed, and can be put in anew.
        assert open_package(path).digest == open_package(whole.path).digest
        add_stamp(path, time_authority.stamp(statement))
        assert verify_package(path, roots=[root]).ok

    def test_a_stamp_of_something_else_or_of_another_service_is_told(self, whole, tmp_path, time_authority):
        path = shutil.copy(whole.path, tmp_path / "x.zip")
        add_stamp(path, time_authority.stamp(b"something else"))
        assert verify_package(path).step is Step.TIMESTAMP
        root = tmp_path / "root.pem"
        root.write_bytes(time_authority.twin)
        add_stamp(path, b"no stamp")
        assert verify_package(path, roots=[root]).step is Step.TIMESTAMP


class TestUnpacked:
    @pytest.fixture
    def folder(self, partial, tmp_path) -> Path:
        with zipfile.ZipFile(partial.path) as archive:
            archive.extractall(tmp_path / "unpacked")
        return tmp_path / "unpacked"

    def test_the_folder_proves_the_same(self, partial, folder):
        found = verify_package(folder)
        assert found.ok
        assert found == verify_package(partial.path)

    def test_the_case_in_it_is_a_case(self, partial, folder, tmp_path):
        unpack_case(open_package(partial.path), tmp_path / "case")
        assert (tmp_path / "case" / "case.toml").read_bytes() == (folder / "data/case/case.toml").read_bytes()
        with pytest.raises(BadRequestError, match="not empty"):
            unpack_case(open_package(partial.path), tmp_path / "case")

    def test_another_file_in_it_is_told(self, folder):
        (folder / "data" / "more.txt").write_text("more")
        assert "more.txt" in verify_package(folder).fault

    def test_a_changed_file_is_told(self, folder):
        (folder / EVENTS).write_bytes((folder / EVENTS).read_bytes() + b"\n")
        assert verify_package(folder).step is Step.BAG

    def test_a_link_in_it_is_not_followed(self, folder):
        (folder / "data" / "case" / "places.csv").unlink()
        (folder / "data" / "case" / "places.csv").symlink_to("/dev/zero")
        assert "a link or a device" in verify_package(folder).fault
        (folder / "data" / "loop").symlink_to(folder, target_is_directory=True)
        assert "link" in verify_package(folder).fault

    def test_any_other_folder_is_none(self, tmp_path):
        assert verify_package(tmp_path).step is Step.BAG


class TestPacking:
    def test_what_is_kept_is_for_the_owner_alone(self, partial):
        assert partial.packed.kept == partial.path.with_name("partial.zip.kept")
        if os.name == "posix":
            assert stat.S_IMODE(partial.packed.kept.stat().st_mode) == 0o600

    def test_nothing_is_written_over(self, whole, tmp_path):
        path = tmp_path / "x.zip"
        pack(whole.case, path, audience=None)
        before = path.read_bytes()
        with pytest.raises(BadRequestError, match="is there already"):
            pack(whole.case, path, audience=None)
        path.unlink()
        with pytest.raises(BadRequestError, match=r"x\.zip\.kept is there already"):
            pack(whole.case, path, audience=None)
        assert not path.exists()
        assert before

    def test_a_case_with_rules_needs_an_audience(self, partial, tmp_path):
        with pytest.raises(BadRequestError, match="say for whom"):
            pack(partial.case, tmp_path / "x.zip", audience=None)

    def test_for_the_narrowest_audience_all_is_shown(self, partial, tmp_path):
        found = verify_package(pack(partial.case, tmp_path / "x.zip", audience=Label.RED).path)
        assert found.audience == "TLP:RED"
        assert found.held_back == ()

    def test_without_a_table_its_rows_are_counted_and_not_shown(self, whole, tmp_path):
        packed = pack(whole.case, tmp_path / "x.zip", audience=None, without=["events/strikes.csv"])
        found = verify_package(packed.path)
        assert found.ok
        assert "events/strikes.csv: 6 of 6 not shown" in found.held_back
        assert b"s4" not in unpacked(packed.path)[EVENTS]
        with pytest.raises(BadRequestError):
            pack(whole.case, tmp_path / "y.zip", audience=None, without=["nothing.csv"])

    def test_findings_are_left_out_where_they_are_not_wanted(self, partial, tmp_path):
        packed = pack(partial.case, tmp_path / "x.zip", findings=False)
        assert "data/findings.json" not in unpacked(packed.path)
        found = verify_package(packed.path)
        assert found.ok
        assert not found.has_findings
        assert found.findings
        assert all(one.theirs == (None, None) for one in found.findings)

    def test_a_secret_left_in_a_text_stops_it(self, tmp_path):
        case = write_small_case(tmp_path / "case", RULES)
        claims = (
            (case / "claims.toml")
            .read_text()
            .replace("Most strikes hit the North", "Most hit the North, but for Gamma")
        )
        (case / "claims.toml").write_text(claims)
        prepared = prepare_package(case, audience=Label.CLEAR, day=DAY)
        prepared.files["data/case/readme.md"] = b"All but Gamma."
        with pytest.raises(LeakError, match="Gamma") as caught:
            write_package(prepared, tmp_path / "x.zip", key=fresh_key())
        assert caught.value.leaks
        assert sorted(path.name for path in tmp_path.iterdir()) == ["case"]

    def test_a_preview_writes_nothing(self, partial):
        before = sorted(path.name for path in partial.case.rglob("*"))
        prepared = prepare_package(partial.case, audience=Label.CLEAR, day=DAY)
        assert prepared.effects is not None
        assert sorted(path.name for path in partial.case.rglob("*")) == before


def test_what_is_hidden_is_nowhere_in_the_bytes(partial):
    for name, content in unpacked(partial.path).items():
        for secret in (b"Gamma", b"36.3", b"35.3", b"witness", b"A witness"):
            assert secret not in content, (name, secret)


def test_one_row_is_found_again_by_its_number(partial):
    found, statement = row_in_package(partial.path, "places.csv", 2)
    assert statement["rows"] == verify_package(partial.path).rows
    assert found is not None
    assert len(found.leaf) == 32
    assert found.wider == {}
    assert row_in_package(partial.path, "places.csv", 3)[0] is None
    assert row_in_package(partial.path, "nothing.csv", 0)[0] is None


def test_a_file_that_is_not_there_is_the_users_fault(tmp_path):
    with pytest.raises(BadRequestError, match="there is no file"):
        verify_package(tmp_path / "none.zip")
    with pytest.raises(PackageFaultError):
        open_package(tmp_path)
