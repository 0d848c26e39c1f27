"""How fast the app answers, on this machine, now: a table to read, not a test to pass.

The case is invented: 100,000 events at 2,000 named towns (with Arabic names), and a list of who held which town. Run it
with  .venv/bin/python benchmarks/app.py [EVENTS] [FOLDER]
"""

from __future__ import annotations

import csv
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import date, timedelta
from importlib import metadata
from pathlib import Path
from urllib.parse import quote
from urllib.request import urlopen

import numpy as np

from firmground.examples import example_folder
from firmground.web.finder import finder_of
from firmground.web.serve import Background

TOWNS, DAYS, FIRST = 2_000, 365, date(2031, 1, 1)
LATIN = ("tell", "kafr", "deir", "khan", "jabal", "wadi", "ain", "umm", "abu", "beit")
ARABIC = ("تل", "كفر", "دير", "خان", "جبل", "وادي", "عين", "أم", "أبو", "بيت")
ENDS = ("nor", "zita", "hafir", "shams", "rumman", "tin", "zaytun", "hamra", "sud", "gharbi")
ARABIC_ENDS = ("نور", "زيتا", "حافر", "شمس", "رمان", "تين", "زيتون", "حمراء", "سود", "غربي")
KINDS = ("air-strike", "shelling", "clash")
CASE = """\
title = "An invented war, for measuring"
period = "2031-01-01/2031-12-31"
[[events]]
id = "record"
file = "events.csv"
source = "record"
[[maps]]
id = "towns"
file = "towns.csv"
title = "Who held which town"
[choices]
contested = ["counts", "does-not-count"]
"""
CLAIMS = """\
[[claims]]
id = "most"
by = "A speaker"
on = "2031-12-31"
says = "Most fell outside the South"
[claims.test]
measure = "share"
unit = "event"
that = { outside = "south" }
value = "> 0.5"
[[claims]]
id = "places"
by = "Another speaker"
on = "2031-12-31"
says = "A third of the towns were in the North"
[claims.test]
measure = "share"
unit = "place"
among = { kind = "air-strike" }
that = { in = "north" }
value = "~ 0.33"
"""
ACTORS = (
    '[[actors]]\nid = "north"\nname = "The North"\n[[actors]]\nid = "south"\nname = "The South"\nnames = ["الجنوب"]\n'
)


def name_town(number: int) -> tuple[str, str]:
    first, last, district = number % 10, number // 10 % 10, number // 100
    suffix = f" {district}" if district else ""
    return f"{LATIN[first].title()} {ENDS[last].title()}{suffix}", f"{ARABIC[first]} {ARABIC_ENDS[last]}{suffix}"


def write_case(folder: Path, events: int) -> Path:
    """The same case each time."""
    random = np.random.default_rng(31)
    folder.mkdir(parents=True)
    for name, text in (
        ("case.toml", CASE),
        ("claims.toml", CLAIMS.replace("~ 0.33", "0.3 ± 0.1")),
        ("actors.toml", ACTORS),
    ):
        (folder / name).write_text(text, encoding="utf-8")
    (folder / "sources.toml").write_text('[[sources]]\nid = "record"\ntitle = "The record"\n', encoding="utf-8")
    places = [[f"t{n}", *name_town(n), 36 + random.random() * 8, 33 + random.random() * 4, 2] for n in range(TOWNS)]
    write_table(folder / "places.csv", ["id", "name", "aliases", "lon", "lat", "radius_km"], places)
    held = [
        [f"t{n}", side, first, until]
        for n in range(TOWNS)
        for side, first, until in (("north", "2031-01-01", "2031-06-15"), ("south", "2031-06-16", ""))[n % 2 :]
    ]
    write_table(folder / "towns.csv", ["place", "holder", "from", "until"], held)
    rows = [
        [
            f"e{n:06d}",
            FIRST + timedelta(int(random.integers(0, DAYS))) if n % 50 else "",
            f"t{int(random.integers(0, TOWNS))}" if n % 30 else "Nowhere that is known",
            ("north", "south", "")[int(random.integers(0, 3))],
            KINDS[int(random.integers(0, 3))],
            f"https://example.org/record/{n}",
            f"as reported by observer {n % 977}, second hand" if n % 9 == 0 else "",
        ]
        for n in range(events)
    ]
    write_table(folder / "events.csv", ["id", "date", "place", "by", "kind", "url", "note"], rows)
    return folder


def write_table(path: Path, header: list[str], rows: list[list[object]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header, *rows])


def milliseconds(url: str, rounds: int = 7) -> tuple[str, float]:
    """The first answer, the median of the others, and its size in kB."""
    taken = []
    for _ in range(rounds):
        start = time.perf_counter()
        with urlopen(url) as answer:  # noqa: S310 - our own server
            size = len(answer.read())
        taken.append(1000 * (time.perf_counter() - start))
    return f"{taken[0]:8.0f} ms first, then {statistics.median(taken[1:]):6.0f} ms", size / 1000


def first_paint(folder: Path) -> str:
    """From the command to a first page over the wire, in a fresh process."""
    start = time.perf_counter()
    command = [sys.executable, "-m", "firmground", "serve", str(folder), "--no-browser", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603 - this program itself
        url = process.stdout.readline().strip() if process.stdout else ""
        printed = time.perf_counter() - start
        with urlopen(url) as answer:  # noqa: S310 - our own server
            answer.read()
        shown = time.perf_counter() - start
        process.terminate()
    return f"{printed:8.2f} s to the address, {shown:.2f} s to a page"


def measure(name: str, folder: Path, addresses: list[str]) -> None:
    print(f"\n{name}\n{'firmground serve, a fresh process':45} {first_paint(folder)}")
    start = time.perf_counter()
    background = Background(folder)
    background.desk.wait()
    seen = background.desk.snapshot
    if seen is None:
        raise SystemExit(background.desk.state().failed)
    print(f"{f'the check of {len(seen.case.events):,} events':45} {time.perf_counter() - start:8.1f} s")
    start = time.perf_counter()
    finder = finder_of(seen)
    print(f"{f'index of {len(finder.records):,} records':45} {time.perf_counter() - start:8.2f} s")
    for address in addresses:
        taken, size = milliseconds(background.url + quote(address, safe="/?=&+"))
        print(f"{address:45} {taken}, {size:5.0f} kB")
    background.stop()


def main() -> None:
    events = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    print(f"firmground {metadata.version('firmground')}, Python {platform.python_version()}, {platform.machine()}")
    common = ["/", "/events", "/events/3", "/problems", "/sources", "/actors", "/places", "/state?of=1"]
    measure("the built-in case", example_folder("syria-2015"), [*common, "/search?q=deir", "/search?q=حلب"])
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(sys.argv[2]) if len(sys.argv) > 2 else Path(scratch) / "case"
        if not folder.exists():
            write_case(folder, events)
        more = [
            "/events?sort=day&down=1",
            "/events?kind=clash&actor=north&page=40",
            "/events?q=observer+12",
            "/search?q=deir",
            "/search?q=حمراء",
            "/search?q=e0999",
            "/search?q=e",
            "/search?q=nothing+has+this",
        ]
        measure(f"an invented case of {events:,} events", folder, [*common, *more])


if __name__ == "__main__":
    main()
