"""Cases written as files, for what is said about them on the way from a folder to a page."""

from __future__ import annotations

import pytest
from agreed_texts import ACTORS, AGREEMENT, CLAIM, DEFINITIONS, HEAD

import firmground as fg


def table(*rows):
    """Rows as "date,by,target" with the kind of an air strike."""
    lines = [f"{number},{row},air-strike" for number, row in enumerate(rows, 1)]
    return "\n".join(["id,date,by,target,kind", *lines]) + "\n"


@pytest.fixture
def written(tmp_path):
    """Writes a case with the texts above, each of which may be replaced, and reads it."""

    def write(*rows, case=HEAD, events="", **texts):
        plain = {"actors": ACTORS, "definitions": DEFINITIONS, "undertakings": AGREEMENT, "claims": CLAIM}
        for name, text in (plain | texts).items():
            (tmp_path / f"{name}.toml").write_text(text, encoding="utf-8")
        (tmp_path / "case.toml").write_text(case, encoding="utf-8")
        (tmp_path / "events.csv").write_text(events or table(*rows or ["2015-11-22,russia,fsa"]), encoding="utf-8")
        return fg.read_case(tmp_path)

    return write


@pytest.fixture
def checked(written):
    """The findings of such a case."""
    return lambda *rows, **texts: fg.check_claims(fg.hold_events(fg.locate_events(written(*rows, **texts))))


@pytest.fixture
def reported(checked):
    """The report of such a case."""
    return lambda *rows, **texts: fg.build_report(checked(*rows, **texts))


@pytest.fixture
def monitored(reported):
    """What the report says of the first clause of such a case, under its first definition."""
    return lambda *rows, **texts: reported(*rows, **texts).agreements[0].clauses[0].monitors[0]
