"""The examples of a format, read again: a sentence for each that is not read as its file says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from firmground.case.documents import Document
from firmground.dates import When, parse_when
from firmground.documents.page import Page
from firmground.documents.releases.read_release import read_release, recognise_format

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from firmground.documents.releases.format import Example, ReleaseFormat
    from firmground.documents.releases.release import Event, Release, Total


def check_examples(form: ReleaseFormat) -> tuple[str, ...]:
    """What is read otherwise than its file says; nothing if all is as it should be."""
    sentences: list[str] = []
    for number, example in enumerate(form.examples, 1):
        sentences += (f"{form.file}, example {number}: {what}" for what in _check(form, example))
    return tuple(sentences)


def example_page(example: Example) -> Page:
    """An example as if it were a document that was put out on its day."""
    try:
        published = parse_when(example.published) if example.published else When.unknown()
    except ValueError:
        published = When.unknown()
    return Page(Document("example", "", "", "", "", "", "", "text", published), example.text.strip("\n"))


def _check(form: ReleaseFormat, example: Example) -> Iterable[str]:
    page = example_page(example)
    if recognise_format(page.text, (form,)) is not form:
        yield "it is not recognised: a word of each list of `recognise` has to be in it, and none of `unless`"
    release = read_release(page, form=form)
    events = [event_line(event) for event in release.events] if release else []
    totals = _different(release) if release else []
    yield from _compare("event", [_spaced(line) for line in example.events], events)
    yield from _compare("total", [_spaced(line) for line in example.totals], totals)


def _compare(what: str, told: Sequence[str], read: Sequence[str]) -> Iterable[str]:
    for line in told:
        if line not in read:
            yield f"this {what} was not read: {line}"
    for line in read:
        if line not in told:
            yield f"this {what} was read and is not in the file: {line}"


def _different(release: Release) -> list[str]:
    return list(dict.fromkeys(total_line(total) for total in release.totals))


def event_line(event: Event) -> str:
    """As "days | country | place | strikes | verb count object; …"."""
    strikes = str(event.strikes.count) if event.strikes else "?"
    effects = "; ".join(map(str, event.effects))
    return _spaced(" | ".join((str(event.day.when), event.country.value, event.place.value, strikes, effects)))


def total_line(total: Total) -> str:
    """As "unit | country | number"."""
    return _spaced(" | ".join((total.figure.unit, total.country, str(total.figure.count))))


def _spaced(line: str) -> str:
    """The parts of a line between bars, each trimmed."""
    return " | ".join(part.strip() for part in line.split("|"))
