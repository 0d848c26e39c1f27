"""The command line: one short command a verb, each a few lines over the library.

Exit codes: 0 all well; 1 the answer is no (`verify` found a difference); 2 the command could not do its work;
3 it did, and some rows or entries of the case were refused; 130 it was stopped from the keyboard.
"""

from __future__ import annotations

import os
import sys

from cyclopts import App

from firmground.cli import (
    ask_command,
    commands,
    document_commands,
    engine_command,
    key_commands,
    merge_command,
    pack_commands,
    passage_commands,
    seal_commands,
)
from firmground.cli.letters import speak_plainly
from firmground.errors import FirmgroundError
from firmground.provenance import version
from firmground.render.visible import one_line

FAILED, INTERRUPTED = 2, 130

app = App(
    name="firmground",
    help="Tests what is said about a war against where things happened: must, may, cannot.",
    version=version,
    help_epilogue="Start with:  firmground demo",
)
for command in (
    commands.new,
    commands.check,
    commands.report,
    commands.export,
    commands.demo,
    pack_commands.pack,
    pack_commands.verify,
    commands.serve,
    commands.review,
    document_commands.collect,
    passage_commands.read,
    passage_commands.decide,
    ask_command.ask,
    engine_command.warm,
    key_commands.key,
    key_commands.stamp,
    seal_commands.seal,
    seal_commands.reveal,
    merge_command.merge,
):
    app.command(command)


def main() -> None:
    """Runs the command and ends with its exit code; what was asked wrongly is said in one line."""
    speak_plainly(sys.stdout, sys.stderr)
    try:
        _run()
    except (FirmgroundError, OSError) as fault:
        print(f"firmground: {one_line(str(fault))}", file=sys.stderr)  # noqa: T201 - this is the command line
        sys.exit(FAILED)
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)


def _run() -> None:
    try:
        try:
            app()
        finally:
            sys.stdout.flush()  # here, where a reader that has gone away can still be met
    except BrokenPipeError:
        # The interpreter flushes once more as it ends: let it flush into nothing.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(FAILED)


if __name__ == "__main__":
    main()
