"""Structural balance, exactly: the divisions into at most k blocs that leave the fewest contradictions.

A friend in another bloc and a foe in one's own contradict a division (Cartwright & Harary, Psychological Review 63,
1956; for more than two blocs Davis, Human Relations 20, 1967). The least number of them is the frustration or line
index of balance. It never takes one best division for all of them, and never gives a good guess for the best.
"""

from __future__ import annotations

from firmground.engine.balance.circles import contradicting_circle
from firmground.engine.balance.divisions import Division, Group, divide
from firmground.engine.balance.relations import APART, TOGETHER, Relations, relate
from firmground.engine.balance.signed import Edge

__all__ = ["APART", "TOGETHER", "Division", "Edge", "Group", "Relations", "contradicting_circle", "divide", "relate"]
