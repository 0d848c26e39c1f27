"""The fields of a record as a form and back: what is shown, what was sent, and what of it differs.

A browser turns every line break into its own kind and cannot show every character. A field is only written if its text
differs by more than that, and a text that cannot be shown as it is cannot be changed here.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from firmground.edit import At
from firmground.render.visible import make_visible
from firmground.web.answers import refuse
from firmground.web.field_hints import choose_of, hint_of

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from starlette.requests import Request

    from firmground.edit import Record
    from firmground.web.routes import Form

# A form is read up to 200 fields (`web.routes`). Beyond half of that it goes without what was seen, which only a
# conflict would show; beyond all of it the rest of the fields is shown and not changed here.
_WITH_SEEN = 90
_MOST_FIELDS = 180
_LONG = 70

_TITLES = {
    "claims": "Claim",
    "actors": "Actor",
    "ties": "Tie",
    "sources": "Source",
    "definitions": "Definition",
    "agreements": "Agreement",
    "pledges": "Pledge",
    "events": "Entry of events",
    "maps": "Map",
    "areas": "Areas",
    "encounters": "Encounters",
    "around": "Around an incident",
    "disclosure": "Publisher whose disclosure is watched",
}


@dataclass(frozen=True)
class FieldView:
    """A field of the form. `control`: line, area, flag, or fixed for what can be seen and not changed here.

    `was`: None where there are too many fields to say it of each.
    """

    name: str
    text: str
    was: str | None
    control: str
    hint: str = ""
    choose: str = ""
    lines: int = 1
    needed: bool = False


@dataclass(frozen=True)
class Sent:
    """What a form sent. `fields`: every field of it; `changed`: those that differ from what was shown, None to take a
    key out; `was`: what was shown.
    """

    at: At
    base: str
    who: str
    why: str
    fields: dict[str, str] = field(default_factory=dict)
    was: dict[str, str] = field(default_factory=dict)
    changed: dict[str, str | None] = field(default_factory=dict)
    new_columns: bool = False
    added: tuple[str, str] = ("", "")


def record_url(
    at: At | str,
    *,
    row: int | None = None,
    table: str = "",
    id: str = "",  # noqa: A002 - the name of the field
    saved: int = 0,
    what: str = "",
) -> str:
    """The page of a record; with `what` the one that copies it or takes it out."""
    if isinstance(at, str):
        at = At(at, row=row, table=table, id=id)
    words = {"file": at.file, "row": at.row, "table": at.table, "id": at.id, "number": at.number, "saved": saved}
    said = {name: value for name, value in words.items() if value}
    return f"/record{'/' if what else ''}{what}?{urlencode(said, errors='surrogatepass')}"


def record_title(record: Record) -> str:
    at = record.at
    if at.row is not None:
        name = record.fields.get("name") or record.fields.get("id") or record.fields.get("place", "")
        return f"Row {at.row:,} of {at.file}" + (f": {name}" if name else "")
    kind = _TITLES.get(at.table, at.table)
    if at.id:
        return f"{kind} {at.id}"
    return f"{kind} {at.number} of {at.file}" if at.number else f"{at.file}, {at.table}" if at.table else at.file


def view_fields(
    record: Record,
    sent: Sent | None,
    of_kind: str = "",
    *,
    needed: Collection[str] = (),
    ours: Mapping[str, str] | None = None,
) -> list[FieldView]:
    """The fields in the order of the file; with what was sent, where the form is shown again.

    `of_kind`: what kind of record it is, as lists of them are called; `ours`: what we call the columns of a table.
    """
    of_kind = of_kind or record.at.table
    many = len(record.fields) > _WITH_SEEN
    views = []
    for number, (name, text) in enumerate(record.fields.items()):
        kind = record.kinds.get(name, "text")
        shown = sent.fields.get(name, text) if sent else text
        was = sent.was.get(name, text) if sent else text
        control = "flag" if kind == "boolean" else "line"
        if kind in {"list", "table"} or "\n" in shown or "\r" in shown or len(shown) > _LONG:
            control = "area"
        if number >= _MOST_FIELDS or not _can_show(text) or not _can_show(name):
            control = "fixed"
        known = (ours or {}).get(name, name)
        hint = hint_of(of_kind, known)
        if kind == "list" and (text.startswith("[") or "a line" not in hint):
            hint = "one a line" if not text.startswith("[") else "a list as TOML writes it"
        elif kind == "number" and not hint:
            hint = "a number"
        lines = min(12, max(2, shown.count("\n") + 1 + len(shown) // 90)) if control == "area" else 1
        choose = choose_of(of_kind, known) if control == "line" else ""
        views.append(FieldView(name, shown, None if many else was, control, hint, choose, lines, name in needed))
    return views


def read_form(form: Form, shown: Mapping[str, str]) -> Sent:
    """What was sent, and what of it differs from what was shown: as the form itself says, else as `shown` does.

    Ends the request if it is no form of ours.
    """
    at = read_at(form)
    fields = {name.removeprefix("field:"): text for name, text in form.fields if name.startswith("field:")}
    was = {name.removeprefix("was:"): text for name, text in form.fields if name.startswith("was:")} or dict(shown)
    taken = {name.removeprefix("take:"): text for name, text in form.fields if name.startswith("take:")}
    changed: dict[str, str | None] = {
        name: _breaks(text, was.get(name, ""))
        for name, text in fields.items()
        if (name not in was or _plain(text) != _plain(was[name])) and taken.get(name) != "theirs"
    }
    if at.row is None:
        # A key without a text says nothing in TOML that no key does not say; an empty one is left out.
        changed = {name: text or None for name, text in changed.items()}
    added = form.get("added-name").strip(), form.get("added-text")
    if added[0]:
        changed[added[0]] = _breaks(added[1], "")
    return Sent(at, form.get("base"), form.get("who"), form.get("why"), fields, was, changed, bool(added[0]), added)


def conflict_rows(
    was: Mapping[str, str], theirs: Mapping[str, str], yours: Mapping[str, str]
) -> list[tuple[str, str, str, str, str]]:
    """For every field that anybody changed: its name, as you saw it, theirs, yours, and who: "both", "they", "you"."""
    rows = []
    for name in dict.fromkeys([*was, *theirs, *yours]):
        seen, now = was.get(name, ""), theirs.get(name, "")
        mine = yours.get(name, seen) or ""
        they, you = _plain(now) != _plain(seen), name in yours
        if you and _plain(mine) == _plain(now):
            continue
        if they or you:
            rows.append((name, seen, now, mine, "both" if they and you else "they" if they else "you"))
    return rows


def read_at(form: Form) -> At:
    row, number = form.get("row"), form.get("number")
    if not all(text == "" or is_number(text) for text in (row, number)):
        refuse(400)
    return At(
        form["file"],
        row=int(row) if row else None,
        table=form.get("table"),
        id=form.get("id"),
        number=int(number) if number else None,
    )


def asked_at(request: Request) -> At:
    """The record that an address asks for. Ends the request if it names none."""
    query = request.query_params
    row, number = query.get("row", ""), query.get("number", "")
    if any(text and not is_number(text) for text in (row, number)) or not query.get("file"):
        refuse(HTTPStatus.NOT_FOUND, "There is no such record.")
    return At(
        query["file"],
        row=int(row) if row else None,
        table=query.get("table", ""),
        id=query.get("id", ""),
        number=int(number) if number else None,
    )


def is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 10


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _breaks(text: str, was: str) -> str:
    """The text with line breaks of the kind that stood there before."""
    plain = _plain(text)
    return plain.replace("\n", "\r\n") if "\r\n" in was and "\n" not in was.replace("\r\n", "") else plain


def _can_show(text: str) -> bool:
    """Does a page show this text as it is, and a browser send it back so?"""
    return make_visible(text) == text.replace("\r\n", "\n") and "\r" not in text.replace("\r\n", "")
