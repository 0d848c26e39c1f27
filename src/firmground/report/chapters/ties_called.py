"""Words and ties: whom an actor calls by a word of its own definition though only friends stand between the two.

The program does not know what a word means. It reads the definition as its speaker gave it, takes those whom the word
surely covers, and looks for a way over friends; whether that is a contradiction is for the reader to say.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from firmground.modality import MUST, all_of
from firmground.report.chapters.ties_model import Called
from firmground.report.chapters.ties_words import link_words
from firmground.report.sections import source_note
from firmground.report.words import STANDINGS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from firmground.case.case import Case
    from firmground.case.definitions import Definition
    from firmground.measures.blocs import Blocs

LONGEST = 5  # ties between the speaker and whom it names: farther than that nobody speaks of friends of friends


def list_called(case: Case, found: Blocs) -> tuple[Called, ...]:
    """For every definition with the id of an actor that has ties; sure ways before possible ones, then the shortest."""
    listed = [
        one
        for definition in case.definitions.values()
        if definition.id in found.actors
        for one in _of_definition(case, definition, found)
    ]
    return tuple(sorted(listed, key=lambda one: (one.standing != STANDINGS[MUST], len(one.links))))


def _of_definition(case: Case, definition: Definition, found: Blocs) -> Iterator[Called]:
    ways = _ways(definition.id, found)
    for word in dict.fromkeys(entry.label for entry in definition.labels):
        for actor in found.actors:
            covered = definition.includes(word, actor, found.day, case.actors)
            if covered is MUST and 0 < len(ways.get(actor, ())) <= LONGEST:
                yield _write(case, definition, word, actor, ways[actor], found)


def _ways(start: str, found: Blocs) -> dict[str, tuple[int, ...]]:
    """The shortest way over friends from one actor to every other, as places of ties; over sure ones if possible."""
    ways: dict[str, tuple[int, ...]] = {}
    for sure in (True, False):
        reached: dict[str, tuple[int, ...]] = {start: ()}
        queue = [start]
        for here in queue:
            for place, tie in enumerate(found.ties):
                if tie.against or here not in (tie.one, tie.other) or (sure and tie.standing is not MUST):
                    continue
                there = tie.other if tie.one == here else tie.one
                if there not in reached:
                    reached[there] = (*reached[here], place)
                    queue.append(there)
        ways = reached | ways
    return ways


def _write(case: Case, definition: Definition, word: str, actor: str, way: tuple[int, ...], found: Blocs) -> Called:
    entry = next(entry for entry in definition.labels if entry.label == word)
    name, by = case.actors.name(actor), case.actors.name(definition.id)
    return Called(
        by=definition.id,
        actor=actor,
        word=word,
        definition=definition.title,
        links=way,
        standing=STANDINGS[all_of(found.ties[place].standing for place in way)],
        sentence=f"{name} is called “{word}” by {definition.title}, and only friends stand between it and {by}.",
        ties=tuple(link_words(case.actors, found.ties[place]) for place in way),
        source=source_note(case, entry.source or definition.source, ""),
    )
