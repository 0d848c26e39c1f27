"""The command that keeps documents in a case. What they propose is for `read` and `decide` (see passage_commands)."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from itertools import chain
from json import dumps
from pathlib import Path  # noqa: TC003 - cyclopts reads the types of the options
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter

from firmground.cli.terminal import FINE, REFUSED, folder_of, say
from firmground.errors import BadRequestError
from firmground.render.visible import one_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from rich.status import Status

    from firmground.documents.keep import Candidate, Offer, Outcome


def collect(
    case: Path,
    files: Annotated[tuple[str, ...], Parameter(allow_leading_hyphen=True)] = (),
    *,
    url: Annotated[tuple[str, ...], Parameter(name=["--url", "-u"])] = (),
    published: str = "",
    title: str = "",
    by: str = "",
    site: str = "",
    source: str = "",
    origin: str = "",
    replaces: str = "",
    port: tuple[int, ...] = (),
    who: str = "",
    json: bool = False,
) -> int:
    """Keep documents in a case: their bytes unchanged, their text, where and when they came from.

    Parameters
    ----------
    case
        The case folder.
    files
        Pages, PDFs, e-mails, texts, mailboxes, folders of them; - for a text that is pasted or piped in.
    url
        An address to fetch a page from. Nothing is ever fetched but what is named here.
    published
        The day of publication, where the page does not say it: 2024-03-09, 2024-03, 2024-03-09~.
    title
        The title, where the page does not say it.
    by
        Who wrote it, where the page does not say it.
    site
        Who published it, where the page does not say it.
    source
        Its id in sources.toml.
    origin
        The address that a file was saved from. It is noted, never asked.
    replaces
        The id of the document that this is a later version of.
    port
        A port besides 80 and 443 that an address may name.
    who
        Your name for the log. Default: what git knows.
    json
        Print what came of each as JSON, for programs.
    """
    from firmground.documents.keep import Came, Given, collect_pages, describe_outcome, say_outcome  # noqa: PLC0415 - see cli.commands
    from firmground.web.whoami import git_name  # noqa: PLC0415 - as above

    if strange := [name for name in files if name.startswith("-") and name != "-"]:
        raise BadRequestError(f"there is no option {strange[0]}; write ./{strange[0]} if it is a file")
    if not files and not url:
        raise BadRequestError("name a file, a folder, an address with --url, or - for a text that you paste")
    if origin and url:
        raise BadRequestError("--origin is for a file; an address that is fetched is its own origin")
    given = Given(published, title, by, site, source, replaces, origin)
    folder = folder_of(case)
    described: list[dict[str, Any]] = []
    outcomes: list[Outcome] = []
    with _watch() as watch:

        def tell(outcome: Outcome) -> None:
            outcomes.append(outcome)
            if json:
                described.append(describe_outcome(outcome))
                return
            first, *rest = (one_line(line) for line in say_outcome(outcome))
            with watch.aside():
                say("\n".join([first, *(f"  {line}" for line in rest)]))

        ask = None if json or "-" in files else _ask_with(watch)
        offers = _offers(folder, files, url, port, watch.step)
        collect_pages(folder, offers, given, who=who or git_name(), tell=tell, ask=ask)
    if json:
        say(dumps({"firmground_collect": 1, "outcomes": described}, ensure_ascii=False, indent=1))
    else:
        _say_end(case, outcomes)
    return REFUSED if any(outcome.came is Came.REFUSED for outcome in outcomes) else FINE


def _offers(
    folder: Path, files: tuple[str, ...], urls: tuple[str, ...], ports: tuple[int, ...], step: Callable[[str], None]
) -> Iterator[Offer]:
    from firmground.documents.keep import gather_files  # noqa: PLC0415 - see cli.commands

    own = [folder / "documents", folder / ".firmground"]
    found = gather_files(files, standard_input=sys.stdin.buffer, without=own, progress=step)
    if not urls:
        return found
    from firmground.documents.keep.fetch import Guards, fetch_pages  # noqa: PLC0415 - nobody else comes near a network

    guards = Guards(ports=Guards.ports | set(ports))
    return chain(found, fetch_pages(urls, guards, progress=step))


def _say_end(case: Path, outcomes: list[Outcome]) -> None:
    from firmground.documents.keep import count_kept  # noqa: PLC0415 - see cli.commands

    kept = [outcome.document for outcome in outcomes if outcome.kept and outcome.document]
    undated = [document.id for document in kept if not document.published_on.value]
    if len(outcomes) > 1:
        say(count_kept(outcomes))
    if undated:
        which = f"{undated[0]} was" if len(undated) == 1 else f"{len(undated):,} of them were"
        say(f"Nobody knows yet when {which} published: give the day by collecting the page again with")
        say("--published 2024-03-09, or in the app. Until then a day such as “on Tuesday” stays unknown.")
    if kept:
        say(f"See what is proposed:  firmground read {case}")


class _Watch:
    """The line that says what is going on, where a person looks at a terminal; it makes way for what is said."""

    def __init__(self, status: Status | None) -> None:
        self._status = status

    def step(self, text: str) -> None:
        if self._status is not None:
            from rich.text import Text  # noqa: PLC0415 - see cli.commands

            self._status.update(Text(one_line(text)))

    @contextmanager
    def aside(self) -> Iterator[None]:
        # Rich takes over the output while its line stands, and a pipe would get nothing.
        if self._status is not None:
            self._status.stop()
        try:
            yield
        finally:
            if self._status is not None:
                self._status.start()


@contextmanager
def _watch() -> Iterator[_Watch]:
    if not sys.stderr.isatty():
        yield _Watch(None)
        return
    from rich.console import Console  # noqa: PLC0415 - see cli.commands
    from rich.text import Text  # noqa: PLC0415 - as above

    with Console(stderr=True).status(Text("reading")) as status:
        yield _Watch(status)


def _ask_with(watch: _Watch) -> Callable[[Candidate], str] | None:
    """Asks a person for a day of publication; None where nobody sits at a terminal."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        return None
    done = False

    def ask(candidate: Candidate) -> str:
        nonlocal done
        if done:
            return ""
        with watch.aside():
            name = one_line(candidate.read.title.value or candidate.origin)
            say(f"When was “{name}” published? The page does not say it.")
            say("2024-03-09, 2024-03, or Enter if nobody knows; . to be asked no more")
            answer = _read_day()
        done = answer == "."
        return "" if done else answer

    return ask


def _read_day() -> str:
    """A day as EDTF, "" for none, "." to end the asking."""
    from firmground.dates import parse_when  # noqa: PLC0415 - see cli.commands

    while True:
        try:
            answer = input("> ").strip()
        except EOFError:
            return "."
        try:
            if answer != ".":
                parse_when(answer)
        except ValueError as fault:
            say(one_line(str(fault)))
        else:
            return answer
