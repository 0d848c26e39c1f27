"""Is it new, the same, or another version of what is kept? Decided for one candidate, by rules in this order:

1. The very bytes are kept, and nothing came after them from there: the same. A further origin is noted.
2. It replaces what the person names, else what came from the same address, else what came from a file of the same name
   and shares at least half of its sentences, to the letter: a version, if a word of its body, or of what it says of
   itself, changed.
3. Its text and all that it says of itself are those of another document: a copy of it, noted there; its bytes are kept.
4. Anything else is new. What was noted as a copy of another address's page and differs now is shown beside that page.

Nothing that is kept is changed by any of them: a page that went away or came back is a note beside the last version.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from firmground.case.documents import Document
from firmground.documents.keep.candidate import share_sentences
from firmground.documents.keep.identity import is_address, name_document
from firmground.documents.keep.offers import ASKED, Came, Outcome
from firmground.documents.keep.shelf import ALSO, COPY, Row, fields_of, when_of
from firmground.documents.keep.store import keep_bytes, keep_text, kept_name, text_name
from firmground.documents.keep.versions import Difference, compare_fields, compare_versions, count_words
from firmground.errors import BadRequestError
from firmground.read.document_files import load_marks, load_text, marks_file
from firmground.read.wording import show
from firmground.spans import same_print

if TYPE_CHECKING:
    from pathlib import Path

    from firmground.case.documents import Mark
    from firmground.documents.keep.candidate import Candidate
    from firmground.documents.keep.offers import Vanished
    from firmground.documents.keep.shelf import Shelf

_MOST_LOOKED_INTO = 8
GONE, BACK = "gone from", "there again at"


@dataclass(frozen=True)
class Judge:
    """Decides in one case, and writes bytes and texts; rows are left on the shelf for the ledger."""

    root: Path
    shelf: Shelf

    def judge(self, candidate: Candidate) -> Outcome:
        """Raises BadRequestError for what cannot be read, CannotWriteError if the disk does not allow it."""
        before = self._replaced(candidate)
        if same := self._same_bytes(candidate, before):
            return self._recognise(candidate, same)
        if before is None:
            before = self._from_same_file(candidate)
        if before is not None:
            return self._hold_against(candidate, before)
        if copy := self._copied(candidate):
            return self._note_copy(candidate, copy)
        parted = self.shelf.noted_from(candidate.origin)
        return self._keep(candidate, None) if parted is None else self._part(candidate, parted)

    def vanished(self, offer: Vanished) -> Outcome:
        """A page that is no longer where it was: news, if it is kept."""
        found = self._last_from(offer.origin) or self.shelf.noted_from(offer.origin)
        if found is None:
            why = f"there is no page at this address (the server says {offer.status}), and none from it is kept"
            return Outcome(Came.REFUSED, offer.origin, told=(why,))
        row = self.shelf.latest(found)
        known = row.noted(GONE, offer.origin) > row.noted(BACK, offer.origin)
        if not known:
            row.add_note(GONE, offer.origin, f"{offer.status}, {offer.received}")
        told = "" if known else "This is noted beside the version that is kept."
        return Outcome(Came.VANISHED, offer.origin, row.document(), told=tuple(filter(None, (told,))))

    # Which one it is

    def _replaced(self, candidate: Candidate) -> Row | None:
        """The last version of what it must replace: named by the person, or from the same address."""
        named = candidate.given.replaces
        if not named:
            return self._last_from(candidate.origin)
        row = self.shelf.by_id(named)
        if row is None:
            raise BadRequestError(f"--replaces: there is no document {show(named)}")
        last = self.shelf.latest(row)
        if last is not row and last["sha256"] != candidate.sha256:
            raise BadRequestError(f"--replaces: {named} was replaced already; the last version is {last['id']}")
        return last

    def _last_from(self, origin: str) -> Row | None:
        """The last version of what came from an address, or of a file that was seen to be a copy of its page."""
        if not is_address(origin):
            return None
        rows = self.shelf.from_origin(origin)
        if rows:
            return self.shelf.latest(rows[-1])
        noted = self.shelf.noted_from(origin)
        return self.shelf.latest(noted) if noted is not None and not is_address(noted["origin"]) else None

    def _same_bytes(self, candidate: Candidate, before: Row | None) -> Row | None:
        """The row that has these bytes already; None if another version came after them, so that the page went back."""
        if before is not None:
            same = before["sha256"] == candidate.sha256
            return before if same else None
        rows = self.shelf.with_bytes(candidate.sha256)
        return rows[-1] if rows else None

    def _from_same_file(self, candidate: Candidate) -> Row | None:
        """The last version of what came from a file of the same name, if the two are one page by their sentences."""
        if is_address(candidate.origin):
            return None
        for row in reversed(self.shelf.from_origin(candidate.origin)[-_MOST_LOOKED_INTO:]):
            last = self.shelf.latest(row)
            if last["sha256"] == candidate.sha256:
                continue
            text, marks = self._text_of(last)
            if text is not None and share_sentences(text, marks, candidate.read.text, candidate.read.marks):
                return last
        return None

    def _copied(self, candidate: Candidate) -> Row | None:
        """A document of the same words that says the same of itself, under whatever name or address.

        Of those with the same title the latest few are looked into, because a copy may differ in its spaces and dashes.
        """
        text = candidate.read.text
        rows = self.shelf.with_text(candidate.text_sha256)
        titled = self.shelf.with_title(candidate.read.title.value)[-_MOST_LOOKED_INTO:]
        rows = [*rows, *(row for row in titled if same_print(self._text_of(row)[0] or "", text))]
        return next(
            (row for row in rows if not compare_fields(row.document(), self._document(candidate, "", None))), None
        )

    # What comes of it

    def _recognise(self, candidate: Candidate, row: Row) -> Outcome:
        """Nothing is kept twice. What is new is noted: another origin, that it is there again, what a person tells."""
        told = [*self._note_origin(candidate, row), *self._fill_in(candidate, row), *self._restore(candidate, row)]
        last = self.shelf.latest(row)
        if last is not row:
            told.append(f"A later version is kept: {last['id']}.")
        return Outcome(Came.SAME_BYTES, candidate.origin, row.document(), told=tuple(told))

    def _note_origin(self, candidate: Candidate, row: Row) -> list[str]:
        origin, received = candidate.origin, candidate.arrival.received
        if row.noted(GONE, origin) > row.noted(BACK, origin):
            row.add_note(BACK, origin, received)
            return ["It had gone, and is there again: this is noted."]
        if origin == row["origin"] or row.noted(ALSO, origin) >= 0:
            return []
        row.add_note(ALSO, origin, received)
        return ["That it came from here as well is noted."]

    def _fill_in(self, candidate: Candidate, row: Row) -> list[str]:
        """What a person tells of a page that is kept already, where nobody knew it."""
        given, filled, told = candidate.given, [], []
        for name in ("published", "title", "byline", "site", "source"):
            value = getattr(given, name)
            if not value or value == row[name]:
                continue
            if row[name]:
                told.append(f"Its `{name}` is {show(row[name])} already, and was left so: change it in the app.")
                continue
            row.write(name, value)
            if name != "source":
                row.write(f"{name}_how", ASKED)
            filled.append(f"`{name}`")
        return [*([f"{', '.join(filled)} filled in."] if filled else []), *told]

    def _restore(self, candidate: Candidate, row: Row) -> list[str]:
        """Puts back files that are missing. The text only if it still comes out the same, since spans point into it."""
        told = []
        if not (self.root / row["kept"]).exists():
            keep_bytes(self.root, kept_name(row["sha256"], row["media"]), candidate.arrival.content)
            told.append("Its bytes were missing, and are kept again.")
        files = [row["text_file"], marks_file(row["text_file"])]
        if all((self.root / name).exists() for name in files):
            return told
        if candidate.text_sha256 != row["text_sha256"]:
            why = (
                "Its text is missing, and comes out otherwise now: put it back from a copy, since spans point into it."
            )
            return [*told, why]
        keep_text(self.root, row["id"], candidate.read.text, candidate.read.marks)
        return [*told, "Its text was missing, and is there again."]

    def _hold_against(self, candidate: Candidate, before: Row) -> Outcome:
        text, marks = self._text_of(before)
        old, new = before.document(), self._document(candidate, "", before)
        fields = compare_fields(old, new)
        if text is None:
            outcome = self._keep(candidate, before)
            why = f"What changed cannot be told: the text of {before['id']} is not what it was."
            return replace(outcome, before=old, fields=fields, told=(*outcome.told, why))
        found = compare_versions(text, candidate.read.text, marks, candidate.read.marks)
        named = bool(candidate.given.replaces)
        if not fields and not found.of_body and not (named and found.changes):
            came = Came.SAME_BODY if found.changes else Came.SAME_WORDS
            told = [*self._note_origin(candidate, before), *self._fill_in(candidate, before)]
            texts = (text, candidate.read.text)
            return Outcome(came, candidate.origin, before.document(), None, found, texts=texts, told=tuple(told))
        outcome = self._keep(candidate, before)
        return replace(outcome, before=old, difference=found, fields=fields, texts=(text, candidate.read.text))

    def _part(self, candidate: Candidate, row: Row) -> Outcome:
        """What was a copy of another document and is one no more: a document of its own, shown beside that one."""
        outcome, old = self._keep(candidate, None), row.document()
        told = (*outcome.told, f"It was a copy of {old.id} when it was met last, and is one no more.")
        text, marks = self._text_of(row)
        if text is None or outcome.document is None:
            return replace(outcome, told=told)
        found = compare_versions(text, candidate.read.text, marks, candidate.read.marks)
        fields, texts = compare_fields(old, outcome.document), (text, candidate.read.text)
        return replace(outcome, before=old, difference=found, fields=fields, texts=texts, told=told)

    def _note_copy(self, candidate: Candidate, row: Row) -> Outcome:
        told = self._fill_in(candidate, row)
        if row.noted(COPY, candidate.origin) < 0:
            media = candidate.read.media
            keep_bytes(self.root, kept_name(candidate.sha256, media), candidate.arrival.content)
            row.add_note(COPY, candidate.origin, f"{candidate.arrival.received}, sha256 {candidate.sha256}")
            told = ["Its bytes are kept, and that it came from here as well is noted.", *told]
        return Outcome(Came.SAME_WORDS, candidate.origin, row.document(), difference=Difference(()), told=tuple(told))

    def _keep(self, candidate: Candidate, before: Row | None) -> Outcome:
        """Bytes and text first, then the row: a run that stops in between leaves no row without files."""
        read = candidate.read
        keep_bytes(self.root, kept_name(candidate.sha256, read.media), candidate.arrival.content)

        def taken(identity: str) -> bool:
            used = self.shelf.by_id(identity) is not None
            return used or not keep_text(self.root, identity, read.text, read.marks)

        words = read.title.value or candidate.arrival.name.rsplit(".", 1)[0]
        document = self._document(candidate, name_document(words, candidate.sha256, taken), before)
        told = list(read.doubts)
        if before is None:
            told += self._hints(candidate)
        self.shelf.add(Row(fields_of(document)))
        came = Came.NEW if before is None else Came.VERSION
        return Outcome(came, candidate.origin, document, words=count_words(read.text), told=tuple(told))

    def _hints(self, candidate: Candidate) -> list[str]:
        """Other documents that a person may want to know of."""
        same = [row["id"] for row in self.shelf.with_text(candidate.text_sha256)]
        if same:
            return [f"Its words are those of {same[0]}, which says something else of itself: both are kept."]
        named = [row["id"] for row in self.shelf.from_origin(candidate.origin)]
        if named:
            last = named[-1]
            return [f"{last} came from a file of this name, too. If this is a later version of it: --replaces {last}"]
        return []

    def _document(self, candidate: Candidate, identity: str, before: Row | None) -> Document:
        read, arrival = candidate.read, candidate.arrival
        return Document(
            id=identity,
            kept=kept_name(candidate.sha256, read.media),
            sha256=candidate.sha256,
            text_file=text_name(identity),
            text_sha256=candidate.text_sha256,
            origin=candidate.origin,
            received=arrival.received,
            media=read.media,
            published=when_of(read.published.value),
            published_on=read.published,
            title=read.title,
            byline=read.byline,
            site=read.site,
            language=read.language,
            replaces="" if before is None else before["id"],
            source=candidate.given.source,
            note="; ".join(arrival.notes),
        )

    def _text_of(self, row: Row) -> tuple[str | None, tuple[Mark, ...]]:
        """The text of a row with its marks; None if it is not what it was."""
        path, marks = self.root / row["text_file"], self.root / marks_file(row["text_file"])
        try:
            if not path.resolve().is_relative_to(self.root.resolve()):
                return None, ()
            text = load_text(path, row["text_sha256"])
            return text, load_marks(marks, text)
        except (OSError, ValueError):
            return None, ()
