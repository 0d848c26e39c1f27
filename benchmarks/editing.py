"""How long one edit takes: in a table of 200,000 rows, in the built-in case, with a long log behind it.

Usage: .venv/bin/python benchmarks/editing.py [rows]
Beside the large table stands the same change made by reading it with the standard library's csv module and writing it
out whole, without a lock, a log or a check, and not byte-true.
"""

from __future__ import annotations

import csv
import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from firmground.edit import At, Change, Ledger, NewRecord
from firmground.examples import __file__ as examples

if TYPE_CHECKING:
    from collections.abc import Callable

ROUNDS = 7


def median(act: Callable[[int], object]) -> float:
    """Seconds of the middle one of several rounds."""
    times = []
    for number in range(ROUNDS):
        start = time.perf_counter()
        act(number)
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def write_large(folder: Path, rows: int) -> Path:
    (folder / "case.toml").write_text('title = "T"\n[[events]]\nfile = "e.csv"\n', encoding="utf-8")
    with (folder / "e.csv").open("w", encoding="utf-8", newline="") as lines:
        writer = csv.writer(lines)
        writer.writerow(["id", "date", "place", "lon", "lat", "by", "kind", "note"])
        for number in range(rows):
            note = f'shelling near the mill, "block {number % 90}"' if number % 3 else "-"
            writer.writerow([f"e{number}", "2022-03-01", "p", "37.16", "36.20", "russia", "shelling", note])
    return folder / "e.csv"


def rewrite_plainly(path: Path, row: int, text: str) -> None:
    with path.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.reader(lines))
    rows[row - 1][7] = text
    with path.open("w", encoding="utf-8", newline="") as lines:
        csv.writer(lines).writerows(rows)


def time_large(rows: int) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = write_large(folder, rows)
        ledger = Ledger(folder)
        size = path.stat().st_size / 2**20
        for where, row in (("first", 2), ("middle", rows // 2), ("last", rows + 1)):
            at = At("e.csv", row=row)
            took = median(lambda number, at=at: ledger.change(Change(at, {"note": f"n{number}"}), who="b"))
            print(f"a cell in the {where} of {rows:,} rows ({size:.0f} MB): {took * 1000:7.0f} ms")
        took = median(lambda number: ledger.apply([NewRecord("e.csv", {"id": f"n{number}"})], who="b"))
        print(f"a row added to them:                        {took * 1000:7.0f} ms")
        took = median(lambda number: ledger.undo(ledger.history()[0].number, who="b") if number else None)
        print(f"the last step taken back:                   {took * 1000:7.0f} ms")
        took = median(lambda _: ledger.record(At("e.csv", row=rows)))
        print(f"a record looked at:                         {took * 1000:7.0f} ms")
        took = median(lambda number: rewrite_plainly(path, rows, f"n{number}"))
        print(f"plain rewriting with the csv module:        {took * 1000:7.0f} ms")


def time_example() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(shutil.copytree(Path(examples).parent / "syria-2015", Path(name) / "case"))
        ledger = Ledger(folder)
        row = At("events/disclosed.csv", row=17)
        claim = At("claims.toml", table="claims", id="reuters-1021-share")
        took = median(lambda number: ledger.change(Change(row, {"note": f"n{number}"}), who="b"))
        print(f"a cell of the built-in case:                {took * 1000:7.1f} ms")
        took = median(lambda number: ledger.change(Change(claim, {"note": f"n{number}"}), who="b"))
        print(f"a field of one of its claims:               {took * 1000:7.1f} ms")
        took = median(lambda number: ledger.trial([Change(claim, {"note": f"t{number}"})]))
        print(f"the case read as it would be (trial):       {took * 1000:7.1f} ms")
        for number in range(1000):
            ledger.change(Change(row, {"note": f"l{number}"}), who="b")
        took = median(lambda _: Ledger(folder).history())
        print(f"a log of 1,000 steps read from the start:   {took * 1000:7.1f} ms")
        took = median(lambda number: ledger.change(Change(row, {"note": f"m{number}"}), who="b"))
        print(f"a cell with that log behind it:             {took * 1000:7.1f} ms")


if __name__ == "__main__":
    time_large(int(sys.argv[1]) if len(sys.argv) > 1 else 200_000)
    time_example()
