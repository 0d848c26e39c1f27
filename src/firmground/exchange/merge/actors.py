"""Which of the other's actors are one's own, which are others, and which may be the same: that a person decides.

Until it is decided nothing is narrowed. A row of the other's that names an actor of whom something is open says
"actor;?" in the merged case: that actor surely, and MAY be part of anybody else. The same is done where the other
belongs to somebody according to its own ties, which one's own case does not have: who is tied to whom is judged by the
case that one answers for, and the other's ties are proposed, not taken over.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from firmground.case.actors import TieKind
from firmground.case.gazetteer import fold_name
from firmground.exchange.merge.model import Disagreement, Question, Taken
from firmground.exchange.merge.naming import free_id, marked
from firmground.exchange.merge.references import Ref, rewrite
from firmground.exchange.tables import Json, Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from firmground.exchange.merge.sides import NewNames, Side

# A tie without its source and note: what it says.
_SAYS = ("actor", "tie", "to", "from", "until", "as_of")


@dataclass
class JoinedActors:
    """`entries`, `ties`: records to add to actors.toml. `open`: new ids of actors of whom something is undecided.

    `likely`: of those the ones that may be one actor of one's own case only, with that actor. `used`: folded new ids.
    """

    entries: list[dict[str, Json]] = field(default_factory=list)
    ties: list[dict[str, Json]] = field(default_factory=list)
    open: set[str] = field(default_factory=set)
    likely: dict[str, str] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)
    questions: list[Question] = field(default_factory=list)
    disagreements: list[Disagreement] = field(default_factory=list)
    taken: list[Taken] = field(default_factory=list)


def join_actors(
    names: NewNames, decided: Mapping[tuple[str, str], Question], *, all_open: bool, blocs: bool
) -> JoinedActors:
    """Names every actor of the other's, then sorts its ties. `all_open`: the other withholds ties, so that of every one
    of its actors it is open to whom it belongs. `blocs`: claims of one's own count over all ties of the case, so that
    none is taken over that nobody asked for.
    """
    joined = JoinedActors()
    same = renamed = 0
    listed = names.other.listed
    for actor in sorted(names.other.case.actors.by_id, key=lambda actor: actor not in listed):
        new = _name_actor(names, actor, decided, joined)
        joined.used.add(fold_name(new))
        if new != actor:
            names.ids[Ref.ACTOR][actor] = new
        if new in names.own.case.actors:
            same += actor in names.other.listed
        elif actor in names.other.listed:
            renamed += new != actor
    joined.entries = list(_entries(names))
    joined.taken.append(Taken("actors", same, len(joined.entries) - renamed, renamed))
    _join_ties(names, decided, joined, blocs=blocs)
    if all_open:
        joined.open.update(names.actor(actor) for actor in names.other.case.actors.by_id)
    return joined


def _name_actor(names: NewNames, actor: str, decided: Mapping[tuple[str, str], Question], joined: JoinedActors) -> str:
    """1. as a person decided  2. one's own of the same id and name  3. the other's, and perhaps one of one's own.

    One of the same id and name that is also called what another of one's own is called may be either.
    """
    own, other = names.own, names.other
    answer = decided.get(("actor", actor))
    if answer is not None and answer.decided == "same" and answer.own in own.case.actors:
        joined.questions.append(answer)
        return answer.own
    mine, different = actor in own.case.actors, answer is not None and answer.decided == "different"
    hits = _alike(own, other, actor)
    # A party that is not listed, and whose name is that of several who are, MAY be each of them.
    several = (
        actor not in other.listed and len(other.actor_names.get(fold_name(actor), set()) & other.listed.keys()) > 1
    )
    # To list an actor gives its id to every spelling of it: one that is somebody else in one's own rows forbids that.
    shared = mine and _same(own, other, actor) and not (different or several or (hits and actor not in own.listed))

    def means_other(text: str) -> bool:
        return own.calls_actor(text) or fold_name(text) in joined.used

    taken = mine or means_other(actor) or several
    new = free_id(names.name, actor, means_other) if taken and not shared else actor
    if shared:
        _tell_words(own, other, actor, joined)
    elif mine:
        joined.disagreements.append(_differ(own, other, actor))
    if several:
        joined.open.add(new)
    if answer is not None and different:
        joined.questions.append(answer)
    elif hits or (mine and not shared):
        alike = sorted(hits | ({actor} if mine else set()))
        joined.open.add(new)
        if len(alike) == 1:
            joined.likely[new] = alike[0]
        says = f"{_called(other, actor)} and {', '.join(_called(own, one) for one in alike)}: one actor, or two?"
        if shared:
            more = ", ".join(_called(own, one) for one in sorted(hits))
            says = f"{_called(other, actor)} is called there what {more} is called in your case: which of them is it?"
        joined.questions.append(Question("actor", actor, ";".join(alike), says))
    return new


def _same(own: Side, other: Side, actor: str) -> bool:
    """Of one id: also one name and one kind? A party that only rows name has neither, and contradicts nobody."""
    if actor not in own.listed or actor not in other.listed:
        return True
    mine, theirs = own.case.actors[actor], other.case.actors[actor]
    kinds = {mine.kind, theirs.kind} - {""}
    return fold_name(mine.name) == fold_name(theirs.name) and len(kinds) < 2


def _alike(own: Side, other: Side, actor: str) -> set[str]:
    """One's own actors that have one of its names."""
    noun = other.case.actors[actor]
    found: set[str] = set()
    for text in (actor, noun.name, *noun.names):
        found |= own.actor_names.get(fold_name(text), set())
    return found - {actor}


def _called(side: Side, actor: str) -> str:
    noun = side.case.actors[actor]
    return actor if noun.name == actor else f"{noun.name} ({actor})"


def _differ(own: Side, other: Side, actor: str) -> Disagreement:
    mine, theirs = own.case.actors[actor], other.case.actors[actor]
    said = [f"{noun.name}, {noun.kind}" if noun.kind else noun.name for noun in (mine, theirs)]
    return Disagreement("actor", actor, said[0], said[1], "", mine.source, theirs.source)


def _tell_words(own: Side, other: Side, actor: str, joined: JoinedActors) -> None:
    """Other spellings of one actor: told, and not taken over, because a name may mean somebody else here."""
    mine, theirs = own.case.actors[actor], other.case.actors[actor]
    known = {fold_name(text) for text in (mine.name, *mine.names)}
    more = [text for text in theirs.names if fold_name(text) not in known]
    if more and actor in own.listed:
        said = "; ".join(mine.names) or "no other names"
        joined.disagreements.append(Disagreement("names", actor, said, "; ".join(more), "", mine.source, theirs.source))


def _entries(names: NewNames) -> Iterable[dict[str, Json]]:
    """The listed actors that one's own case does not list, without names that mean somebody else in it."""
    own = names.own
    known = own.actor_names.keys() | own.texts[0] | {fold_name(label) for label in own.labels}
    for actor, record in names.other.listed.items():
        new = names.actor(actor)
        if new in own.listed:
            continue
        # An actor that one's own rows name without listing it is the same, and may be called what it is called there.
        met = known - {fold_name(actor)} if new in own.case.actors else known
        entry = rewrite(Kind.ACTORS, record, names.turn) | {"id": new}
        noun = names.other.case.actors[actor]
        entry["name"] = marked(names.name, noun.name) if fold_name(noun.name) in met else noun.name
        entry["names"] = [text for text in noun.names if fold_name(text) not in met]
        yield {key: value for key, value in entry.items() if value not in (None, [], "")}


def _join_ties(
    names: NewNames, decided: Mapping[tuple[str, str], Question], joined: JoinedActors, *, blocs: bool
) -> None:
    own = names.own.case.actors
    known = {_says(_plain(names.own, record)) for record in names.own.records(Kind.TIES)}
    same = left = 0
    between: dict[str, set[str]] = {}
    for record in names.other.records(Kind.TIES):
        tie = rewrite(Kind.TIES, record, names.turn)
        ends = [str(tie.get(end, "")) for end in ("actor", "to")]
        if _says(tie) in known:
            same += 1
            continue
        as_ours = _says(_as_if_same(tie, joined)) in known
        known.add(_says(tie))
        member = tie.get("tie") == TieKind.MEMBER_OF
        theirs = say_tie(record)
        answer = decided.get(("tie", theirs))
        if answer is not None and answer.decided == "take":
            joined.ties.append(tie)
            joined.questions.append(answer)
        elif member and not blocs and not any(end in own or end in joined.open for end in ends):
            # Nobody of one's own case is touched: what is said there of nobody else cannot change.
            joined.ties.append(tie)
        elif as_ours:
            # It says what one's own case says, if the two actors are one: there is nothing else to ask.
            left += 1
            joined.open.update(ends if member else ())
        else:
            left += 1
            question = answer if answer is not None and answer.decided else None
            joined.questions.append(question or Question("tie", theirs, "", f"{theirs}: not in your case"))
            joined.disagreements.append(
                Disagreement("tie", ends[0], "not said", theirs, "", "", str(record.get("source") or ""))
            )
            if member and question is None:
                joined.open.update(ends)
        if member:
            between.setdefault(ends[0], set()).add(ends[1])
            between.setdefault(ends[1], set()).add(ends[0])
    for mine in names.own.case.actors.ties:
        if mine.kind is TieKind.MEMBER_OF:
            between.setdefault(mine.actor, set()).add(mine.to)
            between.setdefault(mine.to, set()).add(mine.actor)
    _spread(joined.open, between)
    joined.taken.append(Taken("ties", same, len(joined.ties), 0, left, "they wait for your decision" if left else ""))


def _as_if_same(tie: Mapping[str, Json], joined: JoinedActors) -> dict[str, Json]:
    """The tie, with one's own actor for each that may be the same and as which no other comes into question."""
    return {**tie, **{end: joined.likely.get(str(tie.get(end)), tie.get(end)) for end in ("actor", "to")}}


def _plain(side: Side, record: dict[str, Json]) -> dict[str, Json]:
    return rewrite(Kind.TIES, record, lambda ref, text: side.actor(text) if ref is Ref.ACTOR else text)


def _says(tie: Mapping[str, Json]) -> tuple[str, ...]:
    return tuple(str(tie.get(key) or "") for key in _SAYS)


def say_tie(record: Mapping[str, Json]) -> str:
    """A tie in words: "ypg member-of sdf, from 2015-10". It is how a question is known again."""
    days = ", ".join(f"{key} {record[key]}" for key in ("from", "until", "as_of") if record.get(key))
    said = f"{record.get('actor', '?')} {record.get('tie', '?')} {record.get('to', '?')}"
    return f"{said}, {days}" if days else said


def _spread(opened: set[str], between: Mapping[str, set[str]]) -> None:
    """Whoever belongs to somebody of whom it is open to whom they belong, is open as well; and the other way round."""
    waiting = list(opened)
    while waiting:
        for further in between.get(waiting.pop(), ()):
            if further not in opened:
                opened.add(further)
                waiting.append(further)
