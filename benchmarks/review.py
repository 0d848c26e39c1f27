"""How long it takes to find what waits for a decision, on made records of several sizes and densities.

    .venv/bin/python benchmarks/review.py [rows ...]

Towns lie at random in a box of 6 by 4 degrees; every row has a town, a day, an actor or none, and a note; one note in a
hundred is that of another row. "Streets" puts every row at a point of its own in one city.
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

import numpy as np

import firmground as fg
from firmground.review import find_proposals

SHAPES = {
    "a country, four years": (2000, 1500),
    "a front, one year": (200, 365),
    "streets of a city, one year": (0, 365),
}


def write_case(folder: Path, rows: int, towns: int, days: int) -> None:
    rng = np.random.default_rng(7)
    if towns:
        town = rng.integers(towns, size=rows)
        lon, lat = rng.uniform(36, 42, towns)[town], rng.uniform(33, 37, towns)[town]
    else:
        lon, lat = rng.uniform(36.2, 36.5, rows), rng.uniform(33.4, 33.6, rows)
    first, by = date(2015, 1, 1), np.array(["north", "south", ""])[rng.integers(3, size=rows)]
    day, note = rng.integers(days, size=rows), rng.integers(rows * 99 // 100, size=rows)
    (folder / "case.toml").write_text('title = "B"\n[[events]]\nfile = "e.csv"\n', encoding="utf-8")
    with (folder / "e.csv").open("w", encoding="utf-8") as out:
        out.write("id,date,lon,lat,radius_km,by,note,url\n")
        for n in range(rows):
            when = first + timedelta(days=int(day[n]))
            where = f"{lon[n]:.4f},{lat[n]:.4f},{n % 4}"
            out.write(f"e{n},{when},{where},{by[n]},shelling of quarter {note[n]} with guns,https://example.org/{n}\n")


def main() -> None:
    sizes = [int(text) for text in sys.argv[1:]] or [10_000, 100_000]
    print(f"{'rows':>8}  {'shape':<28} {'read s':>8} {'queue s':>8} {'cpu s':>8} {'asked':>6} {'MB':>6}")
    for rows in sizes:
        for shape, (towns, days) in SHAPES.items():
            with tempfile.TemporaryDirectory() as name:
                write_case(Path(name), rows, towns, days)
                start = time.perf_counter()
                located = fg.locate_events(fg.read_case(name))
                read, cpu = time.perf_counter(), time.process_time()
                queue = find_proposals(located.case, located)
                done, used = time.perf_counter(), time.process_time()
            most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
            spent = f"{read - start:>8.1f} {done - read:>8.1f} {used - cpu:>8.1f}"
            line = f"{rows:>8,}  {shape:<28} {spent} {len(queue):>6,} {most:>6,}"
            print(line, flush=True)


if __name__ == "__main__":
    main()
