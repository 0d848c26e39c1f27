"""What a step would make of the files, before any of them is touched.

Each wish is held against what stands now: a record that is not what the asker saw stops the whole step, and the asker
is shown theirs beside yours. A record that only moved, because rows were put in or taken out above it, is found again.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from firmground.edit.change import At, Change, NewRecord, Record, Removal, Value, Wish, base_of, shown
from firmground.edit.csv_text import CsvText
from firmground.edit.log import Touched
from firmground.edit.refusals import StaleRecordError
from firmground.edit.toml_text import TomlText
from firmground.errors import BadRequestError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from firmground.edit.files import CaseFolder, OpenFile, Text


class Draft:
    """The files of one step, opened once each, with what was done to their records."""

    def __init__(self, folder: CaseFolder) -> None:
        self._folder = folder
        self.files: dict[str, OpenFile] = {}
        self._texts: dict[str, Text] = {}
        self.touched: list[Touched] = []

    def take(self, wishes: Iterable[Wish]) -> None:
        """Raises StaleRecordError, or BadRequestError for what cannot be written."""
        for wish in wishes:
            if isinstance(wish, Change):
                self._change(wish)
            elif isinstance(wish, NewRecord):
                self._append(wish)
            else:
                self._remove(wish)

    def contents(self) -> dict[str, bytes]:
        """The new content of each file that comes out different."""
        made = {name: text.build() for name, text in self._texts.items()}
        return {name: content for name, content in made.items() if content != self.files[name].content}

    def records(self) -> tuple[Touched, ...]:
        """What was done, with the rows numbered as they are after the step."""
        return tuple(self._renumber(done) for done in self.touched)

    def _renumber(self, done: Touched) -> Touched:
        text, row = self._texts[done.at.file], done.at.row
        if done.op in {"change", "append"} and row is not None and isinstance(text, CsvText):
            return replace(done, at=replace(done.at, row=text.row_after(row)))
        return done

    def text(self, name: str, create: Iterable[str] = ()) -> Text:
        """The records of a file. Raises BadRequestError if there is none, unless it may be made."""
        if name not in self._texts:
            file = self._folder.open(name)
            if file.content is None:
                header = tuple(create)
                if not name.endswith(".toml") and not header:
                    raise BadRequestError(f"there is no file {name}")
                if name.endswith(".toml") and name == "case.toml":
                    raise BadRequestError("there is no case.toml")
                fresh = replace(file, content=_header(header) if header else b"")
                self._texts[name] = self._folder.text(fresh)
            else:
                self._texts[name] = self._folder.text(file)
            self.files[name] = file
        return self._texts[name]

    def find(self, at: At, base: str, was: Mapping[str, str], yours: Mapping[str, Value]) -> Record:
        """The record as it stands. Raises StaleRecordError if it is not what was seen."""
        text = self.text(at.file)
        try:
            record = text.record(at)
        except BadRequestError:
            if not base:
                raise
            record = None
        if record is not None and (not base or record.base == base):
            return record
        moved = self._find_moved(text, at, base)
        if moved is not None:
            return moved
        theirs = self._find_same(text, at, record, was)
        what = f"{at} has been changed" if theirs else f"{at} is gone"
        wished = {name: shown(value) for name, value in yours.items()}
        fields = None if theirs is None else theirs.fields
        raise StaleRecordError(
            f"{what} since you looked at it", theirs.at if theirs else at, base=was, theirs=fields, yours=wished
        )

    def _find_moved(self, text: Text, at: At, base: str) -> Record | None:
        """The only other record that says exactly what was seen."""
        if isinstance(text, CsvText):
            row = text.find(base)
            return None if row is None else text.record(replace(at, row=row))
        if at.number is None and not at.id:
            return None
        try:
            number = text.find(at.table, base)
        except BadRequestError:
            return None
        return None if number is None else text.record(At(at.file, table=at.table, number=number))

    def _find_same(self, text: Text, at: At, record: Record | None, was: Mapping[str, str]) -> Record | None:
        """What the record has become: the one of the same id, where records have ids."""
        identity = was.get("id", "")
        if not identity or (record is not None and record.fields.get("id") == identity):
            return record
        if isinstance(text, CsvText):
            row = text.find_id(identity)
            return None if row is None else text.record(replace(at, row=row))
        return None

    def _change(self, wish: Change) -> None:
        record = self.find(wish.at, wish.base, wish.was, wish.fields)
        text = self.text(wish.at.file)
        before = text.raw(record.at)
        columns: tuple[str, ...] = ()
        if isinstance(text, CsvText):
            known = len(text.new_columns)
            text.change(record.at, wish.fields, new_columns=wish.new_columns)
            columns = tuple(text.new_columns[known:])
            at = record.at
        else:
            text.change(record.at, wish.fields)
            at = _renamed(record.at, wish.fields)
        after = text.record(at)
        was, now = _difference(record.fields, after.fields)
        raw = text.raw(at)
        # An empty text and an empty list read the same in a form, and are not the same in the file.
        if was or now or raw != before:
            self.touched.append(Touched(at, "change", was, now, (before, raw), columns=columns))

    def _append(self, wish: NewRecord) -> None:
        text = self.text(wish.file, wish.create)
        own = shown(wish.fields.get(wish.unique)) if wish.unique else ""
        if own and text.says(wish.table, wish.unique, own):
            where = f"[[{wish.table}]] of {wish.file}" if wish.table else wish.file
            raise BadRequestError(f"{where} has a record with the {wish.unique} {own!r} already: choose another")
        if isinstance(text, CsvText):
            known = len(text.new_columns)
            at = text.append(wish.fields, new_columns=wish.new_columns)
            raw, columns = text.raw(at), tuple(text.new_columns[known:])
        else:
            (at, raw), columns = text.append(wish.table, wish.fields), ()
        now = {name: said for name, said in text.record(at).fields.items() if said}
        self.touched.append(Touched(at, "append", {}, now, ("", raw), columns=columns))

    def _remove(self, wish: Removal) -> None:
        record = self.find(wish.at, wish.base, wish.was, {})
        text = self.text(wish.at.file)
        at = record.at
        if isinstance(text, TomlText):
            at = replace(at, number=text.number(at), id="")
        raw, lead = text.remove(at)
        self.touched.append(Touched(at, "remove", record.fields, {}, (raw, ""), lead))


def _renamed(at: At, fields: Mapping[str, Value]) -> At:
    """An entry that is named by its id and got another one."""
    name = fields.get("id")
    return replace(at, id=name) if at.id and isinstance(name, str) and name else at


def _difference(was: Mapping[str, str], now: Mapping[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    """The fields that differ, in each; a field that is not there is left out."""
    names = [name for name in dict.fromkeys([*was, *now]) if was.get(name) != now.get(name)]
    return {name: was[name] for name in names if name in was}, {name: now[name] for name in names if name in now}


def _header(names: tuple[str, ...]) -> bytes:
    if any(mark in name for name in names for mark in ',"\r\n'):
        raise BadRequestError("the names of columns cannot hold commas, quotation marks or line breaks")
    return (",".join(names) + "\n").encode()


def same_fields(fields: Mapping[str, str], now: Mapping[str, str]) -> bool:
    """Does a record still say what a step made it say? Empty and absent are the same."""
    return base_of({name: fields.get(name, "") for name in now}) == base_of(now)
