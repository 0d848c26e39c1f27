"""Whatever two cases call their actors and places, a row means in the merged case what it meant in its own."""

from __future__ import annotations

import re
import tempfile
from itertools import chain
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from two_sides import write_side

from firmground.case.actors import SOMEBODY
from firmground.case.gazetteer import fold_name
from firmground.exchange.merge import merge_cases
from firmground.locate import locate_events
from firmground.places import Unknown
from firmground.read import read_case

WORDS = ("ash", "birch", "cedar", "dogwood", "Ash", "BIRCH", "élm", "elm", "them.ash")
IDS = st.sampled_from(("ash", "birch", "cedar", "elm", "them.ash"))
NAMES = st.sampled_from(WORDS)


@st.composite
def side(draw):
    actors = draw(st.dictionaries(IDS, st.tuples(NAMES, st.lists(NAMES, max_size=2)), max_size=3))
    places = draw(st.dictionaries(IDS, st.tuples(NAMES, NAMES, st.integers(30, 34), st.integers(30, 34)), max_size=3))
    rows = draw(st.lists(st.tuples(NAMES, NAMES, st.sampled_from((*WORDS, "ash;birch", "elm|cedar"))), max_size=4))
    groups = (
        draw(st.lists(st.tuples(st.sampled_from(sorted(actors)), st.sampled_from(sorted(actors))), max_size=2))
        if actors
        else []
    )
    return actors, places, rows, groups


def write(folder: Path, drawn) -> Path:
    actors, places, rows, groups = drawn
    toml = "".join(
        f'[[actors]]\nid = "{key}"\nname = "{name}"\nnames = {list(names)!r}\n' for key, (name, names) in actors.items()
    ) + "".join(f'[[ties]]\nactor = "{one}"\ntie = "member-of"\nto = "{to}"\n' for one, to in groups)
    listed = "".join(f"{key},{name},{alias},{lon},{lat},1\n" for key, (name, alias, lon, lat) in places.items())
    events = "".join(
        f"r{n},2031-01-0{n + 1},{by},{place},{target},kept\n" for n, (by, place, target) in enumerate(rows)
    )
    return write_side(folder, {
        "case.toml": 'title = "x"\n[[events]]\nid = "rows"\nfile = "rows.csv"\n',
        "actors.toml": toml, "places.csv": "id,name,aliases,lon,lat,radius_km\n" + listed,
        "rows.csv": "id,date,by,place,target,note\n" + events,
    })  # fmt: skip


def parties(case, row, column):
    text = getattr(case.events, column)[row]
    return [[actor for actor in reading.split(";") if actor != SOMEBODY] for reading in text.split("|")]


def is_called(case, actor, name):
    """Is it called so, or so with a mark of the other side's?"""
    called, folded = case.actors.name(actor), fold_name(name)
    own = fold_name(called.removesuffix(" (them)")) == folded
    return own or bool(re.fullmatch(rf"them{re.escape(folded)}\d*", fold_name(called)))


# Without shrinking, which would merge hundreds of cases on the disk: 800 examples were run once.
@settings(
    max_examples=20,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow],
)
@given(side(), side())
def test_rows_mean_what_they_meant(own, other):
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        mine, theirs = write(folder / "own", own), write(folder / "other", other)
        merged = merge_cases(mine, theirs, folder / "both", name="them")
        case, before, there = read_case(merged.folder), read_case(mine), read_case(theirs)
        where, were, their_where = locate_events(case), locate_events(before), locate_events(there)
        rows = {identity: row for row, identity in enumerate(case.events.id)}
        for row, identity in enumerate(before.events.id):
            now = rows[identity]
            assert (case.events.by[now], case.events.target[now]) == (before.events.by[row], before.events.target[row])
            assert where.region(now).where == were.region(row).where
        for row, identity in enumerate(there.events.id):
            now = rows[f"them.{identity}"]
            for column in ("by", "target"):
                was, stands = parties(there, row, column), parties(case, now, column)
                assert [len(reading) for reading in stands] == [len(reading) for reading in was]
                for then, actor in zip(chain(*was), chain(*stands), strict=True):
                    # Who is written as one of our ids, and is listed nowhere else, is that one.
                    plain = then == actor and f'"{then}"' not in (theirs / "actors.toml").read_text(encoding="utf-8")
                    assert plain or is_called(case, actor, there.actors.name(then))
            here, there_was = where.region(now).where, their_where.region(row).where
            assert here == there_was or isinstance(here, Unknown)
        ours = {actor for actor in before.actors.by_id}  # noqa: C416 - the ids alone
        assert [tie for tie in case.actors.ties if tie.actor in ours and tie.to in ours] == list(before.actors.ties)
