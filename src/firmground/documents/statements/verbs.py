"""Verbs of saying: a closed list, so that nothing has to be learnt to know one.

What stands after a verb decides whether it speaks: "added a clause" does not, "added that it was late" does. `Needs`
is what each verb asks for.
"""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple


class Sort(StrEnum):
    """What kind of saying."""

    SAY = "say"
    ADMIT = "admit"  # and its opposite
    JUDGE = "judge"
    ASK = "ask"  # and promise
    THINK = "think"
    SHOW = "show"  # what a document does
    RELAY = "relay"  # "quoted him as saying"


class Needs(StrEnum):
    """What has to follow."""

    NOTHING = "nothing"  # a thing will do: "denied the report"
    CLAUSE = "clause"  # "that ...", a quotation, a sentence
    QUOTE = "quote"  # only with a quotation before or after it


class Form(StrEnum):
    BASE = "base"
    THIRD = "third"  # "says"
    PAST = "past"  # "said", also the participle where the two are one
    PARTICIPLE = "participle"  # "written"
    ING = "ing"


class Verb(NamedTuple):
    """A form of a verb. `after`: the particles of which one has to follow ("called for"). `also_noun`: the same letters
    are a noun, "reports".
    """

    lemma: str
    sort: Sort
    needs: Needs
    form: Form
    after: tuple[str, ...] = ()
    also_noun: bool = False


_LISTED = (
    (
        Sort.SAY,
        Needs.NOTHING,
        (
            "say tell note announce explain claim insist reveal warn remark mention reiterate assert allege confirm"
            " report disclose emphasize emphasise stress underline underscore highlight hint remind inform notify"
            " assure caution predict forecast clarify describe characterize characterise express boast testify"
        ),
    ),
    (
        Sort.SAY,
        Needs.CLAUSE,
        (
            "add write argue tweet declare recall repeat maintain contend quip joke observe imply signal recount"
            " conclude complain lament retort stipulate swear speculate"
        ),
    ),
    (Sort.SAY, Needs.QUOTE, "state reply respond answer continue comment counter exclaim shout"),
    (Sort.ADMIT, Needs.NOTHING, "acknowledge concede admit deny dispute reject dismiss rebut refute downplay"),
    (
        Sort.JUDGE,
        Needs.NOTHING,
        "criticize criticise praise denounce condemn accuse blame slam hail applaud welcome decry congratulate",
    ),
    (Sort.ASK, Needs.NOTHING, "urge ask request demand promise pledge vow threaten"),
    (Sort.THINK, Needs.NOTHING, "believe hope fear expect doubt suspect estimate"),
    (Sort.THINK, Needs.CLAUSE, "think assess worry"),
    (Sort.SHOW, Needs.NOTHING, "show"),
    (Sort.SHOW, Needs.CLAUSE, "find suggest indicate demonstrate"),
    (Sort.RELAY, Needs.NOTHING, "quote cite"),
)
_PARTICLES = {"call": ("for", "on", "upon"), "point": ("out",), "rule": ("out",), "appeal": ("to", "for")}
_WITH_PARTICLE = ((Sort.ASK, "call appeal"), (Sort.SAY, "point"), (Sort.ADMIT, "rule"))
_IRREGULAR = {
    "say": ("says", "said", "said", "saying"),
    "tell": ("tells", "told", "told", "telling"),
    "write": ("writes", "wrote", "written", "writing"),
    "think": ("thinks", "thought", "thought", "thinking"),
    "find": ("finds", "found", "found", "finding"),
    "show": ("shows", "showed", "shown", "showing"),
    "swear": ("swears", "swore", "sworn", "swearing"),
    "admit": ("admits", "admitted", "admitted", "admitting"),
    "rebut": ("rebuts", "rebutted", "rebutted", "rebutting"),
    "quip": ("quips", "quipped", "quipped", "quipping"),
    "slam": ("slams", "slammed", "slammed", "slamming"),
    "forecast": ("forecasts", "forecast", "forecast", "forecasting"),
}
_ALSO_NOUNS = frozenset(
    """
    suspect report claim note demand call answer show find estimate promise pledge vow request hope fear doubt
    stress hint blame praise welcome remark signal forecast dispute reply highlight appeal point rule boast joke
    comment quote hail
    """.split()
)
_NEVER = frozenset(("state", "states", "rule", "rules", "point", "comment", "comments", "answer", "answers", "find"))
_VOWELS = "aeiou"


def _forms(lemma: str) -> dict[str, Form]:
    if lemma in _IRREGULAR:
        third, past, participle, ing = _IRREGULAR[lemma]
    elif lemma.endswith("e"):
        third, past, participle, ing = f"{lemma}s", f"{lemma}d", f"{lemma}d", f"{lemma[:-1]}ing"
    elif lemma.endswith("y") and lemma[-2] not in _VOWELS:
        third, past, participle, ing = f"{lemma[:-1]}ies", f"{lemma[:-1]}ied", f"{lemma[:-1]}ied", f"{lemma}ing"
    else:
        third = f"{lemma}{'es' if lemma.endswith(('s', 'sh', 'ch', 'x')) else 's'}"
        past, participle, ing = f"{lemma}ed", f"{lemma}ed", f"{lemma}ing"
    forms = {lemma: Form.BASE, third: Form.THIRD, participle: Form.PARTICIPLE}
    return forms | {past: Form.PAST, ing: Form.ING}


def _table() -> dict[str, Verb]:
    found: dict[str, Verb] = {}
    listed = [*_LISTED, *((sort, Needs.NOTHING, lemmas) for sort, lemmas in _WITH_PARTICLE)]
    for sort, needs, lemmas in listed:
        for lemma in lemmas.split():
            for form, kind in _forms(lemma).items():
                noun = lemma in _ALSO_NOUNS and kind in {Form.BASE, Form.THIRD}
                if form not in _NEVER or lemma in _PARTICLES:
                    found[form] = Verb(lemma, sort, needs, kind, _PARTICLES.get(lemma, ()), noun)
    return found


VERBS = _table()
TELLING = frozenset(("tell", "remind", "inform", "notify", "assure"))  # whom one tells stands before what is told
# What follows these is not what the speaker holds to be so: without the verb the words would say something else.
TURNING = frozenset(
    """
    deny dispute reject dismiss rebut refute downplay rule criticize criticise praise denounce condemn accuse
    blame blast slam hail applaud welcome decry congratulate urge ask request demand promise pledge vow threaten
    call appeal hope fear expect doubt suspect worry describe characterize characterise express speculate
    complain lament
    """.split()
)
