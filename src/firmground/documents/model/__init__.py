"""An optional language model as a further reader: it may only point at spans of the text.

Nobody needs it and nothing contacts one unless a person names its address and agrees to what leaves the machine: the
text of the documents that are asked about, and our instruction. What it answers is looked up in the text to the
letter; what does not stand there is refused and counted. A text may try to talk to the model: it can gain nothing but
a proposal that points at its own words, which a person then sees marked as a model's.
"""

from firmground.documents.model.answer import Answered, read_answer
from firmground.documents.model.asking import Departure, ask_about, what_leaves
from firmground.documents.model.client import Address, ModelError
from firmground.documents.model.kept import keep_drafts, kept_drafts

__all__ = [
    "Address",
    "Answered",
    "Departure",
    "ModelError",
    "ask_about",
    "keep_drafts",
    "kept_drafts",
    "read_answer",
    "what_leaves",
]
