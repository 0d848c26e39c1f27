"""Kills a process that edits a case, again and again, and looks each time at what is left. Run by its test, alone.

A warm parent forks a child for each round. Half of the children are shot after a random while; the others shoot
themselves before, after or in the middle of a chosen system call. What the child was told is done must stand;
what it was doing may stand or not, whole.

Usage: python kill_rounds.py FOLDER ROUNDS SEED
"""

from __future__ import annotations

import contextlib
import csv
import hashlib
import json
import os
import random
import signal
import sys
import time
import tomllib
from pathlib import Path

from small_case import ROWS, write_small_case

from firmground.edit import At, Change, Ledger
from firmground.read import read_case

CALLS = ("open", "write", "fsync", "replace", "link", "unlink", "fchmod")
POINTS = 48
say = os.write  # the real one: what is told to the parent is no part of an edit

NOTE = At("claims.toml", table="claims", id="one")
TEST = At("claims.toml", table="claims", id="two")
PLACE = At("places.csv", row=2)


def arm(point: int, manner: str) -> None:
    """The process kills itself at its n-th system call from here on: before it, after it, or half-way through it."""
    left = [point]

    def shoot() -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    def wrap(real):
        def call(*args, **named):
            left[0] -= 1
            if left[0] == 0 and manner == "half" and real is say:
                real(args[0], bytes(args[1])[: len(args[1]) // 2])
            if left[0] == 0 and manner != "after":
                shoot()
            try:
                return real(*args, **named)
            finally:
                if left[0] <= 0:
                    shoot()

        return call

    for name in CALLS:
        setattr(os, name, wrap(getattr(os, name)))


def edit(ledger: Ledger, kind: int, value: str) -> tuple[dict[str, str], object]:
    """What one edit will make of the records, and the edit itself."""
    row = At("events/e.csv", row=2 + kind % ROWS)
    if kind % 4 == 0:
        return {"note": value}, lambda: ledger.change(Change(NOTE, {"note": value}), who="w")
    if kind % 4 == 1:
        return {f"row {row.row}": value}, lambda: ledger.change(Change(row, {"note": value}), who="w")
    if kind % 4 == 2:
        wishes = [Change(PLACE, {"note": value}), Change(TEST, {"test.out_of": kind}), Change(row, {"note": value})]
        return {"place": value, "out_of": str(kind), f"row {row.row}": value}, lambda: ledger.apply(wishes, who="w")
    last = ledger.history()[0]
    back = {}
    for done in last.records:
        name = {"events/e.csv": f"row {done.at.row}", "places.csv": "place"}.get(done.at.file, "note")
        for field, text in done.was.items():
            back["out_of" if field == "test.out_of" else name] = text
    return back, lambda: ledger.undo(last.number, who="w")


def work(ledger: Ledger, pipe: int, start: int) -> None:
    for kind in range(start, start + 10_000):
        state, make = edit(ledger, kind, f"v{start}-{kind}")
        say(pipe, json.dumps({"tries": state}).encode() + b"\n")
        step = make()
        say(pipe, json.dumps({"done": step.number}).encode() + b"\n")


def look(folder: Path) -> dict[str, str]:
    """What the files say, read by other means than those that wrote it."""
    with (folder / "events/e.csv").open(encoding="utf-8", newline="") as lines:
        found = {f"row {row}": cells["note"] for row, cells in enumerate(csv.DictReader(lines, strict=True), start=2)}
    with (folder / "places.csv").open(encoding="utf-8", newline="") as lines:
        found["place"] = next(csv.DictReader(lines, strict=True))["note"]
    one, two = tomllib.loads((folder / "claims.toml").read_text(encoding="utf-8"))["claims"]
    return found | {"note": one["note"], "out_of": str(two["test"]["out_of"])}


def run_child(ledger: Ledger, number: int, rng: random.Random) -> list[dict[str, object]]:
    """One child's life and death; what it told."""
    reading, writing = os.pipe()
    pause = rng.uniform(0, 0.008) if number % 2 else None
    patience = rng.randrange(4)
    child = os.fork()
    if not child:
        with contextlib.suppress(BaseException):
            if pause is None:
                arm(1 + number // 2 % POINTS, ("before", "after", "half")[number // 2 // POINTS % 3])
            work(ledger, writing, number * 7)
        os._exit(9)
    os.close(writing)
    body = b""
    while part := os.read(reading, 65536):
        body += part
        if pause is not None and body.count(b"done") >= patience:
            time.sleep(pause)
            os.kill(child, signal.SIGKILL)
            pause = None
    os.close(reading)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status), f"round {number}: the child ended by itself"
    return [json.loads(line) for line in body.split(b"\n") if line.endswith(b"}")]


def check_files(folder: Path, ledger: Ledger, number: int) -> None:
    """Each file is what the log says of it, and nothing lies about."""
    last: dict[str, str | None] = {}
    for step in reversed(ledger.history()):
        last |= {file.file: file.after for file in step.files}
    for name, digest in last.items():
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == digest, f"round {number}: {name}"
    debris = [path.name for path in folder.rglob(".*") if path.is_file()]
    assert debris == [], f"round {number}: {debris}"


def main(folder: Path, rounds: int, seed: int) -> None:
    write_small_case(folder)
    rng = random.Random(seed)  # noqa: S311 - rounds are to be repeatable, not secret
    ledger = Ledger(folder)
    ledger.change(Change(NOTE, {"note": "first"}), who="w")
    model = look(folder)
    acknowledged = finished = 0
    problems = read_case(folder).problems
    for number in range(rounds):
        told = run_child(ledger, number, rng)
        ledger = Ledger(folder) if number % 10 == 0 else ledger
        ledger.history()
        pending: dict[str, str] = {}
        for line in told:
            if "tries" in line:
                pending = line["tries"]
            else:
                model |= pending
                pending = {}
                acknowledged += 1
        found = look(folder)
        assert found in (model, model | pending), f"round {number}: lost or torn: {found} instead of {model}"
        finished += bool(pending) and found == model | pending and found != model
        model = found
        check_files(folder, ledger, number)
        if number % 20 == 0:
            assert read_case(folder).problems == problems, f"round {number}"
    print(json.dumps({"rounds": rounds, "acknowledged": acknowledged, "finished": finished, "torn": ledger.torn()}))  # noqa: T201 - its test reads this


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
