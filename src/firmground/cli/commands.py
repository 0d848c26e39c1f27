"""What the commands do. Nothing heavy is imported before a command needs it."""

from __future__ import annotations

import os
import shutil
import sys
from dataclasses import replace
from json import dumps
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from firmground.cli.audience import audience_only, day_of, report_name, say_for_owner, say_published
from firmground.cli.terminal import (
    FINE,
    exit_code,
    folder_of,
    line_width,
    say,
    say_now,
    show_progress,
    shows_color,
)
from firmground.errors import BadRequestError
from firmground.render.visible import one_line

if TYPE_CHECKING:
    from firmground.check import Findings
    from firmground.report.model import Report

BUILT_IN = "syria-2015"


def new(folder: Path) -> int:
    """Make a case folder to fill in: each file with one example and comments.

    Parameters
    ----------
    folder
        Where to make it. It must not exist yet, or be empty.
    """
    _copy_case(Path(__file__).parent / "starter", folder)
    say(f"A case is in {folder}. Edit its files, then type:  firmground check {folder}")
    return FINE


def check(
    case: Path,
    *,
    claim: Annotated[tuple[str, ...], Parameter(name=["--claim", "-c"])] = (),
    json: bool = False,
    save: Path | None = None,
) -> int:
    """Check every claim of a case and print what the data require, allow or rule out.

    Parameters
    ----------
    case
        The case folder.
    claim
        Only these claims (ids); all are checked, only these are shown.
    json
        Print the report as JSON, for programs.
    save
        Freeze the run into this file, for `firmground verify`.
    """
    from firmground.report.build import build_report  # noqa: PLC0415 - see the head of the module
    from firmground.report.chapters.room import TERMINAL, WHOLE  # noqa: PLC0415 - as above

    findings = _findings(case)
    with show_progress() as step:
        step("putting into words what was found")
        report = _only(build_report(findings, WHOLE if json else TERMINAL), claim)
    if save is not None:
        _save_run(findings, save)
    if json:
        from firmground.render.json import render_json  # noqa: PLC0415 - see the head of the module

        sys.stdout.buffer.write(render_json(report) + b"\n")
    else:
        _print_report(report)
    return exit_code(findings.case)


def report(
    case: Path,
    output: Annotated[Path | None, Parameter(name=["--output", "-o"])] = None,
    *,
    for_: Annotated[str, Parameter(name="--for")] = "",
    on: str = "",
    harmless: tuple[str, ...] = (),
) -> int:
    """Write the report as one self-contained HTML file, and the frozen run beside it.

    Parameters
    ----------
    case
        The case folder.
    output
        The file to write: .html, .txt, .json, or a table: .csv, .spreadsheet.csv, .undecided.csv.
        Default: report.html in the case folder; for an audience report-clear.html (or -green, ...).
    for_
        Whom it is for: clear, green, amber, amber+strict or red. What handling.toml keeps from them is not in it; if a
        trace of that is found in the finished file, nothing is written.
    on
        The day by which the rules are read: 2015-10-21. Default: today.
    harmless
        Words that the last look found, as it quotes them, and that mean something else. May be given several times.
    """
    from firmground.render.write import write_report  # noqa: PLC0415 - see the head of the module

    if audience := audience_only(for_, on, harmless):
        from firmground.exchange.gate.publish import publish_report  # noqa: PLC0415 - see the head of the module

        folder, day = folder_of(case), day_of(on)
        target = output or folder / report_name(audience)
        with show_progress() as step:
            made = publish_report(folder, target, audience=audience, day=day, harmless=harmless, progress=step)
        return say_published(made, audience, f"The report for {audience} is in {target}")
    target = output or folder_of(case) / "report.html"
    findings = _findings(case)
    with show_progress() as step:
        step("writing the report")
        write_report(findings, target)
    run = target.with_suffix(".run.json")
    _save_run(findings, run)
    say(f"The report is in {target}\nThe frozen run is in {run}; check it with:  firmground verify {run}")
    if number := len(findings.case.problems):
        met = f"{number:,} problem{'' if number == 1 else 's'} in the files {'is' if number == 1 else 'are'}"
        say(f"{met} told in the report; in short:  firmground check {case}")
    say_for_owner(findings)
    return exit_code(findings.case)


def export(
    case: Path,
    output: Annotated[Path, Parameter(name=["--output", "-o"])],
    *,
    claim: Annotated[tuple[str, ...], Parameter(name=["--claim", "-c"])] = (),
    format: Annotated[tuple[str, ...], Parameter(name=["--format", "-f"])] = (),  # noqa: A002 - the option's name
    for_: Annotated[str, Parameter(name="--for")] = "",
    on: str = "",
    harmless: tuple[str, ...] = (),
) -> int:
    """Write a folder to publish from: cards, pictures and tables of each claim, and the ground for QGIS.

    Parameters
    ----------
    case
        The case folder.
    output
        The folder to make. It must not exist yet, or be empty.
    claim
        Only these claims (ids). Default: all that were tested.
    format
        Only these: embed, svg, png, csv, datawrapper, gpkg, geoparquet. Default: all.
    for_
        Whom it is for: clear, green, amber, amber+strict or red. What handling.toml keeps from them is not in it; if a
        trace of that is found in any of the finished files, nothing is written.
    on
        The day by which the rules are read: 2015-10-21. Default: today.
    harmless
        Words that the last look found, as it quotes them, and that mean something else. May be given several times.
    """
    from firmground.render.export.write import make_export  # noqa: PLC0415 - see the head of the module

    start = f"start with {output / 'README.txt'} or {output / 'index.html'}"
    if audience := audience_only(for_, on, harmless):
        from firmground.exchange.gate.publish import publish_export  # noqa: PLC0415 - see the head of the module

        with show_progress() as step:
            exported = publish_export(
                folder_of(case),
                output,
                audience=audience,
                day=day_of(on),
                claims=claim,
                formats=format,
                harmless=harmless,
                progress=step,
            )
        return say_published(exported, audience, f"The export for {audience} is in {output}; {start}")
    findings = _findings(case)
    with show_progress() as step:
        made = make_export(findings, output, claims=claim, formats=format, progress=step)
    say(f"The export is in {output}; {start}")
    for path, why in made.omitted:
        say(f"Not drawn: {path}: {one_line(why)}")
    say_for_owner(findings)
    return exit_code(findings.case)


def demo(folder: Path | None = None) -> int:
    """Write out the built-in case, check it and write its report.

    Parameters
    ----------
    folder
        Where to put the case. Default: firmground-demo here. A demo that is there already is used as it is.
    """
    from firmground.examples import example_folder  # noqa: PLC0415 - see the head of the module
    from firmground.render.from_words import say_way  # noqa: PLC0415 - as above
    from firmground.render.write import write_built  # noqa: PLC0415 - as above
    from firmground.report.build import build_report  # noqa: PLC0415 - as above

    target = folder or Path("firmground-demo")
    if not (target / "case.toml").exists():
        _copy_case(example_folder(BUILT_IN), target)
    findings = _findings(target)
    page = target / "report.html"
    built = build_report(findings)
    write_built(built, page)
    _save_run(findings, page.with_suffix(".run.json"))
    _print_report(built)
    say(say_way(built, line_width()))
    say(f"What else its documents propose:  firmground read {target}")
    say(f"The case is in {target}: change a file and type  firmground check {target}")
    say(f"The report is in {page.resolve()}")
    return FINE


def serve(
    case: Path,
    *,
    port: int | None = None,
    host: str = "",
    browser: bool = True,
) -> int:
    """Open a case in the browser: look at it, search it, change it. Ctrl-C ends.

    Parameters
    ----------
    case
        The case folder.
    port
        The port to serve on. Default: the first free one from 8321 on.
    host
        Serve to the network under this address, too. Every visitor then needs a link that works once.
    browser
        Open the browser; --no-browser only prints the address.
    """
    from firmground.web.serve import serve_case  # noqa: PLC0415 - see the head of the module

    serve_case(folder_of(case), port=port, host=host, tell=say_now, show=_open_browser if browser else lambda _: None)
    return FINE


def review(case: Path, *, most: int = 20, json: bool = False) -> int:
    """List what waits for a decision: unknown names, several places of one name, rows that may be one event.

    Parameters
    ----------
    case
        The case folder.
    most
        How many are listed; with --json always all.
    json
        Print the list as JSON, for programs.
    """
    from firmground.review import describe_queue, find_proposals, say_queue  # noqa: PLC0415 - see the head of the module

    findings = _findings(case)
    queue = find_proposals(findings.case, findings.held.located, findings)
    if json:
        say(dumps(describe_queue(queue), ensure_ascii=False, indent=1))
    else:
        hint = f"Answer them in the app:  firmground serve {case}"
        say("\n".join([*say_queue(queue, most), *[hint] * bool(len(queue))]))
    return exit_code(findings.case)


def _findings(folder: Path) -> Findings:
    from firmground.check import check_case  # noqa: PLC0415 - see the head of the module
    from firmground.read import read_case  # noqa: PLC0415 - as above

    with show_progress() as step:
        return check_case(read_case(folder_of(folder), progress=step), progress=step)


def _print_report(report: Report) -> None:
    from firmground.render.text import render_text  # noqa: PLC0415 - see the head of the module

    say(render_text(report, width=line_width(), color=shows_color()))


def _only(report: Report, claims: tuple[str, ...]) -> Report:
    """The report with only some of its claims."""
    if not claims:
        return report
    known = [claim.id for claim in report.claims] + [claim.id for claim in report.untested]
    if unknown := [name for name in claims if name not in known]:
        raise BadRequestError(f"the case has no claim {', '.join(unknown)}; it has {', '.join(known)}")
    return replace(
        report,
        claims=tuple(claim for claim in report.claims if claim.id in claims),
        untested=tuple(claim for claim in report.untested if claim.id in claims),
    )


def _save_run(findings: Findings, path: Path) -> None:
    from firmground.render.write import write_whole  # noqa: PLC0415 - see the head of the module
    from firmground.run import freeze_run  # noqa: PLC0415 - as above

    write_whole(path, freeze_run(findings, path.parent))


def _copy_case(source: Path, target: Path) -> None:
    if target.exists() and any(target.iterdir()):
        raise BadRequestError(f"{target} is not empty: name a folder that does not exist yet")
    shutil.copytree(source, target, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__"))


def _open_browser(url: str) -> None:
    """Shows an address in the person's browser; nothing where only one of the terminal's own could be found."""
    import webbrowser  # noqa: PLC0415 - see the head of the module

    screen = sys.platform in {"win32", "darwin"} or os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    if screen:
        webbrowser.open(url)
