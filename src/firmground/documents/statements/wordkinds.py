"""Kinds of words: closed classes and endings. What is in none of them may be anything, and is taken for a noun."""

from __future__ import annotations

DETERMINERS = frozenset(
    """
    a an the this that these those its his her their our my your some any many most several all both each every
    no another other few more such one two three four five six seven eight nine ten dozens hundreds thousands
    """.split()
)
POSSESSIVES = frozenset(("'s", "’s"))
SUBJECT_PRONOUNS = frozenset("he she they it we i you there".split())
FIRST_PERSON = frozenset("i we you us me".split())
OBJECT_PRONOUNS = frozenset("him her them it us me you".split())
BE = frozenset("is are was were be been being 's ’s 're ’re 'm ’m am".split())
HAVE = frozenset("has have had 've ’ve".split())
DO = frozenset("do does did".split())
MODALS = frozenset("will would can could may might must shall should 'll ’ll 'd ’d".split())
NEGATIONS = frozenset("not n't n’t never".split())
AUXILIARIES = BE | HAVE | DO | MODALS | NEGATIONS
# After a noun "'s" is nearly always a genitive; only these say for certain that a sentence has its verb.
FINITE = frozenset(
    """
    is are was were am has have had do does did will would can could may might must shall should
    """.split()
)
IRREGULAR_PASTS = frozenset(
    """
    went took made got came gave held hit struck began left lost won fell fled put set sent met led cut let ran
    shot kept rose spoke stood sought saw grew drew drove flew fought built bought brought caught became broke
    withdrew remains remain continues seems appears puts says said told knew felt heard sank wore threw wrote
    """.split()
)
PREPOSITIONS = frozenset(
    """
    of for in from at on with to by near inside under behind against about within during over into amid among
    between through without despite towards toward since until after before across along around outside per via
    besides beyond because upon following
    """.split()
)
SUBORDINATORS = frozenset(
    """
    while although though because since when where as if whether after before until unless whereas once what how
    why
    """.split()
)
COORDINATORS = frozenset(("and", "but", "or", "then", "yet", "nor"))
RELATIVES = frozenset(("who", "which", "that", "whose", "whom"))
TIMES = frozenset(
    """
    monday tuesday wednesday thursday friday saturday sunday today yesterday tonight january february march
    april may june july august september october november december jan feb mar apr aug sept sep oct nov dec jan.
    feb. mar. apr. aug. sept. sep. oct. nov. dec. morning afternoon evening night week month year weekend midday
    noon
    """.split()
)
DAY_NAMES = frozenset(
    """
    monday tuesday wednesday thursday friday saturday sunday today yesterday tonight earlier later recently
    afterward
    """.split()
)
TIME_LEADS = frozenset("on in at late early earlier later last this next that during".split())
OPENING_ADVERBS = frozenset(
    """
    also earlier later meanwhile however still then now today yesterday separately instead similarly again thus
    further furthermore additionally finally moreover nevertheless nonetheless and but yet so or only even afterward
    since
    """.split()
)
MID_ADVERBS = frozenset(
    """
    also then later earlier since again still now never already once just only even too soon often always
    """.split()
)
NOT_ADVERBS = frozenset(
    """
    family ally assembly early daily weekly monthly reply supply july italy only likely bodily
    """.split()
)
TRAILERS = frozenset("both each all himself herself itself themselves alone".split())
# Where or how it was said: what stands between the verb and what was said.
OCCASIONS = frozenset(
    """
    statement interview email e-mail tweet speech briefing report letter telegram post message note address
    comment remarks comments conference call television radio twitter telegram facebook phone telephone article
    hearing memo
    """.split()
)
CLAUSE_OPENERS = frozenset("that whether how why if what when where there".split())
STOPS = frozenset((",", ";", ":", ".", "?", "!", "—", "–", "--", "(", ")", "…", "...", "-"))
DASHES = frozenset(("—", "–", "--", ";", ":", "(", ")", "-"))
QUOTES = frozenset(("“", "”", '"', "„", "«", "»"))


def is_adverb(low: str) -> bool:
    return low in MID_ADVERBS or (low.endswith("ly") and len(low) > 4 and low not in NOT_ADVERBS)


def is_ing(low: str) -> bool:
    return low.endswith("ing") and len(low) > 4 and low not in _NO_ING


def is_ed(low: str) -> bool:
    return low.endswith("ed") and len(low) > 3 and low not in _NO_ED and "-" not in low


_NO_ING = frozenset(
    """
    morning evening during nothing something anything everything meeting briefing building beijing
    """.split()
)
_NO_ED = frozenset("united need speed hundred indeed embed".split())
