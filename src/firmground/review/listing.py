"""The queue as text for a terminal and as plain data for programs. It is answered elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from firmground.render.visible import one_line

if TYPE_CHECKING:
    from firmground.review.proposal import Option, Proposal, Queue

_ROWS_NAMED = 5


def say_queue(queue: Queue, most: int) -> list[str]:
    """The first questions, each with its rows and answers, then what was not asked; nothing is hidden in a line."""
    lines: list[str] = []
    for number, proposal in enumerate(queue.proposals[:most], start=1):
        lines += [f"{number}. {one_line(proposal.title)}", f"   {one_line(proposal.why)}"]
        lines += [f"   · {one_line(text)}" for text in proposal.evidence]
        lines += [f"   {one_line(_rows(proposal))}"]
        lines += [f"   → {one_line(_answer(proposal, option))}" for option in proposal.options]
        lines.append("")
    if len(queue) > most:
        lines += [f"{len(queue) - most:,} more wait.", ""]
    lines += [f"Not asked: {one_line(sentence)}" for sentence in queue.left_out]
    waits = (
        "Nothing waits"
        if not len(queue)
        else "1 question waits"
        if len(queue) == 1
        else f"{len(queue):,} questions wait"
    )
    answered = f"; {queue.decided:,} answered before" if queue.decided else ""
    return [*lines, f"{waits} for a decision{answered}."]


def _rows(proposal: Proposal) -> str:
    named = ", ".join(f"{row.file}:{row.row}" for row in proposal.rows[:_ROWS_NAMED])
    more = proposal.row_count - min(_ROWS_NAMED, len(proposal.rows))
    return f"rows {named}" + (f" and {more:,} more" if more > 0 else "")


def _answer(proposal: Proposal, option: Option) -> str:
    found = next((one for one in proposal.candidates if one.number == option.candidate), None)
    fit = f" ({found.matched}: {found.fit}{', doubtful' if found.doubtful else ''})" if found else ""
    return f"{option.label}{fit}. {option.blocked or option.says}"


def describe_queue(queue: Queue) -> dict[str, Any]:
    """The whole queue as values of JSON. `firmground_review` is the number of this form."""
    return {
        "firmground_review": 1,
        "waiting": [_describe(proposal) for proposal in queue.proposals],
        "answered": queue.decided,
        "left_out": list(queue.left_out),
    }


def _describe(proposal: Proposal) -> dict[str, Any]:
    return {
        "kind": str(proposal.kind),
        "seen": proposal.seen,
        "subject": proposal.subject,
        "title": proposal.title,
        "why": proposal.why,
        "rows": [{"id": row.id, "file": row.file, "row": row.row} for row in proposal.rows],
        "row_count": proposal.row_count,
        "evidence": list(proposal.evidence),
        "candidates": [
            {
                "number": one.number,
                "id": one.id,
                "name": one.name,
                "matched": one.matched,
                "fit": str(one.fit),
                "doubtful": one.doubtful,
                "km_from_first": one.km,
                "evidence": list(one.evidence),
            }
            for one in proposal.candidates
        ],
        "answers": [
            {"id": one.id, "label": one.label, "says": one.says, "doubtful": one.doubtful, "cannot_write": one.blocked}
            for one in proposal.options
        ],
        "may_move": [
            {"claim": one.claim, "counted": one.counted, "undecided": one.undecided, "settling": one.settling}
            for one in proposal.stakes
        ],
    }
