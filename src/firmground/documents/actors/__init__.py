"""Actors of the case in a text, by any of their names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from firmground.case.actors import Actors
    from firmground.documents.page import Page
    from firmground.spans import Span


@dataclass(frozen=True, slots=True)
class ActorWords:
    """A name of an actor. `ids`: the actors that it may mean. `adjective`: "Russian" in "Russian jets"."""

    span: Span
    ids: tuple[str, ...]
    adjective: bool = False


class ActorFinder:
    """Finds the names of a case's actors in texts."""

    @classmethod
    def of(cls, actors: Actors) -> ActorFinder:
        return cls()

    def find(self, page: Page) -> tuple[ActorWords, ...]:
        """Every name of an actor in the body, in order, the longest where one lies in another."""
        return ()

    def match(self, name: str) -> tuple[str, ...]:
        """The actors that a name alone may mean."""
        return ()
