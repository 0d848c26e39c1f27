"""Who is meant: texts of files matched against the actors of the case, by id, name or any other spelling.

A text that matches no actor, or several, is never put down to one of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from firmground.case.actors import SOMEBODY
from firmground.case.gazetteer import fold_name
from firmground.phrases import several
from firmground.read.records import split_list
from firmground.read.wording import show, suggest

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterable, Mapping

    from firmground.case.actors import Actors
    from firmground.case.definitions import Definition
    from firmground.errors import Effect
    from firmground.read.records import Record

# Beyond so many different unknown names of one column the rest are told in one problem, with their rows.
TOLD_NAMES = 25


class Parties:
    """Actors findable by any of their names, and the labels of all definitions."""

    def __init__(self, actors: Actors, definitions: Mapping[str, Definition] | None = None) -> None:
        self.actors = actors
        self.labels = {entry.label for definition in (definitions or {}).values() for entry in definition.labels}
        self._by_name: dict[str, set[str]] = {}
        self._matched: dict[str, str] = {}
        for actor in actors:
            for name in (actor.id, actor.name, *actor.names):
                if key := fold_name(name):
                    self._by_name.setdefault(key, set()).add(actor.id)

    def actor(self, text: str) -> str:
        """The id of the one actor that this id or name means; "" if it means none or several."""
        found = self._matched.get(text)
        if found is None:
            ids = {text} if text in self.actors else self._by_name.get(fold_name(text), set())
            found = self._matched[text] = next(iter(ids)) if len(ids) == 1 else ""
        return found

    def party(self, text: str) -> str:
        """An actor's id or a label, as a claim may name either; "" if it is neither."""
        if text in self.actors or text in self.labels:
            return text
        return self.actor(text)

    def hint(self, text: str, *, labels: bool = False, otherwise: str = "add it to actors.toml") -> str:
        ids = self._by_name.get(fold_name(text), set())
        if len(ids) > 1:
            return f"several actors have this name: {', '.join(sorted(ids))}; write the id"
        names = [name for actor in self.actors for name in (actor.id, actor.name, *actor.names)]
        return suggest(text, [*names, *(self.labels if labels else ())], otherwise)

    def attribution(self, text: str) -> tuple[str, tuple[str, ...]]:
        """A cell "a;b|c" with ids for names, and the names in it that are no actor, which stay as they are.

        "?" among several is somebody who is not said: "a;?" is a, and perhaps others.
        """
        readings = [list(dict.fromkeys(split_list(reading))) for reading in text.split("|")]
        unknown = dict.fromkeys(
            part for reading in readings for part in reading if part != SOMEBODY and not self.actor(part)
        )
        # Two names of one actor are one reading.
        meant = (";".join(dict.fromkeys(self.actor(part) or part for part in reading)) for reading in readings)
        return "|".join(dict.fromkeys(reading for reading in meant if reading)), tuple(unknown)

    def known(self, record: Record, key: str, what: str, effect: Effect) -> tuple[str, ...]:
        """The actors of a list; a name that is none stays as it is, with a problem."""
        return tuple(self.one(record, text, what, effect) for text in record.texts(key))

    def one(self, record: Record, text: str, what: str, effect: Effect) -> str:
        if not text or (found := self.actor(text)):
            return text and found
        record.problem(f"{what} {show(text)} is no actor of the case", self.hint(text), effect)
        return text


def tell_unknown(counts: Counter[str], first_rows: Mapping[str, int]) -> Iterable[tuple[list[str], int, int]]:
    """Unknown names with their number of rows and first row: the frequent ones singly, the rest together."""
    ranked = sorted(counts, key=lambda name: (-counts[name], first_rows[name]))
    for name in ranked[:TOLD_NAMES]:
        yield [name], counts[name], first_rows[name]
    if rest := ranked[TOLD_NAMES:]:
        yield rest, sum(counts[name] for name in rest), min(first_rows[name] for name in rest)


def name_list(names: list[str]) -> str:
    """One name, or the number of further names with some of them."""
    if len(names) == 1:
        return show(names[0])
    shown = ", ".join(show(name) for name in names[:8])
    return f"each of {several(len(names), 'further name')} ({shown}{', …' if len(names) > 8 else ''})"
