"""Statements marked by hand, and how a reading is compared with them.

The marks are described in `texts/README.md`. Words are compared, not marks of punctuation. A statement that was read and one
that was marked are paired by the words of their contents and their cues, the best pair first, each used once.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from firmground.case.documents import Document, Mark, MarkKind
from firmground.dates import When
from firmground.documents.page import Page
from firmground.spans import Span

if TYPE_CHECKING:
    from firmground.documents.statements import Statement

TEXTS = Path(__file__).parent / "texts"
DEVELOPMENT = (
    "afps-2011-gates",
    "dod-2015-killea",
    "ours-relays",
    "voa-2014-nigeria",
    "voa-2014-poroshenko",
    "voa-2015-newscast-october-2",
    "voa-2015-syrian-planes",
)
# Read only after the rules were written; the misses of the second group were never looked at.
HELD_OUT_LAST = ("voa-2007-darfur-august", "voa-2007-darfur-october", "voa-2012-syria-role")
_MARK = re.compile(r"\{([scwr]):([^{}]*)\}")
_WORD = re.compile(r"\w+(?:[-’'.,]\w+)*")
PAIRED_FROM = 0.25  # below this share of common words two contents are not taken for the same statement
SAME_SPEAKER = 0.5  # above this share of common words the speaker is right: a title more or less changes no person


@dataclass(frozen=True)
class Marked:
    """A statement as a person marked it."""

    speaker: Span | None
    cue: Span
    content: tuple[Span, ...]
    relayed_by: Span | None
    naming: str
    means: str


def names() -> list[str]:
    return sorted(path.stem for path in TEXTS.glob("*.marks"))


def held_out() -> list[str]:
    return [name for name in names() if name not in DEVELOPMENT]


def read_text(name: str) -> str:
    return (TEXTS / f"{name}.txt").read_text(encoding="utf-8")


def page_of(text: str) -> Page:
    """A page of this text alone."""
    return Page(Document("d", "", "", "", "", "", "", "text", When.unknown()), text)


def read_marked(name: str) -> list[Marked]:
    """Raises ValueError if a line of the marks does not stand in the text."""
    text = read_text(name)
    blocks = re.split(r"\n\s*\n", (TEXTS / f"{name}.marks").read_text(encoding="utf-8").strip())
    return [_read_block(block, text, name) for block in blocks]


def read_marks(line: str) -> tuple[str, list[tuple[str, Span]]]:
    """The line without its marks, and what they mark, in order: s a speaker, c a cue, w words said, r a relay."""
    found = []
    taken = 0
    for mark in _MARK.finditer(line):
        start = mark.start() - taken
        found.append((mark.group(1), Span(start, start + len(mark.group(2)))))
        taken += len("{s:}")
    return _MARK.sub(lambda mark: mark.group(2), line), found


def _read_block(block: str, text: str, name: str) -> Marked:
    *lines, about = block.split("\n")
    spans: dict[str, list[Span]] = {"s": [], "c": [], "w": [], "r": []}
    after = 0
    for line in lines:
        plain, found = read_marks(line)
        at = text.find(plain, after)
        if at < 0:
            raise ValueError(f"{name}: not in the text: {plain}")
        after = at + len(plain)
        for kind, span in found:
            spans[kind].append(span.shifted(at))
    naming, _, means = about.partition(", means ")
    one = {key: found[0] if found else None for key, found in spans.items()}
    if one["c"] is None:
        raise ValueError(f"{name}: no cue in: {block}")
    return Marked(one["s"], one["c"], tuple(spans["w"]), one["r"], naming, means)


@dataclass(frozen=True)
class Score:
    """Sums over one or more texts; add them up."""

    paired: int = 0
    marked: int = 0
    read: int = 0
    common_words: int = 0
    marked_words: int = 0
    read_words: int = 0
    right_speakers: int = 0
    exact_speakers: int = 0
    right_naming: int = 0
    right_means: int = 0
    with_means: int = 0
    right_relays: int = 0
    relays: int = 0

    def __add__(self, other: Score) -> Score:
        return Score(*(getattr(self, key) + getattr(other, key) for key in Score.__dataclass_fields__))

    @property
    def found(self) -> float:
        """F1 of statements."""
        return _f1(self.paired, self.marked, self.read)

    @property
    def content(self) -> float:
        """F1 of the words of contents, over all statements: those missed and those too many count in full."""
        return _f1(self.common_words, self.marked_words, self.read_words)

    @property
    def speaker(self) -> float:
        """Of the statements that were paired, the part whose speaker is right."""
        return self.right_speakers / self.paired if self.paired else 0.0


@dataclass(frozen=True)
class Compared:
    score: Score
    misses: tuple[str, ...]


def compare(text: str, marked: list[Marked], read: tuple[Statement, ...]) -> Compared:
    """Pairs what was read with what was marked and counts."""
    pairs = _pair(text, marked, read)
    misses: list[str] = []
    sums = dict.fromkeys(Score.__dataclass_fields__, 0)
    sums["marked"], sums["read"], sums["paired"] = len(marked), len(read), len(pairs)
    sums["marked_words"] = sum(len(_words(text, one.content)) for one in marked)
    sums["read_words"] = sum(len(_words(text, one.content)) for one in read)
    for at, with_ in pairs:
        one, other = marked[at], read[with_]
        wanted, got = _words(text, one.content), _words(text, other.content)
        sums["common_words"] += len(wanted & got)
        if _f1(len(wanted & got), len(wanted), len(got)) < 0.9:
            misses.append(f"content  wanted {_show(text, one.content)}\n         read   {_show(text, other.content)}")
        right = _share(text, one.speaker, other.speaker) > SAME_SPEAKER
        sums["right_speakers"] += right
        sums["exact_speakers"] += one.speaker == other.speaker
        sums["right_naming"] += one.naming == other.naming
        if not right:
            misses.append(f"speaker  wanted {_show(text, (one.speaker,))}  read {_show(text, (other.speaker,))}")
        if one.naming != other.naming:
            misses.append(f"naming   wanted {one.naming}  read {other.naming}  of {_show(text, (one.speaker,))}")
        if one.means:
            sums["with_means"] += 1
            told = other.means.of(text) if other.means else ""
            known = bool(told) and one.means.split()[-1] in told
            sums["right_means"] += known
            if not known:
                misses.append(f"means    wanted {one.means}  read {told!r}  for {_show(text, (one.speaker,))}")
        if one.relayed_by or other.relayed_by:
            sums["relays"] += 1
            same = _share(text, one.relayed_by, other.relayed_by) > SAME_SPEAKER
            sums["right_relays"] += same
            if not same:
                misses.append(
                    f"relay    wanted {_show(text, (one.relayed_by,))}  read {_show(text, (other.relayed_by,))}"
                )
    found, used = {at for at, _ in pairs}, {with_ for _, with_ in pairs}
    misses += [
        f"missed   {_show(text, (one.speaker, one.cue, *one.content))}"
        for at, one in enumerate(marked)
        if at not in found
    ]
    misses += [
        f"too many {_show(text, (one.speaker, one.cue, *one.content))}" for at, one in enumerate(read) if at not in used
    ]
    return Compared(Score(**sums), tuple(misses))


def _pair(text: str, marked: list[Marked], read: tuple[Statement, ...]) -> list[tuple[int, int]]:
    likely = []
    for at, one in enumerate(marked):
        wanted = _words(text, one.content)
        for with_, other in enumerate(read):
            got = _words(text, other.content)
            share = _f1(len(wanted & got), len(wanted), len(got))
            same_cue = other.cue is not None and one.cue.overlaps(other.cue)
            if share >= PAIRED_FROM and (same_cue or share > 0.5):
                likely.append((same_cue, share, at, with_))
    pairs: list[tuple[int, int]] = []
    for _, _, at, with_ in sorted(likely, reverse=True):
        if all(at != a and with_ != b for a, b in pairs):
            pairs.append((at, with_))
    return pairs


def _words(text: str, spans: tuple[Span | None, ...]) -> set[int]:
    """Where the words of these stretches begin."""
    return {word.start() for span in spans if span is not None for word in _WORD.finditer(text, span.start, span.stop)}


def _share(text: str, one: Span | None, other: Span | None) -> float:
    if one is None or other is None:
        return float(one is other)
    wanted, got = _words(text, (one,)), _words(text, (other,))
    return _f1(len(wanted & got), len(wanted), len(got))


def _f1(common: int, one: int, other: int) -> float:
    return 2 * common / (one + other) if one + other else 0.0


def _show(text: str, spans: tuple[Span | None, ...]) -> str:
    return " | ".join("-" if span is None else span.of(text).replace("\n", " ") for span in spans)


def mark_all(text: str) -> Mark:
    """The whole text as a caption."""
    return Mark(Span(0, len(text)), MarkKind.CAPTION)
