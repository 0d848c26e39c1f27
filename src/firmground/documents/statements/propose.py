"""From statements to proposed claims without a test: fields as `claims.toml` has them, each with its words."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import replace
from typing import TYPE_CHECKING

from firmground.documents.draft import Draft, DraftKind, Told
from firmground.documents.prose import Sentence
from firmground.documents.statements.line import Line
from firmground.documents.statements.nameparts import OFFICES, full_names, take_apart
from firmground.documents.statements.nouns import Naming
from firmground.documents.statements.verbs import TURNING
from firmground.spans import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from firmground.documents.days import DayWords
    from firmground.documents.found import Found
    from firmground.documents.known import Known
    from firmground.documents.page import Page
    from firmground.documents.prose import Word
    from firmground.documents.statements.nameparts import Parts
    from firmground.documents.statements.nouns import Statement

READER = "statements"
BETWEEN = " … "  # between stretches of what was said
_TITLE_LENGTH = 90
_OPENING, _CLOSING = "“„«‘\"'", "”“»’\"'"
_BEFORE_DAYS = frozenset("on in by at of late early since".split()) | {","}
_THE = frozenset(("the", "a", "an"))


def propose_statements(page: Page, known: Known, found: Found) -> tuple[Draft, ...]:  # noqa: ARG001 - what every reader is given
    """A claim without a test for each statement, in the order of the text."""
    return tuple(_draft(page, found, statement) for statement in found.statements)


def told_by(page: Page, found: Found, statement: Statement) -> tuple[Told, ...]:
    """Who said it and when, and what was said, as a claim has them: `by`, `role`, `anonymous`, `on`, `says`."""
    statement = _without_day(page.text, found.days, statement)
    said = _said(page.text, statement)
    says = Told("says", BETWEEN.join(span.of(page.text) for span in said), tuple(said))
    about = _about_speaker(page.text, statement)
    return (_by(page.text, statement), *about, _on(page, found, statement), says)


def _draft(page: Page, found: Found, statement: Statement) -> Draft:
    fields = told_by(page, found, statement)
    by, says = fields[0], fields[-1]
    spans = [*statement.content, *(span for span in (statement.speaker, statement.cue, statement.relayed_by) if span)]
    whole = Span(min(span.start for span in spans), max(span.stop for span in spans))
    title = f"{by.value or 'somebody'}: {says.value}"
    title = " ".join(title.split())
    return Draft(
        DraftKind.STATEMENT,
        whole,
        title if len(title) <= _TITLE_LENGTH else f"{title[: _TITLE_LENGTH - 1]}…",
        fields,
        READER,
        tuple(_facts(page.text, found, statement)),
        _doubts(page.text, found, statement),
    )


# ── who ──


def _without_day(text: str, days: Sequence[DayWords], statement: Statement) -> Statement:
    """A speaker without the day before or behind the name: "On 1 October, the ambassador", "the UN on 6 January"."""
    speaker = statement.speaker
    day = None if speaker is None else _day_at(days, speaker)
    if speaker is None or day is None:
        return statement
    words = Sentence(text, speaker).words
    before = [word for word in words if word.stop <= day.span.start]
    behind = [word for word in words if word.start >= day.span.stop]
    led = bool(before) and before[-1].text.lower() in _BEFORE_DAYS  # not "targets disclosed up to mid-October"
    while before and before[-1].text.lower() in _BEFORE_DAYS:
        before.pop()
    while behind and not behind[0].text[0].isalnum():
        behind.pop(0)
    rest = behind if behind and not before else before if led and not behind else []
    if not rest:
        return statement
    span = Span(rest[0].start, rest[-1].stop)
    naming = take_apart(rest).naming if statement.means is None else statement.naming
    return replace(statement, speaker=span, naming=naming)


def _by(text: str, statement: Statement) -> Told:
    """The name; of a pronoun or a last name the words before that name the same speaker."""
    speaker, means = statement.speaker, statement.means
    if speaker is None:
        return Told("by", "", doubt=statement.doubt)
    if means is not None:
        name = _name(text, means)
        return Told("by", name.of(text), (name, speaker), how="the words before", doubt=statement.doubt)
    if statement.naming is Naming.PRONOUN:
        return Told("by", "", (speaker,), doubt=statement.doubt or f"say whom “{speaker.of(text)}” means")
    name = _name(text, speaker)
    return Told("by", name.of(text), (name,), doubt=statement.doubt or _another(text, speaker, statement))


def _another(text: str, speaker: Span, statement: Statement) -> str:
    """Of two people who said it together the first would stand in the role of the second."""
    words, parts = _apart(text, speaker)
    for start, stop in parts.role if statement.naming is Naming.NAMED else ():
        joined = [word.text.lower() for word in words[start:stop]]
        named = full_names(words[start : start + joined.index("and")]) if "and" in joined else []
        if named:
            first, last = named[-1]
            name = Span(words[start + first].start, words[start + last - 1].stop).of(text)
            return f"“{name}” is named as well: did both say it?"
    return ""


def _about_speaker(text: str, statement: Statement) -> list[Told]:
    """The role, and whether the speaker has no name."""
    speaker = statement.speaker
    if speaker is None:
        return []
    words, parts = _apart(text, speaker)
    role = [Span(words[start].start, words[stop - 1].stop) for start, stop in parts.role]
    told = [Told("role", ", ".join(span.of(text) for span in role), tuple(role))] if role else []
    if statement.naming is Naming.ANONYMOUS:
        office = parts.noun in OFFICES and not parts.plural
        doubt = "the office is named and not the person: the text may do so further on" if office else ""
        told.append(Told("anonymous", "true", (speaker,), doubt=doubt))
    return told


def _name(text: str, speaker: Span) -> Span:
    words, parts = _apart(text, speaker)
    start, stop = parts.name
    if parts.naming is Naming.INSTITUTION and stop - start > 1 and words[start].text.lower() in _THE:
        start += 1
    return Span(words[start].start, words[stop - 1].stop)


def _apart(text: str, speaker: Span) -> tuple[tuple[Word, ...], Parts]:
    words = Sentence(text, speaker).words
    return words, take_apart(words)


# ── when, and what ──


def _said(text: str, statement: Statement) -> list[Span]:
    """What was said; with the verb where without it the words would say something else ("denied the report")."""
    first, cue = statement.content[0], statement.cue
    if cue is not None and cue.stop <= first.start and _needs_verb(text, statement):
        return [Span(cue.start, first.stop), *(_bare(text, span) for span in statement.content[1:])]
    return [_bare(text, span) for span in statement.content]


def _needs_verb(text: str, statement: Statement) -> bool:
    if statement.verb in TURNING:
        return True
    if statement.quoted == "direct" or statement.verb in {"say", "tell", "according to"}:
        return False
    words = Sentence(text, statement.content[0]).words
    return not Line(text, words, (-1,) * len(words)).has_finite(0, len(words))


def _on(page: Page, found: Found, statement: Statement) -> Told:
    """The day that stands beside the verb, else the document's own."""
    published = page.document.published
    beside = statement.said_on
    if beside is not None:
        day = _day_at(found.days, beside)
        if day is not None and day.when.text:
            return Told("on", day.when.text, (day.span,), day.how, day.doubt)
        doubt = f"when “{beside.of(page.text)}” was is not told: " + (
            "this is the document's date" if published.text else "the document has no date"
        )
        return Told("on", published.text, (beside,), "the document's date", doubt)
    doubt = "" if published.text else "the day on which it was said is not known"
    return Told("on", published.text, (), "the document's date", doubt)


def _day_at(days: Sequence[DayWords], words: Span) -> DayWords | None:
    """The last day that stands in these words; the days are in order."""
    before = bisect_left(days, words.stop, key=lambda day: day.span.start)
    day = days[before - 1] if before else None
    return day if day is not None and day.span.overlaps(words) else None


def _bare(text: str, span: Span) -> Span:
    """A stretch without the quotation marks around the whole of it, and without the comma before the closing one."""
    words = span.of(text)
    if len(words) > 2 and words[0] in _OPENING and words[-1] in _CLOSING:
        inner = words[1:-1]
        if not any(mark in inner for mark in '“”„«»"'):
            inner = inner.rstrip(",")
            return Span(span.start + 1, span.start + 1 + len(inner)) if inner.strip() else span
    return span


def _facts(text: str, found: Found, statement: Statement) -> list[Told]:
    facts = [] if statement.cue is None else [Told("cue", statement.cue.of(text), (statement.cue,))]
    facts.append(Told("quoted", statement.quoted))
    if statement.hedges:
        facts.append(Told("hedges", "; ".join(span.of(text) for span in statement.hedges), statement.hedges))
    if statement.relayed_by is not None:
        facts.append(Told("relayed_by", statement.relayed_by.of(text), (statement.relayed_by,)))
    if statement.inside is not None:
        outer = found.statements[statement.inside].speaker
        facts.append(Told("inside", outer.of(text) if outer else "a quotation", (outer,) if outer else ()))
    return facts


def _doubts(text: str, found: Found, statement: Statement) -> tuple[str, ...]:
    """What speaks against the record as a whole; a doubt about the speaker stands at the field."""
    doubts = []
    if statement.inside is not None:
        outer = found.statements[statement.inside].speaker
        doubts.append(
            f"second-hand: told in what “{outer.of(text)}” says" if outer else "second-hand: told in a quotation"
        )
    if any(_is_open(span.of(text)) for span in statement.content):
        doubts.append("a quotation in it is not closed: where it ends may be wrong")
    return tuple(doubts)


def _is_open(words: str) -> bool:
    return words.count("“") > words.count("”") + words.count('"') or words.count("«") > words.count("»")
