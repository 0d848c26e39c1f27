"""Who said what, measured: texts marked by hand, the development texts and the held-out ones apart.

    python benchmarks/statements.py [--misses] [--dev]

Content F1 counts words: of all contents that were marked and all that were read, those that paired statements share. A
speaker is right where more than half of the words (F1) are the same: a title more or less changes no person.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests" / "documents_statements"))

import statement_gold as gold

from firmground.documents.statements import find_statements

HEAD = f"{'':32}{'marked':>7}{'read':>6}{'paired':>7}{'found':>7}{'content':>8}{'speaker':>8}{'exact':>7}{'naming':>8}{'means':>9}{'relays':>8}"


def _row(name: str, score: gold.Score) -> str:
    part = lambda one, of: f"{100 * one / of:.1f}" if of else "-"  # noqa: E731 - a column of the table
    return (
        f"{name:32}{score.marked:7}{score.read:6}{score.paired:7}{100 * score.found:7.1f}{100 * score.content:8.1f}"
        f"{100 * score.speaker:8.1f}{part(score.exact_speakers, score.paired):>7}{part(score.right_naming, score.paired):>8}"
        f"{score.right_means:>5}/{score.with_means:<3}{score.right_relays:>4}/{score.relays:<3}"
    )


def measure(names: list[str], *, misses: bool) -> None:
    total = gold.Score()
    listed: list[str] = []
    for name in names:
        text = gold.read_text(name)
        compared = gold.compare(text, gold.read_marked(name), find_statements(gold.page_of(text)))
        print(_row(name, compared.score))
        total += compared.score
        listed += [f"  {name}: {miss}" for miss in compared.misses]
    print(_row("in all", total))
    if misses:
        print(*listed, sep="\n")


def main() -> None:
    misses = "--misses" in sys.argv
    print(HEAD)
    print("development")
    measure(list(gold.DEVELOPMENT), misses=misses)
    if "--dev" not in sys.argv:
        print("held out")
        measure(gold.held_out(), misses=misses)
    text = "\n".join(gold.read_text(name) for name in gold.names()) * 10
    started = time.process_time()
    find_statements(gold.page_of(text))
    print(f"{len(text.split()) / (time.process_time() - started):,.0f} words a second, one core")


if __name__ == "__main__":
    main()
