"""How large a report's page is, how soon its moving map is ready and how fast its clock steps: a table to read.

Needs Chromium; it runs without a GPU. Run it with  .venv/bin/python benchmarks/report_page.py [PAGE.html ...]
Without a page it makes two: of the built-in case and of the invented one of 20,000 events and 500 areas.
"""

from __future__ import annotations

import shutil
import statistics
import sys
import tempfile
from pathlib import Path
from typing import Any

from big_case import write_case
from playwright.sync_api import sync_playwright

import firmground as fg

STEPS = 100
# From the reader's move to the end of the frame that shows it. The processor's time beside it does not depend on what
# else the machine does: it is that of the page's own thread, in which script, layout and painting happen.
MEASURE = """async ([mode, steps, by]) => {
  const seat = document.querySelector(".clock-seat.clock-ready");
  const slider = seat.querySelector(".clock-slider");
  seat.querySelector(`input[value="${mode}"]`).click();
  const frame = () => new Promise((next) => requestAnimationFrame(next));
  const after = () => new Promise((next) => {
    const port = new MessageChannel();
    port.port1.onmessage = next;
    port.port2.postMessage(0);
  });
  const from = by > 0 ? Number(slider.min) : Number(slider.max), shown = [];
  for (let n = 0; n < steps; n += 1) {
    await frame();
    await after();
    slider.value = from + by * n;
    const start = performance.now();
    slider.dispatchEvent(new Event("input"));
    await frame();
    await after();
    shown.push(performance.now() - start);
  }
  return shown;
}"""


def thread_time(session: Any) -> float:
    """Milliseconds of processor time that the page's thread has spent."""
    found = {one["name"]: one["value"] for one in session.send("Performance.getMetrics")["metrics"]}
    return 1000 * float(found["TaskDuration"])


def make_page(folder: Path, case: Path) -> Path:
    findings = fg.check_claims(fg.hold_events(fg.locate_events(fg.read_case(case))))
    return fg.write_report(findings, folder / f"{case.name}.html")


def measure(page: Any, path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    scene = len(text.split('id="firmground-scene">')[1].split("</script>")[0])
    scripts = sum(len(part.split("</script>")[0]) for part in text.split("<script>")[1:])
    scripts += len(text.split('id="firmground-clock">')[1].split("</script>")[0])  # packed
    page.goto(path.as_uri(), wait_until="commit")
    page.wait_for_load_state("load")
    loaded = page.evaluate("performance.now()")
    page.evaluate("document.querySelector('.clock-seat').scrollIntoView()")
    page.locator(".clock-ready .clock-events[aria-label]").first.wait_for()
    ready = page.evaluate("performance.now()")
    sizes = (len(text.encode()), scene, scripts)
    print(
        "\n{}: {:.0f} kB, of it data {:.0f} and scripts {:.0f} kB".format(path.name, *(size / 1000 for size in sizes))
    )
    print(f"  load event after {loaded:.0f} ms; a map scrolled to then is ready {ready - loaded:.0f} ms later")
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})
    for mode in ("day", "until"):
        for words, by in (("forwards", 1), ("backwards", -1)):
            before = thread_time(session)
            shown = page.evaluate(MEASURE, [mode, STEPS, by])
            spent = (thread_time(session) - before) / STEPS
            ranked = sorted(shown)
            print(
                f"  {STEPS} steps {words:9} {mode:5}  median {statistics.median(ranked):6.1f} ms   "
                f"p95 {ranked[int(0.95 * STEPS) - 1]:6.1f} ms   max {ranked[-1]:6.1f} ms   "
                f"(processor {spent:5.1f} ms a step)"
            )


def main() -> None:
    chromium = next(filter(None, map(shutil.which, ("chromium-headless-shell", "chromium"))), None)
    with tempfile.TemporaryDirectory() as name, sync_playwright() as driver:
        folder = Path(name)
        pages = [Path(one).resolve() for one in sys.argv[1:]] or [
            make_page(folder, fg.example_folder("syria-2015")),
            make_page(folder, write_case(folder / "invented")),
        ]
        browser = driver.chromium.launch(executable_path=chromium, args=["--disable-gpu", "--no-sandbox"])
        for path in pages:
            page = browser.new_page(viewport={"width": 1280, "height": 1000})
            measure(page, path)
            page.close()
        browser.close()


if __name__ == "__main__":
    main()
