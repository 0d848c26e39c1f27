"""The files of a small case with one agreement, each of which a test may replace."""

from __future__ import annotations

ACTORS = """
[[actors]]
id = "russia"
name = "Russia"
[[actors]]
id = "france"
name = "France"
[[actors]]
id = "is"
name = "Islamic State"
[[actors]]
id = "fsa"
name = "Free Syrian Army"
[[ties]]
actor = "fsa"
tie = "fights"
to = "is"
from = "2015-01-01"
"""
DEFINITIONS = """
[[definitions]]
id = "d"
title = "Somebody (2015)"
[[definitions.labels]]
label = "fighters"
fights = ["is"]
"""
AGREEMENT = """
[[agreements]]
id = "a"
title = "Not to strike"
parties = ["russia", "france"]
on = "2015-11-19"
says = "We will not strike who fights them."
[[agreements.clauses]]
id = "1"
act = "air-strike"
protects = ["fighters"]
from = "2015-11-20"
"""
CLAIM = """
[[claims]]
id = "c"
by = "somebody"
on = "2015-12-01"
says = "They broke it."
[claims.test]
measure = "breaches"
agreement = "a"
value = ">= 1"
"""
HEAD = 'title = "T"\nperiod = "2015-10-01/2015-11-30"\n[[events]]\nid = "e"\nfile = "events.csv"\n'
