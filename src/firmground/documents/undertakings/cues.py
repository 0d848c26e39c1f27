"""Words that bind: a verb of promising or agreeing, or a thing agreed, with who is bound and what is undertaken."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from firmground.spans import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from firmground.documents.prose import Sentence, Word

# Forms of a verb that promises; "offers" says that it is an offer, which binds only once it is taken.
_PROMISES: Final = frozenset(
    "pledge pledges pledged vow vows vowed promise promises promised undertake undertakes undertook undertaken "
    "guarantee guarantees guaranteed swear swears swore commit commits committed".split()
)
_OFFERS: Final = frozenset("offer offers offered ready prepared willing".split())
_AGREES: Final = frozenset("agree agrees agreed".split())
_CONCLUDES: Final = frozenset(
    "sign signs signed reach reaches reached conclude concludes concluded strike strikes struck".split()
)
_DEALS: Final = frozenset(
    "agreement agreements deal accord accords memorandum ceasefire truce pact understanding armistice".split()
)
# What may stand between a concluding verb and the thing: "signed a joint memorandum".
_BETWEEN_VERB_AND_DEAL: Final = 5
# "held out the prospect of joining", "gave its word that": the verb is nothing without the thing.
_HOLDS_OUT: Final = {
    "held": ("out", "the", "prospect", "of"),
    "hold": ("out", "the", "prospect", "of"),
    "holds": ("out", "the", "prospect", "of"),
    "gave": ("its", "word"),
    "gives": ("its", "word"),
}
_WEEKDAYS: Final = frozenset("monday tuesday wednesday thursday friday saturday sunday".split())
# Words before a verb that make it no undertaking: it is denied, hoped for, asked for, or only possible.
_UNSURE: Final = frozenset(
    "not never n't n’t no nor cannot could may might would should if whether unless hope hopes hoped hoping refuse "
    "refuses refused decline declines declined fail fails failed failing yet asked urge urged urges must to unlikely "
    "likely expected reportedly deny denies denied denying".split()
)
_UNSURE_REACH: Final = 3
# After one of these "promise" is a thing and no verb.
_BEFORE_NOUN: Final = frozenset("the a an this that its his her their our your my no any of".split())
_STARTS_DEED: Final = frozenset("to that not on for a an the it they he she we its their".split())
# Where a subject must end on its way to the left.
_CLAUSE_ENDS: Final = frozenset(", ; : ( ) — – and but while that which who whom because after before as".split())
_CONDITIONS: Final = (
    ("provided", "that"),
    ("provided",),
    ("on", "condition", "that"),
    ("on", "the", "condition", "that"),
    ("as", "long", "as"),
    ("so", "long", "as"),
    ("only", "if"),
    ("if",),
    ("unless",),
    ("once",),
    ("subject", "to"),
    ("pending",),
    ("in", "return", "for"),
    ("in", "exchange", "for"),
)
# So many words are looked through for a subject or a condition: more than any sentence that is read aloud has.
_LONGEST: Final = 80
_QUOTES: Final = frozenset("“ ” \" ‘ ’ ' « »".split())


@dataclass(frozen=True, slots=True)
class Cue:
    """An undertaking in a sentence. `verb`: the binding words; `subject`: who is bound, None if it does not say;
    `deed`: what is undertaken, without its condition; `condition`: with the word that opens it. `offer`: offered, and
    not yet taken. `will`: said with "will" alone, which may be a forecast.
    """

    verb: Span
    subject: Span | None
    deed: Span
    condition: Span | None = None
    agrees: bool = False
    offer: bool = False
    will: bool = False


def find_cues(sentence: Sentence) -> tuple[Cue, ...]:
    """The undertakings of a sentence, the first of those that share their words."""
    found: list[Cue] = []
    words = [word for word in sentence.words if word.text not in _QUOTES]
    low = [word.text.lower() for word in words]
    for at in range(len(words)):
        cue = _cue_at(words, low, at)
        if cue is not None and not (found and found[-1].deed.covers(cue.verb) and not cue.agrees):
            found.append(cue)
    return tuple(found)


def _cue_at(words: Sequence[Word], low: Sequence[str], at: int) -> Cue | None:
    stop = _binding(low, at)
    if stop is None or any(one in _UNSURE for one in low[max(0, at - _UNSURE_REACH) : at]):
        return None
    start = _skip_day(low, stop)
    condition = _condition(low, start)
    end = _end(words, len(words) if condition is None else condition)
    if end <= start:
        return None
    return Cue(
        verb=Span(words[at].start, words[stop - 1].stop),
        subject=_subject(words, low, at),
        deed=Span(words[start].start, words[end - 1].stop),
        condition=None if condition is None else Span(words[condition].start, words[_end(words, len(words)) - 1].stop),
        agrees=low[at] in _AGREES or low[at] in _CONCLUDES,
        offer=low[at] in _OFFERS or low[at] in _HOLDS_OUT,
        will=low[at] == "will",
    )


def _binding(low: Sequence[str], at: int) -> int | None:
    """Where the binding words that begin here end, or None if none begin here."""
    word, after = low[at], low[at + 1] if at + 1 < len(low) else ""
    if at and low[at - 1] in _BEFORE_NOUN:
        return None
    if word in _HOLDS_OUT:
        thing = _HOLDS_OUT[word]
        return at + 1 + len(thing) if tuple(low[at + 1 : at + 1 + len(thing)]) == thing else None
    if word in _CONCLUDES:
        reach = low[at + 1 : at + _BETWEEN_VERB_AND_DEAL + 2]
        return at + 1 if any(one in _DEALS for one in reach) else None
    if word in _AGREES or word in _PROMISES or word in _OFFERS or word == "will":
        return at + 1 if _opens_deed(word, after) else None
    return None


def _skip_day(low: Sequence[str], at: int) -> int:
    """Past "on Thursday", which says when it was undertaken and not what."""
    return at + 2 if low[at : at + 1] == ["on"] and at + 1 < len(low) and low[at + 1] in _WEEKDAYS else at


def _opens_deed(verb: str, after: str) -> bool:
    """A verb of promising takes "to", "that", "not", or a thing; being ready takes "to"; "will" takes any verb."""
    if verb in _OFFERS:
        return after in {"to", "that", "not"}
    if verb in _AGREES:
        return after in {"to", "that", "on", "not", "in"}
    if verb == "will":
        return after.isalpha() and after not in {"be", "and", "or", "of", "have"}
    if verb.startswith("commit"):
        return after in {"to", "itself", "themselves", "himself", "not"}
    return after in _STARTS_DEED or (after.isalnum() and after != "by")


def _condition(low: Sequence[str], start: int) -> int | None:
    """Where a condition opens. The deed comes before it, so it never is the first word after the verb."""
    for at in range(start + 1, min(len(low), start + _LONGEST)):
        if any(tuple(low[at : at + len(words)]) == words for words in _CONDITIONS):
            return at
    return None


def _end(words: Sequence[Word], end: int) -> int:
    """Without the marks at the end."""
    while end > 0 and not any(letter.isalnum() for letter in words[end - 1].text):
        end -= 1
    return end


_BEFORE_VERB: Final = frozenset(
    "has have had also is are was were both all formally jointly finally again remain remains remained".split()
)
_IN_NAMES: Final = frozenset("the of al".split())
_LONGEST_NAME: Final = 5  # words


def _subject(words: Sequence[Word], low: Sequence[str], at: int) -> Span | None:
    """The words before the verb back to where their clause begins; "X and Y agreed" keeps both."""
    stop = at
    while stop > 0 and low[stop - 1] in _BEFORE_VERB:
        stop -= 1
    start = stop
    for before in _leftwards(words, low, stop):
        start = before
    return Span(words[start].start, words[stop - 1].stop) if start < stop else None


def _leftwards(words: Sequence[Word], low: Sequence[str], stop: int) -> Iterator[int]:
    listing = False
    for at in range(stop - 1, max(-1, stop - 1 - _LONGEST), -1):
        if low[at] == "and" and 0 < at < stop - 1:
            # Between two names it keeps both. Behind a comma it begins a clause, unless names are listed: "A, B, and C"
            listing = listing or (low[at - 1] == "," and _is_item(words, low, at - 1))
            if listing or low[at - 1] not in _CLAUSE_ENDS:
                continue
        if low[at] == "," and listing and _is_item(words, low, at):
            continue
        if low[at] in _CLAUSE_ENDS or low[at] in {"said", "says", "told", "saying"}:
            return
        yield at


def _is_item(words: Sequence[Word], low: Sequence[str], comma: int) -> bool:
    """Nothing but a name stands between this comma and the one before it, or the beginning."""
    start = comma
    while start > 0 and low[start - 1] not in _CLAUSE_ENDS and comma - start <= _LONGEST_NAME:
        start -= 1
    named = [words[at].text[0].isupper() or low[at] in _IN_NAMES for at in range(start, comma)]
    return 0 < len(named) <= _LONGEST_NAME and all(named)
