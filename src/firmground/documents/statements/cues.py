"""Where a verb of saying is one: the same letters may be a noun, a passive, a wish or a name for something."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from firmground.documents.statements.verbs import Form, Sort, Verb
from firmground.documents.statements.wordkinds import (
    AUXILIARIES,
    BE,
    COORDINATORS,
    DAY_NAMES,
    DETERMINERS,
    FINITE,
    HAVE,
    MODALS,
    NEGATIONS,
    OBJECT_PRONOUNS,
    OCCASIONS,
    POSSESSIVES,
    PREPOSITIONS,
    RELATIVES,
    SUBJECT_PRONOUNS,
    SUBORDINATORS,
    TIMES,
    is_adverb,
    is_ed,
    is_ing,
)

if TYPE_CHECKING:
    from firmground.documents.statements.line import Line

ACCORDING = Verb("according to", Sort.SAY, "nothing", Form.BASE)  # type: ignore[arg-type]
_DENIED_THINGS = frozenset(("access", "entry", "freedom", "use", "visas", "permission"))
_HOW_MANY = frozenset(("several", "many", "some", "multiple", "numerous", "additional", "more", "other", "few"))
_MOSTLY_NAMING = frozenset(("report", "claim", "call", "describe", "announce", "predict", "forecast"))


class Cue(NamedTuple):
    """Words `start` to `stop` say that somebody says something; `at` is the verb among them.

    `past`: of the past, None where that is not told (an -ing form). `opens`: the speaker comes later.
    """

    start: int
    stop: int
    at: int
    verb: Verb
    past: bool | None
    opens: bool = False


def find_cues(line: Line) -> list[Cue]:
    """Every cue of the line, in order."""
    found = []
    for at, low in enumerate(line.low):
        if low == "according" and line.at(at + 1) == "to":
            found.append(Cue(at, at + 2, at, ACCORDING, None))
        elif (verb := line.verb(at)) is not None and (cue := _judge(line, at, verb)) is not None:
            found.append(cue)
    return found


def _judge(line: Line, at: int, verb: Verb) -> Cue | None:
    particle = line.at(at + 1) in verb.after
    if verb.after and not particle and not (verb.lemma == "call" and _calls_names(line, at)):
        return None
    start = _group_start(line, at)
    group = set(line.low[start:at])
    if not _speaks(line, at, start, verb, group):
        return None
    past = None if verb.form is Form.ING and not group & BE else _is_past(verb, group)
    opens = verb.form is Form.ING and (line.at(start - 1) in {"after", "before", "by"} or start == 0)
    return Cue(start, at + 1 + particle, at, verb, past, opens)


def _calls_names(line: Line, at: int) -> bool:
    """As in "called the vote “a travesty”"."""
    if not (line.starts_noun(at + 1) or line.at(at + 1) in OBJECT_PRONOUNS) or line.is_quoted(at + 1):
        return False
    return any(line.is_quoted(place) for place in range(at + 2, at + 9))


def _group_start(line: Line, at: int) -> int:
    """Back over "has since", "did not", "privately", "later"."""
    start = at
    while start > max(0, at - 5) and line.is_quoted(start - 1) == line.is_quoted(at):
        low = line.at(start - 1)
        if low not in AUXILIARIES and not is_adverb(low):
            break
        start -= 1
    while start < at and line.at(start) in {"even", "only", "just", "since", "soon", "earlier"} and start == 0:
        start += 1
    return start


def _is_past(verb: Verb, group: set[str]) -> bool:
    if group & {"was", "were", "had", "did"}:
        return True
    return verb.form in {Form.PAST, Form.PARTICIPLE} and not group & {"has", "have", "'ve", "’ve"}


def _speaks(line: Line, at: int, start: int, verb: Verb, group: set[str]) -> bool:
    keeps = verb.lemma == "deny" and not _DENIED_THINGS.isdisjoint(line.low[at + 1 : at + 9])  # "denied them access"
    wished = line.at(start - 1) == "to" and line.at(start - 2) != "on"  # "went on to say" says it
    denied = group & NEGATIONS and verb.sort in {Sort.SAY, Sort.THINK, Sort.RELAY, Sort.ASK}
    if keeps or wished or denied or group & MODALS:
        return False
    if verb.form is Form.ING:
        return bool(group & BE) or _stands_as_participle(line, start)
    if verb.sort is Sort.RELAY or group & BE:
        return verb.sort is Sort.RELAY
    if group & HAVE:
        return verb.form in {Form.PAST, Form.PARTICIPLE}
    return _stands_as_verb(line, at, start, verb)


def _stands_as_verb(line: Line, at: int, start: int, verb: Verb) -> bool:
    if verb.also_noun and (_is_object(line, start - 1) or not _is_verb_not_noun(line, at, start)):
        return False
    return verb.form not in {Form.PAST, Form.PARTICIPLE} or not _is_attribute(line, at, start, verb)


def _stands_as_participle(line: Line, start: int) -> bool:
    """As in ", saying", "while welcoming", "after noting", "a statement saying"; not "a man claiming"."""
    before = line.at(start - 1)
    if before == "," or start == 0 or (line.is_quoted(start - 1) and not line.is_quoted(start)):
        return True
    return before in {"while", "after", "before", "as", "by"} | COORDINATORS or before in OCCASIONS


def _is_verb_not_noun(line: Line, at: int, start: int) -> bool:
    before = line.at(start - 1)
    if start == 0 or before in DETERMINERS or before in POSSESSIVES or before in PREPOSITIONS:
        return False
    if line.is_finite(start - 1) or ((line.verb(at) or ACCORDING).form is Form.BASE and not _is_many(before)):
        return False
    after = line.at(at + 1)
    if after == "by" or line.verb(at + 1) is not None:
        return False
    if after in {".", ""}:
        return _is_many(before)
    if after == "to":
        return (line.verb(at) or ACCORDING).sort is Sort.ASK
    return line.starts_noun(at + 1) or line.is_quoted(at + 1) or after in {"that", ":", ",", "how", "why", "what"}


def _takes_object(line: Line, at: int) -> bool:
    """A verb whose object the next word is: "that used | claims", "by making | claims", "to make | claims"; not "was
    wounded | claims", "the accused | claims", "a filing | claims".
    """
    earlier = at - 1
    while is_adverb(line.at(earlier)):
        earlier -= 1
    low, before = line.at(at), line.at(earlier)
    if line.is_capital(at) or line.is_mark(at):
        return False
    if before == "to" and line.at(earlier - 1) != "according":
        return True
    if is_ing(low):
        return before in PREPOSITIONS | BE | COORDINATORS | SUBORDINATORS | {","}
    return is_ed(low) and before not in BE and (before in RELATIVES or before not in DETERMINERS | POSSESSIVES)


def _is_object(line: Line, at: int) -> bool:
    """What follows the word here is the object of a verb, one word between them or none.

    As in "repeated false | claims", "rejected Russian | claims"; not "said Moscow | claims".
    """
    describes = line.at(at).isalpha() and line.at(at) not in TIMES | DAY_NAMES | SUBJECT_PRONOUNS | RELATIVES
    verb = line.verb(at - 1)
    takes_clause = verb is not None and verb.sort not in {Sort.ADMIT, Sort.JUDGE} and verb.lemma != "repeat"
    described = describes and not takes_clause and line.at(at - 2) != "to"
    return _takes_object(line, at) or (described and _takes_object(line, at - 1))


def _is_many(low: str) -> bool:
    """A subject that "they" could stand for: "estimate" after it is a verb."""
    return low.endswith("s") or low in {
        "they",
        "we",
        "you",
        "i",
        "who",
        "that",
        "people",
        "police",
        "media",
        "data",
        "men",
        "women",
        ",",
    }


def _is_attribute(line: Line, at: int, start: int, verb: Verb) -> bool:
    """A participle that goes with a noun: "the alleged attack", "a truce declared by ...", "announced Friday was"."""
    before = line.at(start - 1)
    if before[:1].isdigit():
        return True
    if before in DETERMINERS - {"all", "both", "some", "many", "several"} or before in POSSESSIVES:
        return True
    if (verb.lemma == "suspect" or before in _HOW_MANY) and not _opens_content(line, at + 1):
        return True
    if before in PREPOSITIONS and before not in {"since", "after", "before", "until"}:
        return True
    return verb.lemma not in {"say", "tell"} and _follows_noun(line, at, start, verb)


def _opens_content(line: Line, place: int) -> bool:
    low = line.at(place)
    return low == "that" or low in DETERMINERS or low in SUBJECT_PRONOUNS or low in OBJECT_PRONOUNS


def _follows_noun(line: Line, at: int, start: int, verb: Verb) -> bool:
    after = line.at(at + 1)
    if verb.sort is Sort.THINK and (after in PREPOSITIONS or line.is_mark(at + 1)) and verb.lemma != "hope":
        return True
    if after == "to" and verb.lemma in {"report", "allege", "claim"}:
        return True
    if after == "by" or (verb.lemma in {"accuse", "suspect"} and after == "of"):
        return True
    past_time = line.skip_time(at + 1)
    finite = line.at(past_time) in FINITE and line.at(start - 1) not in RELATIVES
    return finite and (past_time > at + 1 or verb.lemma in _MOSTLY_NAMING)
