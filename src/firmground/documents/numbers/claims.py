"""From a number to a drafted claim: who says it, to the letter what, and the test that it stands for.

What the words leave open is left empty, with a sentence that says what a person has to choose: half a test would answer
another question.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from firmground.case.claims import MeasureKind, Unit
from firmground.documents.by_sentence import BySentence
from firmground.documents.draft import Draft, DraftKind, Told
from firmground.documents.numbers.among import names_doer, read_by, read_inside, read_kind, read_period, unit_of
from firmground.documents.numbers.conditions import find_standing
from firmground.documents.numbers.setting import Setting, setting_of
from firmground.documents.numbers.vocabulary import COUNTED_SHARES, STRUCK
from firmground.documents.numbers.whose import read_speaker

if TYPE_CHECKING:
    from collections.abc import Iterator

    from firmground.documents.found import Found
    from firmground.documents.known import Known
    from firmground.documents.numbers.conditions import Standing
    from firmground.documents.numbers.quantity import Quantity
    from firmground.documents.page import Page

READER = "numbers"
_TITLE_LENGTH = 90
# What is longer, or holds more numbers, is a table or a page without full stops, and nobody's sentence.
LONGEST_SENTENCE = 3000
MOST_NUMBERS = 20
_SHARES = ("share", "ratio")
# A line of a list, or of a strike release, tells an event and makes no claim about many.
_LISTED = ("*", "-", "•", "–", "—", "·", "near ")


def propose_claims(page: Page, known: Known, found: Found) -> tuple[Draft, ...]:
    """A claim with a drafted test for each number that the events of a case can test: shares and counts of places and
    strikes. Of any other number `claim_of` makes one.
    """
    by_sentence = BySentence(page, found)
    drafts = []
    for sentence in by_sentence.sentences:
        if sentence.span.stop - sentence.span.start > LONGEST_SENTENCE:
            continue
        near = by_sentence.near(sentence.span)
        if len(near.quantities) > MOST_NUMBERS:
            continue
        settings = (setting_of(page, known, found, sentence, near, quantity) for quantity in near.quantities)
        drafts += [_draft(setting) for setting in settings if _can_be_tested(setting)]
    return tuple(drafts)


def claim_of(page: Page, known: Known, found: Found, quantity: Quantity) -> Draft | None:
    """The claim that one number makes; None if it stands in no sentence of the page."""
    by_sentence = BySentence(page, found)
    sentence = by_sentence.at(quantity.span)
    if sentence is None:
        return None
    return _draft(setting_of(page, known, found, sentence, by_sentence.near(sentence.span), quantity))


def _can_be_tested(setting: Setting) -> bool:
    quantity = setting.quantity
    if quantity.kind == "change" or str(setting.sentence).lower().startswith(_LISTED):
        return False
    unit = unit_of(setting)
    if quantity.kind == "vague" and not names_doer(setting) and not _has_condition(setting):
        return False  # "several", of nobody and nowhere, is too little for a test
    if _is_share(quantity):
        return bool(unit) or (not quantity.unit and find_standing(setting) is not None)
    if unit == Unit.PLACE:
        # Places are counted everywhere; what is said of them is a claim here only beside strikes.
        return not STRUCK.isdisjoint(setting.words) or bool(setting.words & {"named", "declared", "disclosed"})
    return unit == Unit.EVENT


def _has_condition(setting: Setting) -> bool:
    """The sentence says of what a number counts whose ground it lies on, whom it fell on, or in which place."""
    behind = any(one.span.start >= setting.quantity.span.stop for one in setting.actors)
    return behind or find_standing(setting) is not None or bool(read_inside(setting))


def _is_share(quantity: Quantity) -> bool:
    return quantity.kind in _SHARES or (quantity.kind == "vague" and quantity.accepted in COUNTED_SHARES)


def _draft(setting: Setting) -> Draft:
    quantity, text = setting.quantity, setting.text
    words = quantity.span.of(text)
    unit = f" ({quantity.unit})" if quantity.unit else ""
    speaker = read_speaker(setting)
    told = {one.name: one for one in speaker}
    title = " ".join(f"{words}{unit}: {told['says'].value[:_TITLE_LENGTH]}".split())
    standing = find_standing(setting)
    fields = [
        *speaker,
        *_said(setting, standing),
        *(_test(setting, standing, told["on"]) if _has_test(setting) else [_cannot_test(setting)]),
    ]
    return Draft(
        DraftKind.CLAIM,
        setting.sentence.span,
        title if len(title) <= _TITLE_LENGTH else f"{title[: _TITLE_LENGTH - 1]}…",
        tuple(fields),
        READER,
        tuple(_facts(setting)),
        _doubts(setting, standing),
    )


def _doubts(setting: Setting, standing: Standing | None) -> tuple[str, ...]:
    """A count without a condition asks of all of them, which may be more than the sentence does."""
    if standing is None and _has_test(setting) and not _is_share(setting.quantity):
        return ("The test counts all of them: if the sentence says where or whom, add test.that or test.among.",)
    return ()


# -- the speaker's own words


def _said(setting: Setting, standing: Standing | None) -> Iterator[Told]:
    quantity, text = setting.quantity, setting.text
    yield Told("said.value", quantity.span.of(text), (quantity.span,))
    if quantity.unit_span:
        yield Told("said.unit", quantity.unit, (quantity.unit_span,))
    if standing:
        yield Told("said.condition", standing.words.of(text), (standing.words,))
    if setting.days:
        yield Told("said.period", setting.days[0].span.of(text), (setting.days[0].span,))


def _facts(setting: Setting) -> Iterator[Told]:
    quantity, text = setting.quantity, setting.text
    yield Told("kind", quantity.kind)
    if quantity.operator:
        yield Told("operator", quantity.operator, (quantity.span,))
    if quantity.hedges:
        yield Told("hedges", "; ".join(span.of(text) for span in quantity.hedges), quantity.hedges)
    if quantity.whole:
        yield Told("whole", quantity.whole.of(text), (quantity.whole,))


# -- the test


def _has_test(setting: Setting) -> bool:
    return setting.quantity.kind != "change" and (bool(unit_of(setting)) or _is_share(setting.quantity))


def _cannot_test(setting: Setting) -> Told:
    quantity = setting.quantity
    if quantity.kind == "change":
        reason = "It says how a number changed, and no measure asks that."
        return Told("cannot_test", reason, doubt="Is it about how much was published? Then write a test instead.")
    if not quantity.unit:
        return Told(
            "cannot_test", "", doubt="The words do not say what is counted: write the test, or why there is none."
        )
    spans = (quantity.unit_span,) if quantity.unit_span else ()
    doubt = "Does the case hold these? Then write a test instead."
    return Told("cannot_test", f"It counts {quantity.unit}, which these data do not hold.", spans, doubt=doubt)


def _test(setting: Setting, standing: Standing | None, on: Told) -> Iterator[Told]:
    quantity = setting.quantity
    share = _is_share(quantity)
    measure = MeasureKind.SHARE if share else MeasureKind.COUNT
    yield Told("test.measure", measure.value, (quantity.span,))
    yield _unit(setting)
    yield read_by(setting, standing)
    yield from read_kind(setting)
    yield from read_period(setting, on)
    yield from read_inside(setting)
    if standing is not None:
        yield _that(setting, standing)
    elif share:
        doubt = "What makes one “that”? Name whose ground: in, outside, with or without it."
        yield Told("test.that.in", "", doubt=doubt)
    yield _value(setting)
    if quantity.out_of is not None and quantity.kind == "share" and quantity.whole:
        whole = quantity.whole.of(setting.text)
        doubt = "" if _COMPARED.isdisjoint(whole.lower().split()) else f"“{whole}” is written as {quantity.out_of}."
        yield Told("test.out_of", str(quantity.out_of), (quantity.whole,), doubt=doubt)


_COMPARED = frozenset("almost about nearly some around roughly over than least most approximately".split())


def _unit(setting: Setting) -> Told:
    unit, quantity = unit_of(setting), setting.quantity
    spans = (quantity.unit_span,) if quantity.unit_span else ()
    if not unit:
        doubt = "What is counted: places, events or strikes?"
        return Told("test.unit", "", spans, doubt=doubt)
    return Told("test.unit", unit, spans, how=f"“{quantity.unit.split()[-1]}” are counted as {unit}s")


def _that(setting: Setting, standing: Standing) -> Told:
    name, actor = f"test.that.{standing.relation}", standing.actor
    if len(actor.ids) != 1:
        which = " or ".join(actor.ids)
        return Told(name, "", (standing.words,), doubt=f"“{actor.span.of(setting.text)}” may be {which}.")
    return Told(name, actor.ids[0], (standing.words,), doubt=standing.doubt)


def _value(setting: Setting) -> Told:
    quantity, text = setting.quantity, setting.text
    words = quantity.span.of(text)
    if not quantity.accepted:
        return Told("test.value", "", (quantity.span,), doubt=f"Which values does “{words}” allow?")
    doubt = ""
    if quantity.kind == "vague" and not _is_share(quantity):
        doubt = f"“{words}” names no number: this is the least that it can mean."
    return Told("test.value", quantity.accepted, (quantity.span,), how=f"our reading of “{words}”", doubt=doubt)
