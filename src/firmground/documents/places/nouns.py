"""What a gazetteer holds, what a written name may mean, and a place as a text has it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from firmground.places import Area, Where
    from firmground.spans import Span


class Match(StrEnum):
    """How a written name fits a known one. The last is doubtful, and only ever a suggestion."""

    EXACT = "the same name"
    ALIAS = "another name of it"
    FOLDED = "the same but for case, accents or script"
    SKELETON = "the same consonants"
    SPELLING = "a similar spelling"


@dataclass(frozen=True, slots=True)
class Entry:
    """A named place of a gazetteer.

    `gazetteer`: "case", "ucdp" or "geonames". `level`: of an administrative unit, "1", "2", … or "country", "" for what
    is none. `unit`: the units that it lies in, from small to large, with commas. `centre`: longitude and latitude, also
    where `where` is unknown because the file gives a point and no region. `why`: where its radius comes from.
    `country`: in English, "" where the gazetteer does not tell.
    """

    id: str
    name: str
    names: tuple[str, ...]
    where: Where
    gazetteer: str
    unit: str = ""
    level: str = ""
    centre: tuple[float, float] | None = None
    why: str = ""
    country: str = ""


@dataclass(frozen=True, slots=True)
class PlaceMatch:
    """A place that a name may mean. `gazetteer`: "case", "ucdp" or "geonames"; `km`: from the first candidate.

    `why`: what speaks for it, and where its radius comes from. `doubt`: what speaks against the match itself, "" where
    the name is the same. `level`: of an administrative unit, "" for what is none. `country`: "" if nobody tells.
    """

    id: str
    name: str
    where: Where
    match: Match
    gazetteer: str
    unit: str = ""
    km: float | None = None
    why: str = ""
    doubt: str = ""
    level: str = ""
    country: str = ""


@dataclass(frozen=True, slots=True)
class PlaceWords:
    """A place as it is written. `span`: the name with what makes a region of it ("45 km south of Palmyra"); `name`: the
    name alone. `relation`: those words, "" for the name alone. `where`: the region they make of the candidates; None
    where `government` (a capital that stands for its government is no place) or where no candidate is known.
    `beside`: what the second name of "between X and Y" may mean.
    """

    span: Span
    name: Span
    candidates: tuple[PlaceMatch, ...]
    where: Where | None
    relation: str = ""
    government: bool = False
    doubt: str = ""
    beside: tuple[PlaceMatch, ...] = ()


@dataclass(frozen=True)
class Nearby:
    """What else a text names near a name. `units`: keys of the units in the same sentence, with how each is written;
    `unit_areas`: their borders where known. `spots`: numbers of places of only one meaning in the same paragraph.
    """

    units: dict[str, str]
    unit_areas: tuple[tuple[str, Area], ...] = ()
    spots: tuple[int, ...] = ()
