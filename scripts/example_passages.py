"""Links the documents of the built-in case to its records, as a person would in the app, and writes passages.csv anew.

Usage: .venv/bin/python scripts/example_passages.py

To be run after a reader of documents has changed: a decision is found again by what was proposed of which words. The
documents are texts of our own (see the case's README); the records stood in the case before them.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from firmground.documents.keep import open_page
from firmground.edit import Ledger
from firmground.examples import example_folder
from firmground.read import read_case
from firmground.review.passages import KnownRecord, link_draft, propose, refuse_draft

WHO = "firmground"
WHEN = datetime(2026, 11, 29, 4, 0, tzinfo=UTC)
PASSAGES = "documents/passages.csv"

CLAIM = ("claims.toml", "claims")
EVENT = ("events/disclosed.csv", "")
RELEASE = ("releases/mod-ru.csv", "")
PLEDGE = ("undertakings.toml", "pledges")
AGREEMENT = ("undertakings.toml", "agreements")

# Kind of the draft, words that its passage begins with or its title holds, and the record that says the same.
LINKS = (
    ("release", "Bulletin", (*RELEASE, "mod-ru-2015-10-15")),
    ("event", "Eastern Ghouta", (*EVENT, "s050")),
    ("event", "Kasir al-Ward", (*EVENT, "s051")),
    ("event", "Atarib", (*EVENT, "s052")),
    ("event", "Khan Shaykhun", (*EVENT, "s053")),
    ("claim", "Almost 80 percent of the targets", (*CLAIM, "reuters-1021-share")),
    ("claim", "at most 15 of the 64", (*CLAIM, "reuters-1021-max15")),
    ("claim", "almost 800", (*CLAIM, "reuters-1021-sorties")),
    ("claim", "more than 90 percent", (*CLAIM, "kirby-1007")),
    ("claim", "one in 20", (*CLAIM, "fallon-1003")),
    ("statement", "The strikes go no further", (*CLAIM, "lavrov-1001")),
    ("claim", "more than half", (*CLAIM, "diplomat-1126-half")),
    ("claim", "80 percent in areas", (*CLAIM, "reuters-1126-80")),
    ("statement", "After mid-October the ministry stopped", (*CLAIM, "reuters-1126-fewer-data")),
    ("agreement", "Russia and France agreed", (*AGREEMENT, "fr-ru-coordinate")),
    ("pledge", "The United States promised", (*PLEDGE, "us-fr-intel")),
    ("pledge", "Britain held out", (*PLEDGE, "uk-strikes")),
    ("pledge", "Germany promised", (*PLEDGE, "de-support")),
)
# What the case does not hold as a record of its own, and why.
REFUSED = (("event", "In the course of the last 24 hours", "The case keeps provinces in the row of the release."),)


def link_documents(folder: Path) -> list[str]:
    """Writes the decisions into a copy of the case; what of the tables above found no draft."""
    (folder / PASSAGES).unlink(missing_ok=True)
    ledger = Ledger(folder)
    case = read_case(folder)
    replaced = {one.replaces for one in case.documents.values()}
    left = {*LINKS, *REFUSED}
    for document in case.documents.values():
        if document.id in replaced:
            continue
        page = open_page(folder, document)
        for draft in propose(case, page).drafts:
            words = (draft.title, draft.span.of(page.text), draft.value("said.value"))
            entry = next((one for one in (*LINKS, *REFUSED) if _fits(one, draft.kind, words)), None)
            if entry is None:
                continue
            left.discard(entry)
            if entry in REFUSED:
                refuse_draft(ledger, case, page, draft, who=WHO, why=entry[2], now=lambda: WHEN)
            else:
                link_draft(ledger, case, page, draft, KnownRecord(*entry[2]), who=WHO, now=lambda: WHEN)
            case = read_case(folder)
    return [f"{kind}: {words}" for kind, words, _ in left]


def _fits(entry: tuple[str, str, object], kind: str, words: tuple[str, str, str]) -> bool:
    title, passage, value = words
    if entry[0] != kind:
        return False
    return entry[1] in title or passage.startswith(entry[1]) or (bool(value) and entry[1].startswith(value))


def main() -> int:
    source = example_folder("syria-2015")
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made) / "case"
        shutil.copytree(source, folder)
        missed = link_documents(folder)
        if not missed:
            for name in (PASSAGES, "documents/documents.csv"):
                shutil.copyfile(folder / name, source / name)
    for line in missed:
        print(f"no proposal for {line}", file=sys.stderr)
    return len(missed)


if __name__ == "__main__":
    sys.exit(main())
