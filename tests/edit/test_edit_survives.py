"""What no edit may do, whatever happens: lose what it said was done, tear a file, or get in another writer's way."""

from __future__ import annotations

import csv
import errno
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import tomllib
from contextlib import suppress
from pathlib import Path

import pytest
from small_case import CLAIMS, write_small_case

from firmground.edit import At, CannotWriteError, Change, Ledger, NewRecord
from firmground.read import read_case

HERE = Path(__file__).parent
NOTE = At("claims.toml", table="claims", id="one")
ROW = At("events/e.csv", row=5)

pytestmark = pytest.mark.skipif(os.name == "nt", reason="processes are forked and killed as only POSIX can")


@pytest.fixture
def quick_folder(tmp_path):
    """A folder in memory where there is one: a killed process, unlike a failed power supply, needs no real disk."""
    memory = Path("/dev/shm")  # noqa: S108 - a folder with a name of its own is made in it
    if not os.access(memory, os.W_OK):
        yield tmp_path
        return
    folder = Path(tempfile.mkdtemp(prefix="firmground-test-", dir=memory))
    yield folder
    shutil.rmtree(folder)


def test_a_thousand_kills_lose_nothing_that_was_acknowledged(quick_folder):
    done = subprocess.run(
        [sys.executable, HERE / "kill_rounds.py", quick_folder, "1000", "7"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    told = json.loads(done.stdout)
    assert told["rounds"] == 1000
    # Kills fell after edits that were acknowledged, on edits that were then finished, and into lines of the log.
    assert told["acknowledged"] > 300
    assert told["finished"] > 10
    assert told["torn"] > 0


def test_eight_writers_of_the_same_files_lose_nothing(quick_folder):
    writers, edits = 8, 200
    more = "".join(f'[[claims]]\nid = "w{n}"\nsays = "x"\ncannot_test = "x"\non = "2015"\n' for n in range(writers))
    folder = write_small_case(quick_folder)
    (folder / "claims.toml").write_text(CLAIMS.replace('note = "-"', 'note = "0"') + more)
    processes = [
        subprocess.Popen([sys.executable, HERE / "writers.py", folder, str(number), str(edits)])
        for number in range(writers)
    ]
    assert [process.wait() for process in processes] == [0] * writers
    steps = Ledger(folder).history()
    assert len(steps) == writers * edits
    # The log is one unbroken chain of what the files were.
    last = {}
    for step in reversed(steps):
        for file in step.files:
            assert last.get(file.file, file.before) == file.before
            last[file.file] = file.after
    claims = tomllib.loads((folder / "claims.toml").read_text())["claims"]
    assert claims[0]["note"] == str(writers * edits // 25)
    with (folder / "events/e.csv").open(newline="") as lines:
        notes = [row["note"] for row in csv.DictReader(lines)]
    assert notes[:writers] == [f"{number}/{edits - 2}" for number in range(writers)]
    with (folder / "places.csv").open(newline="") as lines:
        added = {row["id"] for row in csv.DictReader(lines)} - {"p1", "p2"}
    assert added == {f"w{n}-{turn}" for n in range(writers) for turn in range(12, edits, 25)}
    assert [claim["note"] for claim in claims[2:]] == [f"{n}/{edits - 25}" for n in range(writers)]


def contents(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def of_case(folder):
    return {name: body for name, body in contents(folder).items() if not name.startswith(".firmground/")}


STEP = [
    Change(ROW, {"note": "new"}),
    Change(NOTE, {"note": "new"}),
    NewRecord("decisions.csv", {"about": "x"}, create=("about", "by")),
]


def outcome(act):
    try:
        act()
    except CannotWriteError as fault:
        return str(fault)
    return "done"


@pytest.mark.parametrize("call", ["open", "write", "fsync", "replace", "link"])
@pytest.mark.parametrize("nth", range(1, 12))
def test_a_disk_that_is_full_at_any_call_leaves_the_old_files_or_the_new(tmp_path, monkeypatch, call, nth):
    folder = write_small_case(tmp_path)
    ledger = Ledger(folder)
    ledger.change(Change(At("places.csv", row=3), {"note": "before"}), who="a")
    old = of_case(folder)
    calls = []
    real = getattr(os, call)

    def full(*args, **named):
        calls.append(args)
        if len(calls) >= nth and not str(args[0]).endswith("lock"):
            raise OSError(errno.ENOSPC, "No space left on device")
        return real(*args, **named)

    with monkeypatch.context() as patched:
        patched.setattr(os, call, full)
        told = outcome(lambda: ledger.apply(STEP, who="a"))
    assert told == "done" or told.endswith(": the disk is full")
    Ledger(folder).history()
    now = of_case(folder)
    if not told.startswith("nothing was changed") and not told.startswith("this case cannot"):
        assert now["claims.toml"] != old["claims.toml"]
        assert now["events/e.csv"] != old["events/e.csv"]
        assert now["decisions.csv"] == b"about,by\nx,\n"
    else:
        assert now == old
    # Room again: the next edit finds everything in order.
    again = Ledger(folder).change(Change(NOTE, {"note": "later"}), who="a")
    assert Ledger(folder).history()[0].number == again.number
    assert [path for path in folder.rglob(".*") if path.is_file()] == []


def test_a_really_full_disk_leaves_the_old_file(tmp_path):
    if os.geteuid() != 0 or not shutil.which("mount"):
        pytest.skip("needs the right to mount a small disk")
    disk = tmp_path / "disk"
    disk.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", disk], check=False).returncode:  # noqa: S607
        pytest.skip("a small disk cannot be mounted here")
    try:
        folder = write_small_case(disk)
        ledger = Ledger(folder)
        ledger.change(Change(NOTE, {"note": "kept"}), who="a")
        for size in (65536, 4096, 512):
            with (disk / f"stuffing{size}").open("wb", buffering=0) as stuffing, suppress(OSError):
                while True:
                    stuffing.write(b"x" * size)
        before = of_case(folder)
        with pytest.raises(CannotWriteError, match="nothing was changed: the disk is full"):
            ledger.change(Change(ROW, {"note": "x" * 20_000}), who="a")
        assert of_case(folder) == before
        for size in (65536, 4096, 512):
            (disk / f"stuffing{size}").unlink()
        ledger.change(Change(ROW, {"note": "room again"}), who="a")
        assert Ledger(folder).record(ROW).fields["note"] == "room again"
        assert not read_case(folder).problems or all("note" not in p.what for p in read_case(folder).problems)
    finally:
        subprocess.run(["umount", disk], check=True)  # noqa: S607


def test_a_file_that_may_not_grow_leaves_the_old_file(tmp_path):
    """RLIMIT_FSIZE, as a quota would be: in a process of its own, for the limit stays."""
    folder = write_small_case(tmp_path)
    before = of_case(folder)
    code = (
        "import resource, signal, sys\n"
        "from firmground.edit import *\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "ledger = Ledger(sys.argv[1])\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))\n"
        "try:\n"
        "    ledger.change(Change(At('events/e.csv', row=5), {'note': 'x' * 9000}), who='a')\n"
        "except CannotWriteError as fault:\n"
        "    print(fault)\n"
    )
    done = subprocess.run([sys.executable, "-c", code, folder], capture_output=True, text=True, check=True)
    assert done.stdout == "nothing was changed: the file would be larger than is allowed here\n"
    assert of_case(folder) == before
    assert Ledger(folder).history() == ()


def test_a_step_over_two_files_that_was_stopped_between_them_is_finished_by_whoever_comes_next(tmp_path):
    folder = write_small_case(tmp_path)
    child = os.fork()
    if not child:
        real, done = os.replace, []

        def stop(*args):
            if done:
                os._exit(0)
            done.append(real(*args))

        os.replace = stop
        Ledger(folder).apply([Change(ROW, {"note": "both"}), Change(NOTE, {"note": "both"})], who="a")
    os.waitpid(child, 0)
    assert tomllib.loads((folder / "claims.toml").read_text())["claims"][0]["note"] == "-"
    (step,) = Ledger(folder).history()
    assert step.state == "done"
    assert tomllib.loads((folder / "claims.toml").read_text())["claims"][0]["note"] == "both"
    assert {file.file: file.after for file in step.files} == {
        name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in ("events/e.csv", "claims.toml")
    }


def test_a_torn_last_line_of_the_log_is_set_aside_and_not_lost(tmp_path):
    ledger = Ledger(write_small_case(tmp_path))
    ledger.change(Change(NOTE, {"note": "one"}), who="a")
    log = tmp_path / ".firmground/edits.jsonl"
    log.write_bytes(log.read_bytes() + b'{"step":2,"state":"int')
    again = Ledger(tmp_path)
    again.change(Change(NOTE, {"note": "two"}), who="a")
    assert [step.number for step in again.history()] == [2, 1]
    assert again.torn() == 1
    assert b'{"step":2,"state":"int\n' in log.read_bytes()


def test_a_lock_left_by_a_killed_process_is_no_lock(tmp_path):
    folder = write_small_case(tmp_path)
    child = os.fork()
    if not child:
        with Ledger(folder)._locked():
            os.kill(os.getpid(), 9)
    os.waitpid(child, 0)
    assert Ledger(folder).change(Change(NOTE, {"note": "x"}), who="a").number == 1
