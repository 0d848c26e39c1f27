"""From words to a finding: the way of one claim from the document that it stands in, for a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from firmground.render.numbers import say_range, say_standing
from firmground.render.wrap import wrap

if TYPE_CHECKING:
    from collections.abc import Iterator

    from firmground.report.model import Report

_LABEL: Final = 13


def say_way(report: Report, width: int) -> str:
    """Document, words, record and finding of the first tested claim that has words behind it; "" if none has."""
    return "\n".join(_way(report, width))


def _way(report: Report, width: int) -> Iterator[str]:
    claim = next((one for one in report.claims if one.passages), None)
    if claim is None:
        return
    words = claim.passages[0]
    standing = say_standing(claim.standing, measured=claim.bounds is not None, claimed=claim.claimed is not None)
    yield "From words to a finding"
    steps = (
        ("a document", ", ".join(part for part in (words.title, words.published) if part)),
        ("its words", f"“{words.words}” (characters {words.start:,} to {words.stop:,})"),
        ("a record", f"claim {claim.id}, {words.decided} by {words.by or 'somebody'}"),
        ("its finding", f"{standing.upper()}: {say_range(claim.bounds, claim.measure)}"),
    )
    for label, said in steps:
        yield from wrap(said, width, first=f"  {label:<{_LABEL}}", indent=" " * (_LABEL + 2))
    behind = sum(bool(one.passages) for one in report.claims) + sum(bool(one.passages) for one in report.untested)
    yield from wrap(f"Words of documents stand behind {behind} claims of this case.", width, first="  ", indent="  ")
