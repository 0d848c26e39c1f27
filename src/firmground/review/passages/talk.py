"""Deciding on proposals in a terminal, one after the other: a key and a line break each, so that a pipe can do it too.

Nothing is written before an answer says so, and the last answer can be taken back.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from firmground.edit import CannotWriteError, StaleRecordError
from firmground.errors import BadRequestError
from firmground.render.visible import one_line
from firmground.render.wrap import wrap
from firmground.review.passages.accept import NotWrittenError, accept_draft, link_draft, refuse_draft
from firmground.review.passages.decided import waiting
from firmground.review.passages.form import form_of
from firmground.review.passages.listing import Screen, say_document, say_draft
from firmground.review.passages.records import SHAPES
from firmground.review.passages.repeats import doubt_repeats, one_record

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from firmground.case.case import Case
    from firmground.documents.draft import Draft
    from firmground.documents.reading import Reading
    from firmground.edit import Ledger, Step

KEYS: Final = "a accept, c change, r refuse, = known record, l later, b back, q quit, ? help"
HELP: Final = """\
   a            writes the record, and the words behind it
   a!           the same, also if something of it cannot be read and counts as unknown
   c on=2015-10 gives a field another value (c alone asks for it); nothing is written yet
   r why        keeps that it was refused, and why, so that it is not proposed again
   = s014       these are the words behind a record that the case has; nothing is added
   l            asks again another time
   b            back to the one before; what was written for it is taken back
   q            ends; all that was decided stays"""


_WORDS: Final = {
    "a": "accept", "a!": "accept all the same", "c": "change", "r": "refuse", "=": "link", "l": "later", "b": "back",
    "q": "quit",
}  # fmt: skip


def _split(line: str) -> tuple[str, str]:
    """What a line asks for, and what follows; "" for a line that is no answer. A word that only begins with a key's
    letter is none: nothing is written for a slip.
    """
    word, _, said = line.strip().partition(" ")
    if word.startswith("="):
        word, said = "=", f"{word[1:]} {said}"
    known = _WORDS.get(word.casefold()) or (word.casefold() if word.casefold() in _WORDS.values() else "")
    return known, said.strip()


@dataclass
class Talk:
    """One sitting. `ask` gives the next line, None when there are no more; `read` reads the case as it stands."""

    ledger: Ledger
    read: Callable[[], Case]
    who: str
    ask: Callable[[str], str | None]
    tell: Callable[[str], None]
    screen: Screen = field(default_factory=Screen)
    done: Counter[str] = field(default_factory=Counter)

    def decide(self, readings: Sequence[Reading]) -> None:
        """Asks about every proposal of these readings that nobody has decided on."""
        case = self.read()
        queue = [(reading, draft) for reading in readings for draft in waiting(case, reading)]
        past: list[tuple[int, Step | None, str]] = []
        at, shown = 0, ""
        while at < len(queue):
            reading, draft = queue[at]
            if reading.page.document.id != shown:
                shown = reading.page.document.id
                self.say(["", *say_document(reading.page.document, self.screen)])
            answer = _One(self, case, reading, draft, at + 1, len(queue)).settle(first=not past)
            if answer.word == "quit":
                break
            if answer.word == "back":
                at, step, word = past.pop()
                if step is not None:
                    self._take_back(step, word)
                    case = self.read()
                continue
            past.append((at, answer.step, answer.word))
            if answer.step is not None:
                self.done[answer.word] += 1
                case = self.read()
            at += 1
        self._sum_up(len(queue))

    def _take_back(self, step: Step, word: str) -> None:
        try:
            self.ledger.undo(step.number, who=self.who)
        except (BadRequestError, StaleRecordError, CannotWriteError) as fault:
            self.say_fault(fault)
        else:
            self.done[word] -= 1
            self.say([f"   Taken back: it was {word}."])

    def _sum_up(self, number: int) -> None:
        if not number:
            self.say(["", "   Nothing waits for a decision."])
            return
        parts = [f"{count:,} {word}" for word, count in self.done.items() if count]
        left = number - sum(self.done.values())
        self.say(["", f"   {', '.join([*parts, f'{left:,} left for later'])}."])

    def say(self, lines: Sequence[str]) -> None:
        for line in lines:
            self.tell(line)

    def say_fault(self, fault: Exception) -> None:
        self.say(wrap(f"{fault}.", self.screen.width, first="   ! ", indent="     "))
        if isinstance(fault, NotWrittenError):
            for problem in fault.problems:
                self.say(wrap(str(problem), self.screen.width, first="     · ", indent="       "))
            if not fault.refused:
                self.say(["     a! writes it all the same, and what cannot be read counts as unknown."])


@dataclass(frozen=True)
class _Answer:
    """What was decided: accepted, changed, linked or refused with the step that wrote it; later, back, quit without."""

    word: str
    step: Step | None = None


@dataclass
class _One:
    """One proposal and the values that a person gives its fields."""

    talk: Talk
    case: Case
    reading: Reading
    draft: Draft
    number: int
    of: int
    values: dict[str, str] = field(default_factory=dict)

    def settle(self, *, first: bool) -> _Answer:
        """Asks until there is an answer that stands."""
        self._show()
        while True:
            line = self.talk.ask(f"   {self.number} of {self.of}: {KEYS} > ")
            if line is None:
                return _Answer("quit")
            key, said = _split(line)
            if key == "back" and first:
                self.talk.tell("   This is the first.")
            elif key in ("later", "back", "quit"):
                return _Answer(key)
            elif key == "change":
                self._change(said)
            elif key in ("accept", "accept all the same", "refuse", "link"):
                try:
                    return self._write(key, said)
                except (BadRequestError, StaleRecordError, CannotWriteError) as fault:
                    self.talk.say_fault(fault)
            else:
                self.talk.tell(HELP)

    def _show(self) -> None:
        """The proposal with its doubts as the case now stands, and the values given so far."""
        told = [replace(one, value=self.values.get(one.name, one.value)) for one in self.draft.fields]
        draft = doubt_repeats(self.case, replace(self.reading, drafts=(self.draft,))).drafts[0]
        self.talk.say(["", *say_draft(self.reading.page, replace(draft, fields=tuple(told)), self.talk.screen)])
        own = {one.name for one in told}
        for name, value in self.values.items():
            if name not in own:
                self.talk.tell(f"     {one_line(name)}  {one_line(value) or '(taken out)'}")

    def _change(self, said: str) -> None:
        """A field gets another value, which is shown; an empty one takes it out."""
        name, sign, value = said.partition("=")
        name = name.strip()
        if not name:
            names = ", ".join(one.name for one in form_of(self.reading.page, self.draft))
            name = (self.talk.ask(f"   which field? ({one_line(names)}) > ") or "").strip()
        if name and not SHAPES[self.draft.kind].knows(name):
            self.talk.tell(f"   ! {one_line(name)} is no field of it: {', '.join(SHAPES[self.draft.kind].keys)}")
            return
        if name and not sign:
            value = self.talk.ask(f"   {one_line(name)} = ") or ""
        if name:
            self.values[name] = value.strip()
            self._show()

    def _write(self, key: str, said: str) -> _Answer:
        talk, page = self.talk, self.reading.page
        if key == "refuse":
            step = refuse_draft(talk.ledger, self.case, page, self.draft, who=talk.who, why=said)
            return _Answer("refused", step)
        if key == "link":
            record = one_record(self.case, self.draft, said)
            step = link_draft(talk.ledger, self.case, page, self.draft, record, who=talk.who)
            talk.tell(f"   Linked to {one_line(record.record)}.")
            return _Answer("linked", step)
        despite = key != "accept"
        step = accept_draft(
            talk.ledger, self.case, page, self.draft, self.values, who=talk.who, why=said, despite=despite
        )
        written = next(done for done in step.records if done.now.get("key") == self.draft.key(page.document.id))
        talk.tell(f"   Written: {one_line(written.now['record'])} in {one_line(written.now['file'])}.")
        return _Answer(written.now["decided"], step)
