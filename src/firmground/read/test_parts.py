"""The parts that tests are made of: parties, days, places, conditions and selections, each fault noted.

A name that the case does not have, a key that nobody knows, a missing part: each is a problem, and any of
them means that the test is not understood. It is then not run: half a test would answer another question.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from firmground.case.actors import Bond
from firmground.case.claims import Condition, Near, OnList, Relation, Selection, TargetTie
from firmground.case.target_ties import PARTNERS
from firmground.errors import Effect
from firmground.read.nouns import known_ground, names_ground
from firmground.read.wording import show, suggest

if TYPE_CHECKING:
    from firmground.dates import When
    from firmground.read.known import Known
    from firmground.read.records import Record


@dataclass
class Reading:
    """One test while it is read: what it may name, and the faults found in it."""

    known: Known
    faults: list[str] = field(default_factory=list)

    def fail(self, record: Record, what: str, hint: str = "") -> None:
        """Notes a fault after which the test cannot be run."""
        self.faults.append(what)
        record.problem(what, hint, Effect.REFUSED)


def read_party(record: Record, key: str, reading: Reading) -> str:
    text = record.text(key)
    return name_party(record, text, reading) if text else ""


def name_party(record: Record, text: str, reading: Reading) -> str:
    """An actor or a label. A name that is neither would match nothing and read as a result."""
    found = reading.known.parties.party(text)
    if not found:
        hint = reading.known.parties.hint(text, labels=True, otherwise="add it to actors.toml or definitions.toml")
        reading.fail(record, f"{show(text)} is no actor of the case and no label of a definition", hint)
    return found or text


def read_day(record: Record, key: str, reading: Reading) -> When | None:
    before = len(record.problems)
    found = record.when(key)
    if len(record.problems) > before:
        reading.faults.append(record.problems[-1].what)
    return found


def read_region(record: Record, reading: Reading) -> str:
    text, gazetteer = record.text("region"), reading.known.gazetteer
    if text and not names_ground(gazetteer, text):
        reading.fail(record, f"the region {show(text)} is no area of the case", suggest(text, known_ground(gazetteer)))
    return text


def _inside(record: Record, reading: Reading) -> tuple[str, ...]:
    """Areas or places by id or name; an event counts if it lies in any one of them."""
    gazetteer = reading.known.gazetteer
    texts = record.texts("inside")
    for text in texts:
        if not names_ground(gazetteer, text):
            hint = suggest(text, known_ground(gazetteer))
            reading.fail(record, f"`inside`: {show(text)} is no area and no place of the case", hint)
    return texts


def read_target_place(record: Record, reading: Reading) -> str:
    """The id of an incident or place, which may also be given by a name that only one place has."""
    text, known = record.text("to"), reading.known
    if text in known.incidents:
        return text
    found = known.gazetteer.find(text)
    if len(found) == 1:
        return found[0].id
    if found:
        hint = f"write one of the ids {', '.join(place.id for place in found)}"
        reading.fail(record, f"{show(text)} is the name of several places", hint)
        return text
    names = [*known_ground(known.gazetteer), *known.incidents]
    reading.fail(record, f"`to` is {show(text)}, which is no place and no incident of the case", suggest(text, names))
    return text


def _near(record: Record, reading: Reading) -> tuple[Near, ...]:
    found: list[Near] = []
    for entry in record.entries("near"):
        before = len(entry.problems)
        km = entry.number("km", least=0)
        if km is None:
            what = entry.problems[-1].what if len(entry.problems) > before else "`near` has no km"
            reading.fail(entry, what, 'write near = { to = "a place or incident", km = 20 }')
        found.append(Near(read_target_place(entry, reading), km or 0.0))
        check_keys(entry, reading)
    if "near" in record and not found:
        reading.fail(record, "`near` cannot be understood", 'write near = { to = "a place or incident", km = 20 }')
    return tuple(found)


def read_condition(record: Record, reading: Reading) -> Condition:
    ground = tuple(
        (relation, name_party(record, text, reading)) for relation in Relation for text in record.texts(relation)
    )
    any_of, none_of = (
        tuple(read_condition(entry, reading) for entry in record.entries(key)) for key in ("any", "none")
    )
    condition = Condition(
        ground=ground,
        target=_target(record, reading),
        target_tie=_target_tie(record, reading) if "target_tie" in record else None,
        near=_near(record, reading) if "near" in record else (),
        any_of=any_of,
        none_of=none_of,
        inside=_inside(record, reading),
        on_list=_on_list(record, reading) if "on_list" in record else None,
    )
    check_keys(record, reading)
    if condition == Condition():
        reading.fail(record, "a condition in `that` asks for nothing", 'write for example outside = "an-actor"')
    return condition


def _target_tie(record: Record, reading: Reading) -> TargetTie | None:
    table, form = record.table("target_tie"), 'write target_tie = { tie = "backed-by", of = "an-actor" }'
    if table is None or not table.text("tie") or not table.text("of"):
        reading.fail(record, "`target_tie` cannot be understood", form)
        return None
    bond, of = table.choice("tie", Bond, effect=Effect.REFUSED), table.text("of")
    if bond is None:
        reading.faults.append(f"the tie {show(table.text('tie'))} is not known")
    found = TargetTie(
        bond=bond or Bond.BACKED_BY,
        of=of if of == PARTNERS else name_party(table, of, reading),
        complete=table.flag("complete"),
    )
    check_keys(table, reading)
    return found


def _on_list(record: Record, reading: Reading) -> OnList:
    """A sealed list by its id, or `{ list = id, km = 2 }` for places near the event's region as well."""
    table = record.table("on_list") if isinstance(record.raw("on_list"), dict) else None
    named, km = record.text("on_list") if table is None else table.text("list"), 0.0
    if table is not None:
        before = len(table.problems)
        written = table.number("km", least=0)
        if len(table.problems) > before:
            reading.faults.append(table.problems[-1].what)
        km = written or 0.0
        check_keys(table, reading)
    if named not in reading.known.sealed:
        hint = suggest(named, reading.known.sealed, "name a [[sealed]] entry of case.toml, by its id")
        reading.fail(record, f"`on_list` is {show(named)}, which is no sealed list of the case", hint)
    return OnList(named, km)


def read_selection_parts(record: Record, reading: Reading) -> Selection:
    selection = Selection(
        by=_by(record, reading),
        kind=_kinds(record, reading),
        target=_target(record, reading),
        first=read_day(record, "from", reading),
        last=read_day(record, "until", reading),
        reported_first=read_day(record, "reported_from", reading),
        reported_last=read_day(record, "reported_until", reading),
        datasets=_datasets(record, reading),
        near=_near(record, reading) if "near" in record else (),
        where=_columns(record, "where", reading),
        where_not=_columns(record, "where_not", reading),
        inside=_inside(record, reading),
    )
    check_keys(record, reading)
    return selection


def _one(record: Record, key: str, reading: Reading) -> str:
    texts = record.texts(key)
    if len(texts) > 1:
        reading.fail(record, f"`{key}` names several parties", "make them one actor, with member-of ties")
    return texts[0] if texts else ""


def _by(record: Record, reading: Reading) -> str:
    """An actor, or a name that stands in the events although the case has no such actor."""
    text, known = _one(record, "by", reading), reading.known
    found = known.parties.actor(text) or (text if text in known.perpetrators else "")
    if text and not found:
        hint = known.parties.hint(text)
        reading.fail(record, f"{show(text)} is no actor of the case and did nothing in its events", hint)
    return found or text


def _target(record: Record, reading: Reading) -> str:
    """An actor, a label, or a name that stands in the events although the case has no such actor."""
    text = _one(record, "target", reading)
    return text if not text or text in reading.known.targets else name_party(record, text, reading)


def _kinds(record: Record, reading: Reading) -> tuple[str, ...]:
    kinds = record.texts("kind")
    for kind in kinds:
        if kind not in reading.known.kinds:
            record.problem(f"no event is of the kind {show(kind)}", suggest(kind, reading.known.kinds))
    return kinds


def _datasets(record: Record, reading: Reading) -> tuple[str, ...]:
    found = record.texts("datasets")
    for text in found:
        if text not in reading.known.datasets:
            hint = suggest(text, reading.known.datasets)
            reading.fail(record, f"{show(text)} is no [[events]] of the case", hint)
    return found


def _columns(record: Record, key: str, reading: Reading) -> tuple[tuple[str, tuple[str, ...]], ...]:
    table = record.table(key)
    if table is None:
        if key in record:
            reading.faults.append(f"`{key}` is not a table")
        return ()
    found = []
    for column in table:
        if column not in reading.known.columns:
            hint = suggest(column, reading.known.columns)
            reading.fail(record, f"no file of events has the column {show(column)}", hint)
        # A value may itself hold ";": only a list of TOML makes several.
        raw = table.raw(column)
        found.append((column, table.texts(column) if isinstance(raw, list) else (table.text(column),)))
    return tuple(found)


def check_keys(record: Record, reading: Reading) -> None:
    """A key that is not understood may have been meant to narrow the question: the test is not run."""
    before = len(record.problems)
    record.close()
    refused = [
        replace(problem, hint=_untested(problem.hint), effect=Effect.REFUSED) for problem in record.problems[before:]
    ]
    record.problems[before:] = refused
    reading.faults.extend(problem.what for problem in refused)


def _untested(hint: str) -> str:
    return f"{hint.removesuffix(': it does nothing')}; until then the claim is not tested"
