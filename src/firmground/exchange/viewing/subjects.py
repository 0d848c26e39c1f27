"""Who and what is hidden: places, sources and actors, with every name by which the case may mean them.

Of two kinds. A *secret* subject is one that a rule hides: nothing that names it leaves. An *absent* one is merely not
among what is shown, because its own record names a secret one: nothing may refer to it, or what refers to it would be
read as something else, but its name is no secret.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from firmground.case.events import parse_parties
from firmground.case.gazetteer import fold_name
from firmground.exchange.tables import Kind
from firmground.exchange.viewing.mentions import Mentions
from firmground.exchange.views import Secret
from firmground.places import Candidates, Disc, distance_km
from firmground.read.names import Parties

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    from firmground.case.case import Case
    from firmground.places import Where

    Floats = NDArray[np.float64]

# An event of no named place that lies so near to a hidden place, or within its radius, tells where it is.
NEAR_KM = 1.0
# A record of another name that lies so near has the same point.
SAME_POINT_KM = 0.1
TELLING_TITLE = 16
SUBJECTS = (Kind.PLACES, Kind.SOURCES, Kind.ACTORS)
_NOUNS = {Kind.PLACES: "place", Kind.SOURCES: "source", Kind.ACTORS: "actor"}


class Subject(NamedTuple):
    """A place, a source or an actor (`SUBJECTS`), by its id."""

    kind: Kind
    id: str


@dataclass
class Subjects:
    """The hidden subjects of a case, each with the rule that hides it. More are added while a view is drawn up."""

    case: Case
    secret: dict[Subject, str] = field(default_factory=dict)
    absent: dict[Subject, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.version = 0  # how often something was added
        self._written: set[str] = set()
        self._parties = Parties(self.case.actors)
        self._keys: dict[Kind, dict[str, Subject]] = {kind: {} for kind in SUBJECTS}
        self._mentions: Mentions | None = None

    def hide(self, subject: Subject, rule: str, *, secret: bool) -> bool:
        """Was it not hidden before, or becomes a secret?"""
        if subject in self.secret or (not secret and subject in self.absent):
            return False
        self.absent.pop(subject, None)
        (self.secret if secret else self.absent)[subject] = rule
        for name in (subject.id, *self.names(subject)):
            key = name if subject.kind is Kind.SOURCES else fold_name(name)
            if key and (subject.kind is not Kind.SOURCES or name == subject.id):
                self._keys[subject.kind].setdefault(key, subject)
        self._written |= {name.casefold() for name in (subject.id, *self.names(subject))}
        self._mentions = None
        self.version += 1
        self.__dict__.pop("points", None)
        return True

    def rule(self, subject: Subject) -> str:
        return self.secret.get(subject) or self.absent.get(subject, "")

    def place(self, text: str) -> Subject | None:
        """The hidden place that the text may mean, as the id or any name of one."""
        if not text:
            return None
        return next(iter(self.places(text)), None) or self._keys[Kind.PLACES].get(fold_name(text))

    def places(self, text: str) -> list[Subject]:
        """Every hidden place that the text may mean among those of the case."""
        found = (Subject(Kind.PLACES, place.id) for place in self.case.gazetteer.find(text))
        return [one for one in found if one in self.secret or one in self.absent]

    def source(self, text: str) -> Subject | None:
        return self._keys[Kind.SOURCES].get(text)

    def actor(self, text: str) -> Subject | None:
        """The hidden actor that a text names, alone or among others: "a;b|c"."""
        keys = self._keys[Kind.ACTORS]
        if not keys or not text:
            return None
        named = {part for reading in parse_parties(text) for part in reading}
        return next((keys[key] for part in named if (key := fold_name(part)) in keys), None)

    def any_of(self, text: str) -> Subject | None:
        """A hidden subject of which a text is the id or a name, as it is written."""
        if text.casefold() not in self._written:
            return None
        return self.place(text) or self.source(text) or self.actor(text)

    def spellings(self, text: str) -> Iterator[str]:
        """Every name of the places and actors that a text may mean, hidden or not, and the text itself."""
        for part in (text, *(name for reading in parse_parties(text) for name in reading)):
            yield part
            for place in self.case.gazetteer.find(part):
                yield from (place.id, place.name, *place.aliases)
            if actor := self._parties.actor(part):
                yield from (actor, self.case.actors[actor].name, *self.case.actors[actor].names)

    def written_in(self, values: Sequence[object]) -> list[int]:
        """The places of the values of a column that may be an id or a name, alone or among others."""
        written = self._written
        return [
            number
            for number, value in enumerate(values)
            if not isinstance(value, str) or value.casefold() in written or ";" in value or "|" in value
        ]

    @property
    def mentions(self) -> Mentions:
        """Finds every text that names a secret; the keys are those of `key`."""
        if self._mentions is None:
            self._mentions = Mentions({self.key(one): self.secret_names(one) for one in self.secret})
        return self._mentions

    def mentioned(self, value: object) -> Subject | None:
        """A secret that a value names anywhere."""
        found = self.mentions.find_in(value)
        return self._of_key(min(found)) if found else None

    def mentioned_each(self, values: Sequence[object]) -> dict[int, Subject]:
        """The same for each value of a column, by its place; only those that name one."""
        return {number: self._of_key(min(found)) for number, found in self.mentions.find_each(values).items()}

    @staticmethod
    def key(subject: Subject) -> str:
        return f"{subject.kind}/{subject.id}"

    @staticmethod
    def _of_key(key: str) -> Subject:
        kind, _, own = key.partition("/")
        return Subject(Kind(kind), own)

    def names(self, subject: Subject) -> tuple[str, ...]:
        """Names beside the id, as they are written."""
        case, own = self.case, subject.id
        if subject.kind is Kind.PLACES and own in case.gazetteer.places:
            place = case.gazetteer.places[own]
            return (place.name, *place.aliases)
        if subject.kind is Kind.ACTORS and own in case.actors:
            return (case.actors[own].name, *case.actors[own].names)
        if subject.kind is Kind.SOURCES and own in case.sources:
            source = case.sources[own]
            # A title of one or two words is a phrase of the language, and no name.
            return tuple(text for text in (source.title, source.url) if len(text) >= TELLING_TITLE)
        return ()

    def secret_names(self, subject: Subject) -> tuple[str, ...]:
        """Every name that must not appear: of a source its publisher too, unless another that is shown has the same."""
        names = [subject.id, *self.names(subject)]
        if subject.kind is Kind.SOURCES and (publisher := self._own_publisher(subject.id)):
            names.append(publisher)
        return tuple(dict.fromkeys(name for name in names if name.strip()))

    def publisher(self, subject: Subject) -> str:
        """Whom a hidden source is by, "" if that is not said."""
        source = self.case.sources.get(subject.id)
        return source.by if source is not None else ""

    def _own_publisher(self, own: str) -> str:
        by = fold_name(self.publisher(Subject(Kind.SOURCES, own)))
        others = (
            one
            for one in self.case.sources.values()
            if fold_name(one.by) == by and Subject(Kind.SOURCES, one.id) not in self.secret
        )
        return self.publisher(Subject(Kind.SOURCES, own)) if by and next(others, None) is None else ""

    @cached_property
    def points(self) -> tuple[tuple[Subject, Disc], ...]:
        """The discs of all hidden places."""
        return tuple(
            (subject, disc)
            for subject in (*self.secret, *self.absent)
            if subject.kind is Kind.PLACES and subject.id in self.case.gazetteer.places
            for disc in discs_of(self.case.gazetteer.places[subject.id].where)
        )

    def at_point(self, lon: float, lat: float, *, within: bool) -> Subject | None:
        """The hidden place on whose point this lies; with `within`, or anywhere in whose disc."""
        found = self.at_points(np.array([lon]), np.array([lat]), within=within)
        return found[0][0] if found else None

    def on_point_of(self, subject: Subject) -> set[Subject]:
        """The hidden places on the point of a hidden place, itself among them."""
        discs = [disc for one, disc in self.points if one == subject]
        lon, lat = (np.array([getattr(disc, axis) for disc in discs]) for axis in ("lon", "lat"))
        return {subject}.union(*self.at_points(lon, lat, within=False).values())

    def at_points(self, lon: Floats, lat: Floats, *, within: bool) -> dict[int, list[Subject]]:
        """The hidden places at each of many points, by the number of the point; NaN is nowhere."""
        found: dict[int, list[Subject]] = {}
        for subject, disc in self.points:
            reach = max(NEAR_KM, disc.radius_km) if within else SAME_POINT_KM
            # A degree of latitude has at least 110.5 km: what is farther needs no geodesic.
            for number in np.flatnonzero(np.abs(lat - disc.lat) * 110.5 <= reach).tolist():
                if distance_km(lon[number], lat[number], disc.lon, disc.lat) <= reach:
                    found.setdefault(number, []).append(subject)
        return found

    def secrets(self) -> Iterator[Secret]:
        """What must be nowhere in what leaves."""
        points: dict[Subject, list[tuple[float, float]]] = defaultdict(list)
        for subject, disc in self.points:
            points[subject].append((disc.lon, disc.lat))
        for subject, rule in self.secret.items():
            names = self.secret_names(subject)
            yield Secret(self.word(subject), rule, names[1:], (subject.id,), tuple(points[subject]))

    def word(self, subject: Subject) -> str:
        """The subject as a message to its owner names it."""
        return f"the {_NOUNS[subject.kind]} {subject.id}"


def discs_of(where: Where) -> Iterable[Disc]:
    """The discs of a place, each candidate's."""
    if isinstance(where, Disc):
        return (where,)
    if isinstance(where, Candidates):
        return (disc for option in where.options for disc in discs_of(option))
    return ()
