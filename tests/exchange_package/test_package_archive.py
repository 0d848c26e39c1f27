"""A zip that is written in one way only: whatever else it says, in bits or as a whole, is refused in one sentence."""

from __future__ import annotations

import io
import random
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firmground.errors import BadRequestError
from firmground.exchange.package.archive import HEAD, check_name, read_archive, write_archive
from firmground.exchange.package.faults import PackageFaultError, Step

MEMBERS = {
    "bagit.txt": b"BagIt-Version: 1.0\n" * 3,
    "statement.json": b"{}",
    "data/empty.csv": b"",
    "data/case/слова.csv": "id,имя\n1,Телль-Биса\n".encode() * 40,
    "data/noise": random.Random(1).randbytes(500),  # noqa: S311 - the same bytes each time
}


def read(tmp_path, content: bytes) -> dict[str, bytes]:
    path = tmp_path / "package.zip"
    path.write_bytes(content)
    return read_archive(path)


def refusal(tmp_path, content: bytes) -> str:
    with pytest.raises(PackageFaultError) as caught:
        read(tmp_path, content)
    assert caught.value.step is Step.ARCHIVE
    assert "\n" not in str(caught.value)
    return str(caught.value)


def zipped(*members: tuple[str, bytes], comment: bytes = b"", **about: int) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.external_attr, info.create_system = about.get("mode", 0o100644) << 16, 3
            archive.writestr(info, content, about.get("method", zipfile.ZIP_DEFLATED))
        archive.comment = comment
    return stream.getvalue()


def test_what_was_written_is_read_by_us_and_by_others(tmp_path):
    content = write_archive(MEMBERS)
    assert read(tmp_path, content) == MEMBERS
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        assert {name: archive.read(name) for name in archive.namelist()} == MEMBERS


def test_the_same_files_make_the_same_bytes_in_whatever_order_they_come():
    assert write_archive(dict(reversed(MEMBERS.items()))) == write_archive(MEMBERS)


@given(
    st.dictionaries(
        st.one_of(
            st.sampled_from(HEAD), st.text("abцى %", min_size=1, max_size=6).map(lambda name: f"data/{name.strip()}x")
        ),
        st.binary(max_size=300),
        max_size=5,
    )
)
def test_any_files_come_back(tmp_path_factory, members):
    assert read(tmp_path_factory.mktemp("zip"), write_archive(members)) == members


def test_a_plain_zip_in_our_form_is_ours(tmp_path):
    """The standard library writes the very same frame, so others can make packages."""
    assert read(tmp_path, zipped(("bagit.txt", b"x" * 50), ("data/a", b"y"))) == {
        "bagit.txt": b"x" * 50,
        "data/a": b"y",
    }


def test_a_zip_cut_off_anywhere_is_refused(tmp_path):
    content = write_archive(MEMBERS)
    for length in {*range(0, len(content), 9), *range(60), *range(len(content) - 60, len(content))}:
        refusal(tmp_path, content[:length])


def test_every_flipped_bit_is_seen_or_changes_nothing(tmp_path):
    members = {"bagit.txt": b"some words, some words", "data/a": b"\0" * 40, "data/é": b""}
    content = write_archive(members)
    unseen = 0
    for bit in random.Random(7).sample(range(len(content) * 8), 300):  # noqa: S311 - as above
        flipped = bytearray(content)
        flipped[bit // 8] ^= 1 << bit % 8
        try:
            assert read(tmp_path, bytes(flipped)) == members
        except PackageFaultError:
            continue
        unseen += 1
    assert unseen <= 7 * len(members)  # the bits that fill up the last byte of each compressed stream


@pytest.mark.parametrize(
    ("content", "says"),
    [
        pytest.param(zipped(("data/../../x", b"x")), "points outside", id="a path that leads out"),
        pytest.param(zipped(("/etc/passwd", b"x")), "points outside", id="an absolute path"),
        pytest.param(zipped(("data//x", b"x")), "points outside", id="an empty folder name"),
        pytest.param(zipped(("data/C:x", b"x")), "every system", id="a drive"),
        pytest.param(zipped(("data/a\\..\\x", b"x")), "every system", id="a path of another system"),
        pytest.param(zipped(("data/a\x1b[2J", b"x")), "every system", id="a control character"),
        pytest.param(zipped(("readme.txt", b"x")), "does not belong", id="a strange file"),
        pytest.param(zipped(("data/a", b"x"), ("data/A", b"x")), "two files", id="names that differ in case only"),
        pytest.param(
            zipped(("data/e\u0301", b"x"), ("data/\u00e9", b"x")), "two files", id="names written in two ways"
        ),
        pytest.param(zipped(("data/b", b"x"), ("data/a", b"x")), "order", id="another order"),
        pytest.param(zipped(("data/a", b"x"), comment=b"hello"), "changed", id="a comment"),
        pytest.param(zipped(("data/a", b"x"), mode=0o120777), "changed", id="a link"),
        pytest.param(zipped(("data/a", b"x"), method=zipfile.ZIP_STORED), "changed", id="another method"),
        pytest.param(b"#!/bin/sh\n" + zipped(("data/a", b"x")), "changed", id="bytes before it"),
        pytest.param(zipped(("data/a", b"x")) + b"x", "changed", id="bytes after it"),
        pytest.param(zipped(("data/a", b"\0" * 2**26)), "times its size", id="a bomb"),
        pytest.param(b"PK\x05\x06" + b"\0" * 18, "", id="no file at all"),
        pytest.param(b"no zip", "zip archive", id="no zip"),
        pytest.param(b"", "empty", id="nothing"),
    ],
)
def test_other_archives_are_refused_in_one_sentence(tmp_path, content, says):
    if not says:
        assert read(tmp_path, content) == {}
        return
    assert says in refusal(tmp_path, content)


def test_two_members_of_one_name_are_refused(tmp_path):
    with pytest.warns(UserWarning, match="Duplicate"):
        content = zipped(("data/a", b"x"), ("data/a", b"y"))
    assert "two files" in refusal(tmp_path, content)


def test_a_locked_archive_is_refused(tmp_path):
    content = bytearray(write_archive({"data/a": b"x"}))
    for mark, at in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        content[content.index(mark) + at] |= 1
    assert "password" in refusal(tmp_path, bytes(content))


def test_a_member_that_holds_more_than_it_declares_is_not_unpacked(tmp_path):
    content = bytearray(write_archive({"data/a": b"\0" * 100_000}))
    for mark, at in ((b"PK\3\4", 22), (b"PK\1\2", 24)):
        start = content.index(mark) + at
        content[start : start + 4] = (10).to_bytes(4, "little")
    assert "damaged" in refusal(tmp_path, bytes(content))


def test_members_that_share_their_bytes_are_refused(tmp_path):
    content = write_archive({"data/a": b"x" * 5000})
    directory = content.index(b"PK\1\2")
    entry, end = content[directory:-22], bytearray(content[-22:])
    twice = entry + entry.replace(b"data/a", b"data/b")
    end[8:12] = (2).to_bytes(2, "little") * 2
    end[12:16] = len(twice).to_bytes(4, "little")
    refusal(tmp_path, content[:directory] + twice + bytes(end))


@pytest.mark.parametrize("name", ["data/a:b", "data/ a", "data/a.", "data/../x", "x", "data/a|b", "", "data/"])
def test_a_name_that_no_package_can_hold_is_not_written(name):
    assert check_name(name)
    with pytest.raises(BadRequestError, match="rename the file"):
        write_archive({name: b""})
