"""A small case in files, of which the encounters are asked."""

from __future__ import annotations

import pytest

import firmground as fg

ACTORS = """
[[actors]]
id = "a"
name = "Army A"
[[actors]]
id = "b"
name = "Army B"
"""
EVENTS = """id,date,by,kind,lon,lat,radius_km,place,url
e1,2015-10-10,a,strike,36.0,35.0,2,Near,https://example.org/1
e2,2015-10-10,b,strike,36.05,35.0,2,Nearer,https://example.org/2
e3,2015-10-11,b,strike,36.0,35.0,2,Next day,
e4,2015-10-12,a,strike,36.0,35.0,2,Later,
e5,2015-10-12,b,strike,,,,Nowhere,
"""
INCIDENTS = """id,date,kind,place,lon,lat,radius_km,actors,note,url
fell,2015-10-11,aircraft shot down,,36.0,35.0,1,a;b,a note,https://example.org/i
lost,2015-10-11,aircraft lost,,,,,,,
"""
CASE = """title = "T"
period = "2015-10-01/2015-10-20"
[[events]]
id = "e"
file = "events.csv"
complete = true
"""


@pytest.fixture
def write_case(tmp_path):
    """Writes the case; `more` goes to the end of case.toml, files that are named replace those above."""

    def write(more="", **files):
        texts = {"case.toml": CASE + more, "actors.toml": ACTORS, "events.csv": EVENTS, "incidents.csv": INCIDENTS}
        texts |= {name.replace("_", "."): text for name, text in files.items()}
        for name, text in texts.items():
            (tmp_path / name).write_text(text, encoding="utf-8")
        return tmp_path

    return write


@pytest.fixture
def findings_of(write_case):
    """The findings of such a case, which is read, held and checked."""
    return lambda more="", **files: fg.check_claims(
        fg.hold_events(fg.locate_events(fg.read_case(write_case(more, **files))))
    )
