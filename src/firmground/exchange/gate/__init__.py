"""The last look at what is about to leave: whatever a rule keeps back must be nowhere in it, in no form."""

from firmground.exchange.gate.audience import audience_case, shown_texts
from firmground.exchange.gate.leaks import Leak, Sign, say_leaks
from firmground.exchange.gate.scan import not_looked_for, scan

__all__ = ["Leak", "Sign", "audience_case", "not_looked_for", "say_leaks", "scan", "shown_texts"]
