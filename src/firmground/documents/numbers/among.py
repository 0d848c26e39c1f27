"""Which events a number counts: by whom, of which kind, in which days."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from firmground.documents.draft import Told
from firmground.documents.numbers.vocabulary import UNITS
from firmground.spans import Span

if TYPE_CHECKING:
    from firmground.documents.actors import ActorWords
    from firmground.documents.numbers.conditions import Standing
    from firmground.documents.numbers.setting import Setting

_DISCLOSED = frozenset(
    "declared disclosed named announced published released reported listed publicised listing".split()
)
_FROM_THE_AIR = frozenset(
    "strike strikes airstrike airstrikes air-strike air-strikes raid raids bombing bombings bombed aircraft jets jet "
    "warplanes planes sorties struck bombers air".split()
)
_KINDS = ("airstrike", "strike", "airraid", "bombing")
_PRONOUNS = frozenset("their its his our".split())


def read_by(setting: Setting, standing: Standing | None) -> Told:
    """Whose events are counted. An actor in the noun itself goes before one that acts in the sentence, this one before
    one that the sentence names earlier, this one before whoever says it; the last two only if events of the case are
    theirs. Where one party alone acts in a case, a sentence that names nobody is read as of it, and doubted.
    """
    quantity = setting.quantity
    others = [one for one in setting.actors if standing is None or one is not standing.actor]
    counted = quantity.whole or quantity.unit_span
    inside = [one for one in others if counted and counted.overlaps(one.span)]
    if unit_of(setting) == "place":  # "nine ISIL positions" are Islamic State's, and so no strikes of its own
        inside = [one for one in inside if _does(setting, one)]
    acting = [one for one in others if _acts(setting, one)]
    before = [one for one in others if one.span.stop <= quantity.span.start and _does(setting, one)]
    if inside or acting:
        return _party(setting, (inside or acting)[-1])
    if before:
        return _party(setting, before[-1], doubt=_read_as(setting, before))
    speaker = setting.statement.speaker if setting.statement else None
    speaking = [one for one in setting.found.actors if speaker and speaker.overlaps(one.span) and _does(setting, one)]
    if speaking:
        name = speaking[0].span.of(setting.text)
        return _party(setting, speaking[0], doubt=f"“{name}” is who speaks: are its own strikes meant?")
    if len(setting.known.doers) == 1:
        (only,) = setting.known.doers
        how = "the only party that acts in this case"
        return Told("test.among.by", only, how=how, doubt="The sentence does not say whose strikes are counted.")
    return Told("test.among.by", "", doubt="Whose strikes are counted? The sentence names nobody of this case.")


def _does(setting: Setting, actor: ActorWords) -> bool:
    """Events of the case are put down to it, or the case says of nobody who acts."""
    return not setting.known.doers or not setting.known.doers.isdisjoint(actor.ids)


_NAMING = "named|declared|disclosed|struck|hit|bombed|flew|flown|carried out|claimed|announced|launched|conducted"
_ACTED = re.compile(rf" (?:has |have |had )?(?:{_NAMING})\b")
_DONE = "strikes?|air-?strikes?|raids?|attacks?|bombings?|targets"
_ACTED_BY = re.compile(rf"\b(?:{_DONE}|{_NAMING}) by (?:the )?$", re.IGNORECASE)


def _acts(setting: Setting, actor: ActorWords) -> bool:
    """“Strikes by Russia”, “places that Russia named”; not “rebels backed by Turkey”."""
    text, span = setting.text, actor.span
    return bool(_ACTED.match(text, span.stop) or _ACTED_BY.search(text[max(0, span.start - 30) : span.start]))


def _read_as(setting: Setting, before: list[ActorWords]) -> str:
    text = setting.text
    if len({one.ids for one in before}) > 1:
        return f"Whose strikes are counted: {_names(setting, before)}?"
    whole = setting.quantity.whole
    owner = whole.of(text).split()[0].lower() if whole else ""
    return f"“{owner}” is read as {before[-1].span.of(text)}." if owner in _PRONOUNS else ""


def _names(setting: Setting, actors: list[ActorWords]) -> str:
    return " or ".join(dict.fromkeys(one.span.of(setting.text) for one in actors))


def _party(setting: Setting, actor: ActorWords, doubt: str = "") -> Told:
    if len(actor.ids) != 1:
        which = " or ".join(actor.ids)
        return Told("test.among.by", "", (actor.span,), doubt=f"“{actor.span.of(setting.text)}” may be {which}.")
    return Told("test.among.by", actor.ids[0], (actor.span,), doubt=doubt)


def read_kind(setting: Setting) -> list[Told]:
    """A kind of event that the case has; none if it has none."""
    kinds = sorted(setting.known.kinds)
    if not kinds:
        return []
    plain = {"".join(letter for letter in kind.lower() if letter.isalpha()): kind for kind in kinds}
    if not _FROM_THE_AIR.isdisjoint(setting.words):
        kind = next((plain[name] for name in _KINDS if name in plain), "")
        if kind:
            return [Told("test.among.kind", kind, _words(setting, _FROM_THE_AIR), how="a kind of event of this case")]
    if len(kinds) == 1:
        return [Told("test.among.kind", kinds[0], how="the only kind of event of this case")]
    return [Told("test.among.kind", "", doubt=f"Which kind of event is counted: {', '.join(kinds)}?")]


def _words(setting: Setting, wanted: frozenset[str]) -> tuple[Span, ...]:
    return tuple(Span(word.start, word.stop) for word in setting.sentence.words if word.text.lower() in wanted)[:1]


def read_period(setting: Setting, on: Told) -> list[Told]:
    """The days of which the number speaks; where none are named, all that was reported by the day it was said on."""
    days = [one for one in setting.days if one.when.text and one.span.of(setting.text).lower() not in _SO_FAR]
    speaker = setting.statement.speaker if setting.statement else None
    if not days and speaker:  # "an analysis of targets disclosed up to mid-October"
        days = [one for one in setting.all_days if one.when.text and one.kind == "date" and speaker.covers(one.span)]
    if not days:
        if not on.value or "/" in on.value:
            return []
        how = "the day on which it was said: of what came later it cannot speak"
        return [Told("test.among.reported_until", on.value, on.spans, how)]
    day = days[0]
    ends = day.when.text.split("/")
    first, last = (ends[0], ends[-1])
    reported = "reported_" if not _DISCLOSED.isdisjoint(setting.words) and not first else ""
    doubt = day.doubt
    if len(days) > 1:
        doubt = f"Of which days does the number speak: {' or '.join(one.span.of(setting.text) for one in days[:3])}?"
    told = [Told("test.among.from", first, (day.span,), day.how, doubt)] if first else []
    if last:
        told.append(Told(f"test.among.{reported}until", last, (day.span,), day.how, doubt))
    return told


_SO_FAR = frozenset({"so far"})


def read_inside(setting: Setting) -> list[Told]:
    """A place of the case in which the counted events lie, if the sentence names one behind the number."""
    for place in setting.places:
        if place.span.start < setting.quantity.span.stop or place.government or place.relation:
            continue
        own = [one for one in place.candidates if one.gazetteer == "case"]
        before = setting.text[: place.span.start].rsplit(maxsplit=1)[-1:] if place.span.start else []
        if len(own) == 1 and len(place.candidates) == 1 and before in (["in"], ["at"], ["inside"], ["within"]):
            return [
                Told("test.among.inside", own[0].id, (place.span,), doubt="Does the number speak of this place alone?")
            ]
    return []


def names_doer(setting: Setting) -> bool:
    """The sentence itself says whose events a number counts."""
    counted = setting.quantity.whole or setting.quantity.unit_span
    return any(
        _acts(setting, one)
        or (
            _does(setting, one)
            and (one.span.stop <= setting.quantity.span.start or bool(counted and counted.overlaps(one.span)))
        )
        for one in setting.actors
    )


def unit_of(setting: Setting) -> str:
    """“place” or “event”; “” if the case counts no such thing."""
    unit = setting.quantity.unit.lower().replace("-", " ").split()
    if not _OTHER_MEANS.isdisjoint(unit[:-1]) and not _kinds_named(setting, unit):
        return ""  # "rocket attacks" are no strikes from the air
    if unit and unit[-1] in _TARGETS and setting.quantity.out_of and setting.quantity.kind == "share":
        return "event"  # targets that somebody counted may lie at one place
    return UNITS.get(unit[-1], "") if unit else ""


def _kinds_named(setting: Setting, unit: list[str]) -> bool:
    """The case holds events of that kind, or does not say which kinds it holds."""
    kinds = {word for kind in setting.known.kinds for word in kind.lower().replace("-", " ").split()}
    return not kinds or not kinds.isdisjoint(_OTHER_MEANS.intersection(unit))


# What is done otherwise than from the air.
_OTHER_MEANS = frozenset(
    "rocket mortar artillery missile shell suicide car truck ied roadside sniper gun knife arson ground chemical "
    "gas cyber terror terrorist ramming hand grenade insider naval".split()
)
_TARGETS = frozenset({"target", "targets"})
