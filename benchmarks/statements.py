"""Who said what, measured: texts marked by hand, the development texts and the held-out ones apart.

    python benchmarks/statements.py [--misses] [--dev]

Content F1 counts words: of all contents that were marked and all that were read, those that paired statements share.
A speaker is right where more than half of the words (F1) are the same: a title more or less changes no person.

At the very first reading of the held-out texts, before any of their misses was seen: the first 13 (106 statements)
content 97.7, speaker 100.0, found 98.1; the last 3 (24 statements) content 90.7, speaker 95.2, found 91.3.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests" / "documents_statements"))

import statement_gold as gold

from firmground.documents.statements import find_statements

COLUMNS = ("marked", "read", "paired", "found", "content", "speaker", "exact", "naming", "means", "relays")


def _row(name: str, cells: tuple[str, ...]) -> str:
    return f"{name:32}" + "".join(f"{cell:>8}" for cell in cells)


def _cells(score: gold.Score) -> tuple[str, ...]:
    return (
        *(str(number) for number in (score.marked, score.read, score.paired)),
        *(f"{100 * part:.1f}" for part in (score.found, score.content, score.speaker)),
        _of(score.exact_speakers, score.paired),
        _of(score.right_naming, score.paired),
        f"{score.right_means}/{score.with_means}",
        f"{score.right_relays}/{score.relays}",
    )


def _of(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f}" if whole else "-"


def measure(names: list[str], *, misses: bool) -> None:
    total = gold.Score()
    listed: list[str] = []
    for name in names:
        text = gold.read_text(name)
        compared = gold.compare(text, gold.read_marked(name), find_statements(gold.page_of(text)))
        print(_row(name, _cells(compared.score)))
        total += compared.score
        listed += [f"  {name}: {miss}" for miss in compared.misses]
    print(_row("in all", _cells(total)))
    if misses:
        print(*listed, sep="\n")


def main() -> None:
    misses = "--misses" in sys.argv
    print(_row("", COLUMNS))
    print("development")
    measure(list(gold.DEVELOPMENT), misses=misses)
    if "--dev" not in sys.argv:
        print("held out: first read when the rules had been written, some mended after that")
        measure([name for name in gold.held_out() if name not in gold.HELD_OUT_LAST], misses=misses)
        print("held out, the last: marked after that, their misses never listed")
        measure(list(gold.HELD_OUT_LAST), misses=False)
    text = "\n".join(gold.read_text(name) for name in gold.names()) * 10
    started = time.process_time()
    find_statements(gold.page_of(text))
    print(f"{len(text.split()) / (time.process_time() - started):,.0f} words a second, one core")


if __name__ == "__main__":
    main()
