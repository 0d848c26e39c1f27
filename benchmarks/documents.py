"""From documents to records, the whole of it: how well, how fast, and what becomes of pages that are meant to break it.

    .venv/bin/python benchmarks/documents.py [quality] [speed] [growth] [extremes]

Without a word, all four. Quality is measured by the other scripts of this folder, of whose output the lines that matter
are quoted; run them alone to see every miss, and read their heads for what was looked at while rules were written.
Speed is words (parted by spaces) a second of processor time, one core, of all readers together, from the text of a page
to its drafts: without a case, and with the actors, places and formats of the built-in one. The best of three. Extremes
are read from their bytes to their drafts, each in a process of its own, whose peak memory is given. The texts that are
not made here lie in the folder `shared` beside the project; where it is absent, their lines are left out.
"""

# ruff: noqa: PLW0108 - a page is made in the process that reads it, not before

from __future__ import annotations

import csv
import gzip
import os
import re
import resource
import subprocess
import sys
import time
from datetime import UTC, datetime
from itertools import groupby, pairwise
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import firmground as fg
from firmground.case.documents import Document
from firmground.dates import parse_when
from firmground.documents.known import Known
from firmground.documents.page import Page
from firmground.documents.reading import read_page
from firmground.documents.texts import read_text
from firmground.errors import FirmgroundError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from firmground.case.documents import Mark
    from firmground.documents.reading import Reading

HERE = Path(__file__).resolve()
PROJECT = HERE.parents[1]
SHARED = PROJECT.parent / "shared"
TO_REACH = 10_000  # words a second
RUNS = 3
STRIKES = "Military Strikes Continue Against ISIL Terrorists in Syria and Iraq"
# What is to be reached, the script that measures it, and which lines of its output say so.
QUALITY = (
    ("coalition releases: 99 % of events fully right; totals reconciled or the difference shown", "releases",
     r"coalition:|5,531 lines"),
    ("ministry statements: 95 % fully right", "releases", r"ministry:"),
    ("ISAF releases: 85 % for start date and province; the others reported", "releases", r"ISAF,"),
    ("attributions: content F1 88, right speaker 93 %", "statements",
     r" +marked|development|held out|in all|.*words a second"),
    ("quantities with value and operator: 95 % of 100 or more; dates with value: F1 75", "quantities",
     r" +marked|days_|texts, |last texts|quantities_|\d+ misses|  all "),
    ("aliases of places in four scripts: 90 % right, none wrong without a doubt", "place_names",
     r"The built-in|Open Syria|Towns|The place of|  \d+ names:|  wrong:|  .*\(\d+\.\d%\)|  UCDP|  made up"),
    ("page to text: no figure was asked for; precision, recall and F1 of words", "page_text",
     r"layout|seen |held out|all  |Pages whose|  pasted|  web|  PDF"),
    ("collecting: no figure was asked for", "collect", r"comparing|10 MB|a news|1,000|kept|brought|read "),
)  # fmt: skip


def page_of(text: str, marks: tuple[Mark, ...] = ()) -> Page:
    return Page(Document("d", "", "", "", "", "", "", "text", parse_when("2015-10-21")), text, marks)


def pasted(text: str) -> str:
    return read_text(text.encode(), "pasted.txt").text


def built_in() -> Known:
    return Known.of(fg.read_case(fg.example_folder("syria-2015")))


# Quality


def quality() -> None:
    outputs: dict[str, str] = {}
    for title, script, lines in QUALITY:
        if script not in outputs:
            command = [sys.executable, str(HERE.with_name(f"{script}.py"))]
            done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - scripts of this folder
            outputs[script] = done.stdout
            if done.returncode:
                print(f"benchmarks/{script}.py stopped: {done.stderr.strip().splitlines()[-1:]}")
        print(f"\nTo reach: {title}  (benchmarks/{script}.py)")
        for line in outputs[script].splitlines():
            if re.match(lines, line):
                print(f"  {line[:230].rstrip()}")


# Speed


def texts() -> Iterator[tuple[str, str]]:
    marked = sorted((PROJECT / "tests" / "documents_statements" / "texts").glob("*.txt"))
    yield (
        f"{len(marked)} marked texts, news and press",
        "\n\n".join(path.read_text(encoding="utf-8") for path in marked),
    )
    data = SHARED / "data"
    for path in sorted((data / "wikipedia_text_syria").glob("*.md.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as file:
            yield f"Wikipedia, {path.name.partition('.')[0][:34]}", pasted(file.read())
    if found := sorted((data / "releases").glob("us_*.txt")):
        yield f"{len(found)} releases of the coalition", "\n\n".join(path.read_text(encoding="utf-8") for path in found)
    if (data / "oir_strikes_centcom").exists():
        yield "5,531 lines of releases, in one text", strike_lines()


def strike_lines() -> str:
    """The lines of all releases, a part for each day as they come; their columns are not used."""
    with gzip.open(SHARED / "data" / "oir_strikes_centcom" / "all-edited.csv.gz", "rt", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    parts = []
    for day, lines in groupby(rows, key=lambda row: row["date"]):
        written = datetime.strptime(day, "%m/%d/%Y")  # noqa: DTZ007 - a day, in no zone
        head = f"{STRIKES}\n\n{written:%B} {written.day}, "
        head += f"{written.year} - Coalition military forces continued to attack ISIL terrorists in Syria and Iraq."
        parts.append("\n\n".join([head, *(row["line"].strip() for row in lines)]))
    return "\n\n".join(parts)


def seconds_of(text: str, known: Known) -> tuple[float, Reading]:
    began = time.process_time()
    reading = read_page(page_of(text), known)
    return time.process_time() - began, reading


def by_day(text: str, known: Known) -> tuple[float, int]:
    """A page for each release: the seconds and drafts of all of them."""
    runs = [seconds_of(f"{STRIKES}{part}", known) for part in text.split(STRIKES)[1:]]
    return sum(run[0] for run in runs), sum(len(run[1].drafts) for run in runs)


def show_speed(name: str, words: int, alone: float, within: float, drafts: int) -> None:
    below = "" if words / max(alone, within) >= TO_REACH else f"  below {TO_REACH:,}"
    print(f"{name:42}{words:>9,}{words / alone:>10,.0f}{words / within:>11,.0f}{drafts:>8,}{below}")


def speed() -> None:
    print("\nAll readers: words a second of processor time, one core")
    print(f"{'text':42}{'words':>9}{'no case':>10}{'with case':>11}{'drafts':>8}")
    known = built_in()
    for name, text in texts():
        alone = min(seconds_of(text, Known())[0] for _ in range(RUNS))
        runs = [seconds_of(text, known) for _ in range(RUNS)]
        show_speed(name, len(text.split()), alone, min(run[0] for run in runs), len(runs[0][1].drafts))
        if STRIKES in text:
            alone = min(by_day(text, Known())[0] for _ in range(RUNS))
            runs_by_day = [by_day(text, known) for _ in range(RUNS)]
            within, drafts = min(runs_by_day)
            show_speed("the same, each day a page", len(text.split()), alone, within, drafts)


# Growth


def growth() -> None:
    """A text twice as long should take twice as long: what is not far from 2 grows in line."""
    print("\nHow the seconds grow where a text gets twice as long (with the case); 2 is in line")
    print(f"{'text':42}{'words':>9}{'seconds':>9}{'2 x':>8}{'4 x':>8}{'8 x':>8}")
    known = built_in()
    samples = {name: text[:200_000] for name, text in texts()}
    samples |= {f"line: {line[:30]!r}": line * (50_000 // len(line)) for line in LINES}
    for name, text in samples.items():
        spent = [
            seconds_of((text + "\n\n" if len(text.split("\n")) > 1 else text) * times, known)[0]
            for times in (1, 2, 4, 8)
        ]
        steps = "".join(f"{later / max(0.001, before):>8.1f}" for before, later in pairwise(spent))
        print(f"{name[:42]:42}{len(text.split()):>9,}{spent[0]:>9.2f}{steps}")


# Extremes

STORY = (
    "The ministry said on Monday that its aircraft had hit at least 12 targets near Palmyra in Homs province. "
    "“We have seen no proof,” a Western diplomat said privately. Near Raqqa, two strikes destroyed three vehicles. "
)
LINES = (
    "at most 15 of ", "said that ", "“he said ", "\" ' ", "Near Raqqa, ", "between Homs and ", "on Oct. 1, 2015 ",
    "more than half of ", "45 km south of ", "Russia backs ", "promised to ", "(", "a", "1,", "A. B. ", "\n- Near ",
)  # fmt: skip


def html(body: str, head: str = "") -> bytes:
    return f"<html><head><title>A page</title>{head}</head><body>{body}</body></html>".encode()


def corpus(name: str, pattern: str) -> bytes:
    return b"\n".join(
        path.read_bytes() for path in sorted((SHARED / "corpora" / name).rglob(pattern)) if path.is_file()
    )


def a_pdf(pages: int) -> bytes:
    """Our own PDF, of 45 lines a page."""
    words = (STORY.replace("“", '"').replace("”", '"') * 50).split()
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", b"", b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"]
    kids = []
    for page in range(pages):
        rows = [" ".join(words[(page * 45 + row) * 13 % 2_000 :][:13]) for row in range(45)]
        drawn = "".join(f"({row.replace('(', '').replace(')', '')}) Tj T*\n" for row in rows)
        stream = f"BT /F1 10 Tf 15 TL 60 790 Td\n{drawn}ET".encode("latin-1", "replace")
        kids.append(f"{len(objects) + 1} 0 R")
        objects.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 3 0 R>>>>"
            b"/Contents %d 0 R>>" % (len(objects) + 2)
        )
        objects.append(b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream))
    objects[1] = f"<</Type/Pages/Count {pages}/Kids[{' '.join(kids)}]>>".encode()
    out, places = bytearray(b"%PDF-1.4\n"), []
    for number, thing in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj%s\nendobj\n" % (number, thing)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    return bytes(out + b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, start))


class Extreme(NamedTuple):
    """A page that is much, nothing, wrong or meant to break a reader."""

    name: str
    file: str
    media: str  # its Content-Type
    made: Callable[[], bytes]


RUSSIAN = "Министерство обороны сообщило в понедельник, что самолёты нанесли удары по 12 объектам. " * 40
EXTREMES = tuple(Extreme(*row) for row in (
    ("10 MB of HTML", "a.html", "", lambda: html(f"<p>{STORY}</p>\n" * (10_000_000 // len(STORY.encode())))),
    ("10 MB of text", "a.txt", "", lambda: (f"{STORY}\n\n" * (10_000_000 // len(STORY.encode()))).encode()),
    ("a PDF of 500 pages", "a.pdf", "", lambda: a_pdf(500)),
    ("a page of nothing, HTML", "a.html", "", lambda: html("")),
    ("a page of nothing, no byte", "a.txt", "", lambda: b""),
    ("windows-1251 called UTF-8, HTML", "a.html", "text/html; charset=utf-8",
     lambda: f"<html><body><p>{RUSSIAN}</p></body></html>".encode("cp1251")),
    ("UTF-16 called Latin, text", "a.txt", "text/plain; charset=iso-8859-1", lambda: RUSSIAN.encode("utf-16")),
    ("bytes at random called text", "a.txt", "", lambda: bytes(n * n * 7919 // 256 % 256 for n in range(1_000_000))),
    ("hostile: 100,000 nested <div>", "a.html", "", lambda: html("<div>" * 100_000 + STORY)),
    ("hostile: a bomb of entities", "a.html", "", lambda: b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "lol">'
     + b"".join(b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(12)) + b"]><p>&m;</p>"),
    ("hostile: scripts of DOMPurify", "a.html", "", lambda: corpus("dompurify-xss", "*")),
    ("hostile: XML attacks", "a.html", "", lambda: corpus("xml-attacks", "*.xml")),
    ("hostile: naughty strings", "a.txt", "", lambda: corpus("naughty-strings", "*.txt")),
    ("hostile: one word of 1 MB", "a.txt", "", lambda: b"a" * 1_000_000),
    ("hostile: 1 MB of brackets", "a.txt", "", lambda: b"(" * 1_000_000),
    ("hostile: 1 MB of “he said", "a.txt", "", lambda: ("“he said " * 90_000).encode()),
    ("hostile: 1 MB of at most 15 of", "a.txt", "", lambda: b"at most 15 of " * 71_000),
    ("hostile: 1 MB of Near Raqqa,", "a.txt", "", lambda: b"Near Raqqa, " * 83_000),
    ("hostile: 1 MB of marks above a letter", "a.txt", "", lambda: ("a" + "\u0301" * 500_000).encode()),
    ("hostile: 1 MB of right-to-left turns", "a.txt", "", lambda: ("\u202e near \u2067حلب " * 40_000).encode()),
    ("hostile: 1 MB of lines of a release", "a.txt", "",
     lambda: ("Military strikes in Syria\n\n" + "-- Near Raqqa, two strikes destroyed\n" * 27_000).encode()),
    ("hostile: a PDF cut in the middle", "a.pdf", "", lambda: a_pdf(50)[:40_000]),
))  # fmt: skip


def extremes() -> None:
    print("\nExtremes, from bytes to drafts with the built-in case: seconds, peak memory of all processes, the answer")
    print(f"{'page':40}{'MB':>7}{'seconds':>9}{'peak MB':>9}  answer")
    for name in (extreme.name for extreme in EXTREMES):
        command = [sys.executable, str(HERE), "--extreme", name]
        sys.stdout.flush()
        done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - this very script
        answer = done.stdout.strip() or f"STOPPED ({done.returncode}): {done.stderr.strip().splitlines()[-1:]}"
        print(f"{name:40}{answer}")


def one_extreme(name: str) -> None:
    extreme = next(extreme for extreme in EXTREMES if extreme.name == name)
    content, known = extreme.made(), built_in()
    began = time.perf_counter()
    try:
        read = read_text(content, extreme.file, extreme.media)
        middle, middle_work = time.perf_counter(), time.process_time()
        reading = read_page(page_of(read.text, read.marks), known)
        words, worked = len(read.text.split()), time.process_time() - middle_work
        answer = f"{words:,} words in {middle - began:.1f} s, {len(reading.drafts):,} drafts"
        answer += f" ({words / worked:,.0f} words/s)" if words > 1_000 else ""
        answer += f"; {read.doubts[0]}" if read.doubts else ""
    except FirmgroundError as refused:
        answer = f"refused: {refused}"
    took = time.perf_counter() - began
    peak = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    print(f"{len(content) / 1e6:>7.2f}{took:>9.2f}{peak / 1024:>9,.0f}  {' '.join(answer.split())[:260]}")


def main() -> None:
    if sys.argv[1:2] == ["--extreme"]:
        one_extreme(sys.argv[2])
        return
    parts = {"quality": quality, "speed": speed, "growth": growth, "extremes": extremes}
    print(
        f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC, Python {sys.version.split()[0]}, {os.cpu_count()} cores,",
        f"load {os.getloadavg()[0]:.1f} at the start",
    )
    for name in sys.argv[1:] or parts:
        parts[name]()


if __name__ == "__main__":
    main()
