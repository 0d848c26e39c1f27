"""The kinds of records that a form can add: where each is written, its fields in order, what it cannot do without.

Fields are those of docs/case-format.md. A table of events has the columns that its own file has.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final

from firmground.documents.draft import DraftKind
from firmground.edit.toml_values import new_kind
from firmground.formats.tables import TEXT_ENDINGS
from firmground.read.places import PLACE_COLUMNS
from firmground.read.publications import INCIDENT_COLUMNS, RELEASE_COLUMNS
from firmground.review.passages.records import SHAPES

if TYPE_CHECKING:
    from collections.abc import Sized

    from firmground.edit import At
    from firmground.web.desk import Snapshot


@dataclass(frozen=True, slots=True)
class Part:
    """A list inside an entry, such as the clauses of an agreement. `noun`: one of it."""

    noun: str
    fields: tuple[str, ...]
    needed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RecordKind:
    """`name`: in addresses, and of the list in a TOML file. `file`: where it goes if nobody says otherwise. `lists`:
    fields that hold several, where their name alone does not say so. `made_of`: the fields that an id is made of.
    `page`: where its records are listed beside `/records`.
    """

    name: str
    noun: str
    file: str
    fields: tuple[str, ...]
    needed: tuple[str, ...]
    made_of: tuple[str, ...] = ()
    parts: dict[str, Part] = field(default_factory=dict)
    lists: frozenset[str] = frozenset()
    page: str = ""

    @property
    def table(self) -> str:
        return self.name if self.file.endswith(".toml") else ""

    @property
    def has_id(self) -> bool:
        return "id" in self.fields

    @property
    def title(self) -> str:
        return self.name.capitalize()

    def type_of(self, name: str) -> str:
        """How a value is written: text, list, number or boolean. A cell of a table is text."""
        if not self.table:
            return "text"
        part, _, inner = name.partition(".")
        plain = f"{part}.{inner.partition('.')[2]}" if part in self.parts else name
        return "list" if plain in self.lists else new_kind(name.rpartition(".")[2])


_CLAIM, _AGREEMENT = SHAPES[DraftKind.CLAIM], SHAPES[DraftKind.AGREEMENT]
_PLEDGE, _TIE = SHAPES[DraftKind.PLEDGE], SHAPES[DraftKind.TIE]

# The common ones of a test; every other key can be added by its name.
_TEST: Final = (
    "test.measure", "test.unit", "test.among.by", "test.among.kind", "test.among.from", "test.among.until",
    "test.among.reported_from", "test.among.reported_until", "test.that.in", "test.that.outside", "test.that.with",
    "test.that.without", "test.that.on_list", "test.value", "test.out_of", "test.model",
)  # fmt: skip
_SAID: Final = ("said.value", "said.unit", "said.condition", "said.period")

KINDS: Final[dict[str, RecordKind]] = {
    kind.name: kind
    for kind in (
        RecordKind(
            "events", "event", "events/events.csv",
            ("id", "date", "reported", "place", "by", "kind", "target", "strikes", "source", "url", "note"), (),
            made_of=("place", "area", "kind", "date", "date_from", "reported"), page="/events",
        ),
        RecordKind(
            "claims", "claim", "claims.toml", (*_CLAIM.keys, *_SAID, *_TEST), ("id", *_CLAIM.needed),
            made_of=("by", "on", "test.measure"), page="/claims",
        ),
        RecordKind("places", "place", "places.csv", PLACE_COLUMNS, ("id", "name"), made_of=("name",), page="/places"),
        RecordKind(
            "sources", "source", "sources.toml",
            ("id", "title", "by", "published", "url", "licence", "file", "sha256", "note"), ("id", "title"),
            made_of=("by", "published", "title"), page="/sources",
        ),
        RecordKind(
            "actors", "actor", "actors.toml", ("id", "name", "names", "kind", "source", "note"), ("id", "name"),
            made_of=("name",), page="/actors",
        ),
        RecordKind("ties", "tie", "actors.toml", _TIE.keys, _TIE.needed, page="/ties"),
        RecordKind(
            "definitions", "definition", "definitions.toml", ("id", "title", "by", "source", "note"), ("id", "title"),
            made_of=("by", "title"),
            parts={
                "labels": Part(
                    "label",
                    ("label", "covers", "excludes", "open", "fights", "from", "until", "says", "source"), ("label",),
                ),
            },
        ),
        RecordKind(
            "agreements", "agreement", "undertakings.toml", _AGREEMENT.keys, ("id", *_AGREEMENT.needed),
            made_of=("title", "on"), page="/agreements",
            parts={
                "clauses": Part(
                    "clause",
                    ("id", "parties", "act", "protects", "zone", "from", "until", "exempt", "says"), ("id",),
                ),
            },
            lists=frozenset({"clauses.act", "clauses.zone"}),
        ),
        RecordKind(
            "pledges", "pledge", "undertakings.toml", _PLEDGE.keys, ("id", *_PLEDGE.needed), made_of=("by", "on"),
            page="/pledges",
            parts={"stages": Part("stage", ("state", "on", "condition", "source", "url", "note"), ("state", "on"))},
            lists=_PLEDGE.lists,
        ),
        RecordKind(
            "releases", "release", "releases/releases.csv", RELEASE_COLUMNS, ("id", "by", "status"),
            made_of=("by", "published", "from"), page="/disclosure",
        ),
        RecordKind(
            "incidents", "incident", "incidents.csv", INCIDENT_COLUMNS, ("id",), made_of=("kind", "place", "date"),
            page="/encounters",
        ),
    )
}  # fmt: skip
# Tables whose rows are written by pages of their own, with what stands behind them.
_OF_OTHERS: Final = ("documents/", "decisions.csv")


def is_own(at: At) -> bool:
    """Is this a record that stands alone, and may be copied or taken out by a form?"""
    alone = at.row is not None or bool(at.table and (at.id or at.number is not None))
    return alone and not at.file.startswith(_OF_OTHERS)


def kind_at(seen: Snapshot, at: At) -> RecordKind | None:
    """Of which kind a record is; None for a row or an entry of another table."""
    if at.row is None:
        found = KINDS.get(at.table)
        return found if found is not None and found.file == at.file else None
    return kind_of_file(seen, at.file)


def kind_of_file(seen: Snapshot, file: str) -> RecordKind | None:
    """Of which kind the rows of a table are; None for a table of another kind."""
    for name in ("places", "incidents"):
        if file == KINDS[name].file:
            return KINDS[name]
    if PurePosixPath(file).parent.as_posix() == "releases" and file.endswith(".csv"):
        return KINDS["releases"]
    return KINDS["events"] if file in event_files(seen) else None


def event_files(seen: Snapshot) -> tuple[str, ...]:
    """The tables of text that were read as events, those without a row among them."""

    def collect() -> tuple[str, ...]:
        named = [*seen.case.events.file, *(one.file for one in seen.case.rows if one.dataset not in seen.case.maps)]
        return tuple(file for file in dict.fromkeys(named) if file.lower().endswith(TEXT_ENDINGS))

    return seen.remember("tables of events for forms", collect)


def files_of(seen: Snapshot, kind: RecordKind) -> tuple[str, ...]:
    """The files that a record of this kind may go into; where there is none yet, the one that is made."""
    if kind.name == "events":
        return event_files(seen) or (kind.file,)
    if kind.name == "releases":
        there = sorted(f"releases/{path.name}" for path in (seen.case.folder / "releases").glob("*.csv"))
        return tuple(there) or (kind.file,)
    return (kind.file,)


def count_of(seen: Snapshot, kind: RecordKind) -> int:
    """How many records of a kind the last check read."""
    case = seen.case
    told: dict[str, Sized] = {"places": case.gazetteer.places, "actors": case.actors.by_id, "ties": case.actors.ties}
    own: Sized = told[kind.name] if kind.name in told else getattr(case, kind.name)
    return len(own)
