"""What a report says, as plain data: texts, numbers, lists. Nothing here is computed and nothing is drawn.

`report.build` fills it from findings; everything under `render` turns it into text, HTML, JSON or tables and
asks nobody else. All texts are raw and untrusted: they are escaped by the renderer, at the last moment.
A number that has no limit on a side is None there.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from firmground.report.chapters.agreements_model import Agreement
    from firmground.report.chapters.disclosure_model import Disclosure
    from firmground.report.chapters.encounters_model import Encounters
    from firmground.report.chapters.pledges_model import Pledges
    from firmground.report.chapters.ties_model import Ties
    from firmground.report.scene_model import Scene


@dataclass(frozen=True, slots=True)
class Range:
    """A number between `low` and `high` (None: no limit known on that side), with its reading in words."""

    low: float | None
    high: float | None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Claimed:
    """What the claim accepts; an open end is itself not accepted. `text` as the claim's test writes it."""

    low: float | None
    high: float | None
    low_open: bool
    high_open: bool
    text: str


@dataclass(frozen=True, slots=True)
class SourceNote:
    id: str
    title: str
    by: str
    published: str
    url: str
    licence: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class PassageNote:
    """Words of a document behind a record: characters `start` to `stop` (excluded) of its text.

    `says`: those of them that are quoted in the record, "" where none are. `hedges`: words of them that hold back.
    `decided`: accepted, changed (with a value of the person's own) or linked (to a record that there was), by whom and
    when (UTC).
    """

    document: str
    title: str
    published: str
    url: str
    words: str
    start: int
    stop: int
    says: str
    hedges: tuple[str, ...]
    decided: str
    by: str
    at: str


@dataclass(frozen=True, slots=True)
class Counts:
    """Units that must, may, cannot be "that" among those counted; `perhaps` are units that may not count at all."""

    total: int
    must: int
    may: int
    cannot: int
    perhaps: int = 0


@dataclass(frozen=True, slots=True)
class DecidingUnit:
    """A unit that the data leave undecided; its number is its place in the claim's list, from 1.

    `why` says what is known of it; `rows` are "file:row".
    """

    label: str
    why: str
    radius_km: float | None
    rows: tuple[str, ...]
    urls: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Settling:
    """The fewest undecided units that would settle the claim one way: `fewest` None if no number of them can.

    `exact` is False where only an upper limit was found ("at most so many").
    """

    outcome: str  # "require" or "rule out"
    fewest: int | None
    exact: bool
    units: Sequence[str]
    sentence: str
    numbers: tuple[int, ...] = ()  # of each of `units`: its number among the claim's undecided, from 1


@dataclass(frozen=True, slots=True)
class Outcome:
    """The claim under one combination of choices. `choices`: name of the choice -> its value in words."""

    choices: dict[str, str]
    bounds: Range | None  # None: undefined, nothing could be counted
    standing: str  # "must", "may", "cannot"
    counts: Counts | None
    headline: bool = False  # the specification that the claim's own section speaks of


@dataclass(frozen=True, slots=True)
class Facet:
    """All combinations that ask the same question, sorted by their bounds. Facets are never pooled."""

    title: str
    choices: dict[str, str]
    outcomes: tuple[Outcome, ...]
    drivers: tuple[tuple[str, float], ...]  # choice -> its part of the variation of the bounds, 0 to 1


@dataclass(frozen=True, slots=True)
class Drift:
    """One thing that changed when a claim was restated: `aspect` such as "value", "unit", "period"."""

    aspect: str
    was: str
    now: str


@dataclass(frozen=True, slots=True)
class Restatement:
    """One saying of a figure that was repeated. `said`: aspect -> the speaker's own words; `restates`: id or "".

    `bounds` and `standing` are those of this saying's own test (None and "" where it has none); `changes` are
    those since the saying that it restates; `own` marks the claim whose section shows the chain.
    """

    id: str
    by: str
    on: str
    says: str
    said: tuple[tuple[str, str], ...]
    restates: str
    claimed: Claimed | None
    measure: str
    unit_words: str
    bounds: Range | None
    standing: str
    own: bool
    changes: tuple[Drift, ...] = ()


@dataclass(frozen=True, slots=True)
class Rival:
    """Another claim on the same matter, in its own unit. `claimed` None where it gives no number.

    `measure` as in a claim's section, "" where it is the same; another measure cannot stand on the same axis.
    """

    id: str
    by: str
    on: str
    unit: str
    anonymous: bool
    claimed: Claimed | None
    standing: str  # "" where it was not tested
    measure: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """A place on the small map: a disc, or rings of (lon, lat), never a dot. `standing` is that of the unit.

    `number`: the unit's number among the claim's undecided, from 1; 0 for any other.
    """

    label: str
    standing: str
    lon: float
    lat: float
    radius_km: float
    rings: tuple[tuple[tuple[float, float], ...], ...] = ()
    title: str = ""
    number: int = 0


@dataclass(frozen=True, slots=True)
class Baseline:
    """The same measure on something to compare with, so that a share means something."""

    what: str
    bounds: Range


@dataclass(frozen=True, slots=True)
class BestValue:
    """What the model of a claim's test says, beside its bounds and within them. Chances are 0 to 1.

    `value`: what is to be expected; between two where something has no chance and stays open. `interval`: the shortest
    that holds at least nine tenths of the chance, `holds` is what it holds. `accepted`: the chance that the claimed
    values are met, `anyhow` its limits however places hang together; None where nothing is claimed.
    `likely`, `partly`, `open`: undecided units with a chance, with one that is known in part, and those without.
    `margins`: by how many km borders may be off, `readings`: how many readings of the map there are, each drawn once
    for all events. `lost`: the chance that is left out at most.
    """

    model: str
    value: Range
    interval: Range
    holds: float
    accepted: Range | None
    anyhow: Range | None
    likely: int
    partly: int
    open: int
    margins: tuple[float, ...]
    readings: int
    lost: float
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ClaimSection:
    """One claim. `verb`: "require", "allow" or "rule out". `that`: what is counted, in words ("not in areas of
    Islamic State"). `axis`: ends of the figure's axis. `measure`: share, count, area, gain, places, distance;
    bounds and claimed are in its unit (a share is 0 to 1, an area km², a distance km).
    """

    id: str
    by: str
    role: str
    on: str
    anonymous: bool
    says: str
    source: SourceNote | None
    note: str
    measure: str
    unit: str
    unit_words: str  # "named places", "events", "strikes", "km²"
    that: str
    standing: str
    verb: str
    sentence: str
    bounds: Range | None
    claimed: Claimed | None
    axis: tuple[float, float]
    counts: Counts | None
    choices: dict[str, str]
    settling: tuple[Settling, ...] = ()
    undecided: tuple[DecidingUnit, ...] = ()
    tipping: str = ""
    facets: tuple[Facet, ...] = ()
    drift: tuple[Drift, ...] = ()
    drift_from: str = ""
    chain: tuple[Restatement, ...] = ()
    rivals: tuple[Rival, ...] = ()
    baselines: tuple[Baseline, ...] = ()
    marks: tuple[Mark, ...] = ()
    undrawn: int = 0  # counted units whose place is not known, so that no mark shows them
    remarks: tuple[str, ...] = ()
    passages: tuple[PassageNote, ...] = ()
    best: BestValue | None = None  # None unless the claim's test asks for a model


@dataclass(frozen=True, slots=True)
class Untested:
    id: str
    by: str
    on: str
    says: str
    reason: str
    source: SourceNote | None
    passages: tuple[PassageNote, ...] = ()


@dataclass(frozen=True, slots=True)
class RowAccount:
    """What became of every row of one file. `read` is the sum of the eight others. `withheld`: rows of which something
    is not shown, or only in part: they may be anything that what is shown allows.
    """

    file: str
    read: int
    used: int
    undated: int
    unplaced: int
    unmapped: int
    duplicate: int
    outside: int  # complete rows that no claim asks about
    refused: int
    reasons: tuple[tuple[str, int], ...] = ()
    withheld: int = 0


@dataclass(frozen=True, slots=True)
class UncountedRow:
    file: str
    row: int
    id: str
    place: str
    status: str  # undated, unplaced, unmapped, duplicate, withheld
    reason: str


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A place where two maps answer differently for one party, and why."""

    place: str
    party: str
    days: str
    answers: tuple[tuple[str, str], ...]  # map title -> must / may / cannot, in words
    why: str


@dataclass(frozen=True, slots=True)
class ProblemNote:
    file: str
    row: int | None
    what: str
    hint: str
    effect: str


@dataclass(frozen=True, slots=True)
class MapNote:
    id: str
    title: str
    source: str
    about: str  # one sentence: kind, days, what absence means, gaps


@dataclass(frozen=True, slots=True)
class InputNote:
    path: str
    sha256: str
    size: int


@dataclass(frozen=True)
class Report:
    """Everything a rendering needs. `run` identifies inputs, choices and version; equal runs have equal numbers.
    `withheld`: sentences about records that whoever gave the case away does not show.
    """

    title: str
    period: str
    summary: str
    version: str
    run: str
    claims: tuple[ClaimSection, ...]
    untested: tuple[Untested, ...] = ()
    rows: tuple[RowAccount, ...] = ()
    uncounted: tuple[UncountedRow, ...] = ()
    problems: tuple[ProblemNote, ...] = ()
    disagreements: tuple[Disagreement, ...] = ()
    methods: tuple[str, ...] = ()
    does_not_show: tuple[str, ...] = ()
    sources: tuple[SourceNote, ...] = ()
    maps: tuple[MapNote, ...] = ()
    inputs: tuple[InputNote, ...] = ()
    choices: dict[str, tuple[str, ...]] = field(default_factory=dict)
    disclosure: tuple[Disclosure, ...] = ()
    agreements: tuple[Agreement, ...] = ()
    pledges: Pledges | None = None
    ties: Ties | None = None
    encounters: Encounters | None = None
    withheld: tuple[str, ...] = ()
    # What the moving maps show; not part of the JSON report, and nothing by which two reports differ.
    scene: Scene | None = field(default=None, compare=False)
