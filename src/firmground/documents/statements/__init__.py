"""Who said what: speaker, cue and content, to the letter."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from firmground.documents.draft import Draft
    from firmground.documents.found import Found
    from firmground.documents.known import Known
    from firmground.documents.page import Page
    from firmground.spans import Span


class Naming(StrEnum):
    """How a speaker is named."""

    NAMED = "named"  # a person's name
    INSTITUTION = "institution"  # a ministry, an agency, a paper
    ANONYMOUS = "anonymous"  # "a French official", "diplomats"
    PRONOUN = "pronoun"  # "he": whom it means is `means`
    UNTOLD = "untold"


@dataclass(frozen=True, slots=True)
class Statement:
    """Something that somebody is said to have said.

    `speaker`: the words that name who said it. `means`: where they are a pronoun or a title, the words before that name
    the same speaker. `cue`: the verb, or "according to". `content`: what was said, in one or more stretches, quotation
    marks included. `quoted`: "direct", "mixed" or "paraphrase". `relayed_by`: who passes it on ("Reuters quoted ...").
    `inside`: index of the statement that this one stands in, or None.
    """

    speaker: Span | None
    cue: Span | None
    content: tuple[Span, ...]
    verb: str
    naming: Naming
    quoted: str
    means: Span | None = None
    hedges: tuple[Span, ...] = ()
    relayed_by: Span | None = None
    inside: int | None = None
    doubt: str = ""


def find_statements(page: Page) -> tuple[Statement, ...]:
    """Every attributed statement of the body, in order."""
    return ()


def propose_statements(page: Page, known: Known, found: Found) -> tuple[Draft, ...]:
    """A claim without a test for each statement."""
    return ()
