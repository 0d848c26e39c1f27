"""What a model answered, looked up in the text to the letter; what does not stand there is refused, with the reason."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from firmground.case.actors import TieKind
from firmground.dates import write_edtf
from firmground.documents.draft import Draft, DraftKind, Told, title_of
from firmground.spans import Span, find_words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from firmground.documents.found import Found
    from firmground.documents.known import Known
    from firmground.documents.page import Page

MOST_RECORDS: Final = 500
_SHOWN: Final = 60

# By kind: the words that make the passage, and for each further word of the model the field that it becomes.
_PASSAGE: Final = {"statement": "says", "claim": "says", "event": "sentence", "pledge": "sentence", "tie": "sentence"}
_FIELDS: Final[Mapping[str, Mapping[str, str]]] = {
    "statement": {"by": "by", "says": "says"},
    "claim": {"by": "by", "says": "says"},
    "event": {"place": "place", "date": "date", "by": "by", "target": "target", "strikes": "strikes"},
    "pledge": {"by": "by", "to": "to", "what": "what", "condition": "condition"},
    "tie": {"actor": "actor", "to": "to"},
}
_FACTS: Final[Mapping[str, Mapping[str, str]]] = {"statement": {"cue": "cue"}, "claim": {"number": "number"}}
_ACTORS: Final = frozenset({("event", "by"), ("event", "target"), ("pledge", "by"), ("pledge", "to")}) | {
    ("tie", "actor"),
    ("tie", "to"),
}


@dataclass(frozen=True, slots=True)
class Answered:
    """`drafts`: what stands in the text. `refused`: a sentence for each record that does not."""

    drafts: tuple[Draft, ...] = ()
    refused: tuple[str, ...] = ()

    def with_more(self, more: Answered) -> Answered:
        known = set(self.drafts)
        return Answered(
            (*self.drafts, *(one for one in more.drafts if one not in known)), (*self.refused, *more.refused)
        )


class _NotThereError(ValueError):
    """Words of the model that are no words of the text."""


def read_answer(answer: str, page: Page, known: Known, found: Found, piece: Span, model: str) -> Answered:
    """The records that an answer about `piece` of the page points at. What is no such JSON is refused whole."""
    try:
        records = json.loads(_unfenced(answer))["records"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return Answered(refused=("an answer is no JSON object with a list of records: nothing of it was taken",))
    if not isinstance(records, list):
        return Answered(refused=("the records of an answer are no list: nothing of it was taken",))
    drafts: list[Draft] = []
    refused: list[str] = []
    if len(records) > MOST_RECORDS:
        refused.append(f"an answer has {len(records):,} records: only the first {MOST_RECORDS} were looked at")
    for record in records[:MOST_RECORDS]:
        try:
            draft = _Reader(page, known, found, piece, model).draft(record)
        except _NotThereError as fault:
            refused.append(str(fault))
        else:
            if draft not in drafts:
                drafts.append(draft)
    return Answered(tuple(drafts), tuple(refused))


def _unfenced(answer: str) -> str:
    """Many models wrap JSON in a fence of backquotes."""
    body = answer.strip()
    if body.startswith("```"):
        body = body.strip("`").removeprefix("json")
    return body


@dataclass(frozen=True)
class _Reader:
    page: Page
    known: Known
    found: Found
    piece: Span
    model: str

    def draft(self, record: Any) -> Draft:
        if not isinstance(record, dict) or record.get("kind") not in list(_PASSAGE):
            raise _NotThereError(f"a record is of no kind that was asked for: {_short(record)}")
        kind: str = record["kind"]
        whole = self._locate(record, _PASSAGE[kind], self.piece)
        if whole is None:
            raise _NotThereError(f"a {kind} has no “{_PASSAGE[kind]}”: {_short(record)}")
        fields = [self._told(kind, key, name, record, whole) for key, name in _FIELDS[kind].items()]
        facts = [self._told(kind, key, name, record, whole) for key, name in _FACTS.get(kind, {}).items()]
        told = [one for one in fields if one is not None]
        if kind == "tie":
            told.append(_tie(record))
        told.extend(self._day(kind))
        return Draft(
            DraftKind(kind),
            whole,
            title_of(whole, self.page.text),
            tuple(told),
            f"model:{self.model}",
            tuple(one for one in facts if one is not None),
            ("a language model pointed at these words: read them yourself",),
        )

    def _locate(self, record: Mapping[str, Any], key: str, within: Span) -> Span | None:
        words = record.get(key)
        if words in (None, ""):
            return None
        if not isinstance(words, str):
            raise _NotThereError(f"“{key}” of a record is no text: {_short(words)}")
        at = find_words(within.of(self.page.text), words)
        if at is None:
            raise _NotThereError(f"these words of the model do not stand in the text: “{_short(words)}”")
        return at.shifted(within.start)

    def _told(self, kind: str, key: str, name: str, record: Mapping[str, Any], whole: Span) -> Told | None:
        # Who speaks may stand outside of what is said.
        within = self.piece if key in {"by", "cue"} else whole
        span = self._locate(record, key, within)
        if span is None:
            return None
        words = span.of(self.page.text)
        if (kind, key) in _ACTORS:
            ids = self.known.actors.match(words)
            doubt = "" if len(ids) == 1 else f"“{words}” is no actor of the case" if not ids else "it may be several"
            return Told(name, "|".join(ids) or words, (span,), doubt=doubt)
        if key == "date":
            day = next((one for one in self.found.days if one.span.overlaps(span) and one.when.known), None)
            value = "" if day is None else write_edtf(day.when)
            return Told(name, value, (span,), doubt="" if value else "say which day these words mean")
        if key == "strikes":
            number = next((one.value for one in self.found.quantities if one.span.overlaps(span)), None)
            value = f"{number.low:g}" if number is not None and number.low == number.high else ""
            return Told(name, value, (span,), doubt="" if value else "say which number these words mean")
        return Told(name, words, (span,))

    def _day(self, kind: str) -> list[Told]:
        """The day of what was said or promised is that of the document."""
        name = {"statement": "on", "claim": "on", "pledge": "on", "tie": "as_of"}.get(kind)
        published = self.page.document.published
        if name is None or not published.known:
            return []
        return [Told(name, write_edtf(published), how="the document's date")]


def _tie(record: Mapping[str, Any]) -> Told:
    tie = record.get("tie")
    if tie not in list(TieKind):
        raise _NotThereError(f"a tie is of no kind that was asked for: {_short(tie)}")
    return Told("tie", str(tie), how="the model's word for it", doubt="does the sentence say so?")


def _short(words: object) -> str:
    text = " ".join(str(words).split())
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"
