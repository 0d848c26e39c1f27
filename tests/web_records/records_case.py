"""A small case with a record of every kind that a form adds, and of each something that names it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

HOSTILE = "<script>alert(1)</script>\u202e"
TEXTS = {
    "case.toml": """\
title = "T"

[[events]]
id = "e"
file = "events/e.csv"
source = "paper"

[events.columns]
by = "who"

[[maps]]
id = "m"
file = "control/m.csv"
layout = "place-list"
elsewhere = "unknown"
on = "2015-10-01"

[choices]
definition = ["ours"]
""",
    "sources.toml": '[[sources]]\nid = "paper"\ntitle = "A paper"\n',
    "actors.toml": """\
[[actors]]
id = "russia"
name = "Russia"
names = ["RU"]

[[actors]]
id = "rebels"
name = "Rebels"
source = "paper"

[[ties]]
actor = "russia"
tie = "fights"
to = "rebels"
""",
    "definitions.toml": """\
[[definitions]]
id = "ours"
title = "Ours"
[[definitions.labels]]
label = "bad"
covers = ["rebels"]
""",
    "claims.toml": """\
# What was said.

[[claims]]
id = "one"
by = "Reuters"
on = "2015-10-21"
says = "Three strikes"
source = "paper"
[claims.test]
measure = "count"
among = { by = "russia", kind = ["air-strike", "raid"] }
value = ">= 3"

[[claims]]
id = "two"
by = "A minister"
on = "2015-10-22"
says = "Three strikes, says Reuters"
restates = "one"
cannot_test = "it only repeats"
""",
    "undertakings.toml": """\
[[agreements]]
id = "truce"
title = "A truce"
on = "2015-10-01"
parties = ["russia"]
[[agreements.clauses]]
id = "1"
act = "air-strike"
zone = "p1"
protects = ["bad"]

[[pledges]]
id = "p"
by = ["russia"]
what = "To stop"
on = "2015-10-01"
source = "paper"
""",
    "places.csv": "id,name,aliases,lon,lat,radius_km,note\r\np1,Aleppo,حلب;Halab,37.16,36.2,5,-\r\np2,Raqqa,,39.01,35.95,5,-\r\n",
    "incidents.csv": "id,date,kind,place\ncrash,2015-10-05,crash,p1\n",
    "releases/mod.csv": "id,by,published,from,until,status,source note\nr1,russia,2015-10-01,2015-10-01,2015-10-01,published,-\n",
    "control/m.csv": "place,holder\np1,rebels\np2,rebels\n",
    "events/e.csv": (
        "id,date,place,who,kind,note\n"
        "s001,2015-10-01,p1,russia,air-strike,-\n"
        "s002,2015-10-02,Halab,RU,air-strike,-\n"
        "s003,2015-10-03,p2,russia,raid,-\n"
    ),
}  # fmt: skip


def write_case(folder: Path) -> Path:
    for name, text in TEXTS.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
    return folder


def contents(folder: Path) -> dict[str, bytes]:
    """Every file of the case but the log."""
    files = (path for path in folder.rglob("*") if path.is_file() and ".firmground" not in path.parts)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}
