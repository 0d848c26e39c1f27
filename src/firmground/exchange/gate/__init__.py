"""The last look at what is about to leave: whatever a rule keeps back must be nowhere in it, in no form."""

from firmground.exchange.gate.leaks import Leak, Sign
from firmground.exchange.gate.scan import not_looked_for, scan

__all__ = ["Leak", "Sign", "not_looked_for", "scan"]
