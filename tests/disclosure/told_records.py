"""Small records to test with: from an enumeration's own terms, and as folders of a case."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

from hypothesis import strategies as st

import firmground as fg
from firmground.case.case import Case
from firmground.case.questions import Disclosed
from firmground.case.releases import Publisher, Release
from firmground.dates import Days, When
from firmground.measures.publishing import Issue, Publishing, read_publishing
from oracles.disclosure import Told

FIRST = 700_000
CALENDAR = range(FIRST, FIRST + 8)
DETAILS = st.sampled_from([frozenset(), frozenset({"place"}), frozenset({"place", "count"})])


@st.composite
def runs(draw, longest=4):
    start = draw(st.sampled_from(CALENDAR))
    return frozenset(range(start, min(start + draw(st.integers(1, longest)), CALENDAR.stop)))


@st.composite
def records(draw, most=4):
    issues = draw(st.lists(st.tuples(runs(), DETAILS), max_size=most))
    silences = draw(st.lists(st.tuples(runs(), st.sampled_from([frozenset(), frozenset({"place"})])), max_size=2))
    watched = draw(st.one_of(st.just(frozenset(CALENDAR)), runs(longest=8)))
    return Told(tuple(issues), tuple(silences), watched, draw(st.booleans()))


def as_publishing(told: Told) -> Publishing:
    """The same record as the measures know it. Every set of days must be a run of days."""
    issues = tuple(Issue(_run(days), details) for days, details in told.issues)
    return Publishing(_publisher(told), issues, _silences(told), {})


def as_held(told: Told) -> SimpleNamespace:
    """As much of a held case as the measures of disclosure look at."""
    issues = tuple(
        Release(f"r{number}", "p", _when(days), When.unknown(), "published", gives=tuple(sorted(details)))
        for number, (days, details) in enumerate(told.issues)
    )
    case = Case(Path(), "", None, publishers={"p": _publisher(told)}, releases=(*issues, *_silences(told)))
    return SimpleNamespace(case=case)


def as_selector(told: Told) -> SimpleNamespace:
    """As much of a selector as they look at."""
    case = as_held(told).case
    return SimpleNamespace(publishing=lambda by: read_publishing(case, case.publishers[by]))


def asked(
    later: range, gives: frozenset[str], earlier: range | None = None, *, of_published: bool = False
) -> Disclosed:
    limits = (When.on(later[0]), When.on(later[-1]))
    before = (None, None) if earlier is None else (When.on(earlier[0]), When.on(earlier[-1]))
    return Disclosed("p", tuple(sorted(gives)), *limits, *before, of_published)


def _publisher(told: Told) -> Publisher:
    return Publisher("p", _run(told.watched), told.complete)


def _silences(told: Told) -> tuple[Release, ...]:
    return tuple(
        Release(f"s{number}", "p", When.unknown(), _when(days), "silence", gives=tuple(sorted(missing)))
        for number, (days, missing) in enumerate(told.silences)
    )


def _run(days: frozenset[int]) -> Days:
    assert len(days) == max(days) - min(days) + 1
    return Days(min(days), max(days) + 1)


def _when(days: frozenset[int]) -> When:
    return When(_run(days), _run(days), "a run of days")


# Cases as folders

COLUMNS = "id,by,published,from,until,status,kind,gives,places_named,attested_by,note"
ACTORS = '[[actors]]\nid = "p"\nname = "The press office"\n[[actors]]\nid = "w"\nname = "A witness"\n'


def write_case(folder: Path, *rows: str, head: str = "", test: str = "", columns: str = COLUMNS) -> fg.Case:
    """A case with these rows of releases, `head` in its case.toml and one claim with this test."""
    (folder / "releases").mkdir(parents=True, exist_ok=True)
    (folder / "case.toml").write_text(f'title = "t"\n{head}\n', encoding="utf-8")
    (folder / "actors.toml").write_text(ACTORS, encoding="utf-8")
    (folder / "releases" / "p.csv").write_text("\n".join([columns, *rows]) + "\n", encoding="utf-8")
    claim = f'[[claims]]\nid = "c"\nby = "x"\non = "2015-12-01"\nsays = "s"\n[claims.test]\n{test}\n' if test else ""
    (folder / "claims.toml").write_text(claim, encoding="utf-8")
    return fg.read_case(folder)


def release(key: str, published: str, gives: str = "place", status: str = "published", kind: str = "") -> str:
    return f"{key},p,{published},,,{status},{kind},{gives},,,"


def silence(key: str, first: str, last: str, gives: str = "") -> str:
    return f"{key},p,,{first},{last},silence,,{gives},,w,"


def check(case: fg.Case):
    """The finding of the only claim."""
    findings = fg.check_claims(fg.hold_events(fg.locate_events(case)))
    return findings, findings.claims[0] if findings.claims else None
