"""What was decided on the proposals of a document, as the case keeps it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from firmground.read.passages import PASSAGES

if TYPE_CHECKING:
    from firmground.case.case import Case
    from firmground.case.documents import Passage
    from firmground.documents.draft import Draft
    from firmground.documents.reading import Reading
    from firmground.edit import Ledger, Step


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision. `decided`: accepted, changed (accepted with another value), linked (the words of a
    record that the case had) or refused; `record` "" where refused.

    `passages`: its rows, the one for the record as a whole first.
    """

    key: str
    kind: str
    decided: str
    file: str
    table: str
    record: str
    by: str
    at: str
    why: str
    reader: str
    passages: tuple[Passage, ...]

    @property
    def taken(self) -> bool:
        return self.decided != "refused"


def decisions(case: Case, document: str = "") -> dict[str, Decided]:
    """The decisions on a document, "" on all of them, by the key of the proposal; the latest of each counts."""
    rows: dict[str, list[Passage]] = {}
    for passage in case.passages:
        if not passage.key or (document and passage.document != document):
            continue
        if not passage.field:
            rows[passage.key] = []  # a record as a whole begins a decision: what was decided before is over
        rows.setdefault(passage.key, []).append(passage)
    return {key: _decided(key, found) for key, found in rows.items()}


def _decided(key: str, rows: list[Passage]) -> Decided:
    head = rows[0]
    return Decided(
        key, head.kind, head.decided, head.file, head.table, head.record, head.by, head.at, head.why, head.reader,
        tuple(rows),
    )  # fmt: skip


def waiting(case: Case, reading: Reading) -> tuple[Draft, ...]:
    """The drafts that nobody has decided on, in the order of the reading: doubtful ones first."""
    document = reading.page.document.id
    known = decisions(case, document)
    return tuple(draft for draft in reading.drafts if draft.key(document) not in known)


def step_of(ledger: Ledger, decided: Decided) -> Step | None:
    """The step that wrote a decision, to take it back; None if it was written by other hands, or taken back."""
    for step in ledger.history():
        if step.undone_by is not None:
            continue
        for done in step.records:
            if done.at.file == PASSAGES and done.op != "remove" and done.now.get("key") == decided.key:
                return step
    return None
