"""All that is claimed of the engine's speed, measured now on this machine: one table, ours and its peers side by side.

Run it with  .venv/bin/python -m benchmarks.engine [--small] [--only points,discs] [--keep]

Peers are wanted from the extra `bench` (`pip install -e '.[bench]'`); one that is missing is named in the table. Every
module is measured in a process of its own, one after the other. `--small` takes about a
minute or two and says little about speed. `--keep` writes the rows, with date, versions and machine, into
benchmarks/results, as JSON and as a table to read.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path
from typing import Any

MODULES = ("points", "discs", "hold", "cube", "counts", "encounters", "spark", "end_to_end")
LIBRARIES = (
    "firmground",
    "numba",
    "numpy",
    "shapely",
    "pyproj",
    "pyarrow",
    "geopandas",
    "sedonadb",
    "duckdb",
    "polars",
    "scipy",
    "fast-poibin",
    "pyspark",
)
OURS = "firmground"
PROJECT = Path(__file__).resolve().parents[2]
RESULTS = PROJECT / "benchmarks" / "results"
Row = dict[str, Any]


def main() -> None:
    asked = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    asked.add_argument("--small", action="store_true", help="small sizes, to try whether everything runs")
    asked.add_argument("--only", default=",".join(MODULES), help="modules, with commas between")
    asked.add_argument("--keep", action="store_true", help="keep the rows in benchmarks/results")
    chosen = asked.parse_args()
    size = "small" if chosen.small else "full"
    rows = []
    for module in chosen.only.split(","):
        print(f"-- {module}", file=sys.stderr, flush=True)
        rows += measured_apart(module, size)
    told = {"measured": datetime.now(UTC).isoformat(timespec="minutes"), "size": size, **machine(), "rows": rows}
    print(as_table(told))
    if chosen.keep:
        keep(told)


def measured_apart(module: str, size: str) -> list[Row]:
    """The rows of one module, from a process of its own; a row that says so where it fails."""
    code = (
        f"import json, sys; from benchmarks.engine.{module} import measure; "
        f"sys.stdout.write('\\n' + json.dumps(measure({size!r})))"
    )
    ended = subprocess.run(  # noqa: S603 - a module of our own, named by whoever measures
        [sys.executable, "-c", code], cwd=PROJECT, stdout=subprocess.PIPE, check=False, text=True, env=os.environ
    )
    if ended.returncode:
        return [{"job": module, "who": OURS, "seconds": None, "note": f"ended with exit code {ended.returncode}"}]
    return [row | {"module": module} for row in json.loads(ended.stdout.rpartition("\n")[2])]


def machine() -> dict[str, Any]:
    processors = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return {
        "machine": f"{platform.machine()}, {processors} processors, {platform.system()}",
        "processor": processor(),
        "python": f"Python {platform.python_version()}",
        "versions": {name: found for name in LIBRARIES if (found := version(name))},
    }


def processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "")


def version(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return ""


def best_peer(rows: list[Row], job: str) -> float | None:
    peers = [row["seconds"] for row in rows if row["job"] == job and not is_ours(row) and row.get("seconds")]
    return min(peers, default=None)


def is_ours(row: Row) -> bool:
    return str(row["who"]).startswith(OURS)


def as_table(told: dict[str, Any]) -> str:
    """A table in Markdown; `ratio` is the time of the fastest peer at the same job over ours."""
    lines = [
        f"Measured {told['measured']}, {told['size']} sizes: {told['processor']}, {told['machine']}, {told['python']}.",
        ", ".join(f"{name} {found}" for name, found in told["versions"].items()) + ".",
        "",
        "| job | who | wall s | CPU s | peak MB | a second | ratio | |",
        "|---|---|--:|--:|--:|--:|--:|---|",
    ]
    rows = told["rows"]
    for row in rows:
        peer = best_peer(rows, row["job"]) if is_ours(row) and row.get("seconds") else None
        ratio = f"{peer / row['seconds']:.1f}" if peer else ""
        figures = [number(row.get(name)) for name in ("seconds", "cpu_seconds", "peak_mb", "events_per_second")]
        cells = [row["job"], row["who"], *figures, ratio, row.get("note", "")]
        lines.append("| " + " | ".join(str(cell).replace("|", "\\|") for cell in cells) + " |")
    return "\n".join(lines)


def number(value: float | None) -> str:
    """Three digits that count."""
    if value is None:
        return ""
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


def keep(told: dict[str, Any]) -> None:
    """One pair of files a day: a later run of the day replaces the rows of the modules that it measured."""
    RESULTS.mkdir(exist_ok=True)
    path = RESULTS / f"engine-{told['measured'][:10]}-{told['size']}.json"
    if path.exists():
        before = json.loads(path.read_text(encoding="utf-8"))["rows"]
        now = {row.get("module") for row in told["rows"]}
        told = told | {"rows": [row for row in before if row.get("module") not in now] + told["rows"]}
    path.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
    path.with_suffix(".md").write_text(as_table(told) + "\n", encoding="utf-8")
    print(f"kept in {path.relative_to(PROJECT)}", file=sys.stderr)


if __name__ == "__main__":
    main()
