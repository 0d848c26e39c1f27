"""The shell of every page: the report's templates and look, the navigation, and the strip that says how fresh it is.

The environment is the report's own (StrictUndefined, autoescape, `make_visible` on every value), so a text of a case
is as harmless here as there.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, Final

from jinja2 import ChoiceLoader, PackageLoader
from markupsafe import Markup
from starlette.responses import HTMLResponse

from firmground.render import pages
from firmground.render.chapters import CHAPTERS, SHEETS
from firmground.render.numbers import STANDING_WORDS, say_range
from firmground.render.visible import make_visible
from firmground.render.words import MOST_ROWS, rows_by_file
from firmground.web.answers import POLICY, event_url, quoted, row_url
from firmground.web.routes import TOKEN_FIELD, desk_of
from firmground.web.statics import static_url

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from jinja2 import Environment
    from starlette.requests import Request
    from starlette.responses import Response

    from firmground.web.desk import Snapshot
    from firmground.web.moved import Stand
    from firmground.web.routes import NavEntry


# The second line of the navigation: chapters by the field of the report that holds each, then what a case is made of.
_CHAPTERS: Final = {f"/{chapter.ANCHOR}": chapter.ANCHOR for chapter in CHAPTERS}
_LISTS: Final = frozenset({"/sources", "/actors", "/places"})


@cache
def environment() -> Environment:
    """The report's environment with the app's templates before the report's."""
    ours = PackageLoader("firmground.web", "templates")
    theirs = pages.environment().loader
    made = pages.environment().overlay(loader=ChoiceLoader([ours, theirs] if theirs else [ours]))
    made.globals = {
        **pages.environment().globals,
        "static": static_url,
        "event_url": event_url,
        "row_url": row_url,
        "say_stand": say_stand,
        "chapter_sheets": SHEETS,
    }
    made.filters = {**pages.environment().filters, "quoted": quoted, "moment": say_moment, "rows": link_rows}
    # A block of a page does not see what the base imports, so the pieces of the report are at hand everywhere.
    parts = made.get_template("parts.html.j2").module
    made.globals |= {name: getattr(parts, name) for name in ("t", "swatch", "link", "fold", "scroll")}
    made.globals["source_words"] = parts.source  # type: ignore[attr-defined]
    return made


def link_rows(rows: Sequence[str]) -> Markup:
    """`say_rows` with each number as a link to the page of its event."""
    parts = [
        Markup("{}:{}").format(
            make_visible(file),
            Markup(", ").join(Markup('<a href="/row?at={}">{}</a>').format(quoted(f"{file}:{n}"), n) for n in numbers),
        )
        for file, numbers in rows_by_file(rows[:MOST_ROWS]).items()
    ]
    more = f" and {len(rows) - MOST_ROWS} more" if len(rows) > MOST_ROWS else ""
    return Markup("; ").join(parts) + more


def show(
    request: Request,
    seen: Snapshot | None,
    template: str,
    *,
    title: str = "",
    policy: str = POLICY,
    status: int = 200,
    **words: Any,
) -> Response:
    """A full page. `title` stands in the browser's tab; `policy` is one of `answers.POLICIES`."""
    words |= _frame(request, seen, title)
    body = environment().get_template(template).render(words)
    return HTMLResponse(body, status, {"Content-Security-Policy": policy})


def show_part(request: Request, seen: Snapshot | None, template: str, *, status: int = 200, **words: Any) -> Response:
    """A part of a page, for HTMX: the same words are at hand, without the frame around it."""
    words = _frame(request, seen, "") | words
    return HTMLResponse(environment().get_template(template).render(words), status)


def is_part(request: Request) -> bool:
    """Did HTMX ask, for a part of a page?"""
    return request.headers.get("hx-request") == "true"


def _frame(request: Request, seen: Snapshot | None, title: str) -> dict[str, Any]:
    token: str = request.app.state.token
    return {
        "request_path": request.url.path,
        "seen": seen,
        "title": title,
        "case_title": seen.case.title if seen else desk_of(request).folder.resolve().name,
        "nav": _view_nav(request.app.state.nav, request.url.path, seen),
        "state": desk_of(request).state(),
        "of": str(seen.number) if seen else "",
        "token": token,
        "token_field": lambda: Markup('<input type="hidden" name="{}" value="{}">').format(TOKEN_FIELD, token),
    }


def _view_nav(entries: list[NavEntry], path: str, seen: Snapshot | None) -> dict[str, list[dict[str, Any]]]:
    """The entries in their three groups. A chapter of which the case holds nothing is left out, unless it is here."""
    groups: dict[str, list[dict[str, Any]]] = {"main": [], "chapters": [], "lists": []}
    for entry in entries:
        shown = _view_entry(entry, path, seen)
        field = _CHAPTERS.get(entry.path)
        if field is None or shown["here"] or (seen is not None and getattr(seen.report, field)):
            groups["chapters" if field else "lists" if entry.path in _LISTS else "main"].append(shown)
    return groups


def _view_entry(entry: NavEntry, path: str, seen: Snapshot | None) -> dict[str, Any]:
    here = path == entry.path or (entry.path != "/" and path.startswith(f"{entry.path}/"))
    badge = entry.badge(seen) if seen and entry.badge else 0
    return {"words": entry.words, "path": entry.path, "here": here, "badge": badge}


def say_stand(stand: Stand, measure: str) -> str:
    """Where a claim stood, as "allowed, 63.3 to 77.6 %"; why not, where it was not tested."""
    if not stand.standing:
        return f"not tested: {stand.why}"
    return f"{STANDING_WORDS[stand.standing]}, {say_range(stand.bounds, measure)}"


def say_moment(moment: datetime) -> str:
    """A moment on this computer's clock, to the minute: "15:09" today, with its date before that."""
    own = moment.astimezone()
    return own.strftime("%H:%M") if own.date() == own.now(own.tzinfo).date() else own.strftime("%Y-%m-%d %H:%M")
