"""Words that take back part of what is said, or tell how it was said: "privately", "in practice", "apparently"."""

from __future__ import annotations

import re

from firmground.spans import Span

_HEDGES = re.compile(
    r"\b(?:"
    r"privately|in private|in practice|in principle|in theory|in effect|off the record|on background"
    r"|on (?:the )?condition of anonymity|speaking anonymously|anonymously"
    r"|apparently|reportedly|allegedly|purportedly|supposedly|seemingly|presumably|ostensibly"
    r"|possibly|probably|perhaps|maybe|likely|unlikely|arguably|potentially"
    r"|(?:appears?|appeared|seems?|seemed) to(?: have)?|(?:may|might|could) (?:well )?(?:have|be)"
    r"|(?:is|are|was|were) (?:widely )?(?:believed|thought|said|reported|understood|alleged|suspected) to"
    r"|unconfirmed|not (?:yet )?confirmed|could not (?:be )?(?:independently )?(?:verified|verify|confirmed|confirm)"
    r"|it (?:is|was) (?:not|un)(?: immediately)? ?clear|to (?:my|our|his|her|their) knowledge|as far as \w+ knows?"
    r"|so far as is known|in part|to some extent|more or less|for the most part|largely|mostly|mainly"
    r"|suggested that|implied that|hinted that|what (?:he|she|it|they) (?:called|described as)"
    r")\b",
    re.IGNORECASE,
)


def find_hedges(text: str, within: Span) -> tuple[Span, ...]:
    return tuple(Span(*found.span()) for found in _HEDGES.finditer(text, within.start, within.stop))
