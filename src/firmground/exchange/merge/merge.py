"""merge: a new case of one's own and somebody else's, side by side.

1. the other is opened and checked, and both are read   2. what an earlier merge of that name put in is taken out
3. actors, sources, places and all else are told apart  4. the new case is written beside the old ones
5. it is read as any case, and what the two sides say differently is listed
Neither of the two cases is written to.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING, Final

from firmground.case.claims import MeasureKind
from firmground.case.withheld import OF_MAP
from firmground.errors import BadRequestError
from firmground.exchange.merge.actors import join_actors
from firmground.exchange.merge.again import (
    carry_rows,
    compare_records,
    read_rows_here,
    record_prints,
    take_earlier_out,
)
from firmground.exchange.merge.case_file import CASE, COUNTED, OWN, CaseChanges, take_questions, write_case_file
from firmground.exchange.merge.claims import OF_CLAUSES, OF_PLEDGES, OF_RELEASES, measures, own_claims_on_all, pin_claim
from firmground.exchange.merge.found import Found, find_after, write_found
from firmground.exchange.merge.kept import (
    Remembered,
    fingerprint,
    merged_names,
    read_answers,
    read_remembered,
    rows_of,
    write_remembered,
)
from firmground.exchange.merge.labels import other_label, rules_for_other
from firmground.exchange.merge.model import Merged, Taken
from firmground.exchange.merge.naming import check_name, marked, prefixed
from firmground.exchange.merge.other import open_other
from firmground.exchange.merge.places import differing_places, is_taken, mark_place
from firmground.exchange.merge.records import JoinedRecords, join_records
from firmground.exchange.merge.references import Ref
from firmground.exchange.merge.sides import NewNames, Side, check_free
from firmground.exchange.merge.tables import find_private_areas, join_releases, join_tables
from firmground.exchange.merge.writing import OwnFiles
from firmground.exchange.plain import SEALED_LISTS, record_tables, stays_behind
from firmground.exchange.tables import Kind, RecordTable
from firmground.phrases import several
from firmground.read import read_case
from firmground.read.handling import FILE as HANDLING
from firmground.review import Windows

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from firmground.exchange.merge.model import Question, Told
    from firmground.exchange.merge.other import Opened
    from firmground.exchange.tables import Json

# What of a folder is no part of its case: its cache and undo log, and the history of versions.
_LEFT: Final = (".firmground", ".git")
_TIES: Final = "ties"


def merge_cases(
    own: Path,
    other: Path,
    output: Path,
    *,
    name: str,
    unverified: bool = False,
    windows: Windows | None = None,
    progress: Callable[[str], None] | None = None,
) -> Merged:
    """Writes into `output`, a new folder, one's own case with the other's beside it under `name`.

    `other`: a package or the folder of a plain case. `windows`: when two rows are near enough to ask whether they are
    one event. BadRequestError: the package does not verify, the name cannot be one, the output is not empty, or a file
    of one's own cannot be added to; then nothing is written. CaseNotFoundError: there is no case in `own`.
    """
    check_name(name)
    if output.exists() and (not output.is_dir() or any(output.iterdir())):
        raise BadRequestError(f"{output} is not empty: name a folder that does not exist yet")
    if output.resolve().is_relative_to(own.resolve()):
        raise BadRequestError(f"{output} lies inside the case: name a folder outside it")
    tell = progress or (lambda _: None)
    output.parent.mkdir(parents=True, exist_ok=True)
    scratch = Path(mkdtemp(prefix=".merging-", dir=output.parent))
    try:
        with open_other(other, unverified=unverified, tell=tell) as opened:
            work = _Work(scratch / "case", own, opened, name, tell)
            work.run()
        found = find_after(work.folder, work.names, work.actors, windows or Windows(), tell)
        merged = work.conclude(output, found)
        write_found(work.folder, merged)
        if output.exists():
            output.rmdir()
        work.folder.rename(output)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    return merged


@dataclass
class _Work:
    """A merge on its way. `folder`: where the new case grows, before it takes its name."""

    folder: Path
    own: Path
    opened: Opened
    name: str
    tell: Callable[[str], None]
    taken: list[Taken] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    told: list[Told] = field(default_factory=list)

    def run(self) -> None:
        self._copy_own()
        earlier = read_remembered(self.folder, self.name)
        answers = read_answers(self.folder, self.name)
        self.here = read_rows_here(self.folder, earlier) if earlier else {}
        if earlier is not None:
            self.tell("taking the earlier package out")
            self.told += take_earlier_out(self.folder, earlier)
            if earlier.sender != self.opened.sender:
                self.notes.append(
                    "It is not signed by the key that signed what was merged under this name before: ask whether it is "
                    "from the same sender."
                )
        self.earlier = earlier or Remembered(self.name)
        self._read()
        self._sort(answers)
        self._write()

    def _copy_own(self) -> None:
        if not (self.own / CASE).is_file():
            read_case(self.own)  # says so in its own words
        shutil.copytree(self.own, self.folder, symlinks=True, ignore=shutil.ignore_patterns(*_LEFT))

    def _read(self) -> None:
        mine = read_case(self.folder, progress=self.tell)
        theirs = read_case(self.opened.folder, progress=self.tell)
        self.tell("taking both apart")
        own, other = Side(mine, record_tables(mine)), Side(theirs, record_tables(theirs))
        check_free(self.name, own)
        # Data sets of sides that were merged before are not one's own.
        self.others = tuple(f"{name}." for name in merged_names(self.folder))
        if OWN in mine.choices.subsets and not self.others:
            raise BadRequestError(f"your case has a subset called {OWN!r}, which a merge needs: rename it first")
        self.names = NewNames(self.name, own, other)
        if theirs.problems:
            them = several(len(theirs.problems), "problem")
            self.notes.append(f"The files of {self.name} have {them}; what cannot be read there takes no part here.")
        behind = (sentence for sentence in stays_behind(theirs)[:-1] if sentence != SEALED_LISTS)
        self.notes += [f"Not taken over: {sentence}." for sentence in behind]

    def _sort(self, answers: Mapping[tuple[str, str], Question]) -> None:
        """In the order of references: each kind may name those before it."""
        names, own, other = self.names, self.names.own, self.names.other
        hidden = other.case.withheld
        self.records: dict[Kind, JoinedRecords] = {}
        self.records[Kind.SOURCES] = join_records(names, Kind.SOURCES)
        self._match_sealed()
        self.actors = join_actors(
            names, answers, all_open=bool(hidden.get(_TIES)), blocs=MeasureKind.CONTRADICTIONS in measures(own)
        )
        names.likely = dict(self.actors.likely)
        if hidden.get(_TIES):
            self.notes.append(
                f"{self.name} withholds who is tied to whom: of every actor in its rows it is open to whom it belongs."
            )
        names.ids[Ref.LABEL] |= {
            label: prefixed(names.name, label) for label in other.labels
            if label in own.case.actors or own.parties.actor(label)
        }  # fmt: skip
        names.private_areas = find_private_areas(names)
        self._join(Kind.PLACES, add=mark_place(names), taken_ids=is_taken(own))
        names.shared |= self.records[Kind.PLACES].same
        self._join(Kind.INCIDENTS, taken_ids=is_taken(own))
        self._join(Kind.DEFINITIONS, add=self._mark_title)
        self._join(Kind.AGREEMENTS)
        self._join_pledges()
        self.tables = join_tables(names, self.actors.open)
        join_releases(names, self.tables)
        lacking: set[MeasureKind] = set()
        for withheld, measured in (("releases", OF_RELEASES), ("disclosure", OF_RELEASES), ("definitions", OF_CLAUSES)):
            lacking |= measured if hidden.get(withheld) else set()
        lacking |= OF_PLEDGES if self.pledges_left else set()
        all_labels = not hidden.get("definitions")
        self._join(Kind.CLAIMS, add=pin_claim(names, frozenset(lacking), labels=all_labels))

    def _match_sealed(self) -> None:
        """A sealed list of the other's is one's own where it is the same seal; otherwise it stays behind."""
        names, total = self.names, len(self.names.other.records(Kind.SEALED_ENTRY))
        mine = {(one.key, one.root): identity for identity, one in names.own.case.sealed.items()}
        theirs = {identity: mine.get((one.key, one.root)) for identity, one in names.other.case.sealed.items()}
        names.ids[Ref.SEALED] = {identity: own for identity, own in theirs.items() if own is not None}
        same = len(names.ids[Ref.SEALED])
        if total:
            why = "add each to case.toml by hand, with its files, if your claims should ask about it"
            self.taken.append(Taken("sealed lists", same, left=total - same, why=why))

    def _join(
        self,
        kind: Kind,
        *,
        add: Callable[[dict[str, Json], str], dict[str, Json]] = lambda record, _: record,
        taken_ids: Callable[[str], bool] = lambda _: False,
    ) -> None:
        self.records[kind] = join_records(self.names, kind, add=add, taken_ids=taken_ids)

    def _mark_title(self, record: dict[str, Json], _: str) -> dict[str, Json]:
        return record | {"title": marked(self.name, str(record.get("title") or record["id"]))}

    def _join_pledges(self) -> None:
        """Pledges have no side: where one's own claims count them, the other's would be counted along."""
        self._join(Kind.PLEDGES)
        joined = self.records[Kind.PLEDGES]
        self.pledges_left = bool(joined.entries) and bool(OF_PLEDGES & measures(self.names.own))
        if self.pledges_left:
            left = len(joined.entries)
            joined.entries = []
            joined.taken = Taken(
                "pledges", joined.taken.same, 0, 0, left, "your claims count pledges, and would count these"
            )

    def _write(self) -> None:
        self.tell("writing the new case")
        names, files = self.names, OwnFiles(self.folder)
        kept = Remembered(self.name, self.opened.sender, self.opened.day)
        changes = self._case_changes()
        for file, part, records in (
            ("sources.toml", "sources", self.records[Kind.SOURCES].entries),
            ("actors.toml", "actors", [*self.actors.entries, *self.tables.publishers]),
            ("actors.toml", "ties", self.actors.ties),
            ("definitions.toml", "definitions", self.records[Kind.DEFINITIONS].entries),
            ("undertakings.toml", "agreements", self.records[Kind.AGREEMENTS].entries),
            ("undertakings.toml", "pledges", self.records[Kind.PLEDGES].entries),
            ("claims.toml", "claims", self.records[Kind.CLAIMS].entries),
        ):
            files.add_entries(file, part, records)
        for file, kind in (("places.csv", Kind.PLACES), ("incidents.csv", Kind.INCIDENTS)):
            files.add_rows(file, self.records[kind].entries)
        files.pin_claims(own_claims_on_all(names.own))
        content, written, notes = write_case_file(names, files.read(CASE), changes, self.others)
        files.write(CASE, content)
        files.entries.setdefault(CASE, []).extend(written)
        self.notes += notes
        self._write_tables(files, kept)
        label = other_label(names.other.case, self.opened.audience)
        if label is not None:
            rules = rules_for_other(self.name, label, self.tables, self.records, self.actors, changes)
            files.add_entries(HANDLING, "rules", rules)
        kept.entries, kept.rows, kept.files = files.entries, files.rows, files.added
        kept.withheld = changes.withheld
        kept.records = record_prints(names.other.tables)
        if self.earlier.records:
            self.told += compare_records(self.earlier.records, kept.records)
        write_remembered(self.folder, kept)
        self.label = "" if label is None else str(label)

    def _case_changes(self) -> CaseChanges:
        names, other = self.names, self.names.other
        changes = CaseChanges(datasets=[str(entry["id"]) for entry in self.tables.entries["events"]])
        for part, entries in self.tables.entries.items():
            changes.entries += [(part, entry) for entry in entries]
        known = {str(entry["id"]) for entry in self.tables.entries["maps"]}
        changes.maps = [new for one in other.case.choices.map if (new := prefixed(self.name, one)) in known]
        added = {str(entry["id"]) for entry in self.records[Kind.DEFINITIONS].entries}
        turned = [names.turn(Ref.DEFINITION, one) for one in other.case.choices.definition if one]
        changes.definitions = [new for new in turned if new in added]
        left = take_questions(names, changes, self.records[Kind.INCIDENTS].same)
        if left:
            self.taken.append(Taken("questions", left=left, why="your case asks the same"))
        for key, number in other.case.withheld.items():
            if key in COUNTED:
                changes.withheld[key] = number
            elif key.startswith(OF_MAP):
                changes.withheld[f"{OF_MAP}{prefixed(self.name, key.removeprefix(OF_MAP))}"] = number
            elif key == "pledges" and not OF_PLEDGES & measures(names.own):
                changes.withheld[key] = number
        return changes

    def _write_tables(self, files: OwnFiles, kept: Remembered) -> None:
        came = {table.of: table for table in self.names.other.of(Kind.EVENTS)}
        for written in self.tables.files:
            table = written
            if table.kind is Kind.EVENTS:
                source = came[table.of.removeprefix(f"{self.name}.")]
                table, told = carry_rows(table, source, self.here, self.earlier)
                self.told += told
                kept.seen[table.file] = _seen(written, source)
            files.add_table(table)

    def conclude(self, output: Path, found: Found) -> Merged:
        """The account of the merge."""
        records = self.records.values()
        taken = [
            *self.tables.taken, *self.actors.taken, *(joined.taken for joined in records if joined.taken.any),
            *self.taken,
        ]  # fmt: skip
        disagreements = [
            *found.holders, *differing_places(self.names), *self.actors.disagreements,
            *(one for joined in records if joined.kind is not Kind.PLACES for one in joined.disagreements),
        ]  # fmt: skip
        return Merged(
            folder=output, name=self.name, title=self.names.other.case.title, sender=self.opened.sender,
            audience=self.label, taken=tuple(taken), disagreements=tuple(disagreements),
            questions=tuple(self.actors.questions), doubles=found.doubles, double_rows=found.double_rows,
            again=tuple(self.told), notes=(*self.opened.notes, *self.notes, *found.notes),
        )  # fmt: skip


def _seen(written: RecordTable, came: RecordTable) -> dict[str, list[str]]:
    pairs = zip(rows_of(written.columns, written.rows), rows_of(came.columns, came.rows), strict=True)
    return {str(row["id"]): [fingerprint(source), fingerprint(row)] for row, source in pairs if row.get("id")}
