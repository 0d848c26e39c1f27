"""What reading a document gives: its text, its marks, and what is known about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from firmground.case.documents import Attested
from firmground.errors import BadRequestError

if TYPE_CHECKING:
    from firmground.case.documents import Mark


_NOTHING = Attested()


class NoTextError(BadRequestError):
    """No text can be had from this document; the message says why, and what to do."""


@dataclass(frozen=True, slots=True)
class TextRead:
    """The text of a document.

    `text`: one paragraph a line, line feeds between; all spans point into it, in code points. `marks`: in order, never
    overlapping; what is not marked is body. `media`: html, pdf, email or text. `published`: a day as EDTF, "" if
    nothing says it. `doubts`: what a person should know or look at, a sentence each.
    """

    text: str
    media: str
    marks: tuple[Mark, ...] = ()
    title: Attested = _NOTHING
    byline: Attested = _NOTHING
    published: Attested = _NOTHING
    site: Attested = _NOTHING
    language: Attested = _NOTHING
    doubts: tuple[str, ...] = ()
