"""What a package proves and what it does not, in sentences for an editor and a lawyer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from firmground.phrases import list_words, several

if TYPE_CHECKING:
    from collections.abc import Iterable

    from firmground.exchange.package.statement import TableLine
    from firmground.exchange.package.verification import PackageVerification


def say_proven(found: PackageVerification) -> tuple[str, ...]:
    """What follows from the bytes alone, for somebody who believes in the key."""
    rows = several(found.rows - sum(line.hidden for line in found.tables), "row")
    stamped = found.stamped
    before = (
        f" before {stamped.time}, by the time stamp of {stamped.by or 'the service that you named'}"
        if stamped and stamped.checked
        else ""
    )
    said = [
        f"The {rows} shown here were in the set of {found.rows:,} that {_signer(found)} signed{before}.",
        "No file of the package was changed since then.",
    ]
    partly = sum(line.partly for line in found.tables)
    if partly:
        said.append(
            f"{several(partly, 'row')} of them {_are(partly)} shown in part: what is shown whole of them was signed."
        )
    return tuple(said)


def say_not_proven(found: PackageVerification) -> tuple[str, ...]:
    """What nobody can tell from the file."""
    said = [_say_when(found), _say_who(found)]
    said += [
        "That the set is complete: rows may have been left out before it was signed.",
        "That what the rows say is true.",
    ]
    if any(line.coarser for line in found.tables):
        said.append("That a coarser value contains the true one: that shows when the row is revealed.")
    refused = sum(line.refused for line in found.tables)
    if refused:
        said.append(
            f"Anything of {several(refused, 'row')} that the sender's own reader refused: they are not in the set."
        )
    if found.refused:
        number = several(found.refused, "record")
        said.append(f"Anything of {number} shown here that cannot be read: see  firmground check  on data/case.")
    return tuple(said)


def _say_when(found: PackageVerification) -> str:
    stamped = found.stamped
    if stamped is None:
        return f"When it was signed: {found.day} is the sender's word."
    if stamped.checked:
        return f"That it was signed on {found.day}: that is the sender's word. It was there before {stamped.time}."
    return (
        f"When it was signed: {found.day} is the sender's word. There is a time stamp of {stamped.time}; "
        "name the root certificate of its service with --root to check it."
    )


def _say_who(found: PackageVerification) -> str:
    if found.key_name:
        return f"That nobody but {found.key_name} has the key that you call {found.key_name}."
    return "Whose key it is: you have none with this fingerprint. Ask its owner to read the digits to you."


def _signer(found: PackageVerification) -> str:
    name = f"{found.key_name} ({found.fingerprint})" if found.key_name else found.fingerprint
    return f"the key {name}"


def say_held_back(tables: Iterable[TableLine]) -> tuple[str, ...]:
    """Of each table that is not shown whole: how many rows, and which fields in how many of the others."""
    said = []
    for line in tables:
        parts = [f"{line.hidden:,} of {line.rows:,} not shown"] if line.hidden else []
        parts += [_say_field(name, number, line.coarser.get(name, 0)) for name, number in line.withheld.items()]
        if parts:
            said.append(f"{line.name}: {list_words(parts)}")
    return tuple(said)


def _say_field(name: str, withheld: int, coarser: int) -> str:
    if coarser == withheld:
        return f"{name} coarser in {coarser:,}"
    also = f" and coarser in {coarser:,}" if coarser else ""
    return f"{name} withheld in {withheld - coarser:,}{also}"


def _are(number: int) -> str:
    return "is" if number == 1 else "are"
