"""Official strike releases: each line an event, each sum reconciled with what the headline says.

What a format of releases is stands in docs/release-formats.md: a file of words, read by an engine that knows no
publisher.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from firmground.documents.releases.examples import check_examples
from firmground.documents.releases.format import ReleaseFormat
from firmground.documents.releases.format_files import Formats, built_in_formats, read_format, read_formats
from firmground.documents.releases.proposals import propose_release
from firmground.documents.releases.read_release import read_release, recognise_format, too_long
from firmground.documents.releases.release import Release
from firmground.documents.releases.totals import reconcile_release

if TYPE_CHECKING:
    from firmground.documents.draft import Draft
    from firmground.documents.found import Found
    from firmground.documents.known import Known
    from firmground.documents.page import Page

__all__ = [
    "Formats", "Release", "ReleaseFormat", "built_in_formats", "check_examples", "propose_events", "read_format",
    "read_formats", "read_release", "recognise_format", "reconcile", "reconcile_release",
]  # fmt: skip


def propose_events(page: Page, known: Known, found: Found) -> tuple[Draft, ...]:  # noqa: ARG001 - as all readers are called
    """An event for each strike line, and the release itself; nothing if the text is no release of a known format."""
    release = read_release(page, known.formats.formats)
    return propose_release(known, release) if release and release.says_anything else ()


def reconcile(page: Page, known: Known | None = None) -> tuple[str, ...]:
    """A sentence for each total that the release names: what the lines add up to, and whether that is the same.

    Before them a sentence for each format beside the case that could not be used.
    """
    own = known.formats if known else Formats()
    release = read_release(page, own.formats)
    if release:
        return (*own.faults, *reconcile_release(release))
    return (*own.faults, *too_long(page, own.formats))
