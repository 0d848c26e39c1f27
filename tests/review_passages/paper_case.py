"""A small case with a kept document, and drafts made by hand as a reader would make them."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import TYPE_CHECKING

from firmground.documents.draft import Draft, DraftKind, Told
from firmground.documents.found import Found
from firmground.documents.page import Page
from firmground.documents.reading import Reading
from firmground.edit import Ledger
from firmground.read import read_case
from firmground.read.documents import DOCUMENT_COLUMNS
from firmground.review.passages import accept_draft, link_draft, refuse_draft
from firmground.spans import Span

if TYPE_CHECKING:
    from pathlib import Path

    from firmground.case.case import Case
    from firmground.edit import Step
    from firmground.review.passages import KnownRecord

CASE = """\
title = "A case with papers"
period = "2015-09-30/2015-11-30"

[[events]]
id = "told"
file = "events/told.csv"
"""
ACTORS = """\
[[actors]]
id = "russia"
name = "Russia"
names = ["Russian"]

[[actors]]
id = "islamic-state"
name = "Islamic State"

[[actors]]
id = "france"
name = "France"
"""
CLAIMS = """\
[[claims]]
id = "old"
by = "Reuters"
on = "2015-10-21"
says = "Almost 80 percent of the targets were elsewhere"
cannot_test = "It was said long ago."
"""
PLACES = (
    "id,name,aliases,lon,lat,radius_km\npalmyra,Palmyra,Tadmur;تدمر,38.28,34.56,5\naleppo,Aleppo,حلب,37.16,36.2,5\n"
)
EVENTS = "id,date,place,by,kind\ns001,2015-10-05,Tadmur,russia,air-strike\ns002,2015-10-06,aleppo,russia,air-strike\n"
TEXT = """\
Strikes near Palmyra

On October 5, Russian jets hit a depot near Palmyra, the ministry said.
“More than half of the 64 named targets were outside areas of Islamic State,” a French official said, privately.
Russia backs the government. The two sides agreed not to strike groups that fight Islamic State.
France promised to send planes, provided parliament approves.
"""


def write_papers(folder: Path, text: str = TEXT, published: str = "2015-10-07", **document: str) -> Path:
    """The case in a folder, with one document, `paper-1`, of this text."""
    content = f"<html><p>{len(text)}</p></html>".encode()
    sha256 = hashlib.sha256(content).hexdigest()
    row = {
        "id": "paper-1",
        "kept": f"documents/kept/{sha256}.html",
        "sha256": sha256,
        "text_file": "documents/text/paper-1.txt",
        "text_sha256": hashlib.sha256(text.encode()).hexdigest(),
        "origin": "https://news.example.org/strikes",
        "received": "2015-10-08T09:00:00Z",
        "media": "html",
        "published": published,
        "published_how": "meta tag" if published else "",
        "title": "Strikes near Palmyra",
        "site": "Example News",
        **document,
    }
    files = {
        "case.toml": CASE,
        "actors.toml": ACTORS,
        "claims.toml": CLAIMS,
        "places.csv": PLACES,
        "events/told.csv": EVENTS,
        "documents/documents.csv": _table(DOCUMENT_COLUMNS, row),
        "documents/text/paper-1.marks.csv": "start,stop,kind\n",
    }
    for name, body in {**files, row["kept"]: content, row["text_file"]: text}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(body if isinstance(body, bytes) else body.encode())
    return folder


def _table(columns: tuple[str, ...], row: dict[str, str]) -> str:
    cells = ['"' + row.get(name, "").replace('"', '""') + '"' for name in columns]
    return ",".join(columns) + "\n" + ",".join(cells) + "\n"


def span_of(text: str, words: str) -> Span:
    start = text.index(words)
    return Span(start, start + len(words))


def told(text: str, name: str, value: str, words: str = "", **more: str) -> Told:
    return Told(name, value, (span_of(text, words),) if words else (), **more)


STRIKE = "On October 5, Russian jets hit a depot near Palmyra, the ministry said."
QUOTED = "More than half of the 64 named targets were outside areas of Islamic State"
SENTENCE = f"“{QUOTED},” a French official said, privately."


def event_draft(text: str = TEXT) -> Draft:
    fields = (
        told(text, "date", "2015-10-05", "October 5", how="the document's year"),
        told(text, "place", "palmyra", "near Palmyra, the"[:12]),
        told(text, "by", "russia", "Russian"),
        told(text, "kind", "air-strike"),
        told(text, "object", "depot", "a depot"),
    )
    return Draft(DraftKind.EVENT, span_of(text, STRIKE), "a depot near Palmyra", fields, "releases")


def claim_draft(text: str = TEXT) -> Draft:
    fields = (
        told(text, "by", "a French official", "a French official"),
        told(text, "on", "2015-10-07", how="the document's date"),
        told(text, "says", QUOTED, QUOTED),
        told(text, "anonymous", "true", "a French official"),
        told(text, "said.value", "More than half", "More than half"),
        told(text, "test.measure", "share"),
        told(text, "test.unit", "place"),
        told(text, "test.among.by", "russia"),
        told(text, "test.that.outside", "islamic-state", "Islamic State"),
        told(text, "test.value", "> 0.5", "More than half"),
        told(text, "test.out_of", "64", "64", doubt="is this the whole?"),
    )
    facts = (told(text, "hedges", "privately", "privately"), told(text, "cue", "said", "said, privately"[:4]))
    return Draft(DraftKind.CLAIM, span_of(text, SENTENCE), "more than half of 64", fields, "numbers", facts)


def statement_draft(text: str = TEXT) -> Draft:
    fields = (
        told(text, "by", "a French official", "a French official"),
        told(text, "says", QUOTED, QUOTED),
    )
    return Draft(DraftKind.STATEMENT, span_of(text, SENTENCE), "a French official", fields, "statements")


def tie_draft(text: str = TEXT, to: str = "") -> Draft:
    fields = (
        told(text, "actor", "russia", "Russia backs"[:6]),
        told(text, "tie", "backs", "backs"),
        told(text, "to", to, "the government", doubt="who is meant?"),
    )
    return Draft(DraftKind.TIE, span_of(text, "Russia backs the government."), "Russia backs", fields, "ties")


def agreement_draft(text: str = TEXT) -> Draft:
    words = "The two sides agreed not to strike groups that fight Islamic State."
    fields = (
        told(text, "title", "Not to strike groups that fight Islamic State", "not to strike groups"),
        told(text, "parties", "russia;france", "The two sides"),
        told(text, "on", "2015-10-07"),
        told(text, "says", words, words),
        told(text, "clauses.1.parties", "russia"),
        told(text, "clauses.1.act", "air-strike", "strike groups"),
        told(text, "clauses.1.protects", "france;islamic-state", "groups"),
        told(text, "clauses.1.from", "2015-10-07"),
        told(text, "clauses.1.says", "not to strike groups", "not to strike groups"),
    )
    return Draft(DraftKind.AGREEMENT, span_of(text, words), "not to strike", fields, "undertakings")


def pledge_draft(text: str = TEXT) -> Draft:
    words = "France promised to send planes, provided parliament approves."
    fields = (
        told(text, "by", "france", "France"),
        told(text, "what", "to send planes", "to send planes"),
        told(text, "condition", "provided parliament approves", "provided parliament approves"),
        told(text, "on", "2015-10-07"),
    )
    return Draft(DraftKind.PLEDGE, span_of(text, words), "send planes", fields, "undertakings")


def release_draft(text: str = TEXT) -> Draft:
    fields = (
        told(text, "by", "russia", "Russian"),
        told(text, "published", "2015-10-07"),
        told(text, "gives", "date;place", "October 5"),
        told(text, "targets", "64", "64"),
    )
    return Draft(DraftKind.RELEASE, Span(0, len(text.rstrip())), "a release", fields, "releases")


EVERY = {
    "event": event_draft,
    "claim": claim_draft,
    "statement": statement_draft,
    "agreement": agreement_draft,
    "pledge": pledge_draft,
    "release": release_draft,
}


class Desk:
    """A case with its one document, read anew for every decision, as the app does."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.ledger = Ledger(folder)
        self._decided = count()

    def now(self) -> datetime:
        """Noon, and a second later at each decision."""
        return datetime(2026, 11, 29, 12, tzinfo=UTC) + timedelta(seconds=next(self._decided))

    @property
    def case(self) -> Case:
        return read_case(self.folder)

    def page(self) -> Page:
        document = self.case.documents["paper-1"]
        return Page(document, (self.folder / document.text_file).read_bytes().decode())

    def reading(self, *drafts: Draft, totals: tuple[str, ...] = ()) -> Reading:
        """The document as if readers had proposed these."""
        return Reading(self.page(), Found((), (), (), (), ()), drafts, totals)

    def accept(self, draft: Draft, values: dict[str, str] | None = None, **more: str | bool) -> Step:
        return accept_draft(self.ledger, self.case, self.page(), draft, values, who="Ana", now=self.now, **more)

    def refuse(self, draft: Draft, why: str = "") -> Step:
        return refuse_draft(self.ledger, self.case, self.page(), draft, who="Ana", why=why, now=self.now)

    def link(self, draft: Draft, to: KnownRecord) -> Step:
        return link_draft(self.ledger, self.case, self.page(), draft, to, who="Ana", now=self.now)

    def files(self) -> dict[str, bytes]:
        """The case as it lies on the disk, without the log of its steps."""
        return {
            path.relative_to(self.folder).as_posix(): path.read_bytes()
            for path in sorted(self.folder.rglob("*"))
            if path.is_file() and ".firmground" not in path.parts
        }
