"""Between records and the words behind them: where a record is shown, and which passages stand behind one."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from firmground.documents.draft import DraftKind
from firmground.web.answers import event_url, quoted
from firmground.web.documents.address import words_url

if TYPE_CHECKING:
    from collections.abc import Iterable

    from firmground.case.case import Case
    from firmground.case.documents import Document, Passage
    from firmground.review.passages import Decided, KnownRecord
    from firmground.spans import Span
    from firmground.web.desk import Snapshot

_FACTS = "facts."
_MOST_IDS = 400  # that a browser is given to choose from; any other can be typed


@dataclass(frozen=True, slots=True)
class Words:
    """Words of a document and where they are shown."""

    words: str
    url: str


@dataclass(frozen=True, slots=True)
class Behind:
    """A decision that stands behind a record: the passage, and for names of fields the words that say them."""

    passage: Words
    fields: dict[tuple[str, ...], list[Words]]
    document: Document | None
    by: str
    at: str
    decided: str


def record_link(seen: Snapshot, decided: Decided) -> tuple[str, str]:
    """Words and address for the record that a draft became; no address before the case was read again with it."""
    if not decided.record:
        return "", ""
    if decided.table == "claims":
        known = decided.record in seen.case.claims
        return decided.record, f"/claims/{quoted(decided.record)}" if known else ""
    if decided.table:
        query = urlencode({"file": decided.file, "table": decided.table, "id": decided.record})
        return decided.record, f"/record?{query}"
    index = _event(seen, decided.file, decided.record)
    if index is not None:
        return decided.record, event_url(index)
    return decided.record, ""


def seal_of(record: KnownRecord) -> str:
    """Names a record of the case in a form, whatever its id holds."""
    return hashlib.sha256(repr((record.file, record.table, record.record)).encode()).hexdigest()[:16]


def ids_of(case: Case, kind: DraftKind) -> tuple[str, ...]:
    """The ids of the case's records of a kind, of ties their words; the first of them where there are very many."""
    if kind is DraftKind.TIE:
        found: Iterable[str] = (f"{tie.actor} {tie.kind} {tie.to}" for tie in case.actors.ties)
    elif kind is DraftKind.EVENT:
        found = case.events.id
    elif kind is DraftKind.RELEASE:
        found = (release.id for release in case.releases)
    elif kind is DraftKind.AGREEMENT:
        found = case.agreements
    else:
        found = case.pledges if kind is DraftKind.PLEDGE else case.claims
    return tuple(dict.fromkeys(one for one in islice(found, _MOST_IDS) if one))


def behind(seen: Snapshot, file: str, table: str, record: str) -> tuple[Behind, ...]:
    """What people decided that stands behind a record, in the order in which they did."""
    groups: dict[tuple[str, str], list[Passage]] = {}
    for one in seen.case.passages_by_record.get((table, record), ()):
        if one.file == file:
            groups.setdefault((one.document, one.key), []).append(one)
    return tuple(_behind(seen, rows) for rows in groups.values())


def _behind(seen: Snapshot, rows: list[Passage]) -> Behind:
    head = next((one for one in rows if not one.field), rows[0])
    stretches: dict[Span, list[str]] = {}
    for one in rows:
        # What is told beside a field stands on the page of the document.
        if one.field and not one.field.startswith(_FACTS) and one.span != head.span:
            stretches.setdefault(one.span, []).append(one.field)
    said = {one.span: one.words for one in rows}
    fields: dict[tuple[str, ...], list[Words]] = {}
    for span, names in sorted(stretches.items()):
        own = Words(said[span], words_url(head.document, span))
        fields.setdefault(tuple(dict.fromkeys(names)), []).append(own)
    passage = Words(head.words, words_url(head.document, head.span))
    return Behind(passage, fields, seen.case.documents.get(head.document), head.by, head.at, head.decided)


def _event(seen: Snapshot, file: str, record: str) -> int | None:
    events = seen.case.events
    numbers = seen.remember(
        "events by file and id", lambda: {pair: at for at, pair in enumerate(zip(events.file, events.id, strict=True))}
    )
    return numbers.get((file, record))
