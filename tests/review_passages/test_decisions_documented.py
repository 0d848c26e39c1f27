"""What a decision keeps and what a person may type is told in the manual."""

from __future__ import annotations

from pathlib import Path

import pytest

from firmground.documents.draft import DraftKind
from firmground.read.passages import DECIDED, PASSAGE_COLUMNS
from firmground.review.passages.records import SHAPES
from firmground.review.passages.talk import HELP

DOCS = Path(__file__).resolve().parents[2] / "docs"


def page(name):
    return (DOCS / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["deciding.md", "case-format.md"])
def test_every_column_and_every_decision_is_told(name):
    text = page(name)
    assert [word for word in (*PASSAGE_COLUMNS, *DECIDED) if f"`{word}`" not in text] == []


def test_every_key_of_the_terminal_is_told():
    keys = [line.split()[0] for line in HELP.splitlines()]
    assert [key for key in keys if f"| `{key}" not in page("commands.md")] == []


def test_every_kind_has_a_record_whose_keys_the_format_names():
    assert set(SHAPES) == set(DraftKind)
    text = page("case-format.md")
    keys = {key for shape in SHAPES.values() for key in shape.keys}
    assert [key for key in sorted(keys) if f"`{key}`" not in text and f"\n{key} = " not in text] == []
