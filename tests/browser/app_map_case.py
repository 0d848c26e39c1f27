"""A small case with everything that the map page has to show: changing and contested ground on one map, listed towns on
another, discs, an area, candidates, rows without a day or a place, a duplicate, and a coalition."""

from __future__ import annotations

import json

PLAIN = "Aabar"


def toml(text):
    """A TOML string of any text; what TOML forbids is written by its code, NUL and halves of pairs left out."""
    shown = "".join(c if c.isprintable() and c not in '"\\' else f"\\U{ord(c):08X}" for c in text)
    return f'"{shown}"'


def cell(text):
    return '"' + text.replace('"', '""').replace("\r", " ").replace("\0", "") + '"'


def box(west, south, east, north):
    return [[[west, south], [east, south], [east, north], [west, north], [west, south]]]


def face(holder, ring, first, last="", name=""):
    days = {"from": first, "until": last}
    return {
        "type": "Feature",
        "properties": {"holder": holder, "name": name, **days},
        "geometry": {"type": "Polygon", "coordinates": ring},
    }


def write_map_case(folder, text=PLAIN):
    """Every free text of the case holds `text`."""
    t, c = toml(text), cell(text)
    files = {
        "case.toml": f"""
title = {t}
period = "2024-03-01/2024-03-31"
[[events]]
id = "strikes"
file = "events.csv"
source = "s"
[[maps]]
id = "faces"
title = {toml("Ground " + text)}
file = "faces.geojson"
layout = "faces"
note = {t}
source = "s"
elsewhere = "unknown"
[[maps]]
id = "towns"
title = {toml("Towns " + text)}
file = "towns.csv"
layout = "place-list"
source = "s"
elsewhere = "unknown"
[[areas]]
file = "areas.geojson"
level = "1"
id = "code"
name = "title"
""",
        "sources.toml": f'[[sources]]\nid = "s"\ntitle = {t}\nby = {t}\nurl = {t}\nnote = {t}\n',
        "actors.toml": f"""
[[actors]]
id = "north"
name = {toml("North " + text)}
[[actors]]
id = "south"
name = {toml("South " + text)}
[[actors]]
id = "league"
name = {toml("League " + text)}
[[ties]]
actor = "north"
tie = "member-of"
to = "league"
""",
        "claims.toml": f"""
[[claims]]
id = "most-in-the-south"
by = {t}
on = "2024-04-01"
says = {t}
source = "s"
[claims.test]
measure = "share"
unit = "event"
among = {{ kind = "strike" }}
that = {{ in = "south" }}
value = "> 0.5"
choices = {{ map = "faces" }}
""",
        "places.csv": "id,name,lon,lat,radius_km\n"
        f"a,{cell(text + ' A')},36.2,34.2,4\n"
        f"b,{cell(text + ' B')},37.6,35.4,30\n"
        "t1,Twin,36.8,35.7,6\nt2,Twin,38.4,34.3,6\n",
        "events.csv": "id,date_from,date_until,place,lon,lat,radius_km,area,level,by,kind,source,url,note,duplicate_of\n"
        f"e1,2024-03-03,2024-03-03,a,,,,,,north,strike,s,{c},{c},\n"
        f"e2,2024-03-10,2024-03-12,b,,,,,,south,strike,s,,{c},\n"
        f"e3,2024-03-20,2024-03-20,Twin,,,,,,north,strike,s,,,\n"
        f"e4,,,,36.5,34.6,0,,,north|south,shelling,s,,{c},\n"
        f"e5,2024-03-25,2024-03-25,nowhere,,,,,,,shelling,s,,,\n"
        f"e6,2024-03-15,2024-03-15,{c},,,,East,1,north,strike,s,,,\n"
        "e7,2024-03-03,2024-03-03,a,,,,,,north,strike,s,,,e1\n",
        "towns.csv": f"place,holder,from,until,note\na,north,2024-03-01,2024-03-31,{c}\nb,south,2024-03-05,,\n",
        "faces.geojson": json.dumps(
            {
                "type": "FeatureCollection",
                "features": [
                    face("north", box(35.8, 33.8, 37.0, 35.0), "2024-03-01", "2024-03-15", text),
                    face("south", box(35.8, 33.8, 37.0, 35.0), "2024-03-16", "2024-03-31", text),
                    face("south", box(37.0, 33.8, 38.8, 35.0), "2024-03-01", "2024-03-31", text),
                    face("north;south", box(36.4, 35.0, 37.4, 35.9), "2024-03-01", "2024-03-31", text),
                ],
            }
        ),
        "areas.geojson": json.dumps(
            {
                "type": "FeatureCollection",
                "features": [
                    {
                        "type": "Feature",
                        "properties": {"code": "E", "title": "East"},
                        "geometry": {"type": "Polygon", "coordinates": box(37.8, 33.9, 38.7, 34.8)},
                    }
                ],
            }
        ),
    }
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (folder / name).write_text(content, encoding="utf-8", errors="replace")
    return folder
