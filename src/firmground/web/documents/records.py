"""Between records and the words behind them: where a record is shown, and which passages stand behind one."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from firmground.web.answers import event_url, quoted
from firmground.web.documents.address import words_url

if TYPE_CHECKING:
    from firmground.case.documents import Document, Passage
    from firmground.review.passages import Decided, KnownRecord
    from firmground.web.desk import Snapshot


@dataclass(frozen=True, slots=True)
class Behind:
    """Words of a document that a record came from. `fields`: the fields of the record that they say, "" the record."""

    words: str
    url: str
    document: Document | None
    fields: tuple[str, ...]
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


def behind(seen: Snapshot, file: str, table: str, record: str) -> tuple[Behind, ...]:
    """The passages behind a record: the passage as a whole first, then the words of its fields, each stretch once."""
    if not record:
        return ()
    found = seen.remember("passages by record", lambda: _by_record(seen)).get((file, table, record), [])
    words: dict[tuple[str, int, int], list[Passage]] = {}
    for one in sorted(found, key=lambda one: (bool(one.field), one.span)):
        words.setdefault((one.document, *one.span), []).append(one)
    return tuple(
        Behind(
            group[0].words,
            words_url(group[0].document, group[0].span),
            seen.case.documents.get(group[0].document),
            tuple(one.field for one in group if one.field),
            group[0].by,
            group[0].at,
            group[0].decided,
        )
        for group in words.values()
    )


def _by_record(seen: Snapshot) -> dict[tuple[str, str, str], list[Passage]]:
    found: dict[tuple[str, str, str], list[Passage]] = {}
    for one in seen.case.passages:
        if one.record:
            found.setdefault((one.file, one.table, one.record), []).append(one)
    return found


def _event(seen: Snapshot, file: str, record: str) -> int | None:
    events = seen.case.events
    numbers = seen.remember(
        "events by file and id", lambda: {pair: at for at, pair in enumerate(zip(events.file, events.id, strict=True))}
    )
    return numbers.get((file, record))
