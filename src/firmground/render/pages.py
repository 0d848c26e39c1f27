"""What every page that we make shares: one template environment, its sheets and scripts, and the policy that seals it.

A page carries all that it needs and asks nobody for anything. Its Content-Security-Policy lets in a style sheet or
a script by its hash only, so nothing that a text of a case says can run or restyle it. Every text is untrusted:
Jinja escapes all of them, and `make_visible` runs on each before that (`finalize`).
"""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import dataclass
from functools import cache, partial
from importlib import resources
from typing import TYPE_CHECKING, Any, Final

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from firmground.render.figures.bar import FILLED
from firmground.render.numbers import (
    STANDING_WORDS,
    counted_or_measured,
    say_claimed,
    say_digits,
    say_range,
    say_standing,
    standing_class,
)
from firmground.render.visible import make_visible
from firmground.render.words import direction_of, host_of, is_linkable, say_answer, say_rows

if TYPE_CHECKING:
    from collections.abc import Iterable


MOST_NAMED: Final = 12  # units in a sentence
MOST_WORDS: Final = 700  # characters of a passage behind a record; the JSON report has all of them
MOST_LISTED: Final = 60  # lines of one list; a page that names thousands is read by nobody
# Everything but the scripts that run from the right (Unicode keeps blocks for them) and the marks of direction.
_TURNS_NOTHING: Final = re.compile(
    "[\0-\u058f\u0900-\u200d\u2010-\u2029\u202f-\u2065\u206a-\ufb1c"
    "\ufe00-\ufe6f\uff00-\uffff\U00011000-\U0001e7ff\U0001ef00-\U0010ffff]*"
)
BYTES: Final = "application/octet-stream"  # of a block: base64


@dataclass(frozen=True, slots=True)
class Sheet:
    """A style sheet or script of ours, and the hash under which a policy lets it in ("sha256-...")."""

    text: Markup
    hash: str


@dataclass(frozen=True, slots=True)
class Block:
    """Data that a script reads: it is never run, so no policy asks for its hash. `text` holds no "<"."""

    id: str
    type: str  # "application/json" or BYTES
    text: str

    def __post_init__(self) -> None:
        """Raises ValueError for a text that could end the element, or for a type that a browser would run."""
        if "<" in self.text:
            raise ValueError(f'the data block {self.id} holds a "<": write JSON with \\u003c, bytes as base64')
        if self.type not in {"application/json", BYTES}:
            raise ValueError(f"the data block {self.id} is of type {self.type}, which is not plain data")


@dataclass(frozen=True, slots=True)
class Clock:
    """What makes the maps of a report move. A page without it is complete; style and scripts are files of ours.

    `unpacked`: scripts that the page carries packed in `data`; the policy lets them in as well, word for word.
    """

    style: str = ""
    data: tuple[Block, ...] = ()
    scripts: tuple[str, ...] = ()
    unpacked: tuple[str, ...] = ()


@cache
def environment(*, from_left: bool = False) -> Environment:
    """The templates of this package. Use `.overlay(loader=...)` for more of them under the same rules.

    `from_left`: for a page of which the title and every claim run from the left.
    """
    made = Environment(
        loader=PackageLoader("firmground.render", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_finalize,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {
        "digits": lambda value: say_digits(value, 1),
        "host": host_of,
        "linkable": is_linkable,
        "reading": say_range,
        "standing": standing_class,
        "claim_stands": lambda claim: say_standing(
            claim.standing, measured=claim.bounds is not None, claimed=claim.claimed is not None
        ),
        "answer": lambda claim: say_answer(
            claim.standing, measured=claim.bounds is not None, claimed=claim.claimed is not None
        ),
        "claimed": say_claimed,
        "counted": counted_or_measured,
        "direction": direction_of,
        "rows": say_rows,
        "standing_words": lambda standing: STANDING_WORDS.get(standing, standing),
    }
    made.globals |= {"filled": FILLED, "most_listed": MOST_LISTED, "most_named": MOST_NAMED, "most_words": MOST_WORDS}
    made.globals |= {"isolate": partial(isolate, from_left=from_left), "way": partial(way, from_left=from_left)}
    return made


def isolate(words: Any, *, from_left: bool) -> Markup:
    """A text that changes the order of nothing around it.

    Among words that all run from the left, one without a letter that runs from the right, and without a mark that
    turns the direction, is in order as it stands; a page of thousands of texts is some ten kilobytes lighter so.
    """
    shown = _finalize(words)
    return escape(shown) if from_left and _turns_nothing(shown) else Markup("<bdi>{}</bdi>").format(shown)


def way(words: Any, *, from_left: bool) -> Markup:
    """The attribute by which an element runs as its own text does, where that text may run otherwise than the page."""
    return Markup("") if from_left and _turns_nothing(_finalize(words)) else Markup(' dir="auto"')


def _turns_nothing(shown: Any) -> bool:
    return _TURNS_NOTHING.fullmatch(str(shown)) is not None


def _finalize(value: Any) -> Any:
    """Runs on every value that a template prints, before it is escaped."""
    if isinstance(value, str) and not isinstance(value, Markup):
        return make_visible(value)
    return value


@cache
def read_text(name: str) -> str:
    """A file beside the templates, with plain line ends."""
    source = resources.files("firmground.render.templates").joinpath(name)
    return source.read_text(encoding="utf-8").replace("\r\n", "\n")


@cache
def style(*names: str) -> Sheet:
    """Sheets of the templates as one, in this order, without what is there for those who write them."""
    text = re.sub(r"/\*.*?\*/", "", "".join(read_text(name) for name in names), flags=re.DOTALL)
    return seal(re.sub(r"\s*\n\s*", "\n", text).lstrip())


def seal(text: str) -> Sheet:
    """A text of ours (never of a case) that a page may carry as its style or script.

    Raises ValueError for one that would end its own element.
    """
    text = text.replace("\r\n", "\n")  # as a browser reads it before it takes the hash
    if any(end in text.lower() for end in ("</script", "</style", "<!--")):
        raise ValueError("a style sheet or script of a page must not end its own element")
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    return Sheet(Markup(text), f"sha256-{digest}")  # noqa: S704 - a file of this package, not a text of a report


def policy(styles: Iterable[Sheet] = (), scripts: Iterable[Sheet] = ()) -> Markup:
    """The policy of a page that asks nobody: these sheets and scripts, pictures inside the file, nothing else."""
    parts = ["default-src 'none'", "img-src data: blob:"]
    for kind, sheets in (("style-src", styles), ("script-src", scripts)):
        hashes = " ".join(f"'{sheet.hash}'" for sheet in sheets)
        if hashes:
            parts.append(f"{kind} {hashes}")
    # Made of hashes alone, which hold no character that an attribute would end with.
    return Markup("; ".join((*parts, "base-uri 'none'", "form-action 'none'")))  # noqa: S704
