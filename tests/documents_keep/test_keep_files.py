"""Whatever a person names is read, or answered with what it is and what to do: bounded, and without hanging."""

from __future__ import annotations

import io
import os
import socket
import sys

import pytest

from firmground.documents.keep import Arrival, Came, Passed, Refusal, gather_files
from firmground.documents.keep.gather import MOST_BYTES


def bring(*names, **more):
    return list(gather_files([str(name) for name in names], now=lambda: "2024-03-10T08:00:00Z", **more))


def test_files_come_with_their_bytes_name_and_time(tmp_path):
    path = tmp_path / "a page.HTML"
    path.write_bytes(b"<p>\xff</p>")
    assert bring(path) == [Arrival(b"<p>\xff</p>", "a page.HTML", "a page.HTML", "2024-03-10T08:00:00Z")]


def test_a_pasted_text_comes_from_the_standard_input():
    (arrival,) = bring("-", standard_input=io.BytesIO(b"Some words."))
    assert (arrival.content, arrival.origin, arrival.media_hint) == (b"Some words.", "pasted", "text")
    (refusal,) = bring("-", standard_input=io.BytesIO(b" \n"))
    assert "nothing was pasted" in refusal.why


def test_an_endless_paste_is_cut_off():
    with open("/dev/zero", "rb") as endless:  # noqa: PTH123 - a device
        (refusal,) = bring("-", standard_input=endless)
    assert "more than 64 MB were pasted" in refusal.why


def make_fifo(path):
    os.mkfifo(path)


def make_socket(path):
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(path))


def make_loop(path):
    path.symlink_to(path)


def make_unreadable(path):
    path.write_text("x")
    path.chmod(0)


def make_large(path):
    with path.open("wb") as handle:
        handle.truncate(MOST_BYTES + 1)


@pytest.mark.skipif(sys.platform == "win32", reason="these kinds of files are of Unix")
@pytest.mark.parametrize(
    ("make", "why"),
    [
        (make_fifo, "is not a regular file"),
        (make_socket, "is not a regular file"),
        (make_loop, "is a link that leads round in a circle"),
        (make_unreadable, "may not be read by you"),
        (make_large, "is larger than 64 MB"),
        (lambda path: path.write_bytes(b""), "is empty"),
        (lambda _: None, "there is no such file"),
    ],
    ids=["pipe", "socket", "circle", "unreadable", "large", "empty", "missing"],
)
def test_what_is_no_page_is_refused_in_one_sentence(tmp_path, monkeypatch, make, why):
    monkeypatch.chdir(tmp_path)  # the name of a socket must be short
    path = tmp_path / "x.html"
    make(path.relative_to(tmp_path) if make is make_socket else path)
    if make is make_unreadable and os.access(path, os.R_OK):
        pytest.skip("this user may read everything")
    (refusal,) = bring(path)
    assert isinstance(refusal, Refusal)
    assert refusal.why.startswith(why)
    assert refusal.origin == "x.html"


@pytest.mark.parametrize("device", ["/dev/zero", "/dev/null", "/dev/tty"])
def test_a_device_is_refused(device):
    if not os.path.exists(device):  # noqa: PTH110 - a device
        pytest.skip(f"{device} is not here")
    (refusal,) = bring(device)
    assert isinstance(refusal, Refusal)


def test_a_link_that_a_person_names_is_followed_and_one_in_a_folder_is_not(tmp_path):
    folder = tmp_path / "pages"
    folder.mkdir()
    (tmp_path / "secret.txt").write_text("not asked for")
    (folder / "a.txt").write_text("asked for")
    (folder / "link.txt").symlink_to(tmp_path / "secret.txt")
    (folder / "away").symlink_to(tmp_path)
    assert [one.content for one in bring(folder / "link.txt")] == [b"not asked for"]
    arrival, passed = bring(folder)
    assert (arrival.content, passed) == (
        b"asked for",
        Passed(str(folder), "2 links. A file that is named itself may end in anything."),
    )


def test_a_folder_gives_its_pages_by_name_and_tells_what_it_passed_over(tmp_path):
    for name in (
        "b/two.pdf",
        "a.txt",
        "b/one.HTM",
        "style.css",
        "noending",
        ".hidden.txt",
        "b/one_files/frame.html",
        "x_files/y.html",
    ):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x")
    *arrivals, passed = bring(tmp_path)
    assert [one.origin for one in arrivals] == ["a.txt", "b/one.HTM", "b/two.pdf", "x_files/y.html"]
    assert [one.name for one in arrivals] == ["a.txt", "one.HTM", "two.pdf", "y.html"]
    told = passed.why
    assert "1 .css" in told
    assert "1 without ending" in told
    assert "1 folders of a saved page's pictures" in told


def test_a_folder_without_a_page_is_refused(tmp_path):
    (refusal,) = bring(tmp_path)
    assert "no page lies in it" in refusal.why


def test_the_cases_own_documents_are_not_collected_again(tmp_path):
    for name in ("a.txt", "documents/text/b.txt"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x")
    assert [one.origin for one in bring(tmp_path, without=[tmp_path / "documents"])] == ["a.txt"]


def test_a_folder_of_a_thousand_pages_is_kept_and_recognised(tmp_path, keep, documents):
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(300):
        (folder / f"{number:04}.txt").write_text(
            f"Report number {number}.\n\nOn day {number} nothing was struck near Milltown.\n"
        )
    told = []
    assert [one.came for one in keep(folder)] == [Came.NEW] * 300
    assert len(documents()) == 300
    list(gather_files([str(folder)], progress=told.append))
    assert told[0] == "reading 0000.txt (1)"
    assert {one.came for one in keep(folder)} == {Came.SAME_BYTES}


def test_the_number_of_files_is_limited(tmp_path, monkeypatch):
    monkeypatch.setattr("firmground.documents.keep.gather.MOST_FILES", 3)
    for number in range(5):
        (tmp_path / f"{number}.txt").write_text("x")
    *arrivals, refusal = bring(tmp_path)
    assert len(arrivals) == 3
    assert "more than 3 files" in refusal.why


MAILBOX = (
    b"From a@example.org Sat Mar  9 10:00:00 2024\nFrom: a@example.org\nSubject: First\n\nOne body.\n>From here it goes on.\n\n"
    b"From b@example.org Sat Mar  9 11:00:00 2024\r\nFrom: b@example.org\r\nSubject: Second\r\n\r\nFrom here, not a border.\r\n"
)


@pytest.mark.parametrize("name", ["box.mbox", "mail.txt"])
def test_each_message_of_a_mailbox_comes_unchanged(tmp_path, name):
    path = tmp_path / name
    path.write_bytes(MAILBOX)
    first, second = bring(path)
    assert first.content == b"From: a@example.org\nSubject: First\n\nOne body.\n>From here it goes on."
    assert second.content.endswith(b"From here, not a border.\r\n")
    assert (second.origin, second.media_hint) == (f"{name}, message 2", "email")


def test_a_mailbox_is_kept_message_by_message(tmp_path, keep, documents):
    path = tmp_path / "box.mbox"
    path.write_bytes(MAILBOX)
    assert [one.came for one in keep(path)] == [Came.NEW, Came.NEW]
    assert [(one.media, one.title.value) for one in documents().values()] == [("email", "First"), ("email", "Second")]
    assert {one.came for one in keep(path)} == {Came.SAME_BYTES}


def test_what_is_called_a_mailbox_and_is_none_is_refused(tmp_path):
    path = tmp_path / "box.mbox"
    path.write_bytes(b"no message\n" * 10)
    (refusal,) = bring(path)
    assert "is no mailbox" in refusal.why


def test_a_hostile_mailbox_costs_little(tmp_path):
    path = tmp_path / "box.mbox"
    border = b"\n\nFrom x Sat Mar  9 10:00:00 2024\n"
    path.write_bytes(b"\n" * 1_000_000 + b"\n\nFrom " * 200_000 + b"\n\nFrom x " + b"1:1" * 300_000 + border * 20_000)
    (refusal,) = bring(path)
    assert "more than 10,000 messages" in refusal.why


@pytest.mark.skipif(sys.platform == "darwin", reason="names of files are text there")
def test_a_name_that_is_no_text_is_shown_as_its_bytes(tmp_path, keep, documents):
    path = os.path.join(os.fsencode(tmp_path), b'p\xff,\n"x.txt')  # noqa: PTH118 - bytes
    with open(path, "wb") as handle:  # noqa: PTH123 - bytes
        handle.write(b"Some words. More words.")
    assert keep(os.fsdecode(path))[0].came is Came.NEW
    assert [one.origin for one in documents().values()] == ['p\\xff,\n"x.txt']
