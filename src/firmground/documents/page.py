"""A document opened: its text, what of it is not the author's, and its words in order."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from firmground.documents.prose import Paragraph, read_paragraphs

if TYPE_CHECKING:
    from firmground.case.documents import Document, Mark


@dataclass(frozen=True)
class Page:
    """A document with its text; all spans of all readers point into `text`."""

    document: Document
    text: str
    marks: tuple[Mark, ...] = ()

    @cached_property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        """The paragraphs of the body, in order, with their sentences and words; what is marked is left out."""
        return read_paragraphs(self.text, [mark.span for mark in self.marks])
