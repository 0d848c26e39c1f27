"""Kinds of words: closed classes and endings. What is in none of them may be anything, and is taken for a noun."""

from __future__ import annotations

_SPLIT = str.split

DETERMINERS = frozenset(
    _SPLIT(
        "a an the this that these those its his her their our my your some any many most several all both each every no"
        " another other few more such one two three four five six seven eight nine ten dozens hundreds thousands"
    )
)
POSSESSIVES = frozenset(("'s", "’s"))
SUBJECT_PRONOUNS = frozenset(_SPLIT("he she they it we i you there"))
THIRD_PERSON = frozenset(_SPLIT("he she they it him her them himself herself itself themselves"))
FIRST_PERSON = frozenset(_SPLIT("i we you us me"))
OBJECT_PRONOUNS = frozenset(_SPLIT("him her them it us me you"))
BE = frozenset(_SPLIT("is are was were be been being 's ’s 're ’re 'm ’m am"))
HAVE = frozenset(_SPLIT("has have had 've ’ve"))
DO = frozenset(_SPLIT("do does did"))
MODALS = frozenset(_SPLIT("will would can could may might must shall should 'll ’ll 'd ’d"))
NEGATIONS = frozenset(_SPLIT("not n't n’t never"))
AUXILIARIES = BE | HAVE | DO | MODALS | NEGATIONS
# After a noun "'s" is nearly always a genitive; only these say for certain that a sentence has its verb.
FINITE = frozenset(_SPLIT("is are was were am has have had do does did will would can could may might must shall should"))
IRREGULAR_PASTS = frozenset(
    _SPLIT(
        "went took made got came gave held hit struck began left lost won fell fled put set sent met led cut let ran shot"
        " kept rose spoke stood sought saw grew drew drove flew fought built bought brought caught became broke withdrew"
        " remains remain continues seems appears puts says said told knew felt heard sank wore threw wrote"
    )
)
PREPOSITIONS = frozenset(
    _SPLIT(
        "of for in from at on with to by near inside under behind against about within during over into amid among"
        " between through without despite towards toward since until after before across along around outside per via"
        " besides beyond because upon following"
    )
)
SUBORDINATORS = frozenset(
    _SPLIT("while although though because since when where as if whether after before until unless whereas once what how why")
)
COORDINATORS = frozenset(("and", "but", "or", "then", "yet", "nor"))
RELATIVES = frozenset(("who", "which", "that", "whose", "whom"))
TIMES = frozenset(
    _SPLIT(
        "monday tuesday wednesday thursday friday saturday sunday today yesterday tonight january february march april may"
        " june july august september october november december jan feb mar apr aug sept sep oct nov dec jan. feb. mar."
        " apr. aug. sept. sep. oct. nov. dec. morning afternoon evening night week month year weekend midday noon"
    )
)
DAY_NAMES = frozenset(
    _SPLIT("monday tuesday wednesday thursday friday saturday sunday today yesterday tonight earlier later recently afterward")
)
TIME_LEADS = frozenset(_SPLIT("on in at late early earlier later last this next that during"))
OPENING_ADVERBS = frozenset(
    _SPLIT(
        "also earlier later meanwhile however still then now today yesterday separately instead similarly again thus"
        " moreover nevertheless nonetheless and but yet so or only even afterward since"
    )
)
MID_ADVERBS = frozenset(
    _SPLIT("also then later earlier since again still now never already once just only even too soon often always")
)
NOT_ADVERBS = frozenset(_SPLIT("family ally assembly early daily weekly monthly reply supply july italy only likely bodily"))
TRAILERS = frozenset(_SPLIT("both each all himself herself itself themselves alone"))
# Where or how it was said: what stands between the verb and what was said.
OCCASIONS = frozenset(
    _SPLIT(
        "statement interview email e-mail tweet speech briefing report letter telegram post message note address comment"
        " remarks comments conference call television radio twitter telegram facebook phone telephone article hearing memo"
    )
)
CLAUSE_OPENERS = frozenset(_SPLIT("that whether how why if what when where there"))
STOPS = frozenset((",", ";", ":", ".", "?", "!", "—", "–", "--", "(", ")", "…", "...", "-"))  # noqa: RUF001 - dashes
DASHES = frozenset(("—", "–", "--", ";", ":", "(", ")", "-"))  # noqa: RUF001 - as above
QUOTES = frozenset(("“", "”", '"', "„", "«", "»"))


def is_adverb(low: str) -> bool:
    return low in MID_ADVERBS or (low.endswith("ly") and len(low) > 4 and low not in NOT_ADVERBS)  # noqa: PLR2004 - "fly"


def is_ing(low: str) -> bool:
    return low.endswith("ing") and len(low) > 4 and low not in _NO_ING  # noqa: PLR2004 - "king"


def is_ed(low: str) -> bool:
    return low.endswith("ed") and len(low) > 3 and low not in _NO_ED and "-" not in low  # noqa: PLR2004 - "red"


_NO_ING = frozenset(_SPLIT("morning evening during nothing something anything everything meeting briefing building beijing"))
_NO_ED = frozenset(_SPLIT("united need speed hundred indeed embed"))
