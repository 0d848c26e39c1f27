"""The case's own small tables (places, incidents, releases) as records, one a row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from firmground.errors import CaseProblem, Effect
from firmground.formats.tables import read_table
from firmground.read.records import Origin, Record
from firmground.read.wording import nearest, show

if TYPE_CHECKING:
    from pathlib import Path

    from firmground.read.files import CaseFiles

# A column that is merely additional is the author's own business; one that is nearly ours is a slip.
SLIP = 0.75


def read_rows(files: CaseFiles, path: Path, known: tuple[str, ...], *, counts: bool = True) -> list[Record]:
    """The rows of a table whose columns are `known`, in any case of letters. Other columns are passed over.

    `counts`: results rest on this table, so that it is stamped as an input of the run.
    """
    name = files.open(path) if counts else path.relative_to(files.root).as_posix()
    table, problems = read_table(path, name=name)
    files.problems.extend(problems)
    ours = {column: column.strip().casefold() for column in table.names}
    for column, folded in ours.items():
        near = nearest(folded, [key for key in known if key not in ours.values()], SLIP)
        if folded not in known and near:
            what = f"the column {show(column)} is not read"
            files.problems.append(CaseProblem(name, 1, what, f'did you mean "{near}"?', Effect.NOTED))
    columns = {folded: table.columns[column] for column, folded in ours.items() if folded in known}
    return [
        Record({key: cells[index] for key, cells in columns.items()}, Origin(name, int(row)), files.problems)
        for index, row in enumerate(table.rows)
    ]
