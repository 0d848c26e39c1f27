"""The command that sets somebody else's case beside one's own. Nothing heavy is imported before it runs."""

from __future__ import annotations

from dataclasses import asdict, replace
from json import dumps
from pathlib import Path  # noqa: TC003 - cyclopts reads the types of the options
from typing import Annotated

from cyclopts import Parameter

from firmground.cli.terminal import FINE, folder_of, line_width, say, show_progress, shows_color
from firmground.errors import BadRequestError


def merge(
    case: Path,
    other: Path,
    output: Annotated[Path, Parameter(name=["--output", "-o"])],
    *,
    as_: Annotated[str, Parameter(name="--as")],
    within_km: float | None = None,
    within_days: int | None = None,
    unverified: bool = False,
    json: bool = False,
) -> int:
    """Set somebody else's package or case beside your own, in a new folder: nothing is overwritten.

    Parameters
    ----------
    case
        Your own case folder, or one that this command made, to take in a newer package of the same sender.
    other
        The other's package, a .zip, or the folder of a plain case.
    output
        The folder to make. It must not exist yet, or be empty.
    as_
        What the other side is called in the new case: small letters, digits and hyphens.
    within_km
        Rows of the two sides may tell of one event if their places are no farther apart. Default: 5.
    within_days
        The same for their days. Default: 1.
    unverified
        Take a package that does not verify, as a case that nobody signed.
    json
        Print the account as JSON, for programs.
    """
    from firmground.exchange.merge import merge_cases, say_merged  # noqa: PLC0415 - see the head of the module
    from firmground.review import Windows  # noqa: PLC0415 - as above

    windows = Windows()
    if within_km is not None:
        windows = replace(windows, km=_at_least(within_km, "--within-km"))
    if within_days is not None:
        windows = replace(windows, days=int(_at_least(within_days, "--within-days")))
    with show_progress() as step:
        merged = merge_cases(
            folder_of(case), other, output, name=as_, unverified=unverified, windows=windows, progress=step
        )
    if json:
        say(dumps(asdict(merged) | {"folder": str(merged.folder)}, ensure_ascii=False, indent=1))
    else:
        say(say_merged(merged, width=line_width(), color=shows_color()))
    return FINE


def _at_least(number: float, option: str) -> float:
    # A window wider than half the Earth, or than a century, is no window.
    if not 0 <= number <= 20_004:
        raise BadRequestError(f"{option} is {number:g}: write a number from 0 to 20,004")
    return number
