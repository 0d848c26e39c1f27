"""The command that asks a language model, for whoever wants one: nothing else of the program ever does."""

from __future__ import annotations

import os
import sys
from pathlib import Path  # noqa: TC003 - cyclopts reads the types of the options
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from firmground.cli.terminal import FINE, REFUSED, folder_of, say, show_progress
from firmground.errors import BadRequestError
from firmground.render.visible import one_line

if TYPE_CHECKING:
    from firmground.documents.model import Address, Departure
    from firmground.documents.page import Page


def ask(
    case: Path,
    *,
    address: str,
    model: str,
    document: Annotated[tuple[str, ...], Parameter(name=["--document", "-d"])] = (),
    key_from: str = "",
    seconds: float = 120.0,
    yes: bool = False,
) -> int:
    """Let a language model of your choice point at words of documents. Their text leaves this machine.

    Parameters
    ----------
    case
        The case folder.
    address
        Where it answers, as OpenAI's chat completions do: http://127.0.0.1:11434/v1
    model
        The name that the model has there.
    document
        Only these documents (ids). Default: all.
    key_from
        The environment variable that holds the key, where the address wants one.
    seconds
        The longest that one answer may take.
    yes
        Agree beforehand to what leaves the machine.
    """
    from firmground.cli.passage_commands import choose_documents, read_folder  # noqa: PLC0415 - see cli.commands
    from firmground.documents.keep import open_page  # noqa: PLC0415 - as above
    from firmground.documents.known import Known  # noqa: PLC0415 - as above
    from firmground.documents.model import Address, ask_about, keep_drafts, what_leaves  # noqa: PLC0415 - as above
    from firmground.documents.reading import find_all  # noqa: PLC0415 - as above

    found = read_folder(case)
    there = Address(address, model, _key(key_from), seconds)
    pages = [open_page(found.folder, one) for one in choose_documents(found, document)]
    if not pages:
        raise BadRequestError(f"the case has no documents. Put one into it:  firmground collect {case} FILE")
    _agree(what_leaves(there, pages), there, yes=yes)
    known = Known.of(found)
    refused = 0
    for page in pages:
        with show_progress() as step:
            told = ask_about(there, page, known, find_all(page, known), progress=step)
        path = keep_drafts(folder_of(case), page, told.drafts)
        refused += len(told.refused)
        _tell(page, len(told.drafts), told.refused, path)
    say(f"See what is proposed:  firmground read {case}")
    return REFUSED if refused else FINE


def _key(name: str) -> str:
    if name and not os.environ.get(name):
        raise BadRequestError(f"the environment has no {name}: set it to the key, or leave --key-from out")
    return os.environ.get(name, "") if name else ""


def _agree(departure: Departure, address: Address, *, yes: bool) -> None:
    """Says what would leave the machine, and goes on only if a person agrees."""
    say(one_line(departure.says()))
    for title, count in departure.documents:
        say(f"  {count:>9,} characters  {one_line(title)}")
    if yes:
        return
    if not sys.stdin.isatty():
        raise BadRequestError("nothing was sent: nobody is here to agree to it; --yes agrees beforehand")
    sys.stdout.flush()
    if input(f"Send it to {one_line(address.url)}? [y/N] ").strip().lower() not in {"y", "yes"}:
        raise BadRequestError("nothing was sent")


def _tell(page: Page, drafts: int, refused: tuple[str, ...], path: Path) -> None:
    of = f"{drafts:,} proposal{'' if drafts == 1 else 's'}"
    say(f"{page.document.id}: {of}, kept in {path}; {len(refused):,} refused")
    for sentence in refused:
        say(f"  not taken: {one_line(sentence)}")
