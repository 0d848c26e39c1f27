"""Every attributed statement of a page: line by line, with what carries over from one sentence or paragraph to the
next.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from firmground.documents.statements.contents import strip
from firmground.documents.statements.frames import read_frames
from firmground.documents.statements.hedges import find_hedges
from firmground.documents.statements.line import LONGEST, Line
from firmground.documents.statements.meanings import Memory
from firmground.documents.statements.nouns import Naming, Statement
from firmground.documents.statements.subjects import main_subject
from firmground.documents.statements.verbs import VERBS, Sort
from firmground.spans import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from firmground.documents.page import Page
    from firmground.documents.prose import Paragraph, Sentence, Word
    from firmground.documents.statements.contents import Frame

_MOSTLY = 0.6  # of a sentence's words in quotation marks: it is somebody's words from end to end
_MOST = 20_000  # characters: what one person is quoted with in one go; a page that never closes a quotation has an end
_GOES_ON = "it goes on beyond what is shown here"
_NOBODY = frozenset("nobody no none neither".split())
_FEWEST = 3  # words: less is a name for something rather than a statement


def find_statements(page: Page) -> tuple[Statement, ...]:
    """Every attributed statement of the body, in order."""
    reading = _Reading(page.text)
    for number, paragraph in enumerate(page.paragraphs):
        reading.read(paragraph, number)
    return tuple(reading.found)


def _is_nobody(line: Line, frame: Frame) -> bool:
    """What "nobody said", or "no official said", is no statement of anybody."""
    return frame.subject is not None and line.low[frame.subject[0]] in _NOBODY


@dataclass
class _Reading:
    """What has been found, and what the next sentence may go on with."""

    text: str
    found: list[Statement] = field(default_factory=list)
    last: int = -1  # the statement that a quotation without a speaker goes on with
    last_paragraph: int = -1
    open_quotation: bool = False
    waiting: list[Span] = field(default_factory=list)
    full: set[int] = field(default_factory=set)  # statements that take no more

    def __post_init__(self) -> None:
        self.memory = Memory(self.text)

    def read(self, paragraph: Paragraph, number: int) -> None:
        self.waiting = []
        for line in _lines(paragraph):
            self._read_line(line, number)
        self._settle(number)
        quotations = paragraph.quotations
        ends = quotations[-1] if quotations else None
        self.open_quotation = ends is not None and ends.stop == paragraph.span.stop and not _closes(ends.of(self.text))

    def _read_line(self, line: Line, number: int) -> None:
        frames = read_frames(line) if not VERBS.keys().isdisjoint(line.low) or "according" in line.low else []
        frames = [frame for frame in frames if not _is_nobody(line, frame)]
        outer = [frame for frame in frames if not frame.quoted]
        if not outer:
            self._go_on(line, number)
        self._hear(line, number, outer)
        hedges = find_hedges(self.text, line.span(0, len(line))) if frames else ()
        first = len(self.found)
        for frame in frames:
            self.found.append(self._statement(line, frame, number, hedges))
        _put_inside(self.found, first)
        if outer:
            self._remember(first, number)

    def _hear(self, line: Line, number: int, outer: list[Frame]) -> None:
        self.memory.overhear(line.words)
        subject = main_subject(line, 0, min(len(line), 60))
        if subject is None or any(line.is_quoted(at) for at in range(*subject)):
            return
        heading = not line.is_mark(len(line) - 1)
        speaks = any(frame.subject is not None and frame.subject[0] == subject[0] for frame in outer)
        if not heading and not speaks:
            self.memory.hear(line.words[subject[0] : subject[1]], number)

    def _statement(self, line: Line, frame: Frame, number: int, hedges: tuple[Span, ...]) -> Statement:
        assert frame.subject is not None  # noqa: S101 - no frame is made without a speaker
        meant = self.memory.meant(line.words[frame.subject[0] : frame.subject[1]], number, note=not frame.quoted)
        content = _spans(line, frame)
        mine = Span(
            min(content[0].start, line.words[frame.first].start),
            max(content[-1].stop, line.words[frame.cue.stop - 1].stop),
        )
        doubt = meant.doubt or (_GOES_ON if frame.cut else "")
        return Statement(
            speaker=line.span(*frame.subject),
            cue=line.span(frame.cue.start, frame.cue.stop),
            content=content,
            verb=frame.cue.verb.lemma,
            naming=meant.naming,
            quoted=_kind(line, frame.content),
            means=meant.means,
            hedges=tuple(hedge for hedge in hedges if mine.overlaps(hedge)),
            relayed_by=line.span(*frame.relay) if frame.relay else None,
            doubt=doubt,
            said_on=line.span(*frame.time) if frame.time else None,
        )

    def _remember(self, first: int, number: int) -> None:
        """The statement that a quotation after this line belongs to; and what waited for one takes it."""
        tops = [at for at in range(first, len(self.found)) if self.found[at].inside is None]
        self.last, self.last_paragraph = (tops[-1] if tops else len(self.found) - 1), number
        if self.waiting:
            lead = next((at for at in tops if self.found[at].quoted != "paraphrase"), tops[0] if tops else self.last)
            self._extend(lead, self.waiting)
            self.waiting = []

    def _go_on(self, line: Line, number: int) -> None:
        """A sentence that is quoted from end to end and has no speaker of its own."""
        real = [at for at in range(len(line)) if not line.is_mark(at)]
        quoted = [at for at in real if line.is_quoted(at)]
        if len(quoted) < _FEWEST or len(quoted) < _MOSTLY * len(real):
            return
        stretch = strip(line, (_with_opening(line, quoted[0]), _with_closing(line, quoted[-1] + 1)))
        if stretch is None:
            return
        if self.last_paragraph == number and self.last >= 0:
            self._extend(self.last, [line.span(*stretch)])
        elif sum(span.stop - span.start for span in self.waiting) < _MOST:
            self.waiting.append(line.span(*stretch))

    def _settle(self, number: int) -> None:
        """At a paragraph's end a quotation that found no speaker goes on with the paragraph before, or has none."""
        if not self.waiting:
            return
        if self.last >= 0 and self.last_paragraph == number - 1 and self.found[self.last].quoted != "paraphrase":
            self._extend(self.last, self.waiting)
            if not self.open_quotation:
                doubt = self.found[self.last].doubt or "who says the last part is taken from the paragraph before"
                self.found[self.last] = replace(self.found[self.last], doubt=doubt)
            self.last_paragraph = number
            return
        self.found.append(
            Statement(
                None,
                None,
                _merged(self.text, self.waiting),
                "",
                Naming.UNTOLD,
                "direct",
                doubt="who says this is not told beside it",
            )
        )
        self.last, self.last_paragraph = len(self.found) - 1, number

    def _extend(self, at: int, spans: list[Span]) -> None:
        statement = self.found[at]
        if at in self.full:
            return
        if sum(span.stop - span.start for span in (*statement.content, *spans)) > _MOST:
            self.found[at] = replace(statement, doubt=statement.doubt or _GOES_ON)
            self.full.add(at)
            return
        content = _merged(self.text, [*statement.content, *spans])
        quoted = "mixed" if statement.quoted == "paraphrase" else statement.quoted
        self.found[at] = replace(statement, content=content, quoted=quoted)


def _lines(paragraph: Paragraph) -> Iterator[Line]:
    quotations = iter(enumerate(paragraph.quotations))
    number, here = next(quotations, (-1, None))
    for sentence in _sentences(paragraph):
        words = sentence[_dateline(sentence) :] if sentence[0].start == paragraph.span.start else sentence
        quoted = []
        for word in words:
            while here is not None and word.start >= here.stop:
                number, here = next(quotations, (-1, None))
            quoted.append(number if here is not None and word.start >= here.start else -1)
        for start in range(0, len(words), LONGEST):
            yield Line(paragraph.text, words[start : start + LONGEST], tuple(quoted[start : start + LONGEST]))


def _dateline(words: tuple[Word, ...]) -> int:
    """Past "KABUL, Afghanistan, June 4, 2011 -": 0 where the paragraph begins with none."""
    if len(words[0].text) < _FEWEST or not words[0].text.isupper():
        return 0
    dash = next((at for at, word in enumerate(words[:16]) if word.text in {"–", "—", "--", "-"}), -1)
    small = any(word.text[0].islower() for word in words[: max(dash, 0)])
    return 0 if small or dash + 1 >= len(words) else dash + 1


def _sentences(paragraph: Paragraph) -> Iterator[tuple[Word, ...]]:
    """Their words; "...?" Kerry asked." is one."""
    held: tuple[Word, ...] = ()
    for sentence in paragraph.sentences:
        words = sentence.words
        if held and not _only_names_speaker(words):
            yield held
            held = ()
        held = (*held, *words) if held else words
        if held and not _asks(sentence):
            yield held
            held = ()
    if held:
        yield held


def _asks(sentence: Sentence) -> bool:
    end = sentence.text[max(sentence.span.start, sentence.span.stop - 2) : sentence.span.stop]
    return len(end) > 1 and end[0] in "?!…" and end[1] in "”\"’'"


def _only_names_speaker(words: tuple[Word, ...]) -> bool:
    verbs = [verb for word in words[:6] if (verb := VERBS.get(word.text.lower())) is not None]
    return any(verb.sort is Sort.SAY or verb.lemma == "ask" for verb in verbs)


def _spans(line: Line, frame: Frame) -> tuple[Span, ...]:
    stretches = [found for one in frame.content if one[1] > one[0] and (found := strip(line, one)) is not None]
    spans = [line.span(*one) for one in stretches] or [line.span(*frame.content[0])]
    return _merged(line.text, spans)


def _merged(text: str, spans: list[Span]) -> tuple[Span, ...]:
    """In order, those with nothing but white space between them as one."""
    out: list[Span] = []
    for span in sorted(spans):
        if out and not text[out[-1].stop : span.start].strip() and "\n" not in text[out[-1].stop : span.start]:
            out[-1] = Span(out[-1].start, max(out[-1].stop, span.stop))
        else:
            out.append(span)
    return tuple(out)


def _kind(line: Line, content: list[tuple[int, int]]) -> str:
    real = [at for start, stop in content for at in range(start, stop) if not line.is_mark(at)]
    quoted = sum(line.is_quoted(at) for at in real)
    return "paraphrase" if not quoted else "direct" if quoted == len(real) else "mixed"


def _put_inside(found: list[Statement], first: int) -> None:
    """Tells each statement of a line the smallest other one whose content it stands in."""
    for at in range(first, len(found)):
        cue = found[at].cue
        around = [
            (sum(span.stop - span.start for span in other.content), place)
            for place, other in enumerate(found[first:], first)
            if place != at and cue is not None and any(span.covers(cue) for span in other.content)
        ]
        if around:
            found[at] = replace(found[at], inside=min(around)[1])


def _with_opening(line: Line, place: int) -> int:
    while place > 0 and line.is_quoted(place - 1) and line.quoted[place - 1] == line.quoted[place]:
        place -= 1
    return place


def _with_closing(line: Line, stop: int) -> int:
    while stop < len(line) and line.is_quoted(stop) and line.quoted[stop] == line.quoted[stop - 1]:
        stop += 1
    return stop


def _closes(quotation: str) -> bool:
    return len(quotation) > 1 and quotation[-1] in "”\"»“’'"
