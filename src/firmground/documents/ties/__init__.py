"""Ties in a text: who backs, fights, is allied with or belongs to whom, in the words of one clause.

Nothing is inferred. Two actors of the case stand on either side of words that say a tie; what lies between them may be
few words and no other actor. Denied, asked for or supposed ties are proposed with that doubt, for a person to refuse.
"""

from firmground.documents.ties.drafts import propose_ties
from firmground.documents.ties.words import TieWords, find_tie_words

__all__ = ["TieWords", "find_tie_words", "propose_ties"]
