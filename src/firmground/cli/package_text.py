"""A package in a terminal: what it would hold back before it leaves, and what it proves when it arrives.

What a stranger wrote is made visible before it is shown (see `render.visible`); `wrap` does that for whole lines.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from firmground.exchange.gate import not_looked_for
from firmground.exchange.package.findings import UNTESTED, Inside
from firmground.exchange.viewing.effects import Change
from firmground.exchange.viewing.words import say_held
from firmground.phrases import list_words, several
from firmground.render.numbers import STANDING_WORDS, say_span
from firmground.render.paint import ACCENT, BOLD, paint_lines
from firmground.render.wrap import wrap

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from firmground.bounds import Bounds
    from firmground.exchange.package.findings import Compared
    from firmground.exchange.package.pack import Packed, Prepared
    from firmground.exchange.package.verification import PackageVerification
    from firmground.exchange.seals import Proof
    from firmground.exchange.viewing.effects import ClaimEffect

_MOST_CLAIMS: Final = 40
_MOST_NAMES: Final = 8


def say_verification(found: PackageVerification, width: int, *, color: bool = False) -> str:
    """What a package proves, what it does not, what is withheld, and the findings on both sides."""
    lines = list(_say_head(found, width, color=color))
    if found.fault:
        lines += [""] * bool(lines) + paint_lines(wrap(f"NOT SOUND. {found.fault}", width), ACCENT, color=color)
        lines += wrap("Nothing that it shows should be relied on.", width)
        return "\n".join(lines) + "\n"
    if found.outside:
        words = f"NOT SOUND. {_say_outside(found.outside)}"
        lines += ["", *paint_lines(wrap(words, width), ACCENT, color=color)]
    else:
        lines += ["", *paint_lines(["SOUND."], BOLD, color=color)]
    lines += _section("What is proven", found.proven, width, color=color)
    lines += _section("What is not", found.not_proven, width, color=color)
    nothing = ("Nothing: every row is shown whole.",)
    lines += _section("What is withheld", found.held_back or nothing, width, color=color)
    lines += _section(_findings_title(found), _say_findings(found), width, color=color)
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _say_head(found: PackageVerification, width: int, *, color: bool) -> Iterator[str]:
    if not found.key:
        return
    yield from paint_lines(wrap(found.title or "A package without a title", width), BOLD, color=color)
    audience = f"{found.audience}, " if found.audience else ""
    yield from wrap(f"{audience}packed on {found.day} with {found.made_by}", width)
    known = f"key {found.key_name}: " if found.key_name else "an unknown key: "
    yield from wrap(f"{known}{found.fingerprint}", width)


def _section(title: str, sentences: Iterable[str], width: int, *, color: bool) -> list[str]:
    lines = ["", "─" * width, *paint_lines([title], BOLD, color=color)]
    for sentence in sentences:
        lines += wrap(sentence, width, first="  · ", indent="    ")
    return lines


def _say_outside(outside: Sequence[Compared]) -> str:
    claims = list(dict.fromkeys(found.claim for found in outside))
    more = f" and {len(claims) - 1:,} more" if len(claims) > 1 else ""
    return (
        f"The sender's own bounds of {claims[0]}{more} do not lie inside what the package allows: "
        "they are not those of the rows that were signed."
    )


def _findings_title(found: PackageVerification) -> str:
    if found.has_findings:
        return "The sender's bounds of the full case, and what follows from what is shown"
    return "What follows from what is shown (the sender gives no bounds)"


def _say_findings(found: PackageVerification) -> Iterator[str]:
    by_claim: dict[str, list[Compared]] = defaultdict(list)
    for one in found.findings:
        by_claim[one.claim].append(one)
    reasons = dict(found.untested)
    for claim, every in list(by_claim.items())[:_MOST_CLAIMS]:
        if claim in reasons and every[0].their_standing == UNTESTED:
            yield f"{claim}: not tested, by its sender neither: {reasons[claim]}"
        elif claim in reasons:
            yield f"{claim}: cannot be tested on what is shown: {reasons[claim]}"
        else:
            yield f"{claim}: {_say_claim(every)}"
    if len(by_claim) > _MOST_CLAIMS:
        yield f"… and {len(by_claim) - _MOST_CLAIMS:,} more claims, all of them with --json"
    if not by_claim:
        yield "No claim is shown."


def _say_claim(every: Sequence[Compared]) -> str:
    """The claim under its own choices, which come first; and how it is under all of them."""
    first = every[0]
    ours = f"{_say_bounds(first.ours, first.measure)} here"
    if not first.their_standing:
        return ours
    theirs = _say_bounds(first.theirs, first.measure)
    said = f"{theirs} says the sender, {ours}"
    outcomes = Counter(one.inside for one in every)
    choices = f" under all {len(every):,} combinations of choices" if len(every) > 1 else ""
    if set(outcomes) == {Inside.YES}:
        return f"{said}: inside{choices}"
    parts = [f"{words} under {outcomes[kind]:,}" for kind, words in _OUTCOMES.items() if outcomes[kind]]
    return f"{said}: {', '.join(parts)} of {len(every):,} combinations of choices"


_OUTCOMES: Final = {Inside.NO: "OUTSIDE", Inside.YES: "inside", Inside.UNTESTED: "not to be compared"}


def _say_bounds(ends: tuple[str | None, str | None], measure: str) -> str:
    low, high = map(_value, ends)
    if low is None:
        return "undefined"
    return say_span(low, None if high is None or math.isinf(high) else high, measure)


def _value(text: str | None) -> float | None:
    if text is None:
        return None
    return math.inf if text == "no limit" else float(Fraction(text) if "/" in text else float(text))


def say_preview(prepared: Prepared, width: int, *, color: bool = False) -> str:
    """What would leave and what would not, rule by rule, and what that does to each finding."""
    view = prepared.view
    audience = f" for {view.audience}" if view.audience else ""
    lines = paint_lines(wrap(f"{prepared.case.title}{audience}", width), BOLD, color=color)
    lines += _section("What leaves", _say_tables(prepared), width, color=color)
    lines += _section("What each rule holds back", _say_rules(prepared), width, color=color)
    lines += _section("What that does to the findings", _say_effects(prepared), width, color=color)
    if alone := list(_say_alone(prepared)):
        lines += _section("What each rule does to them alone", alone, width, color=color)
    notes = [*view.notes, *not_looked_for(view.secrets), *prepared.left_behind]
    if prepared.findings is not None and view.applied:
        notes.append(
            "Your own bounds of the full case go with the package. They are narrower than what it shows, and so tell "
            "something of what it does not: leave them out with --no-findings if that is too much."
        )
    if notes:
        lines += _section("What you should know", notes, width, color=color)
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _say_tables(prepared: Prepared) -> Iterator[str]:
    for line in sorted(prepared.lines, key=lambda line: line.name):
        parts = [f"{line.whole:,} whole"] if line.whole or not line.rows else []
        parts += [f"{line.partly:,} in part"] if line.partly else []
        parts += [f"{line.hidden:,} hidden"] if line.hidden else []
        coarser = f"; coarser: {', '.join(line.coarser)}" if line.coarser else ""
        refused = f"; {line.refused:,} could not be read and stay here" if line.refused else ""
        yield f"{line.name}: {line.rows:,} = {' + '.join(parts)}{coarser}{refused}"


def _say_rules(prepared: Prepared) -> Iterator[str]:
    for one in prepared.view.applied:
        why = f" ({one.why})" if one.why else ""
        yield f"{one.rule}: {one.table}: {say_held(one)}{why}"
    if not prepared.view.applied:
        yield "Nothing is held back: everything in these tables can be read by whoever has the package."


def _say_effects(prepared: Prepared) -> Iterator[str]:
    effects = prepared.effects
    if prepared.findings is None:
        yield "Not computed: the findings were left out."
    elif effects is None:
        yield "Nothing: whoever has the package finds the same numbers."
    else:
        measures = {claim.id: str(claim.test.measure) for claim in prepared.case.claims.values() if claim.test}
        for one in effects.together.claims:
            if one.change is not Change.NEVER:
                yield _say_effect(one, measures.get(one.claim, ""))


def _say_effect(one: ClaimEffect, measure: str) -> str:
    before = _say_measured(one.full, measure)
    if one.change is Change.SAME:
        return f"{one.claim}: {before}, and the same for whoever has the package"
    if one.change in (Change.WIDER, Change.OPEN):
        nothing = ": nothing is left of it" if one.change is Change.OPEN else ""
        turned = ""
        if one.standing_full != one.standing_shown:
            turned = f"; it was {_standing(one.standing_full)} and is {_standing(one.standing_shown)}"
        return f"{one.claim}: {before} becomes {_say_measured(one.shown, measure)}{nothing}{turned}"
    return f"{one.claim}: {before} {one.change} in the package: {one.why}"


def _say_alone(prepared: Prepared) -> Iterator[str]:
    """Which rule costs what: alone, as if there were no other."""
    effects = prepared.effects
    for rule in effects.alone if effects is not None else ():
        moved = [one.claim for one in rule.moved]
        if rule.stopped:
            yield f"{rule.rule}: alone it would stop everything: {rule.stopped}"
        elif moved:
            number = several(len(moved), "finding")
            yield f"{rule.rule}: alone it widens {number}: {_some(moved)}"
        else:
            yield f"{rule.rule}: alone it moves no finding"


def _some(names: Sequence[str]) -> str:
    more = [f"{len(names) - _MOST_NAMES:,} more"] if len(names) > _MOST_NAMES else []
    return list_words([*names[:_MOST_NAMES], *more])


def _standing(standing: str) -> str:
    return STANDING_WORDS.get(standing, standing)


def _say_measured(bounds: Bounds | None, measure: str) -> str:
    if bounds is None:
        return "undefined"
    high = float(bounds.high)
    return say_span(float(bounds.low), None if math.isinf(high) else high, measure)


def say_packed(packed: Packed, fingerprint: str, width: int) -> str:
    statement = packed.statement
    return "\n".join(
        [
            *wrap(
                f"{packed.path} holds {statement.rows - statement.hidden:,} of {statement.rows:,} rows "
                f"({packed.size:,} bytes), signed with the key {fingerprint}.",
                width,
            ),
            *wrap(
                f"{packed.kept} is yours alone. Without it nothing can be revealed later, with it all can be.", width
            ),
            f"Whoever has the package checks it with:  firmground verify {packed.path.name}",
        ]
    )


def say_proof(proof: Proof, width: int, *, color: bool = False) -> str:
    """What a seal or a reveal proves."""
    if proof.wrong:
        lines = [line for wrong in proof.wrong for line in wrap(f"NOT SOUND. {wrong}", width)]
        return "\n".join(paint_lines(lines, ACCENT, color=color)) + "\n"
    lines = paint_lines(["SOUND."], BOLD, color=color)
    lines += _section("What is proven", proof.proven, width, color=color)
    if proof.shown:
        lines += _section("What is shown", proof.shown, width, color=color)
    lines += _section("What is not proven", proof.not_proven, width, color=color)
    return "\n".join(line.rstrip() for line in lines) + "\n"
