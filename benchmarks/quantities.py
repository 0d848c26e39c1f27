"""How well dates and numbers of texts are read, against what was marked by hand, and how fast.

Sentences of our own: one half was looked at while the rules were written, the other was written before the rules and
first read when they were done; whoever wrote the rules had written both. The texts (Voice of America, the Department of
Defense, the Army, two of our own) were marked before the readers saw any of them, the last ones after what the others
showed had been mended. "First run" is what the very first run over the held-out sentences and the texts gave; beside
it stands what the rules give now, after the misses of those runs were looked at as well. One held-out sentence was
marked anew after that, from two counts to one share ("Of the 94 sites ..., no more than 20 ..."): as it had been marked
at first, its two numbers would be missed.

Run it with  .venv/bin/python benchmarks/quantities.py
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests" / "documents_numbers"))

import marked_numbers as marked

from firmground.documents.days import find_days
from firmground.documents.found import Found
from firmground.documents.known import Known
from firmground.documents.numbers import find_quantities, propose_claims

# right of marked (and found) at the first run, as the log of this repository has it
FIRST = {
    "days_held_out.txt": "57 of 58 (58 found)",
    "quantities_held_out.txt": "77 of 77 (77 found)",
    "texts, dates": "68 of 76 (70 found)",
    "texts, numbers": "45 of 50 (48 found)",
    "last texts, dates": "21 of 24 (23 found)",
    "last texts, numbers": "23 of 23 (23 found)",
}
HEAD = f"{'':26}{'marked':>8}{'found':>7}{'right':>7}{'recall':>8}{'F1':>7}{'words':>7}{'unit':>6}   first run"


def row(name: str, score: marked.Score, *, units: bool) -> str:
    recall = 100 * score.right / score.marked
    unit = f"{score.unit:6}" if units else "      "
    counts = f"{score.marked:8}{score.found:7}{score.right:7}{recall:8.1f}{score.f1(score.right):7.1f}{score.exact:7}"
    return f"{name:26}{counts}{unit}   {FIRST.get(name, '(looked at)')}"


def main() -> None:
    print("right: the value, and the operator or kind; words: the very words that were marked\n")
    print(HEAD)
    misses: list[str] = []
    for name in ("days_written.txt", "days_held_out.txt"):
        score = marked.score_days(name)
        print(row(name, score, units=False))
        misses += score.wrong
    days, quantities = marked.score_texts()
    print(row("texts, dates", days, units=False))
    last_days, last_quantities = marked.score_texts(last=True)
    print(row("last texts, dates", last_days, units=False))
    misses += days.wrong + last_days.wrong
    for name in ("quantities_written.txt", "quantities_held_out.txt"):
        score = marked.score_quantities(name)
        print(row(name, score, units=True))
        misses += score.wrong
    print(row("texts, numbers", quantities, units=True))
    print(row("last texts, numbers", last_quantities, units=True))
    misses += quantities.wrong + last_quantities.wrong
    print(f"\n{len(misses)} misses:")
    for miss in misses:
        print(f"  {miss}")
    speed()


def speed() -> None:
    """Words a second of the three readers, over the marked texts many times, their words and paragraphs cut before."""
    text = "\n\n".join(path.read_text(encoding="utf-8") for path in sorted(marked.TEXTS.glob("*.txt"))) + "\n\n"
    page = marked.page_of(text * 10, "2015-11-27")
    count = sum(len(sentence.words) for paragraph in page.paragraphs for sentence in paragraph.sentences)
    start = time.process_time()
    dates = find_days(page)
    after_days = time.process_time()
    numbers = find_quantities(page, dates)
    after_numbers = time.process_time()
    claims = propose_claims(page, Known(), Found(dates, numbers, (), (), ()))
    stop = time.process_time()
    print(f"\n{count:,} words and marks: {len(dates)} dates, {len(numbers)} numbers, {len(claims)} claims")
    for name, taken in (
        ("days", after_days - start),
        ("numbers", after_numbers - after_days),
        ("claims", stop - after_numbers),
    ):
        print(f"  {name:8} {count / taken:12,.0f} words a second")
    print(f"  {'all':8} {count / (stop - start):12,.0f} words a second")


if __name__ == "__main__":
    main()
