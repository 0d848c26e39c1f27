"""The commands that seal a list and reveal what was sealed. Nothing heavy is imported before one of them needs it."""

from __future__ import annotations

import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path  # noqa: TC003 - cyclopts reads the types of the options
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from firmground.cli.audience import day_of
from firmground.cli.key_commands import opened_key
from firmground.cli.new_files import write_new
from firmground.cli.terminal import FINE, folder_of, say, show_progress
from firmground.errors import BadRequestError
from firmground.phrases import several
from firmground.render.visible import one_line

if TYPE_CHECKING:
    from firmground.exchange.seals import Asked
    from firmground.proofs.seals import KeptList

_SEAL, _KEPT = ".seal.json", ".kept.json"
_MOST_NUMBERED = 20  # entries whose numbers are said one by one


def seal(
    list: Path,  # noqa: A002 - the option's name
    output: Annotated[Path, Parameter(name=["--output", "-o"])],
    *,
    title: str = "",
    key: str = "",
    on: str = "",
    ordered: bool = False,
    pad: int = 0,
    show_columns: bool = False,
) -> int:
    """Commit to a list in public without showing any of it, so that entries can be revealed and proven later.

    Parameters
    ----------
    list
        A table, one entry a row (.csv, .tsv, .xlsx, .parquet), or any other text, which is one entry.
    output
        The seal to write, NAME.seal.json. What you keep to yourself goes beside it, as NAME.kept.json.
    title
        What everybody will read on the seal. It is asked for if it is left out.
    key
        The name of the key of yours to sign with. Default: the only one.
    on
        The day of the sealing, if it is not today: 2015-10-05. It is your own word.
    ordered
        The order of the list is a part of what is sealed. Otherwise entries are numbered in an order that tells
        nothing.
    pad
        Fill the list up with empty entries to a multiple of this number, so that its length tells less.
    show_columns
        Show the names of the columns on the seal.
    """
    from firmground.exchange.seals import seal_list  # noqa: PLC0415 - see the head of the module
    from firmground.proofs.fingerprint import fingerprint  # noqa: PLC0415 - as above

    if not output.name.endswith(_SEAL) or output.name == _SEAL:
        raise BadRequestError(f"a seal is called NAME{_SEAL}: write  -o {output.stem or 'list'}{_SEAL}")
    if pad < 0:
        raise BadRequestError("--pad takes the number of entries to whose multiple the list is filled up: 100")
    kept = output.with_name(output.name.removesuffix(_SEAL) + _KEPT)
    for path in (output, kept):
        if path.exists():
            raise BadRequestError(f"{path} is there already: choose another name, a seal is never written over")
    if not list.is_file():
        raise BadRequestError(f"there is no file {list}")
    day, words = _day(on), title or _ask_title()
    signing = opened_key(key)
    with show_progress() as step:
        step(f"sealing {list.name}")
        made = seal_list(list, words, signing, day=day, ordered=ordered, pad=pad, show_columns=show_columns)
    # What is kept first: a seal whose entries are lost can never be opened.
    write_new(kept, made.kept, private=True)
    write_new(output, made.seal)
    number = several(made.entries, "entry", "entries")
    empty = f", {made.filled:,} of them empty," if made.filled else ""
    say(f"The seal of {number}{empty} is in {output}:")
    say("publish it, or give it to whoever shall check it. It is signed with the key")
    say(f"  {fingerprint(signing.public)}")
    say(f"The entries and their secrets are in {kept}. Nobody else may have")
    say("this file, and without it nothing can ever be revealed: keep a copy.")
    name = output.name.removesuffix(_SEAL)
    say(f"Let others confirm the day:  firmground stamp {output} --request {name}.tsq")
    return FINE


def reveal(
    kept: Path,
    output: Annotated[Path, Parameter(name=["--output", "-o"])],
    *,
    id: str = "",  # noqa: A002 - the option's name
    row: int | None = None,
    all: bool = False,  # noqa: A002 - the option's name
    field: Annotated[tuple[str, ...], Parameter(name=["--field", "-f"])] = (),
    table: str = "",
    with_path: bool = False,
    for_case: Path | None = None,
    claim: str = "",
) -> int:
    """Show one entry of a sealed list, or one record of a package, with the proof that it was in it; or all entries.

    Parameters
    ----------
    kept
        What was kept when it was sealed or packed: NAME.kept.json, or PACKAGE.kept.
    output
        The file to write. It must not exist yet.
    id
        The entry whose column `id` says this.
    row
        The entry of this number, from 1, as the seal counts them.
    all
        All entries of a sealed list.
    field
        Only these fields of it; of the others the names are shown. It may be given several times.
    table
        Of a package: the table that the record is in.
    with_path
        Of a package: add the path to its root, so that its statement.json is enough to check it.
    for_case
        Of a sealed list: the case with a claim about it. What is revealed are the entries that decide its events.
    claim
        The claim of that case, by its id.
    """
    if output.exists():
        raise BadRequestError(f"{output} is there already: choose another name")
    if (for_case is None) != (not claim):
        raise BadRequestError("--for-case and --claim go together: the case, and which of its claims")
    if sum((bool(id), row is not None, all, for_case is not None)) != 1:
        raise BadRequestError("say what to reveal: one of --id, --row, --all, or --for-case with --claim")
    from firmground.exchange.seals import Asked  # noqa: PLC0415 - see the head of the module
    from firmground.proofs.seals import read_kept_list  # noqa: PLC0415 - as above

    if not kept.is_file():
        raise BadRequestError(f"there is no file {kept}")
    asked = Asked(id, row, field)
    if _is_of_package(kept):
        if all or for_case is not None:
            raise BadRequestError("of a package one record is revealed at a time: name it with --id or --row")
        return _reveal_record(kept, output, table, asked, with_path=with_path)
    if table or with_path:
        raise BadRequestError("--table and --with-path are for records of a package; this is a sealed list")
    held = read_kept_list(kept.read_bytes())
    if for_case is not None:
        return _reveal_for_claim(held, output, for_case, claim, field)
    return _reveal_entries(held, output, asked, every=all)


def _reveal_entries(held: KeptList, output: Path, asked: Asked, *, every: bool) -> int:
    from firmground.exchange.seals.revealing import find_entry, reveal_list  # noqa: PLC0415 - as above

    numbers = range(1, len(held) + 1) if every else [find_entry(held.columns, len(held), asked)]
    content = reveal_list(held, numbers, asked.fields)
    write_new(output, content)
    title = one_line(str(held.statement["title"]))
    if every:
        say(f"All {len(held):,} entries of “{title}” are in {output}: {len(content):,} bytes.")
    else:
        say(f"Entry no. {numbers[0]:,} of the {len(held):,} of “{title}” is in {output}: {len(content):,} bytes.")
    say(f"Whoever has the seal checks it:  firmground verify {output} --against NAME{_SEAL}")
    return FINE


def _reveal_record(kept: Path, output: Path, table: str, asked: Asked, *, with_path: bool) -> int:
    from firmground.exchange.package.kept import read_kept  # noqa: PLC0415 - as above
    from firmground.exchange.seals import reveal_package  # noqa: PLC0415 - as above

    if not table:
        raise BadRequestError("name the table of the package that the record is in, with --table")
    content = reveal_package(read_kept(kept), table, asked, with_path=with_path)
    write_new(output, content)
    say(f"The record of {one_line(table)} is in {output}: {len(content):,} bytes.")
    say(f"Whoever has the package checks it:  firmground verify {output} --against PACKAGE.zip")
    return FINE


def _reveal_for_claim(held: KeptList, output: Path, case: Path, claim: str, fields: tuple[str, ...]) -> int:
    from firmground.exchange.seals import reveal_list  # noqa: PLC0415 - as above
    from firmground.exchange.seals.of_claim import entries_for_claim  # noqa: PLC0415 - as above

    if fields:
        raise BadRequestError("where an entry is takes all of its fields: leave --field out")
    with show_progress() as step:
        found = entries_for_claim(held, folder_of(case), claim, progress=step)
    if not found.numbers:
        say("Nothing was written: no event that the claim can count surely has a place on the list inside its region.")
        return FINE
    content = reveal_list(held, found.numbers)
    write_new(output, content)
    entries = several(len(found.numbers), "entry decides", "entries decide")
    which = ", ".join(f"{number:,}" for number in found.numbers[:_MOST_NUMBERED])
    more = f" and {len(found.numbers) - _MOST_NUMBERED:,} more" if len(found.numbers) > _MOST_NUMBERED else ""
    say(f"{entries} {found.events:,} of the events of {claim}, under every choice: nos. {which}{more}.")
    say(f"They are in {output}, {len(content):,} bytes. Whoever has the case and the seal adds this")
    say(f"to the entry {found.list} of [[sealed]] in case.toml:")
    say(f'  revealed = ["sealed/{output.name}"]')
    return FINE


def _is_of_package(kept: Path) -> bool:
    return not kept.name.endswith(".json")


def _day(text: str) -> date | None:
    if not text:
        return None
    day = day_of(text)
    if day > datetime.now(UTC).date() + timedelta(days=1):  # it may be tomorrow already where the list is sealed
        raise BadRequestError(f"{day} lies ahead: nothing can be sealed on it yet")
    return day


def _ask_title() -> str:
    if not sys.stdin.isatty():
        raise BadRequestError('a seal has a title that everybody will read: add --title "…"')
    return input("Title of the seal, which everybody will read: ").strip()
