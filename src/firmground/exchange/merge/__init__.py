"""merge: somebody else's case as further sources beside one's own; nothing overwritten, every disagreement told."""

from firmground.exchange.merge.merge import merge_cases
from firmground.exchange.merge.model import Disagreement, Merged, Question, Taken, Told
from firmground.exchange.merge.say import say_merged

__all__ = ["Disagreement", "Merged", "Question", "Taken", "Told", "merge_cases", "say_merged"]
