"""The numbers of a release are its publisher's, and of the strikes that it reports, also where no sentence says so."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from firmground.documents.draft import DraftKind, Told

if TYPE_CHECKING:
    from collections.abc import Sequence

    from firmground.documents.draft import Draft
    from firmground.documents.known import Known


def number_as_release(known: Known, drafts: Sequence[Draft]) -> list[Draft]:
    """Claims inside a release, with `by` and whose events are counted from the release where no words say them."""
    release = next((one for one in drafts if one.kind is DraftKind.RELEASE and not one.doubts), None)
    if release is None:
        return list(drafts)
    event = next((one for one in drafts if one.kind is DraftKind.EVENT and one.reader == release.reader), None)
    publisher = _field(release, "by")
    doer = _doer(known, _field(event, "by")) if event else None

    def settled(told: Told) -> Told:
        if told.spans or (told.name == "by" and told.value):
            return told
        put = {"by": publisher, "test.among.by": doer}.get(told.name)
        return put or told

    return [
        replace(one, fields=tuple(map(settled, one.fields)))
        if one.kind is DraftKind.CLAIM and release.span.covers(one.span)
        else one
        for one in drafts
    ]


def _field(draft: Draft, name: str) -> Told | None:
    return next((told for told in draft.fields if told.name == name and told.value), None)


def _doer(known: Known, by: Told | None) -> Told | None:
    """Whose events are counted: an actor of the case, or nobody until one is named."""
    if by is None:
        return None
    (value, doubt) = (
        (by.value, "") if known.actors.match(by.value) else ("", f"{by.value} is no actor of this case yet.")
    )
    return Told("test.among.by", value, how=by.how if value else "", doubt=doubt)
