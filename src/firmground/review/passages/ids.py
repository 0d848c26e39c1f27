"""Ids for new records: readable, made of what the record says, and nobody else's."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Final

from firmground.documents.draft import DraftKind
from firmground.errors import BadRequestError
from firmground.read.records import RESERVED_IDS
from firmground.review.passages.records import SHAPES
from firmground.review.passages.tables import ids_in, ids_of

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Mapping

    from firmground.case.case import Case
    from firmground.documents.draft import Draft

_MOST_LETTERS: Final = 48
_MOST_OF_A_PART: Final = 24

# Of which fields an id is made; of several in one place the first that is filled.
_MADE_OF: Final[dict[DraftKind, tuple[tuple[str, ...], ...]]] = {
    DraftKind.STATEMENT: (("by",), ("on",)),
    DraftKind.CLAIM: (("by",), ("on",), ("test.measure",)),
    DraftKind.EVENT: (("place", "area", "kind"), ("date", "date_from", "reported")),
    DraftKind.RELEASE: (("by",), ("published", "from")),
    DraftKind.AGREEMENT: (("parties", "title"), ("on",)),
    DraftKind.PLEDGE: (("by",), ("on",)),
}


def draft_id(case: Case, draft: Draft, fields: Mapping[str, str], file: str) -> str:
    """The id of a new record: the one that is given, else one made of its fields. Raises BadRequestError if a person
    gave one that is taken.
    """
    taken = _taken(case, draft.kind, file)
    given = fields.get("id", "")
    if given and given != draft.value("id"):
        if given in taken:
            raise BadRequestError(f"the id {given!r} is taken: choose another, or leave it empty")
        return given
    if given:
        return given if given not in taken else fresh_id((given,), given, taken)
    named = (next((fields[name] for name in names if fields.get(name)), "") for names in _MADE_OF[draft.kind])
    return fresh_id(named, SHAPES[draft.kind].noun, taken)


def _taken(case: Case, kind: DraftKind, file: str) -> set[str]:
    shape = SHAPES[kind]
    if shape.table:
        return ids_of(case.folder, file, shape.table)
    known = case.events.id if kind is DraftKind.EVENT else [release.id for release in case.releases]
    return {*known, *ids_in(case.folder, file)}


def fresh_id(parts: Iterable[str], otherwise: str, taken: Container[str]) -> str:
    """The parts in small letters, digits and hyphens, else `otherwise`; with a number at its end if that is taken."""
    slugs = [slug for part in parts if (slug := slug_of(part))]
    short = "-".join(dict.fromkeys(slugs))[:_MOST_LETTERS].strip("-")
    if not short or short in RESERVED_IDS:
        short = otherwise
    own, number = short, 2
    while own in taken:
        own, number = f"{short}-{number}", number + 1
    return own


def slug_of(text: str) -> str:
    """The first words of a text in ASCII letters and digits, with hyphens between them; "" if it has none."""
    decomposed = unicodedata.normalize("NFKD", text).casefold()
    kept = "".join(
        letter if letter.isascii() and letter.isalnum() else " "
        for letter in decomposed
        if not unicodedata.combining(letter)
    ).split()
    words: list[str] = []
    for word in kept:
        if words and len("-".join([*words, word])) > _MOST_OF_A_PART:
            break
        words.append(word[:_MOST_OF_A_PART])
    return "-".join(words)
