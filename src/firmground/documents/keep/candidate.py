"""An arrival that was read: its text, and what is known of it, by the page or by the person who brings it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from firmground.case.documents import Attested
from firmground.dates import parse_when
from firmground.documents.keep.offers import ASKED
from firmground.documents.prose import read_paragraphs
from firmground.documents.texts import read_text
from firmground.errors import BadRequestError, FirmgroundError
from firmground.spans import plain_print

if TYPE_CHECKING:
    from collections.abc import Iterable

    from firmground.case.documents import Mark
    from firmground.documents.keep.offers import Arrival, Given
    from firmground.documents.texts import TextRead


# What `documents.texts` says where it leaves the day of publication to a person.
_BY_HAND = "by hand"


_BROKE = "it breaks the program that reads pages: copy its text into a file, and collect that"


class NothingToReadError(BadRequestError):
    """There is no text in it that words could be shown from."""


@dataclass(frozen=True)
class Candidate:
    """An arrival with its hash. It is read when its text is first asked for: a page that is kept already never is."""

    arrival: Arrival
    given: Given

    @cached_property
    def sha256(self) -> str:
        return hashlib.sha256(self.arrival.content).hexdigest()

    @property
    def origin(self) -> str:
        return self.given.origin or self.arrival.origin

    @cached_property
    def read(self) -> TextRead:
        """Raises BadRequestError with what is wrong with it and what to do."""
        from firmground.documents.texts.plain import UNDATED  # noqa: PLC0415 - readers are loaded when one is needed

        arrival = self.arrival
        try:
            found = read_text(arrival.content, arrival.name, arrival.media_hint, arrival.url or self.given.origin)
        except FirmgroundError:
            raise
        except Exception as fault:
            # Pages come from strangers and go through parsers of others: one that breaks them must not end a
            # collection of a thousand. What broke is told, and nothing of the page is kept.
            raise NothingToReadError(f"{_BROKE} ({type(fault).__name__}: {str(fault)[:200]})") from fault
        if not found.text.strip():
            raise NothingToReadError(next(iter(found.doubts), "holds no text"))
        if "\r" in found.text or not _is_utf8(found.text):
            raise NothingToReadError("its text cannot be kept: it holds what is no character")
        given = self.given
        # That nobody knows the day is seen from the document; other doubts about it fall with a day that is told.
        doubts = tuple(
            doubt for doubt in found.doubts if doubt != UNDATED and not (given.published and _BY_HAND in doubt)
        )
        return replace(
            found,
            doubts=doubts,
            published=_told(given.published, found.published),
            title=_told(given.title, found.title),
            byline=_told(given.byline, found.byline),
            site=_told(given.site, found.site),
        )

    @cached_property
    def text_sha256(self) -> str:
        return hashlib.sha256(self.read.text.encode("utf-8")).hexdigest()

    def told_on(self, published: str) -> Candidate:
        """The same, with a day of publication that a person told; what was read is not read again."""
        other = Candidate(self.arrival, replace(self.given, published=published))
        doubts = tuple(doubt for doubt in self.read.doubts if _BY_HAND not in doubt)
        other.__dict__["read"] = replace(self.read, published=Attested(published, ASKED), doubts=doubts)
        return other


def _is_utf8(text: str) -> bool:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _told(value: str, read: Attested) -> Attested:
    return Attested(value, ASKED) if value else read


def check_given(given: Given) -> Given:
    """What a person told, tidied. Raises BadRequestError for a date that is none."""
    published = given.published.strip()
    if published:
        try:
            parse_when(published)
        except ValueError as fault:
            raise BadRequestError(f"--published: {fault}") from None
    texts = {name: " ".join(getattr(given, name).split()) for name in ("title", "byline", "site", "origin")}
    return replace(given, published=published, source=given.source.strip(), replaces=given.replaces.strip(), **texts)


def share_sentences(one: str, one_marks: Iterable[Mark], other: str, other_marks: Iterable[Mark]) -> bool:
    """At least half of the shorter body's sentences stand in the other to the letter: two versions of one page."""
    first, second = _bodies(one, one_marks), _bodies(other, other_marks)
    return 2 * len(first & second) >= min(len(first), len(second)) > 0


def _bodies(text: str, marks: Iterable[Mark]) -> set[str]:
    paragraphs = read_paragraphs(text, [mark.span for mark in marks])
    return {plain_print(str(sentence)) for paragraph in paragraphs for sentence in paragraph.sentences}
