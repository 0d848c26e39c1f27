"""Agreements and pledges in a text: who undertakes what towards whom, under which condition.

An undertaking is in words that bind somebody: a verb of promising or agreeing with its subject. What was refused,
failed, hoped for or only possible is none. Whether it was kept is not asked here: that is for later sources.
"""

from firmground.documents.undertakings.cues import Cue, find_cues
from firmground.documents.undertakings.drafts import propose_undertakings

__all__ = ["Cue", "find_cues", "propose_undertakings"]
