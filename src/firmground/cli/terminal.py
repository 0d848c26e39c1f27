"""What all commands share: what they say and how wide, what is going on, the folder that is meant, the exit code.

Nothing heavy is imported before a command needs it.
"""

from __future__ import annotations

import os
import shutil
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

from firmground.errors import Effect
from firmground.render.visible import one_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from firmground.case.case import Case

FINE, DIFFERENT, REFUSED = 0, 1, 3


def say(text: str) -> None:
    print(text)  # noqa: T201 - this is the command line


def say_now(text: str) -> None:
    say(text)
    sys.stdout.flush()  # whoever reads the address from a pipe waits for it


@contextmanager
def show_progress() -> Iterator[Callable[[str], None]]:
    """A line on the error output that says what is going on, where somebody is looking at it."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console  # noqa: PLC0415 - see the head of the module
    from rich.text import Text  # noqa: PLC0415 - as above

    with Console(stderr=True).status(Text("reading")) as status:
        yield lambda text: status.update(Text(one_line(text)))


def line_width() -> int:
    return min(shutil.get_terminal_size((88, 24)).columns, 100)


def shows_color() -> bool:
    # https://no-color.org: any value but an empty one asks for none.
    plain = bool(os.environ.get("NO_COLOR")) or os.environ.get("TERM") == "dumb"
    return sys.stdout.isatty() and not plain


def folder_of(case: Path) -> Path:
    """A case may be named by its folder or by its case.toml, as people drag it into a terminal."""
    return case.parent if case.name == "case.toml" and case.is_file() else case


def exit_code(case: Case) -> int:
    return REFUSED if any(problem.effect is Effect.REFUSED for problem in case.problems) else FINE
