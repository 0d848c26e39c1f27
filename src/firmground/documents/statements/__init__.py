"""Who said what: speaker, cue and content, to the letter.

A closed list of verbs finds the cues (`verbs`, `cues`), what bounds a noun phrase finds the speaker (`subjects`),
what is left of the sentence was said (`contents`, `frames`, `relays`); who "he" is, the sentences before tell
(`meanings`).
"""

from firmground.documents.statements.find import find_statements
from firmground.documents.statements.nouns import Naming, Statement
from firmground.documents.statements.propose import propose_statements, told_by

__all__ = ["Naming", "Statement", "find_statements", "propose_statements", "told_by"]
