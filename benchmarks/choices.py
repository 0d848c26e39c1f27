"""How soon a claim follows a changed choice, on this machine, now: a table to read, not a test to pass.

Each number is one request for the part of the page that changes, from the question to the last byte: measuring the
whole curve, settling, naming, drawing, writing, over HTTP. No question is asked twice, so none is answered from
memory. Run it with  .venv/bin/python benchmarks/choices.py [EVENTS] [FOLDER]   (0 events: the built-in case alone)
"""

from __future__ import annotations

import platform
import shutil
import statistics
import sys
import tempfile
import time
from contextlib import contextmanager
from datetime import date, timedelta
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode
from urllib.request import Request, urlopen

from big_case import write_case

from firmground.case.choices import show_choice
from firmground.examples import example_folder
from firmground.explore import ask, list_controls, list_days
from firmground.web.serve import Background

if TYPE_CHECKING:
    from collections.abc import Iterator

    from firmground.check import Findings

MOST_CLAIMS = 6  # of a case, so that a large one is done in minutes
WINDOWS = 8  # of each claim
DEFINITIONS = """
[[definitions]]
id = "narrow"
title = "A narrow list"
by = "One"
[[definitions.labels]]
label = "enemy"
covers = ["league"]
[[definitions]]
id = "wide"
title = "A wide list"
by = "Another"
[[definitions.labels]]
label = "enemy"
covers = ["league", "west"]
"""
CLAIM = """
[[claims]]
id = "enemies"
by = "A minister"
on = "2031-12-31"
says = "Most places that were hit were held by enemies"
[claims.test]
measure = "share"
unit = "place"
that = { in = "enemy" }
value = "0.45..0.6"
"""
CHOICES = 'definition = ["narrow", "wide"]\nunit = ["event", "place", "strike"]\nsubset = ["all", "no-clashes"]\n'
SUBSET = '[subsets.no-clashes]\nkind = ["air-strike", "shelling"]\n'


def write_choices(folder: Path, events: int) -> Path:
    """The invented case with more to choose from: definitions, units, a part of the events."""
    write_case(folder, events)
    case = folder / "case.toml"
    case.write_text(case.read_text(encoding="utf-8") + CHOICES + SUBSET, encoding="utf-8")
    (folder / "definitions.toml").write_text(DEFINITIONS, encoding="utf-8")
    claims = folder / "claims.toml"
    claims.write_text(CLAIM + claims.read_text(encoding="utf-8"), encoding="utf-8")
    return folder


def questions(findings: Findings) -> Iterator[tuple[str, str, dict[str, str]]]:
    """What is switched, the claim, the choices: every value of every choice that is open, and windows of days."""
    case = findings.case
    for found in findings.claims[:MOST_CLAIMS]:
        meant = ask(case, found.claim.id, {})
        for control in list_controls(case, meant):
            for value in control.values:
                if value != control.meant and not control.closed:
                    yield control.name, found.claim.id, {control.name: show_choice(control.name, value)}
        if list_days(case, meant)[0].closed or case.period is None:
            continue
        first, stop = case.period.possible
        for number in range(WINDOWS):
            day = date.fromordinal(first) + timedelta(days=(stop - first) * (number + 1) // (WINDOWS + 2))
            yield "window", found.claim.id, {"from": day.isoformat()}


def fetch(url: str) -> tuple[float, int]:
    """Seconds and bytes of the part that changes."""
    start = time.perf_counter()
    with urlopen(Request(url, headers={"HX-Request": "true"})) as answer:  # noqa: S310 - our own server
        body = answer.read()
    return time.perf_counter() - start, len(body)


def tell(name: str, taken: list[float], unit: str = "ms") -> None:
    ordered = sorted(taken)
    p95 = ordered[min(len(ordered) - 1, int(0.95 * len(ordered)))]
    print(
        f"  {name:26} {1000 * statistics.median(taken):8.0f} {unit} {1000 * p95:8.0f} {unit}   {len(taken):3}",
        flush=True,
    )


@contextmanager
def served(folder: Path) -> Iterator[Background]:
    app = Background(folder)
    try:
        if not app.desk.wait(7200) or app.desk.snapshot is None:
            raise SystemExit(f"the case could not be checked: {app.desk.state().failed}")
        yield app
    finally:
        app.stop()


def time_server(app: Background) -> None:
    findings = app.desk.snapshot.findings if app.desk.snapshot else None
    if findings is None:
        return
    asked = list(questions(findings))
    for claim in dict.fromkeys(claim for _, claim, _ in asked):
        fetch(f"{app.url}/claims/{quote(claim, safe='')}")  # the page is open before a choice is switched
    taken: dict[str, list[float]] = {}
    for name, claim, choices in asked:
        seconds, _ = fetch(f"{app.url}/claims/{quote(claim, safe='')}?{urlencode(choices)}")
        taken.setdefault(name, []).append(seconds)
    print(f"  {'switched':26} {'median':>11} {'95 in 100':>11}   requests")
    for name, own in taken.items():
        tell(name, own)
    tell("all", [one for own in taken.values() for one in own])


def time_margin(app: Background, claim: str, margin: str) -> None:
    """A margin that the case does not offer: its ground is held anew, once."""
    url = f"{app.url}/claims/{quote(claim, safe='')}?margin_km={margin}"
    start = time.perf_counter()
    while True:
        with urlopen(Request(url, headers={"HX-Request": "true"})) as answer:  # noqa: S310 - our own server
            if b'data-again="1"' not in answer.read():
                break
        time.sleep(0.5)
    print(f"  a margin that was never held: {time.perf_counter() - start:.1f} s, after that as any other choice")


def time_browser(app: Background, claim: str) -> None:
    """In Chromium, from the change of a field to the picture after the next one."""
    browser = shutil.which("chromium-headless-shell") or shutil.which("chromium")
    try:
        from playwright.sync_api import sync_playwright  # noqa: PLC0415 - the rest needs no browser
    except ImportError:
        browser = None
    if browser is None:
        print("  in Chromium: not measured, it is not here")
        return
    script = """async ([name, place]) => {
        const fields = document.querySelectorAll(`#trial input[type=radio][name="${name}"]`);
        const field = fields[place % fields.length];
        const was = document.getElementById("trial").dataset.url;
        const start = performance.now();
        field.click();
        while (document.getElementById("trial").dataset.url === was) await new Promise((go) => setTimeout(go, 2));
        await new Promise((go) => requestAnimationFrame(() => requestAnimationFrame(go)));
        return (performance.now() - start) / 1000;
    }"""
    with sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=browser, args=["--no-sandbox", "--disable-gpu"])
        page = opened.new_page(viewport={"width": 1280, "height": 900})
        page.goto(f"{app.url}/claims/{quote(claim, safe='')}")
        names = ("map", "unit", "contested", "subset")
        open_names = [n for n in names if page.locator(f'#trial input[type=radio][name="{n}"]').count() > 1]
        taken = [page.evaluate(script, [name, place]) for place in (1, 0, 1, 0) for name in open_names]
        opened.close()
    tell("in Chromium, to painted", taken)


def main() -> None:
    events = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    print(f"firmground {metadata.version('firmground')}, Python {platform.python_version()}, {platform.machine()}")
    print("the built-in case")
    with served(example_folder("syria-2015")) as app:
        time_server(app)
        time_margin(app, "kirby-1007", "7")
        time_browser(app, "reuters-1021-share")
    if not events:
        return
    with tempfile.TemporaryDirectory() as room:
        folder = Path(sys.argv[2]) if len(sys.argv) > 2 else write_choices(Path(room) / "case", events)
        print(f"an invented case, {events:,} events", flush=True)
        start = time.perf_counter()
        with served(folder) as app:
            print(f"  read, held and checked once, at the start: {time.perf_counter() - start:.0f} s", flush=True)
            time_server(app)
            time_browser(app, "four-fifths")


if __name__ == "__main__":
    main()
