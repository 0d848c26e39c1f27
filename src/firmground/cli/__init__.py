"""The command line: one short command a verb, each a few lines over the library.

Exit codes: 0 all well; 1 the answer is no (`verify` found a difference); 2 the command could not do its work;
3 it did, and some rows or entries of the case were refused.
"""

from __future__ import annotations

import sys

from cyclopts import App

from firmground.cli import commands
from firmground.errors import FirmgroundError
from firmground.provenance import version

FAILED = 2

app = App(
    name="firmground",
    help="Tests what is said about a war against where things happened: must, may, cannot.",
    version=version,
    help_epilogue="Start with:  firmground demo",
)
for command in (commands.new, commands.check, commands.report, commands.demo, commands.verify):
    app.command(command)


def main() -> None:
    """Runs the command and ends with its exit code; what was asked wrongly is said in one line."""
    try:
        app()
    except FirmgroundError as fault:
        print(f"firmground: {fault}", file=sys.stderr)  # noqa: T201 - this is the command line
        sys.exit(FAILED)
    except BrokenPipeError:
        sys.stderr.close()  # the reader of our output has gone; nothing more to say
        sys.exit(FAILED)


if __name__ == "__main__":
    main()
