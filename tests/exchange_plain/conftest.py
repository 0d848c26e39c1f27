"""Cases written in plain form, and what of two cases must be the same."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from typing import Any

import numpy as np
import pytest
import shapely

from firmground.exchange.plain import read_tables, record_tables, write_case
from firmground.read import read_case
from firmground.texts import Texts

# What says where something was written rather than what; kept copies, which are not carried; and what is worked out.
_ELSEWHERE = {
    "file", "row", "row_number", "sha256", "folder", "inputs", "problems", "rows", "documents", "passages",
    "gazetteers", "extra", "complete",
}  # fmt: skip
# Columns of ours that a file may have too, and that are written anew where they are not plain.
_OURS = {"date", "date_from", "date_until", "reported", "strikes"}


def comparable(value: Any) -> Any:
    """A noun as plain values, without what may differ between a case and its plain form."""
    if is_dataclass(value) and not isinstance(value, type | Texts):
        named = {one.name: getattr(value, one.name) for one in fields(value)}
        return comparable({name: own for name, own in named.items() if name not in _ELSEWHERE and name[0] != "_"})
    if isinstance(value, dict):
        return {str(key): comparable(item) for key, item in value.items()}
    if isinstance(value, list | tuple | Texts):
        return [comparable(item) for item in value]
    return _plain(value)


def _plain(value: Any) -> Any:
    if isinstance(value, np.ndarray):
        return ["nothing" if number is True else value[place] for place, number in enumerate(np.isnan(value).tolist())]
    if isinstance(value, shapely.Geometry):
        return shapely.to_wkb(value)
    return sorted(map(repr, value)) if isinstance(value, frozenset | set) else value


def differences(one: Any, other: Any, path: str = "") -> list[str]:
    """Where two comparable values differ, in words; at most a few."""
    if isinstance(one, dict) and isinstance(other, dict):
        keys = [*one, *(key for key in other if key not in one)]
        absent = "(absent)"
        return [
            told for key in keys for told in differences(one.get(key, absent), other.get(key, absent), f"{path}.{key}")
        ][:9]
    if isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        pairs = enumerate(zip(one, other, strict=True))
        return [told for place, (own, their) in pairs for told in differences(own, their, f"{path}[{place}]")][:9]
    return [] if one == other else [f"{path}: {one!r} became {other!r}"[:500]]


def extras(case: Any) -> dict[str, list[str]]:
    """The other columns of events that say something; a plain case may have a few of its own beside them."""
    return {name: list(column) for name, column in case.events.extra.items() if column.filled().any()}


def records(tables: Any) -> dict[str, list[dict[str, Any]]]:
    """The records of each table that has any."""
    return {table.name: [table.record(row) for row in range(table.rows)] for table in tables if table.rows}


def check_rewriting(folder: Any, out: Any) -> tuple[Any, Any]:
    """Rewrites a case, checks that nothing in it changed, and gives both."""
    case = read_case(folder)
    tables = record_tables(case)
    write_case(case, out)
    assert records(read_tables(out)) == records(tables)
    plain = read_case(out)
    told = differences(_known_complete(case), _known_complete(plain)) + differences(comparable(case), comparable(plain))
    own, new = extras(case), extras(plain)
    told += [f"extra {name}" for name, column in own.items() if name not in _OURS and new.get(name) != column]
    if told:
        raise AssertionError("\n".join(told))
    return case, plain


def _known_complete(case: Any) -> list[str]:
    """As `is_complete` has it: a record of which rows were refused is not complete, whatever the case says."""
    return sorted(case.complete - {count.dataset for count in case.rows if any(count.refused.values())})


@pytest.fixture(scope="session")
def rewrite():
    """Rewrites the case of a folder into another, checks that nothing in it changed, and gives both."""
    return check_rewriting


@pytest.fixture
def rewritten(tmp_path):
    """The case of a folder, and the same after it was written in plain form and read again; checked to be the same."""

    return lambda folder: check_rewriting(folder, tmp_path / "plain")


@pytest.fixture
def case_folder(tmp_path):
    """A case from a mapping of file names to texts."""

    def write(case="", **files):
        folder = tmp_path / "case"
        for name, content in {"case.toml": f'title = "T"\n{case}', **files}.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return folder

    return write
