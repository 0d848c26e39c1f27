"""What a field of a record may say, as docs/case-format.md tells it, and what there is to choose from.

One place for all forms: a record that is changed and one that is added ask for a field in the same words.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from firmground.case.actors import TieKind
from firmground.case.claims import MeasureKind, Unit
from firmground.case.releases import DETAILS, STATUSES, ReleaseKind
from firmground.case.undertakings import ConditionAnswer, PledgeState
from firmground.read.places import LEVELS

if TYPE_CHECKING:
    from firmground.web.desk import Snapshot

_PARTIES: Final = "actors, by id or name; a;b is both, a|b is one of them and nobody knows which"
_DAY: Final = "2015-10-21, 2015-10, 2015-10-15~ or ?"

# By the field, or by the kind of record and the field where it means something else there.
_HINTS: Final = {
    "id": "short, lower case, without spaces: islamic-state",
    "date": "2015-10-21, 2015-10, 2015-10-01/2015-10-05 or ?",
    "date_from": "the first day that it may have been: 2015-10-21",
    "date_until": "the last day that it may have been: 2015-10-21",
    "reported": "the day on which the source named it",
    "from": "2015-10-21; empty: no limit; ?: unknown",
    "until": "2015-10-21; empty: no limit; ?: unknown",
    "as_of": "known on that day; before and after it may stand",
    "on": _DAY,
    "published": _DAY,
    "place": "an id or a name of places.csv",
    "radius_km": "how far the place reaches, in km",
    "lon": "degrees east, 36.2",
    "lat": "degrees north, 36.2",
    "area": "a unit of [[areas]]",
    "level": f"of the area: {', '.join(LEVELS)}",
    "by": _PARTIES,
    "target": "whom the publisher says was hit; a;b is both, a|b is one of them",
    "strikes": "3, 2..4 or 3+",
    "aliases": "several with ; between them",
    "actors": _PARTIES,
    "source": "an id of sources.toml",
    "duplicate_of": "the id of the row that this one repeats",
    "sha256": "of the kept copy; one that has changed since is told",
    "file": "a kept copy, in the folder of the case",
    "names": "other names and spellings, one a line",
    "tie": ", ".join(TieKind),
    "cannot_test": "the reason why these data cannot test it",
    "claims.by": "who said it",
    "claims.on": f"the day on which it was said: {_DAY}",
    "claims.says": "the sentence that was published, or its gist",
    "claims.anonymous": "true: the speaker is not named",
    "claims.topic": "rival claims share a topic",
    "claims.restates": "the id of the claim that this one repeats",
    "claims.cannot_test": "the reason why these data cannot test it, instead of a test",
    "claims.said.value": "in the speaker's words: almost 80 percent",
    "claims.said.unit": "in the speaker's words: targets",
    "claims.said.condition": "in the speaker's words: not held by",
    "claims.said.period": "in the speaker's words: up to 21 October",
    "test.measure": ", ".join(MeasureKind),
    "test.unit": ", ".join(Unit),
    "test.value": ">= 0.75, 0.75..0.80, <= 15 or 49/64",
    "test.out_of": "the whole of which only a part was disclosed",
    "test.model": "uniform, for best values beside the bounds of a share or a count; empty for none",
    "test.among.by": "one actor, or a party that stands in the events",
    "test.among.from": "only events of this day or later",
    "test.among.until": "only events of this day or earlier",
    "test.among.reported_from": "only events named on this day or later",
    "test.among.reported_until": "only events named on this day or earlier",
    "test.that.in": "held by: a party or a label",
    "test.that.outside": "not held by: a party or a label",
    "test.that.with": "any presence of: a party or a label",
    "test.that.without": "no presence of: a party or a label",
    "test.that.on_list": "a place on a sealed list lies around it: an id of [[sealed]] in case.toml",
    "actors.kind": "armed-group, state, …; grouping: a word for many",
    "sources.by": "who published it",
    "definitions.by": "whose words they are",
    "labels.label": "the word that is used: terrorist",
    "labels.covers": "the actors it means, one a line",
    "labels.excludes": "actors it does not mean, one a line",
    "labels.open": "true: the list is not complete, others may be meant",
    "labels.fights": "those too who fight it on the day",
    "labels.says": "the words it rests on",
    "agreements.parties": "who agreed, one actor a line",
    "agreements.on": f"the day on which it was agreed: {_DAY}",
    "agreements.cannot_test": "why it has no clause",
    "clauses.parties": "whom it binds, one actor a line; empty: the parties of the agreement",
    "clauses.act": "the kinds of events it speaks of, one a line; empty: every kind",
    "clauses.protects": "actors or labels, one a line; empty: whoever was hit",
    "clauses.zone": "areas or places of the case, one a line; empty: everywhere",
    "clauses.exempt": "who is not protected, whatever is protected, one a line",
    "pledges.by": "who promised, one actor a line",
    "pledges.to": "to whom, one actor a line",
    "pledges.what": "what was promised",
    "pledges.condition": "provided parliament approves",
    "pledges.on": f"the day on which it was made: {_DAY}",
    "stages.state": ", ".join(PledgeState),
    "stages.on": "2015-12-02, any date; ? if the day is not known",
    "stages.condition": f"{', '.join(ConditionAnswer)}: if the source says so of the pledge's condition",
    "releases.by": "who put it out, by any name of an actor",
    "releases.from": "the first day it speaks of; both empty: it does not say",
    "releases.until": "the last day it speaks of",
    "releases.status": ", ".join(STATUSES),
    "releases.kind": "release, or total: it sums up what others gave",
    "releases.gives": f"of {', '.join(DETAILS)}; several with ; between them",
    "releases.sorties": "3, 2..4 or 3+",
    "releases.targets": "3, 2..4 or 3+",
    "releases.attested_by": "of a silence: who says so",
}  # fmt: skip

_ACTORS: Final = frozenset({
    "by", "target", "holder", "present", "party", "actor", "to", "claimed_target", "test.party", "test.among.by",
    "test.that.outside", "test.that.in", "test.that.with", "test.that.without", "attested_by",
})  # fmt: skip
_CHOOSE: Final = {
    **dict.fromkeys(("place", "area", "test.to"), "places"),
    **dict.fromkeys(_ACTORS, "actors"),
    "source": "sources",
    "tie": "ties",
    "test.measure": "measures",
    "test.that.on_list": "sealed",
    "test.unit": "units",
    "claims.restates": "claims",
    "stages.state": "states",
    "stages.condition": "answers",
    "releases.status": "statuses",
    "releases.kind": "release-kinds",
}
_NUMBERED: Final = re.compile(r"\.\d+(?=\.)")
_MOST_NAMES: Final = 500


def hint_of(kind: str, name: str) -> str:
    """What may stand in a field of a record; "" where the name says enough. `kind`: as the list of it is called."""
    return _told(_HINTS, kind, name)


def choose_of(kind: str, name: str) -> str:
    """Which list of `names_of` a field chooses from; "" for none."""
    return _told(_CHOOSE, kind, name)


def _told(table: dict[str, str], kind: str, name: str) -> str:
    """For a field of an inner list, `clauses.2.act`, what is told of `clauses.act`, and else of `act`."""
    plain = _NUMBERED.sub("", name).casefold()
    inner = plain.rpartition(".")[2] if plain != name.casefold() else plain
    return table.get(f"{kind}.{plain}") or table.get(plain) or table.get(inner, "")


def names_of(seen: Snapshot) -> dict[str, list[str]]:
    """What a field may name, to choose from while writing."""
    return seen.remember("names for fields", lambda: _names(seen))


def _names(seen: Snapshot) -> dict[str, list[str]]:
    case = seen.case
    return {
        "places": list(case.gazetteer.places)[:_MOST_NAMES],
        "actors": list(case.actors.by_id)[:_MOST_NAMES],
        "sources": list(case.sources)[:_MOST_NAMES],
        "claims": list(case.claims)[:_MOST_NAMES],
        "sealed": list(case.sealed),
        "ties": list(TieKind),
        "measures": list(MeasureKind),
        "units": list(Unit),
        "states": list(PledgeState),
        "answers": list(ConditionAnswer),
        "statuses": list(STATUSES),
        "release-kinds": list(ReleaseKind),
    }
