"""Files in, files out: Parquet read row group by row group, and written the same way, whole or not at all."""

from __future__ import annotations

import os
import secrets
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq

from firmground.engine.threads import in_order, processors
from firmground.errors import BadRequestError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

ROWS = 1 << 18  # of a batch: a few megabytes a column, whatever the row groups of the file


@dataclass(frozen=True)
class Told:
    """What became of the files. `faults`: by name, of those that could not be read; the others are done all the same.

    `on_border`: points of one day that lie on a border, where each is looked at by itself.
    """

    files: int = 0
    rows: int = 0
    on_border: int = 0
    faults: dict[str, str] = field(default_factory=dict)

    def plus(self, other: Told) -> Told:
        files, rows, on_border = (getattr(self, name) + getattr(other, name) for name in ("files", "rows", "on_border"))
        return Told(files, rows, on_border, self.faults | other.faults)

    def __str__(self) -> str:
        words = f"{self.rows:,} events of {self.files:,} files"
        if self.on_border:
            words += f", {self.on_border:,} of them points on a border"
        return words + "".join(f"; not read: {name}: {fault}" for name, fault in self.faults.items())


def parquet_files(where: str | Path | Sequence[str | Path]) -> list[Path]:
    """The Parquet files in a folder and in its folders, or those that are named; sorted. Raises BadRequestError."""
    if not isinstance(where, str | Path):
        return sorted(Path(one) for one in where)
    path = Path(where)
    if path.is_file():
        return [path]
    if not path.is_dir():
        raise BadRequestError(f"there is no file or folder {path}")
    hidden = (".", "_")
    found = sorted(
        file
        for file in path.rglob("*.parquet")
        if not any(part.startswith(hidden) for part in file.relative_to(path).parts)
    )
    if not found:
        raise BadRequestError(f"there are no files *.parquet in {path}")
    return found


def batches_of(path: Path, wanted: Callable[[pa.Schema], list[str]]) -> Iterator[pa.RecordBatch]:
    """The columns that are wanted, in batches. Raises BadRequestError for a file that is no Parquet or is cut off."""
    try:
        with pq.ParquetFile(path, memory_map=True) as file:
            names = wanted(file.schema_arrow)
            yield from file.iter_batches(ROWS, columns=names, use_threads=False)
    except (pa.ArrowException, OSError) as fault:
        raise BadRequestError(f"{path} cannot be read as Parquet: {str(fault).splitlines()[0]}") from fault


def write_batches(path: Path, batches: Iterable[pa.RecordBatch], schema: Callable[[], pa.Schema]) -> int:
    """Writes a file row group by row group under another name, then renames it; how many rows. `schema`: of no rows."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f".{path.name}-{secrets.token_hex(4)}.unfinished")
    rows, writer = 0, None
    try:
        for batch in batches:
            if writer is None:
                writer = _writer(unfinished, batch.schema)
            writer.write_batch(batch)
            rows += len(batch)
        if writer is None:
            writer = _writer(unfinished, schema())
        writer.close()
        os.replace(unfinished, path)  # noqa: PTH105 - over what was there, on every system
    finally:
        if writer is not None:
            writer.close()
        unfinished.unlink(missing_ok=True)
    return rows


def _writer(path: Path, schema: pa.Schema) -> pq.ParquetWriter:
    """What is written by dictionary here stays so; numbers of events and shares would only be slower for it."""
    coded = [field.name for field in schema if pa.types.is_dictionary(field.type)]
    plain = [field.name for field in schema if not pa.types.is_nested(field.type) and field.name not in coded]
    return pq.ParquetWriter(
        path, schema, compression="lz4", use_dictionary=coded or False, write_statistics=plain or False
    )


def out_names(files: Sequence[Path], folder: Path) -> dict[Path, Path]:
    """Where the answers of each file go: as the files lie to one another, in the folder."""
    if not files:
        return {}
    above = Path(os.path.commonpath([file.absolute().parent for file in files]))
    return {file: folder / file.absolute().relative_to(above) for file in files}


def each_file(
    files: Sequence[Path], work: Callable[[Path], Told], tell: Callable[[str], None] | None, threads: int | None = None
) -> Told:
    """`work` on each file, some at a time; what cannot be read is told by its name, and the rest goes on.

    Raises BadRequestError if none can be read.
    """
    done = Told()
    with ThreadPoolExecutor(threads or processors()) as pool:
        for number, told in enumerate(in_order(pool, lambda file: guarded(file, work), files, 2 * processors()), 1):
            done = done.plus(told)
            if tell is not None:
                tell(f"{number:,} of {len(files):,} files: {done}")
    return checked(done)


def guarded(file: Path, work: Callable[[Path], Told]) -> Told:
    try:
        return work(file)
    except BadRequestError as fault:
        return Told(faults={str(file): str(fault)})


def checked(done: Told) -> Told:
    """Raises BadRequestError where nothing could be read."""
    if done.faults and not done.files:
        raise BadRequestError("; ".join(done.faults.values()))
    return done


def record_batch(columns: dict[str, Any]) -> pa.RecordBatch:
    return pa.RecordBatch.from_arrays(list(columns.values()), names=list(columns))
