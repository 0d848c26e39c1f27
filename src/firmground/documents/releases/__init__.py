"""Official strike releases: each line an event, each sum reconciled with what the headline says.

What a format of releases is stands in docs/release-formats.md: a file of words, read by an engine that knows no
publisher.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from firmground.documents.releases.examples import check_examples
from firmground.documents.releases.format import ReleaseFormat
from firmground.documents.releases.format_files import Formats, built_in_formats, read_format, read_formats
from firmground.documents.releases.own_numbers import number_as_release
from firmground.documents.releases.proposals import propose_release
from firmground.documents.releases.read_release import read_release, recognise_format, too_long
from firmground.documents.releases.release import Release
from firmground.documents.releases.second_hand import doubt_retold, only_retold, relay_of
from firmground.documents.releases.totals import reconcile_release

if TYPE_CHECKING:
    from firmground.documents.draft import Draft
    from firmground.documents.found import Found
    from firmground.documents.known import Known
    from firmground.documents.page import Page

__all__ = [
    "Formats", "Release", "ReleaseFormat", "built_in_formats", "check_examples", "number_as_release",
    "propose_events", "read_format",
    "read_formats", "read_release", "recognise_format", "reconcile", "reconcile_release",
]  # fmt: skip


def propose_events(page: Page, known: Known, found: Found | None) -> tuple[Draft, ...]:
    """An event for each strike line, and the release itself; nothing if the text is no release of a known format."""
    release = read_release(page, known.formats.formats)
    relay = relay_of(page, found.statements) if found else ""
    if release is None or not release.says_anything or only_retold(release, relay):
        return ()
    return doubt_retold(propose_release(known, release), relay)


def reconcile(page: Page, known: Known | None = None, found: Found | None = None) -> tuple[str, ...]:
    """A sentence for each total that the release names: what the lines add up to, and whether that is the same.

    Before them a sentence for each format beside the case that could not be used.
    """
    own = known.formats if known else Formats()
    release = read_release(page, own.formats)
    if release and only_retold(release, relay_of(page, found.statements) if found else ""):
        return own.faults
    if release:
        return (*own.faults, *reconcile_release(release))
    return (*own.faults, *too_long(page, own.formats))
