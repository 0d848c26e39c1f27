"""How well the body of a page is told from what is around it, and how fast: a table to read, not a test to pass.

No foreign page is needed: bodies whose every word is known (stories of our own; where the folder `shared` is present,
coalition releases and long articles of Wikipedia) are put into layouts that we wrote, with menus, teasers that carry
other days, related posts, captions and comments around and within. Layouts marked "seen" were looked at while rules
were written or mended; the others were not. Measured are words of the body: precision, recall and F1, averaged over
pages, for trafilatura alone (the mode that favours precision, its default, and the first that falls back to the second
where it would lose over 40 %), for our marks on the page, and for our cutter on the same page pasted as plain text; and
the day of publication, which no teaser, comment or copyright line may give. Run it with

    .venv/bin/python benchmarks/page_text.py
"""

from __future__ import annotations

import gzip
import re
import statistics
import sys
import time
from calendar import month_name
from collections import Counter
from io import BytesIO
from pathlib import Path

import trafilatura
from page_text_layouts import LAYOUTS, OWN, Story
from pypdfium2 import PdfDocument, PdfTextObj, raw

from firmground.documents.texts import TextRead, read_text

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data"
MOST_PARAGRAPHS = 40


def stories() -> list[Story]:
    found = list(OWN)
    for path in sorted((SHARED / "releases").glob("us_20*.txt")):
        day = re.search(r"\d{4}-\d{2}-\d{2}", path.name)
        lines = [line.strip() for line in path.read_text(encoding="utf-8").split("\n") if len(line.split()) > 2]
        body = [
            line
            for line in lines
            if not re.match(r"(?:Press Release|Release #|[A-Z][a-z]+ \d+, \d{4}$|FOR IMM|From a|\w+\.? \d+:)", line)
        ]
        if day:
            year, month, number = day.group().split("-")
            written = f"{month_name[int(month)]} {int(number)}, {year}"
            found.append(
                Story(f"Military strikes continue in Syria and Iraq, {path.stem[-8:]}", day.group(), written, body)
            )
    for path in sorted((SHARED / "wikipedia_text_syria").glob("*.md.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as file:
            article = re.sub(r"\A---\n.*?\n---\n", "", file.read(), flags=re.DOTALL)
        parts = [" ".join(part.split()) for part in re.split(r"\n\s*\n", article) if part.strip()[:1] not in "#|-!:*>"]
        plain = [re.sub(r"\[\d+\]|[*_`]|\[([^\]]*)\]\([^)]*\)", r"\1", part) for part in parts]
        body = [part for part in plain if len(part.split()) >= 6][:MOST_PARAGRAPHS]
        if body:
            found.append(
                Story(
                    path.name.partition(".")[0].replace("_", " ").capitalize(), "2026-11-22", "22 November 2026", body
                )
            )
    return found


def score(found: str, story: Story) -> tuple[float, float, float]:
    """Precision, recall and F1 of words, each counted as often as it stands."""
    one, other = (Counter(re.findall(r"\w+", text)) for text in (found, " ".join(story.body)))
    same = (one & other).total()
    precision, recall = same / max(1, one.total()), same / max(1, other.total())
    return precision, recall, 2 * precision * recall / max(1e-9, precision + recall)


def body_of(read: TextRead) -> str:
    parts, last = [], 0
    for mark in read.marks:
        parts.append(read.text[last : mark.span.start])
        last = mark.span.stop
    return " ".join([*parts, read.text[last:]])


def by_trafilatura(page: str, *, precise: bool) -> str:
    return trafilatura.extract(page, favor_precision=precise, include_comments=False) or ""


def measure_bodies(found: list[Story]) -> None:
    print(f"Words of the body: precision, recall, F1, averaged: {len(found)} stories in each of {len(LAYOUTS)} layouts")
    ways = (
        "all of the page",
        "trafilatura, precision",
        "trafilatura, default",
        "the one, else the other",
        "our marks",
        "pasted, our cutter",
    )
    print(f"{'layout':18}" + "".join(f"{way:>26}" for way in ways))
    totals: dict[str, list[list[tuple[float, float, float]]]] = {}
    days: list[tuple[str, str, str, str]] = []
    misses = []
    for name, seen, layout in LAYOUTS:
        rows = []
        for story in found:
            page = layout(story)
            ours = read_text(page.encode(), "page.html")
            pasted = read_text(ours.text.encode(), "page.txt")
            precise, default = by_trafilatura(page, precise=True), by_trafilatura(page, precise=False)
            either = precise if len(precise) >= 0.6 * len(default) else default
            texts = (ours.text, precise, default, either, body_of(ours), body_of(pasted))
            rows.append([score(text, story) for text in texts])
            days.append((name, story.title, story.day, ours.published.value))
            days.append((name + ", pasted", story.title, story.day, pasted.published.value))
            misses += [
                (f"{name} ({way})", story.title, rows[-1][at])
                for at, way in ((4, "page"), (5, "pasted"))
                if rows[-1][at][2] < 0.9
            ]
        kind = "seen" if seen else "held out"
        print(f"{name + ', ' + kind:18}" + "".join(f"{show(column):>26}" for column in zip(*rows, strict=True)))
        totals.setdefault(kind, []).extend(rows)
    totals["all"] = [row for kept in totals.values() for row in kept]
    for kind, own in totals.items():
        print(f"{kind:18}" + "".join(f"{show(column):>26}" for column in zip(*own, strict=True)))
    print(f"\nPages whose body was found with F1 below .9: {len(misses)}")
    for where, title, (precision, recall, _) in misses[:40]:
        print(f"  {where:22} {title[:60]:62} precision {precision:.2f} recall {recall:.2f}")
    report_days(days)


def show(column: tuple[tuple[float, float, float], ...]) -> str:
    return " ".join(f"{statistics.mean(values):.3f}" for values in zip(*column, strict=True))


def report_days(days: list[tuple[str, str, str, str]]) -> None:
    print("\nDay of publication: right, not found, wrong")
    for name in dict.fromkeys(one[0] for one in days):
        own = [one for one in days if one[0] == name]
        right = sum(one[2] == one[3] for one in own)
        none = sum(not one[3] for one in own)
        print(f"  {name:20} {right:3} {none:3} {len(own) - right - none:3}")
    for name, title, day, told in days:
        if told and told != day:
            print(f"    wrong: {name}: {title[:50]}: {told} for {day}")


def measure_speed(found: list[Story]) -> None:
    text = "\n".join("\n".join([story.title, story.written, *story.body]) for story in found)
    while len(text) < 3_000_000:
        text += "\n" + text
    words = len(text.split())
    pages = [layout(story).encode() for story in found for _, _, layout in LAYOUTS]
    shown = sum(len(read_text(page, "a.html").text.split()) for page in pages[:60])
    document = write_pdf([line for story in found for line in story.body], 500)
    for what, count, unit, work in (
        ("pasted text", words, "words", lambda: read_text(text.encode(), "a.txt")),
        ("web pages", shown, "words", lambda: [read_text(page, "a.html") for page in pages[:60]]),
        ("PDF", 500, "pages", lambda: read_text(document, "a.pdf")),
    ):
        spent = []
        for _ in range(3):
            start = time.perf_counter()
            work()
            spent.append(time.perf_counter() - start)
        print(f"  {what:12} {count / min(spent):>12,.0f} {unit} a second  (best of 3 of {count:,} {unit})")


def write_pdf(lines: list[str], pages: int) -> bytes:
    """Pages of 45 lines of about 85 characters."""
    words = " ".join(lines).encode("ascii", "ignore").decode().split()
    document = PdfDocument.new()
    at = 0
    for number in range(pages):
        page = document.new_page(595, 842)
        for row in range(46):
            text = f"Page {number + 1}" if row == 45 else " ".join(words[(at + n) % len(words)] for n in range(14))
            at += 14
            thing = PdfTextObj(raw.FPDFPageObj_NewTextObj(document, b"Helvetica", 10.0), pdf=document)
            raw.FPDFText_SetText(thing, (raw.c_ushort * (len(text) + 1))(*map(ord, text), 0))
            raw.FPDFPageObj_Transform(thing, 1, 0, 0, 1, 60, 30 if row == 45 else 790 - 15 * row)
            page.insert_obj(thing)
        page.gen_content()
        page.close()
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def main() -> None:
    found = stories()
    print(f"trafilatura {trafilatura.__version__}, Python {sys.version.split()[0]}")
    measure_bodies(found)
    print("\nSpeed, on this machine, now")
    measure_speed(found)


if __name__ == "__main__":
    main()
