"""How long it takes to keep pages, to recognise them, and to say what changed, at the extremes too.

    python benchmarks/collect.py

Every text is made here, so that anybody gets the same.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from firmground.documents.keep import Given, collect_pages, compare_versions, gather_files
from firmground.read import read_case

if TYPE_CHECKING:
    from collections.abc import Callable

VOCABULARY = [f"word{number}" for number in range(3_000)]


def sentences(count: int, seed: int) -> list[str]:
    luck = random.Random(seed)  # noqa: S311 - texts to measure with
    return [" ".join(luck.choices(VOCABULARY, k=15)).capitalize() + "." for _ in range(count)]


def timed(work: Callable[[], object]) -> tuple[float, object]:
    began = time.perf_counter()
    found = work()
    return time.perf_counter() - began, found


def compare_table() -> None:
    page = sentences(100_000, 1)
    edited = [one.replace("word1", "word9", 1) if number % 1000 == 0 else one for number, one in enumerate(page)]
    shuffled = random.Random(2).sample(page, len(page))  # noqa: S311 - as above
    rows = {
        "a news page, 3 of 40 sentences edited": (page[:40], [*page[:10], *edited[1000:1003], *page[13:40]]),
        "10 MB, 100 sentences edited": (page, edited),
        "10 MB, every sentence in another place": (page, shuffled),
        "10 MB, nothing in common": (page, sentences(100_000, 3)),
        "10 MB of one line, again and again": (["The same."] * 500_000, ["Another."] * 500_000),
    }
    print(f"{'comparing':45}{'MB':>8}{'changes':>10}{'seconds':>10}")
    for name, (old, new) in rows.items():
        texts = "\n".join(old), "\n".join(new)
        seconds, found = timed(lambda texts=texts: compare_versions(*texts))  # type: ignore[misc]
        size = sum(map(len, texts)) / 2e6
        print(f"{name:45}{size:>8.2f}{len(found.changes):>10,}{seconds:>10.2f}")  # type: ignore[attr-defined]


def keep_table(folder: Path) -> None:
    case, pages = folder / "case", folder / "pages"
    case.mkdir()
    pages.mkdir()
    (case / "case.toml").write_text('title = "Measured"\n', encoding="utf-8")
    for number in range(1_000):
        body = "".join(f"<p>{one}</p>" for one in sentences(40, number))
        html = f"<html><title>Page {number}</title><body><article>{body}</article></body></html>"
        (pages / f"{number}.html").write_text(html, encoding="utf-8")

    def collect() -> object:
        return collect_pages(case, gather_files([str(pages)]), Given(published="2024-03-09"), who="a benchmark")

    print(f"\n{'1,000 pages of 40 sentences (HTML)':45}{'seconds':>10}{'a second':>10}")
    for name, work in {
        "kept": collect,
        "brought again, recognised": collect,
        "read with the case, every file checked": lambda: read_case(case),
        "read again, nothing having changed": lambda: read_case(case),
    }.items():
        seconds, _ = timed(work)
        print(f"{name:45}{seconds:>10.2f}{1_000 / seconds:>10,.0f}")


if __name__ == "__main__":
    compare_table()
    with tempfile.TemporaryDirectory() as made:
        keep_table(Path(made))
    sys.exit(0)
