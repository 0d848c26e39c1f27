"""The whole path: `firmground check` on a case of a million events, a map of every day and 1,152 specifications.

Run it alone with  .venv/bin/python -m benchmarks.engine.end_to_end [--small] [--text]

The case is `benchmarks/large_case.py`, as GeoParquet and Parquet, or as GeoJSON and CSV. The command runs as a process
of its own, first with nothing beside the case, then with the index that the first run kept. What each stage takes is
measured once more in another process, which does the same through the library, after the index is there. There is no
peer: nothing else answers the question.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

BENCHMARKS = Path(__file__).resolve().parents[1]
OURS = "firmground"
SIZES = {"small": (20_000, 20), "full": (1_000_000, 365)}
STAGES = """
import json, sys, time
from firmground import check_claims, hold_events, locate_events, read_case
from firmground.render.text import render_text
from firmground.report.build import build_report
from firmground.report.chapters.room import TERMINAL

def stage(name, work):
    start, used = time.perf_counter(), time.process_time()
    result = work()
    told.append((name, time.perf_counter() - start, time.process_time() - used))
    return result

told = []
case = stage("read", lambda: read_case(sys.argv[1]))
located = stage("locate", lambda: locate_events(case))
held = stage("hold", lambda: hold_events(located))
findings = stage("check", lambda: check_claims(held))
stage("say", lambda: render_text(build_report(findings, TERMINAL)))
print(json.dumps(told))
"""


def measure(size: str, *, text: bool = False) -> list[dict[str, Any]]:
    """One row for each run of the command, and one for each stage."""
    events, days = SIZES[size]
    sys.path.insert(0, str(BENCHMARKS))
    from large_case import write_case  # noqa: PLC0415 - it stands beside this folder and is no part of the package

    job = f"check {events:,} events x {days} days, {'text' if text else 'Parquet'}"
    with tempfile.TemporaryDirectory() as place:
        folder = write_case(Path(place) / "case", events, days, text=text)
        shutil.rmtree(folder / ".firmground", ignore_errors=True)
        rows = [
            run([sys.executable, "-m", "firmground", "check", str(folder)], job, who)[0] | {"events": events}
            for who in (OURS, f"{OURS}, index ready")
        ]
        row, told = run([sys.executable, "-c", STAGES, str(folder)], job, "stages")
        stages = json.loads(told) if told else []
    for row in rows:
        row["events_per_second"] = row.pop("events") / row["seconds"] if row["seconds"] else None
    return rows + [
        {"job": f"{job}: {name}", "who": f"{OURS}, index ready", "seconds": wall, "cpu_seconds": cpu, "note": ""}
        for name, wall, cpu in stages
    ]


def run(command: list[str], job: str, who: str) -> tuple[dict[str, Any], str]:
    """A process, measured from outside, its own processes among its processor time; and what it printed."""
    with tempfile.TemporaryFile() as output:
        start = time.perf_counter()
        process = subprocess.Popen(command, stdout=output)  # noqa: S603 - this program itself
        _, status, used = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        output.seek(0)
        told = output.read().decode()
    row = {"job": job, "who": who, "seconds": wall, "cpu_seconds": used.ru_utime + used.ru_stime,
           "peak_mb": used.ru_maxrss / 1024, "note": ""}  # fmt: skip
    if process.returncode not in (0, 3):  # 3: some rows were refused
        return row | {"seconds": None, "note": f"ended with exit code {process.returncode}"}, ""
    return row, told


def main() -> None:
    size = "small" if "--small" in sys.argv[1:] else "full"
    for row in measure(size, text="--text" in sys.argv[1:]):
        seconds = "-" if row["seconds"] is None else f"{row['seconds']:8.2f} s"
        used = f"{row['cpu_seconds']:8.2f} s CPU {row.get('peak_mb', 0):6.0f} MB"
        print(f"{row['job']:60} {row['who']:25} {seconds} {used} {row['note']}")


if __name__ == "__main__":
    main()
