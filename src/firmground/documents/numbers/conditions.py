"""What makes a counted place "that", as the words around an actor say it: on whose ground, or against whom.

Held by, not held by, any presence, no presence: the words are kept apart as the project does, because published figures
mix them up. A strike "against" somebody is about its aim; a test can only ask about the ground, and the doubt says so.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from firmground.spans import Span

if TYPE_CHECKING:
    from firmground.documents.actors import ActorWords
    from firmground.documents.numbers.setting import Setting

_NEAR = 90  # characters before or after an actor in which the words are looked for
AIM = "The words are about whom the strikes are aimed at; the test asks on whose ground they fell."

_GROUND = r"(?:areas?|territor(?:y|ies)|ground|land|places?|parts?|regions?|villages|towns|zones?|sites|strongholds?)"
_HELD = r"(?:held|controlled|occupied|run|ruled|dominated|taken)"
_NOT = r"(?:\bnot|n['’]t|\bno longer|\bnever|\brather than|\bother than|\binstead of|\bneither|\bnor)"
# Before the name of an actor, the first that fits. Each looks back from the name, so none can run far.
_BEFORE: tuple[tuple[re.Pattern[str], str, str], ...] = tuple(
    (re.compile(pattern + r"\W*(?:the )?$", re.IGNORECASE), relation, doubt)
    for pattern, relation, doubt in (
        (rf"\boutside(?: of)?(?: the)?(?: {_GROUND})?(?: (?:{_HELD} by|of|under(?: the)? control of))?", "outside", ""),
        (rf"{_NOT}(?: \w+)? (?:{_HELD} by|in {_GROUND} of|under(?: the)? control of|in the hands of)", "outside", ""),
        (rf"\b(?:{_HELD} by|under(?: the)? control of|in the hands of|(?<!no ){_GROUND} of)", "in", ""),
        (r"\b(?:no|without(?: any)?)(?: known)? (?:positions|presence|fighters|forces|bases)(?: of)?", "without", ""),
        (r"\b(?:positions|presence|fighters|bases) of", "with", ""),
        (rf"{_NOT}(?: \w+){{0,2}} (?:against|at|on|target(?:ed|ing)?|aimed at|hit)", "outside", AIM),
        (rf"{_NOT}", "outside", AIM),
        (r"\b(?:against|at|on|hit|hits|hitting|struck|targeted|targeting|bombed|bombing|attacked|aimed at)", "in", AIM),
    )
)
_AFTER: tuple[tuple[re.Pattern[str], str, str], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), relation, doubt)
    for pattern, relation, doubt in (
        (r"[-‑–](?:held|controlled|occupied|run|dominated)\b", "in", ""),
        (r"(?:['’]s)? (?:do|does|did) not (?:hold|control)\b", "outside", ""),
        (r" (?:has|have|had) no (?:positions|presence|fighters|forces|bases)\b", "without", ""),
        (r" (?:is|are|was|were) (?:not|less) (?:known to be )?present\b", "without", ""),
        (r" (?:holds?|controls?|held|controlled)\b", "in", ""),
        (rf"(?:['’]s)? {_GROUND}\b", "in", ""),
    )
)
_OUTSIDE = re.compile(r"\b(?:outside|not|n['’]t)(?: \w+){0,2}(?: in| on| at)?\W*(?:the )?$", re.IGNORECASE)

# "Areas with no Islamic State presence": the name stands between the two.
_NO = re.compile(r"\b(?:no|without(?: any)?)(?: known)?\W*$", re.IGNORECASE)
_PRESENT = re.compile(r" (?:presence|positions|fighters|forces|bases)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Standing:
    """A relation to an actor's ground ("in", "outside", "with", "without") and the words that say so."""

    relation: str
    actor: ActorWords
    words: Span
    doubt: str = ""


def find_standing(setting: Setting) -> Standing | None:
    """The condition in the sentence of a number: the nearest behind it, else before it, up to the next number."""
    here = setting.quantity.span
    numbers = setting.found.quantities
    start = max((one.span.stop for one in numbers if one.span.stop <= here.start), default=0)
    stop = min((one.span.start for one in numbers if one.span.start >= here.stop), default=len(setting.text))
    after = [one for one in setting.actors if here.stop <= one.span.start < stop]
    before = [one for one in setting.actors if start <= one.span.start and one.span.stop <= here.start]
    counted = setting.quantity.whole or setting.quantity.unit_span
    for actor in (*after, *reversed(before)):
        if counted and counted.covers(actor.span) and not _ground_behind(setting, actor):
            continue  # "Russia's declared targets": whose they are, not whose ground
        if found := _standing(setting, actor):
            return found
    return None


def _ground_behind(setting: Setting, actor: ActorWords) -> bool:
    behind = setting.text[actor.span.stop : actor.span.stop + _NEAR]
    return any(pattern.match(behind) for pattern, _, _ in _AFTER[:1])


def _standing(setting: Setting, actor: ActorWords) -> Standing | None:
    text, said = setting.text, setting.said
    start = max(said.start, actor.span.start - _NEAR)
    ahead = text[start : actor.span.start]
    behind = text[actor.span.stop : min(said.stop, actor.span.stop + _NEAR)]
    if (none := _NO.search(ahead)) and (present := _PRESENT.match(behind)):
        return Standing("without", actor, Span(start + none.start(), actor.span.stop + present.end()))
    for pattern, relation, doubt in _AFTER:
        if found := pattern.match(behind):
            turned = _OUTSIDE.search(ahead) if relation == "in" else None
            first = start + turned.start() if turned else actor.span.start
            words = Span(first, actor.span.stop + found.end())
            return Standing("outside" if turned else relation, actor, words, doubt)
    for pattern, relation, doubt in _BEFORE:
        if found := pattern.search(ahead):
            return Standing(relation, actor, Span(start + found.start(), actor.span.stop).trimmed(text), doubt)
    return None
