"""The app's own style sheets, scripts and pictures, under addresses that change with their content.

All of them are read into memory once. A request names one by its hash and its path and gets it or nothing: no path of
a request ever touches the file system, so there is nothing to walk out of and nothing to list.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Final

from starlette.responses import Response

from firmground.render.chapters import SHEETS
from firmground.render.pages import read_text
from firmground.web.answers import refuse
from firmground.web.routes import PageRoute

if TYPE_CHECKING:
    from collections.abc import Iterator
    from importlib.resources.abc import Traversable

    from starlette.requests import Request

    from firmground.web.desk import Snapshot

TYPES: Final = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".mjs": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".geojson": "application/geo+json",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".pbf": "application/x-protobuf",
}
SHARED_SHEETS: Final = ("tokens.css", "claim.css", *SHEETS)
_YEAR: Final = "public, max-age=31536000, immutable"


@dataclass(frozen=True, slots=True)
class Static:
    content: bytes
    type: str
    hash: str


@cache
def static_files() -> dict[str, Static]:
    """Every file by its name as templates write it: below `static/`, and the sheets that the report shares."""
    root = resources.files("firmground.web").joinpath("static")
    found = {name: path.read_bytes() for name, path in _walk(root, "")}
    found |= {name: read_text(name).encode() for name in SHARED_SHEETS}
    return {
        name: Static(content, TYPES[ending], hashlib.sha256(content).hexdigest()[:16])
        for name, content in sorted(found.items())
        if (ending := _ending(name)) in TYPES
    }


def static_url(name: str) -> str:
    """The address of a file. Raises KeyError for one that does not exist."""
    return f"/static/{static_files()[name].hash}/{name}"


def serve_static(request: Request, _: Snapshot | None) -> Response:
    found = static_files().get(request.path_params["name"])
    if found is None or found.hash != request.path_params["hash"]:
        return refuse(404)
    return Response(found.content, media_type=found.type, headers={"Cache-Control": _YEAR})


STATIC_ROUTE: Final = PageRoute("/static/{hash}/{name:path}", serve_static, early=True)


def _ending(name: str) -> str:
    return f".{name.rpartition('.')[2].lower()}"


def _walk(folder: Traversable, prefix: str) -> Iterator[tuple[str, Traversable]]:
    for path in folder.iterdir():
        if path.is_dir():
            yield from _walk(path, f"{prefix}{path.name}/")
        elif path.is_file():
            yield f"{prefix}{path.name}", path
