"""Actors of the case in a text, by any of their names."""

from firmground.documents.actors.finder import ActorFinder, ActorWords

__all__ = ["ActorFinder", "ActorWords"]
