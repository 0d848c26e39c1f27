"""A small case in which everything that can be asked is asked once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import firmground as fg
from firmground.review import find_proposals

if TYPE_CHECKING:
    from pathlib import Path

    from firmground.review import Queue

FILES = {
    "case.toml": 'title = "Questions"\n[[events]]\nfile = "events/strikes.csv"\nsource = "news"\n',
    "sources.toml": '[[sources]]\nid = "news"\ntitle = "News"\n',
    "actors.toml": '# Who fights.\n[[actors]]\nid = "north"\nname = "Army of the North"\nnames = ["AN"]\n',
    "places.csv": (
        "id,name,aliases,lon,lat,radius_km,unit,note\n"
        "milltown,Milltown,Al-Milltun,30.0,30.0,3,West,\n"
        "ford-west,Ford,,30.4,30.1,4,West,\n"
        "ford-east,Ford,,31.6,30.2,4,East,\n"
        "latamneh,Al-Latamneh,اللطامنة,30.9,30.6,5,East,\n"
    ),
    "events/strikes.csv": (
        "id,date,place,lon,lat,radius_km,by,kind,note,url\n"
        "e1,2020-01-01,milltown,,,,north,air,a depot was hit in the morning,https://example.org/1\n"
        "e2,2020-01-01,milltown,,,,AN,air,depot hit; may be e1 again,https://example.org/2\n"
        "e3,2020-01-02,Ford,,,,north,air,two carts near the bridge,https://example.org/3\n"
        "e4,2020-01-05,Lattamna,,,,north,air,,https://example.org/4\n"
        "e5,2020-01-07,Lattamna,,,,north,air,,https://example.org/5\n"
        "e6,2020-01-09,Zzyzx,,,,north,air,,https://example.org/6\n"
        "e7,31.13.2020,milltown,,,,north,air,,https://example.org/7\n"
        "e8,2020-01-20,milltown,None,None,,north,air,,https://example.org/8\n"
        "e9,2020-01-25,milltown,,,,Army of North,air,,https://example.org/9\n"
    ),
    "claims.toml": (
        '[[claims]]\nid = "west"\nby = "A speaker"\non = "2020-02-01"\nsays = "Most strikes were near Milltown"\n'
        '[claims.test]\nmeasure = "share"\nunit = "event"\namong = { by = "north", kind = "air" }\n'
        'that = { near = { to = "milltown", km = 10 } }\nvalue = "> 0.5"\n'
    ),
}


def write_case(folder: Path, **texts: str) -> Path:
    """The case in a folder; `texts` replace files, "__" in a name standing for "." and "_in_" for "/"."""
    for name, text in (
        FILES | {key.replace("_in_", "/").replace("__", "."): text for key, text in texts.items()}
    ).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def ask(folder: Path) -> Queue:
    """What waits in a case now."""
    held = fg.hold_events(fg.locate_events(fg.read_case(folder)))
    return find_proposals(held.case, held.located, fg.check_claims(held))


def contents(folder: Path) -> dict[str, bytes]:
    """Every file of a case that a person wrote or reads, byte by byte; what the program keeps for itself left out.

    So is a file of decisions without a decision: once it was there, it stays, with its header.
    """
    found = {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and ".firmground" not in path.parts
    }
    if found.get("decisions.csv") == b"kind,about,decided,seen,by,at,why\n":
        del found["decisions.csv"]
    return found
