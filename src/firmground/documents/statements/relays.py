"""Who passes on what somebody else said: "Interfax quoted X as saying", "Reuters, citing diplomats, said"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from firmground.documents.statements.subjects import main_subject, subject_after, subject_before
from firmground.documents.statements.verbs import Form, Sort
from firmground.documents.statements.wordkinds import BE

if TYPE_CHECKING:
    from firmground.documents.statements.contents import Frame
    from firmground.documents.statements.line import Line


def apply_relays(line: Line, frames: list[Frame]) -> list[Frame]:
    """The frames, with who passes them on; those that only say so are taken out."""
    out = list(frames)
    for frame in frames:
        if frame.quoted:
            continue
        if frame.cue.verb.sort is Sort.RELAY:
            _quoted_as_saying(line, frame, out) or _citing(line, frame, out)
        elif frame.cue.verb.lemma == "according to":
            _said_according_to(line, frame, out)
    return [frame for frame in out if frame.cue.verb.sort is not Sort.RELAY]


def _quoted_as_saying(line: Line, relay: Frame, frames: list[Frame]) -> bool:
    """As in "R quoted S as saying", "S was quoted (by R) as saying"."""
    told = next(
        (one for one in frames if relay.cue.stop < one.cue.start <= relay.cue.stop + 25 and _is_as(line, one)), None
    )
    if told is None:
        return False
    passive = bool(set(line.low[relay.cue.start : relay.cue.at]) & BE) or line.at(relay.cue.stop) in {"by", "as"}
    if passive:
        by = next((at for at in (relay.cue.stop, told.cue.stop) if line.at(at) == "by"), -1)
        told.subject, told.relay = relay.subject, subject_after(line, by + 1) if by >= 0 else None
    else:
        told.subject, told.relay = (relay.cue.stop, told.cue.start - 1), relay.subject
    told.joint, told.begins = -1, relay.first
    if relay.follows or _stands_after_quotation(line, relay):
        told.follows = True
    return True


def _is_as(line: Line, frame: Frame) -> bool:
    return frame.cue.verb.form is Form.ING and line.at(frame.cue.start - 1) == "as"


def _stands_after_quotation(line: Line, relay: Frame) -> bool:
    first = relay.first - 1
    return line.is_quoted(first) or (line.at(first) == "," and line.is_quoted(first - 1))


def _citing(line: Line, relay: Frame, frames: list[Frame]) -> bool:
    """As in "R, citing S, said ...", "Citing S, R said ...", "R said ..., citing S"."""
    source = subject_after(line, relay.cue.stop)
    if source is None or relay.cue.verb.form is not Form.ING:
        return False
    near = [one for one in frames if one is not relay and one.cue.verb.sort is not Sort.RELAY and not one.quoted]
    after = next((one for one in near if one.cue.start > relay.cue.start), None)
    before = next((one for one in reversed(near) if one.cue.start < relay.cue.start), None)
    main = after if before is None or (after is not None and after.cue.start - source[1] < 8) else before
    if main is None or main.relay is not None:
        return False
    main.relay = main.subject if main.subject and not _overlaps(main.subject, source) else _first(line, relay)
    main.subject = source
    if main is before:
        main.ends = relay.cue.start - 1
    if main.begins < 0 and main is before:
        main.begins = main.relay[0] if main.relay else main.cue.start
    return True


def _first(line: Line, relay: Frame) -> tuple[int, int] | None:
    return subject_before(line, relay.cue.start, 0) or main_subject(line, 0, relay.cue.start)


def _overlaps(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _said_according_to(line: Line, according: Frame, frames: list[Frame]) -> None:
    """As in "X said ..., according to R": R passes on what X said, if the two are one sentence."""
    spoken = [
        one
        for one in frames
        if one.cue.start < according.cue.start
        and one is not according
        and one.cue.verb.sort is Sort.SAY
        and not one.quoted
    ]
    if len(spoken) != 1 or not according.follows or according.subject is None:
        return
    said = spoken[0]
    aside = said.subject is not None and line.at(said.subject[0] - 1) == "," and said.tail == according.cue.start - 1
    if said.relay is None and said.joint < 0 and (said.follows or aside or _stands_after_quotation(line, said)):
        said.relay = according.subject
        frames.remove(according)
