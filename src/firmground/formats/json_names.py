"""Names written twice in one JSON object: RFC 8259 leaves open which one counts, so neither may.

JSON parsers keep the last one without a word. This looks at text that a parser has already found well formed.
"""

from __future__ import annotations

import re

import msgspec

# Strings (with a colon after them: names) and braces; everything between, all coordinates too, is skipped
# over.
_TOKENS = re.compile(rb'"((?:[^"\\]++|\\.)*+)"(\s*:)?|[{}]', re.DOTALL)


def find_repeated_names(content: bytes) -> dict[int, str]:
    """A name that occurs twice in one object, by the number of the feature that it occurs in (from 1).

    0 stands for the file itself: its own members, or anything outside its list of features.
    """
    repeated: dict[int, str] = {}
    objects: list[set[bytes]] = []
    feature = 0
    in_features = False
    for token in _TOKENS.finditer(content):
        name = token[1]
        if name is None:
            if token[0] == b"{":
                feature += in_features and len(objects) == 1
                objects.append(set())
            else:
                objects.pop()
        elif token[2]:
            if b"\\" in name:
                name = msgspec.json.decode(b'"' + name + b'"', type=str).encode()
            if len(objects) == 1:
                in_features = name == b"features"
            if name in objects[-1]:
                inside = in_features and len(objects) > 1
                repeated.setdefault(feature if inside else 0, name.decode())
            objects[-1].add(name)
    return repeated
