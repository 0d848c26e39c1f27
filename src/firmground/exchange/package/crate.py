"""What a package tells about itself to archives and catalogues: `ro-crate-metadata.json`, RO-Crate 1.2.

Everything in it is said elsewhere, too, by what is signed; nothing is read from it when a package is verified. (Version
1.3 of June 2026 asks for nothing more, and fewer programs read it.) It lies in the payload of the bag, as appendix
"Combining with other packaging schemes" of the specification has it: https://w3id.org/ro/crate/1.2
"""

from __future__ import annotations

import json
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from firmground.exchange.package.archive import PAYLOAD
from firmground.proofs.fingerprint import fingerprint

if TYPE_CHECKING:
    from collections.abc import Mapping

    from firmground.exchange.package.statement import Statement, TableLine

FILE: Final = "data/ro-crate-metadata.json"
_VERSION: Final = "https://w3id.org/ro/crate/1.2"
_MEDIA_TYPES: Final = {
    ".csv": "text/csv",
    ".geojson": "application/geo+json",
    ".json": "application/json",
    ".jsonl": "application/jsonl",
    ".toml": "application/toml",
}
_LICENCE: Final = "The sender names no licence for the whole. Those of the sources are in case/sources.toml."


def write_crate(payload: Mapping[str, bytes], statement: Statement, key: bytes) -> bytes:
    """The metadata of these payload files."""
    names = sorted(name.removeprefix(PAYLOAD) for name in payload)
    about = {line.name: _say_rows(line) for line in statement.tables}
    files = [_file(name, len(payload[PAYLOAD + name]), about) for name in names]
    digits = fingerprint(key)
    graph: list[dict[str, Any]] = [
        {
            "@id": "ro-crate-metadata.json",
            "@type": "CreativeWork",
            "about": {"@id": "./"},
            "conformsTo": {"@id": _VERSION},
        },
        {
            "@id": "./",
            "@type": "Dataset",
            "name": statement.title,
            "description": _describe(statement),
            "datePublished": statement.day,
            "license": _LICENCE,
            "creator": {"@id": "#signer"},
            "hasPart": [{"@id": file["@id"]} for file in files],
        },
        *files,
        {"@id": "#signer", "@type": "Organization", "name": "Whoever has the key", "identifier": {"@id": "#key"}},
        {"@id": "#key", "@type": "PropertyValue", "propertyID": "Ed25519 key, firmground fingerprint", "value": digits},
    ]
    crate = {"@context": f"{_VERSION}/context", "@graph": graph}
    return json.dumps(crate, ensure_ascii=False, indent=1).encode() + b"\n"


def _describe(statement: Statement) -> str:
    audience = f" For {statement.audience}." if statement.audience else ""
    return (
        f"A case of firmground as its sender gives it away, with proofs for {statement.rows:,} rows, of which "
        f"{statement.hidden:,} are not shown.{audience} Made by {statement.made_by}; check it with firmground verify."
    )


def _file(name: str, size: int, about: Mapping[str, str]) -> dict[str, Any]:
    found: dict[str, Any] = {"@id": quote(name), "@type": "File", "name": name, "contentSize": str(size)}
    if media := _MEDIA_TYPES.get(PurePosixPath(name).suffix):
        found["encodingFormat"] = media
    own = name.removeprefix("case/")
    said = [words for table, words in about.items() if table == own or table.startswith(f"{own}/")]
    if name.startswith("case/") and said:
        found["description"] = "; ".join(said)
    return found


def _say_rows(line: TableLine) -> str:
    part = line.name.rpartition("/")[2] if ".toml/" in line.name else "rows"
    hidden = f", {line.hidden:,} of them not shown" if line.hidden else ""
    partly = f", {line.partly:,} shown in part" if line.partly else ""
    return f"{line.rows:,} {part}{hidden}{partly}"
