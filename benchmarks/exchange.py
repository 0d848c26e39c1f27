"""How long a package of 200,000 rows takes to make and to check, and how much memory: a table, not a test to pass.

The case is invented (`big_case`): events as CSV, two maps as GeoJSON, 500 units, two claims under eight combinations
of choices. Inside the clock is everything between the call and the answer: reading the case, the findings of the full
case, view, commitments, signature, the gate, the zip and what is kept, on the disk; of checking: the zip, every digest
and leaf, reading the case that is shown, and its findings. Outside: starting Python (see the last column), and the
compilation of the fast path, once on a machine (`firmground warm`). Each job runs in a process of its own, without the
index that an earlier one may have left in the case.

Run it with  .venv/bin/python benchmarks/exchange.py [EVENTS]
"""

from __future__ import annotations

import json
import platform
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import date
from importlib import metadata
from pathlib import Path

import big_case
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from firmground.case.handling import Label
from firmground.exchange.package.pack import pack_case
from firmground.exchange.package.verify import verify_package
from firmground.proofs.keys import SigningKey

ROUNDS = 3
EVENTS = 200_000
RULE = """\
[[rules]]
id = "clashes"
label = "red"
reason = "invented, for measuring"
table = "events/record.csv"
where = {{ kind = ["{kind}"] }}
[rules.fields]
by = "withhold"
target = "withhold"
note = "withhold"
"*" = "keep"
"""
# name -> (rules, whether the sender's findings go with it)
JOBS = {
    "all shown, with findings": ("", True),
    "all shown, no findings": ("", False),
    "a third shown in part, no findings": (RULE.format(kind="clash"), False),
    "a third shown in part, with findings and effects": (RULE.format(kind="clash"), True),
}


def pack_once(case: Path, output: Path, *, findings: bool) -> None:
    private = Ed25519PrivateKey.generate()
    key = SigningKey("measured", private.public_key().public_bytes_raw(), private)
    audience = Label.CLEAR if (case / "handling.toml").exists() else None
    start, worked = time.perf_counter(), time.process_time()
    pack_case(case, output, audience=audience, key=key, day=date(2031, 12, 31), findings=findings)
    tell(time.perf_counter() - start, time.process_time() - worked)


def verify_once(path: Path) -> None:
    start, worked = time.perf_counter(), time.process_time()
    found = verify_package(path)
    seconds, work = time.perf_counter() - start, time.process_time() - worked
    if not found.ok:
        raise SystemExit(found.fault)
    tell(seconds, work)


def tell(seconds: float, work: float) -> None:
    # Linux counts in kilobytes, macOS in bytes.
    unit = 1 if sys.platform == "darwin" else 1024
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit
    print(json.dumps({"seconds": seconds, "work": work, "bytes": most}))


def run(*words: str) -> tuple[float, float, float, float]:
    """Seconds inside the clock, seconds of all processors in it, gigabytes at most, seconds of the whole process."""
    start = time.perf_counter()
    done = subprocess.run([sys.executable, __file__, *words], check=True, stdout=subprocess.PIPE, text=True)  # noqa: S603 - this program
    told = json.loads(done.stdout)
    return told["seconds"], told["work"], told["bytes"] / 1e9, time.perf_counter() - start


def say(name: str, rounds: list[tuple[float, float, float, float]]) -> None:
    seconds = [one[0] for one in rounds]
    spread = f"{statistics.median(seconds):6.2f} s  ({min(seconds):.2f} to {max(seconds):.2f})"
    work, most, whole = (statistics.median(one[at] for one in rounds) for at in (1, 2, 3))
    print(f"{name:62} {spread}  {work:6.2f} s  {most:5.2f} GB  {whole:6.2f} s", flush=True)


def main(events: int) -> None:
    print(f"firmground {metadata.version('firmground')}, Python {platform.python_version()}, {platform.machine()}")
    print(f"{events:,} events; {ROUNDS} rounds; in the clock (from, to), of all processors, memory, whole process")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        case = big_case.write_case(folder / "case", events)
        for job, (rules, findings) in JOBS.items():
            (case / "handling.toml").unlink(missing_ok=True)
            if rules:
                (case / "handling.toml").write_text(rules, encoding="utf-8")
            package, packing = folder / "x.zip", []
            for _ in range(ROUNDS):
                for old in (package, package.with_name("x.zip.kept")):
                    old.unlink(missing_ok=True)
                shutil.rmtree(case / ".firmground", ignore_errors=True)
                packing.append(run("pack", str(case), str(package), "yes" if findings else ""))
            say(f"pack, {job}", packing)
            say(
                f"verify, {job} ({package.stat().st_size / 1e6:.1f} MB)",
                [run("verify", str(package)) for _ in range(ROUNDS)],
            )


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["pack", folder, output, findings]:
            pack_once(Path(folder), Path(output), findings=bool(findings))
        case ["verify", path]:
            verify_once(Path(path))
        case [number]:
            main(int(number))
        case _:
            main(EVENTS)
