"""A story about a release is not the release: it has the same words, and passes on what others say besides."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from firmground.documents.draft import title_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from firmground.documents.draft import Draft
    from firmground.documents.page import Page
    from firmground.documents.releases.release import Release
    from firmground.documents.statements import Statement


def relay_of(page: Page, statements: Iterable[Statement]) -> str:
    """Who passes somebody's words on in the text ("Interfax quoted the ministry as saying"); "" if nobody does.

    Who puts a release out speaks himself. None of the coalition's and ISAF's releases has such words.
    """
    relays = (one.relayed_by for one in statements if one.relayed_by)
    return next((title_of(span, page.text) for span in relays), "")


def only_retold(release: Release, relay: str) -> bool:
    """It is a story with a figure or two of a release, and none of its lines."""
    return bool(relay) and not any(event.place.value for event in release.events)


def doubt_retold(drafts: Iterable[Draft], relay: str) -> tuple[Draft, ...]:
    doubt = f"“{relay}” passes on what somebody said: is this a story about a release, and not the release?"
    return tuple(replace(draft, doubts=(*draft.doubts, doubt)) if relay else draft for draft in drafts)
