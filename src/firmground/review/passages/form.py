"""A proposal as a form: every field that the record will have, with where it comes from and what it must not be.

What a person sends back is held against this: which values were altered, which are missing, which are not in the text.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from firmground.documents.draft import DraftKind
from firmground.errors import BadRequestError
from firmground.review.passages.letter import check_quoted
from firmground.review.passages.records import NO_TEST, NUMBERED, SHAPES, is_literal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from firmground.documents.draft import Draft
    from firmground.documents.page import Page
    from firmground.edit.change import Value
    from firmground.spans import Span


@dataclass(frozen=True, slots=True)
class FormField:
    """One field of a proposal. `value`: as proposed; `required`: the record cannot do without it; `literal`: the value
    must be in the document to the letter. `how`, `doubt`: as the reader told.
    """

    name: str
    value: str
    required: bool = False
    literal: bool = False
    spans: tuple[Span, ...] = ()
    how: str = ""
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class Filled:
    """A field as a person decided on it. `value` "" takes it out of the record."""

    name: str
    value: str
    proposed: str
    spans: tuple[Span, ...] = ()

    @property
    def changed(self) -> bool:
        return self.value != self.proposed


def form_of(page: Page, draft: Draft) -> tuple[FormField, ...]:
    """The fields of a proposal in the order in which they are written, and those that it still needs, empty."""
    shape = SHAPES[draft.kind]
    told = {field.name: field for field in draft.fields}
    fields = [
        FormField(
            name,
            one.value,
            required=name in shape.needed,
            literal=is_literal(name),
            spans=one.spans,
            how=one.how,
            doubt=one.doubt,
        )
        for name, one in told.items()
    ]
    fields += [_missing(page, name) for name in shape.needed if name not in told]
    if draft.kind is DraftKind.STATEMENT and "cannot_test" not in told:
        fields.append(FormField("cannot_test", NO_TEST, how="written for every statement without a test"))
    place = {name: number for number, name in enumerate(shape.keys)}
    return tuple(sorted(fields, key=lambda field: place.get(field.name, len(place))))


def _missing(page: Page, name: str) -> FormField:
    """A field that the reader did not tell; of a day that the document's own date stands in for."""
    published = page.document.published_on.value
    if name == "on" and published:
        return FormField(name, published, required=True, how="the document's date")
    what = "a day, or ? if nobody knows" if name == "on" else "it cannot be understood without"
    return FormField(name, "", required=True, literal=is_literal(name), doubt=f"the text does not say: {what}")


def fill_in(page: Page, draft: Draft, values: Mapping[str, str]) -> tuple[Filled, ...]:
    """The form with a person's values. Raises BadRequestError for what is missing, unknown, or not in the document."""
    shape = SHAPES[draft.kind]
    form = {field.name: field for field in form_of(page, draft)}
    if unknown := [name for name in (*form, *values) if not shape.knows(name)]:
        raise BadRequestError(f"{unknown[0]!r} is no field of this {shape.noun}; it has {', '.join(shape.keys)}")
    return tuple(_fill(page, draft, form.get(name) or FormField(name, ""), values) for name in {**form, **values})


def _fill(page: Page, draft: Draft, field: FormField, values: Mapping[str, str]) -> Filled:
    value = values.get(field.name, field.value).strip()
    if field.required and not value:
        hint = ' or "?" if nobody knows the day' if field.name == "on" else ""
        raise BadRequestError(f"`{field.name}` is missing: say what it is{hint}, or refuse the proposal")
    spans = field.spans
    if value and is_literal(field.name):
        spans = check_quoted(page.text, field.name, value, draft.span.start)
    return Filled(field.name, value, field.value.strip(), spans)


def nest(fields: Mapping[str, str], lists: frozenset[str]) -> dict[str, Value]:
    """Fields with their values as the ledger takes them: "a;b" of a key of several becomes a list, and numbered tables
    (`clauses.1.act`) a list of tables.
    """
    flat: dict[str, Value] = {}
    numbered: dict[str, dict[int, dict[str, object]]] = {}
    for name, text in fields.items():
        head, _, rest = name.partition(".")
        number, _, key = rest.partition(".")
        if head not in NUMBERED:
            flat[name] = _value(name, text, lists)
            continue
        if not (number.isascii() and number.isdigit() and len(number) < 4 and key and "." not in key):
            raise BadRequestError(f"`{name}` is no field of {head}: write {head}.1.{key or 'says'}")
        numbered.setdefault(head, {}).setdefault(int(number), {})[key] = _value(key, text, lists)
    for head, entries in numbered.items():
        flat[head] = [
            ({"id": str(number)} if head == "clauses" else {}) | entry for number, entry in sorted(entries.items())
        ]
    return flat


def _value(name: str, text: str, lists: frozenset[str]) -> str | list[str]:
    several = name in lists or (name.startswith("test.") and name != "test.value")
    parts = [part.strip() for part in text.split(";") if part.strip()]
    if several and parts and (len(parts) > 1 or name in lists):
        return parts
    return text
