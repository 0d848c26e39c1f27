"""Sealed lists, and small cases with events round about the places on them."""

from __future__ import annotations

import csv
import io
from datetime import date

import firmground as fg
from firmground.exchange.seals import reveal_list, seal_list
from firmground.proofs.keys import list_keys, make_key, open_key
from firmground.proofs.seals import read_kept_list, read_seal

COLUMNS = ("id", "name", "lon", "lat", "radius_km")
PLACES = (
    ("h1", "Hospital", "36.0", "35.0", "0.2"),
    ("h2", "School", "36.5", "35.0", "0.2"),
    ("h3", "Market", "37.0", "35.0", "3"),
    ("h4", "Bakery", "37.5", "35.0", ""),
)
EVENTS = """id,date,by,kind,place,lon,lat,radius_km
around,2015-10-10,a,strike,,36.0,35.0,5
partly,2015-10-10,a,strike,,37.0,35.02,2
nowhere,2015-10-10,a,strike,,39.0,35.0,5
before,2015-09-10,a,strike,,36.0,35.0,5
straddling,2015-09-25/2015-10-05,a,strike,,36.0,35.0,5
that-day,2015-10-01,a,strike,,36.0,35.0,5
day-after,2015-10-02,a,strike,,36.5,35.0,5
unplaced,2015-10-10,a,strike,,,,
"""
CLAIM = """[[claims]]
id = "hit"
by = "a"
on = "2015-11-01"
says = "No protected place was near a strike"
[claims.test]
measure = "count"
unit = "event"
that = { on_list = "protected" }
value = "<= 0"
"""
SEALED = """
[[sealed]]
id = "protected"
seal = "sealed/x.seal.json"
"""
ACTORS = '[[actors]]\nid = "a"\nname = "Army A"\n'
HEAD = """title = "T"
[[events]]
id = "e"
file = "events.csv"
complete = true
"""
SEALED_ON = date(2015, 10, 1)


def signing_key(name="editor"):
    known = {key.name: key for key in list_keys()}
    return open_key(known.get(name) or make_key(name))


def table(rows, columns=COLUMNS):
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    return written.getvalue()


def make_seal(folder, rows=PLACES, *, columns=COLUMNS, day=SEALED_ON, **how):
    """The bytes of a seal, the seal itself, and what was kept."""
    path = folder / "list.csv"
    path.write_text(table(rows, columns), encoding="utf-8")
    made = seal_list(path, "Places not to be hit", signing_key(), day=day, **how)
    return made, read_seal(made.seal), read_kept_list(made.kept)


def numbers_of(kept, ids):
    """The numbers that the entries with these ids have in the seal."""
    return [number for number, own in enumerate(kept.columns["id"], start=1) if own in ids]


def write_case(folder, made, *, sealed="", events=EVENTS, claim=CLAIM, head=HEAD, files=None):
    """A case with the seal; `sealed` goes to the end of its entry, `files` into the folder sealed/."""
    (folder / "sealed").mkdir(parents=True)
    texts = {"case.toml": head + SEALED + sealed, "actors.toml": ACTORS, "events.csv": events, "claims.toml": claim}
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    for name, content in {"x.seal.json": made.seal, **(files or {})}.items():
        (folder / "sealed" / name).write_bytes(content)
    return folder


def holder_case(folder, made, **how):
    """As whoever holds the list has it."""
    files = {"x.kept.json": made.kept, **how.pop("files", {})}
    return write_case(folder, made, sealed='list = "sealed/x.kept.json"\n' + how.pop("sealed", ""), files=files, **how)


def shown_case(folder, made, kept, numbers, **how):
    """As somebody has it to whom these entries were revealed."""
    if not numbers:
        return write_case(folder, made, **how)
    files = {"shown.json": reveal_list(kept, numbers)}
    return write_case(folder, made, sealed='revealed = ["sealed/shown.json"]\n', files=files, **how)


def check(folder):
    case = fg.read_case(folder)
    return fg.check_claims(fg.hold_events(fg.locate_events(case)))


def answers(findings, claim="hit"):
    """The answer for each event, by its id."""
    found = next(found for found in findings.claims if found.claim.id == claim)
    that = findings.selector.that(found.test.that, found.test.among, found.headline.specification)
    return {own: ("cannot", "may", "must")[answer] for own, answer in zip(findings.case.events.id, that, strict=True)}
