"""Names in `by` and `target` that are no actor of the case: another name of one, a new actor, or left alone."""

from __future__ import annotations

import tomllib
from collections import defaultdict
from typing import TYPE_CHECKING

from firmground.case.actors import SOMEBODY
from firmground.case.events import parse_parties
from firmground.case.spelling import DOUBTFUL, Fit, NameIndex
from firmground.review.proposal import (
    ANSWER,
    Ask,
    Candidate,
    FieldChange,
    Kind,
    Option,
    Proposal,
    Write,
)
from firmground.review.rows import see_rows
from firmground.review.seal import make_id, seal

if TYPE_CHECKING:
    from firmground.case.case import Case

ACTORS = "actors.toml"
MOST_PARTIES = 200  # unknown names that are asked at all, those of the most rows first


def ask_parties(case: Case) -> tuple[list[Proposal], list[str]]:
    """A proposal for every name of a party that `actors.toml` does not have; and what was left out."""
    listed = _listed(case)
    rows_of: dict[str, list[int]] = defaultdict(list)
    for column in (case.events.by, case.events.target):
        names_in = {text: _names(text) for text in set(column)}
        for index, text in enumerate(column):
            for name in names_in[text]:
                if name not in listed:
                    rows_of[name].append(index)
    if not listed:
        sentence = f"The case lists no actors: {len(rows_of):,} names stand as parties of their own and are not asked."
        return [], [sentence] * bool(rows_of)
    chosen = sorted(rows_of, key=lambda name: -len(rows_of[name]))[:MOST_PARTIES]
    names = NameIndex(
        {actor: (actor, case.actors.by_id[actor].name, *case.actors.by_id[actor].names) for actor in listed}
    )
    left = len(rows_of) - len(chosen)
    sentence = f"{left:,} further names of parties are no actor; those of the most rows are asked first."
    proposals = [_ask(case, names, name, list(dict.fromkeys(rows_of[name]))) for name in chosen]
    return proposals, [sentence] * bool(left)


def _listed(case: Case) -> set[str]:
    """Ids that `actors.toml` really has. The case also holds every name that only an event or a map gives."""
    try:
        found = tomllib.loads((case.folder / ACTORS).read_text(encoding="utf-8")).get("actors", [])
        ids = {str(entry["id"]).strip() for entry in found if "id" in entry}
    except (OSError, ValueError, TypeError, AttributeError):
        return set()
    return {name for name in ids if name in case.actors.by_id}


def _names(text: str) -> set[str]:
    return {actor for reading in parse_parties(text) for actor in reading} - {SOMEBODY}


def _ask(case: Case, names: NameIndex[str], name: str, rows: list[int]) -> Proposal:
    matches = names.suggest(name)
    candidates = [
        Candidate(
            number=number, id=match.known, name=case.actors.by_id[match.known].name, where=None, fit=match.fit,
            matched=match.matched, doubtful=match.doubtful or match.fit in DOUBTFUL,
        )
        for number, match in enumerate(matches, start=1)
    ]  # fmt: skip
    options = [_is_actor(name, candidate) for candidate in candidates]
    own = make_id(name, case.actors.by_id.keys() - {name})
    fields = (FieldChange("id", "", ANSWER), FieldChange("name", "", ANSWER))
    options.append(
        Option(
            "new-actor", "An actor that is not listed yet", f"{ACTORS}: a new entry. Ties are added there by hand.",
            (Write(ACTORS, None, own, fields, new=True, table="actors"),),
            (Ask("id", "Id", own, hint="short, lower case, without spaces"), Ask("name", "Name", name)),
        )
    )  # fmt: skip
    stays = "Nothing is written into the files. The name stands as a party without ties, and is not asked again."
    options.append(Option("own-party", "A party of its own", stays, refuses=True))
    seen = see_rows(case, rows)
    key, fingerprint = seal(Kind.PARTY, name, seen, len(rows), [candidate.id for candidate in candidates])
    count = "1 row names" if len(rows) == 1 else f"{len(rows):,} rows name"
    return Proposal(
        kind=Kind.PARTY, key=key, seen=fingerprint, subject=name, title=f"Who is “{name}”?",
        why=f"{count} a party that is no actor of the case, so it counts as nobody's member and under no definition.",
        rows=seen, options=tuple(options), candidates=tuple(candidates), row_count=len(rows),
        likeness=6.0 if candidates and candidates[0].fit in (Fit.NAME, Fit.PLAIN, Fit.CONSONANTS) else 2.0,
    )  # fmt: skip


def _is_actor(name: str, candidate: Candidate) -> Option:
    return Option(
        f"actor:{candidate.id}", candidate.name, f"{ACTORS}: “{name}” becomes another name of {candidate.name}.",
        (Write(ACTORS, None, candidate.id, (FieldChange("names", "", name, adds=True),), table="actors"),),
        candidate=candidate.number, doubtful=candidate.doubtful,
    )  # fmt: skip
