"""Whose claim a number is: the speaker of the statement that it stands in, else whoever published the document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from firmground.documents.draft import Told
from firmground.documents.statements import Naming
from firmground.spans import Span

if TYPE_CHECKING:
    from firmground.documents.numbers.setting import Setting


def read_speaker(setting: Setting) -> list[Told]:
    """`by`, `anonymous` where it is so, and `on`."""
    statement = setting.statement
    if statement is None or (statement.speaker is None and statement.means is None):
        return [_publisher(setting), _on(setting)]
    speaker = statement.means or statement.speaker
    words = _without_article(speaker, setting.text) if speaker else None
    spans = tuple(span for span in (words, statement.speaker) if span)
    doubt = statement.doubt
    inner = setting.quoted.speaker if setting.quoted else None
    if inner:
        doubt = doubt or f"Hearsay: “{inner.of(setting.text)}” is said to have said so."
    pronoun = statement.naming is Naming.PRONOUN and statement.means is None
    if pronoun and statement.speaker:
        doubt = doubt or f"Say whom “{statement.speaker.of(setting.text)}” means."
    by = Told("by", words.of(setting.text) if words and not pronoun else "", tuple(dict.fromkeys(spans)), doubt=doubt)
    hidden = [Told("anonymous", "true", spans[:1])] if statement.naming is Naming.ANONYMOUS else []
    return [by, *hidden, _on(setting)]


def _without_article(span: Span, text: str) -> Span:
    words = span.of(text)
    first = words.split(maxsplit=1)[0] if words.split() else ""
    if first.lower() == "the" and len(words) > len(first):
        return Span(span.start + words.index(first) + len(first), span.stop).trimmed(text)
    return span


def _publisher(setting: Setting) -> Told:
    document = setting.page.document
    for attested, name in ((document.site, "site"), (document.byline, "byline")):
        if attested.value:
            return Told("by", attested.value, how=f"the document's {name} ({attested.how})")
    return Told("by", "", doubt="Whose number is it? The sentence names nobody, and the document no publisher.")


def _on(setting: Setting) -> Told:
    """The day that stands beside the verb, or begins the sentence; else the document's own."""
    published, statement = setting.page.document.published, setting.statement
    if statement is not None:
        beside = statement.said_on
        for day in setting.all_days:
            told = beside is not None and day.span.overlaps(beside)
            first = day.when.exact and statement.cue is not None and day.span.stop <= statement.cue.start
            if day.when.text and (told or (first and not setting.said.overlaps(day.span))):
                return Told("on", day.when.text, (day.span,), day.how, day.doubt)
    doubt = "" if published.text else "The day on which it was said is not known."
    return Told("on", published.text, how="the document's date", doubt=doubt)
