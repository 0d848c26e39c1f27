"""make_app: the app for one case, from the page modules, the door and the desk."""

from __future__ import annotations

import secrets
from importlib import import_module
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware

from firmground.read.folder import check_folder
from firmground.web.desk import Desk
from firmground.web.documents.room import begin_readings
from firmground.web.finder import finder_of
from firmground.web.guard import Guard
from firmground.web.pages import MODULES
from firmground.web.refusals import refusal_page
from firmground.web.register import facets_of
from firmground.web.routes import GuardedRoute
from firmground.web.shell import show
from firmground.web.statics import STATIC_ROUTE, static_files

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path
    from types import ModuleType

    from starlette.requests import Request
    from starlette.responses import Response

    from firmground.web.guard import Door
    from firmground.web.routes import NavEntry


def make_app(
    folder: Path, *, token: str = "", hosts: tuple[str, ...] = (), door: Door | None = None, check: bool = True
) -> Starlette:
    """The app. Its desk is in `app.state.desk`, and a first check is started unless `check` is False.

    `token`: what every change must carry, made up if not given. `hosts`: further names under which the app may be
    asked for; `door`: the lock that they need. Raises CaseNotFoundError if the folder is no case.
    """
    check_folder(folder)
    modules = [import_module(f"firmground.web.pages.{name}") for name in MODULES]
    app = Starlette(
        routes=list(collect_routes(modules)),
        middleware=[Middleware(Guard, hosts=hosts, door=door)],
        exception_handlers={HTTPException: _say_refusal},
    )
    app.router.redirect_slashes = False
    app.state.desk = Desk(folder, prepare=(finder_of, facets_of, begin_readings))
    app.state.token = token or secrets.token_urlsafe(32)
    app.state.nav = _collect_nav(modules)
    app.state.waiting_page = show_waiting
    static_files()
    if check:
        app.state.desk.recheck()
    return app


def collect_routes(modules: Iterable[ModuleType]) -> Iterable[GuardedRoute]:
    """Every route, each with its guards. Raises TypeError for one of another kind."""
    yield STATIC_ROUTE
    for module in modules:
        for route in module.ROUTES:
            if not isinstance(route, GuardedRoute):
                raise TypeError(f"{module.__name__} has a route without guards: {route!r}")
            yield route


def _collect_nav(modules: Iterable[ModuleType]) -> list[NavEntry]:
    return sorted((entry for module in modules for entry in module.NAV), key=lambda entry: entry.order)


def show_waiting(request: Request) -> Response:
    """The page until the first check is done: what is being done, or why it could not be."""
    return show(request, None, "waiting.html.j2", title="Checking")


def _say_refusal(request: Request, fault: Exception) -> Response:
    if not isinstance(fault, HTTPException):
        raise fault
    sentence = "" if fault.detail in ("", "Not Found", "Method Not Allowed") else fault.detail
    return refusal_page(request.scope, fault.status_code, sentence, fault.headers)
