"""A record that is to be added: the empty form of its kind or a copy of another, its id, and what is to be written.

Whether it makes sense is for the reader of the case to tell, in a trial; here a form becomes the values of a record.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final

from firmground.edit import At, NewRecord, Record
from firmground.edit.toml_values import read_value, split_key
from firmground.errors import BadRequestError
from firmground.read.event_files import COLUMNS as EVENT_COLUMNS
from firmground.review.passages.ids import fresh_id
from firmground.review.passages.tables import ids_in, ids_of
from firmground.web.field_hints import hint_of
from firmground.web.record_form import view_fields
from firmground.web.record_kinds import KINDS, RecordKind, files_of, is_own, kind_at

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from firmground.edit import Ledger, Wish
    from firmground.web.desk import Snapshot
    from firmground.web.record_form import FieldView
    from firmground.web.routes import Form

ROWS: Final = "rows"
_MOST_BLOCKS: Final = 99
_NUMBER_AT_END: Final = re.compile(r"(?s)(.*?)(\d{1,9})")
_TYPES: Final = frozenset({"text", "number", "boolean", "date", "list", "table"})
_SENTENCES: Final = frozenset({"says", "what", "note"})


@dataclass(frozen=True)
class NewForm:
    """A record as it is being written down.

    `into`: its file; `fields`: every field with its text; `types`: how each is written, where its kind does not say so;
    `blocks`: how many of each list inside it are shown; `ours`: what we call the columns of its table.
    """

    kind: RecordKind
    into: str
    fields: dict[str, str]
    types: dict[str, str] = field(default_factory=dict)
    blocks: dict[str, int] = field(default_factory=dict)
    ours: dict[str, str] = field(default_factory=dict)
    added: tuple[str, str] = ("", "")

    @property
    def id_field(self) -> str:
        """What the file calls the id; "" where its records have none."""
        if not self.kind.table:
            return next((name for name, own in self.ours.items() if own == "id"), "")
        return "id" if self.kind.has_id else ""

    def type_of(self, name: str) -> str:
        return self.types.get(name) or self.kind.type_of(name)


def blank_form(seen: Snapshot, ledger: Ledger, kind: RecordKind, into: str, given: Mapping[str, str]) -> NewForm:
    """The empty form, with the id that is next in line and what an address fills in already."""
    names, ours = _fields_of(ledger, kind, into)
    made = NewForm(kind, into, dict.fromkeys(names, ""), blocks=dict.fromkeys(kind.parts, 1), ours=ours)
    fields = made.fields | {name: given[name] for name in names if name in given}
    if made.id_field and not fields[made.id_field]:
        fields[made.id_field] = _next_in_line(_ids_here(seen, kind, into))
    return with_blocks(replace(made, fields=fields))


def copy_form(seen: Snapshot, ledger: Ledger, at: At) -> NewForm:
    """The form with all that a record says, and an id of its own. Raises BadRequestError if it cannot be copied."""
    record = ledger.record(at)
    kind = kind_at(seen, at) or rows_of(ledger, at.file if at.row is not None else "")
    names, ours = _fields_of(ledger, kind, at.file)
    made = NewForm(
        kind,
        at.file,
        dict.fromkeys(names, "") | record.fields,
        {name: own for name, own in record.kinds.items() if own != kind.type_of(name)} if kind.table else {},
        _count_blocks(kind, record.fields),
        ours,
    )
    fields = dict(made.fields)
    if old := fields.get(made.id_field, ""):
        taken = _taken(seen, kind, at.file)
        fields[made.id_field] = _next_in_line(_ids_here(seen, kind, at.file)) or fresh_id((), old, taken)
    return with_blocks(replace(made, fields=fields))


def sent_form(seen: Snapshot, ledger: Ledger, form: Form) -> NewForm:
    """What a form sent. Raises BadRequestError for a kind or a file that there is not."""
    into = form["into"]
    kind = rows_of(ledger, into) if form["kind"] == ROWS else KINDS.get(form["kind"])
    if kind is None or (form["kind"] != ROWS and into not in files_of(seen, kind)):
        raise BadRequestError("there is no such kind of record")
    names, ours = _fields_of(ledger, kind, into)
    plain = {name: text.replace("\r\n", "\n").replace("\r", "\n") for name, text in form.fields}
    fields = {name.removeprefix("field:"): text for name, text in plain.items() if name.startswith("field:")}
    added = form.get("added-name").strip(), form.get("added-text")
    sent = ((name.removeprefix("type:"), text) for name, text in plain.items() if name.startswith("type:"))
    types = {name: own for name, own in sent if own in _TYPES}
    blocks = _count_blocks(kind, fields)
    if (more := form.get("more")) in blocks:
        blocks[more] += 1
    shown = dict.fromkeys(names, "") if not kind.table else {}
    return with_blocks(NewForm(kind, into, shown | fields, types, blocks, ours, added))


def rows_of(ledger: Ledger, file: str) -> RecordKind:
    """A row of any other table, such as a list of places. Raises BadRequestError if there is no such table."""
    if not file or not is_own(At(file, row=2)):
        raise BadRequestError("a record of this kind is not added by a form")
    return RecordKind(ROWS, "row", file, tuple(ledger.columns(file)), ())


def with_blocks(form: NewForm) -> NewForm:
    """The form with the fields of every block that it shows. Clauses are numbered until somebody names them."""
    fields = dict(form.fields)
    blocks = {part: min(number, _MOST_BLOCKS) for part, number in form.blocks.items()}
    for part, number in blocks.items():
        for block in range(1, number + 1):
            for name in form.kind.parts[part].fields:
                fields.setdefault(f"{part}.{block}.{name}", str(block) if name == "id" else "")
    return replace(form, fields=fields, blocks=blocks)


def view_form(form: NewForm) -> tuple[list[FieldView], list[tuple[str, list[tuple[int, list[FieldView]]]]]]:
    """The fields of the record, and for each list inside it its blocks with theirs."""
    types = {name: form.type_of(name) for name in form.fields}
    needed = {name for name in form.fields if _is_needed(form, name)}
    record = Record(At(form.into, table=form.kind.table), form.fields, types)
    views = view_fields(record, None, form.kind.name, needed=needed, ours=form.ours)
    views = [_long(view) if form.kind.table else view for view in views]
    views = [replace(view, needed=False, hint=_id_hint(form)) if view.name == form.id_field else view for view in views]
    plain = _grouped([view for view in views if not _block(form.kind, view.name)])
    parts = []
    for part, number in form.blocks.items():
        own = [[view for view in views if view.name.startswith(f"{part}.{block}.")] for block in range(1, number + 1)]
        parts.append((part, list(enumerate(own, start=1))))
    return plain, parts


def _grouped(views: list[FieldView]) -> list[FieldView]:
    """The fields with those of one inner table, such as a claim's test, side by side and behind the plain ones."""
    heads = {view.name: view.name.partition(".")[0] if "." in view.name else "" for view in views}
    order = {head: number for number, head in enumerate(dict.fromkeys(["", *heads.values()]))}
    return sorted(views, key=lambda view: order[heads[view.name]])


def missing(form: NewForm) -> list[str]:
    """The required fields in which nothing stands. A block in which nothing was written is no block."""
    filled = _filled(form)
    entries = {"", *(_entry(form.kind, name) for name in filled)}
    return [
        name
        for name, text in form.fields.items()
        if _is_needed(form, name) and not text.strip() and name != form.id_field and _entry(form.kind, name) in entries
    ]


def says_nothing(form: NewForm) -> bool:
    """Does nothing stand in it but an id?"""
    return not form.added[0] and not _filled(form).keys() - {form.id_field}


def with_id(seen: Snapshot, form: NewForm) -> NewForm:
    """The form with an id: the one that is written there, else one that is made of what the record says."""
    name = form.id_field
    if not name or form.fields.get(name, "").strip():
        return form
    said = {form.ours.get(own, own) or own: text for own, text in form.fields.items()}
    parts = [said.get(own, "").partition("\n")[0] for own in form.kind.made_of]
    made = fresh_id(parts, form.kind.noun, _taken(seen, form.kind, form.into))
    return replace(form, fields=form.fields | {name: made})


def wishes_of(ledger: Ledger, form: NewForm) -> list[Wish]:
    """What the ledger is asked to write. Raises BadRequestError for a value that cannot stand in its field."""
    filled = _filled(form)
    if form.added[0]:
        filled[form.added[0]] = form.added[1]
    if not form.kind.table:
        there = (ledger.folder / form.into).is_file()
        create = () if there else tuple(dict.fromkeys((*form.kind.fields, *filled)))
        new = NewRecord(form.into, filled, create=create, new_columns=bool(form.added[0]), unique=form.id_field)
        named = there or form.kind.name != "events" or ledger.is_named(form.into)
        return [new] if named else [new, NewRecord("case.toml", {"file": form.into}, table="events")]
    plain: dict[str, Any] = {}
    inner: dict[str, dict[int, dict[str, Any]]] = {}
    for name, text in filled.items():
        value = read_value(text, form.type_of(name), name)
        if part := _block(form.kind, name):
            _, number, key = name.split(".", 2)
            _set(inner.setdefault(part, {}).setdefault(int(number), {}), key, value)
        else:
            plain[name] = value
    fields = plain | {part: [own for _, own in sorted(blocks.items())] for part, blocks in inner.items()}
    return [NewRecord(form.into, fields, table=form.kind.table, unique=form.id_field)]


def _set(entry: dict[str, Any], key: str, value: Any) -> None:
    *way, last = split_key(key)
    for part in way:
        entry = entry.setdefault(part, {})
    entry[last] = value


def _filled(form: NewForm) -> dict[str, str]:
    """The fields that say something. An inner entry that is only numbered says nothing."""
    filled = {name: text for name, text in form.fields.items() if text.strip()}
    said = {_entry(form.kind, name) for name in filled if not name.endswith(".id")}
    return {name: text for name, text in filled.items() if _entry(form.kind, name) in {"", *said}}


def _entry(kind: RecordKind, name: str) -> str:
    """The inner entry that a field belongs to, `clauses.1`; "" for none."""
    return ".".join(name.split(".", 2)[:2]) if _block(kind, name) else ""


def _count_blocks(kind: RecordKind, names: Iterable[str]) -> dict[str, int]:
    """How many entries of each inner list the fields speak of, one at least."""
    counted = dict.fromkeys(kind.parts, 1)
    for name in names:
        if part := _block(kind, name):
            counted[part] = max(counted[part], int(name.split(".", 2)[1]))
    return counted


def _block(kind: RecordKind, name: str) -> str:
    """The list inside a record that a field belongs to, "clauses" for `clauses.1.act`; "" for none."""
    part, _, rest = name.partition(".")
    number, _, key = rest.partition(".")
    return part if part in kind.parts and number.isascii() and number.isdecimal() and len(number) < 4 and key else ""


def _is_needed(form: NewForm, name: str) -> bool:
    if part := _block(form.kind, name):
        return name.split(".", 2)[2] in form.kind.parts[part].needed
    return (form.ours.get(name) or name) in form.kind.needed


def _id_hint(form: NewForm) -> str:
    made_of = " and ".join(form.kind.made_of[:2])
    return f"{hint_of(form.kind.name, 'id')}; left empty, one is made{f' of {made_of}' if made_of else ''}"


def _long(view: FieldView) -> FieldView:
    leaf = view.name.rpartition(".")[2]
    return replace(view, control="area", lines=2) if leaf in _SENTENCES and view.control == "line" else view


def _fields_of(ledger: Ledger, kind: RecordKind, into: str) -> tuple[tuple[str, ...], dict[str, str]]:
    """The fields of a form of this kind; for a table its own columns, and what we call them."""
    if kind.table:
        return kind.fields, {}
    if not (ledger.folder / into).is_file():
        return kind.fields, {name: name for name in kind.fields}
    if kind.name == "events":
        ours = ledger.columns(into, EVENT_COLUMNS)
    else:
        ours = {name: name.casefold() for name in ledger.columns(into)}
    return tuple(ours), ours


def _taken(seen: Snapshot, kind: RecordKind, into: str) -> set[str]:
    case = seen.case
    if kind.table:
        return ids_of(case.folder, into, kind.table)
    known = {"events": case.events.id, "releases": [release.id for release in case.releases]}
    return {*ids_in(case.folder, into), *known.get(kind.name, ())}


def _ids_here(seen: Snapshot, kind: RecordKind, into: str) -> list[str]:
    """The ids of a table, in its order."""
    if kind.name != "events":
        return [] if kind.table else sorted(ids_in(seen.case.folder, into))
    events = seen.case.events
    return [identity for identity, file in zip(events.id, events.file, strict=True) if file == into]


def _next_in_line(ids: list[str]) -> str:
    """The id after the last, where most of them are numbered alike: s116 after s001 to s115; else ""."""
    numbered = [found for own in ids if (found := _NUMBER_AT_END.fullmatch(own))]
    lead, many = next(iter(Counter(found[1] for found in numbered).most_common(1)), ("", 0))
    if many < 2 or many * 2 <= len(ids) or ":" in lead:  # "disclosed:17" stands for a row without an id
        return ""
    last = max((found[2] for found in numbered if found[1] == lead), key=lambda digits: (int(digits), len(digits)))
    return f"{lead}{int(last) + 1:0{len(last)}}"
