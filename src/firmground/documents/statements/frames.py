"""The statements of one line: every cue with its speaker and what was said, and how they share the line between
them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from firmground.documents.statements.contents import (
    LONGEST,
    Frame,
    after_quotation,
    after_verb,
    comment_on,
    content_after,
    content_before,
    content_beyond,
    inner_joint,
    joint_before,
)
from firmground.documents.statements.cues import Cue, find_cues
from firmground.documents.statements.nameparts import is_person_noun
from firmground.documents.statements.relays import apply_relays
from firmground.documents.statements.subjects import antecedent, main_subject, subject_after, subject_before
from firmground.documents.statements.verbs import Form, Needs, Sort
from firmground.documents.statements.wordkinds import (
    AUXILIARIES,
    COORDINATORS,
    FIRST_PERSON,
    OBJECT_PRONOUNS,
    PREPOSITIONS,
    RELATIVES,
    SUBJECT_PRONOUNS,
    is_adverb,
)

if TYPE_CHECKING:
    from firmground.documents.statements.line import Line
    from firmground.documents.statements.subjects import Range

_FREE = frozenset(
    ("say", "add", "explain", "argue", "write", "warn")
)  # may stand before the speaker without a quotation
MOST = 12  # a line with more verbs of saying is no sentence; what comes after them is not read


def read_frames(line: Line) -> list[Frame]:
    """The statements of the line, those inside others among them, in the order of their cues."""
    frames: list[Frame] = []
    for cue in find_cues(line)[:MOST]:
        frame = _read_quoted(line, cue) if line.is_quoted(cue.at) else _read(line, cue, frames)
        if frame is not None and _says_something(line, frame):
            frames.append(frame)
    frames = apply_relays(line, frames)
    _share_out(line, frames)
    return [frame for frame in frames if frame.content]


def _says_something(line: Line, frame: Frame) -> bool:
    """Settles whether what was said stands before the speaker; without anything said it is no statement."""
    if frame.content or frame.follows or frame.cue.verb.sort is Sort.RELAY or line.at(frame.cue.start - 1) == "as":
        return True
    if frame.cue.verb.lemma == "according to":
        return True
    frame.follows = _told_before(line, frame, frame.tail)
    if frame.follows or _object_relative(line, frame) is not None:
        return True
    return content_after(line, frame.cue, frame.tail)[1]


# ── speakers ──


def _read(line: Line, cue: Cue, frames: list[Frame]) -> Frame | None:
    earlier = next((frame for frame in reversed(frames) if not frame.quoted), None)
    if cue.verb.lemma == "according to":
        return _according(line, cue, earlier)
    if cue.opens:
        return _opening(line, cue)
    if (inverted := _inverted(line, cue)) is not None:
        return _trailing(line, cue, inverted)
    if cue.verb.lemma in _FREE and (plainly := _inverted_plainly(line, cue)) is not None:
        return plainly
    joined = line.at(cue.start - 1) in COORDINATORS or cue.past is None
    return (_joined(line, cue, earlier) if joined else None) or _read_own(line, cue, earlier)


def _read_own(line: Line, cue: Cue, earlier: Frame | None) -> Frame | None:
    """The speaker stands before the verb, or nowhere."""
    floor = 0 if line.at(cue.start - 1) in RELATIVES else _clause_start(earlier)
    subject = subject_before(line, cue.start, floor)
    if subject is None or any(line.is_quoted(at) for at in range(*subject)):
        return _inverted_plainly(line, cue)
    person_shows = cue.verb.lemma == "show" and line.at(subject[0]) in SUBJECT_PRONOUNS
    if line.at(subject[0] - 1) in {"what", "whatever"} or person_shows:
        return None
    joint = joint_before(line, subject[0], earlier.body if earlier else 0)
    return _leading(line, cue, subject, joint)


def _leading(line: Line, cue: Cue, subject: Range, joint: int = -1) -> Frame:
    """The speaker and the verb stand before what is said, as far as can be told yet."""
    tail, time = after_verb(line, cue, cue.stop)
    return Frame(cue, subject, follows=False, body=content_after(line, cue, tail)[0], tail=tail, time=time, joint=joint)


def _trailing(line: Line, cue: Cue, subject: Range) -> Frame:
    """What is said stands before "said the minister"."""
    tail, time = after_verb(line, cue, subject[1])
    return Frame(cue, subject, follows=True, body=tail, tail=tail, time=time)


def _according(line: Line, cue: Cue, earlier: Frame | None) -> Frame | None:
    subject = subject_after(line, cue.stop)
    follows = cue.start > _clause_start(earlier)
    if subject is None:
        return None
    first = next((at for at in range(cue.stop, subject[1]) if line.at(at) == ","), -1)
    if not follows and first > 0 and line.at(subject[1] + 1) in {"as", "and", "or"}:
        subject = (subject[0], first)  # what looks like an apposition begins what was said
    if not follows and line.at(subject[1]) != ",":
        comma = next(
            (at for at in range(subject[1], min(len(line), subject[1] + 20)) if line.at(at) == ","), subject[1]
        )
        subject = (subject[0], comma)
    return Frame(cue, subject, follows, subject[1], subject[1])


def _clause_start(earlier: Frame | None) -> int:
    if earlier is None:
        return 0
    return earlier.body if not earlier.follows else max(earlier.body, earlier.cue.stop)


def _opening(line: Line, cue: Cue) -> Frame | None:
    """As in "After noting ..., the minister said": the speaker is the subject of what follows the comma."""
    comma = next((at for at in range(cue.stop, min(len(line), cue.stop + LONGEST)) if line.at(at) == ","), -1)
    subject = main_subject(line, comma + 1, len(line)) if comma > 0 else None
    if subject is None:
        return None
    frame = _leading(line, cue, subject)
    good = content_after(line, cue, frame.tail)[1] and frame.body < comma
    frame.content = [(frame.body, comma)]
    return frame if good else None


def _inverted(line: Line, cue: Cue) -> Range | None:
    """As in "...," said the minister."""
    before = cue.start - 1
    at_quotation = line.is_quoted(before) or (line.at(before) == "," and line.is_quoted(before - 1))
    if not at_quotation or cue.verb.form is Form.ING or cue.verb.sort not in {Sort.SAY, Sort.ADMIT}:
        return None
    return subject_after(line, cue.stop)


def _inverted_plainly(line: Line, cue: Cue) -> Frame | None:
    """As in "Four people died, said the ministry"."""
    before = line.at(cue.start - 1) == "," and line.skip_time(cue.stop) == cue.stop
    named = line.starts_noun(cue.stop) or is_person_noun(line.at(cue.stop))
    if cue.verb.lemma not in _FREE or not before or not named or line.at(cue.stop) in OBJECT_PRONOUNS:
        return None
    subject = subject_after(line, cue.stop)
    if subject is None or not line.is_mark(line.skip_time(subject[1])):
        return None
    return _trailing(line, cue, subject)


def _joined(line: Line, cue: Cue, earlier: Frame | None) -> Frame | None:
    """As in "... and urged", "..., adding": the speaker of the verb before, or the subject of the clause."""
    joint = cue.start - 1
    if line.at(joint) in COORDINATORS and line.at(joint - 1) == ",":
        joint -= 1
    if line.at(joint) not in COORDINATORS | {",", "while", "as"} and line.at(cue.start - 1) != ",":
        subject = _sentence_subject(line, cue)
        return _leading(line, cue, subject) if subject else None
    if earlier is None:
        subject = _sentence_subject(line, cue)
    elif cue.past is None or earlier.cue.past is None or cue.past == earlier.cue.past:
        subject = earlier.subject
    else:
        subject, joint = main_subject(line, earlier.body, cue.start), -1
    return _leading(line, cue, subject, joint) if subject else None


def _sentence_subject(line: Line, cue: Cue) -> Range | None:
    subject = main_subject(line, 0, cue.start)
    return None if subject is None or any(line.is_quoted(at) for at in range(*subject)) else subject


def _read_quoted(line: Line, cue: Cue) -> Frame | None:
    """What somebody says, in quotation marks, that somebody else says; not "I think"."""
    if cue.verb.sort not in {Sort.SAY, Sort.THINK} or cue.verb.form is Form.ING or cue.verb.needs is Needs.QUOTE:
        return None
    mine = line.quoted[cue.at]
    floor = cue.start
    while floor > 0 and line.quoted[floor - 1] == mine and cue.start - floor < LONGEST:
        floor -= 1
    subject = subject_before(line, cue.start, floor)
    if subject is None or line.at(subject[0]) in FIRST_PERSON or line.at(subject[1] - 1) in FIRST_PERSON:
        return None
    if line.is_mark(subject[0]):
        return None
    body, time = after_verb(line, cue, cue.stop)
    place, good = content_after(line, cue, body)
    stop = place
    while stop < min(len(line), place + LONGEST) and line.quoted[stop] == mine:
        stop += 1
    stop -= line.at(stop - 1) in {"”", '"', "“", "»", "«"}
    if not good or stop - place < 2:
        return None
    return Frame(cue, subject, follows=False, body=place, tail=body, content=[(place, stop)], time=time, quoted=True)


# ── what was said ──


def _share_out(line: Line, frames: list[Frame]) -> None:
    """Gives each frame its words: left to right, each knowing where the next one that is not inside it begins."""
    mine = [frame for frame in frames if not frame.quoted]
    for number, frame in enumerate(mine):
        if frame.content:
            continue
        free = _free_until(line, frame, mine[number + 1 :])
        _give(line, frame, mine[:number], free)
    for frame in mine:
        if frame.joint >= 0:
            _cut(mine, frame)


def _free_until(line: Line, frame: Frame, later: list[Frame]) -> int:
    """Where the next frame begins that goes on from this one or speaks of it, rather than being told in it."""
    end = frame.ends if frame.ends > frame.body else len(line)
    for other in later:
        if other.joint > frame.cue.start:
            return other.joint
        if other.follows and other.cue.start > frame.cue.start:
            return _follower_start(line, other, frame)
    return end


def _follower_start(line: Line, other: Frame, frame: Frame) -> int:
    joint = inner_joint(line, frame.body, other.first)
    return joint if joint > 0 else other.first


def _cut(frames: list[Frame], at: Frame) -> None:
    """What is told inside an earlier frame ends where that one ends."""
    for frame in frames:
        if frame.cue.start < at.joint:
            frame.content = [(start, min(stop, at.joint)) for start, stop in frame.content if start < at.joint]


def _give(line: Line, frame: Frame, earlier: list[Frame], free: int) -> None:
    body = frame.tail
    if frame.cue.verb.lemma == "according to":
        _give_according(line, frame, earlier)
        return
    if frame.follows:
        before = content_before(line, frame.first, _floor_before(line, frame, earlier))
        if before is not None:
            beyond = content_beyond(line, before, body, free)
            frame.content = [before] if beyond is None else [before, beyond]
        return
    relative = _object_relative(line, frame)
    if relative is not None:
        frame.content = [relative, (frame.cue.stop, _clause_end(line, frame.cue.stop, free))]
        return
    place, good = content_after(line, frame.cue, body)
    frame.body = place
    if good and free > place:
        if (alone := after_quotation(line, frame.cue, place, free)) is not None:
            said, time = alone
            frame.content, frame.time = [said, *_quoted_again(line, said[1], free)], frame.time or time
            return
        frame.cut = free - place > LONGEST
        frame.content = [(place, comment_on(line, frame.cue, place, min(free, place + LONGEST)))]


def _quoted_again(line: Line, place: int, free: int) -> list[Range]:
    """What else was said, after the day: a further quotation, "and that ..."."""
    begins = next(
        (
            at
            for at in range(place, free)
            if line.is_quoted(at) or (line.at(at) == "that" and line.at(at - 1) in COORDINATORS)
        ),
        free,
    )
    return [(begins, min(free, begins + LONGEST))] if begins < free else []


def _clause_end(line: Line, place: int, free: int) -> int:
    """Up to a comma, or to the verb of the clause around it ("... says never happened | killed nine")."""
    first = next((at for at in range(place, free) if line.is_finite(at)), free)
    for at in range(place, min(free, place + LONGEST)):
        before = line.at(at - 1)
        second = at > first and line.is_finite(at) and before not in AUXILIARIES | COORDINATORS | RELATIVES
        if line.at(at) in {",", ";"} or (second and not is_adverb(before)):
            return at
    return free


def _object_relative(line: Line, frame: Frame) -> Range | None:
    """As in "a deal that officials say | is dead": what was said begins before the speaker."""
    verb = frame.cue.stop
    while is_adverb(line.at(verb)):
        verb += 1
    if frame.subject is None or not line.is_finite(verb):
        return None
    before = frame.subject[0] - 1
    return antecedent(line, before, 0) if line.at(before) in {"which", "that"} else None


def _floor_before(line: Line, frame: Frame, earlier: list[Frame]) -> int:
    """Down to where what stands before the speaker may reach."""
    for other in reversed(earlier):
        if other.follows:
            return max(other.body, other.cue.stop)
        joint = inner_joint(line, other.body, frame.first)
        if joint > 0:
            return joint + 2
    return 0


def _give_according(line: Line, frame: Frame, earlier: list[Frame]) -> None:
    assert frame.subject is not None  # noqa: S101 - `_read` makes no such frame without one
    stop = frame.subject[1]
    if frame.follows:
        before = content_before(line, frame.cue.start, _floor_before(line, frame, earlier))
        leads = before is not None and line.at(before[0]) in PREPOSITIONS and not line.has_finite(*before)
        beyond = content_beyond(line, before, stop, len(line)) if before else None
        frame.content = [one for one in (None if leads and beyond else before, beyond) if one is not None]
    if not frame.content and line.at(stop) == ",":
        frame.content = [(stop + 1, min(len(line), stop + 1 + LONGEST))]
        frame.body = stop + 1


def _told_before(line: Line, frame: Frame, body: int) -> bool:
    """As in "..., he said.": what was said stands before the speaker."""
    if frame.subject is None or frame.subject[0] == 0 or frame.cue.verb.sort is Sort.JUDGE:
        return False
    before = frame.subject[0] - 1
    quoted = line.is_quoted(before) or (line.at(before) == "," and line.is_quoted(before - 1))
    after = line.at(body)
    if quoted:
        return _counts_as_said(line, before) and after != "that" and not line.is_quoted(body)
    if line.at(before) != "," or frame.cue.verb.needs is Needs.QUOTE:
        return False
    return _nothing_follows(line, frame, body)


def _nothing_follows(line: Line, frame: Frame, body: int) -> bool:
    """The sentence ends after the verb, but for time, place or an aside."""
    assert frame.subject is not None  # noqa: S101 - as above
    after, before = line.at(body), frame.subject[0] - 1
    if body >= len(line) or after in {".", "?", "!", ";", "”", '"'}:
        return True
    said = line.has_finite(0, before)
    if after == ",":
        return content_after(line, frame.cue, body)[1] is False
    return said and after in PREPOSITIONS and line.next_that(body, 12) < 0 and line.at(0) not in PREPOSITIONS


def _counts_as_said(line: Line, before: int) -> bool:
    """A quotation that ends like a sentence or is longer than a name for something."""
    last = before if line.is_quoted(before) else before - 1
    number = line.quoted[last]
    if line.at(last - 1) in {",", "?", "!", ".", "…", "..."}:
        return True
    return last >= 3 and line.quoted[last - 3] == number
