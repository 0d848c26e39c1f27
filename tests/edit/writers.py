"""One of several processes that edit a case at the same time. Run by its test: python writers.py FOLDER NUMBER EDITS."""

from __future__ import annotations

import sys
from pathlib import Path

from firmground.edit import At, Change, Ledger, NewRecord, StaleRecordError

SHARED = At("claims.toml", table="claims", id="one")


def count_up(ledger: Ledger, who: str) -> None:
    """Adds one to a number that all writers add to; looks again as often as somebody else was faster."""
    while True:
        seen = ledger.record(SHARED)
        wish = Change(SHARED, {"note": str(int(seen.fields["note"]) + 1)}, base=seen.base, was=seen.fields)
        try:
            ledger.change(wish, who=who)
        except StaleRecordError:
            continue
        return


def main(folder: Path, number: int, edits: int) -> None:
    ledger, who = Ledger(folder), f"writer {number}"
    row = At("events/e.csv", row=number + 2)
    for turn in range(edits):
        if turn % 25 == 24:
            count_up(ledger, who)
        elif turn % 25 == 12:
            ledger.apply([NewRecord("places.csv", {"id": f"w{number}-{turn}", "name": who})], who=who)
        elif turn % 25 == 0:
            note = {"note": f"{number}/{turn}"}
            ledger.apply(
                [Change(row, note), Change(At("claims.toml", table="claims", number=number + 3), note)], who=who
            )
        else:
            seen = ledger.record(row)
            ledger.change(Change(row, {"note": f"{number}/{turn}"}, base=seen.base, was=seen.fields), who=who)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
