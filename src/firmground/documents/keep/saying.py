"""What came of a collection, in plain sentences, and the changes of a page with the words around them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from firmground.documents.keep.offers import Came
from firmground.documents.keep.versions import Change, ChangeKind, Difference

if TYPE_CHECKING:
    from collections.abc import Iterable

    from firmground.case.documents import Document
    from firmground.documents.keep.offers import Outcome
    from firmground.spans import Span

MOST_CHANGES = 12
_AROUND = 60  # letters of a sentence on either side of the words that changed
_LONGEST = 240
_SPACE = re.compile(r"\s+")


def say_outcome(outcome: Outcome) -> list[str]:
    """One outcome: a first line for everybody, and what follows from it, each a line. Untrusted text is in it."""
    document = outcome.document
    name = document.id if document else ""
    if outcome.came is Came.REFUSED:
        return [f"Not kept: {outcome.origin}: {'; '.join(outcome.told)}"]
    if outcome.came is Came.PASSED:
        return [f"Passed over in {outcome.origin}: {'; '.join(outcome.told)}"]
    first = {
        Came.NEW: f"Kept: {name}",
        Came.VERSION: f"A new version: {name}, after {outcome.before.id if outcome.before else ''}",
        Came.SAME_BYTES: f"Kept already: {name} is the same, to the bit",
        Came.SAME_WORDS: f"Kept already: {name} has the same words; only its bytes differ",
        Came.SAME_BODY: f"Kept already: {name}; only what stands around its text differs (teasers, navigation)",
        Came.VANISHED: f"GONE: {name} is no longer at its address",
    }[outcome.came]
    lines = [first, *([_describe(outcome, document)] if document is not None else [])]
    if outcome.kept and outcome.before is not None:
        lines += say_changes(outcome)
    if outcome.came is Came.SAME_BODY and document is not None:
        lines.append(f"To keep it as a version all the same: --replaces {document.id}")
    return lines + list(outcome.told)


def say_changes(outcome: Outcome) -> list[str]:
    """What changed since the version before: fields first, then sentences, the body's before what stands around it."""
    lines = [f"{one.name}: {_quoted(one.old)} is now {_quoted(one.new)}" for one in outcome.fields]
    found = outcome.difference
    if found is None:
        return lines
    if found.print_only:
        return [*lines, "No word of the text changed."]
    old, new = outcome.texts
    lines.append(_say_sum(found))
    changes = sorted(found.changes, key=lambda change: not change.body)
    lines += [_say_change(change, old, new) for change in changes[:MOST_CHANGES]]
    if len(changes) > MOST_CHANGES:
        lines.append(f"... and {len(changes) - MOST_CHANGES:,} more changes; the app shows all of them.")
    return lines


def describe_outcome(outcome: Outcome) -> dict[str, Any]:
    """An outcome as JSON, for programs. Spans count code points of the texts that are kept."""
    document = outcome.document
    found = outcome.difference
    old, new = outcome.texts
    changes = [
        {
            "kind": str(change.kind),
            "body": change.body,
            "old": _span(change.old, old),
            "new": _span(change.new, new),
            "words": [{"old": _span(word.old, old), "new": _span(word.new, new)} for word in change.words],
        }
        for change in (found.changes if found else ())
    ]
    return {
        "came": str(outcome.came),
        "origin": outcome.origin,
        "document": document.id if document else None,
        "published": document.published_on.value or None if document else None,
        "replaces": document.replaces or None if document else None,
        "before": outcome.before.id if outcome.before else None,
        "fields": [{"name": one.name, "old": one.old, "new": one.new} for one in outcome.fields],
        "changes": changes,
        "told": list(outcome.told),
    }


def _describe(outcome: Outcome, document: Document) -> str:
    title = f"“{document.title.value}”, " if document.title.value else ""
    words = f", {outcome.words:,} words" if outcome.kept else ""
    published = document.published_on
    day = f", published {published.value} ({published.how})" if published.value else ""
    return f"{title}{document.media}{words}, from {outcome.origin}{day}"


def _say_sum(found: Difference) -> str:
    counts = {kind: sum(change.kind is kind for change in found.changes) for kind in ChangeKind}
    parts = [f"{number:,} {kind}" for kind, number in counts.items() if number]
    return f"Sentences: {', '.join(parts)}. Words: {found.words_added:,} added, {found.words_removed:,} removed."


def _say_change(change: Change, old: str, new: str) -> str:
    where = "" if change.body else " (around the text)"
    if change.kind is ChangeKind.CHANGED:
        return f"changed{where}: {_say_words(change, old, new)}"
    words = _flat(change.new.of(new)) if change.new else _flat(change.old.of(old)) if change.old else ""
    return f"{change.kind}{where}: “{_cut(words)}”"


def _say_words(change: Change, old: str, new: str) -> str:
    """The new sentence, with what it said before in brackets: “… killed [at least 12 -> 14] people …”."""
    if change.new is None:
        return ""
    parts: list[str] = []
    at = change.new.start
    for word in change.words:
        parts.append(_shorten_middle(new[at : word.new_at], first=not parts))
        before = _cut(_flat(word.old.of(old))) if word.old else ""
        after = _cut(_flat(word.new.of(new))) if word.new else ""
        parts.append(f"[{before} -> {after}]" if before and after else _one_side(before, after))
        at = word.new.stop if word.new else word.new_at
    tail = _flat(new[at : change.new.stop])
    parts.append(tail if len(tail) <= _AROUND else tail[:_AROUND] + "…")
    return f"“{_flat(' '.join(part for part in parts if part))}”"


def _one_side(before: str, after: str) -> str:
    return f"[gone: {before}]" if before else f"[new: {after}]"


def _shorten_middle(text: str, *, first: bool) -> str:
    flat = _flat(text)
    if first:
        return flat if len(flat) <= _AROUND else "…" + flat[-_AROUND:]
    return flat if len(flat) <= 2 * _AROUND else f"{flat[:_AROUND]} … {flat[-_AROUND:]}"


def _span(span: Span | None, text: str) -> dict[str, Any] | None:
    return None if span is None else {"start": span.start, "stop": span.stop, "words": span.of(text)}


def _quoted(text: str) -> str:
    return f"“{_cut(_flat(text))}”" if text else "nothing"


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def _flat(text: str) -> str:
    return _SPACE.sub(" ", text).strip()


def count_kept(outcomes: Iterable[Outcome]) -> str:
    """One line that sums up a collection of several."""
    kinds: list[Came] = [outcome.came for outcome in outcomes if outcome.came is not Came.PASSED]
    words = {
        Came.NEW: "new",
        Came.VERSION: "new versions",
        Came.SAME_BYTES: "kept already",
        Came.SAME_WORDS: "with the same words",
        Came.SAME_BODY: "with the same text",
        Came.VANISHED: "gone",
        Came.REFUSED: "not kept",
    }
    parts = [f"{number:,} {words[kind]}" for kind in words if (number := kinds.count(kind))]
    return f"{len(kinds):,} looked at: {', '.join(parts)}."
