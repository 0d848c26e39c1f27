"""Claims: what was said, and the test that it stands for, checked against everything that it names.

A test that cannot be understood is not run and not dropped: the claim stays, and says why it is not tested.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from firmground.case.claims import Claim, Test
from firmground.dates import When
from firmground.errors import Effect
from firmground.read.claim_tests import read_test
from firmground.read.nouns import check_source
from firmground.read.toml_files import read_toml
from firmground.read.wording import show, suggest

if TYPE_CHECKING:
    from collections.abc import Mapping

    from firmground.case.sources import Source
    from firmground.read.files import CaseFiles
    from firmground.read.known import Known
    from firmground.read.records import Record

SAID = ("value", "unit", "condition", "period", "definition")


def read_claims(files: CaseFiles, known: Known, sources: Mapping[str, Source]) -> dict[str, Claim]:
    """The claims by id, in the order of the file."""
    file = read_toml(files, "claims.toml")
    found: dict[str, Claim] = {}
    records: dict[str, Record] = {}
    for record in file.entries("claims"):
        key = record.identity(found)
        claim = _read_claim(record, key, known, sources)
        record.close()
        if key:
            found[key], records[key] = claim, record
    file.close()
    return _check_restated(found, records)


def _read_claim(record: Record, key: str, known: Known, sources: Mapping[str, Source]) -> Claim:
    on = record.when("on")
    if on is None:
        record.problem("`on` is missing", "write the day on which it was said", Effect.WIDENED)
    says = record.text("says")
    if not says:
        record.problem("`says` is missing", "write the sentence that was published, or its gist")
    test, cannot_test = _read_question(record, known)
    return Claim(
        id=key,
        by=record.text("by"),
        on=on or When.unknown(),
        says=says,
        source=check_source(record, sources),
        url=record.text("url"),
        role=record.text("role"),
        anonymous=record.flag("anonymous"),
        test=test,
        cannot_test=cannot_test,
        restates=record.text("restates"),
        topic=record.text("topic"),
        said=_read_said(record),
        note=record.text("note"),
    )


def _read_question(record: Record, known: Known) -> tuple[Test | None, str]:
    """The test, or the reason why there is none; exactly one of the two."""
    reason = record.text("cannot_test")
    table = record.table("test")
    if table is not None and reason:
        hint = "keep [claims.test] or cannot_test, not both"
        return None, record.problem(f"it has a test and says that it cannot be tested: {reason}", hint)
    if table is None:
        missing = "no test is written for this claim"
        if not reason:
            record.problem(missing, 'add [claims.test], or cannot_test = "the reason"')
        return None, reason or missing
    test, faults = read_test(table, known)
    return test, "; ".join(faults)


def _read_said(record: Record) -> tuple[tuple[str, str], ...]:
    table = record.table("said")
    if table is None:
        return ()
    for key in table:
        if key not in SAID:
            record.problem(f"`said` has {show(key)}", suggest(key, SAID))
    return tuple((key, text) for key in table if (text := table.text(key)))


def _check_restated(claims: dict[str, Claim], records: Mapping[str, Record]) -> dict[str, Claim]:
    """The claims, without those links that lead nowhere or round in a circle."""
    checked: dict[str, Claim] = {}
    for key, claim in claims.items():
        fault = hint = ""
        if claim.restates and claim.restates not in claims:
            fault, hint = f"it restates {show(claim.restates)}, which is no claim", suggest(claim.restates, claims)
        elif _in_circle(claims, key):
            fault, hint = "it restates itself, round a circle of claims", "let the first of them restate nothing"
        if fault:
            records[key].problem(fault, hint)
            values = {name: getattr(claim, name) for name in Claim.__dataclass_fields__}
            checked[key] = Claim(**(values | {"restates": ""}))
        else:
            checked[key] = claim
    return checked


def _in_circle(claims: Mapping[str, Claim], start: str) -> bool:
    seen: set[str] = set()
    here = claims[start].restates
    while here in claims and here not in seen:
        if here == start:
            return True
        seen.add(here)
        here = claims[here].restates
    return False
