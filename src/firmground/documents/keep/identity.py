"""What a document is called, and when two origins are the same one."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from firmground.documents.keep.offers import PASTED

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_LONGEST = 48
_NOT_PLAIN = re.compile(r"[^a-z0-9]+")
_PORTS = {"http": 80, "https": 443}


def name_document(words: str, sha256: str, taken: Callable[[str], bool]) -> str:
    """An id of the document's own words and its hash: the same page gets the same id in every case.

    `taken`: an id that is in use. Names of files are made of it, so it has Latin letters, digits and hyphens only.
    """
    return next(identity for identity in _proposals(_slug(words), sha256) if not taken(identity))


def _proposals(slug: str, sha256: str) -> Iterator[str]:
    first = f"{slug or 'document'}-{sha256[:8]}"
    yield first
    number = 2
    while True:
        yield f"{first}-{number}"
        number += 1


def _slug(words: str) -> str:
    plain = unicodedata.normalize("NFKD", words[:500]).encode("ascii", "ignore").decode().lower()
    slug = _NOT_PLAIN.sub("-", plain).strip("-")
    if len(slug) <= _LONGEST:
        return slug
    return slug[: _LONGEST + 1].rpartition("-")[0] or slug[:_LONGEST]


def is_address(origin: str) -> bool:
    return origin.lower().startswith(("http://", "https://"))


@lru_cache(maxsize=2**16)
def same_origin_key(origin: str) -> str:
    """Equal for two addresses of one page: with http or https, with or without a fragment or the usual port.

    A file's name stays as it is. "" for what has no origin that could come again, such as pasted text.
    """
    if not is_address(origin):
        return "" if origin == PASTED else origin
    try:
        parts = urlsplit(origin)
        port = parts.port
    except ValueError:
        return origin
    host = (parts.hostname or "").rstrip(".")
    where = "" if port in {None, _PORTS.get(parts.scheme.lower())} else f":{port}"
    query = f"?{parts.query}" if parts.query else ""
    return f"//{host}{where}{parts.path or '/'}{query}"
