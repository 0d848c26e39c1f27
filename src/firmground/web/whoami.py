"""Whose name stands in the log: what the person wrote once, kept in their own browser; else what git knows."""

from __future__ import annotations

import shutil
import subprocess
from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

COOKIE = "firmground-who"
_MOST_LETTERS = 100
_A_YEAR = 365 * 24 * 3600


def name_of(request: Request) -> str:
    """The name to propose, "" if nobody knows one."""
    return unquote(request.cookies.get(COOKIE, ""), errors="replace")[:_MOST_LETTERS] or git_name()


def keep_name(answer: Response, who: str) -> None:
    """Keeps the name in this browser, for this app alone."""
    text = quote(who[:_MOST_LETTERS].encode("utf-8", "replace"))
    answer.set_cookie(COOKIE, text, max_age=_A_YEAR, httponly=True, samesite="strict")


@cache
def git_name() -> str:
    """The name that git signs with on this computer. The case's own git settings are a stranger's and not asked."""
    git = shutil.which("git")
    if git is None:
        return ""
    try:
        done = subprocess.run(  # noqa: S603 - a fixed command without anything of the case in it
            [git, "config", "--global", "user.name"], capture_output=True, timeout=2, check=False
        )
    except (OSError, subprocess.SubprocessError):
        return ""
    return done.stdout.decode("utf-8", "replace").strip()[:_MOST_LETTERS]
