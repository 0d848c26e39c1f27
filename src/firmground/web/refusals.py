"""The page that says no: what happened in one sentence, and the way back. It knows nothing of the case."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from markupsafe import escape
from starlette.datastructures import Headers
from starlette.responses import HTMLResponse

from firmground.render.visible import make_visible
from firmground.web.answers import sentence_for

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.responses import Response
    from starlette.types import Scope


def refusal_page(scope: Scope, status: int, sentence: str = "", headers: Mapping[str, str] | None = None) -> Response:
    """An error page; for a part of a page that HTMX asked for, a line that fits into it."""
    from firmground.web.shell import environment  # noqa: PLC0415 - the shell needs the desk, the guard must not

    template = "refusal_part.html.j2" if "hx-request" in Headers(scope=scope) else "refusal.html.j2"
    words = {"status": int(status), "phrase": HTTPStatus(status).phrase, "sentence": sentence or sentence_for(status)}
    try:
        body = environment().get_template(template).render(words)
    except Exception:  # noqa: BLE001 - the page that tells of a fault must not have one
        body = f"<!DOCTYPE html><title>{status}</title><p>{escape(make_visible(str(words['sentence'])))}"
    return HTMLResponse(body, status, headers)
