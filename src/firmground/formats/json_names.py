"""Names written twice in one JSON object: RFC 8259 leaves open which one counts, so neither may.

JSON parsers keep the last one without a word. This looks at text that a parser has already found well formed.
"""

from __future__ import annotations

import re

import msgspec

# Strings (with a colon after them: names) and braces; everything between, all coordinates too, is skipped
# over.
_TOKENS = re.compile(rb'"((?:[^"\\]++|\\.)*+)"(\s*:)?|[{}]', re.DOTALL)


def find_repeated_name(content: bytes) -> str:
    """The first name that occurs twice in one object, of the whole text or of anything inside it; "" if none does."""
    objects: list[set[bytes]] = []
    for token in _TOKENS.finditer(content):
        name = token[1]
        if name is None:
            if token[0] == b"{":
                objects.append(set())
            else:
                objects.pop()
        elif token[2]:
            if b"\\" in name:
                name = msgspec.json.decode(b'"' + name + b'"', type=str).encode()
            if name in objects[-1]:
                return name.decode()
            objects[-1].add(name)
    return ""
