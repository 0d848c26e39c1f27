"""The commands about the words of documents: what is proposed, and what is decided on it."""

from __future__ import annotations

import sys
from difflib import get_close_matches
from json import dumps
from pathlib import Path  # noqa: TC003 - cyclopts reads the types of the options
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from firmground.cli.terminal import FINE, exit_code, folder_of, line_width, say, show_progress, shows_color
from firmground.errors import BadRequestError, FirmgroundError
from firmground.render.visible import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from firmground.case.case import Case
    from firmground.case.documents import Document
    from firmground.documents.draft import Draft
    from firmground.documents.reading import Reading
    from firmground.review.passages.listing import Screen


def read(
    case: Path,
    *,
    document: Annotated[tuple[str, ...], Parameter(name=["--document", "-d"])] = (),
    most: int = 200,
    json: bool = False,
    all: bool = False,  # noqa: A002 - the option's name
) -> int:
    """Read the documents of a case and list the records that they would become. Nothing is written.

    Parameters
    ----------
    case
        The case folder.
    document
        Only these documents (ids). Default: all, in their last versions.
    most
        How many are listed of a document; with --json always all.
    json
        Print the proposals as JSON, for programs; always all of them.
    all
        Also those that were decided on before.
    """
    from firmground.review.passages import describe_reading, say_reading  # noqa: PLC0415 - see cli.commands

    found = read_folder(case)
    readings = _readings(found, document)
    if json:
        told = [describe_reading(found, reading) for reading in readings]
        say(dumps({"firmground_reading": 1, "documents": told}, ensure_ascii=False, indent=1))
        return exit_code(found)
    screen = _screen()
    for reading in readings:
        say("\n".join([*say_reading(found, reading, screen, everything=all, most=most), ""]))
    if earlier := 0 if document else len(found.documents) - len(choose_documents(found, ())):
        said = (
            "1 earlier version of a document is" if earlier == 1 else f"{earlier:,} earlier versions of documents are"
        )
        say(f"{said} left out; --document with an id reads it.")
    if not found.documents:
        say(f"The case has no documents. Put one into it:  firmground collect {case} FILE")
    else:
        say(f"Decide on them:  firmground decide {case}   or in the app:  firmground serve {case}")
    return exit_code(found)


def decide(
    case: Path,
    *,
    document: Annotated[tuple[str, ...], Parameter(name=["--document", "-d"])] = (),
    accept: Annotated[tuple[str, ...], Parameter(name="--accept", consume_multiple=True)] = (),
    refuse: Annotated[tuple[str, ...], Parameter(name="--refuse", consume_multiple=True)] = (),
    link: Annotated[tuple[str, ...], Parameter(name="--link", consume_multiple=True)] = (),
    why: str = "",
    who: str = "",
    save: Path | None = None,
) -> int:
    """Decide on what documents propose: accept, change, refuse, one after the other.

    Parameters
    ----------
    case
        The case folder.
    document
        Only these documents (ids). Default: all, in their last versions.
    accept
        Accept these proposals (keys, as `firmground read` shows them) as they are, without asking.
    refuse
        Refuse these proposals, without asking.
    link
        KEY=RECORD: these are the words behind a record that the case has (its id), without asking.
    why
        The reason, kept with each decision of --accept, --refuse and --link.
    who
        Your name, kept with each decision. Default: the name that git knows.
    save
        Write all decisions of the case into this file, one JSON object a line, and ask nothing.
    """
    from firmground.edit import Ledger  # noqa: PLC0415 - see cli.commands
    from firmground.review.passages import Talk  # noqa: PLC0415 - as above

    found = read_folder(case)
    if save is not None:
        return _save(found, document, save)
    readings = list(_readings(found, document))
    if accept or refuse or link:
        answers = [*((key, "accepted", "") for key in accept), *((key, "refused", "") for key in refuse)]
        answers += [(key, "linked", record) for key, _, record in (one.partition("=") for one in link)]
        return _decide_by_key(case, found, readings, answers, who=_who(who), why=why)
    talk = Talk(
        Ledger(folder_of(case)),
        read=lambda: read_folder(case),
        who=_who(who),
        ask=_ask,
        tell=lambda line: print(line, flush=True),  # noqa: T201 - this is the command line
        screen=_screen(),
    )
    talk.decide(readings)
    return exit_code(read_folder(case))


def _decide_by_key(
    folder: Path, case: Case, readings: list[Reading], answers: list[tuple[str, str, str]], *, who: str, why: str
) -> int:
    """`answers`: key, decision, and the record of a link. A misspelt key stops all before anything is written."""
    from firmground.edit import Ledger  # noqa: PLC0415 - see cli.commands
    from firmground.review.passages import accept_draft, link_draft, one_record, refuse_draft  # noqa: PLC0415 - as above

    known = {draft.key(reading.page.document.id): (reading, draft) for reading in readings for draft in reading.drafts}
    keys = [key for key, _, _ in answers]
    if missing := [key for key in keys if key not in known]:
        raise BadRequestError(f"no proposal has the key {', '.join(missing)}: firmground read {folder} lists them")
    if twice := sorted({key for key in keys if keys.count(key) > 1}):
        raise BadRequestError(f"{', '.join(twice)} cannot be decided on twice at once")
    records = {key: one_record(case, known[key][1], said) for key, word, said in answers if word == "linked"}
    ledger = Ledger(folder_of(folder))
    for key, word, _ in answers:
        reading, draft = known[key]
        if word == "linked":
            link_draft(ledger, case, reading.page, draft, records[key], who=who, why=why)
        else:
            do = accept_draft if word == "accepted" else refuse_draft
            do(ledger, case, reading.page, draft, who=who, why=why)
        case = read_folder(folder)
        say(f"{key} {word}: {one_line(draft.title)}")
    return exit_code(case)


def _save(case: Case, documents: tuple[str, ...], path: Path) -> int:
    from firmground.documents.keep import open_page  # noqa: PLC0415 - see cli.commands
    from firmground.render.write import write_whole  # noqa: PLC0415 - as above
    from firmground.review.passages import export_decisions  # noqa: PLC0415 - as above

    chosen = [document.id for document in choose_documents(case, documents)] if documents else [""]
    lines = [
        dumps(decision, ensure_ascii=False)
        for name in chosen
        for decision in export_decisions(case, lambda one: open_page(case.folder, one), name)
    ]
    write_whole(path, "".join(f"{line}\n" for line in lines).encode("utf-8", "surrogatepass"))
    say(f"{len(lines):,} decision{'' if len(lines) == 1 else 's'} written to {path}")
    return FINE


def read_folder(folder: Path) -> Case:
    from firmground.read import read_case  # noqa: PLC0415 - see cli.commands

    with show_progress() as step:
        return read_case(folder_of(folder), progress=step)


def _readings(case: Case, documents: tuple[str, ...]) -> Iterator[Reading]:
    """The chosen documents read, one by one. What a model answered and cannot be used is told and left out, and so
    is what is wrong with a gazetteer.
    """
    from firmground.documents.keep import open_page  # noqa: PLC0415 - see cli.commands
    from firmground.documents.known import Known  # noqa: PLC0415 - as above
    from firmground.documents.model import kept_drafts  # noqa: PLC0415 - as above
    from firmground.review.passages import propose  # noqa: PLC0415 - as above

    if not (chosen := choose_documents(case, documents)):
        return
    with show_progress() as step:
        step("reading the names of places")
        known = Known.of(case)
    for problem in known.places.problems:
        print(f"firmground: {one_line(str(problem))}", file=sys.stderr)  # noqa: T201 - this is the command line
    for document in chosen:
        page = open_page(case.folder, document)
        further: Iterable[Draft] = ()
        try:
            further = kept_drafts(case.folder, page)
        except FirmgroundError as fault:
            print(f"firmground: {one_line(str(fault))}", file=sys.stderr)  # noqa: T201 - this is the command line
        with show_progress() as step:
            step(f"reading {document.id}")
            reading = propose(case, page, further, known)
        yield reading


def choose_documents(case: Case, documents: tuple[str, ...]) -> list[Document]:
    """The documents named; without names all of them, in their last versions."""
    from firmground.case.documents import last_versions  # noqa: PLC0415 - see cli.commands

    if unknown := [name for name in documents if name not in case.documents]:
        near = [one for name in unknown for one in get_close_matches(name, case.documents, 3, 0.5)]
        few = ", ".join(dict.fromkeys(near or list(case.documents)[:3])) or "none"
        told = f"did you mean {few}?" if near else f"it has {len(case.documents):,}: {few}"
        more = " ..." if not near and len(case.documents) > 3 else ""
        raise BadRequestError(f"the case has no document {', '.join(unknown)}; {told}{more}")
    if documents:
        return [case.documents[name] for name in dict.fromkeys(documents)]
    return list(last_versions(case.documents))


def _screen() -> Screen:
    from firmground.review.passages import Screen  # noqa: PLC0415 - see cli.commands

    return Screen(max(line_width(), 40), color=shows_color())


def _ask(prompt: str) -> str | None:
    """The next line of the input; None at its end."""
    try:
        line = input(prompt)
    except EOFError:
        print()  # noqa: T201 - this is the command line; the prompt has no line end of its own
        return None
    if not sys.stdin.isatty():
        print(one_line(line))  # noqa: T201 - what came from a pipe stands behind its question, as if it were typed
    return line


def _who(name: str) -> str:
    from firmground.web.whoami import git_name  # noqa: PLC0415 - see cli.commands

    return name or git_name()
