"""Two small cases of one war, and what a case says of its claims."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING, Any

from firmground.check import check_claims
from firmground.examples import example_folder
from firmground.hold import hold_events
from firmground.locate import locate_events
from firmground.read import read_case

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from firmground.check import Findings

BUILT_IN = "syria-2015"
OWN = {
    "case.toml": """\
title = "A small war"   # ours
period = "2031"
[[events]]
id = "strikes"
file = "events/strikes.csv"
complete = true
[[maps]]
id = "holders"
file = "control/holders.csv"
layout = "place-list"
[subsets.alpha]
where = { side = ["a"] }
""",
    "actors.toml": """\
# whom we know
[[actors]]
id = "north"
name = "The North"
names = ["Northern Army"]
[[actors]]
id = "south"
name = "The South"
[[actors]]
id = "front"
name = "Eastern Front"
kind = "coalition"
[[ties]]
actor = "north"
tie = "member-of"
to = "front"
""",
    "places.csv": "id,name,aliases,lon,lat,radius_km\na,Alpha,Alfa,36.1,35.1,1\nb,Beta,,36.2,35.2,1\nc,Gamma,,36.3,35.3,1\n",
    "control/holders.csv": "place,holder,from\na,north,2031-01-01\nb,south,2031-01-01\nc,north,2031-01-01\n",
    "events/strikes.csv": """\
id,date,by,kind,place,side,note
s1,2031-01-05,south,air-strike,a,a,first
s2,2031-02-05,south,air-strike,Beta,b,"second, by its name"
s3,2031-03-05,Raiders,air-strike,Alfa,a,third
""",
    "claims.toml": """\
[[claims]]
id = "most"
by = "a speaker"
on = "2031-12-01"
says = "Most strikes hit the North"
[claims.test]
measure = "share"
among = { kind = "air-strike" }
that = { in = "north" }
value = ">= 0.5"
[[claims]]
id = "few"
by = "a speaker"
on = "2031-12-01"
says = "At most three strikes were carried out"
[claims.test]
measure = "count"
value = "<= 3"
choices = { subset = "all" }
""",
}
OTHER = {
    **OWN,
    "case.toml": OWN["case.toml"].replace("A small war", "Their small war").replace("ours", "theirs"),
    "actors.toml": OWN["actors.toml"].replace('"The South"', '"The South"\nnames = ["Raiders"]'),
    "places.csv": OWN["places.csv"].replace("36.2,35.2", "36.9,35.2"),
    "control/holders.csv": OWN["control/holders.csv"].replace("a,north", "a,south"),
    "events/strikes.csv": OWN["events/strikes.csv"] + "s4,2031-04-05,north,air-strike,Delta,b,fourth\n",
}


def write_side(folder: Path, files: Mapping[str, str]) -> Path:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    return folder


def find(folder: Path) -> Findings:
    return check_claims(hold_events(locate_events(read_case(folder))))


def headlines(findings: Findings) -> dict[str, tuple[Any, ...]]:
    """What each claim comes to where reading starts."""
    return {
        one.claim.id: (one.headline.bounds, one.headline.standing, one.headline.measurement and one.headline.measurement.defined)
        for one in findings.claims
    }  # fmt: skip


def write_variant(folder: Path) -> Path:
    """The built-in case as somebody else may have it: other holders, a moved place, an actor under another id."""
    shutil.copytree(example_folder(BUILT_IN), folder)
    for name in ("actors.toml", "definitions.toml", "claims.toml",
                 "events/disclosed.csv", "control/holders.csv", "control/hand-coded.csv"):  # fmt: skip
        _change(folder / name, lambda text: re.sub(r"(?<![\w-])islamic-state(?![\w-])", "daesh", text))
    _change(folder / "places.csv", lambda text: text.replace("36.6229,35.3215", "36.9229,35.3215"))
    _change(
        folder / "control" / "holders.csv",
        lambda text: re.sub(r"(?m)^(al-latamneh|kafr-zita),opposition,", r"\1,syrian-government,", text),
    )
    return folder


def _change(path: Path, change: Any) -> None:
    before = path.read_text(encoding="utf-8")
    after = change(before)
    assert after != before, path
    path.write_text(after, encoding="utf-8")
