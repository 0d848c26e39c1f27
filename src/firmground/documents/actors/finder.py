"""The actors of a page: the names that the case gives them, in any script, and the adjectives of its states.

A name that the case writes with a capital has one in the text too, so that "is" is not IS; one of capitals alone, such
as "SDF", is found in capitals. A name that the case writes small ("rebel groups") is found either way.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from firmground.documents.actors.countries import adjectives_of
from firmground.documents.places.index import NameKeys
from firmground.documents.places.tokens import cut_stretches, read_tokens
from firmground.spans import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from firmground.case.actors import Actor, Actors
    from firmground.documents.page import Page
    from firmground.documents.places.index import Hit
    from firmground.documents.places.tokens import Token

STATE: Final = "state"
_THE: Final = re.compile(r"\s*the\s+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ActorWords:
    """A name of an actor. `ids`: the actors that it may mean. `adjective`: "Russian" in "Russian jets"."""

    span: Span
    ids: tuple[str, ...]
    adjective: bool = False


@dataclass(frozen=True, slots=True)
class _Name:
    """A name of one actor. `small`: the case writes it so; `capitals`: it has no small letter."""

    actor: str
    adjective: bool
    small: bool
    capitals: bool


class ActorFinder:
    """Finds the names of a case's actors in texts."""

    def __init__(self, actors: Iterable[Actor] = ()) -> None:
        self._names: list[_Name] = []
        self._ids: set[str] = set()
        named: list[tuple[int, tuple[str, ...]]] = []
        for actor in actors:
            self._ids.add(actor.id)
            own = dict.fromkeys((actor.name, *actor.names))
            adjectives = dict.fromkeys(word for name in own for word in adjectives_of(name) if actor.kind == STATE)
            adjective_of = {**dict.fromkeys(adjectives, True), **dict.fromkeys(own, False)}
            for text, adjective in adjective_of.items():
                named.append((len(self._names), (text,)))
                self._names.append(_Name(actor.id, adjective, text[:1].islower(), text.isupper()))
        self._keys = NameKeys(named, edges=False, capitals=False)

    @classmethod
    def of(cls, actors: Actors) -> ActorFinder:
        return cls(actors)

    def find(self, page: Page) -> tuple[ActorWords, ...]:
        """Every name of an actor in the body, in order, the longest where one lies in another."""
        return tuple(
            found
            for paragraph in page.paragraphs
            for start, stop in cut_stretches(paragraph.text, *paragraph.span)
            for found in self._find(paragraph.text, read_tokens(paragraph.text, start, stop))
        )

    def match(self, name: str) -> tuple[str, ...]:
        """The actors that a name alone may mean; an id is its own actor's before it is a name."""
        if name in self._ids:
            return (name,)
        found = [
            self._names[number]
            for number in self._keys.numbers(_THE.sub("", name, count=1) if _THE.match(name) else name)
        ]
        return tuple(dict.fromkeys(one.actor for one in found if not one.adjective))

    def _find(self, text: str, tokens: list[Token]) -> Iterator[ActorWords]:
        for hit in self._keys.find(text, tokens, lambda hit: bool(self._fitting(text, tokens, hit))):
            fitting = self._fitting(text, tokens, hit)
            named = [one for one in fitting if not one.adjective] or fitting
            ids = tuple(dict.fromkeys(one.actor for one in named))
            yield ActorWords(Span(tokens[hit.first].start, tokens[hit.last].stop), ids, named[0].adjective)

    def _fitting(self, text: str, tokens: list[Token], hit: Hit) -> list[_Name]:
        words = text[tokens[hit.first].start : tokens[hit.last].stop]
        capital = any(token.capital for token in tokens[hit.first : hit.last + 1])
        names = [self._names[number] for number in hit.numbers]
        return [one for one in names if one.small or (words.isupper() if one.capitals else capital)]
