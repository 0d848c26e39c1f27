"""Taking a step back: its records get the text that they had, byte for byte where nothing else happened to them.

A record of which a field has since been changed again is not touched, and the whole step stays: taking back half of
what was done together would make something that nobody ever wrote.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from firmground.edit.change import At
from firmground.edit.csv_text import CsvText
from firmground.edit.draft import Draft, same_fields
from firmground.edit.log import Step, Touched
from firmground.edit.refusals import StaleRecordError
from firmground.errors import BadRequestError

if TYPE_CHECKING:
    from firmground.edit.change import Record
    from firmground.edit.files import CaseFolder
    from firmground.edit.toml_text import TomlText


def draft_undo(folder: CaseFolder, step: Step) -> Draft:
    """The files as they would be without the step. Raises StaleRecordError, saying which record stands in the way."""
    draft = Draft(folder)
    restored: dict[str, list[int]] = {}  # rows with the very text they had, which has no column that the step added
    later: list[Touched] = []
    for done in reversed(step.records):
        text = draft.text(done.at.file)
        if done.op == "change":
            row = _change_back(draft, text, done)
            restored.setdefault(done.at.file, []).extend([row] if row else [])
        elif done.op in {"append", "restore"}:
            _take_out(draft, text, done)
        elif step.undoes is not None and _stands(text, done):
            continue  # somebody has made the same record again since it was taken back
        elif isinstance(text, CsvText):
            later.append(done)
        else:
            _put_back(draft, text, done)
    for done in step.records:
        text = draft.text(done.at.file)
        for name in reversed(done.columns):
            rows = restored.get(done.at.file, [])
            if isinstance(text, CsvText) and not text.drop_column(name, rows):
                text.widen(rows)
    # Rows that were taken out know nothing of columns that the step added, so these go first.
    for done in later:
        _put_back(draft, draft.text(done.at.file), done)
    return draft


def _change_back(draft: Draft, text: CsvText | TomlText, done: Touched) -> int:
    """The record gets back what it said; its row if it is written as it was, else 0."""
    record = _find(draft, done)
    was = {name: done.was.get(name) for name in dict.fromkeys([*done.was, *done.now])}
    before, after = done.raw
    at, restored = record.at, False
    known = len(text.new_columns) if isinstance(text, CsvText) else 0
    fits = not isinstance(text, CsvText) or text.width_of(before) + len(done.columns) == len(text.names)
    if text.raw(at) == after and before and fits:
        text.restore(at, before)
        restored = True
    elif isinstance(text, CsvText):
        kept = {name: value or "" for name, value in was.items() if value or name in text.names}
        text.change(at, kept, new_columns=True)
    else:
        text.change(at, was)
    identity = done.was.get("id", "")
    then = replace(at, id=identity) if at.id and identity else at
    columns = tuple(text.new_columns[known:]) if isinstance(text, CsvText) else ()
    draft.touched.append(Touched(then, "change", done.now, done.was, (after, text.raw(then)), columns=columns))
    return at.row or 0 if restored else 0


def _take_out(draft: Draft, text: CsvText | TomlText, done: Touched) -> None:
    record = _find(draft, done)
    if isinstance(text, CsvText):
        at = record.at
        raw, lead = text.remove(at)
    else:
        at = replace(record.at, number=text.number(record.at), id="")
        if text.cut(record.at, done.raw[1]):
            raw, lead = done.raw[1], ""
        else:
            raw, lead = text.remove(record.at)
    draft.touched.append(Touched(at, "remove", record.fields, {}, (raw, ""), lead))


def _put_back(draft: Draft, text: CsvText | TomlText, done: Touched) -> None:
    raw, at = done.raw[0], done.at
    said = {name: text for name, text in done.was.items() if text}
    if isinstance(text, CsvText):
        raw = text.fit(raw, said)
        text.insert(at.row or 0, raw, done.lead)
    else:
        text.insert(at.table, at.number or 0, raw, done.lead)
    draft.touched.append(Touched(at, "restore", {}, said, ("", raw)))


def _stands(text: CsvText | TomlText, done: Touched) -> bool:
    """Is there a record of the same id? Raises StaleRecordError if it says something else."""
    identity = done.was.get("id", "")
    if not identity:
        return False
    try:
        if isinstance(text, CsvText):
            row = text.find_id(identity)
            record = None if row is None else text.record(replace(done.at, row=row))
        else:
            record = text.record(replace(done.at, id=identity, number=None))
    except BadRequestError:
        record = None
    if record is None:
        return False
    if same_fields(record.fields, {name: said for name, said in done.was.items() if said}):
        return True
    what = f"{record.at} has been made since: take that back first"
    raise StaleRecordError(what, record.at, base=done.was, theirs=record.fields, yours=done.was)


def _find(draft: Draft, done: Touched) -> Record:
    """The record of a step, if it still says what the step made of it."""
    text = draft.text(done.at.file)
    try:
        record = text.record(done.at)
    except BadRequestError:
        record = None
    if record is not None and same_fields(record.fields, done.now):
        return record
    found = _find_moved(text, done)
    if found is not None:
        return found
    what = f"{done.at} is gone" if record is None else f"{done.at} has been changed since"
    theirs = None if record is None else {name: record.fields.get(name, "") for name in {**done.was, **done.now}}
    raise StaleRecordError(f"{what}: take that back first", done.at, base=done.now, theirs=theirs, yours=done.was)


def _find_moved(text: CsvText | TomlText, done: Touched) -> Record | None:
    """The record in another row, if rows were put in or taken out above it: the only one of exactly this text."""
    if not isinstance(text, CsvText) or not done.raw[1]:
        return None
    row = text.find_raw(done.raw[1])
    return None if row is None else text.record(At(done.at.file, row=row))
