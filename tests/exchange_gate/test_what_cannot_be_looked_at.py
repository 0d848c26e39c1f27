"""What cannot be opened is told, and stops what would have left: bombs, locks, nests, archives of other kinds."""

from __future__ import annotations

import gzip
import io
import zipfile

import pytest
from tests.exchange_gate.plants import pdf, zipped

from firmground.exchange.gate import Sign, scan
from firmground.exchange.views import Secret

SECRETS = [Secret("it", "rule", ("Kafr Zita",))]
ZEROS = b"\0" * 40 * 2**20


def nested(times: int) -> bytes:
    data = b"x"
    for _ in range(times):
        data = zipped({"a.zip": data})
    return data


def locked() -> bytes:
    data = bytearray(zipped({"a": b"x"}))
    at = data.find(b"PK\x01\x02")
    data[at + 8] |= 1  # "encrypted", in the head of the central folder
    return bytes(data)


def overlapping() -> bytes:
    """Two entries of one content, as Fifield (2019) has them by the thousand."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("a", b"x" * 1000)
        archive.filelist.append(archive.filelist[0])
        archive.NameToInfo["b"] = archive.filelist[0]
    return file.getvalue()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (gzip.compress(ZEROS, 9, mtime=0), "unpacks into more than 250 times its size"),
        (zipped({"a": ZEROS}), "unpacks into more than 250 times its size"),
        (nested(12), "is nested more than 8 files deep"),
        (locked(), "is locked with a password"),
        (overlapping(), "parts overlap"),
        (b"7z\xbc\xaf\x27\x1c" + b"\0" * 40, "a 7z archive"),
        (b"Rar!\x1a\x07\0" + b"\0" * 40, "a rar archive"),
        (b"PK\x03\x04" + b"\0" * 40, "begins like a zip archive and is none"),
        (gzip.compress(b"abc" * 999, mtime=0)[:-9], "begins like a gzip stream and cannot be unpacked"),
        (b"PAR1" + b"\0" * 40, "begins like a Parquet file and is none"),
        (b"SQLite format 3\0" + b"\xff" * 200, "is a database that cannot be read"),
        (pdf("x") + b"\ntrailer << /Encrypt 9 0 R >>", "is a locked PDF"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_it_is_told_and_stops_the_rest(data: bytes, words: str):
    leaks = [leak for leak in scan({"a.bin": data}, SECRETS) if leak.sign is Sign.UNREAD]
    assert leaks
    assert words in str(leaks[0])
    assert str(leaks[0]).startswith("a.bin")
    assert str(leaks[0]).endswith("leave it out, or give it in a form that can be read")
