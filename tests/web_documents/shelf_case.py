"""A small case that keeps documents, and readings made by hand, so that the pages are tried whatever the readers find.

The texts are our own.
"""

from __future__ import annotations

import csv
import hashlib
import io

from firmground.bounds import Bounds
from firmground.case.documents import MarkKind
from firmground.dates import When
from firmground.documents.actors import ActorWords
from firmground.documents.days import DayWords
from firmground.documents.draft import Draft, DraftKind, Told
from firmground.documents.found import Found
from firmground.documents.numbers import Quantity
from firmground.documents.places import PlaceWords
from firmground.documents.reading import Reading
from firmground.documents.statements import Naming, Statement
from firmground.read.documents import DOCUMENT_COLUMNS
from firmground.spans import Span

CASE = {
    "case.toml": (
        'title = "Hill country"\nperiod = "2020-01-01/2020-12-31"\n\n[[events]]\nfile = "events/strikes.csv"\n'
        'source = "ministry"\n'
    ),
    "actors.toml": (
        '[[actors]]\nid = "north"\nname = "Northern army"\n\n[[actors]]\nid = "band"\nname = "The Band"\n\n'
        '[[actors]]\nid = "agency"\nname = "Hill News"\n'
    ),
    "sources.toml": '[[sources]]\nid = "ministry"\ntitle = "Releases of the ministry"\n',
    "places.csv": "id,name,aliases,lon,lat,radius_km\nmilltown,Milltown,,30,40,2\nhilltown,Hilltown,,30.5,40.2,2\n",
    "events/strikes.csv": "id,date,place,by\ne1,2020-03-01,milltown,north\n",
}

NEWS = """Most strikes fall far from the Band, officials say
By A. Writer
Home | World | Subscribe
A northern official said on Monday that “at least 49 of 64 named targets” lay outside areas of the Band.
The Northern army struck a depot near Milltown on 2 March and two vehicles in Hilltown the day after, it said.
A vehicle burns near Hilltown in an undated picture.
“Almost 80 percent of the raids were elsewhere,” a diplomat said privately, according to Hill News. He gave no list.
Hill News could not check the figures. More than half of the villages that were named have no road.
Related posts
Comments are closed"""
MARKS = (
    ("Most strikes fall far from the Band, officials say", MarkKind.TITLE),
    ("By A. Writer", MarkKind.BYLINE),
    ("Home | World | Subscribe", MarkKind.BOILERPLATE),
    ("A vehicle burns near Hilltown in an undated picture.", MarkKind.CAPTION),
    ("Related posts", MarkKind.TEASER),
    ("Comments are closed", MarkKind.BOILERPLATE),
)
LATER = NEWS.replace("He gave no list.\n", "\n").replace("two vehicles", "three vehicles")
RELEASE = """The ministry's release
- Near Milltown, three strikes hit a depot.
- Near Hilltown, one strike hit a bridge.
In all, five strikes were made."""


def write_case(folder, *texts, marks=MARKS, published="2020-03-03", **files):
    """A case with one document a text: doc-1, doc-2, ..., each later one given as (text, id of what it replaces)."""
    for name, text in (CASE | {name.replace("__", "."): text for name, text in files.items()}).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    rows = [_keep(folder, number, text, marks, published) for number, text in enumerate(texts, start=1)]
    out = io.StringIO()
    writer = csv.DictWriter(out, DOCUMENT_COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    (folder / "documents/documents.csv").write_text(out.getvalue(), encoding="utf-8")
    return folder


def _keep(folder, number, text, marks, published):
    text, replaces = text if isinstance(text, tuple) else (text, "")
    key = f"doc-{number}"
    content = text.encode()
    digest = hashlib.sha256(content).hexdigest()
    for path, what in ((f"kept/{digest}.txt", content), (f"text/{key}.txt", content)):
        (folder / "documents" / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / "documents" / path).write_bytes(what)
    lines = ["start,stop,kind"]
    for words, kind in marks:
        at = text.find(words)
        if at >= 0:
            lines.append(f"{at},{at + len(words)},{kind}")
    (folder / f"documents/text/{key}.marks.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    title = next((words for words, kind in marks if kind is MarkKind.TITLE and words in text), "")
    return {
        "id": key,
        "kept": f"documents/kept/{digest}.txt",
        "sha256": digest,
        "text_file": f"documents/text/{key}.txt",
        "text_sha256": digest,
        "origin": "https://news.example/hills",
        "received": f"2020-03-0{3 + number}T08:00:00Z",
        "media": "text",
        "published": published,
        "published_how": "first line" if published else "",
        "title": title,
        "title_how": "first line" if title else "",
        "site": "news.example",
        "site_how": "address",
        "replaces": replaces,
    }


def reading_by_hand(page, known=None, more=()):
    """What readers might find in NEWS; of any other text, one statement and one number in its first paragraph."""
    at = _Places(page.text)
    if page.text != NEWS:
        return _plain(page)
    first, _, third = (at(line) for line in page.text.split("\n") if "said" in line)
    found = Found(
        days=(
            DayWords(at("on Monday"), When.unknown("Monday"), how="the document's date", doubt="which Monday?"),
            DayWords(at("on 2 March"), When.unknown("2 March")),
            DayWords(at("the day after"), When.unknown("the day after")),
        ),
        quantities=(
            Quantity(at("at least 49 of 64"), "ratio", Bounds(49 / 64, 1), ">=", ">= 0.766", "named targets"),
            Quantity(at("Almost 80 percent"), "share", Bounds(0.8, 0.8), "almost", "0.8 ± 0.05"),
            Quantity(at("More than half"), "share", Bounds(0.5, 0.5), ">", "> 0.5"),
        ),
        places=(
            PlaceWords(at("near Milltown"), at("Milltown"), (), None, "near"),
            PlaceWords(at("in Hilltown"), at("Hilltown", 200), (), None),
        ),
        actors=(
            ActorWords(at("the Band.") and Span(at("the Band.").start, at("the Band.").stop - 1), ("band",)),
            ActorWords(at("The Northern army"), ("north",)),
            ActorWords(at("Hill News."), ("agency",)),
        ),
        statements=(
            Statement(
                at("A northern official"),
                at("said on Monday that")._replace(stop=at("said on Monday").start + 4),
                (Span(at("“at least 49").start, first.stop),),
                "say",
                Naming.ANONYMOUS,
                "mixed",
            ),
            Statement(
                at("a diplomat"),
                Span(at("said privately").start, at("said privately").start + 4),
                (at("“Almost 80 percent of the raids were elsewhere,”"),),
                "say",
                Naming.ANONYMOUS,
                "direct",
                hedges=(at("privately"),),
                relayed_by=at("Hill News."),
            ),
        ),
    )
    drafts = (
        Draft(
            DraftKind.CLAIM,
            first,
            "at least 49 of 64 named targets outside areas of the Band",
            (
                Told("says", first.of(page.text), (first,)),
                Told("by", "north", (at("A northern official"),), doubt="an official who is not named"),
                Told("on", "2020-03-02", (at("on Monday"),), how="Monday before the document's date"),
                Told("test.measure", "share", (at("at least 49 of 64"),)),
                Told("test.among.by", "north", how="the army whose targets these are"),
                Told("test.that.outside", "band", (at("outside areas of the Band"),)),
                Told("test.value", ">= 0.766", (at("at least 49 of 64"),)),
            ),
            "numbers",
            doubts=("64 named targets and not strikes: check the unit.",),
        ),
        Draft(
            DraftKind.EVENT,
            at("struck a depot near Milltown on 2 March"),
            "strike near Milltown, 2 March",
            (
                Told("date", "2020-03-02", (at("on 2 March"),)),
                Told("place", "milltown", (at("near Milltown"),)),
                Told("by", "north", (at("The Northern army"),)),
                Told("kind", "air-strike", how="struck"),
            ),
            "events",
        ),
        Draft(
            DraftKind.EVENT,
            at("two vehicles in Hilltown the day after"),
            "strike in Hilltown, the day after",
            (
                Told("date", "", (at("the day after"),), doubt="the day after which day?"),
                Told("place", "hilltown", (at("in Hilltown"),)),
                Told("by", "north", (at("The Northern army"),)),
            ),
            "events",
        ),
        Draft(
            DraftKind.STATEMENT,
            third,
            "a diplomat: “Almost 80 percent of the raids were elsewhere,”",
            (
                Told("says", "“Almost 80 percent of the raids were elsewhere,”", (at("“Almost 80 percent of the raids were elsewhere,”"),)),
                Told("by", "agency", (at("Hill News."),), how="who passes it on"),
                Told("on", "2020-03-03", how="the document's date"),
            ),
            "statements",
            facts=(
                Told("cue", "said", (Span(at("said privately").start, at("said privately").start + 4),)),
                Told("hedges", "privately", (at("privately"),)),
                Told("relayed_by", "Hill News", (at("Hill News."),)),
            ),
        ),
    )  # fmt: skip
    drafts = sorted(drafts, key=lambda draft: (not draft.doubtful, draft.span, draft.kind))
    totals = ("The headline says 64 targets; the lines name 2: 62 are not told here.",)
    return Reading(page, found, tuple(drafts), totals)


def _plain(page):
    """The first sentence as a statement, so that any text, hostile ones too, has a record."""
    nothing = Found((), (), (), (), ())
    if not page.paragraphs:
        return Reading(page, nothing, ())
    drafts = []
    for paragraph in page.paragraphs[:2000]:
        span = paragraph.sentences[0].span
        words = span.of(page.text)
        fields = (
            Told("says", words, (span,), how=words, doubt=words),
            Told("by", "north", (Span(span.start, span.start + 1),)),
            Told("on", "2020-03-03", how="the document's date"),
        )
        drafts.append(Draft(DraftKind.STATEMENT, span, words, fields, words, (Told(words, words, (span,)),), (words,)))
    return Reading(page, nothing, tuple(drafts), (page.paragraphs[0].span.of(page.text),))


class _Places:
    """Where words stand; a fault of the fixture, told as such, where they do not."""

    def __init__(self, text):
        self._text = text

    def __call__(self, words, start=0):
        place = self._text.find(words, start)
        assert place >= 0, words
        return Span(place, place + len(words))
