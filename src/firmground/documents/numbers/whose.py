"""Whose claim a number is: the speaker of the statement that it stands in, else whoever published the document."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from firmground.documents.draft import Told
from firmground.documents.statements import told_by

if TYPE_CHECKING:
    from firmground.documents.numbers.setting import Setting


def read_speaker(setting: Setting) -> tuple[Told, ...]:
    """`by`, `role` and `anonymous` where they are told, `on` and `says`: as for the statement itself, so that both
    drafts say the same. Without a statement the whole sentence is what the document says.
    """
    statement = setting.statement
    if statement is None or statement.speaker is None:
        return (_publisher(setting), _published(setting), Told("says", str(setting.sentence), (setting.sentence.span,)))
    by, *rest = told_by(setting.page, setting.everything, statement)
    inner = setting.quoted.speaker if setting.quoted else None
    if inner and not by.doubt:
        by = replace(by, doubt=f"Hearsay: “{inner.of(setting.text)}” is said to have said so.")
    return (by, *(_begun_with(setting, one) if one.name == "on" else one for one in rest))


def _begun_with(setting: Setting, on: Told) -> Told:
    """The day with which the sentence begins, where none stands beside the verb: "On Oct. 7 a spokesman had said"."""
    cue = setting.statement.cue if setting.statement else None
    if on.spans or cue is None:
        return on
    for day in setting.found.days:
        if day.when.exact and day.span.stop <= cue.start and not setting.said.overlaps(day.span):
            return Told("on", day.when.text, (day.span,), day.how, day.doubt)
    return on


def _publisher(setting: Setting) -> Told:
    document = setting.page.document
    for attested, name in ((document.site, "site"), (document.byline, "byline")):
        if attested.value:
            return Told("by", attested.value, how=f"the document's {name} ({attested.how})")
    return Told("by", "", doubt="Whose number is it? The sentence names nobody, and the document no publisher.")


def _published(setting: Setting) -> Told:
    published = setting.page.document.published
    doubt = "" if published.text else "The day on which it was said is not known."
    return Told("on", published.text, how="the document's date", doubt=doubt)
