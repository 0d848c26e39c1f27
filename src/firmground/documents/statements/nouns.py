"""A statement: who is said to have said what, and the words that say so."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from firmground.spans import Span


class Naming(StrEnum):
    """How a speaker is named."""

    NAMED = "named"  # a person's name
    INSTITUTION = "institution"  # a ministry, an agency, a paper, a country that stands for its government
    ANONYMOUS = "anonymous"  # "a French official", "diplomats"
    PRONOUN = "pronoun"  # "he", "the general": whom it means is `means`
    UNTOLD = "untold"  # a quotation beside which nobody is named


@dataclass(frozen=True, slots=True)
class Statement:
    """Something that somebody is said to have said.

    `speaker`: the words that name who said it. `means`: where they are a pronoun, a title or a last name, the words
    before that name the same speaker. `cue`: the verb, or "according to". `content`: what was said, in one or more
    stretches, quotation marks included. `quoted`: "direct", "mixed" or "paraphrase". `relayed_by`: who passes it on
    ("Reuters quoted ..."). `inside`: index of the statement that this one stands in, or None. `said_on`: the words that
    say when it was said ("Friday" in "said Friday that").
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
    said_on: Span | None = None
