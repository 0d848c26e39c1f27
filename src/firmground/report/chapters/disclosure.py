"""What a publisher put out, day by day, and what it no longer said.

Every number here is of what was found; wherever the record may lack something, the other extreme stands beside it. The
chapter finds no reasons: it says when and how much a record changed, and how little that may mean.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from firmground.dates import iso_day
from firmground.measures.published_days import MOST_DAYS, find_days
from firmground.report.chapters.disclosure_changes import find_series, find_weekly
from firmground.report.chapters.disclosure_days import (
    Looked,
    count_days,
    kinds_given,
    list_days,
    list_details,
)
from firmground.report.chapters.disclosure_model import Disclosure
from firmground.report.chapters.disclosure_rows import list_altered, list_entries, list_left_out, list_unnamed
from firmground.report.chapters.disclosure_silences import list_silences
from firmground.report.chapters.disclosure_words import say_limits, say_summary

if TYPE_CHECKING:
    from firmground.case.releases import Publisher
    from firmground.check import Findings


def build_disclosure(findings: Findings) -> tuple[Disclosure, ...]:
    """One entry a publisher whose days are known and whose record holds anything, in the order of the case."""
    built = (_build(findings, publisher) for publisher in findings.case.publishers.values())
    return tuple(one for one in built if one is not None)


def _build(findings: Findings, publisher: Publisher) -> Disclosure | None:
    days = publisher.days
    if days is None or days.stop - days.start > MOST_DAYS:
        return None
    publishing = findings.selector.publishing(publisher.by)
    if not publishing.issues and not publishing.silences:
        return None
    kinds = kinds_given(publishing)
    anything = find_days(publishing, (), days)
    by_kind = {kind: find_days(publishing, (kind,), days) for kind in kinds}
    looked = Looked(findings.case, publishing, anything, by_kind)
    weekly = find_weekly(looked)
    silences = list_silences(looked, weekly)
    unnamed = list_unnamed(looked)
    series = find_series(looked, weekly)
    left_out = list_left_out(looked)
    return Disclosure(
        publisher=looked.name,
        publisher_id=publisher.by,
        first=iso_day(days.start),
        last=iso_day(days.stop - 1),
        complete=publisher.complete,
        releases=looked.releases,
        rows=publishing.rows,
        not_used=left_out,
        tally=count_days(anything),
        kinds=list_details(by_kind),
        days=list_days(looked),
        series=series,
        weekdays=weekly.shown if weekly else None,
        silences=silences,
        unnamed=unnamed,
        altered=list_altered(looked),
        entries=list_entries(looked),
        summary=say_summary(looked),
        limits=say_limits(looked),
    )
