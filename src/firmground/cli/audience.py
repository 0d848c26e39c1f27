"""What `--for` and `--on` mean: an audience by its label, the day by which rules are read; and what is said of both."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from firmground.cli.terminal import DIFFERENT, exit_code, say
from firmground.errors import BadRequestError
from firmground.render.visible import one_line

if TYPE_CHECKING:
    from firmground.case.handling import Label
    from firmground.check import Findings
    from firmground.exchange.gate.publish import Published


def audience_of(word: str) -> Label | None:
    """The label of an audience as people type it (clear, TLP:AMBER+STRICT); None for "". Raises BadRequestError."""
    from firmground.case.handling import Label  # noqa: PLC0415 - see cli.commands

    if not word.strip():
        return None
    found = Label.of(word)
    if found is None:
        raise BadRequestError(f"there is no audience {word!r}; there are {', '.join(label.word for label in Label)}")
    return found


def day_of(text: str) -> date:
    """A day as people write it to programs; today for "". Raises BadRequestError for what is no day."""
    if not text:
        return date.today()  # noqa: DTZ011 - the day on the user's own calendar
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise BadRequestError(f"{text!r} is no day: write it as 2015-10-21") from None


def audience_only(word: str, on: str, harmless: tuple[str, ...]) -> Label | None:
    """`audience_of`; for the owner (None) neither a day nor harmless words make sense. Raises BadRequestError."""
    if not word and (on or harmless):
        raise BadRequestError("--on and --harmless go with --for: say whom it is for, such as  --for clear")
    return audience_of(word)


def report_name(audience: Label) -> str:
    """The file of a report for an audience: never that of the owner's own."""
    return f"report-{audience.word.replace('+', '-')}.html"


def say_published(made: Published, audience: Label, where: str) -> int:
    """Says where it is and what the owner should know, or why it was not written; returns the exit code."""
    from firmground.exchange.gate import say_leaks  # noqa: PLC0415 - see cli.commands

    if made.leaks:
        say("\n".join(say_leaks(made.leaks)))
        return DIFFERENT
    say(where)
    if made.secrets:
        say(f"{made.files:,} files looked through: nothing in them that handling.toml keeps from {audience}.")
    else:
        say(f"The case keeps nothing from {audience}: nothing was held back, and nothing looked for.")
    for note in made.notes:
        say(f"Note: {one_line(note)}")
    for path, why in made.omitted:
        say(f"Not drawn: {path}: {one_line(why)}")
    return exit_code(made.findings.case)


def say_for_owner(findings: Findings) -> None:
    """Whoever has rules is told that what was just made obeys none of them."""
    handling = findings.case.handling
    if handling.rules or handling.label:
        say(
            "This is for the owner of the case only: nothing is held back. For others add  --for clear  (or green, ...)"
        )
