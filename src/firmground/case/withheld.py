"""The words for records that whoever gave a case away has and does not show, and what hangs on each of them."""

from __future__ import annotations

# No number rests on these: what they say of others stands in the others.
NOTHING_RESTS_ON = frozenset({"sources", "claims", "documents", "passages", "encounters", "around", "sealed", "actors"})
# What is shown refers to none of these that are hidden, nor to a name that may mean one of them: whoever makes a view
# sees to that. What asks for one cannot be asked.
NAMED_BY_WHAT_ASKS = frozenset({"places", "incidents", "areas", "area-features", "agreements", "subsets", "maps"})
# Whole files of events: not even how many they are is known.
OF_EVENTS = frozenset({"events"})
# On these rests who is meant by a party.
OF_PARTIES = frozenset({"ties", "definitions"})
# The record of what a publisher put out.
OF_RELEASES = frozenset({"releases", "disclosure"})
OF_PLEDGES = frozenset({"pledges"})
OF_TIES = frozenset({"ties"})
OF_MAP = "map:"  # with the id of the map: rows or features of it

KINDS = NOTHING_RESTS_ON | NAMED_BY_WHAT_ASKS | OF_EVENTS | OF_PARTIES | OF_RELEASES | OF_PLEDGES
