"""What a format of releases says of itself: which words mean what. Nothing here knows a publisher."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from firmground.documents.releases.phrases import Lexicon

if TYPE_CHECKING:
    from collections.abc import Mapping

    from firmground.documents.releases.counts import Count


class Scope(StrEnum):
    """What one record is: a line or sentence, or all that a text says of one incident."""

    LINE = "line"
    INCIDENT = "incident"


@dataclass(frozen=True)
class Unit:
    """Something that a release counts. `after`: only met after one of these words ("engaging 40 facilities")."""

    words: Lexicon
    after: Lexicon = field(default_factory=Lexicon)


@dataclass(frozen=True)
class Level:
    """Administrative units as a release writes them: "Andar district", "the provinces of A, B and C".

    `names`: units that are also met without the word, under the spelling that is written first.
    """

    name: str
    words: Lexicon
    names: Lexicon = field(default_factory=Lexicon)


@dataclass(frozen=True)
class PeopleGroup:
    """People who are counted together. `columns`: for an effect, the column of their number. `within`: the group that
    they are counted in as well. `names`: somebody called by name alone is one of them.
    """

    name: str
    words: Lexicon
    columns: Mapping[str, str]
    within: str = ""
    names: bool = False


@dataclass(frozen=True)
class Example:
    """A text and what has to be read in it, each as one line: see docs/release-formats.md."""

    text: str
    events: tuple[str, ...] = ()
    totals: tuple[str, ...] = ()
    published: str = ""


@dataclass(frozen=True)
class ReleaseFormat:
    """A grammar of releases, as one file says it. What each key means stands in docs/release-formats.md."""

    id: str
    title: str
    publisher: tuple[str, ...]
    by: tuple[str, ...]
    kind: str
    kinds: Lexicon
    scope: Scope
    recognise: tuple[tuple[str, ...], ...]
    unless: tuple[str, ...]
    longest: int
    units: Mapping[str, Unit]
    strikes: str
    relations: Lexicon
    levels: tuple[Level, ...]
    countries: Lexicon
    targets: Lexicon
    effects: Lexicon
    objects: Lexicon
    joined: bool
    summaries: bool
    reports: Lexicon
    headings: Lexicon
    earlier: Lexicon
    further: Lexicon
    silences: Lexicon
    explains: Lexicon
    corrects: Lexicon
    continues: Lexicon
    means: Lexicon
    vague: Mapping[str, Count]
    people: tuple[PeopleGroup, ...]
    examples: tuple[Example, ...]
    file: str = ""
