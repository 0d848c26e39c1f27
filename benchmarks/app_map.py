"""How the map page behaves with many events: time to be ready, a clock step, a filter, in Chromium without a GPU.

Run it with  .venv/bin/python benchmarks/app_map.py [EVENTS ...]     (default: the built-in case and 100000)

The page is measured, not the check: for the invented case who held the ground of each event is drawn by lot from its
maps, so that the case is ready in a minute. Both ways of drawing are measured: WebGL in software (SwiftShader), slower
than any graphics card, and the plain canvas. A step and a filter are timed from the change to the frame in which
the picture, the counts and the list are all new.
"""

from __future__ import annotations

import random
import shutil
import statistics
import sys
import tempfile
import time
import urllib.request
import zlib
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from big_case import write_case
from playwright.sync_api import sync_playwright

import firmground as fg
from firmground.dates import Days
from firmground.hold import Held
from firmground.hold.ground import GroundWriter
from firmground.hold.spells import Spell, Spells
from firmground.hold.table import build_table
from firmground.report.build import build_report
from firmground.web.desk import Snapshot
from firmground.web.serve import Background

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from firmground.locate import Located

CHROMIUM = next(filter(None, map(shutil.which, ("chromium-headless-shell", "chromium"))), None)
QUIET = ["--no-sandbox", "--no-first-run", "--disable-background-networking", "--disable-component-update"]
WAYS = {
    "WebGL, software": ["--use-angle=swiftshader", "--enable-unsafe-swiftshader"],
    "plain canvas": ["--disable-gpu", "--disable-3d-apis"],
}
ROUNDS = 9
# How long the page's own work before each frame took, beside how long the reader waited.
COUNT_WORK = """
  window.work = 0;
  const ask = requestAnimationFrame.bind(window);
  window.requestAnimationFrame = (call) => ask((now) => {
    const start = performance.now();
    call(now);
    window.work += performance.now() - start;
  });
"""
# From one change to the second frame after it: in the first the page works, in the second the result is seen.
TIMED = """async ([rounds, change]) => {
  const root = document.getElementById("atlas"), taken = [], work = [];
  const frame = () => new Promise((go) => requestAnimationFrame(go));
  for (let round = 0; round < rounds; round += 1) {
    const before = root.dataset.drawn, start = performance.now();
    window.work = 0;
    if (change === "step") document.getElementById(round % 2 ? "on" : "back").click();
    else document.querySelectorAll("#facets input")[change === "filter" ? 0 : 1].click();
    while (root.dataset.drawn === before) await frame();
    await frame();
    taken.push(performance.now() - start);
    work.push(window.work);
  }
  return [taken, work];
}"""


def hold_by_lot(located: Located) -> Held:
    """One holding for each event and map, drawn by lot from those of the map."""
    lot = random.Random(7)  # noqa: S311 - an invented war, the same each time
    case = located.case
    days = [Days(int(a), int(z)) for a, z in zip(case.events.start, case.events.stop, strict=True)]
    numbers = np.arange(len(days))
    tables = {}
    for name in case.choices.map:
        known = list({face.holding for face in case.maps[name].faces})
        spells = [[Spell(one.start, one.stop, (((lot.choice(known),), 1.0),))] for one in days]
        ground = GroundWriter()
        told = Spells.written(spells, ground)
        for margin in case.choices.margin_km:
            tables[name, case.choices.radius[0], margin] = build_table(ground.table(), numbers, told, case.break_days())
    return Held(located, tables)


def serve_many(folder: Path) -> Background:
    """The app over the case as if it had been checked."""
    background = Background(folder, check=False)
    findings = fg.check_claims(hold_by_lot(fg.locate_events(fg.read_case(folder))))
    background.desk._snapshot = Snapshot(1, findings, build_report(findings), datetime.now(UTC), 0.0)  # noqa: SLF001 - in place of a check
    return background


def tell_sizes(url: str) -> None:
    for name in ("data", "ground/0", "claim/0"):
        start = time.perf_counter()
        first = urllib.request.urlopen(f"{url}/map/{name}").read()  # noqa: S310 - our own server
        made = time.perf_counter() - start
        start = time.perf_counter()
        urllib.request.urlopen(f"{url}/map/{name}").read()  # noqa: S310 - as above
        again = time.perf_counter() - start
        start = time.perf_counter()
        packed = len(zlib.compress(first, 6))
        print(
            f"  /map/{name}: {len(first) / 1e6:.2f} MB, made in {made:.2f} s, sent again in {again * 1000:.0f} ms; "
            f"packing it would take {(time.perf_counter() - start) * 1000:.0f} ms for {packed / 1e6:.2f} MB"
        )


def say(taken: list[float]) -> str:
    return f"{statistics.median(taken):6.0f} ms (worst {max(taken):.0f})"


def measure(browser: Browser, url: str, query: str) -> None:
    page: Page = browser.new_page(viewport={"width": 1200, "height": 800})
    page.add_init_script(COUNT_WORK)
    start = time.perf_counter()
    page.goto(f"{url}/map?{query}&draw=webgl")
    page.wait_for_function("() => document.getElementById('atlas')?.dataset.ready", timeout=120_000)
    ready = time.perf_counter() - start
    page.wait_for_function("() => document.getElementById('atlas').dataset.settled", timeout=120_000)
    drawn = time.perf_counter() - start
    print(f"    ready {ready:5.2f} s, all drawn {drawn:5.2f} s", end="")
    for change in ("step", "filter"):
        found: Any = page.evaluate(TIMED, [ROUNDS, change])
        print(f"; {change} {say(found[0])}, of it script {statistics.median(found[1]):.0f} ms", end="", flush=True)
    print()
    page.close()


def main() -> None:
    sizes = [int(text) for text in sys.argv[1:]] or [100_000]
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as driver:
        cases = [(Path(fg.example_folder("syria-2015")), None)]
        cases += [(write_case(Path(folder) / str(size), size), size) for size in sizes]
        for path, size in cases:
            background = serve_many(path)
            print(f"{'the built-in case' if size is None else f'{size:,} events'}")
            tell_sizes(background.url)
            for way, flags in WAYS.items():
                browser = driver.chromium.launch(executable_path=CHROMIUM, args=[*QUIET, *flags])
                claimed = f"claim={first_claim(background)}&show=until"
                for words, query in (("all days", "map="), ("a claim, ground, up to the day", claimed)):
                    print(f"  {way}, {words}:")
                    measure(browser, background.url, query)
                browser.close()
            background.stop()


def first_claim(background: Background) -> str:
    snapshot = background.desk.snapshot
    return next(claim.id for claim in snapshot.report.claims if claim.measure in {"share", "count"}) if snapshot else ""


if __name__ == "__main__":
    main()
