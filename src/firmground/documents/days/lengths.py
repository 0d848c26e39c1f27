"""Lengths of time and repetitions: "four years", "15-minute", "daily", "every Friday". They name no day."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from firmground.documents.days.atoms import Atom, Scene
from firmground.documents.days.vocabulary import UNITS

if TYPE_CHECKING:
    from firmground.documents.days.atoms import Built, Rule

LENGTH = "a length of time, not a date"
REPEATED = "something repeated, not a date"


def _length(scene: Scene, match: re.Match[str]) -> Built:
    """An age ("22-year-old", "four years old") is no length of time."""
    sentence, stop = scene.sentence, match.end()
    if "O" in sentence.letters[stop : stop + 2] and sentence.after(stop) in "-O":
        return None
    unit = sentence.lower[match.start("u")]
    if unit in ("second", "quarter", "quarters"):
        return None
    return Atom(match.start(), stop, "", "duration", how=LENGTH)


def _bare_length(scene: Scene, match: re.Match[str]) -> Built:
    """“For months”: the plural alone."""
    unit = scene.sentence.lower[match.end() - 1]
    if unit == UNITS[unit] or unit in ("quarters", "seconds"):
        return None
    return Atom(match.end() - 1, match.end(), "", "duration", how=LENGTH)


def _repeated(scene: Scene, match: re.Match[str]) -> Built:
    """“The daily Al-Hayat” is a paper."""
    if (
        match.group() == "R"
        and scene.sentence.before(match.start()) == "q"
        and scene.sentence.after(match.end()) == "C"
    ):
        return None
    return Atom(match.start(), match.end(), "", "set", how=REPEATED)


RULES: tuple[Rule, ...] = tuple(
    (re.compile(pattern), build)
    for pattern, build in (
        (r"(?:[dnyNxv]|xv|7x|x7)-?(?P<u>D)", _length),
        (r"(?:[UiBFo])D", _bare_length),
        (r"D-?=", lambda _, match: Atom(match.start(), match.end(), "", "duration", how=LENGTH)),
        (r"R|r[DW]|rHD?|%", _repeated),
    )
)
