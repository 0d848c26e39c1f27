"""How long the parts of the main job take, on this machine, now: a table to read, not a test to pass.

Run it with  .venv/bin/python benchmarks/spine.py
"""

from __future__ import annotations

import platform
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import date
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

import firmground as fg
from firmground.check import check_test, specifications
from firmground.dates import parse_when
from firmground.measures import Selector

if TYPE_CHECKING:
    from collections.abc import Callable


def seconds(work: Callable[[], object], rounds: int = 5) -> str:
    """Median and spread of several rounds."""
    taken = []
    for _ in range(rounds):
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    return f"{statistics.median(taken):8.3f} s   (from {min(taken):.3f} to {max(taken):.3f}, {rounds} rounds)"


def help_cold() -> None:
    subprocess.run([sys.executable, "-m", "firmground", "--help"], check=True, stdout=subprocess.DEVNULL)


def parse_dates() -> None:
    parse_when.cache_clear()
    first = date(1500, 1, 1).toordinal()
    for offset in range(200_000):
        day = date.fromordinal(first + offset)
        parse_when(f"{day.year:04d}-{day.month:02d}" + (f"-{day.day:02d}" if offset % 3 else ""))


def main() -> None:
    case = fg.read_case(fg.example_folder("syria-2015"))
    held = fg.hold_events(fg.locate_events(case))
    findings = fg.check_claims(held)
    test = findings.claims[0].test
    every = list(specifications(case, test))
    selector = Selector(held)

    def ten_thousand() -> None:
        for number in range(10_000):
            check_test(held, test, every[number % len(every)], selector)

    number = sum(len(found.every) for found in findings.claims)
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "report.html"
        jobs: list[tuple[str, Callable[[], object]]] = [
            ("firmground --help, a fresh process", help_cold),
            ("parse 200,000 dates", parse_dates),
            ("built-in case: read", lambda: fg.read_case(case.folder)),
            ("built-in case: locate and hold", lambda: fg.hold_events(fg.locate_events(case))),
            (f"built-in case: check, {number} findings", lambda: fg.check_claims(held)),
            ("10,000 specifications of one claim", ten_thousand),
            ("built-in case: report as HTML", lambda: fg.write_report(findings, page)),
        ]
        print(f"firmground {metadata.version('firmground')}, Python {platform.python_version()}, {platform.machine()}")
        for name, work in jobs:
            print(f"{name:45} {seconds(work)}")
        print(f"{'size of the HTML report':45} {page.stat().st_size / 1000:8.0f} kB")


if __name__ == "__main__":
    main()
