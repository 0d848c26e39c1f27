"""A small case of three sides, as files."""

from __future__ import annotations

import pytest

from firmground.read import read_case

CASE = """
title = "Three sides"
period = "2031-01-01/2031-03-31"
[[events]]
id = "strikes"
file = "strikes.csv"
[choices]
unit = ["event"]
"""
ACTORS = """
[[actors]]
id = "north"
name = "North"
[[actors]]
id = "south"
name = "South"
[[actors]]
id = "league"
name = "The League"
kind = "coalition"
[[actors]]
id = "rebels"
name = "Hill rebels"
[[actors]]
id = "raiders"
name = "Raiders"
[[actors]]
id = "bystander"
name = "Bystander"
[[actors]]
id = "anybody"
name = "Anybody with a gun"
kind = "grouping"
[[ties]]
actor = "rebels"
tie = "member-of"
to = "anybody"
[[ties]]
actor = "north"
tie = "member-of"
to = "league"
[[ties]]
actor = "south"
tie = "member-of"
to = "league"
until = "2031-02-15"
[[ties]]
actor = "south"
tie = "backs"
to = "rebels"
[[ties]]
actor = "north"
tie = "fights"
to = "rebels"
[[ties]]
actor = "raiders"
tie = "fights"
to = "north"
as_of = "2031-02-01"
"""
STRIKES = """id,date,by,target
1,2031-01-10,north,rebels
2,2031-02-15,north,rebels
3,2031-02-16,north,rebels
4,2031-02-20,north,raiders
"""


@pytest.fixture
def sides(tmp_path):
    """Reads the case with the given text of claims, and other texts for its files where they are given."""

    def read(claims="", **files):
        texts = {"case": CASE, "actors": ACTORS, "claims": claims} | files
        for name, text in texts.items():
            (tmp_path / f"{name}.toml").write_text(text, encoding="utf-8")
        (tmp_path / "strikes.csv").write_text(STRIKES, encoding="utf-8")
        return read_case(tmp_path)

    return read


@pytest.fixture
def claim():
    """The text of a claim with this test."""

    def write(test, name="one"):
        head = f'[[claims]]\nid = "{name}"\nby = "A reporter"\non = "2031-03-31"\nsays = "So it is"\n'
        return f"{head}[claims.test]\n{test}\n"

    return write
