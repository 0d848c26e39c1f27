"""Labels for what came from the other side, so that it is not passed on by accident.

What a package was made for an audience of goes to no wider one. A plain case that labels its records gets the narrowest
of its labels for all of them: which rule was meant for which record is its own affair.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from firmground.case.handling import narrowest
from firmground.exchange.tables import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from firmground.case.case import Case
    from firmground.case.handling import Label
    from firmground.exchange.merge.actors import JoinedActors
    from firmground.exchange.merge.case_file import CaseChanges
    from firmground.exchange.merge.records import JoinedRecords
    from firmground.exchange.merge.tables import JoinedTables
    from firmground.exchange.tables import Json

_FILES: Final[Mapping[Kind, str]] = {
    Kind.SOURCES: "sources.toml/sources", Kind.DEFINITIONS: "definitions.toml/definitions",
    Kind.AGREEMENTS: "undertakings.toml/agreements", Kind.PLEDGES: "undertakings.toml/pledges",
    Kind.CLAIMS: "claims.toml/claims", Kind.PLACES: "places.csv", Kind.INCIDENTS: "incidents.csv",
}  # fmt: skip
# By what an entry of case.toml is known that has no id.
_CALLED: Final = {"around": "incident", "disclosure": "by", "areas": "file"}


def other_label(other: Case, audience: Label | None) -> Label | None:
    """The label of everything that comes from the other side; None where nothing asks for one."""
    labels = [rule.label for rule in other.handling.rules]
    labels += [label for label in (audience, other.handling.label) if label is not None]
    return narrowest(labels)


def rules_for_other(
    name: str,
    label: Label,
    tables: JoinedTables,
    records: Mapping[Kind, JoinedRecords],
    actors: JoinedActors,
    changes: CaseChanges,
) -> list[dict[str, Json]]:
    """The rules to add to handling.toml: one a file of the other's, one for its records in each file of one's own, and
    one for its entries in each list of case.toml: their titles and what they ask for are the other's, too.
    """
    reason = f"came from {name}, for {label}"

    def rule(which: str, table: str, **meant: Json) -> dict[str, Json]:
        return {"id": f"from-{name}-{which}", "label": str(label), "reason": reason, "table": table, **meant}

    rules = [rule(str(number), table.file) for number, table in enumerate(tables.files, start=1)]
    shared: list[tuple[str, Iterable[Json]]] = [
        (_FILES[kind], [entry["id"] for entry in joined.entries]) for kind, joined in records.items() if kind in _FILES
    ]
    shared.append(("actors.toml/actors", [entry["id"] for entry in (*actors.entries, *tables.publishers)]))
    for table, ids in shared:
        if ids:
            rules.append(rule(table.split("/")[-1].split(".")[0], table, ids=list(ids)))
    for number, tie in enumerate(actors.ties, start=1):
        meant = {key: [str(tie[key])] for key in ("actor", "tie", "to") if key in tie}
        rules.append(rule(f"tie-{number}", "actors.toml/ties", where=meant))
    asked: dict[str, list[str]] = {"subsets": list(changes.subsets)}
    for part, entry in changes.entries:
        asked.setdefault(part, []).append(str(entry.get(_CALLED.get(part, "id"), "")))
    for part, values in asked.items():
        called, named = _CALLED.get(part, "id"), [value for value in dict.fromkeys(values) if value]
        if named:
            by = {"ids": named} if called == "id" else {"where": {called: named}}
            rules.append(rule(f"case-{part}", f"case.toml/{part}", **by))
    return rules
