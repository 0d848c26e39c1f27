"""What record a proposal of each kind becomes: its file, its table, its keys, and what it cannot do without.

The names are those of docs/case-format.md; a test compares them with what the readers of the case ask for.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from firmground.documents.draft import DraftKind
from firmground.read.event_files import COLUMNS as EVENT_COLUMNS
from firmground.read.publications import RELEASE_COLUMNS

FROM_DOCUMENTS: Final = "from-documents"


@dataclass(frozen=True, slots=True)
class RecordShape:
    """`file`: where it goes if nobody says otherwise; `table`: the list of a TOML file, "" for a row of a table.

    `keys`: those it may have, in the order in which they are written; `lists`: those that hold several, written with
    ";" between them in a proposal; `tables`: keys that hold tables of their own. `needed`: what a record cannot be
    understood without. `open`: other keys are kept, too (columns of events).
    """

    noun: str
    file: str
    table: str
    keys: tuple[str, ...]
    needed: tuple[str, ...]
    lists: frozenset[str] = frozenset()
    tables: tuple[str, ...] = ()
    open: bool = False

    def knows(self, name: str) -> bool:
        return self.open or name in self.keys or any(name.startswith(f"{table}.") for table in self.tables)


_CLAIM: Final = RecordShape(
    noun="claim",
    file="claims.toml",
    table="claims",
    keys=(
        "id", "by", "role", "anonymous", "on", "says", "source", "url", "topic", "restates", "note", "cannot_test",
    ),
    needed=("by", "on", "says"),
    tables=("said", "test"),
)  # fmt: skip
SHAPES: Final[dict[DraftKind, RecordShape]] = {
    DraftKind.STATEMENT: _CLAIM,
    DraftKind.CLAIM: _CLAIM,
    DraftKind.EVENT: RecordShape(
        noun="event", file=f"events/{FROM_DOCUMENTS}.csv", table="", keys=EVENT_COLUMNS, needed=(), open=True
    ),
    DraftKind.RELEASE: RecordShape(
        noun="release", file=f"releases/{FROM_DOCUMENTS}.csv", table="", keys=RELEASE_COLUMNS, needed=("by",)
    ),
    DraftKind.AGREEMENT: RecordShape(
        noun="agreement",
        file="undertakings.toml",
        table="agreements",
        keys=("id", "title", "parties", "on", "said_by", "source", "url", "says", "note", "cannot_test"),
        needed=("title", "on"),
        lists=frozenset({"parties", "protects", "exempt"}),
        tables=("clauses",),
    ),
    DraftKind.PLEDGE: RecordShape(
        noun="pledge",
        file="undertakings.toml",
        table="pledges",
        keys=("id", "by", "to", "what", "condition", "on", "said_by", "source", "url", "note"),
        needed=("by", "what", "on"),
        lists=frozenset({"by", "to"}),
        tables=("stages",),
    ),
    DraftKind.TIE: RecordShape(
        noun="tie",
        file="actors.toml",
        table="ties",
        keys=("actor", "tie", "to", "from", "until", "as_of", "source", "note"),
        needed=("actor", "tie", "to"),
    ),
}
# Lists of tables inside an entry, numbered from 1 in a proposal: `clauses.1.act`.
NUMBERED: Final = frozenset({"clauses", "stages"})
# Whose words they are: written down as somebody's, so they must be in the document to the letter.
LITERAL: Final = frozenset({"says"})
_LITERAL_TABLES: Final = ("said.",)


def is_literal(name: str) -> bool:
    """Must this field stand in the document to the letter? `says`, also of a clause, and the speaker's own words."""
    return name.rsplit(".", 1)[-1] in LITERAL or name.startswith(_LITERAL_TABLES)


# What is said of a statement that nobody has written a test for.
NO_TEST: Final = "Kept as a statement: nobody has written a test for it yet."
