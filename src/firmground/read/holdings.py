"""What a map says of a piece of ground: its words for holders, presence and standing, as a `Holding`.

A value that is no actor of the case and is not named in `[maps.holders]` makes the ground unknown, never
nobody's: somebody may hold it whom the map calls by a name that we do not know.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from firmground.case.actors import SOMEBODY
from firmground.case.control import NOBODY, Ground, Holding
from firmground.errors import CaseProblem, Effect
from firmground.modality import MAY, Modality
from firmground.phrases import several
from firmground.read.names import name_list, tell_unknown
from firmground.read.records import split_list
from firmground.read.wording import show, suggest

if TYPE_CHECKING:
    from firmground.read.names import Parties
    from firmground.read.records import Origin, Record

# Words that a file may use itself. "None" is not among them: it may mean nobody, or that nothing is known.
_WORDS = {"?": SOMEBODY, "unknown": SOMEBODY, "nobody": "nobody"}
_STANDINGS = {str(modality): modality for modality in Modality}
_STATUSES = ("held", "contested", "present")


class Words(NamedTuple):
    """The cells of a row or feature that speak of holding, "" where there are none."""

    holder: str = ""
    present: str = ""
    status: str = ""
    party: str = ""
    standing: str = ""


class _Fault(NamedTuple):
    column: str
    value: str


# What a fault in a column does, and what to do about it.
_STRANGER = "is no actor of the case: that ground counts as unknown"
_EFFECTS = {
    "holder": (_STRANGER, "name it in [maps.holders]"),
    "either": ("leaves open which of them: that ground counts as unknown", "a list in [maps.holders] is contested"),
    "present": ("is no actor of the case: who is present there counts as unknown", "add it to actors.toml"),
    "status": ("is no status: that ground counts as unknown", "write held, contested or present"),
    "party": (_STRANGER, "write the id of an actor"),
    "standing": ("is no standing: the party MAY be there", "write must, may or cannot"),
    "both": ("is given beside party and standing, which alone are read", "keep one of the two"),
}
_OF_HOLDER = frozenset({"both", "either"})
_NOTED = frozenset({"both"})


class Holdings:
    """Reads the words of one map; every different combination of them once. `tell` reports what it did not know."""

    def __init__(self, table: Record | None, parties: Parties) -> None:
        self._parties = parties
        self._table = _read_table(table, parties)
        self._known: dict[Words, tuple[Holding, tuple[_Fault, ...]]] = {}
        self._counts: dict[str, Counter[str]] = {}
        self._first: dict[tuple[str, str], Origin] = {}

    def read(self, words: Words, origin: Origin, rows: int = 1) -> Holding:
        """The holding of a row; what is not known in it is counted for so many rows."""
        if words not in self._known:
            faults: list[_Fault] = []
            self._known[words] = (self._combine(words, faults), tuple(faults))
        holding, found = self._known[words]
        for fault in found:
            self._counts.setdefault(fault.column, Counter())[fault.value] += rows
            self._first.setdefault(fault, origin)
        return holding

    def names(self, text: str) -> bool:
        """Does this text name a holder, by the table of the map or as an actor?"""
        return _fold(text) in self._table or bool(self._parties.actor(text.strip()))

    def tell(self, problems: list[CaseProblem]) -> None:
        for column, counts in self._counts.items():
            effect, hint = _EFFECTS[column]
            firsts = {value: self._first[column, value] for value in counts}
            order = {value: origin.row or 0 for value, origin in firsts.items()}
            for values, rows, _ in tell_unknown(counts, order):
                origin = firsts[values[0]]
                near = suggest(values[0], self._actor_names(), hint) if column in {"holder", "party"} else hint
                what = f"{column if column not in _OF_HOLDER else 'holder'} {name_list(values)} {effect}"
                kind = Effect.NOTED if column in _NOTED else Effect.WIDENED
                problems.append(CaseProblem(origin.file, origin.row, f"{what} ({several(rows, 'row')})", near, kind))

    def _actor_names(self) -> list[str]:
        return [name for actor in self._parties.actors for name in (actor.id, actor.name, *actor.names)]

    def _combine(self, words: Words, faults: list[_Fault]) -> Holding:
        """1. a person's coding of one party  2. the status  3. the holders, with those present beside them."""
        if words.party or words.standing:
            return self._coded(words, faults)
        holders = self._holders(words.holder, faults)
        present = self._present(words.present, faults)
        status = words.status.casefold() or "held"
        if status not in _STATUSES:
            faults.append(_Fault("status", words.status))
            return Holding(Ground.HELD, (SOMEBODY,))
        if status == "present":
            there = set(holders or ()) - {SOMEBODY}
            listed = there | set(present or ())
            open_list = SOMEBODY in (holders or ()) or not there or (words.present and present is None)
            return Holding(Ground.HELD, (SOMEBODY,), None if open_list else tuple(sorted(listed)))
        if holders is None:
            if status == "held":
                return NOBODY if not present else Holding(Ground.NOBODY, present=present)
            holders = {SOMEBODY}
        if status == "contested" and len(holders) == 1:
            holders |= {SOMEBODY}
        return Holding(Ground.HELD, tuple(sorted(holders)), present)

    def _coded(self, words: Words, faults: list[_Fault]) -> Holding:
        if words.holder:
            faults.append(_Fault("both", words.holder))
        party = self._parties.actor(words.party)
        if not party:
            faults.append(_Fault("party", words.party))
            return Holding(Ground.HELD, (SOMEBODY,))
        standing = _STANDINGS.get(words.standing.casefold())
        if standing is None:
            faults.append(_Fault("standing", words.standing))
        return Holding(Ground.CODED, coded=(party, MAY if standing is None else standing))

    def _holders(self, text: str, faults: list[_Fault]) -> set[str] | None:
        """Actor ids and `SOMEBODY`; None where the map says that nobody holds the ground."""
        if not text:
            return {SOMEBODY}
        if _fold(text) in self._table:
            found = set(self._table[_fold(text)])
        else:
            found = {name for part in split_list(text) for name in self._one(part)}
        if "nobody" in found and len(found) == 1:
            return None
        if not found or "nobody" in found or "" in found:
            parts = [part.strip() for part in text.split("|") if part.strip()]
            either = len(parts) > 1 and all(self.names(part) for part in parts)
            faults.append(_Fault("either" if either else "holder", text))
            found = (found | {SOMEBODY}) - {"nobody", ""}
        return found

    def _one(self, part: str) -> tuple[str, ...]:
        if _fold(part) in self._table:
            return self._table[_fold(part)]
        if (actor := self._parties.actor(part)) or part.casefold() not in _WORDS:
            return (actor,)
        return (_WORDS[part.casefold()],)

    def _present(self, text: str, faults: list[_Fault]) -> tuple[str, ...] | None:
        """Groups listed as present: none at all for "none", None where the map does not say."""
        if not text:
            return None
        if text.casefold() == "none":
            return ()
        found = {name for part in split_list(text) for name in self._one(part)}
        if "" in found or found & {SOMEBODY, "nobody"}:
            faults.append(_Fault("present", text))
            return None
        return tuple(sorted(found))


def _read_table(record: Record | None, parties: Parties) -> dict[str, tuple[str, ...]]:
    """`[maps.holders]`: values of the file, folded, to actor ids, `SOMEBODY` or "nobody"."""
    table: dict[str, tuple[str, ...]] = {}
    for key in record if record is not None else ():
        meant: list[str] = []
        for text in record.texts(key) if record is not None else ():
            found = _WORDS.get(text.casefold(), "") or parties.actor(text)
            if not found and record is not None:
                what = f"{show(key)} is put down to {show(text)}, which is no actor of the case"
                hint = parties.hint(text, otherwise='write an actor, "unknown" or "nobody"')
                record.problem(f"{what}: that ground counts as unknown", hint, Effect.WIDENED)
            meant.append(found or SOMEBODY)
        table[_fold(key)] = tuple(meant) or (SOMEBODY,)
    return table


def _fold(text: str) -> str:
    return text.strip().casefold()
