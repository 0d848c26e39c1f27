"""What a merge put where, kept in the merged case so that the next package of the same sender can take its place.

`from/NAME/merged.json`: the text of every record that was added to a file of one's own, the files that were added, and
a fingerprint of every row of the other's, as it came in and as it was written. By these a second merge knows what the
sender has changed since, and what was changed here.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from firmground.errors import BadRequestError
from firmground.exchange.merge.model import Question
from firmground.formats.tables import read_table

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from firmground.exchange.tables import Json

FORMAT: Final = "firmground merged 1"
QUESTIONS: Final = ("kind", "theirs", "own", "says", "decided", "by", "why")
_ANSWERS: Final = {"actor": ("same", "different"), "tie": ("take", "leave")}


@dataclass
class Remembered:
    """`entries`, `rows`: by file of one's own, the text of what was put in. `files`: paths that were added whole.

    `seen`: by file, for each row's id its fingerprints as it came in and as it was written. `records`: by kind and the
    other's id, the fingerprint of a record as it came in. `withheld`: counts that were added to `[withheld]`.
    """

    name: str
    sender: str = ""
    day: str = ""
    entries: dict[str, list[str]] = field(default_factory=dict)
    rows: dict[str, list[str]] = field(default_factory=dict)
    files: list[str] = field(default_factory=list)
    seen: dict[str, dict[str, list[str]]] = field(default_factory=dict)
    records: dict[str, dict[str, str]] = field(default_factory=dict)
    withheld: dict[str, int] = field(default_factory=dict)


def fingerprint(record: Mapping[str, Json]) -> str:
    """The same for records that say the same, whatever is empty in them and in whatever order."""
    said = {key: value for key, value in record.items() if value not in (None, "", [])}
    body = json.dumps(said, ensure_ascii=True, sort_keys=True, separators=(",", ":"), default=str)
    return hashlib.sha256(body.encode()).hexdigest()[:20]


def path_of(folder: Path, name: str) -> Path:
    """Where a merged case keeps what came from the side of this name."""
    return folder / "from" / name / "merged.json"


def write_remembered(folder: Path, kept: Remembered) -> None:
    """Writes it into a merged case, over what an earlier merge of that name left."""
    body = {"format": FORMAT, **vars(kept)}
    text = json.dumps(body, ensure_ascii=False, indent=1, sort_keys=True)
    path_of(folder, kept.name).parent.mkdir(parents=True, exist_ok=True)
    path_of(folder, kept.name).write_text(text + "\n", encoding="utf-8")


def read_remembered(folder: Path, name: str) -> Remembered | None:
    """What the last merge of this name put where; None if there was none.

    BadRequestError: the file is not as it was written, and nobody can say what to take out.
    """
    path = path_of(folder, name)
    if not path.is_file():
        if path.parent.exists():
            raise BadRequestError(f"the case has a folder from/{name}, but no merge made it: choose another name")
        return None
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        kept = Remembered(**{key: value for key, value in found.items() if key != "format"})
        if found["format"] != FORMAT or kept.name != name:
            raise ValueError(found["format"])  # noqa: TRY301 - told as every other fault of the file
        _check(kept)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        raise BadRequestError(
            f"from/{name}/merged.json is not as it was written, so nobody can say what came in with it: put it back, "
            "or merge into the case as it was before"
        ) from None
    return kept


def _check(kept: Remembered) -> None:
    """Files are taken out by what stands here: none but those that a merge of this name makes."""
    for file in kept.files:
        inside = file.startswith((f"from/{kept.name}/", f"releases/{kept.name}-"))
        if not inside or ".." in file.split("/") or "\\" in file or "\0" in file:
            raise ValueError(file)
    for texts in (*kept.entries.values(), *kept.rows.values()):
        if not all(isinstance(text, str) and text.strip() for text in texts):
            raise ValueError(kept.name)


def merged_names(folder: Path) -> list[str]:
    """Every other side that was merged into a case before."""
    found = folder / "from"
    return sorted(path.parent.name for path in found.glob("*/merged.json")) if found.is_dir() else []


def read_answers(folder: Path, name: str) -> dict[tuple[str, str], Question]:
    """What was decided in `questions.csv`, by kind and the other's id. BadRequestError: an answer that is none."""
    path = folder / "from" / name / "questions.csv"
    if not path.is_file():
        return {}
    table, _ = read_table(path, name=f"from/{name}/questions.csv")
    columns = {key.casefold(): cells for key, cells in table.columns.items()}
    found: dict[tuple[str, str], Question] = {}
    for row in range(len(table.rows)):
        cells = {key: columns[key][row].strip() if key in columns else "" for key in QUESTIONS}
        question = Question(**cells)
        if question.decided and question.decided not in _ANSWERS.get(question.kind, ()):
            answers = " or ".join(_ANSWERS.get(question.kind, ("nothing",)))
            raise BadRequestError(
                f"from/{name}/questions.csv, row {table.rows[row]}: `decided` is {question.decided!r}; write {answers}"
            )
        if question.decided == "same" and (not question.own or ";" in question.own):
            raise BadRequestError(
                f"from/{name}/questions.csv, row {table.rows[row]}: leave in `own` the one actor that is the same"
            )
        if question.decided:
            found[question.kind, question.theirs] = question
    return found


def rows_of(columns: Mapping[str, Sequence[Json]], rows: int) -> Iterable[dict[str, Any]]:
    """The rows of a table as records."""
    names = list(columns)
    for cells in zip(*(columns[name] for name in names), strict=True) if names else [()] * rows:
        yield dict(zip(names, cells, strict=True))
