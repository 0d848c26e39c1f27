"""The two pages that open an export: a text to read anywhere, and a page with links. Both list every file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from firmground.render.export.files import PURPOSES, purpose_of
from firmground.render.figures.bar import draw_bar
from firmground.render.numbers import say_range, say_standing
from firmground.render.pages import environment, policy, style
from firmground.render.visible import one_line
from firmground.render.wrap import wrap

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markupsafe import Markup

    from firmground.render.pages import Sheet
    from firmground.report.model import ClaimSection, Report

_WIDE: Final = 100
_HONEST: Final = (
    "The data require, allow or rule out a claim, under a named map and definition; they never prove it. Allowed is "
    "not confirmed. Keep the unit, the map and the definition with every number: each picture and card names them."
)


@dataclass(frozen=True, slots=True)
class Group:
    """Files of one purpose: (name, path) each."""

    what: str
    how: str
    files: list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class ClaimFiles:
    claim: ClaimSection
    folder: str
    stands: str
    bar: Markup
    groups: list[Group]


def render_readme(
    report: Report,
    claims: Sequence[tuple[str, ClaimSection]],
    listed: Sequence[str],
    omitted: Sequence[tuple[str, str]],
) -> str:
    """The read-me as plain text."""
    lines = [
        *wrap(report.title, _WIDE),
        f"Exported by firmground {report.version}, run {report.run}.",
        "",
        *wrap(
            _HONEST,
            _WIDE,
        ),
        "",
        "The claims, a folder each:",
    ]
    for folder, claim in claims:
        lines += wrap(
            f"{claim.by}, {claim.on}: {claim.says} ({_stands(claim)})", _WIDE, indent="    ", first=f"  {folder}: "
        )
    lines += ["", "What each file is for:"]
    for group in _groups([path.rpartition("/")[2] for path in listed]):
        lines += ["", "  " + ", ".join(name for name, _ in group.files)]
        lines += wrap(f"{group.what} {group.how}", _WIDE, indent="    ", first="    ")
    if omitted:
        lines += ["", "What could not be drawn:"]
        for path, why in omitted:
            lines += wrap(f"{path}: {why}", _WIDE, indent="    ", first="  ")
    return "\n".join(line.rstrip() for line in lines) + "\n"


def index_style() -> Sheet:
    """The sheet of every index."""
    return style("tokens.css", "claim.css", "export.css")


def render_index(
    report: Report,
    claims: Sequence[tuple[str, ClaimSection]],
    listed: Sequence[str],
    omitted: Sequence[tuple[str, str]],
) -> str:
    """The index as one HTML page without scripts; its links lead to the files beside it."""
    sheet = index_style()
    shown = [
        ClaimFiles(
            claim,
            folder,
            _stands(claim),
            draw_bar(claim),
            _groups([path for path in listed if path.startswith(f"{folder}/")]),
        )
        for folder, claim in claims
    ]
    whole = _groups([path for path in listed if "/" not in path])
    template = environment().get_template("export.html.j2")
    return template.render(
        report=report, claims=shown, whole=whole, omitted=omitted, honest=_HONEST, style=sheet, policy=policy([sheet])
    )


def _stands(claim: ClaimSection) -> str:
    stands = say_standing(claim.standing, measured=claim.bounds is not None, claimed=claim.claimed is not None)
    return f"{stands}: {one_line(say_range(claim.bounds, claim.measure))}"


def _groups(paths: Sequence[str]) -> list[Group]:
    """The files by what they are for, in the order of `PURPOSES`, each name once."""
    groups: dict[int, list[tuple[str, str]]] = {}
    for path in sorted(dict.fromkeys(paths), key=lambda path: (purpose_of(path.rpartition("/")[2]), path)):
        name = path.rpartition("/")[2]
        groups.setdefault(purpose_of(name), []).append((name, path))
    return [Group(PURPOSES[n].what, PURPOSES[n].how, files) for n, files in groups.items()]
